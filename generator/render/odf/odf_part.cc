#include "render/odf/odf_part.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <pugixml.hpp>
#include <set>

#include "bind/markers.h"
#include "render/expand/dialect.h"
#include "render/odf/odf_embed.h"
#include "render/odf/odf_fields.h"
#include "render/odf/odf_ids.h"
#include "render/odf/odf_merge.h"
#include "render/odf/odf_spans.h"
#include "render/odf/odf_tidy.h"
#include "render/word/wordml_parse.h"
#include "render/word/wordml_scope.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using bind::Marker;
using bind::Resolved;
using Node = pugi::xml_node;

// Pictures belong to the document itself; the parts of charts inside of it ("Object 1/content.xml") have
// none.
bind::Abilities odf_abilities(const std::string& part) {
  if (part.find('/') != std::string::npos) return {{}, {bind::SectionOption::kRestart}, false};
  using Kind = bind::Embed::Kind;
  return {{Kind::kImage, Kind::kQr, Kind::kMarkdown, Kind::kLink}, {bind::SectionOption::kRestart}, true};
}

// As in wordml.cc: markers are healed paragraph by paragraph and numbered place-holders put for them; then
// the place-holders (and the markers in attributes) are resolved in the order in which they stand.
class OdfCompiler {
 public:
  OdfCompiler(const PartName& name, const Shape& shape, Diagnostics& out)
      : name_(name), out_(out), abilities_(odf_abilities(name.part)), resolver_(shape, found_, abilities_) {}

  std::optional<CompiledOdf> compile(pugi::xml_document& document) {
    dissolve_fields(document);
    normalise(document, dialect_);
    int number = 0;
    for (const auto& paragraph : all_paragraphs(document, dialect_)) {
      if (!odf_is_plain(paragraph)) ++number;
      numbers_[paragraph] = number;
      read_paragraph(paragraph, number);
    }
    resolve_below(document);
    if (!resolved_any_ && found_.empty()) return std::nullopt;
    resolver_.finish();
    if (!found_.has_errors()) place_sections(dialect_, document, pairs_, comments_, found_);
    CompiledOdf part;
    if (!found_.has_errors()) prepare(document, part);
    return written(document, std::move(part));
  }

  // The text of each element that holds nothing else is a paragraph of its own.
  std::optional<CompiledOdf> compile_elements(pugi::xml_document& document) {
    plain_ = true;
    normalise(document, dialect_);
    int number = 0;
    read_elements(document.document_element(), number);
    resolve_below(document);
    if (!resolved_any_ && found_.empty()) return std::nullopt;
    resolver_.finish();
    for (const auto& pair : pairs_) {
      if (pair.open.parent() != pair.close.parent()) values_only(pair.open_at);
    }
    mark_odf_merges(merges_, found_);
    return written(document, {});
  }

 private:
  struct FoundMarker {
    Marker marker;
    Position at;
    bool broken = false;
  };

  Position position(const std::string& text, int paragraph, std::size_t offset, std::size_t length) const {
    return {.file = name_.file,
            .part = name_.part,
            .paragraph = paragraph,
            .around = words_around(text, offset, length)};
  }

  void prepare(pugi::xml_document& document, CompiledOdf& part) {
    for (const auto& [slot, node] : rich_) stand_for_paragraph(node, embeds_[slot]);
    part.merges = mark_odf_merges(merges_, found_);
    if (!pairs_.empty() || !comments_.empty() || !rich_.empty()) drop_lone_marks(document);
    if (pairs_.empty()) return;
    std::set<int> restarted;
    for (const auto& pair : pairs_) {
      if (!pair.options.empty()) restarted.insert(pair.slot);
    }
    part.ids = prepare_ids(document, restarted);
    part.spans = spans_may_change(document);
    part.tidy = mark_odf_risks(document);
  }

  void read_elements(const Node& parent, int& number) {
    for (Node element : parent.children()) {
      const Node words = element.first_child();
      if (words.type() != pugi::node_pcdata || words.next_sibling()) {
        read_elements(element, number);
        continue;
      }
      numbers_[element] = ++number;
      ParagraphText text;
      text.text = words.value();
      text.pieces.push_back({words, true, 0, text.text.size()});
      read_text(text, number);
    }
  }

  void read_paragraph(const Node& paragraph, int number) {
    auto text = paragraph_text(paragraph, dialect_);
    read_text(text, number);
  }

  void read_text(ParagraphText& text, int number) {
    if (text.text.find("{{") == std::string::npos) return;
    const auto scan = scanned(text.text, number);
    const auto first = markers_.size();
    for (const auto& marker : scan.markers) {
      const bool broken =
          marker.kind != Marker::Kind::kComment &&
          text.text.substr(marker.offset, marker.length).find_first_of("\n\t") != std::string::npos;
      markers_.push_back({marker, position(text.text, number, marker.offset, marker.length), broken});
    }
    for (std::size_t i = scan.markers.size(); i-- > 0;)
      replace_text(text, scan.markers[i].offset, scan.markers[i].length, std::to_string(first + i));
  }

