#include "base/report_findings.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/utf8.h"
#include "base/version.h"

namespace svodka {
namespace {

using Json = nlohmann::ordered_json;

// Of a line longer than this, so much is shown, with the place in it.
constexpr int kWidest = 120;
constexpr int kBefore = 60;

// The colours of gcc: bold red, magenta, cyan.
struct Paint {
  bool on = false;
  std::string bold(std::string_view words) const { return painted("1", words); }
  std::string severity(Severity severity, std::string_view words) const {
    return painted(severity == Severity::kError     ? "1;31"
                   : severity == Severity::kWarning ? "1;35"
                                                    : "1;36",
                   words);
  }
  std::string place(std::string_view words) const { return painted("1;32", words); }

 private:
  std::string painted(std::string_view code, std::string_view words) const {
    return on ? "\x1b[" + std::string(code) + "m" + std::string(words) + "\x1b[0m" : std::string(words);
  }
};

// What a character takes of a terminal's line, and how it is shown.
struct Cell {
  std::string shown;
  int width = 1;
};

bool is_between(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

bool is_combining(char32_t c) {
  return is_between(c, 0x300, 0x36F) || is_between(c, 0x483, 0x489) || is_between(c, 0x1AB0, 0x1AFF) ||
         is_between(c, 0x1DC0, 0x1DFF) || is_between(c, 0x200B, 0x200D) || is_between(c, 0x20D0, 0x20FF) ||
         is_between(c, 0xFE00, 0xFE0F) || is_between(c, 0xFE20, 0xFE2F) || c == 0xFEFF || c == 0x2060;
}

// East Asian wide and full-width characters (UAX #11) and the pictures that terminals show as wide.
bool is_wide(char32_t c) {
  return is_between(c, 0x1100, 0x115F) || is_between(c, 0x2E80, 0x303E) || is_between(c, 0x3041, 0xA4CF) ||
         is_between(c, 0xAC00, 0xD7A3) || is_between(c, 0xF900, 0xFAFF) || is_between(c, 0xFE30, 0xFE6F) ||
         is_between(c, 0xFF00, 0xFF60) || is_between(c, 0xFFE0, 0xFFE6) || is_between(c, 0x1F300, 0x1F64F) ||
         is_between(c, 0x1F680, 0x1F6FF) || is_between(c, 0x1F900, 0x1F9FF) ||
         is_between(c, 0x20000, 0x3FFFD);
}

bool turns_direction(char32_t c) {
  return is_between(c, 0x202A, 0x202E) || is_between(c, 0x2066, 0x2069) || c == 0x200E || c == 0x200F;
}

std::vector<Cell> cells_of(std::string_view line) {
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < line.size();) {
    const auto start = i;
    const char32_t c = utf8::next(line, i);
    if (c == U'\t')
      cells.push_back({"    ", 4});
    else if (turns_direction(c) || c < 0x20 || is_between(c, 0x7F, 0x9F))
      cells.push_back({"\uFFFD", 1});
    else
      cells.push_back({std::string(line.substr(start, i - start)), is_combining(c) ? 0 : is_wide(c) ? 2 : 1});
  }
  return cells;
}

// The source line, cut round the place; and the caret's line under it.
struct Excerpt {
  std::string line;
  std::string caret;
};

Excerpt excerpt_of(std::string_view line, int column, int length) {
  const auto cells = cells_of(line);
  const int total = static_cast<int>(cells.size());
  const int at = std::min(std::max(column, 1) - 1, total);
  const int first = total > kWidest ? std::max(0, std::min(at - kBefore, total - kWidest)) : 0;
  const int last = std::min(total, first + kWidest);
  Excerpt excerpt{first > 0 ? "…" : "", first > 0 ? " " : ""};
  int width = 0;
  for (int i = first; i < last; ++i) {
    const auto& cell = cells[static_cast<std::size_t>(i)];
    excerpt.line += cell.shown;
    if (i < at) excerpt.caret.append(static_cast<std::size_t>(cell.width), ' ');
    if (i >= at && i < at + length) width += cell.width;
  }
  if (last < total) excerpt.line += "…";
  excerpt.caret += "^" + std::string(static_cast<std::size_t>(std::max(width - 1, 0)), '~');
  return excerpt;
}

class TextPrinter {
 public:
  TextPrinter(Language language, bool color, const SourceLookup& source)
      : language_(language), paint_{color}, source_(source) {}

