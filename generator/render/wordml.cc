#include "render/wordml.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <pugixml.hpp>

#include "base/utf8.h"
#include "bind/markers.h"
#include "render/wordml_scope.h"
#include "render/wordml_text.h"

namespace svodka::render {
namespace {

using bind::Marker;
using bind::Resolved;

constexpr int kMaxDepth = 200;
// Spaces between elements, comments and instructions are the document's; line ends in attributes are not touched.
constexpr unsigned kParse = pugi::parse_cdata | pugi::parse_comments | pugi::parse_doctype | pugi::parse_pi | pugi::parse_ws_pcdata | pugi::parse_escapes;

struct DepthWalker : pugi::xml_tree_walker {
  int deepest = 0;
  bool doctype = false;
  bool for_each(pugi::xml_node& node) override {
    deepest = std::max(deepest, depth());
    doctype |= node.type() == pugi::node_doctype;
    return deepest <= kMaxDepth;
  }
};

bool parse(const std::string& file, const std::string& part, const std::string& xml, pugi::xml_document& document, Diagnostics& out) {
  const Position at{.file = file, .part = part};
  if (utf8::first_invalid(xml) || utf8::first_not_xml(xml)) {
    out.error(at, "damaged-package", text("в части недопустимые символы", "the part holds characters that are not allowed"));
    return false;
  }
  const auto result = document.load_buffer(xml.data(), xml.size(), kParse, pugi::encoding_utf8);
  if (!result) {
    out.error(at, "damaged-package", text("часть не читается как XML: {} (байт {})", "the part is no XML: {} (byte {})", result.description(), result.offset));
    return false;
  }
  DepthWalker walker;
  document.traverse(walker);
  if (walker.doctype) {
    out.error(at, "unsafe-package", text("в части есть DOCTYPE, такой файл не принимается", "the part has a DOCTYPE, such files are refused"));
    return false;
  }
  if (walker.deepest > kMaxDepth) {
    out.error(at, "package-too-large", text("элементы вложены глубже {} уровней", "elements are nested deeper than {} levels", kMaxDepth));
    return false;
  }
  return true;
}

// The words round the marker, for a reader to search the document by.
std::string words_around(const std::string& text, std::size_t offset, std::size_t length) {
  constexpr int kContext = 20;
  std::size_t begin = offset, end = offset + length;
  for (int n = 0; n < kContext && begin > 0; ++n) {
    do --begin;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0u) == 0x80u);
  }
  for (int n = 0; n < kContext && end < text.size(); ++n) utf8::next(text, end);
  auto words = (begin > 0 ? "…" : "") + text.substr(begin, end - begin) + (end < text.size() ? "…" : "");
  std::replace(words.begin(), words.end(), '\n', ' ');
  std::replace(words.begin(), words.end(), '\t', ' ');
  return words;
}

std::string slot_name(const Resolved& resolved) {
  const auto number = std::to_string(resolved.slot);
  switch (resolved.kind) {
    case Resolved::Kind::kValue: return "V" + number;
    case Resolved::Kind::kOpen: return "#S" + number;
    case Resolved::Kind::kClose: return "/S" + number;
    case Resolved::Kind::kOpenSeparator: return "#S" + number + "_separator";
    case Resolved::Kind::kCloseSeparator: return "/S" + number + "_separator";
    default: return {};
  }
}

// Compiles one part: markers in document order through one resolver, then the sections' places.
class PartCompiler {
 public:
  PartCompiler(std::string file, std::string part, const Shape& shape, Diagnostics& out)
      : file_(std::move(file)), part_(std::move(part)), out_(out), resolver_(shape, found_) {}

  std::optional<CompiledPart> compile(pugi::xml_document& document) {
    int number = 0;
    for (const auto& paragraph : all_paragraphs(document)) read_paragraph(paragraph, ++number);
    if (markers_ == 0 && found_.empty()) return std::nullopt;
    resolver_.finish();
    Scopes scopes;
    if (!found_.has_errors()) scopes = place_sections(document, pairs_, found_);
    out_.add(found_);
    if (found_.has_errors()) return std::nullopt;
    return written(document, scopes);
  }

  // docProps: each element's text is a paragraph of its own; sections stay inside it.
  std::optional<CompiledPart> compile_elements(pugi::xml_document& document) {
    int number = 0;
    for (auto element : document.document_element().children()) {
      ParagraphText text;
      if (!element.first_child() || element.first_child().type() != pugi::node_pcdata || element.first_child().next_sibling()) continue;
      text.text = element.text().get();
      text.pieces.push_back({element, true, 0, text.text.size()});
      read_text(text, ++number);
      if (auto space = element.attribute("xml:space")) element.remove_attribute(space);
    }
    if (markers_ == 0 && found_.empty()) return std::nullopt;
    resolver_.finish();
    out_.add(found_);
    if (found_.has_errors()) return std::nullopt;
    auto part = written(document, {});
    part.escape = Escape::kXml;
    return part;
  }

