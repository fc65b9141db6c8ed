#include "render/word/part_compiler.h"

#include <algorithm>
#include <cstdlib>

#include "render/word/wordml_parse.h"

namespace svodka::render {

using bind::Marker;
using bind::Resolved;
using Node = pugi::xml_node;

Position PartCompilerBase::position(const std::string& text, const Origin& origin, std::size_t offset,
                                    std::size_t length) {
  return {.file = origin.file,
          .part = origin.part,
          .paragraph = origin.paragraph,
          .around = words_around(text, offset, length)};
}

void PartCompilerBase::read_text(ParagraphText& text, const Origin& origin, bool code) {
  if (text.text.find("{{") == std::string::npos) return;
  const auto scan = scanned(text.text, origin);
  const auto first = markers_.size();
  for (const auto& marker : scan.markers) {
    const bool broken =
        marker.kind != Marker::Kind::kComment &&
        text.text.substr(marker.offset, marker.length).find_first_of("\n\t") != std::string::npos;
    const auto before = std::string_view(text.text).substr(0, marker.offset);
    markers_.push_back({marker, position(text.text, origin, marker.offset, marker.length), code,
                        code ? place_in_code(before.substr(before.rfind('\n') + 1)) : CodePlace::kWords,
                        broken});
  }
  for (std::size_t i = scan.markers.size(); i-- > 0;)
    replace_text(text, scan.markers[i].offset, scan.markers[i].length, std::to_string(first + i));
}

void PartCompilerBase::read_elements(const Node& parent, int& number) {
  for (Node element : parent.children()) {
    const Node words = element.first_child();
    if (words.type() != pugi::node_pcdata || words.next_sibling()) {
      read_elements(element, number);
      continue;
    }
    origins_[element] = {name_.file, name_.part, ++number};
    ParagraphText text;
    text.text = words.value();
    text.pieces.push_back({dialect_.mixed ? words : element, true, 0, text.text.size()});
    read_text(text, origins_[element]);
    element.remove_attribute("xml:space");  // that a w:t needs
  }
}

void PartCompilerBase::check_elements() {
  for (const auto& pair : pairs_) {
    if (pair.open.parent() != pair.close.parent()) values_only(pair.open_at);
  }
}

bind::MarkerScan PartCompilerBase::scanned(const std::string& text, const Origin& origin) {
  auto scan = bind::scan_markers(text);
  for (const auto& fault : scan.faults)
    found_.error(position(text, origin, fault.offset, fault.length), fault.rule, fault.message, fault.hint);
  return scan;
}

const PartCompilerBase::FoundMarker* PartCompilerBase::marker_of(Node placeholder) {
  const auto& found = markers_[static_cast<std::size_t>(std::atoi(placeholder.value()))];
  resolved_any_ = true;
  if (found.marker.kind != Marker::Kind::kComment) return &found;
  placeholder.set_value("!");
  comments_.push_back(placeholder);
  return nullptr;
}

Resolved PartCompilerBase::resolve(const FoundMarker& found) {
  if (!found.broken) return resolver_.resolve(found.marker, found.at);
  found_.error(found.at, "broken-marker",
               text("метку разрывает перевод строки или табуляция", "a line break or tab cuts the marker"),
               text("наберите метку в одной строке", "type the marker on one line"));
  return {};
}

const bind::ValueSlot* PartCompilerBase::value_of(const Resolved& resolved) const {
  if (resolved.kind != Resolved::Kind::kValue) return nullptr;
  return &resolver_.program().values[static_cast<std::size_t>(resolved.slot)];
}

void PartCompilerBase::pair_up(const FoundMarker& found, const Resolved& resolved, const Node& placeholder) {
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

std::set<int> PartCompilerBase::slots_with(bind::SectionOption option) const {
  std::set<int> slots;
  for (const auto& pair : pairs_) {
    if (std::count(pair.options.begin(), pair.options.end(), option) > 0) slots.insert(pair.slot);
  }
  return slots;
}

void PartCompilerBase::values_only(const Position& at) {
  found_.error(
      at, "section-scope",
      text("разделы здесь не действуют, только значения", "sections do not work here, only values do"),
      text("возьмите значение, готовое в запросе", "take a value that the query has made ready"));
}

bool PartCompilerBase::report() const {
  for (const auto& finding : found_.sorted()) out_.add(finding);
  return !found_.has_errors();
}

void PartCompilerBase::note_place(const Resolved& resolved, CodePlace place, const Position& at) {
  if (place == CodePlace::kAddress) addresses_.insert(resolved.slot);
  if (place != CodePlace::kRefused) return;
  found_.error(
      at, "field-code",
      text("в коде этого поля метке не место: значение могло бы загрузить или запустить чужое",
           "the code of this field cannot hold a marker: a value could load or run something"),
      text("рисунок вставляет `{{{{поле:image}}}}`, файл — `{{{{>имя}}}}`, ссылку — `{{{{поле:link}}}}`",
           "`{{{{field:image}}}}` puts in a picture, `{{{{>name}}}}` a file, `{{{{field:link}}}}` a link"));
}

std::string PartCompilerBase::body(const pugi::xml_document& document, bind::Program& program) const {
  for (const int slot : addresses_) program.values[static_cast<std::size_t>(slot)].address = true;
  const auto literal = [&](const char* words) {
    program.values.push_back({{}, {}, words, {}});
    return "V" + std::to_string(program.values.size() - 1);
  };
  const auto braces = literal("{{"), brace = literal("{");
  return template_body(document, braces, brace);
}

}  // namespace svodka::render
