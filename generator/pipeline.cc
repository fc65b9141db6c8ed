#include "pipeline.h"

#include <algorithm>
#include <functional>

#include "base/files.h"
#include "base/hash.h"
#include "base/interrupt.h"
#include "bind/sign_off.h"
#include "builder.h"
#include "check_shards.h"
#include "earlier_work.h"
#include "kept_store.h"
#include "language/period.h"
#include "load/record.h"
#include "page.h"
#include "pdf_outputs.h"
#include "publish/ledger/document_rows.h"
#include "publish/manifest.h"
#include "publish/open_documents.h"
#include "redaction.h"
#include "region_stores.h"
#include "work_folder.h"

namespace svodka {
namespace fs = std::filesystem;
namespace {

namespace chrono = std::chrono;
using language::Day;
using language::Period;

Day plus_days(Day day, int days) { return Day(chrono::sys_days(day) + chrono::days(days)); }

std::string day_after(const Period& period) { return language::iso(plus_days(period.last(), 1)); }

// The period just before, of the same length: the month before a month, the year before a year.
std::string previous_of(const Period& period) {
  const auto before = plus_days(period.first(), -1);
  const auto month = language::iso(before).substr(0, 7);
  switch (period.precision) {
    case language::Precision::kYear:
      return month.substr(0, 4);
    case language::Precision::kQuarter:
      return month.substr(0, 4) + "-Q" + std::to_string((static_cast<unsigned>(before.month()) + 2) / 3);
    case language::Precision::kMonth:
      return month;
    default:
      return {};
  }
}

bool is_reporting_period(const Period& period) {
  return period.precision == language::Precision::kMonth ||
         period.precision == language::Precision::kQuarter || period.precision == language::Precision::kYear;
}

std::optional<store::ReportContext> decide_context(const ProjectOptions& options,
                                                   const std::function<std::string()>& latest,
                                                   Diagnostics& out) {
  std::optional<Day> as_of;
  if (!options.as_of.empty()) {
    as_of = language::parse_day(options.as_of);
    if (!as_of) {
      out.error({.file = "--as-of"}, "bad-date", text("«{}» — не дата", "“{}” is no date", options.as_of),
                text("нужен день: 2020-12-01", "a day is needed: 2020-12-01"));
      return std::nullopt;
    }
  }
  auto words = options.period;
  if (words.empty() && as_of) words = language::iso(plus_days(*as_of, -1)).substr(0, 7);
  if (words.empty()) words = latest();
  if (words.empty()) {
    const auto today = Day(chrono::floor<chrono::days>(chrono::system_clock::now()));
    words = language::iso(today).substr(0, 7);
  }
  const auto period = language::parse_period(words);
  if (!period || !is_reporting_period(*period)) {
    out.error({.file = "--period"}, "bad-date",
              text("«{}» — не отчётный период", "“{}” is no reporting period", words),
              text("нужен месяц, квартал или год: 2020-11, 2020-Q4, 2020",
                   "a month, quarter or year is needed: 2020-11, 2020-Q4, 2020"));
    return std::nullopt;
  }
  return store::ReportContext{language::canonical(*period),
                              as_of ? language::iso(*as_of) : day_after(*period), previous_of(*period)};
}

void require_project(const fs::path& root) {
  std::error_code error;
  if (fs::is_directory(root / "inputs", error) || load::is_region(root)) return;
  if (fs::is_symlink(root / "inputs", error)) list_files(root / "inputs", {});  // throws: it leads nowhere
  throw EnvironmentError(text(
      "в папке «{}» нет проекта: нет папки inputs (новый проект: svodka new ПАПКА)",
      "the folder “{}” is no project: it has no folder inputs (a new one: svodka new DIR)", root.string()));
}

std::vector<publish::FileHash> input_hashes(const ProjectOptions& options) {
  std::optional<std::vector<std::string>> folders;
  if (options.members) folders.emplace();
  for (const auto& member : options.members.value_or(std::vector<load::RegionMember>()))
    folders->push_back(member.folder);
  std::vector<publish::FileHash> hashes;
  const auto& root = options.root;
  for (const auto& file : publish::input_files(root, folders))
    hashes.push_back({file, sha256_of_file(root / file)});
  return hashes;
}

void tell_pdfs(const PdfOutputs& pdfs, BuildResult& result) {
  for (const auto& [file, pdf] : pdfs.made()) result.documents.set_pdf(file, pdf);
}

void make_pdfs(PdfOutputs& pdfs, publish::Publisher& publisher, const PdfEffort& effort, BuildResult& result,
               Diagnostics& out) {
  pdfs.make(publisher, effort, out);
  result.no_office = pdfs.no_office();
  tell_pdfs(pdfs, result);
}

std::vector<std::string> wanted_reports(const Project& project, const std::vector<std::string>& asked,
                                        Diagnostics& out) {
  auto all = report_names(project.root);
  std::erase(all, kPageReport);  // is made after all others, whatever was asked for
  if (asked.empty()) {
    if (all.empty() && !project.projects)
      out.warning({.file = "templates"}, "no-reports",
                  text("в папке templates нет ни одного отчёта (ИМЯ.yaml)",
                       "the folder templates has no report (NAME.yaml)"));
    return all;
  }
  std::vector<std::string> wanted;
  for (const auto& name : asked) {
    if (name == kPageReport) continue;
    if (std::find(all.begin(), all.end(), name) == all.end())
      out.error({.file = "templates/" + name + ".yaml"}, "unknown-report",
                text("нет отчёта «{}»", "there is no report “{}”", name), suggestion(name, all));
    else if (std::find(wanted.begin(), wanted.end(), name) == wanted.end())
      wanted.push_back(name);
  }
  return wanted;
}

// A project that makes a document of this name itself keeps it.
bool wants_page(const Project& project, const BuildOptions& options, const RunDocuments& documents) {
  if (options.redact || (options.only_causes && !options.compare) || options.shard) return false;
  return has_own_page(project.root) || !documents.names_of_others(kPageFile, kPageReport);
}

// What the manifest says of documents that this run has nothing to do with stays: a run for one report must
// not forget the others, and documents and their copies without personal data do not know of one another.
void keep_others(const Project& project, const BuildOptions& options, const publish::Manifest& manifest,
                 const std::vector<std::string>& names, RunDocuments& documents) {
  const auto folder = project.period_folder();
  if (options.reports.empty() && !options.redact && !publish::may_have_copies(folder)) return;
  const auto is_ours = [&](const std::string& report) {
    return report == kPageReport || std::find(names.begin(), names.end(), report) != names.end();
  };
  manifest.each_of_last(folder, [&](const publish::ManifestEntry& entry) {
    if (documents.names(entry.file)) return;
    if (entry.redacted != options.redact || (!options.reports.empty() && !is_ours(entry.report)))
      documents.keep(entry);
  });
}

// A part would leave a whole run without most of its documents.
void refuse_whole_run(const Project& project, Diagnostics& out) {
  const auto there = publish::Manifest::read(project.period_folder());
  if (!there || there->shard) return;
  out.error({.file = "--out"}, "shard-over-whole",
            text("в папке «{}» лежат документы целого запуска",
                 "the folder “{}” has the documents of a whole run", project.period_folder().string()),
            text("назовите для части другую папку: --out", "name another folder for the part: --out"));
}

void write_manifest(const publish::Manifest& manifest, const RunDocuments& documents, const fs::path& path) {
  manifest.write(path, [&](const auto& give) {
    documents.each_lines(kPageReport, [&](const std::string&, std::string_view lines) { give(lines); });
  });
}

void warn_of_open_documents(const BuildResult& result, Diagnostics& out) {
  if (!publish::has_locks(result.folder)) return;
  std::vector<std::string> replaced;
  for (const auto& document : result.documents)
    if (document.outcome == publish::Outcome::kChanged) replaced.push_back(document.file);
  publish::warn_of_open_documents(result.folder, replaced, out);
}

// What a build would write of a period. Documents that are made again only to say what there is to say of
// them are compared, and so is what is made of all of them.
void find_outdated(const Project& project, const publish::Manifest& manifest, publish::Publisher& publisher,
                   BuildResult& result) {
  auto& outdated = result.outdated;
  for (const auto& document : result.documents) {
    const bool is_made =
        document.causes != std::vector{publish::Cause::kFindings} && !document.causes.empty();
    if (is_made || document.outcome != publish::Outcome::kUnchanged) outdated.push_back(document.file);
  }
  if (!outdated.empty()) return;  // the rest tells nobody more
  if (publisher.stage_copy("data.db", project.database) != publish::Outcome::kUnchanged)
    outdated.emplace_back("data.db");
  const auto now = publisher.scratch("manifest.json"), then = project.period_folder() / "manifest.json";
  const ScopedRemoval removal(now);
  write_manifest(manifest, result.documents, now);
  if (sha256_if_there(then) != sha256_of_file(now)) outdated.emplace_back("manifest.json");
}

// Notes how long each stage takes.
class Stopwatch {
 public:
  explicit Stopwatch(std::vector<StageTime>& times) : times_(times) {}
  void done(Text stage) {
    const auto now = Clock::now();
    times_.push_back({std::move(stage), chrono::duration<double>(now - since_).count()});
    since_ = now;
  }

