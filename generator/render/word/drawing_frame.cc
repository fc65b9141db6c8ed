#include "render/word/drawing_frame.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <set>
#include <sstream>

#include "render/word/drawing_vml.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr std::string_view kMark = "<?svodka-picture ", kMarkEnd = "?>";
constexpr char kSign = '\x01';  // round a mark's number inside of a parsed attribute; no XML has it

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

Node ancestor(Node node, const char* name) {
  while (node && !is(node, name)) node = node.parent();
  return node;
}

// The first pic:pic that belongs to this drawing itself, not to one in its text box.
Node own_picture(const Node& node) {
  if (is(node, "pic:pic")) return node;
  if (is(node, "w:txbxContent")) return {};
  for (const auto& child : node.children()) {
    if (const Node found = own_picture(child)) return found;
  }
  return {};
}

Node picture_of(const Node& element) {
  return is(element, "pic:cNvPr") ? ancestor(element, "pic:pic") : own_picture(element.parent());
}

void scale(pugi::xml_attribute attribute, double factor) {
  if (attribute) attribute.set_value(static_cast<long long>(std::llround(attribute.as_double() * factor)));
}

// One picture of the template.
class Frame {
 public:
  explicit Frame(const Node& picture) : picture_(picture) {}

  void fill(const FramePicture& with) {
    Node shape = picture_.child("pic:spPr").child("a:xfrm").child("a:ext");
    const Extent old{shape.attribute("cx").as_llong(), shape.attribute("cy").as_llong()};
    const auto placement = frame_placement(with, old);
    fill_blip(with, placement.crop);
    if (!shape || placement.extent == old) return;
    shape.attribute("cx").set_value(static_cast<long long>(placement.extent.width));
    shape.attribute("cy").set_value(static_cast<long long>(placement.extent.height));
    if (old.width > 0 && old.height > 0 && is(picture_.parent(), "a:graphicData"))
      resize_drawing(double(placement.extent.width) / double(old.width),
                     double(placement.extent.height) / double(old.height));
  }

 private:
  void fill_blip(const FramePicture& with, const Crop& crop) {
    Node fill = picture_.child("pic:blipFill");
    Node blip = fill.child("a:blip");
    blip.remove_attribute("r:link");
    blip.remove_attribute("r:embed");
    blip.append_attribute("r:embed").set_value(with.relation.c_str());
    blip.remove_child("a:extLst");
    if (!with.svg_relation.empty()) {
      pugi::xml_document made;
      made.load_string(render::blip(with.relation, with.svg_relation).c_str());
      blip.append_copy(made.document_element().child("a:extLst"));
    }
    fill.remove_child("a:srcRect");
    pugi::xml_document rectangle;
    if (rectangle.load_string(source_rectangle(crop).c_str()))
      fill.insert_copy_after(rectangle.document_element(), blip);
    Node whole = fill.child("a:stretch").child("a:fillRect");
    whole.remove_attributes();
  }

  // The drawing round the picture grows and shrinks with it; turned on its side, the other way round.
  void resize_drawing(double across, double down) {
    const double turn = std::fmod(
        std::fabs(picture_.child("pic:spPr").child("a:xfrm").attribute("rot").as_double()) / 60'000, 180);
    if (turn >= 45 && turn < 135) std::swap(across, down);
    Node drawing = ancestor(picture_, "a:graphic").parent();
    scale(drawing.child("wp:extent").attribute("cx"), across);
    scale(drawing.child("wp:extent").attribute("cy"), down);
    drawing.remove_child("wp14:sizeRelH");  // a size in parts of the page
    drawing.remove_child("wp14:sizeRelV");
  }

  Node picture_;
};

// The drawings of one w:drawing, or the old shapes of one w:pict.
class Filler {
 public:
  explicit Filler(const std::vector<FramePicture>& pictures) : pictures_(pictures) {}

  /// "" when the drawing goes.
  std::string filled(const std::string& xml) {
    pugi::xml_document document;
    if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata)) return {};
    visit(document.document_element());
    for (Node node : gone_) node.parent().remove_child(node);
    if (!document.document_element()) return {};
    std::ostringstream out;
    document.document_element().print(out, "", pugi::format_raw);
    return out.str();
  }

 private:
  void visit(const Node& node) {
    for (auto attribute : node.attributes()) take(node, attribute);
    for (const auto& child : node.children()) visit(child);
  }

  void take(const Node& element, pugi::xml_attribute attribute) {
    std::string words = attribute.value();
    for (auto at = words.find(kSign); at != std::string::npos; at = words.find(kSign)) {
      const auto end = words.find(kSign, at + 1);
      if (end == std::string::npos) return;
      const auto& with = pictures_.at(std::strtoul(words.c_str() + at + 1, nullptr, 10));
      words.replace(at, end + 1 - at, with.alt);
      put(element, with);
      if (words.find_first_not_of(' ') == std::string::npos) words = with.name;
    }
    if (words != attribute.value()) attribute.set_value(words.c_str());
  }

  void put(const Node& element, const FramePicture& with) {
    const bool old = static_cast<bool>(element.child("v:imagedata"));
    const Node picture = old ? element : picture_of(element);
    if (!picture || !done_.insert(picture).second) return;
    if (!with.picture)
      gone_.push_back(is(picture.parent(), "a:graphicData") ? ancestor(picture, "w:drawing") : picture);
    else if (old)
      fill_vml(element, with);
    else
      Frame(picture).fill(with);
  }

  const std::vector<FramePicture>& pictures_;
  std::set<Node> done_;
  std::vector<Node> gone_;
};

