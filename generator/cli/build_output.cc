#include "cli/build_output.h"

#include <fmt/format.h>

#include <cstdio>
#include <map>

#include "cli/diff.h"
#include "cli/values.h"

namespace svodka::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Text outcome_words(publish::Outcome outcome) {
  switch (outcome) {
    case publish::Outcome::kNew:
      return text("создан", "new");
    case publish::Outcome::kChanged:
      return text("обновлён", "changed");
    case publish::Outcome::kUnchanged:
      break;
  }
  return text("без изменений", "unchanged");
}

// A document that is signed off also says how far it has come.
Text state_of(const BuiltDocument& document) {
  auto outcome = outcome_words(document.outcome);
  for (const auto cause : document.causes) {
    if (cause != publish::Cause::kEdited && cause != publish::Cause::kVanished) continue;
    const auto why = publish::cause_words(cause);
    outcome = text("{0} ({2})", "{1} ({3})", outcome.ru, outcome.en, why.ru, why.en);
  }
  if (!document.signed_off) return outcome;
  const auto state = publish::state_words(document.version.state);
  return text("{0}, {2}", "{1}, {3}", state.ru, state.en, outcome.ru, outcome.en);
}

std::string size_words(std::size_t bytes, Language language) {
  const char* unit = language == Language::kRussian ? "КБ" : "KB";
  return fmt::format("{} {}", (bytes + 1023) / 1024, unit);
}

void print_table(const Console& console, const Text& second, const Rows& rows) {
  std::fputs(format_table({console.say("отчёт", "report"), console.say(second), console.say("размер", "size"),
                           console.say("состояние", "state")},
                          rows, {false, false, true, false})
                 .c_str(),
             stdout);
}

// One line for each report: how many documents, how much, and what became of them.
class ReportSums {
 public:
  void add(const BuiltDocument& document) {
    if (!sums_.contains(document.report)) names_.push_back(document.report);
    auto& sum = sums_[document.report];
    ++sum.documents;
    sum.bytes += document.bytes;
    ++sum.outcomes[document.outcome];
  }
  Rows rows(const Console& console) const {
    Rows rows;
    for (const auto& name : names_) {
      const auto& sum = sums_.at(name);
      std::string states;
      for (const auto& [outcome, count] : sum.outcomes)
        states +=
            (states.empty() ? "" : ", ") + console.say(outcome_words(outcome)) + ": " + std::to_string(count);
      rows.push_back({name, std::to_string(sum.documents), size_words(sum.bytes, console.language), states});
    }
    return rows;
  }

 private:
  struct Sum {
    std::size_t documents = 0, bytes = 0;
    std::map<publish::Outcome, std::size_t> outcomes;
  };
  std::vector<std::string> names_;
  std::map<std::string, Sum> sums_;
};

}  // namespace

void add_build_options(CLI::App& command, const Console& console, int& jobs, std::string& outputs) {
  command
      .add_option(
          "--jobs", jobs,
          console.say("сколько файлов читать и документов готовить одновременно (по умолчанию по числу ядер)",
                      "how many files to read and documents to make at a time (default: one a core)"))
      ->type_name("N")
      ->check(number_within(console, 1, 256));
  command
      .add_option(
          "--out", outputs,
          console.say("папка результатов (по умолчанию outputs)", "folder of results (default: outputs)"))
      ->type_name(console.say("ПАПКА", "DIR"));
}

void print_summary(const Console& console, const BuildResult& result, bool dry_run, bool only_made) {
  constexpr std::size_t kMany = 60;
  std::vector<BuiltDocument> shown;
  ReportSums sums;
  std::size_t count = 0;
  for (const auto& document : result.documents) {
    const bool stays = document.outcome == publish::Outcome::kUnchanged && document.causes.empty();
    if (only_made && stays) continue;
    sums.add(document);
    if (++count <= kMany) shown.push_back(document);
  }
  Rows rows;
  const bool many = count > kMany;
  if (many) rows = sums.rows(console);
  for (const auto& document : shown) {
    if (many) break;
    rows.push_back({document.report, document.file, size_words(document.bytes, console.language),
                    console.say(state_of(document))});
    if (!document.pdf.empty()) rows.push_back({document.report, document.pdf, "", "PDF"});
  }
  for (const auto& name : result.failed)
    rows.push_back({name, "—", "", console.say(text("не создан", "not made"))});
  for (const auto& file : result.failed_documents)
    rows.push_back({"", file, "", console.say(text("не создан", "not made"))});
  if (!rows.empty())
    print_table(console, many ? text("документов", "documents") : text("документ", "document"), rows);
  if (const auto names = result.removed.words(); result.removed.count > 0)
    console.note(text("удалены документы прошлых запусков ({0}): {1}",
                      "documents of earlier runs were removed ({0}): {2}", result.removed.count, names.ru,
                      names.en));
  if (dry_run) {
    console.note(text("пробный запуск: ничего не записано", "dry run: nothing was written"));
  } else if (result.made && !only_made) {
    console.note(text("документы: {} (период {}, отчётная дата {})", "documents: {} (period {}, as of {})",
                      result.folder.string(), result.context.period, result.context.as_of));
  }
}

void print_new_versions(const Console& console, const BuildResult& result) {
  for (const auto& document : result.documents) {
    const auto& version = document.version;
    if (version.earlier.empty() || version.frozen) continue;
    const auto outputs = result.folder.parent_path();
    console.note(text("данные изменились: «{}» остаётся как есть, «{}» — проект версии {}; отличия:",
                      "the data changed: “{}” stays as it is, “{}” is a draft of version {}; what differs:",
                      version.earlier, document.file, version.version));
    print_document_changes(console, outputs / version.earlier,
                           publish::clean_folder(outputs, result.context.period) / document.file);
  }
}

}  // namespace svodka::cli
