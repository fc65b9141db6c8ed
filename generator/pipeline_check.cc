#include <algorithm>
#include <set>

#include "base/files.h"
#include "base/utf8.h"
#include "kept_checks.h"
#include "language/period.h"
#include "load/convert.h"
#include "load/lost_records.h"
#include "load/unread_files.h"
#include "pipeline.h"
#include "render/template_text.h"
#include "store/document_tables.h"

// What check_project() does: the rules chosen, the texts of the templates added, the rules run.
namespace svodka {
namespace fs = std::filesystem;
namespace {

void choose_rules(std::vector<check::Rule>& rules, const CheckOptions& options, Diagnostics& out) {
  for (auto& rule : rules) {
    if (!options.only.empty())
      rule.off = std::find(options.only.begin(), options.only.end(), rule.name) == options.only.end();
    else if (options.all_fixable && rule.off && !rule.off_by_project && rule.fixes())
      rule.off = false;
  }
  std::vector<std::string> names;
  for (const auto& rule : rules) names.push_back(rule.name);
  for (const auto& name : options.only) {
    if (std::find(names.begin(), names.end(), name) == names.end())
      out.error({.file = "--select"}, "unknown-rule", text("нет правила `{}`", "there is no rule `{}`", name),
                suggestion(name, names));
  }
}

// Days that the loader found in two forms in one file, made into the form of ISO 8601 where they are written.
void add_date_fixes(const Diagnostics& out, const SourceLookup& source, std::vector<Fix>& fixes) {
  constexpr int kLength = 10;  // of «26.10.2020»
  for (const auto& finding : out.in_order()) {
    if (finding.rule != load::kMixedDays) continue;
    auto at = finding.at;
    const int quotes = at.length == kLength + 2 ? 1 : 0;
    const auto file = source(at.file);
    if (!file || at.length != kLength + 2 * quotes) continue;  // an alias
    at.column += quotes;
    at.length = kLength;
    const auto line = LineIndex(*file).line(at.line);
    std::size_t begin = 0;
    for (int i = 1; i < at.column && begin < line.size(); ++i) utf8::next(line, begin);
    const auto day = language::parse_day(line.substr(begin, kLength));
    if (day) fixes.push_back({finding.rule, finding.at, {{std::move(at), language::iso(*day)}}});
  }
}

constexpr const char* kSpellingRule = "typo";
constexpr const char* kWordList = "inputs/words.txt";

// The project's own words: a word a line, `#` begins a note.
std::string project_words(const fs::path& root, Diagnostics& out) {
  std::error_code error;
  if (!fs::exists(root / kWordList, error)) return {};
  const auto file = read_source(root, kWordList, out);
  if (!file) return {};
  std::string words;
  bool note = false;
  for (const char c : file->text) {
    note = c == '#' || (note && c != '\n');
    if (!note) words += c;
  }
  return words;
}

void prepare_spelling(const Project& project, const std::vector<check::Rule>& rules, Diagnostics& out) {
  const auto rule =
      std::find_if(rules.begin(), rules.end(), [](const check::Rule& r) { return r.name == kSpellingRule; });
  if (rule == rules.end() || rule->off) return;
  if (project.reader->check_spelling(project_words(project.root, out))) return;
  out.info({}, "spelling-unchecked",
           text("правописание не проверено: не установлен словарь hunspell-ru",
                "spelling is not checked: the dictionary hunspell-ru is not installed"),
           text("установите пакет hunspell-ru или выключите правило `{}`",
                "install the package hunspell-ru or switch the rule `{}` off", kSpellingRule));
}

// What they find hangs on more than the records: on what the runs before have made.
bool own_rules_read_documents(const std::filesystem::path& root) {
  std::error_code error;
  const auto file = root / "inputs/checks.yaml";
  return std::filesystem::exists(file, error) && store::may_read_documents(read_file(file));
}

// What says nothing to anybody would be missed only on paper.
void warn_of_silent_inputs(const Project& project, Diagnostics& out) {
  load::warn_of_unread_files(project.root, out);
  if (project.summary.records > 0 || project.projects || out.has_errors()) return;
  out.warning({.file = "inputs"}, "no-records",
              text("в папке inputs нет ни одной записи", "the folder inputs has no record"),
              text("записи лежат в файлах inputs/*.yaml", "records lie in files inputs/*.yaml"));
}

}  // namespace

std::vector<Waived> check_project(const Project& project, Diagnostics& out, const CheckOptions& options) {
  // Where a file could not be read as it stands, what its records seem to lack is an echo of that, not a
  // finding.
  std::set<std::string> broken;
  bool lost = false;  // records of a file are missing altogether: whatever leans on them would seem wrong
  for (const auto& finding : out.in_order()) {
    if (finding.severity == Severity::kError) broken.insert(finding.at.file);
    lost |= load::loses_records(finding);
  }
  const SourceLookup source = [&](const std::string& file) -> std::optional<SourceFile> {
    Diagnostics ignored;
    return read_source(project.root, file, ignored);
  };
  if (options.only.empty() && !options.all_fixable) warn_of_silent_inputs(project, out);
  if (options.fixes != nullptr) add_date_fixes(out, source, *options.fixes);
  // Those of svodka build: nobody waits for a spelling dictionary.
  const bool usual = !lost && options.only.empty() && !options.all_fixable && !options.spelling &&
                     options.fixes == nullptr && !own_rules_read_documents(project.root);
  const auto texts = render::template_texts(project.root);
  const auto circumstances = usual ? circumstances_of_checks(project, texts) : std::string();
  auto checks = usual ? find_checks(project, circumstances) : std::nullopt;
  if (!checks) {
    checks.emplace();
    Diagnostics of_rules, found;
    auto rules = check::project_rules(project.root, of_rules);
    choose_rules(rules, options, of_rules);
    if (!lost) {
      if (options.spelling) prepare_spelling(project, rules, of_rules);
      project.reader->add_fixed_texts(texts);
      checks->waived = check::run_checks(*project.reader, rules, found, source, options.fixes);
    }
    checks->of_rules = of_rules.in_order();
    checks->findings = found.in_order();
    if (usual) keep_checks(project, circumstances, *checks);
  }
  for (const auto& finding : checks->of_rules) out.add(finding);
  for (const auto& finding : checks->findings) {
    if (finding.severity == Severity::kError || !broken.contains(finding.at.file)) out.add(finding);
  }
  return std::move(checks->waived);
}

}  // namespace svodka