 private:
  using Clock = chrono::steady_clock;
  std::vector<StageTime>& times_;
  Clock::time_point since_ = Clock::now();
};

// Where a run writes and what it reads: one for a part of the documents has a folder of its own.
ProjectOptions placed(ProjectOptions options, const BuildOptions& build_options) {
  options.jobs = build_options.jobs;
  const bool is_told = !options.outputs.empty();
  const auto outputs = options.root / "outputs";
  if (!is_told) options.outputs = outputs;
  if (!build_options.shard || !options.history.empty()) return options;
  options.history = outputs;
  if (!is_told) options.outputs = shard_folder(outputs, build_options.shard);
  return options;
}

}  // namespace

std::string latest_period(const fs::path& database, const load::Schema& schema) {
  const store::Reader reader(database, schema, {});
  auto statement = reader.prepare("SELECT period FROM default_period");
  if (!statement.step()) return {};
  const auto value = statement.value(0);
  return std::holds_alternative<std::string>(value) ? std::get<std::string>(value) : std::string();
}

fs::path Project::previous_database() const { return kept_store(history, context.previous_period); }

std::unique_ptr<store::Reader> Project::connect(store::Personal personal) const {
  return std::make_unique<store::Reader>(database, schema, context, previous_database(), personal, projects);
}

std::optional<Project> open_project(const ProjectOptions& options, Diagnostics& out) {
  require_project(options.root);
  Project project;
  project.root = options.root;
  project.outputs = options.outputs.empty() ? options.root / "outputs" : options.outputs;
  project.history = options.history.empty() ? project.outputs : options.history;
  project.database = work_folder(project.outputs) / "data.db";
  project.schema = load::project_schema(project.root, out);
  project.summary = store::refresh(project.root, project.schema, project.database, out, options.jobs);
  load::warn_of_misnamed_file(project.root, out);
  const bool is_region = load::is_region(project.root);
  std::vector<LoadedMember> loaded;
  if (is_region && !options.members) loaded = load_members(options, out);
  const auto context = decide_context(
      options,
      [&] { return std::max(latest_period(project.database, project.schema), latest_period(loaded)); }, out);
  if (!context) return std::nullopt;
  project.context = *context;
  if (is_region)
    project.projects = merged_stores(project, options, options.members.value_or(sound_ones(loaded, out)));
  project.reader = project.connect();
  project.reader->provide_documents(std::make_shared<publish::LedgerRows>(project.history, kPageReport));
  return project;
}

std::string period_before(const std::string& period) {
  const auto parsed = language::parse_period(period);
  return parsed && is_reporting_period(*parsed) ? previous_of(*parsed) : std::string();
}

std::string usual_as_of(const std::string& period) {
  const auto parsed = language::parse_period(period);
  return parsed ? day_after(*parsed) : std::string();
}

std::vector<std::string> report_names(const fs::path& root) {
  std::vector<std::string> names;
  for (const auto& file : list_files(root / "templates", {".yaml"})) {
    if (file.find('/') == std::string::npos) names.push_back(file.substr(0, file.size() - 5));
  }
  return names;
}

std::optional<render::PreparedReport> prepare_report(const Project& project, const store::Reader& reader,
                                                     const std::string& name, Diagnostics& out) {
  Diagnostics found;
  auto report = bind::load_report_in_part(report_root(project.root, project.outputs, name), name, found);
  out.add(found);
  if (!report) return std::nullopt;
  auto prepared = prepare_report(project, reader, std::move(*report), out);
  if (found.has_errors()) return std::nullopt;
  return prepared;
}

std::optional<render::PreparedReport> prepare_report(const Project& project, const store::Reader& reader,
                                                     bind::Report report, Diagnostics& out) {
  bind::check_sign_off(report, reader, out);
  const auto root = report_root(project.root, project.outputs, report.name);
  return render::PreparedReport::prepare(root, std::move(report), reader, out);
}

std::vector<Waived> check_all(const Project& project, Diagnostics& out) {
  auto waived = check_project(project, out);
  for (const auto& name : report_names(project.root)) prepare_report(project, *project.reader, name, out);
  return waived;
}

BuildResult build(const ProjectOptions& asked, const BuildOptions& wanted, Diagnostics& out) {
  BuildResult result;
  require_project(asked.root);
  auto build_options = wanted;
  const auto options = placed(asked, build_options);
  const auto lock = lock_for(options.outputs, build_options.dry_run);
  Stopwatch watch(result.times);
  const auto project = open_project(options, out);
  if (!project) return result;
  watch.done(text("загрузка", "load"));
  result.context = project->context;
  result.summary = project->summary;
  result.folder = project->period_folder();
  result.waived = check_project(*project, out);
  watch.done(text("проверка", "check"));
  const auto names = wanted_reports(*project, build_options.reports, out);
  const auto inputs = input_hashes(options);
  auto& shards = build_options.shards;
  std::vector<std::unique_ptr<publish::ProjectLock>> held;
  if (!shards.empty()) {
    shards = find_shards(shards, project->context, out);
    held = hold_shards(shards, project->outputs);
    check_shards(shards, project->root, project->context, inputs, out);
  }
  if (build_options.shard) refuse_whole_run(*project, out);
  const bool data_are_sound = !out.has_errors();
  if (!build_options.dry_run && !build_options.shard)
    publish::finish_approvals(project->outputs, project->context.period);
  publish::Publisher publisher(result.folder, build_options.dry_run || !data_are_sound);
  const PersonalValues personal(*project);
  Builder builder(*project, build_options, inputs, personal, publisher, names, result.documents);
  publish::Manifest manifest{project->context.period, project->context.as_of, {}, inputs, {}, 0};
  manifest.shard = build_options.shard;
  std::size_t left = 0;
  const auto take = [&](const std::string& name, const Made& one) {
    out.add(one.findings);
    if (one.failed) result.failed.push_back(name);
    auto& failed = result.failed_documents;
    failed.insert(failed.end(), one.failed_documents.begin(), one.failed_documents.end());
    left += one.left;
  };
  std::size_t of_pdfs = 0;  // errors that stop nothing: all else is made
  const auto stops = [&] {
    return !data_are_sound || (out.count(Severity::kError) > of_pdfs && !build_options.keep_going);
  };
  const auto make = [&] {
    std::vector<Made> made;
    if (data_are_sound) {
      made = builder.run();
    } else {  // the templates' mistakes are still worth telling together with the data's
      for (const auto& name : names) prepare_report(*project, *project->reader, name, out);
    }
    watch.done(text("оформление", "render"));
    for (std::size_t i = 0; i < made.size(); ++i) take(names[i], made[i]);
    throw_if_interrupted();
    builder.find_left_over(build_options.reports.empty(), out);
    keep_others(*project, build_options, manifest, names, result.documents);
    if (!stops() && build_options.compare) {
      result.outdated = builder.pdfs().due(out);
      tell_pdfs(builder.pdfs(), result);
    }
    if (!stops() && !build_options.only_causes) {
      const auto before = out.count(Severity::kError);
      make_pdfs(builder.pdfs(), publisher,
                {build_options.jobs, std::chrono::seconds(build_options.pdf_limit)}, result, out);
      of_pdfs = out.count(Severity::kError) - before;
      watch.done(text("PDF", "PDF"));
    }
    manifest.keep_findings(personal.hidden(out.sorted()));
    if (stops()) {
      if (has_own_page(project->root)) prepare_report(*project, *project->reader, kPageReport, out);
    } else if (wants_page(*project, build_options, result.documents)) {
      const auto key = builder.page_key(manifest);
      if (!builder.keep_page(key)) {
        const auto each = [&](const auto& give) { result.documents.each_entry(kPageReport, give); };
        tell_run(project->root, project->outputs, project->schema, manifest, each, *project->reader);
        take(kPageReport, builder.make_page(key));
      }
      watch.done(text("страница", "page"));
    }
    throw_if_interrupted();
  };
  try {
    make();
  } catch (const Interrupted& e) {
    InterruptedBuild stopped{e, 0, left};
    if (!build_options.dry_run && !stops()) stopped.done = builder.put_aside(manifest);
    throw stopped;
  }
  if (stops()) {
    result.failed = names;
    result.failed_documents.clear();
    result.documents.clear();
    return result;
  }
  if (build_options.only_causes && !build_options.compare) return result;
  manifest.keep_findings(personal.hidden(out.sorted()));
  manifest.waived = result.waived;
  if (build_options.compare) {
    find_outdated(*project, manifest, publisher, result);
    return result;
  }
  publisher.stage_written("manifest.json",
                          [&](const fs::path& path) { write_manifest(manifest, result.documents, path); });
  publisher.stage_copy("data.db", project->database);
  if (project->projects && !project->projects->names().empty())
    publisher.stage_copy(kKeptProjects, project->projects->merged(store::Personal::kShown));
  warn_of_open_documents(result, out);
  builder.commit_clean();
  publisher.commit();
  result.removed = builder.remove_left_over();
  builder.commit_records();
  builder.pdfs().remove_outdated();
  builder.forget_unfinished();
  if (!build_options.dry_run) forget_shards(shards, project->outputs, project->context.period);
  watch.done(text("запись", "publish"));
  result.made = true;
  return result;
}

}  // namespace svodka
