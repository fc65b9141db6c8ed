#include "render/word/drawing_vml.h"

#include <cstring>
#include <string>

namespace svodka::render {
namespace {

constexpr double kEmuPerPoint = 12'700;

// One property of a style like "position:absolute;width:90pt;height:45pt".
class Style {
 public:
  explicit Style(std::string words) : words_(std::move(words)) {}

  /// 0 when it is not there or in parts of something.
  Emu length(const std::string& name) const {
    const auto [begin, end] = value(name);
    if (begin == std::string::npos) return 0;
    const auto read = read_length(std::string_view(words_).substr(begin, end - begin));
    return read ? read->emu : 0;
  }

  void set_length(const std::string& name, Emu length) {
    const auto [begin, end] = value(name);
    if (begin != std::string::npos)
      words_.replace(begin, end - begin, fmt::format("{:.2f}pt", double(length) / kEmuPerPoint));
  }

  const std::string& words() const { return words_; }

 private:
  std::pair<std::size_t, std::size_t> value(const std::string& name) const {
    const auto all = ";" + words_;
    const auto at = all.find(";" + name + ":");
    if (at == std::string::npos) return {at, at};
    const auto begin = at + name.size() + 1;
    return {begin, std::min(words_.find(';', begin), words_.size())};
  }

  std::string words_;
};

void set_crop(pugi::xml_node image, const char* side, int thousandths) {
  image.remove_attribute(side);
  if (thousandths != 0)
    image.append_attribute(side).set_value(fmt::format("{:.5f}", thousandths / 1e5).c_str());
}

}  // namespace

void fill_vml(pugi::xml_node shape, const FramePicture& with) {
  Style style(shape.attribute("style").value());
  const Extent old{style.length("width"), style.length("height")};
  const auto placement = frame_placement(with, old);
  if (old.width > 0 && old.height > 0 && placement.extent != old) {
    style.set_length("width", placement.extent.width);
    style.set_length("height", placement.extent.height);
    shape.attribute("style").set_value(style.words().c_str());
  }
  auto image = shape.child("v:imagedata");
  for (const char* name : {"r:id", "o:relid", "r:href", "src", "o:href"}) image.remove_attribute(name);
  image.append_attribute("r:id").set_value(with.relation.c_str());
  set_crop(image, "cropleft", placement.crop.left);
  set_crop(image, "croptop", placement.crop.top);
  set_crop(image, "cropright", placement.crop.right);
  set_crop(image, "cropbottom", placement.crop.bottom);
}

}  // namespace svodka::render
