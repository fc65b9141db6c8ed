#include "render/word/wordml.h"

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>
#include <set>

#include "bind/markers.h"
#include "render/word/docx_picture.h"
#include "render/word/docx_rich.h"
#include "render/word/part_compiler.h"
#include "render/word/wordml_block.h"
#include "render/word/wordml_breaks.h"
#include "render/word/wordml_ids.h"
#include "render/word/wordml_links.h"
#include "render/word/wordml_merge.h"
#include "render/word/wordml_parse.h"
#include "render/word/wordml_restart.h"
#include "render/word/wordml_scope.h"
#include "render/word/wordml_sdt.h"
#include "render/word/wordml_text.h"
#include "render/word/wordml_tidy.h"

namespace svodka::render {
namespace {

using bind::Marker;
using bind::Resolved;

using bind::Embed;
using bind::SectionOption;

const bind::Abilities kWordAbilities{
    {Embed::Kind::kImage, Embed::Kind::kQr, Embed::Kind::kMarkdown, Embed::Kind::kLink, Embed::Kind::kChart},
    {SectionOption::kRestart, SectionOption::kColumns},
    true};

bool is(const pugi::xml_node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

class PartCompiler : public PartCompilerBase {
 public:
  PartCompiler(const PartName& name, const Shape& shape, const bind::Abilities& abilities, Diagnostics& out)
      : PartCompilerBase(name, shape, abilities, wordml_dialect(), out) {}

  std::optional<CompiledPart> compile(pugi::xml_document& document, const PartSurroundings& around) {
    normalise(document);
    links_to_fields(name_, document, around.links, found_);
    number_paragraphs(document);
    if (around.prepare && around.prepare(document, origins_, found_)) resolved_any_ = true;
    for (const auto& paragraph : all_paragraphs(document)) read_paragraph(paragraph);
    charts_ = ChartPlaces(around.chart);
    resolve_below(document);
    if (!resolved_any_ && found_.empty()) return std::nullopt;
    resolver_.finish();
    if (!found_.has_errors()) place_sections(dialect_, document, pairs_, comments_, found_);
    const auto columns = prepare_tables(document);
    if (!found_.has_errors()) place_embeds();
    if (!pairs_.empty() && !is(document.document_element(), "w:comments"))
      drop_paragraph_ids(document.document_element());
    const bool risky = !pairs_.empty() || !embed_nodes_.empty();
    const bool tidy = !found_.has_errors() && risky && mark_risks(document);
    const auto restarts = slots_with(SectionOption::kRestart);
    mark_restarts(document, restarts, around.styles, around.numbering);
    auto part = written(document);
    if (!part) return part;
    part->tidy = tidy;
    part->restarts = !restarts.empty();
    part->columns = columns;
    part->merges = merges_;
    part->breaks = breaks_;
    return part;
  }

  // docProps: the text of each element that holds nothing else is a paragraph of its own.
  std::optional<CompiledPart> compile_elements(pugi::xml_document& document) {
    escape_ = Escape::kXml;
    normalise(document);
    int number = 0;
    read_elements(document.document_element(), number);
    resolve_below(document);
    if (!resolved_any_ && found_.empty()) return std::nullopt;
    resolver_.finish();
    check_elements();
    return written(document);
  }

 private:
  void number_paragraphs(const pugi::xml_document& document) {
    int number = 0;
    for (const auto& paragraph : all_paragraphs(document))
      origins_[paragraph] = {name_.file, name_.part, ++number};
  }

  void read_paragraph(const pugi::xml_node& paragraph) {
    const auto& origin = origins_[paragraph];
    auto text = paragraph_text(paragraph);
    read_text(text, origin);
    auto codes = field_codes(paragraph);
    read_text(codes, origin, true);
  }

  void resolve_below(pugi::xml_node parent) {
    const Origin* const outside = origin_;
    if (is(parent, "w:p")) origin_ = &origins_[parent];
    const bool fallback = !in_fallback_ && is(parent, "mc:Fallback");
    const auto uses = resolver_.uses().size();
    in_fallback_ |= fallback;
    for (auto attribute : parent.attributes()) {
      if (std::strstr(attribute.value(), "{{") != nullptr) resolve_attribute(parent, attribute);
    }
    if (is(parent, "c:chart")) take_chart(parent);
    for (pugi::xml_node child = parent.first_child(); child;) {
      const pugi::xml_node next = child.next_sibling();
      if (is_placeholder(child))
        resolve_placeholder(child);
      else if (child.type() == pugi::node_element)
        resolve_below(child);
      child = next;
    }
    origin_ = outside;
    if (!fallback) return;
    in_fallback_ = false;
    repeated_uses_.emplace_back(uses, resolver_.uses().size());
  }

  void resolve_placeholder(pugi::xml_node node) {
    const auto* marker = marker_of(node);
    if (marker == nullptr) return;
    const auto& found = *marker;
    const auto resolved = resolve(found);
    const bool code = found.code;
    if (code && resolved.kind != Resolved::Kind::kValue && resolved.kind != Resolved::Kind::kNothing)
      values_only(found.at);
    if (resolved.kind == Resolved::Kind::kNothing) {
      node.parent().remove_child(node);
      return;
    }
    note_merge(resolved, node, found);
    const bool markup = note_embed(resolved, node, {});
    if (code && !markup && resolved.kind == Resolved::Kind::kValue)
      note_place(resolved, found.place, found.at);
    node.set_value(
        (bind::slot_name(resolved) + (markup ? ":x-markup" : escape_of(resolved, node, code))).c_str());
    if (!code) pair_up(found, resolved, node);
  }

  // A formula's text takes no w:br and w:tab.
  static const char* escape_of(const Resolved& resolved, const pugi::xml_node& node, bool code) {
    if (code) return ":x-link";
    return resolved.kind == Resolved::Kind::kValue && is(node.parent(), "m:t") ? ":x-attribute" : "";
  }

  // Remembers where an embed stands. True when the slot has one.
  bool note_embed(const Resolved& resolved, const pugi::xml_node& node, const std::string& attribute) {
    const auto* value = value_of(resolved);
    if (value == nullptr || !value->embed) return false;
    const auto& slot = *value;
    EmbedPlace place;
    place.attribute = attribute;
    if (!attribute.empty()) place.kind = EmbedPlace::Kind::kAttribute;
    check_picture(node, slot, place, found_);
    check_rich_text(node, slot, place, found_);
    charts_.check(node, slot, place, found_);
    embeds_.emplace(resolved.slot, std::move(place));
    embed_nodes_.emplace_back(resolved.slot, node);
    return true;
  }

  // Tables and content controls, when the sections are placed.
  std::vector<ColumnSection> prepare_tables(const pugi::xml_document& document) {
    if (found_.has_errors()) return {};
    release_controls(document);
    breaks_ = !pairs_.empty() && mark_breaks(document);
    merges_ = (!pairs_.empty() || !merge_markers_.empty()) && mark_merges(document, merge_markers_, found_);
    return pairs_.empty() ? std::vector<ColumnSection>{} : mark_columns(document, pairs_, found_);
  }

  void note_merge(const Resolved& resolved, const pugi::xml_node& node, const FoundMarker& found) {
    const auto* value = value_of(resolved);
    if (value != nullptr && value->merge) merge_markers_.push_back({node, found.at, found.marker.name});
  }

  void place_embeds() {
    for (const auto& [slot, node] : embed_nodes_) {
      const auto& embed = resolver_.program().values[static_cast<std::size_t>(slot)].embed;
      place_embed(node, embed.kind == Embed::Kind::kMarkdown, embeds_.at(slot));
    }
  }

  void resolve_attribute(const pugi::xml_node& element, pugi::xml_attribute attribute) {
    const std::string text = attribute.value();
    const auto scan = scanned(text, *origin_);
    std::string filled;
    std::size_t done = 0;
    for (const auto& marker : scan.markers) {
      const auto at = position(text, *origin_, marker.offset, marker.length);
      filled.append(text, done, marker.offset - done);
      const bool code = std::strcmp(attribute.name(), "w:instr") == 0;
      const auto place =
          code ? place_in_code(std::string_view(text).substr(0, marker.offset)) : CodePlace::kWords;
      filled += attribute_value(marker, at, element, attribute.name(), place);
      done = marker.offset + marker.length;
    }
    attribute.set_value(filled.append(text, done, std::string::npos).c_str());
  }

  // What stands for a marker in an attribute.
  std::string attribute_value(const Marker& marker, const Position& at, const pugi::xml_node& element,
                              const std::string& attribute, CodePlace place = CodePlace::kWords) {
    resolved_any_ = true;
    const auto resolved = resolver_.resolve(marker, at);
    note_merge(resolved, {}, {marker, at});
    if (resolved.kind == Resolved::Kind::kValue) {
      const bool markup = note_embed(resolved, element, std::string(element.name()) + "/" + attribute);
      const char* escape = attribute == "w:instr" ? ":x-link" : ":x-attribute";
      if (!markup) note_place(resolved, place, at);
      return in_attribute(bind::slot_name(resolved) + (markup ? ":x-markup" : escape));
    }
    if (resolved.kind != Resolved::Kind::kNothing) values_only(at);
    return {};
  }

  void take_chart(const pugi::xml_node& chart) {
    const auto value = [&](const ChartMarker& found, const pugi::xml_node& element) {
      return attribute_value(found.marker, found.at, element, "r:id");
    };
    charts_.take(chart, in_fallback_, value, found_);
  }

  std::optional<CompiledPart> written(const pugi::xml_document& document) {
    if (!report()) return std::nullopt;
    CompiledPart part;
    part.escape = escape_;
    part.program = resolver_.program();
    part.uses = uses();
    part.embeds = embeds_;
    part.charts = charts_.all();
    part.body = body(document, part.program);
    part.repeated_ids = !pairs_.empty() && sections_hold_ids(part.body);
    if (part.repeated_ids) part.body = mark_repetitions(std::move(part.body));
    return part;
  }

  // A text box stands in the file twice, for new and for old programs (mc:Fallback); its markers are the
  // reader's once.
  std::vector<bind::MarkerUse> uses() const {
    auto uses = resolver_.uses();
    for (auto range = repeated_uses_.rbegin(); range != repeated_uses_.rend(); ++range) {
      uses.erase(uses.begin() + static_cast<std::ptrdiff_t>(range->first),
                 uses.begin() + static_cast<std::ptrdiff_t>(range->second));
    }
    return uses;
  }

  Escape escape_ = Escape::kWord;
  std::map<int, EmbedPlace> embeds_;
  std::vector<std::pair<int, pugi::xml_node>> embed_nodes_;
  bool in_fallback_ = false, merges_ = false, breaks_ = false;
  std::vector<MergeMarker> merge_markers_;
  ChartPlaces charts_{{}};
  std::vector<std::pair<std::size_t, std::size_t>> repeated_uses_;
};

}  // namespace

std::optional<CompiledPart> compile_wordml(const PartName& name, const std::string& xml,
                                           const PartSurroundings& around, const Shape& shape,
                                           Diagnostics& out) {
  pugi::xml_document document;
  if (!parse_part(name, xml, document, out)) return std::nullopt;
  if (!std::string_view(document.document_element().name()).starts_with("w:")) {
    out.error({.file = name.file, .part = name.part}, "unusual-word-document",
              text("часть записана не так, как её пишет Word: элемент `{}`",
                   "the part is not as Word writes it: element `{}`", document.document_element().name()),
              text("откройте шаблон в Word или LibreOffice и сохраните снова",
                   "open the template in Word or LibreOffice and save it again"));
    return std::nullopt;
  }
  return PartCompiler(name, shape, kWordAbilities, out).compile(document, around);
}

std::optional<CompiledPart> compile_properties(const PartName& name, const std::string& xml,
                                               const Shape& shape, Diagnostics& out) {
  pugi::xml_document document;
  if (!parse_part(name, xml, document, out)) return std::nullopt;
  return PartCompiler(name, shape, {}, out).compile_elements(document);
}

}  // namespace svodka::render
