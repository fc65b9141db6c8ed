#include "edit/session_json.h"

#include <algorithm>
#include <limits>

namespace svodka::edit {
namespace {

// CompletionItemKind
int kind_number(Completion::Kind kind) {
  switch (kind) {
    case Completion::Kind::kKey:
      return 10;  // Property
    case Completion::Kind::kRecord:
      return 18;  // Reference
    case Completion::Kind::kRelation:
      return 22;  // Struct
    case Completion::Kind::kColumn:
      return 5;  // Field
    case Completion::Kind::kFile:
      return 17;  // File
    default:
      return 12;  // Value
  }
}

int severity_number(Severity severity) { return static_cast<int>(severity) + 1; }

// Numbers of any size; the protocol knows no negative ones, and larger ones than int are beyond every text.
int whole_number(const Json& json) {
  if (!json.is_number()) return json.get<int>();  // throws
  constexpr double kMost = std::numeric_limits<int>::max();
  return static_cast<int>(std::clamp(json.get<double>(), 0.0, kMost));
}

Json to_json(const EditorPosition& position) {
  return {{"line", position.line}, {"character", position.character}};
}

}  // namespace

EditorPosition position_from(const Json& json) {
  return {whole_number(json.at("line")), whole_number(json.at("character"))};
}

EditorRange range_from(const Json& json) {
  return {position_from(json.at("start")), position_from(json.at("end"))};
}

Json to_json(const EditorRange& range) {
  return {{"start", to_json(range.start)}, {"end", to_json(range.end)}};
}

Json to_json(const Completion& item, const TextDocument& document, int order) {
  Json json{
      {"label", item.label},
      {"kind", kind_number(item.kind)},
      {"sortText", fmt::format("{:06}", order)},
      {"textEdit", {{"range", to_json(document.range(item.begin, item.end))}, {"newText", item.insert}}}};
  if (!item.detail.empty()) json["detail"] = item.detail;
  // A record is found by the words of its title as well.
  json["filterText"] = item.kind == Completion::Kind::kRecord ? item.insert + " " + item.detail : item.insert;
  return json;
}

Json to_json(const Symbol& symbol, const TextDocument& document) {
  constexpr int kField = 8;  // SymbolKind
  Json json{{"name", symbol.name},
            {"detail", symbol.detail},
            {"kind", kField},
            {"range", to_json(document.range(symbol.begin, symbol.end))},
            {"selectionRange", to_json(document.range(symbol.name_begin, symbol.name_end))}};
  for (const auto& child : symbol.children) json["children"].push_back(to_json(child, document));
  return json;
}

Json diagnostic(const Finding& finding, const TextDocument& document, Language language) {
  auto message = finding.message.in(language);
  if (finding.at.line == 0) {
    const auto place = to_string(finding.at, language);
    if (place.size() > finding.at.file.size() + 2)
      message = place.substr(finding.at.file.size() + 2) + ": " + message;
  }
  if (!finding.hint.empty()) message += "\n" + finding.hint.in(language);
  return {{"range", to_json(document.range(finding.at))},
          {"severity", severity_number(finding.severity)},
          {"code", finding.rule},
          {"source", "svodka"},
          {"message", message}};
}

}  // namespace svodka::edit
