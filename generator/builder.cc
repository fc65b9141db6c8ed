#include "builder.h"

#include <algorithm>
#include <exception>
#include <thread>
#include <tuple>

#include "base/files.h"
#include "base/hash.h"
#include "base/interrupt.h"
#include "page.h"
#include "publish/trace_file.h"
#include "render/draft/draft.h"
#include "render/picture/picture_file.h"
#include "render/review.h"
#include "store/build_id.h"

namespace svodka {
namespace fs = std::filesystem;
using publish::Cause;
using render::PreparedReport;

// The connections of a thread, and the reports that it has prepared on them.
struct Builder::Worker {
  store::Reader* shown = nullptr;
  std::unique_ptr<store::Reader> own, hidden;  // `hidden`: without personal data
  bool hides_people = false;
  std::map<std::string, PreparedReport> reports;
};

// A report whose documents are known.
struct Builder::Planned {
  std::size_t report = 0;  // its place among the names
  PreparedReport::Plan plan;
  std::size_t outputs = 0;
  std::vector<Position> places;    // of the outputs' names in the definition
  std::vector<bool> pdfs;          // whether an output has a PDF
  std::vector<std::string> files;  // what the documents are called in the outputs
};

// Some documents of a report, for one thread.
struct Builder::Part {
  const Planned* planned = nullptr;
  std::string name;
  std::size_t first = 0, count = 0;  // rows of the plan
};

namespace {

// Calls `work(item, worker)` for each item, on as many threads as there are workers. What one throws is
// thrown here once all have ended.
void share_out(std::size_t items, std::size_t workers,
               const std::function<void(std::size_t item, std::size_t worker)>& work) {
  std::atomic<std::size_t> next = 0;
  std::vector<std::exception_ptr> thrown(workers);
  const auto run = [&](std::size_t worker) {
    try {
      for (auto item = next++; item < items; item = next++) work(item, worker);
    } catch (...) {
      thrown[worker] = std::current_exception();
      next = items;
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t worker = 1; worker < workers; ++worker) threads.emplace_back(run, worker);
  run(0);
  for (auto& thread : threads) thread.join();
  for (const auto& error : thrown) {
    if (error) std::rethrow_exception(error);
  }
}

std::string hash_of_file(const fs::path& file) {
  std::error_code error;
  return fs::is_regular_file(file, error) ? sha256_of_file(file) : std::string();
}

// All that decides what the queries of a report can give, and who makes documents of it.
std::string circumstances_of(const Project& project, const std::vector<publish::FileHash>& inputs) {
  std::string all = store::build_id() + "\n" + project.context.period + "\n" + project.context.as_of + "\n";
  for (const auto& file : inputs) all += file.sha256 + " " + file.file + "\n";
  all += hash_of_file(project.previous_database()) + "\n" + hash_of_file(project.outputs / "register.head");
  return sha256(all);
}

}  // namespace

Builder::Builder(const Project& project, const BuildOptions& options,
                 const std::vector<publish::FileHash>& inputs, const PersonalValues& personal,
                 publish::Publisher& publisher, const std::vector<std::string>& names)
    : project_(project),
      options_(options),
      personal_(personal),
      publisher_(publisher),
      records_(project.outputs, project.period_folder(), options.dry_run),
      program_(store::build_id()),
      circumstances_(circumstances_of(project, inputs)),
      incremental_(!options.force && !options.trace && !options.annotate && !program_.empty()),
      pdfs_(project.period_folder(), project.context.as_of, options.force),
      versions_(project.outputs),
      clean_folder_(publish::clean_folder(project.outputs, project.context.period)),
      documents_(project, names) {}

Builder::~Builder() = default;

void Builder::commit_clean() {
  if (clean_) clean_->commit();
}

std::vector<Made> Builder::run(const std::vector<std::string>& names) {
  std::vector<Made> made(names.size());
  std::vector<std::string> first;
  for (const auto& name : names)
    if (!documents_.asks(name)) first.push_back(name);
  std::vector<Made> done(first.size());
  make_side_by_side(first, done);
  for (std::size_t i = 0, next = 0; i < names.size(); ++i)
    if (!documents_.asks(names[i])) made[i] = std::move(done[next++]);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (documents_.asks(names[i])) make_alone(names[i], made[i]);
  return made;
}

// What the page tells of are the other documents, so that unchanged inputs do not mean an unchanged page.
Made Builder::make_page() {
  Made page;
  make_alone(kPageReport, page);
  return page;
}

Builder::Worker& Builder::worker(std::size_t thread) {
  const std::lock_guard<std::mutex> lock(mutex_);
  while (workers_.size() <= thread) workers_.push_back(std::make_unique<Worker>());
  auto& worker = *workers_[thread];
  if (worker.shown != nullptr) return worker;
  if (thread > 0) worker.own = project_.connect();  // the first thread has the project's
  worker.shown = thread > 0 ? worker.own.get() : project_.reader.get();
  return worker;
}

// As many threads as were asked for, or as have something `worth` their while.
std::size_t Builder::threads_for(std::size_t items, std::size_t worth) const {
  const auto cores = std::max<std::size_t>(1, std::thread::hardware_concurrency());
  const auto useful = std::min(cores, (items + worth - 1) / worth);
  const auto wanted = options_.jobs > 0 ? static_cast<std::size_t>(options_.jobs) : useful;
  return std::max<std::size_t>(1, std::min(wanted, items));
}

void Builder::make_side_by_side(const std::vector<std::string>& names, std::vector<Made>& made) {
  // A connection with its views costs as much as a few small reports: a thread must have some to make.
  constexpr std::size_t kReportsWorthAThread = 4, kDocumentsWorthAThread = 12;
  std::vector<Planned> planned(names.size());
  share_out(names.size(), threads_for(names.size(), kReportsWorthAThread),
            [&](std::size_t i, std::size_t thread) {
              planned[i].report = i;
              if (!take_unchanged(names[i], made[i])) plan(names[i], worker(thread), planned[i], made[i]);
            });
  std::vector<Part> parts;
  for (std::size_t i = 0; i < names.size(); ++i) {
    refuse_twins(planned[i], names[i], made[i]);
    const auto own = parts_of(planned[i], names[i]);
    parts.insert(parts.end(), own.begin(), own.end());
  }
  std::vector<Made> done(parts.size());
  share_out(parts.size(), threads_for(total_, kDocumentsWorthAThread),
            [&](std::size_t i, std::size_t thread) { make(parts[i], worker(thread), done[i]); });

  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto& whole = made[parts[i].planned->report];
    const auto append = [](auto& to, auto& from) {
      to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    };
    append(whole.documents, done[i].documents);
    append(whole.entries, done[i].entries);
    append(whole.failed_documents, done[i].failed_documents);
    append(whole.files, done[i].files);
    whole.has_pdfs |= done[i].has_pdfs;
    whole.findings.add(done[i].findings);
  }
  for (std::size_t i = 0; i < names.size(); ++i)
    if (planned[i].outputs > 0) finish(names[i], made[i]);
}

// A report that sees more than the inputs, on the first thread's connection.
void Builder::make_alone(const std::string& name, Made& made) {
  Planned planned;
  plan(name, worker(0), planned, made);
  refuse_twins(planned, name, made);
  for (const auto& part : parts_of(planned, name)) make(part, worker(0), made);
  if (planned.outputs > 0) records_.put_report(record_name(name), std::nullopt);
  auto& own = worker(0);
  own.reports.erase(name);
  if (!documents_.asks(name)) return;
  own.shown->provide_documents(nullptr);
  if (own.hidden) own.hidden->provide_documents(nullptr);
}

std::vector<Builder::Part> Builder::parts_of(const Planned& planned, const std::string& name) {
  constexpr std::size_t kDocumentsOfAPart = 8;
  const auto rows = planned.plan.rows.size();
  // Documents that are followed to their sources are made again all together.
  const auto size = options_.trace || options_.annotate ? std::max<std::size_t>(rows, 1) : kDocumentsOfAPart;
  std::vector<Part> parts;
  for (std::size_t first = 0; first < rows; first += size)
    parts.push_back({&planned, name, first, std::min(size, rows - first)});
  total_ += rows * planned.outputs;
  return parts;
}

store::Reader& Builder::reader_for(const bind::Report& report, Worker& worker) const {
  if (!report.redact && !options_.redact) return *worker.shown;
  if (!worker.hidden) {
    worker.hidden = project_.connect(store::Personal::kHidden);
    worker.hides_people = hides_people(*worker.shown, *worker.hidden);
  }
  return *worker.hidden;
}

// The report as this thread has it; null when there is an error.
const PreparedReport* Builder::prepare(const std::string& name, Worker& worker, Diagnostics& out) {
  if (const auto known = worker.reports.find(name); known != worker.reports.end()) return &known->second;
  Diagnostics found;
  auto definition =
      bind::load_report_in_part(report_root(project_.root, project_.outputs, name), name, found);
  out.add(found);
  if (!definition) return nullptr;
  auto& reader = reader_for(*definition, worker);
  if (documents_.asks(name)) {
    const auto rows = documents_.rows_for(name, out);
    if ((definition->redact || options_.redact) && worker.hides_people) rows->hide_people();
    reader.provide_documents(rows);
  }
  auto prepared = prepare_report(project_, reader, std::move(*definition), out);
  if (!prepared || found.has_errors()) return nullptr;
  return &worker.reports.emplace(name, std::move(*prepared)).first->second;
}

// What was made of a report is remembered, unless there is something to say about it that must be said again.
void Builder::finish(const std::string& name, Made& made) {
  if (!made.findings.empty() || made.has_pdfs) return records_.put_report(record_name(name), std::nullopt);
  publish::ReportRecord record{circumstances_, {}, static_cast<std::int64_t>(made.entries.size())};
  auto& files = made.files;
  const auto less = [](const auto& a, const auto& b) { return a.file < b.file; };
  const auto same = [](const auto& a, const auto& b) { return a.file == b.file; };
  std::sort(files.begin(), files.end(), less);
  files.erase(std::unique(files.begin(), files.end(), same), files.end());
  record.files = std::move(files);
  records_.put_report(record_name(name), record);
}

// Copies without personal data are remembered beside the documents.
std::string Builder::record_name(const std::string& report) const {
  return options_.redact ? report + " (redacted)" : report;
}

// Files that many documents show are hashed once a run.
std::string Builder::hash_of(const std::string& file) const {
  {
    const std::lock_guard<std::mutex> lock(hashes_mutex_);
    if (const auto known = hashes_.find(file); known != hashes_.end()) return known->second;
  }
  auto hash = hash_of_file(file);
  const std::lock_guard<std::mutex> lock(hashes_mutex_);
  return hashes_.emplace(file, std::move(hash)).first->second;
}

bool Builder::are_unchanged(const std::vector<publish::FileHash>& files) const {
  return std::all_of(files.begin(), files.end(),
                     [&](const auto& file) { return hash_of(file.file) == file.sha256; });
}

void Builder::tell_progress(const std::string& document) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++done_;
  if (options_.progress) options_.progress(done_, total_, document);
}

