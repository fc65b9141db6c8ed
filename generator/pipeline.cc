#include "pipeline.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "base/files.h"
#include "base/hash.h"
#include "base/interrupt.h"
#include "bind/sign_off.h"
#include "language/period.h"
#include "load/record.h"
#include "publish/manifest.h"
#include "publish/trace_file.h"
#include "render/draft/draft.h"
#include "render/review.h"

namespace svodka {
namespace fs = std::filesystem;
namespace {

namespace chrono = std::chrono;
using language::Day;
using language::Period;

Day plus_days(Day day, int days) { return Day(chrono::sys_days(day) + chrono::days(days)); }

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

// The month that the project's records speak of last; the view `default_period` says which.
std::string latest_period(const fs::path& database, const load::Schema& schema) {
  const store::Reader reader(database, schema, {});
  auto statement = reader.prepare("SELECT period FROM default_period");
  if (!statement.step()) return {};
  const auto value = statement.value(0);
  return std::holds_alternative<std::string>(value) ? std::get<std::string>(value) : std::string();
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
                              language::iso(as_of.value_or(plus_days(period->last(), 1))),
                              previous_of(*period)};
}

void require_project(const fs::path& root) {
  std::error_code error;
  if (fs::is_directory(root / "inputs", error)) return;
  throw EnvironmentError(text(
      "в папке «{}» нет проекта: нет папки inputs (новый проект: svodka new ПАПКА)",
      "the folder “{}” is no project: it has no folder inputs (a new one: svodka new DIR)", root.string()));
}

// What one report made, kept apart so that reports can be made side by side and still come out in order.
struct Made {
  std::vector<BuiltDocument> documents;
  std::vector<publish::ManifestEntry> entries;
  Diagnostics findings;
  bool failed = false;
  std::map<std::string, std::string> bytes;  // of the documents, when they are to be followed
};

class Builder {
 public:
  Builder(const Project& project, const BuildOptions& options, publish::Publisher& publisher)
      : project_(project),
        options_(options),
        publisher_(publisher),
        versions_(project.outputs),
        clean_folder_(publish::clean_folder(project.outputs, project.context.period)) {}

  // What waits for its approval must be there before its draft is.
  void commit_clean() {
    if (clean_) clean_->commit();
  }

  // Makes the named reports, several at a time; each thread has its own connection.
  std::vector<Made> run(const std::vector<std::string>& names) {
    std::vector<Made> made(names.size());
    // A connection with its views costs as much as a few small reports: a thread must have some to make.
    constexpr std::size_t kReportsWorthAThread = 4;
    const auto cores = std::max<std::size_t>(1, std::thread::hardware_concurrency());
    const auto worth = std::min(cores, (names.size() + kReportsWorthAThread - 1) / kReportsWorthAThread);
    const auto wanted = options_.jobs > 0 ? static_cast<std::size_t>(options_.jobs) : worth;
    const auto jobs = std::min(wanted, names.size());
    std::atomic<std::size_t> next = 0;
    std::vector<std::exception_ptr> thrown(std::max<std::size_t>(jobs, 1));
    const auto work = [&](std::size_t job) {
      try {
        std::unique_ptr<store::Reader> own;  // the first thread has the project's
        for (auto i = next++; i < names.size(); i = next++) {
          if (job > 0 && !own)
            own = std::make_unique<store::Reader>(project_.database, project_.schema, project_.context,
                                                  project_.previous_database());
          make(names[i], job > 0 ? *own : *project_.reader, made[i]);
          tell_progress(names.size());
        }
      } catch (...) {
        thrown[job] = std::current_exception();
        next = names.size();
      }
    };
    std::vector<std::thread> threads;
    for (std::size_t job = 1; job < jobs; ++job) threads.emplace_back(work, job);
    work(0);
    for (auto& thread : threads) thread.join();
    for (const auto& error : thrown) {
      if (error) std::rethrow_exception(error);
    }
    return made;
  }