  std::string print(const Finding& finding) {
    const auto kind = std::string(severity_name(finding.severity)) + "[" + finding.rule + "]";
    const auto place = to_string(finding.at, language_);
    std::string out = place.empty() ? "" : paint_.bold(place) + ": ";
    out += paint_.severity(finding.severity, kind) + ": " + finding.message.in(language_) + "\n";
    out += excerpt(finding.at);
    for (const auto& related : finding.related) {
      out += note(language_ == Language::kRussian ? "см." : "see",
                  to_string(related.at, language_) + ": " + related.message.in(language_));
      out += excerpt(related.at);
    }
    if (!finding.hint.empty())
      out += note(language_ == Language::kRussian ? "подсказка:" : "hint:", finding.hint.in(language_));
    return out;
  }

 private:
  static std::string note(const char* kind, const std::string& words) {
    return std::string("   = ") + kind + " " + words + "\n";
  }

  std::string excerpt(const Position& at) {
    if (at.line <= 0 || at.column <= 0 || !at.cell.empty()) return {};
    const auto* known = source(at.file);
    if (known == nullptr) return {};
    const auto line = known->second.line(at.line);
    if (line.empty()) return {};
    const auto shown = excerpt_of(line, at.column, at.length);
    const auto number = fmt::format("{:>5}", at.line);
    return number + " | " + shown.line + "\n      | " + paint_.place(shown.caret) + "\n";
  }

  using Known = std::pair<std::unique_ptr<SourceFile>, LineIndex>;
  const Known* source(const std::string& file) {
    const auto found = sources_.find(file);
    if (found != sources_.end()) return found->second.get();
    std::unique_ptr<Known> known;
    if (auto text = source_(file)) {
      auto held = std::make_unique<SourceFile>(std::move(*text));
      const LineIndex index(*held);
      known = std::make_unique<Known>(std::move(held), index);
    }
    return sources_.emplace(file, std::move(known)).first->second.get();
  }