// A report of which nothing changed is not even prepared.
bool Builder::take_unchanged(const std::string& name, Made& made) {
  if (!incremental_) return false;
  const auto report = records_.find_report(record_name(name));
  if (!report || report->circumstances != circumstances_ || !are_unchanged(report->files)) return false;
  Made taken;
  std::vector<publish::MadeRecord> asked;
  records_.each_of(record_name(name), [&](const publish::MadeRecord& record) {
    if (standing(record, record.signed_off)) return false;
    taken.documents.push_back(unchanged(record));
    taken.entries.push_back(record.entry);
    if (documents_.is_asked()) asked.push_back(record);
    return true;
  });
  if (static_cast<std::int64_t>(taken.entries.size()) != report->documents) return false;
  made = std::move(taken);
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const auto& record : asked) documents_.add(record.entry, clean_bytes(record));
  return true;
}

std::string Builder::clean_bytes(const publish::MadeRecord& record) const {
  const bool draft = record.signed_off && record.entry.sha256 != record.clean_sha256;
  return read_file((draft ? clean_folder_ : project_.period_folder()) / record.entry.file);
}

void Builder::plan(const std::string& name, Worker& worker, Planned& planned, Made& made) {
  const auto* report = prepare(name, worker, made.findings);
  made.failed = report == nullptr;
  if (made.failed) return;
  planned.plan = report->plan(made.findings);
  planned.outputs = report->outputs().size();
  for (const auto& output : report->outputs()) {
    planned.places.push_back(output.output->file_at.in(report->report().path));
    planned.pdfs.push_back(!output.output->pdf.empty());
  }
  planned.files = planned.plan.files;
  if (!options_.redact || report->report().redact) return;
  for (auto& file : planned.files)
    if (!file.empty()) file = redacted_name(file);
}

