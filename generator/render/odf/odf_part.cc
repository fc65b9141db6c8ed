#include "render/odf/odf_part.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <pugixml.hpp>
#include <set>

#include "bind/markers.h"
#include "render/expand/dialect.h"
#include "render/odf/odf_embed.h"
#include "render/odf/odf_fields.h"
#include "render/odf/odf_frame.h"
#include "render/odf/odf_ids.h"
#include "render/odf/odf_merge.h"
#include "render/odf/odf_spans.h"
#include "render/odf/odf_tidy.h"
#include "render/word/part_compiler.h"
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
  using Option = bind::SectionOption;
  return {{Kind::kImage, Kind::kQr, Kind::kMarkdown, Kind::kLink, Kind::kChart},
          {Option::kRestart, Option::kColumns},
          true};
}

class OdfCompiler : public PartCompilerBase {
 public:
  OdfCompiler(const PartName& name, const OdfSurroundings& around, const Shape& shape, Diagnostics& out)
      : PartCompilerBase(name, shape, odf_abilities(name.part), odf_dialect(), out),
        around_(around),
        abilities_(odf_abilities(name.part)) {}

  std::optional<CompiledOdf> compile(pugi::xml_document& document) {
    dissolve_fields(document);
    normalise(document, dialect_);
    number_paragraphs(document);
    const bool filled = around_.prepare && around_.prepare(document, origins_, found_);
    if (filled) dissolve_fields(document);
    if (filled) normalise(document, dialect_);
    for (const auto& paragraph : all_paragraphs(document, dialect_)) {
      auto text = paragraph_text(paragraph, dialect_);
      read_text(text, origins_[paragraph]);
    }
    resolve_below(document);
    if (!resolved_any_ && !filled && found_.empty()) return std::nullopt;
    resolver_.finish();
    if (!found_.has_errors()) place_sections(dialect_, document, pairs_, comments_, found_);
    CompiledOdf part;
    if (!found_.has_errors()) prepare(document, part);
    part.ids |= filled;
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
    check_elements();
    mark_odf_merges(merges_, found_);
    return written(document, {});
  }

 private:
  // A field or a description counts with the paragraph before it.
  void number_paragraphs(const pugi::xml_document& document) {
    int number = 0;
    for (const auto& paragraph : all_paragraphs(document, dialect_)) {
      if (!odf_is_plain(paragraph)) ++number;
      origins_[paragraph] = {name_.file, name_.part, number};
    }
  }

  void prepare(pugi::xml_document& document, CompiledOdf& part) {
    for (const auto& [slot, node] : rich_) stand_for_paragraph(node, embeds_[slot]);
    part.merges = mark_odf_merges(merges_, found_);
    if (!pairs_.empty() || !comments_.empty() || !rich_.empty()) drop_lone_marks(document);
    if (pairs_.empty()) return;
    part.columns = mark_odf_columns(document, pairs_, found_);
    part.ids = prepare_ids(document, slots_with(bind::SectionOption::kRestart));
    part.spans = spans_may_change(document) || !part.columns.empty();
    part.tidy = mark_odf_risks(document);
  }

  void resolve_below(Node parent) {
    if (!plain_ && is_any(parent, dialect_.skipped)) return;
    const Origin* const outside = origin_;
    if (const auto origin = origins_.find(parent); origin != origins_.end()) origin_ = &origin->second;
    for (auto attribute : parent.attributes()) resolve_attribute(parent, attribute);
    for (Node child = parent.first_child(); child;) {
      const Node next = child.next_sibling();
      if (is_placeholder(child) && std::isdigit(static_cast<unsigned char>(child.value()[0])) != 0)
        resolve_placeholder(child);
      else if (child.type() == pugi::node_element)
        resolve_below(child);
      child = next;
    }
    if (std::strcmp(parent.name(), "draw:frame") == 0) take_object(parent);
    origin_ = outside;
  }

