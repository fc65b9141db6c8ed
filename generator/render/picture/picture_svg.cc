#include "render/picture/picture_svg.h"

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>

#include "base/utf8.h"
#include "render/picture/picture_raster.h"

namespace svodka::render {
namespace {

constexpr int kDeepest = 200;

// "xlink:href" → "href", in lower case.
std::string local_name(std::string_view name) {
  const auto colon = name.rfind(':');
  return utf8::lower(colon == std::string_view::npos ? name : name.substr(colon + 1));
}

std::string without_blanks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) > 0x20) out.push_back(c);
  }
  return utf8::lower(out);
}

// Of this file, or a picture that the address itself holds.
bool is_inside(std::string_view address) {
  if (address.empty() || address.front() == '#') return true;
  return address.starts_with("data:image/png") || address.starts_with("data:image/jpeg") ||
         address.starts_with("data:image/jpg");
}

// What a style would fetch; a backslash could hide it.
std::string outside_in_css(std::string_view css) {
  const auto plain = without_blanks(css);
  if (plain.find('\\') != std::string::npos) return "\\";
  if (plain.find("@import") != std::string::npos) return "@import";
  for (auto at = plain.find("url("); at != std::string::npos; at = plain.find("url(", at + 4)) {
    auto address = std::string_view(plain).substr(at + 4);
    if (!address.empty() && (address.front() == '"' || address.front() == '\'')) address.remove_prefix(1);
    if (!is_inside(address)) return "url(" + std::string(address.substr(0, 40));
  }
  return {};
}

// Finds the first thing in a picture that would be run or fetched.
class Inspector {
 public:
  /// "" when there is none.
  std::string forbidden(const pugi::xml_document& document) {
    for (const auto& node : document.children()) {
      if (node.type() == pugi::node_pi && std::strcmp(node.name(), "xml-stylesheet") == 0) return node.name();
    }
    return in_element(document.document_element(), 1);
  }

 private:
  static std::string in_element(const pugi::xml_node& element, int depth) {
    const auto name = local_name(element.name());
    if (name == "script" || name == "foreignobject" || name == "iframe" || name == "handler") return name;
    if (depth > kDeepest) return "…";
    for (const auto& attribute : element.attributes()) {
      auto found = in_attribute(attribute);
      if (!found.empty()) return found;
    }
    for (const auto& child : element.children()) {
      const bool words = child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata;
      auto found = child.type() == pugi::node_element ? in_element(child, depth + 1)
                   : words && name == "style"         ? outside_in_css(child.value())
                                                      : std::string();
      if (!found.empty()) return found;
    }
    return {};
  }

  static std::string in_attribute(const pugi::xml_attribute& attribute) {
    const auto name = local_name(attribute.name());
    const std::string_view full = attribute.name();
    if (full.starts_with("xmlns")) return {};
    if (name.starts_with("on") || full == "xml:base") return std::string(full);
    const bool address = name == "href" || name == "src";
    const auto value = without_blanks(attribute.value());
    if (address && !is_inside(value)) return std::string(full) + "=" + value.substr(0, 40);
    if (name == "attributename" && local_name(value) == "href") return std::string(full) + "=" + value;
    if (name == "style") return outside_in_css(value);
    return value.find("url(") == std::string::npos ? std::string() : outside_in_css(value);
  }
};

// Where the DOCTYPE stands; entities of its own end before any '[' that closes.
struct Doctype {
  std::size_t begin = std::string::npos, end = 0;
  bool entities = false;
};

Doctype doctype_of(std::string_view xml) {
  Doctype found;
  const auto root = xml.find("<svg");
  found.begin = xml.substr(0, root).find("<!DOCTYPE");
  if (found.begin == std::string_view::npos) return found;
  found.end = xml.find('>', found.begin);
  if (found.end == std::string_view::npos) found.end = xml.size() - 1;
  found.entities = xml.substr(found.begin, found.end - found.begin).find('[') != std::string_view::npos;
  return found;
}

class SvgReader {
 public:
  SvgReader(const PictureSource& source, Diagnostics& out) : source_(source), out_(out) {}

  std::optional<Picture> read(std::string bytes) {
    if (utf8::first_invalid(bytes)) {
      return fail("picture-damaged", "он записан не в UTF-8", "it is not in UTF-8",
                  text("сохраните его как SVG в UTF-8", "save it as SVG in UTF-8"));
    }
    const auto doctype = doctype_of(bytes);
    if (doctype.entities) return refuse("<!DOCTYPE [");
    if (doctype.begin != std::string::npos) bytes.erase(doctype.begin, doctype.end + 1 - doctype.begin);
    pugi::xml_document document;
    const auto flags = pugi::parse_default | pugi::parse_pi | pugi::parse_doctype;
    if (!document.load_buffer(bytes.data(), bytes.size(), flags, pugi::encoding_utf8)) return damaged();
    if (local_name(document.document_element().name()) != "svg") return damaged();
    for (const auto& node : document.children()) {
      if (node.type() == pugi::node_doctype) return refuse("<!DOCTYPE");
    }
    const auto forbidden = Inspector().forbidden(document);
    if (!forbidden.empty()) return refuse(forbidden);
    return drawn(std::move(bytes));
  }

 private:
  std::optional<Picture> drawn(std::string bytes) {
    auto raster = draw_svg(bytes);
    if (raster.state == Raster::State::kNotSvg) return damaged();
    if (raster.state == Raster::State::kTooMuch) {
      return fail("picture-too-big", "он слишком сложен: его не удалось нарисовать",
                  "it is too complex: it could not be drawn",
                  text("упростите его или сохраните как PNG", "simplify it or save it as PNG"));
    }
    Picture picture{PictureKind::kSvg, std::move(bytes), raster.width, raster.height};
    picture.fallback = std::move(raster.png);
    return picture;
  }

  std::optional<Picture> refuse(const std::string& found) {
    return fail("picture-unsafe", "в нём есть то, что в документ не берут: " + found,
                "it holds what no document may take in: " + found,
                text("сохраните его как «простой SVG» без сценариев, ссылок и внешних стилей, или как PNG",
                     "save it as “plain SVG” without scripts, references and outside styles, or as PNG"));
  }
  std::optional<Picture> damaged() {
    return fail("picture-damaged", "он повреждён или обрезан", "it is damaged or cut short",
                text("откройте его в редакторе рисунков и сохраните снова",
                     "open it in an image editor and save it again"));
  }
  std::optional<Picture> fail(std::string rule, const std::string& ru, const std::string& en, Text hint) {
    out_.error(source_.at, std::move(rule),
               {fmt::format("`{}`: рисунок SVG «{}»: {}", source_.marker, source_.file, ru),
                fmt::format("`{}`: the SVG picture “{}”: {}", source_.marker, source_.file, en)},
               std::move(hint));
    return std::nullopt;
  }

  const PictureSource& source_;
  Diagnostics& out_;
};

}  // namespace

bool looks_like_svg(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const auto start = bytes.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos || bytes[start] != '<') return false;
  const auto head = bytes.substr(0, 4096);
  return head.find("<svg") != std::string_view::npos || head.find(":svg") != std::string_view::npos;
}

std::optional<Picture> read_svg(const PictureSource& source, std::string bytes, Diagnostics& out) {
  return SvgReader(source, out).read(std::move(bytes));
}

}  // namespace svodka::render