// Two documents of one name: the later of them is refused.
void Builder::refuse_twins(Planned& planned, const std::string& name, Made& made) {
  for (const auto& document : made.documents) owners_.emplace(document.document, name);
  for (std::size_t i = 0; i < planned.files.size(); ++i) {
    auto& file = planned.files[i];
    if (file.empty()) continue;
    auto [twin, is_new] = owners_.emplace(file, name);
    if (is_new && planned.pdfs[i % planned.outputs])
      std::tie(twin, is_new) = owners_.emplace(pdf_name(file), name);
    if (is_new) continue;
    made.findings.error(
        planned.places[i % planned.outputs], "twin-file",
        text("документ «{}» уже создан (отчёт {})", "the document “{}” is made already (report {})",
             twin->first, twin->second),
        text("дайте документам разные имена: `file`", "give the documents different names: `file`"));
    file.clear();
  }
}

void Builder::make(const Part& part, Worker& worker, Made& made) {
  Diagnostics said;  // by the thread that planned it, unless somebody changed it meanwhile
  const auto* report = prepare(part.name, worker, said);
  if (report == nullptr) return made.findings.add(said);
  const auto scratch = [&](const std::string& file) { return publisher_.scratch(file); };
  render::DocumentMaker maker(*report, scratch);
  for (std::size_t row = part.first; row < part.first + part.count; ++row) {
    throw_if_interrupted();
    const bool read = maker.begin(part.planned->plan.rows[row], made.findings);
    for (std::size_t output = 0; output < part.planned->outputs; ++output) {
      const auto& file = part.planned->files[row * part.planned->outputs + output];
      if (read && !file.empty()) make_document(part, row, output, *report, maker, made);
      if (!read) made.failed_documents.push_back(file);
      tell_progress(file);
    }
  }
  if (!made.findings.has_errors() && (options_.trace || options_.annotate) && !report->report().redact)
    follow(*report, reader_for(report->report(), worker), scratch, made);
}

