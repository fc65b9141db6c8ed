#include "render/odf/odf_frame.h"

#include <fmt/format.h>

#include <cstdlib>
#include <cstring>

#include "render/expand/odf_text.h"
#include "render/picture/picture_options.h"
#include "render/word/wordml_scan.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr char kMark[] = "svodka-frame", kAlt[] = "alt";
constexpr std::string_view kMarkStart = "<?svodka-frame ", kMarkEnd = "?>", kAltMark = "<?svodka-frame alt?>",
                           kFrame = "<draw:frame ", kFrameEnd = "</draw:frame>";
constexpr double kEmuPerCentimetre = 360'000;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

Node described(const Node& placeholder) {
  const Node description = placeholder.parent();
  const bool described = is(description, "svg:desc") || is(description, "svg:title");
  return described && is(description.parent(), "draw:frame") ? description.parent() : Node();
}

Emu length_of(const Node& frame, const char* attribute) {
  const auto length = read_length(frame.attribute(attribute).value());
  return length ? length->emu : 0;
}

// Copies of the styles of frames that crop otherwise.
class FrameStyles {
 public:
  FrameStyles(const std::string& xml, std::string& made) : xml_(xml), made_(made) {}

  /// The style of a frame of this one that crops so.
  std::string cropped(const std::string& from, const std::string& clip) {
    const auto old = style(from);
    if (clip.empty() && old.find(" fo:clip=\"") == std::string::npos) return from;
    auto& name = names_[{from, clip}];
    if (!name.empty()) return name;
    name = "svodka-frame-" + std::to_string(names_.size());
    made_ += old.empty() ? based_on(from, name, clip) : copy(old, name, clip);
    return name;
  }

 private:
  // The automatic style of this name as it is written; "" when there is none.
  std::string style(const std::string& name) const {
    Tag tag;
    for (TagScanner tags(xml_); tags.next(tag) && tag.name != "office:body";) {
      if (tag.closing || tag.name != "style:style" || attribute_of(tag, "style:name") != name ||
          attribute_of(tag, "style:family") != "graphic")
        continue;
      constexpr std::string_view kEnd = "</style:style>";
      const auto end = tag.empty ? tag.end : xml_.find(kEnd, tag.end) + kEnd.size();
      return xml_.substr(tag.begin, end - tag.begin);
    }
    return {};
  }

  static std::string based_on(const std::string& from, const std::string& name, const std::string& clip) {
    return fmt::format(
        "<style:style style:name=\"{}\" style:family=\"graphic\"{}><style:graphic-properties "
        "fo:clip=\"{}\"/></style:style>",
        name, from.empty() ? "" : " style:parent-style-name=\"" + from + "\"", clip);
  }

  static std::string copy(const std::string& old, const std::string& name, const std::string& clip) {
    Edits edits;
    Tag tag;
    for (TagScanner tags(old); tags.next(tag);) {
      if (tag.closing) continue;
      if (tag.name == "style:style") set(old, tag, "style:name", name, edits);
      if (tag.name == "style:graphic-properties")
        set(old, tag, "fo:clip", clip.empty() ? "rect(0cm, 0cm, 0cm, 0cm)" : clip, edits);
    }
    return std::move(edits).apply(old);
  }

 public:
  static void set(std::string_view text, const Tag& tag, std::string_view attribute, const std::string& value,
                  Edits& edits) {
    const auto old = attribute_of(tag, attribute);
    if (old.data() != nullptr && old.data() >= text.data() && old.data() < text.data() + text.size()) {
      const auto at = static_cast<std::size_t>(old.data() - text.data());
      return edits.replace(at, at + old.size(), value);
    }
    const auto at = tag.begin + 1 + tag.name.size();
    edits.replace(at, at, " " + std::string(attribute) + "=\"" + value + "\"");
  }

 private:
  const std::string& xml_;
  std::string& made_;
  std::map<std::pair<std::string, std::string>, std::string> names_;
};