  Language language_;
  Paint paint_;
  const SourceLookup& source_;
  std::map<std::string, std::unique_ptr<Known>> sources_;
};

Json place_json(const Position& at) {
  Json json{{"file", at.file}, {"line", at.line}, {"column", at.column}, {"length", at.length}};
  if (!at.part.empty()) json["part"] = at.part;
  if (at.paragraph > 0) json["paragraph"] = at.paragraph;
  if (!at.cell.empty()) json["cell"] = at.cell;
  if (!at.around.empty()) json["around"] = at.around;
  return json;
}

// The edits that cure a finding; none when a person must.
const std::vector<Edit>& edits_of(const Finding& finding, const std::vector<Fix>& fixes) {
  static const std::vector<Edit> kNone;
  const auto fix =
      std::find_if(fixes.begin(), fixes.end(), [&](const Fix& each) { return each.is_of(finding); });
  return fix == fixes.end() ? kNone : fix->edits;
}

Json finding_json(const Finding& finding, Language language, const std::vector<Fix>& fixes) {
  Json json{{"severity", severity_name(finding.severity)},
            {"rule", finding.rule},
            {"message", finding.message.in(language)},
            {"hint", finding.hint.in(language)}};
  json.update(place_json(finding.at));
  for (const auto& related : finding.related) {
    auto place = place_json(related.at);
    place["message"] = related.message.in(language);
    json["related"].push_back(std::move(place));
  }
  for (const auto& edit : edits_of(finding, fixes)) {
    auto change = place_json(edit.at);
    change["text"] = edit.text;
    json["fix"].push_back(std::move(change));
  }
  return json;
}

// A relative reference of RFC 3986.
std::string uri(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("/-._~").find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

Json location(const Position& at, Language language) {
  Json physical{{"artifactLocation", {{"uri", uri(at.file)}}}};
  if (at.line > 0 && at.cell.empty()) {  // a workbook has no lines
    physical["region"]["startLine"] = at.line;
    if (at.column > 0) physical["region"]["startColumn"] = at.column;
    if (at.column > 0 && at.length > 0) physical["region"]["endColumn"] = at.column + at.length;
  }
  Json json{{"physicalLocation", std::move(physical)}};
  if (!at.part.empty()) {
    Json place{{"fullyQualifiedName", to_string(at, language)}};
    if (!at.cell.empty()) place["name"] = at.part + "!" + at.cell;
    json["logicalLocations"] = Json::array({std::move(place)});
  }
  return json;
}

// One change for each file (3.56), its replacements in order (3.57).
Json sarif_fix(const std::vector<Edit>& edits) {
  std::map<std::string, Json> replacements;
  for (const auto& edit : edits) {
    const Json region{{"startLine", edit.at.line},
                      {"startColumn", edit.at.column},
                      {"endColumn", edit.at.column + edit.at.length}};
    replacements[edit.at.file].push_back(
        {{"deletedRegion", region}, {"insertedContent", {{"text", edit.text}}}});
  }
  Json changes = Json::array();
  for (auto& [file, list] : replacements)
    changes.push_back({{"artifactLocation", {{"uri", uri(file)}}}, {"replacements", std::move(list)}});
  return {{"artifactChanges", std::move(changes)}};
}

const char* sarif_level(Severity severity) {
  return severity == Severity::kError ? "error" : severity == Severity::kWarning ? "warning" : "note";
}

Json sarif_rule(const std::string& name, const std::vector<RuleDescription>& descriptions,
                Language language) {
  Json rule{{"id", name}};
  const auto known = std::find_if(descriptions.begin(), descriptions.end(),
                                  [&](const RuleDescription& each) { return each.name == name; });
  if (known == descriptions.end()) return rule;
  rule["fullDescription"] = {{"text", known->about.in(language)}};
  if (!known->help.empty()) rule["help"] = {{"text", known->help.in(language)}};
  rule["defaultConfiguration"] = {{"level", sarif_level(known->severity)}};
  return rule;
}

Json sarif_result(const Finding& finding, Language language, const std::vector<Fix>& fixes) {
  auto words = finding.message.in(language);
  if (!finding.hint.empty()) words += ". " + finding.hint.in(language);
  Json result{
      {"ruleId", finding.rule}, {"level", sarif_level(finding.severity)}, {"message", {{"text", words}}}};
  if (!finding.at.file.empty()) result["locations"] = Json::array({location(finding.at, language)});
  for (const auto& related : finding.related) {
    auto place = location(related.at, language);
    place["message"] = {{"text", related.message.in(language)}};
    result["relatedLocations"].push_back(std::move(place));
  }
  if (const auto& edits = edits_of(finding, fixes); !edits.empty())
    result["fixes"] = Json::array({sarif_fix(edits)});
  return result;
}

std::size_t count(const std::vector<Finding>& findings, Severity severity) {
  return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(),
                                                [&](const Finding& f) { return f.severity == severity; }));
}

// The noun that goes with a number, by the last two digits.
const char* noun(std::size_t n, const char* one, const char* few, const char* many) {
  if (n % 100 >= 11 && n % 100 <= 14) return many;
  return n % 10 == 1 ? one : n % 10 >= 2 && n % 10 <= 4 ? few : many;
}

}  // namespace

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      break;
  }
  return "info";
}

std::string findings_as_text(const std::vector<Finding>& findings, Language language, bool color,
                             const SourceLookup& source) {
  TextPrinter printer(language, color, source);
  std::string out;
  for (const auto& finding : findings) out += printer.print(finding);
  return out;
}