void Builder::make_document(const Part& part, std::size_t row, std::size_t index,
                            const PreparedReport& report, render::DocumentMaker& maker, Made& made) {
  const auto& output = report.outputs()[index];
  const auto place = row * report.outputs().size() + index;
  const auto& document = part.planned->files[place];
  const bool is_copy = options_.redact && !report.report().redact, asks = documents_.asks(part.name);
  const bool sign_off_wanted = !is_copy && report.report().sign_off.wanted();
  publish::ManifestEntry entry{.file = document,
                               .report = report.report().name,
                               .title = report.report().title,
                               .definition = {report.report().path, report.report().sha256}};
  entry.redacted = is_copy;
  if (asks) entry.ledger = documents_.ledger();
  std::string sources;
  if (output.source) {
    entry.source = {output.output->template_file, output.source->sha256()};
    for (const auto& [path, hash] : output.source->fragments()) entry.fragments.push_back({path, hash});
    sources = entry.source.sha256;
    for (const auto& file : entry.fragments) sources += " " + file.sha256;
  }
  made.has_pdfs |= !output.output->pdf.empty();
  Diagnostics found;
  // The page is made again by sign-off, too, and is no work.
  const bool remembered = part.name != kPageReport;
  const auto record = remembered ? records_.find(document) : std::nullopt;
  publish::MadeRecord now{document, record_name(part.name), static_cast<std::int64_t>(place)};
  now.made_of = {program_, entry.definition.sha256, sources, {}, {}};
  auto why = causes(record, now.made_of, sign_off_wanted);
  // Rows that stream are read twice only when that can spare the making.
  if (record && (why.empty() || !output.workbook)) {
    now.made_of.data = maker.digest(output, found);
    if (now.made_of.data != record->made_of.data) why.push_back(Cause::kData);
  }
  const auto note_files = [&](const publish::Ingredients& made_of) {
    const auto add = [&](const publish::FileHash& file) {
      made.files.push_back({fs::absolute(project_.root / file.file).string(), file.sha256});
    };
    add(entry.definition);
    if (output.source) add(entry.source);
    for (const auto& file : entry.fragments) add(file);
    made.files.insert(made.files.end(), made_of.pictures.begin(), made_of.pictures.end());
  };
  if (why.empty()) {
    auto kept = *record;
    kept.report = now.report;
    kept.place = now.place;
    kept.entry.ledger = entry.ledger;
    made.documents.push_back(unchanged(kept));
    made.entries.push_back(kept.entry);
    note_files(kept.made_of);
    const auto& version = made.documents.back().version;
    if (!output.output->pdf.empty() && !(version.frozen && version.state != publish::State::kDraft))
      want_pdf(report, output, kept.entry, read_file(project_.period_folder() / kept.entry.file));
    if (documents_.is_asked()) {
      const std::lock_guard<std::mutex> lock(mutex_);
      documents_.add(kept.entry, clean_bytes(kept));
    }
    return records_.put(kept);
  }
  BuiltDocument built{.report = report.report().name, .file = document, .causes = std::move(why)};
  built.document = document;
  if (options_.only_causes) {
    built.file = record ? record->entry.file : document;
    made.documents.push_back(std::move(built));
    return;
  }
  std::optional<std::string> bytes;
  {
    const render::UsedPictures pictures;
    bytes = maker.make(output, part.planned->plan.files[place], found);
    for (const auto& file : pictures.files())
      now.made_of.pictures.push_back({fs::absolute(file).string(), hash_of(fs::absolute(file).string())});
  }
  if (bytes && now.made_of.data.empty()) now.made_of.data = maker.digest(output, found);
  if (bytes && (options_.redact || report.report().redact)) personal_.look_for(document, *bytes, found);
  if (bytes) accept(report, output, *bytes, built, entry, found);
  made.findings.add(found);
  if (!bytes || found.has_errors()) return made.failed_documents.push_back(document);
  now.clean_sha256 = built.clean_sha256;
  now.signed_off = built.signed_off;
  now.told = !found.empty();
  now.entry = entry;
  if (remembered) records_.put(now);
  if (!remembered) built.causes.clear();
  note_files(now.made_of);
  if (documents_.is_asked()) {
    const std::lock_guard<std::mutex> lock(mutex_);
    documents_.add(entry, *bytes);
  }
  made.documents.push_back(std::move(built));
  made.entries.push_back(std::move(entry));
  if (options_.trace || options_.annotate) made.bytes.emplace(document, std::move(*bytes));
}