 private:
  Position place(const ParagraphText& text, int paragraph, std::size_t offset, std::size_t length) const {
    return {.file = file_, .part = part_, .paragraph = paragraph, .around = words_around(text.text, offset, length)};
  }

  void read_paragraph(const pugi::xml_node& paragraph, int number) {
    auto text = paragraph_text(paragraph);
    read_text(text, number);
  }

  void read_text(ParagraphText& text, int number) {
    if (text.text.find("{{") == std::string::npos) return;
    const auto scan = bind::scan_markers(text.text);
    for (const auto& fault : scan.faults) found_.error(place(text, number, fault.offset, fault.length), fault.rule, fault.message, fault.hint);
    std::vector<std::string> slots;
    std::vector<Resolved> resolved;
    for (const auto& marker : scan.markers) {
      const auto at = place(text, number, marker.offset, marker.length);
      ++markers_;
      resolved.push_back(is_broken(text, marker, at) ? Resolved{} : resolver_.resolve(marker, at));
      slots.push_back(slot_name(resolved.back()));
    }
    std::vector<pugi::xml_node> placeholders(scan.markers.size());
    for (std::size_t i = scan.markers.size(); i-- > 0;) placeholders[i] = replace_text(text, scan.markers[i].offset, scan.markers[i].length, slots[i]);
    for (std::size_t i = 0; i < scan.markers.size(); ++i) pair_up(scan.markers[i], resolved[i], placeholders[i], place(text, number, scan.markers[i].offset, scan.markers[i].length));
  }

  bool is_broken(const ParagraphText& text, const Marker& marker, const Position& at) {
    if (marker.kind == Marker::Kind::kComment || text.text.substr(marker.offset, marker.length).find_first_of("\n\t") == std::string::npos) return false;
    found_.error(at, "broken-marker", text_of_break(), svodka::text("наберите метку в одной строке", "type the marker on one line"));
    return true;
  }

  static Text text_of_break() { return svodka::text("метку разрывает перевод строки или табуляция", "a line break or tab cuts the marker"); }

  void pair_up(const Marker& marker, const Resolved& resolved, const pugi::xml_node& placeholder, const Position& at) {
    switch (resolved.kind) {
      case Resolved::Kind::kOpen:
      case Resolved::Kind::kOpenSeparator: {
        SectionPair pair;
        pair.open = placeholder;
        pair.name = marker.name;
        pair.open_at = at;
        pair.separator = resolved.kind == Resolved::Kind::kOpenSeparator;
        const auto& slot = resolver_.program().sections[static_cast<std::size_t>(resolved.slot)];
        pair.rows = !pair.separator && slot.kind == bind::SectionSlot::Kind::kRows && !slot.inverted;
        pair.slot = resolved.slot;
        open_.push_back(std::move(pair));
        break;
      }
      case Resolved::Kind::kClose:
      case Resolved::Kind::kCloseSeparator:
        if (open_.empty()) break;  // already reported by the resolver
        open_.back().close = placeholder;
        open_.back().close_at = at;
        pairs_.push_back(std::move(open_.back()));
        open_.pop_back();
        break;
      default: break;
    }
  }

  CompiledPart written(const pugi::xml_document& document, const Scopes& scopes) {
    CompiledPart part;
    part.program = resolver_.program();
    part.uses = resolver_.uses();
    const auto literal = [&](const char* words) {
      part.program.values.push_back({{}, {}, words, {}});
      return "V" + std::to_string(part.program.values.size() - 1);
    };
    const auto braces = literal("{{"), brace = literal("{");
    part.body = template_body(document, braces, brace);
    for (std::size_t i = 0; i < scopes.sometimes_empty.size(); ++i) add_wrapper(part, i, scopes.sometimes_empty[i]);
    part.tidy = scopes.structural;
    part.repeated_ids = std::any_of(pairs_.begin(), pairs_.end(), [](const SectionPair& p) { return p.rows; }) && has_ids(part.body);
    return part;
  }

  static bool has_ids(const std::string& body) { return body.find("<wp:docPr ") != std::string::npos || body.find("<w:bookmarkStart ") != std::string::npos; }

  // "A<n>" is "the section `slot` has rows": a section slot of its own that repeats nothing.
  static void add_wrapper(CompiledPart& part, std::size_t number, int slot) {
    auto any = part.program.sections[static_cast<std::size_t>(slot)];
    any.kind = bind::SectionSlot::Kind::kAny;
    part.program.sections.push_back(any);
    const auto name = "S" + std::to_string(part.program.sections.size() - 1);
    for (const char* sign : {"{{#", "{{/"}) {
      const auto from = sign + ("A" + std::to_string(number)) + "}}";
      if (const auto at = part.body.find(from); at != std::string::npos) part.body.replace(at, from.size(), sign + name + "}}");
    }
  }

  std::string file_, part_;
  Diagnostics& out_;
  Diagnostics found_;
  bind::Resolver resolver_;
  int markers_ = 0;
  std::vector<SectionPair> open_, pairs_;
};