// Where the element round `at` begins and ends.
struct Span {
  std::size_t begin = std::string::npos, end = std::string::npos;
};

std::size_t begin_of(std::string_view xml, std::size_t at, const std::string& name) {
  int depth = 0;
  for (auto from = at; from != 0 && from != std::string::npos;) {
    const auto open = xml.rfind("<" + name, from - 1), close = xml.rfind("</" + name + ">", from - 1);
    if (close != std::string_view::npos && (open == std::string_view::npos || close > open)) {
      ++depth;
      from = close;
    } else if (open == std::string_view::npos || depth == 0) {
      return open;
    } else {
      --depth;
      from = open;
    }
  }
  return std::string::npos;
}

std::size_t end_of(std::string_view xml, std::size_t at, const std::string& name) {
  const auto closing = "</" + name + ">";
  int depth = 0;
  for (auto from = at;;) {
    const auto close = xml.find(closing, from), open = xml.find("<" + name, from);
    if (close == std::string_view::npos) return close;
    if (open < close) {
      ++depth;
      from = open + 1;
    } else if (depth-- == 0) {
      return close + closing.size();
    } else {
      from = close + 1;
    }
  }
}

Span span_round(std::string_view xml, std::size_t at) {
  Span found;
  for (const std::string name : {"w:drawing", "w:pict"}) {
    const auto begin = begin_of(xml, at, name);
    if (begin == std::string::npos || (found.begin != std::string::npos && begin < found.begin)) continue;
    found = {begin, end_of(xml, at, name)};
  }
  return found;
}

// The marks as pugixml can read them.
std::string readable(std::string xml) {
  for (auto at = xml.find(kMark); at != std::string::npos; at = xml.find(kMark, at)) {
    const auto end = xml.find(kMarkEnd, at);
    const auto number = xml.substr(at + kMark.size(), end - at - kMark.size());
    xml.replace(at, end + kMarkEnd.size() - at, kSign + number + kSign);
  }
  return xml;
}

}  // namespace

Text frame_problem(const Node& element, std::string_view attribute) {
  const bool description = attribute == "descr" || attribute == "title" || attribute == "alt";
  const bool drawn = is(element, "wp:docPr") || is(element, "pic:cNvPr");
  if (description && drawn && picture_of(element)) return {};
  if (description && element.child("v:imagedata")) return {};
  if (description)
    return text("метка рисунка стоит в описании того, что не рисунок",
                "the marker of a picture stands in the description of what is no picture");
  return text("рисунок здесь не вставить", "no picture can be put in here");
}

std::string frame_mark(std::size_t number) {
  return std::string(kMark) + std::to_string(number) + std::string(kMarkEnd);
}

Placement frame_placement(const FramePicture& with, const Extent& frame) {
  const auto side = [&](const std::optional<Length>& asked, Emu own) {
    if (!asked) return own;
    return asked->part > 0 ? Emu{std::llround(asked->part * double(with.area.width))} : asked->emu;
  };
  const Extent box{side(with.options.width, frame.width), side(with.options.height, frame.height)};
  if (box.width <= 0 || box.height <= 0) return place_picture(*with.picture, with.options, with.area);
  return fit_into(natural_extent(*with.picture), box, with.options.fit.value_or(Fit::kContain));
}

std::string fill_frames(std::string xml, const std::vector<FramePicture>& pictures) {
  std::string out;
  std::size_t done = 0;
  for (auto at = xml.find(kMark); at != std::string::npos; at = xml.find(kMark, done)) {
    const auto span = span_round(xml, at);
    if (span.begin == std::string::npos || span.end == std::string::npos || span.begin < done) break;
    out.append(xml, done, span.begin - done);
    out += Filler(pictures).filled(readable(xml.substr(span.begin, span.end - span.begin)));
    done = span.end;
  }
  return out.append(xml, done, std::string::npos);
}

}  // namespace svodka::render