// All causes but the data, which are dearer to compare.
std::vector<Cause> Builder::causes(const std::optional<publish::MadeRecord>& record,
                                   const publish::Ingredients& now, bool sign_off_wanted) const {
  if (!record) return {Cause::kNew};
  const auto& then = record->made_of;
  std::vector<Cause> found;
  const auto add = [&](bool holds, Cause cause) {
    if (holds) found.push_back(cause);
  };
  add(!incremental_, Cause::kForced);
  add(then.program != now.program, Cause::kProgram);
  add(then.definition != now.definition, Cause::kDefinition);
  add(then.sources != now.sources, Cause::kTemplate);
  add(!are_unchanged(then.pictures), Cause::kPicture);
  add(record->told, Cause::kFindings);
  if (const auto cause = standing(*record, sign_off_wanted)) found.push_back(*cause);
  return found;
}

std::optional<Cause> Builder::standing(const publish::MadeRecord& record, bool sign_off_wanted) const {
  const auto version = versions_.place(project_.context.period + "/" + record.document, record.clean_sha256);
  const bool signed_off = sign_off_wanted || version.frozen || version.version > 1;
  const bool approved = version.frozen && version.state != publish::State::kDraft;
  if (signed_off != record.signed_off) return Cause::kSignOff;
  if (signed_off) {
    std::error_code error;
    if (record.entry.file != publish::version_file(record.document, version.version)) return Cause::kSignOff;
    if (approved && record.entry.sha256 != record.clean_sha256) return Cause::kSignOff;
    if (!approved && sign_off_wanted && !fs::exists(clean_folder_ / record.entry.file, error))
      return Cause::kSignOff;
  }
  return records_.standing(record);
}