bool ends_with_paragraph(std::string_view xml) {
  if (xml.ends_with("</w:p>")) return true;
  // Ends of bookmarks and comments may follow the paragraph; a self-closed w:p counts.
  for (;;) {
    const auto start = xml.rfind('<');
    if (start == std::string_view::npos) return false;
    const auto tag = xml.substr(start);
    if (tag.starts_with("</w:p>") || tag.starts_with("<w:p/>") || (tag.starts_with("<w:p ") && tag.ends_with("/>"))) return true;
    const bool skipped = tag.starts_with("<w:bookmarkEnd ") || tag.starts_with("<w:commentRangeEnd ") || tag.starts_with("<w:bookmarkStart ");
    if (!skipped) return false;
    xml = xml.substr(0, start);
  }
}

// Every `<w:tbl>` whose rows have all gone, inner tables first.
void drop_empty_tables(std::string& xml) {
  for (const std::string_view end : {"</w:tblGrid></w:tbl>", "</w:tblPr></w:tbl>", "<w:tblGrid/></w:tbl>", "<w:tblPr/></w:tbl>"}) {
    for (auto at = xml.find(end); at != std::string::npos; at = xml.find(end, at)) {
      const auto start = xml.rfind("<w:tbl>", at);
      if (start == std::string::npos) break;
      xml.erase(start, at + end.size() - start);
      at = start;
    }
  }
}

std::string attribute_value(std::string_view tag, std::string_view name, std::size_t& offset) {
  const auto key = " " + std::string(name) + "=\"";
  const auto at = tag.find(key);
  if (at == std::string_view::npos) return {};
  offset = at + key.size();
  return std::string(tag.substr(offset, tag.find('"', offset) - offset));
}

}  // namespace

std::optional<CompiledPart> compile_wordml(const std::string& file, const std::string& part, const std::string& xml, const Shape& shape, Diagnostics& out) {
  pugi::xml_document document;
  if (!parse(file, part, xml, document, out)) return std::nullopt;
  return PartCompiler(file, part, shape, out).compile(document);
}

std::optional<CompiledPart> compile_properties(const std::string& file, const std::string& part, const std::string& xml, const Shape& shape, Diagnostics& out) {
  pugi::xml_document document;
  if (!parse(file, part, xml, document, out)) return std::nullopt;
  return PartCompiler(file, part, shape, out).compile_elements(document);
}

std::string tidy_wordml(std::string xml) {
  drop_empty_tables(xml);
  std::string out;
  out.reserve(xml.size() + 256);
  std::size_t done = 0;
  for (auto at = xml.find("</w:"); at != std::string::npos; at = xml.find("</w:", at + 4)) {
    const auto rest = std::string_view(xml).substr(at);
    const bool holder = rest.starts_with("</w:tc>") || rest.starts_with("</w:hdr>") || rest.starts_with("</w:ftr>") || rest.starts_with("</w:txbxContent>") ||
                        rest.starts_with("</w:footnote>") || rest.starts_with("</w:endnote>") || rest.starts_with("</w:comment>");
    const bool table = rest.starts_with("</w:tbl><w:tbl>") || rest.starts_with("</w:tbl><w:sectPr");
    if (!holder && !table) continue;
    const auto end = table ? at + 8 : at;
    out.append(xml, done, end - done);
    done = end;
    if (table || !ends_with_paragraph(out)) out += "<w:p/>";
  }
  out.append(xml, done, std::string::npos);
  return out;
}

std::string renumber_ids(const std::string& xml) {
  std::string out;
  out.reserve(xml.size() + 256);
  std::map<std::string, std::string> bookmark;  // the id that the last start of an id was given
  std::map<std::string, int> names;
  int drawings = 0, bookmarks = 0;
  std::size_t done = 0;
  const auto write = [&](std::size_t at, const std::string& old, const std::string& fresh) {
    out.append(xml, done, at - done);
    out += fresh;
    done = at + old.size();
  };
  for (auto at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const auto rest = std::string_view(xml).substr(at);
    const bool drawing = rest.starts_with("<wp:docPr "), start = rest.starts_with("<w:bookmarkStart "), end = rest.starts_with("<w:bookmarkEnd ");
    if (!drawing && !start && !end) continue;
    const auto tag = rest.substr(0, rest.find('>'));
    std::size_t offset = 0, name_offset = 0;
    const auto id = attribute_value(tag, drawing ? "id" : "w:id", offset);
    const auto name = start ? attribute_value(tag, "w:name", name_offset) : std::string();
    const auto rename = [&] {
      if (start && !name.empty() && ++names[name] > 1) write(at + name_offset, name, name.substr(0, 36) + "_" + std::to_string(names[name]));
    };
    if (name_offset < offset) rename();
    if (drawing) write(at + offset, id, std::to_string(++drawings));
    if (start) write(at + offset, id, bookmark[id] = std::to_string(bookmarks++));
    if (end) write(at + offset, id, bookmark.contains(id) ? bookmark[id] : id);
    if (name_offset > offset) rename();
  }
  out.append(xml, done, std::string::npos);
  return out;
}

}  // namespace svodka::render