std::string centimetres(Emu emu) { return fmt::format("{:.3f}cm", double(emu) / kEmuPerCentimetre); }

bool same_length(std::string_view written, Emu emu) {
  const auto length = read_length(written);
  return length && length->emu == emu;
}

void resize(const std::string& xml, const Tag& frame, const Extent& extent, Edits& edits) {
  if (same_length(attribute_of(frame, "svg:width"), extent.width) &&
      same_length(attribute_of(frame, "svg:height"), extent.height))
    return;
  FrameStyles::set(xml, frame, "svg:width", centimetres(extent.width), edits);
  FrameStyles::set(xml, frame, "svg:height", centimetres(extent.height), edits);
  for (const std::string_view relative : {"style:rel-width", "style:rel-height"}) {  // parts of the page
    const auto value = attribute_of(frame, relative);
    if (value.empty()) continue;
    const auto at = static_cast<std::size_t>(value.data() - xml.data());
    edits.replace(at - relative.size() - 3, at + value.size() + 1, "");
  }
}

}  // namespace

Node described_picture(const Node& placeholder) {
  const Node frame = described(placeholder);
  return frame.child("draw:image") && !frame.child("draw:object") && !frame.child("draw:object-ole") ? frame
                                                                                                     : Node();
}

Node described_object(const Node& placeholder) {
  const Node frame = described(placeholder);
  return frame.child("draw:object") ? frame : Node();
}

Extent frame_size(const Node& frame) {
  return {length_of(frame, "svg:width"), length_of(frame, "svg:height")};
}

std::vector<std::string> open_frame(Node frame, const Node& placeholder) {
  Node mark = placeholder.parent().insert_child_before(pugi::node_pi, placeholder);
  mark.set_name(kMark);
  mark.set_value(kAlt);
  std::vector<std::string> files;
  for (Node image = frame.child("draw:image"); image; image = frame.child("draw:image")) {
    files.emplace_back(image.attribute("xlink:href").value());
    frame.remove_child(image);
  }
  frame.prepend_move(placeholder);
  return files;
}

std::string odf_frame_mark(std::size_t number) {
  return std::string(kMarkStart) + std::to_string(number) + std::string(kMarkEnd);
}

std::string fill_odf_frames(const std::string& xml, const std::vector<FilledFrame>& frames,
                            std::string& styles) {
  FrameStyles known(xml, styles);
  Edits edits;
  for (auto at = xml.find(kMarkStart); at != std::string::npos; at = xml.find(kMarkStart, at + 1)) {
    const auto end = xml.find(kMarkEnd, at) + kMarkEnd.size();
    const auto number = std::strtoul(xml.c_str() + at + kMarkStart.size(), nullptr, 10);
    if (xml.compare(at, kAltMark.size(), kAltMark) == 0 || number >= frames.size()) continue;
    const auto& with = frames[number];
    const auto open = xml.rfind(kFrame, at), close = xml.find(kFrameEnd, at);
    if (with.gone) {
      edits.replace(open, close + kFrameEnd.size(), "");
      continue;
    }
    edits.replace(at, end, "");
    Tag frame;
    TagScanner(xml, open).next(frame);
    resize(xml, frame, with.extent, edits);
    const std::string old(attribute_of(frame, "draw:style-name"));
    if (const auto style = known.cropped(old, with.clip); style != old)
      FrameStyles::set(xml, frame, "draw:style-name", style, edits);
    const auto alt = xml.find(kAltMark, end);
    if (alt == std::string::npos || alt > close) continue;
    const bool only = xml[alt - 1] == '>' && xml[alt + kAltMark.size()] == '<';
    const auto& words = with.alt.empty() && only ? with.name : with.alt;
    edits.replace(alt, alt + kAltMark.size(), xml_text(words));
  }
  return std::move(edits).apply(xml);
}

}  // namespace svodka::render