std::string waived_as_text(const std::vector<Waived>& waived, Language language) {
  std::string out;
  for (const auto& each : waived)
    out += fmt::format("  {}: {}: {} — {}: {}\n", to_string(each.finding.at, language), each.finding.rule,
                       each.finding.message.in(language),
                       language == Language::kRussian ? "причина" : "reason", each.reason);
  return out;
}

std::string findings_as_json(const std::vector<Finding>& findings, const std::vector<Waived>& waived,
                             Language language, const std::vector<Fix>& fixes) {
  Json json{
      {"findings", Json::array()},
      {"summary",
       {{"errors", count(findings, Severity::kError)}, {"warnings", count(findings, Severity::kWarning)}}}};
  for (const auto& finding : findings) json["findings"].push_back(finding_json(finding, language, fixes));
  for (const auto& each : waived) {
    auto finding = finding_json(each.finding, language, fixes);
    finding["reason"] = each.reason;
    json["waived"].push_back(std::move(finding));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string findings_as_sarif(const std::vector<Finding>& findings, const std::vector<Waived>& waived,
                              Language language, const std::vector<RuleDescription>& descriptions,
                              const std::vector<Fix>& fixes) {
  std::set<std::string> names;
  Json results = Json::array();
  for (const auto& finding : findings) {
    names.insert(finding.rule);
    results.push_back(sarif_result(finding, language, fixes));
  }
  for (const auto& each : waived) {
    names.insert(each.finding.rule);
    auto result = sarif_result(each.finding, language, fixes);
    result["suppressions"] = Json::array({{{"kind", "inSource"}, {"justification", each.reason}}});
    results.push_back(std::move(result));
  }
  Json rules = Json::array();
  for (const auto& name : names) rules.push_back(sarif_rule(name, descriptions, language));
  const Json driver{{"name", "svodka"}, {"version", version()}, {"rules", rules}};
  const Json run{{"tool", {{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}, {"results", results}};
  const Json json{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                  {"version", "2.1.0"},
                  {"runs", Json::array({run})}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string findings_by_rule(const std::vector<Finding>& findings, Language language) {
  struct Count {
    std::size_t number = 0;
    Severity severity = Severity::kInfo;
  };
  std::map<std::string, Count> counts;
  for (const auto& finding : findings) {
    auto& count_of = counts[finding.rule];
    ++count_of.number;
    count_of.severity = std::min(count_of.severity, finding.severity);
  }
  std::vector<std::pair<std::string, Count>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second.number > b.second.number; });
  constexpr std::array<std::array<const char*, 2>, 3> kNames{
      {{"ошибка", "error"}, {"предупреждение", "warning"}, {"замечание", "note"}}};
  std::string out;
  for (const auto& [rule, known] : sorted)
    out += fmt::format(
        "{:>6}  {:<26}  {}\n", known.number, rule,
        kNames.at(static_cast<std::size_t>(known.severity))[language == Language::kRussian ? 0 : 1]);
  return out;
}

Text summary_line(const std::vector<Finding>& findings) {
  const auto errors = count(findings, Severity::kError), warnings = count(findings, Severity::kWarning),
             infos = count(findings, Severity::kInfo);
  Text line;
  const auto add = [&](std::size_t n, const char* ru, const char* en) {
    if (n == 0) return;
    line.ru += (line.ru.empty() ? "" : ", ") + std::to_string(n) + " " + ru;
    line.en += (line.en.empty() ? "" : ", ") + std::to_string(n) + " " + en;
  };
  add(errors, noun(errors, "ошибка", "ошибки", "ошибок"), errors == 1 ? "error" : "errors");
  add(warnings, noun(warnings, "предупреждение", "предупреждения", "предупреждений"),
      warnings == 1 ? "warning" : "warnings");
  add(infos, noun(infos, "замечание", "замечания", "замечаний"), infos == 1 ? "note" : "notes");
  return line.empty() ? text("замечаний нет", "no findings") : line;
}

}  // namespace svodka
