#include "builder.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <memory>
#include <thread>

#include "base/files.h"
#include "base/hash.h"
#include "page.h"
#include "publish/trace_file.h"
#include "render/draft/draft.h"
#include "render/review.h"

namespace svodka {
namespace fs = std::filesystem;

Builder::Builder(const Project& project, const BuildOptions& options, publish::Publisher& publisher)
    : project_(project),
      options_(options),
      publisher_(publisher),
      pdfs_(project.period_folder(), project.context.as_of, options.force),
      versions_(project.outputs),
      clean_folder_(publish::clean_folder(project.outputs, project.context.period)) {}

void Builder::commit_clean() {
  if (clean_) clean_->commit();
}

std::vector<Made> Builder::run(const std::vector<std::string>& names) {
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

Made Builder::make_page() {
  Made page;
  make(kPageReport, *project_.reader, page);
  return page;
}

void Builder::tell_progress(std::size_t total) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++done_;
  if (options_.progress) options_.progress(done_, total);
}

void Builder::make(const std::string& name, const store::Reader& reader, Made& made) {
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
void Builder::follow(const render::PreparedReport& report, const store::Reader& reader,
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

void Builder::accept(const render::PreparedReport& report, const render::PreparedOutput& output,
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
  const auto& pdf = output.output->pdf;
  if (!is_free(report, output, file, made.findings)) return;
  if (!pdf.empty() && !is_free(report, output, pdf_name(file), made.findings)) return;
  BuiltDocument built{report.report().name, file, bytes.size()};
  built.document = file;
  built.clean_sha256 = entry.sha256;
  built.version = versions_.place(project_.context.period + "/" + file, entry.sha256);
  built.signed_off = report.report().sign_off.wanted() || built.version.frozen || built.version.version > 1;
  auto placed = bytes;
  if (built.signed_off)
    placed = put_version(report, output, bytes, built, entry, made.findings);
  else
    built.outcome = publisher_.stage(file, bytes, options_.force);
  if (!pdf.empty() && !placed.empty() && !options_.dry_run)
    pdfs_.want(built.file, placed, entry.sha256, pdf, output.output->at.in(report.report().path));
  made.documents.push_back(std::move(built));
  made.entries.push_back(std::move(entry));
  if (options_.trace || options_.annotate) made.bytes.emplace(file, bytes);
}

bool Builder::is_free(const render::PreparedReport& report, const render::PreparedOutput& output,
                      const std::string& file, Diagnostics& found) {
  const auto [twin, is_new] = owners_.emplace(file, report.report().name);
  if (is_new) return true;
  found.error(output.output->file_at.in(report.report().path), "twin-file",
              text("документ «{}» уже создан (отчёт {})", "the document “{}” is made already (report {})",
                   file, twin->second),
              text("дайте документам разные имена: `file`", "give the documents different names: `file`"));
  return false;
}

// What was approved stays as it is; anything else is a draft, and its clean bytes wait beside. Returns the
// bytes that a PDF is to be made of; "" for what is approved, which has its own.
std::string Builder::put_version(const render::PreparedReport& report, const render::PreparedOutput& output,
                                 const std::string& bytes, BuiltDocument& built,
                                 publish::ManifestEntry& entry, Diagnostics& found) {
  const auto& version = built.version;
  built.file = entry.file = publish::version_file(built.document, version.version);
  entry.sign_off = {built.document, version.version, built.clean_sha256, bytes.size()};
  built.outcome = publish::Outcome::kUnchanged;
  std::error_code error;
  const bool approved = version.frozen && version.state != publish::State::kDraft;
  if (approved && std::filesystem::exists(project_.period_folder() / built.file, error)) return {};
  if (approved || !report.report().sign_off.wanted()) {
    built.outcome = publisher_.stage(built.file, bytes, options_.force);
    return approved ? std::string() : bytes;
  }
  auto draft = render::as_draft(built.file, bytes);
  if (!draft) {
    found.error(output.output->file_at.in(report.report().path), "no-draft-mark",
                text("в документ «{}» не удалось поставить «ПРОЕКТ»", "“{}” could not be marked as a draft",
                     built.file));
    return {};
  }
  if (!clean_) clean_.emplace(clean_folder_, options_.dry_run);
  clean_->stage(built.file, bytes);
  entry.sha256 = sha256(*draft);
  entry.bytes = built.bytes = draft->size();
  built.outcome = publisher_.stage(built.file, *draft, options_.force);
  return std::move(*draft);
}

}  // namespace svodka