  bind::MarkerScan scanned(const std::string& text, int number) {
    auto scan = bind::scan_markers(text);
    for (const auto& fault : scan.faults)
      found_.error(position(text, number, fault.offset, fault.length), fault.rule, fault.message, fault.hint);
    return scan;
  }

  void resolve_below(Node parent) {
    if (!plain_ && is_any(parent, dialect_.skipped)) return;
    const int outside = paragraph_;
    if (const auto number = numbers_.find(parent); number != numbers_.end()) paragraph_ = number->second;
    for (auto attribute : parent.attributes()) resolve_attribute(attribute);
    for (Node child = parent.first_child(); child;) {
      const Node next = child.next_sibling();
      if (is_placeholder(child))
        resolve_placeholder(child);
      else if (child.type() == pugi::node_element)
        resolve_below(child);
      child = next;
    }
    paragraph_ = outside;
  }

  void resolve_placeholder(Node node) {
    const auto& found = markers_[static_cast<std::size_t>(std::atoi(node.value()))];
    resolved_any_ = true;
    if (found.marker.kind == Marker::Kind::kComment) {
      node.set_value("!");
      comments_.push_back(node);
      return;
    }
    if (found.broken) {
      found_.error(
          found.at, "broken-marker",
          text("метку разрывает перевод строки или табуляция", "a line break or tab cuts the marker"),
          text("наберите метку в одной строке", "type the marker on one line"));
    }
    const auto resolved = found.broken ? Resolved{} : resolver_.resolve(found.marker, found.at);
    if (resolved.kind == Resolved::Kind::kNothing) {
      node.parent().remove_child(node);
      return;
    }
    const bool words = resolved.kind == Resolved::Kind::kValue && (plain_ || odf_is_plain(node.parent()));
    const bool markup = note_embed(resolved, !words, node);
    note_merge(resolved, node, found.marker, found.at);
    node.set_value((bind::slot_name(resolved) + (markup  ? ":x-markup"
                                                 : words ? ":x-attribute"
                                                         : ""))
                       .c_str());
    pair_up(found, resolved, node);
  }

  const bind::ValueSlot* value_of(const Resolved& resolved) const {
    if (resolved.kind != Resolved::Kind::kValue) return nullptr;
    return &resolver_.program().values[static_cast<std::size_t>(resolved.slot)];
  }

  // Remembers where something else than words stands and finds what is wrong with it. True when the slot has
  // such.
  bool note_embed(const Resolved& resolved, bool in_text, const Node& node) {
    const auto* slot = value_of(resolved);
    if (slot == nullptr || !slot->embed || !abilities_.can(slot->embed.kind)) return false;
    check_odf_embed(node, in_text, *slot, found_);
    if (!in_text) return true;
    embeds_[resolved.slot] = odf_place(node);
    if (slot->embed.kind == bind::Embed::Kind::kMarkdown) rich_.emplace_back(resolved.slot, node);
    return true;
  }

  void note_merge(const Resolved& resolved, const Node& node, const Marker& marker, const Position& at) {
    const auto* slot = value_of(resolved);
    if (slot != nullptr && slot->merge && abilities_.merge) merges_.push_back({node, at, marker.name});
  }

  void resolve_attribute(pugi::xml_attribute attribute) {
    const bool address = std::strcmp(attribute.name(), "xlink:href") == 0;
    const std::string text = address ? typed_address(attribute.value()) : attribute.value();
    if (text.find("{{") == std::string::npos) return;
    const auto scan = scanned(text, paragraph_);
    std::string filled;
    std::size_t done = 0;
    for (const auto& marker : scan.markers) {
      const auto at = position(text, paragraph_, marker.offset, marker.length);
      const auto resolved = resolver_.resolve(marker, at);
      filled.append(text, done, marker.offset - done);
      done = marker.offset + marker.length;
      note_embed(resolved, false, {});
      note_merge(resolved, {}, marker, at);
      if (resolved.kind == Resolved::Kind::kValue)
        filled += in_attribute(bind::slot_name(resolved) + (address ? ":x-link" : ":x-attribute"));
      else if (resolved.kind != Resolved::Kind::kNothing)
        values_only(at);
      resolved_any_ = true;
    }
    attribute.set_value(filled.append(text, done, std::string::npos).c_str());
  }

  void values_only(const Position& at) {
    found_.error(
        at, "section-scope",
        text("разделы здесь не действуют, только значения", "sections do not work here, only values do"),
        text("возьмите значение, готовое в запросе", "take a value that the query has made ready"));
  }