 private:
  void tell_progress(std::size_t total) {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++done_;
    if (options_.progress) options_.progress(done_, total);
  }

  void make(const std::string& name, const store::Reader& reader, Made& made) {
    const auto report = prepare_report(project_, reader, name, made.findings);
    if (!report) {
      made.failed = true;
      return;
    }
    const auto scratch = [&](const std::string& file) { return publisher_.scratch(file); };
    const auto deliver = [&](const render::PreparedOutput& output, const std::string& file,
                             const std::string& bytes) { accept(*report, output, file, bytes, made); };
    report->make(scratch, deliver, made.findings);
    made.failed = made.findings.has_errors();
    if (!made.failed && (options_.trace || options_.annotate)) follow(*report, reader, scratch, made);
  }

  // Where the values of the report's documents came from: a sidecar, a copy for review.
  void follow(const render::PreparedReport& report, const store::Reader& reader,
              const std::function<fs::path(const std::string&)>& scratch, Made& made) {
    const auto to_root = fs::absolute(project_.root)
                             .lexically_normal()
                             .lexically_relative(fs::absolute(project_.period_folder()).lexically_normal());
    const auto all = [](const std::string&) { return true; };
    const auto deliver = [&](const render::PreparedOutput&, const std::string& made_as,
                             const render::MarkedDocument& clean) {
      const auto entry = std::find_if(made.entries.begin(), made.entries.end(), [&](const auto& each) {
        return (each.sign_off.document.empty() ? each.file : each.sign_off.document) == made_as;
      });
      if (entry == made.entries.end()) return;
      const auto& file = entry->file;
      auto bytes = made.bytes.at(made_as);
      auto marked = clean;
      if (!entry->sign_off.document.empty() && entry->sha256 != entry->sign_off.clean_sha256) {
        bytes = render::as_draft(file, std::move(bytes)).value_or(std::string());
        marked.bytes = render::as_draft(file, std::move(marked.bytes)).value_or(std::string());
      }
      Diagnostics unread;
      const auto trace = render::trace_document(file, bytes, marked, reader, unread);
      if (!trace) {
        made.findings.warning({.file = entry->definition.file}, "trace-format",
                              text("«{}»: откуда взяты значения, в этом формате не проследить",
                                   "“{}”: where values came from cannot be followed in this format", file));
        return;
      }
      const std::lock_guard<std::mutex> lock(mutex_);
      if (options_.trace) {
        const auto name = std::string(publish::kTraceFolder) + "/" + file + ".json";
        const auto json = publish::trace_json(
            {file, entry->sha256, entry->report, project_.context.period, project_.context.as_of}, *trace);
        if (!options_.dry_run) make_folder(project_.period_folder() / publish::kTraceFolder);
        publisher_.stage(name, json, options_.force);
        entry->trace = {name, sha256(json)};
      }
      if (!options_.annotate) return;
      const auto name = render::review_name(file);
      const auto copy = render::review_copy(file, bytes, marked, *trace, (to_root / "").generic_string());
      if (!copy) return;
      BuiltDocument review{report.report().name, name, copy->size(),
                           publisher_.stage(name, *copy, options_.force)};
      review.document = name;
      made.documents.push_back(std::move(review));
    };
    Diagnostics said;  // when the documents themselves were made
    report.make_marked(all, scratch, deliver, said);
    made.bytes.clear();
  }

