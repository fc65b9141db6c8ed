#include <unistd.h>

#include <cstdio>

#include "base/interrupt.h"
#include "base/report_findings.h"
#include "cli/annotate.h"
#include "cli/commands.h"
#include "cli/diff.h"
#include "cli/project.h"

namespace svodka::cli {
namespace {

struct Options {
  ProjectArguments project;
  BuildOptions build;
  std::string outputs;
  std::string progress = "auto";
  std::string annotated;  // the folder of copies with comments
};

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
  const auto outcome = outcome_words(document.outcome);
  if (!document.signed_off) return outcome;
  const auto state = publish::state_words(document.version.state);
  return text("{0}, {2}", "{1}, {3}", state.ru, state.en, outcome.ru, outcome.en);
}

// What somebody has approved stays; what the data say now is a new version, and this is why.
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

std::string size_words(std::size_t bytes, Language language) {
  const char* unit = language == Language::kRussian ? "КБ" : "KB";
  return fmt::format("{} {}", (bytes + 1023) / 1024, unit);
}

void print_summary(const Console& console, const BuildResult& result, bool dry_run) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& document : result.documents) {
    rows.push_back({document.report, document.file, size_words(document.bytes, console.language),
                    console.say(state_of(document))});
    if (!document.pdf.empty()) rows.push_back({document.report, document.pdf, "", "PDF"});
  }
  for (const auto& name : result.failed)
    rows.push_back({name, "—", "", console.say(text("не создан", "not made"))});
  if (rows.empty()) return;
  std::fputs(format_table({console.say("отчёт", "report"), console.say("документ", "document"),
                           console.say("размер", "size"), console.say("состояние", "state")},
                          rows, {false, false, true, false})
                 .c_str(),
             stdout);
  if (dry_run) {
    console.note(text("пробный запуск: ничего не записано", "dry run: nothing was written"));
  } else if (result.made) {
    console.note(text("документы: {} (период {}, отчётная дата {})", "documents: {} (period {}, as of {})",
                      result.folder.string(), result.context.period, result.context.as_of));
  }
}

int build_documents(const Console& console, const Options& options) {
  catch_interrupts();
  Diagnostics out;
  auto project = project_options(console, options.project);
  project.outputs = options.outputs;
  auto wanted = options.build;
  const bool drawn =
      options.progress == "always" || (options.progress == "auto" && !console.quiet && ::isatty(2) == 1);
  if (drawn) {
    const auto words = console.say(text("отчёты", "reports"));
    wanted.progress = [words](std::size_t done, std::size_t total) {
      std::fputs(fmt::format("\r{}: {}/{}{}", words, done, total, done == total ? "\r\x1b[K" : "").c_str(),
                 stderr);
    };
  }
  BuildResult result;
  try {
    result = build(project, wanted, out);
  } catch (const Interrupted& e) {
    console.print(out.sorted());
    console.note(
        text("прервано: прежние документы не тронуты", "interrupted: the earlier documents are untouched"));
    return 128 + e.signal;
  }
  console.print(out.sorted());
  console.print(result.waived);
  if (!console.quiet) print_summary(console, result, options.build.dry_run);
  if (!console.quiet && result.made && !options.build.dry_run) print_new_versions(console, result);
  if (console.verbose) {
    console.note(text("файлов {}, из них прочитано заново {}; записей {}",
                      "{} files, {} of them read afresh; {} records", result.summary.files,
                      result.summary.parsed, result.summary.records));
  }
  if (!out.empty()) console.note(summary_line(out.in_order()));
  annotate_templates(console, options.annotated, console.root, out.sorted());
  // That LibreOffice is missing is no fault of the data.
  if (result.no_office && out.count(Severity::kError) == 1) return kEnvironment;
  return out.has_errors() || !result.failed.empty() ? kFindings : kDone;
}

}  // namespace

void add_build(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "build", console.say("создать документы: загрузка, проверка, оформление, запись в outputs/",
                           "make the documents: load, check, render, put into outputs/"));
  command->add_option("REPORT", options->build.reports,
                      console.say("имена отчётов (по умолчанию все)", "names of reports (default: all)"));
  add_project_arguments(*command, console, options->project);
  command
      ->add_option("--jobs", options->build.jobs,
                   console.say("сколько отчётов готовить одновременно (по умолчанию по числу ядер)",
                               "how many reports at a time (default: one a core)"))
      ->type_name("N")
      ->check(CLI::Range(1, 256));
  command
      ->add_option(
          "--out", options->outputs,
          console.say("папка результатов (по умолчанию outputs)", "folder of results (default: outputs)"))
      ->type_name(console.say("ПАПКА", "DIR"));
  command
      ->add_option("--pdf-limit", options->build.pdf_limit,
                   console.say("сколько секунд LibreOffice тратит на один PDF (по умолчанию 60)",
                               "seconds that LibreOffice has for one PDF (default: 60)"))
      ->type_name("N")
      ->check(CLI::Range(1, 3600));
  command->add_flag("--dry-run", options->build.dry_run,
                    console.say("всё сделать, но ничего не записать", "do everything, write nothing"));
  command->add_flag("--keep-going", options->build.keep_going,
                    console.say("создать исправные отчёты, даже если в других ошибки",
                                "make the sound reports although others have errors"));
  command->add_flag(
      "--force", options->build.force,
      console.say("записать заново и то, что не изменилось", "write again what did not change"));
  command->add_option("--progress", options->progress, console.say("ход работы", "progress"))
      ->type_name("auto|always|never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  command->add_flag(
      "--trace", options->build.trace,
      console.say("записать рядом с документами, из каких строк взяты их значения (svodka trace)",
                  "record beside the documents which lines their values came from (svodka trace)"));
  command->add_flag(
      "--annotate", options->build.annotate,
      console.say("создать рядом копии для проверки: у каждого значения примечание с источником",
                  "make copies for review beside the documents: a comment with the source at each value"));
  add_annotate_option(*command, console, options->annotated);
  command->footer(console.say("Пример: svodka build progress-report --period 2020-11",
                              "Example: svodka build progress-report --period 2020-11"));
  command->callback([&, options] { action = [&, options] { return build_documents(console, *options); }; });
}

}  // namespace svodka::cli