  void pair_up(const FoundMarker& found, const Resolved& resolved, const Node& placeholder) {
    if (resolved.kind == Resolved::Kind::kOpen || resolved.kind == Resolved::Kind::kOpenSeparator) {
      SectionPair pair;
      pair.open = placeholder;
      pair.name = found.marker.name;
      pair.open_at = found.at;
      pair.separator = resolved.kind == Resolved::Kind::kOpenSeparator;
      pair.slot = resolved.slot;
      for (const auto& modifier : found.marker.modifiers) {
        if (const auto option = bind::section_option(modifier.name)) pair.options.push_back(*option);
      }
      open_.push_back(std::move(pair));
    } else if (resolved.kind != Resolved::Kind::kValue && !open_.empty()) {
      open_.back().close = placeholder;
      open_.back().close_at = found.at;
      pairs_.push_back(std::move(open_.back()));
      open_.pop_back();
    }
  }

  std::optional<CompiledOdf> written(const pugi::xml_document& document, CompiledOdf part) {
    for (const auto& finding : found_.sorted()) out_.add(finding);
    if (found_.has_errors()) return std::nullopt;
    part.program = resolver_.program();
    part.uses = resolver_.uses();
    part.embeds = std::move(embeds_);
    const auto literal = [&](const char* words) {
      part.program.values.push_back({{}, {}, words, {}});
      return "V" + std::to_string(part.program.values.size() - 1);
    };
    const auto braces = literal("{{"), brace = literal("{");
    part.body = template_body(document, braces, brace);
    return part;
  }

  const PartName& name_;
  Diagnostics& out_;
  const Dialect& dialect_ = odf_dialect();
  Diagnostics found_;
  bind::Abilities abilities_;
  bind::Resolver resolver_;
  bool plain_ = false;  // every text is plain: meta.xml
  bool resolved_any_ = false;
  std::vector<FoundMarker> markers_;
  std::map<Node, int> numbers_;  // of paragraphs
  int paragraph_ = 0;            // that is being resolved
  std::map<int, OdfPlace> embeds_;
  std::vector<std::pair<int, Node>> rich_;  // slots and place-holders
  std::vector<MergeMarker> merges_;
  std::vector<Node> comments_;
  std::vector<SectionPair> open_, pairs_;
};

char decoded(std::string_view hex) {
  return static_cast<char>(std::strtol(std::string(hex).c_str(), nullptr, 16));
}

bool is_hex(std::string_view words) {
  return words.size() == 2 && words.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

std::string percent_decoded(std::string_view words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool code = words[i] == '%' && is_hex(words.substr(i + 1, 2));
    out.push_back(code ? decoded(words.substr(i + 1, 2)) : words[i]);
    if (code) i += 2;
  }
  return out;
}

}  // namespace

std::string typed_address(const std::string& address) {
  std::string upper = address;
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
    return c == 'b' ? 'B' : c == 'd' ? 'D' : c;
  });
  std::string out;
  std::size_t done = 0;
  for (auto at = upper.find("%7B%7B"); at != std::string::npos; at = upper.find("%7B%7B", done)) {
    const auto end = upper.find("%7D%7D", at);
    if (end == std::string::npos) break;
    out.append(address, done, at - done).append(percent_decoded(address.substr(at, end + 6 - at)));
    done = end + 6;
  }
  out.append(address, done, std::string::npos);
  std::size_t up = 0;
  while (out.compare(up, 3, "../") == 0) up += 3;
  return out.compare(up, 2, "{{") == 0 ? out.substr(up) : out;
}

std::optional<CompiledOdf> compile_odf(const PartName& name, const std::string& xml, const Shape& shape,
                                       Diagnostics& out) {
  pugi::xml_document document;
  if (!parse_part(name, xml, document, out)) return std::nullopt;
  if (!std::string_view(document.document_element().name()).starts_with("office:document-")) {
    out.error(
        {.file = name.file, .part = name.part}, "unusual-opendocument",
        text("часть записана не так, как её пишет LibreOffice: элемент `{}`",
             "the part is not as LibreOffice writes it: element `{}`", document.document_element().name()),
        text("откройте шаблон в LibreOffice и сохраните снова",
             "open the template in LibreOffice and save it again"));
    return std::nullopt;
  }
  return OdfCompiler(name, shape, out).compile(document);
}

std::optional<CompiledOdf> compile_odf_meta(const PartName& name, const std::string& xml, const Shape& shape,
                                            Diagnostics& out) {
  pugi::xml_document document;
  if (!parse_part(name, xml, document, out)) return std::nullopt;
  return OdfCompiler(name, shape, out).compile_elements(document);
}

}  // namespace svodka::render
