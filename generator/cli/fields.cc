#include <algorithm>
#include <cstdio>
#include <map>

#include "base/report_findings.h"
#include "base/utf8.h"
#include "cli/annotate.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "language/modifiers.h"

namespace svodka::cli {
namespace {

struct Options {
  ProjectArguments project;
  std::string report;
  std::string annotated;  // the folder of copies with comments
};

// The first value of each column by its full name ("schools.title"), to show what a marker will print.
using Samples = std::map<std::string, std::string>;

void collect(const Shape& shape, const Row& row, const std::string& prefix, Samples& samples) {
  for (std::size_t i = 0; i < shape.columns.size(); ++i)
    samples.emplace(prefix + shape.columns[i].name, language::to_text(row.values[i]));
  for (std::size_t i = 0; i < row.sections.size(); ++i) {
    for (const auto& inner : row.sections[i])
      collect(shape.sections[i].shape, inner, prefix + shape.sections[i].name + ".", samples);
  }
}

std::string shortened(std::string words) {
  for (char& c : words) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  constexpr std::size_t kMost = 60;
  std::size_t i = 0;
  for (std::size_t n = 0; n < kMost && i < words.size(); ++n) utf8::next(words, i);
  return i < words.size() ? words.substr(0, i) + "…" : words;
}

Samples samples_of(const render::PreparedReport& report, Diagnostics& out) {
  Samples samples;
  auto documents = report.bound().documents(out);
  if (documents.empty()) return samples;
  report.bound().fetch(documents.front(), out);
  collect(report.bound().shape(), documents.front(), "", samples);
  return samples;
}

void print(const Console& console, const render::PreparedReport& report, const Samples& samples) {
  std::vector<std::vector<std::string>> rows;
  const auto add = [&](const std::vector<bind::MarkerUse>& uses) {
    for (const auto& use : uses) {
      const auto sample = samples.find(use.name);
      rows.push_back({to_string({.file = use.at.file,
                                 .line = use.at.line,
                                 .column = use.at.column,
                                 .part = use.at.part,
                                 .paragraph = use.at.paragraph,
                                 .cell = use.at.cell},
                                console.language),
                      use.marker, use.name,
                      use.section ? console.say("список", "list") : std::string(to_string(use.type)),
                      sample == samples.end() ? "" : shortened(sample->second)});
    }
  };
  for (const auto& output : report.outputs())
    add(output.source ? output.source->uses() : output.workbook->uses);
  std::fputs(format_table({console.say("место", "place"), console.say("метка", "marker"),
                           console.say("столбец", "column"), console.say("тип", "type"),
                           console.say("пример", "sample")},
                          rows)
                 .c_str(),
             stdout);
}

int show_fields(const Console& console, const Options& options) {
  Diagnostics out;
  const auto project = open_for(console, options.project, out);
  std::optional<render::PreparedReport> report;
  if (project) {
    const auto names = report_names(console.root);
    if (std::find(names.begin(), names.end(), options.report) == names.end()) {
      console.complain(text("нет отчёта «{}»", "there is no report “{}”", options.report),
                       suggestion(options.report, names));
      return kUsage;
    }
    report = prepare_report(*project, *project->reader, options.report, out);
  }
  if (report) print(console, *report, samples_of(*report, out));
  console.print(out.sorted());
  if (!out.empty()) console.note(summary_line(out.in_order()));
  annotate_templates(console, options.annotated, console.root, out.sorted());
  return report ? kDone : kFindings;
}

}  // namespace

void add_fields(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "fields", console.say("метки шаблонов отчёта и столбцы, которыми они заполняются",
                            "the markers of a report's templates beside the columns that fill them"));
  command->add_option("REPORT", options->report, console.say("имя отчёта", "name of the report"))->required();
  add_project_arguments(*command, console, options->project);
  add_annotate_option(*command, console, options->annotated);
  command->footer(
      console.say("Пример: svodka fields progress-report", "Example: svodka fields progress-report"));
  command->callback([&, options] { action = [&, options] { return show_fields(console, *options); }; });
}

}  // namespace svodka::cli