BuiltDocument Builder::unchanged(const publish::MadeRecord& record) const {
  BuiltDocument built{.report = record.entry.report, .file = record.entry.file, .bytes = record.entry.bytes};
  built.outcome = publish::Outcome::kUnchanged;
  built.document = record.document;
  built.clean_sha256 = record.clean_sha256;
  built.signed_off = record.signed_off;
  built.version = versions_.place(project_.context.period + "/" + record.document, record.clean_sha256);
  return built;
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

void Builder::accept(const PreparedReport& report, const render::PreparedOutput& output,
                     const std::string& bytes, BuiltDocument& built, publish::ManifestEntry& entry,
                     Diagnostics& found) {
  entry.sha256 = built.clean_sha256 = sha256(bytes);
  entry.bytes = built.bytes = bytes.size();
  if (!entry.redacted)
    built.version = versions_.place(project_.context.period + "/" + built.document, entry.sha256);
  built.signed_off = !entry.redacted &&
                     (report.report().sign_off.wanted() || built.version.frozen || built.version.version > 1);
  auto placed = bytes;
  if (built.signed_off)
    placed = put_version(report, output, bytes, built, entry, found);
  else
    built.outcome = publisher_.stage(built.file, bytes, options_.force);
  if (!output.output->pdf.empty() && !placed.empty()) want_pdf(report, output, entry, placed);
}

void Builder::want_pdf(const PreparedReport& report, const render::PreparedOutput& output,
                       const publish::ManifestEntry& entry, const std::string& bytes) {
  if (options_.dry_run) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  pdfs_.want(entry.file, bytes, entry.sha256, output.output->pdf, output.output->at.in(report.report().path));
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
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!clean_) clean_.emplace(clean_folder_, options_.dry_run);
  }
  clean_->stage(built.file, bytes);
  entry.sha256 = sha256(*draft);
  entry.bytes = built.bytes = draft->size();
  built.outcome = publisher_.stage(built.file, *draft, options_.force);
  return std::move(*draft);
}

}  // namespace svodka