  void resolve_placeholder(Node node) {
    const auto* marker = marker_of(node);
    if (marker == nullptr) return;
    const auto& found = *marker;
    const auto resolved = resolve(found);
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

  // Remembers where something else than words stands and finds what is wrong with it. True when the slot has
  // such.
  bool note_embed(const Resolved& resolved, bool in_text, const Node& node) {
    const auto* slot = value_of(resolved);
    if (slot == nullptr || !slot->embed || !abilities_.can(slot->embed.kind)) return false;
    check_odf_embed(node, in_text, *slot, found_);
    if (slot->embed.kind == bind::Embed::Kind::kChart) return note_chart(*slot, node);
    const Node frame = in_text ? Node() : described_picture(node);
    if (!in_text && !frame) return true;
    embeds_[resolved.slot] = odf_place(node);
    if (slot->embed.kind == bind::Embed::Kind::kMarkdown) rich_.emplace_back(resolved.slot, node);
    if (!frame) return true;
    embeds_[resolved.slot].frame = frame_size(frame);
    const auto files = open_frame(frame, node);
    replaced_.insert(replaced_.end(), files.begin(), files.end());
    return true;
  }

  // The mark of a chart's data stands before the chart.
  bool note_chart(const bind::ValueSlot& slot, const Node& node) {
    const Node frame = described_object(node);
    if (!frame) return true;
    const auto object =
        around_.object ? around_.object(frame.child("draw:object").attribute("xlink:href").value(), found_)
                       : nullptr;
    if (!object || !object->chart || !object->problem.empty())
      found_.error(
          slot.at, "chart-kind",
          object && object->chart ? object->problem
                                  : text("в шаблоне нет части с этой диаграммой, или она повреждена",
                                         "the template has no part with this chart, or it is damaged"),
          text("нарисуйте диаграмму в LibreOffice заново: столбцы, линии, круг, области или точки",
               "draw the chart anew in LibreOffice: columns, lines, a pie, areas or a scatter chart"));
    Node(frame).insert_move_before(node, frame.child("draw:object"));
    with_data_.insert(frame);
    return true;
  }

  // An object that is not the same in every document and place: a chart with data or markers, or one that a
  // section repeats.
  void take_object(Node frame) {
    Node shown = frame.child("draw:object");
    auto address = shown.attribute("xlink:href");
    if (!address || !around_.object) return;
    OdfObjectPlace place{around_.object(address.value(), found_), with_data_.contains(frame), {}};
    if (!place.object) return;
    place.changes |= !place.object->markers.empty();
    if (!place.changes && open_.empty()) return;
    std::vector<std::string> values;
    for (const auto& marker : place.object->markers)
      values.push_back(attribute_value(marker.marker, marker.at, ":x-attribute"));
    address.set_value(chart_mark(objects_.size(), values).c_str());
    resolved_any_ = true;
    for (Node picture = frame.child("draw:image"); picture; picture = frame.child("draw:image")) {
      const std::string file = picture.attribute("xlink:href").value();
      place.replacement = file.starts_with("./") ? file.substr(2) : file;
      if (!place.changes) break;
      frame.remove_child(picture);
    }
    if (with_data_.contains(frame)) shown.remove_attribute("draw:notify-on-update-of-ranges");
    objects_.push_back(std::move(place));
  }

  void note_merge(const Resolved& resolved, const Node& node, const Marker& marker, const Position& at) {
    const auto* slot = value_of(resolved);
    if (slot != nullptr && slot->merge && abilities_.merge) merges_.push_back({node, at, marker.name});
  }

  void resolve_attribute(const Node& element, pugi::xml_attribute attribute) {
    const bool address = std::strcmp(attribute.name(), "xlink:href") == 0;
    const std::string text = address ? typed_address(attribute.value()) : attribute.value();
    if (text.find("{{") == std::string::npos) return;
    if (!may_be_filled(element, attribute.name(), text)) return;
    const auto scan = scanned(text, *origin_);
    std::string filled;
    std::size_t done = 0;
    for (const auto& marker : scan.markers) {
      const auto at = position(text, *origin_, marker.offset, marker.length);
      filled.append(text, done, marker.offset - done);
      done = marker.offset + marker.length;
      const auto place = address && marker.offset == 0 ? CodePlace::kAddress : CodePlace::kWords;
      filled += attribute_value(marker, at, address ? ":x-link" : ":x-attribute", place);
    }
    attribute.set_value(filled.append(text, done, std::string::npos).c_str());
  }

  // A value in the address of a picture, an object or a linked section would load something from elsewhere;
  // one in a formula would be code.
  bool may_be_filled(const Node& element, std::string_view attribute, const std::string& text) {
    const auto at = position(text, *origin_, 0, text.size());
    if (attribute == "xlink:href" && !is_any(element, {"text:a", "draw:a"})) {
      found_.error(at, "link-marker",
                   svodka::text("в адресе рисунка, объекта или файла метке не место",
                                "the address of a picture, an object or a file cannot hold a marker"),
                   svodka::text("рисунок вставляет `{{{{поле:image}}}}`, файл — `{{{{>имя}}}}`",
                                "`{{{{field:image}}}}` puts in a picture, `{{{{>name}}}}` a file"));
      return false;
    }
    if (attribute.ends_with(":formula") || attribute.ends_with(":condition")) {
      found_.error(
          at, "formula-marker",
          svodka::text("в формуле поля метке не место", "the formula of a field cannot hold a marker"),
          svodka::text("возьмите значение, готовое в запросе", "take a value that the query has made ready"));
      return false;
    }
    return true;
  }

  // What stands for a marker in an attribute.
  std::string attribute_value(const Marker& marker, const Position& at, const char* escape,
                              CodePlace place = CodePlace::kWords) {
    const auto resolved = resolver_.resolve(marker, at);
    if (resolved.kind == Resolved::Kind::kValue) note_place(resolved, place, at);
    note_embed(resolved, false, {});
    note_merge(resolved, {}, marker, at);
    resolved_any_ = true;
    if (resolved.kind == Resolved::Kind::kValue) return in_attribute(bind::slot_name(resolved) + escape);
    if (resolved.kind != Resolved::Kind::kNothing) values_only(at);
    return {};
  }

  std::optional<CompiledOdf> written(const pugi::xml_document& document, CompiledOdf part) {
    if (!report()) return std::nullopt;
    part.program = resolver_.program();
    part.uses = resolver_.uses();
    part.embeds = std::move(embeds_);
    part.objects = std::move(objects_);
    part.replaced = std::move(replaced_);
    part.body = body(document, part.program);
    return part;
  }

  const OdfSurroundings& around_;
  bind::Abilities abilities_;
  bool plain_ = false;  // every text is plain: meta.xml
  std::map<int, OdfPlace> embeds_;
  std::vector<std::pair<int, Node>> rich_;  // slots and place-holders
  std::set<Node> with_data_;                // frames whose chart shows a list
  std::vector<OdfObjectPlace> objects_;
  std::vector<std::string> replaced_;
  std::vector<MergeMarker> merges_;
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

std::optional<CompiledOdf> compile_odf(const PartName& name, const std::string& xml,
                                       const OdfSurroundings& around, const Shape& shape, Diagnostics& out) {
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
  return OdfCompiler(name, around, shape, out).compile(document);
}

std::optional<CompiledOdf> compile_odf_meta(const PartName& name, const std::string& xml, const Shape& shape,
                                            Diagnostics& out) {
  pugi::xml_document document;
  if (!parse_part(name, xml, document, out)) return std::nullopt;
  const OdfSurroundings none;
  return OdfCompiler(name, none, shape, out).compile_elements(document);
}

}  // namespace svodka::render