  void accept(const render::PreparedReport& report, const render::PreparedOutput& output,
              const std::string& file, const std::string& bytes, Made& made) {
    publish::ManifestEntry entry{file,
                                 sha256(bytes),
                                 bytes.size(),
                                 report.report().name,
                                 report.report().title,
                                 {report.report().path, report.report().sha256},
                                 {},
                                 {},
                                 {}};
    if (output.source) {
      entry.source = {output.output->template_file, output.source->sha256()};
      for (const auto& [path, hash] : output.source->fragments()) entry.fragments.push_back({path, hash});
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    if (const auto [twin, is_new] = owners_.emplace(file, report.report().name); !is_new) {
      made.findings.error(
          output.output->file_at.in(report.report().path), "twin-file",
          text("документ «{}» уже создан (отчёт {})", "the document “{}” is made already (report {})", file,
               twin->second),
          text("дайте документам разные имена: `file`", "give the documents different names: `file`"));
      return;
    }
    BuiltDocument built{report.report().name, file, bytes.size()};
    built.document = file;
    built.clean_sha256 = entry.sha256;
    built.version = versions_.place(project_.context.period + "/" + file, entry.sha256);
    built.signed_off = report.report().sign_off.wanted() || built.version.frozen || built.version.version > 1;
    if (built.signed_off)
      put_version(report, output, bytes, built, entry, made.findings);
    else
      built.outcome = publisher_.stage(file, bytes, options_.force);
    made.documents.push_back(std::move(built));
    made.entries.push_back(std::move(entry));
    if (options_.trace || options_.annotate) made.bytes.emplace(file, bytes);
  }

  // What was approved stays as it is; anything else is a draft, and its clean bytes wait beside.
  void put_version(const render::PreparedReport& report, const render::PreparedOutput& output,
                   const std::string& bytes, BuiltDocument& built, publish::ManifestEntry& entry,
                   Diagnostics& found) {
    const auto& version = built.version;
    built.file = entry.file = publish::version_file(built.document, version.version);
    entry.sign_off = {built.document, version.version, built.clean_sha256, bytes.size()};
    built.outcome = publish::Outcome::kUnchanged;
    std::error_code error;
    const bool approved = version.frozen && version.state != publish::State::kDraft;
    if (approved && std::filesystem::exists(project_.period_folder() / built.file, error)) return;
    if (approved || !report.report().sign_off.wanted()) {
      built.outcome = publisher_.stage(built.file, bytes, options_.force);
      return;
    }
    const auto draft = render::as_draft(built.file, bytes);
    if (!draft) {
      return found.error(output.output->file_at.in(report.report().path), "no-draft-mark",
                         text("в документ «{}» не удалось поставить «ПРОЕКТ»",
                              "“{}” could not be marked as a draft", built.file));
    }
    if (!clean_) clean_.emplace(clean_folder_, options_.dry_run);
    clean_->stage(built.file, bytes);
    entry.sha256 = sha256(*draft);
    entry.bytes = built.bytes = draft->size();
    built.outcome = publisher_.stage(built.file, *draft, options_.force);
  }

  const Project& project_;
  const BuildOptions& options_;
  publish::Publisher& publisher_;
  const publish::Versions versions_;
  const fs::path clean_folder_;
  std::optional<publish::Publisher> clean_;  // made when there is a draft
  std::mutex mutex_;
  std::size_t done_ = 0;
  std::map<std::string, std::string> owners_;  // which report made a file
};

std::vector<publish::FileHash> input_hashes(const fs::path& root) {
  std::vector<publish::FileHash> hashes;
  for (const auto& file : publish::input_files(root))
    hashes.push_back({file, sha256(read_file(root / file))});
  return hashes;
}

std::vector<std::string> wanted_reports(const Project& project, const std::vector<std::string>& asked,
                                        Diagnostics& out) {
  const auto all = report_names(project.root);
  if (asked.empty()) {
    if (all.empty())
      out.warning({.file = "templates"}, "no-reports",
                  text("в папке templates нет ни одного отчёта (ИМЯ.yaml)",
                       "the folder templates has no report (NAME.yaml)"));
    return all;
  }
  std::vector<std::string> wanted;
  for (const auto& name : asked) {
    if (std::find(all.begin(), all.end(), name) == all.end())
      out.error({.file = "templates/" + name + ".yaml"}, "unknown-report",
                text("нет отчёта «{}»", "there is no report “{}”", name), suggestion(name, all));
    else if (std::find(wanted.begin(), wanted.end(), name) == wanted.end())
      wanted.push_back(name);
  }
  return wanted;
}

}  // namespace

fs::path Project::previous_database() const {
  std::error_code error;
  const auto path = outputs / context.previous_period / "data.db";
  return !context.previous_period.empty() && fs::exists(path, error) ? path : fs::path();
}

std::optional<Project> open_project(const ProjectOptions& options, Diagnostics& out) {
  require_project(options.root);
  Project project;
  project.root = options.root;
  project.outputs = options.outputs.empty() ? options.root / "outputs" : options.outputs;
  project.database = project.outputs / ".svodka" / "data.db";
  project.schema = load::project_schema(project.root, out);
  project.summary = store::refresh(project.root, project.schema, project.database, out);
  const auto context = decide_context(
      options, [&] { return latest_period(project.database, project.schema); }, out);
  if (!context) return std::nullopt;
  project.context = *context;
  project.reader = std::make_unique<store::Reader>(project.database, project.schema, project.context,
                                                   project.previous_database());
  return project;
}

std::string period_before(const std::string& period) {
  const auto parsed = language::parse_period(period);
  return parsed && is_reporting_period(*parsed) ? previous_of(*parsed) : std::string();
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
  auto report = bind::load_report(project.root, name, out);
  if (!report) return std::nullopt;
  bind::check_sign_off(*report, reader, out);
  return render::PreparedReport::prepare(project.root, std::move(*report), reader, out);
}

std::vector<Waived> check_all(const Project& project, Diagnostics& out) {
  auto waived = check_project(project, out);
  for (const auto& name : report_names(project.root)) prepare_report(project, *project.reader, name, out);
  return waived;
}

BuildResult build(const ProjectOptions& options, const BuildOptions& build_options, Diagnostics& out) {
  BuildResult result;
  require_project(options.root);
  const publish::ProjectLock lock(options.outputs.empty() ? options.root / "outputs" : options.outputs);
  const auto project = open_project(options, out);
  if (!project) return result;
  result.context = project->context;
  result.summary = project->summary;
  result.folder = project->period_folder();
  result.waived = check_project(*project, out);
  const auto names = wanted_reports(*project, build_options.reports, out);
  const bool data_are_sound = !out.has_errors();
  if (!build_options.dry_run) publish::finish_approvals(project->outputs, project->context.period);
  publish::Publisher publisher(result.folder, build_options.dry_run || !data_are_sound);
  Builder builder(*project, build_options, publisher);
  std::vector<Made> made;
  if (data_are_sound) {
    made = builder.run(names);
  } else {  // the templates' mistakes are still worth telling together with the data's
    for (const auto& name : names) prepare_report(*project, *project->reader, name, out);
  }
  publish::Manifest manifest{project->context.period, project->context.as_of, {}, {}, {}, 0};
  for (std::size_t i = 0; i < made.size(); ++i) {
    out.add(made[i].findings);
    if (made[i].failed) result.failed.push_back(names[i]);
    result.documents.insert(result.documents.end(), made[i].documents.begin(), made[i].documents.end());
    manifest.documents.insert(manifest.documents.end(), made[i].entries.begin(), made[i].entries.end());
  }
  if (!data_are_sound || (out.has_errors() && !build_options.keep_going)) {
    result.failed = names;
    result.documents.clear();
    return result;
  }
  throw_if_interrupted();
  manifest.inputs = input_hashes(project->root);
  manifest.warnings = out.count(Severity::kWarning);
  manifest.waived = result.waived;
  if (!build_options.reports.empty()) manifest.keep_others(result.folder, names);
  publisher.stage("manifest.json", manifest.json());
  publisher.stage("data.db", read_file(project->database));
  builder.commit_clean();
  publisher.commit();
  result.made = true;
  return result;
}

}  // namespace svodka
