#include "builder.h"

#include <algorithm>
#include <limits>

#include "base/file_name.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/interrupt.h"
#include "base/side_by_side.h"
#include "builder_parts.h"
#include "check_shards.h"
#include "page.h"
#include "region_stores.h"
#include "store/build_id.h"
#include "store/project_stores.h"

namespace svodka {
namespace fs = std::filesystem;
using render::PreparedReport;

namespace {

// All that decides what the queries of a report can give, and who makes documents of it.
std::string circumstances_of(const Project& project, const std::vector<publish::FileHash>& inputs) {
  std::string all = store::build_id() + "\n" + project.context.period + "\n" + project.context.as_of + "\n";
  for (const auto& file : inputs) all += file.sha256 + " " + file.file + "\n";
  if (project.projects) all += sha256_if_there(project.projects->merged(store::Personal::kShown)) + "\n";
  all += sha256_if_there(project.previous_database()) + "\n" +
         sha256_if_there(project.history / "register.head");
  return sha256(all);
}

// Those of a run for a part; `all`: of a run for the whole.
std::string circumstances_of(const publish::Shard& shard, const std::string& all) {
  return shard ? sha256(all + "\n" + std::to_string(shard.part) + "/" + std::to_string(shard.of)) : all;
}

std::vector<EarlierWork> earlier_work(const Project& project, const BuildOptions& options) {
  std::vector<EarlierWork> all;
  const auto period = project.context.period;
  for (const auto& shard : options.shards)
    all.emplace_back(shard, period, is_own_shard(shard, project.outputs));
  // What was joined before may be what this part would make.
  if (options.shard) all.emplace_back(project.history, period, false);
  std::error_code error;
  const auto unfinished = unfinished_folder(project.outputs);
  if (fs::is_directory(unfinished / period, error)) all.emplace_back(unfinished, period, true);
  return all;
}

std::vector<fs::path> folders_of(const std::vector<EarlierWork>& all) {
  std::vector<fs::path> folders;
  for (const auto& each : all) folders.push_back(each.folder());
  return folders;
}

// What lies beside the documents of a period. The page may be a report of the project's own.
bool is_name_of_a_run(const std::string& file) {
  const auto key = file_name_key(file);
  return key == "manifest.json" || key == "data.db" || key == kKeptProjects ||
         (key == kPageFile && file != kPageFile);
}

}  // namespace

void Made::add(Made&& part) {
  findings.add(part.findings);
  of_documents.add(part.of_documents);
  failed |= part.failed;
  has_pdfs |= part.has_pdfs;
  documents += part.documents;
  left += part.left;
  failed_documents.insert(failed_documents.end(), std::make_move_iterator(part.failed_documents.begin()),
                          std::make_move_iterator(part.failed_documents.end()));
  files.merge(part.files);
  for (const auto& [which, some] : part.lacking) lacking[which].add(some);
}

Builder::Builder(const Project& project, const BuildOptions& options,
                 const std::vector<publish::FileHash>& inputs, const PersonalValues& personal,
                 publish::Publisher& publisher, const std::vector<std::string>& names,
                 RunDocuments& documents)
    : project_(project),
      options_(options),
      personal_(personal),
      publisher_(publisher),
      names_(names),
      made_(documents),
      records_(project.outputs, project.period_folder(), options.dry_run),
      root_(fs::weakly_canonical(fs::absolute(project.root))),
      program_(store::build_id()),
      circumstances_(circumstances_of(options.shard, circumstances_of(project, inputs))),
      incremental_(!options.force && !options.trace && !options.annotate && !program_.empty()),
      earlier_(incremental_ ? earlier_work(project, options) : std::vector<EarlierWork>()),
      pdfs_(project.period_folder(), project.context.as_of, options.force, folders_of(earlier_)),
      versions_(project.history),
      clean_folder_(publish::clean_folder(project.outputs, project.context.period)),
      documents_(project, names) {}

Builder::~Builder() = default;

void Builder::commit_clean() {
  if (clean_) clean_->commit();
}

std::vector<Made> Builder::run() {
  std::vector<Planned> side_by_side, alone;
  for (std::size_t i = 0; i < names_.size(); ++i)
    (documents_.asks(names_[i]) ? alone : side_by_side).push_back({.report = i, .name = names_[i]});
  make_side_by_side(side_by_side);
  std::vector<Made> made(names_.size());
  for (auto& report : side_by_side) made[report.report] = std::move(report.made);
  for (auto& report : alone) {
    // What they ask about is known when the parts are joined.
    if (options_.shard) continue;
    if (interrupted() == 0)
      make_alone(report);
    else
      ++report.made.left;
    made[report.report] = std::move(report.made);
  }
  return made;
}

// What the page tells of are the other documents, so that unchanged inputs do not mean an unchanged page.
Made Builder::make_page(const std::string& key) {
  Planned page{.report = names_.size(), .name = kPageReport};
  make_alone(page);
  const auto& made = page.made;
  const auto place = project_.period_folder() / kPageFile;
  if (!incremental_ || options_.dry_run || made.documents != 1 || !made.findings.empty() || made.has_pdfs)
    return std::move(page.made);
  made_.each_of(page.report, [&](const RunDocuments::Place&, const publish::ManifestEntry& entry) {
    if (entry.file != kPageFile || !entry.sign_off.document.empty()) return;
    publish::MadeRecord record{kPageFile, kPageReport, 0};
    record.made_of = {program_, {}, {}, key, {}};
    for (const auto& [file, hash] : made.files) record.made_of.pictures.push_back({file, hash_of(file)});
    record.clean_sha256 = entry.sha256;
    record.entry = entry;
    records_.put({record});
  });
  return std::move(page.made);
}

std::string Builder::page_key(const publish::Manifest& manifest) const {
  std::string all = circumstances_ + "\n" + manifest.head_json();
  made_.each_lines(kPageReport, [&](const std::string& report, std::string_view lines) {
    if (report != kPageReport) all.append(lines) += '\n';
    constexpr std::size_t kPiece = 64u << 10;
    if (all.size() > kPiece) all = sha256(all);
  });
  return sha256(all);
}

bool Builder::keep_page(const std::string& key) {
  if (!incremental_ || documents_.asks(kPageReport)) return false;
  const auto record = records_.find(kPageFile);
  if (!record || record->report != kPageReport || record->made_of.program != program_ ||
      record->made_of.data != key || record->made_of.pictures.empty())
    return false;
  report_root(project_.root, project_.outputs, kPageReport);  // is there for people to look at
  if (!are_unchanged(record->made_of.pictures) || standing(*record, false)) return false;
  made_.add({{names_.size(), 0, 0}, unchanged(*record), &record->entry});
  records_.put({*record});
  return true;
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
std::size_t Builder::threads_worth(std::size_t items, std::size_t worth) const {
  const auto useful = (items + worth - 1) / worth;
  return threads_for(options_.jobs > 0 ? items : useful, options_.jobs);
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

void Builder::make_side_by_side(std::vector<Planned>& reports) {
  // A connection with its views costs as much as a few small reports: a thread must have some to make.
  constexpr std::size_t kReportsWorthAThread = 4;
  side_by_side(reports.size(), threads_worth(reports.size(), kReportsWorthAThread),
               [&](std::size_t i, std::size_t thread) {
                 reports[i].is_taken = take_unchanged(reports[i]) || take_from_shards(reports[i]);
                 reports[i].worker = thread;
                 if (!reports[i].is_taken) get_ready(reports[i], worker(thread));
               });
  for (const auto& report : reports) count(report);
  Window window{.reports = &reports};
  for (auto& report : reports) {
    if (report.is_taken) made_.claim_all(report.report, report.name);
    if (report.prepared != nullptr) plan(report, window);
  }
  begin(window);
  finish(window);
  for (auto& report : reports) {
    if (report.prepared == nullptr) continue;
    tell(report);
    finish(report);
  }
}

// A report that sees more than the inputs, on the first thread's connection.
void Builder::make_alone(Planned& report) {
  get_ready(report, worker(0));
  count(report);
  std::vector<Planned> one;
  one.push_back(std::move(report));
  Window window{.reports = &one};
  if (one.front().prepared != nullptr) {
    plan(one.front(), window);
    begin(window);
    finish(window);
    tell(one.front());
    records_.put_report(record_name(one.front().name), std::nullopt);
  }
  report = std::move(one.front());
  report.prepared = nullptr;
  auto& own = worker(0);
  own.reports.erase(report.name);
  if (!documents_.asks(report.name)) return;
  own.shown->provide_documents(nullptr);
  if (own.hidden) own.hidden->provide_documents(nullptr);
}

void Builder::get_ready(Planned& report, Worker& worker) {
  report.prepared = prepare(report.name, worker, report.made.findings);
  report.made.failed = report.prepared == nullptr;
  if (report.made.failed) return;
  note_sources(report);
  report.outputs = report.prepared->outputs().size();
  for (const auto& output : report.prepared->outputs()) {
    report.places.push_back(output.output->file_at.in(report.prepared->report().path));
    report.pdfs.push_back(!output.output->pdf.empty());
  }
}

// All files that decide what comes of it: also of a report of which nothing comes.
void Builder::note_sources(Planned& report) {
  auto& files = report.made.files;
  const auto& definition = report.prepared->report();
  files[definition.path] = definition.sha256;
  for (const auto& output : report.prepared->outputs()) {
    if (!output.source) continue;
    files[output.output->template_file] = output.source->sha256();
    for (const auto& [file, hash] : output.source->fragments()) files[file] = hash;
  }
}

bool Builder::is_ours(const std::string& document) const {
  return !options_.shard || part_of(document, options_.shard.of) == options_.shard.part;
}

// How many documents there will be, for whoever watches.
void Builder::count(const Planned& report) {
  if (!options_.progress || report.prepared == nullptr) return;
  if (!options_.shard) {
    total_ += report.prepared->count_rows() * report.outputs;
    return;
  }
  Diagnostics said;  // when they are made
  constexpr std::size_t kAtOnce = 1024;
  const auto take = [&](const PreparedReport::Plan& plan) {
    for (std::size_t row = 0; row < plan.rows.size(); ++row)
      if (is_ours(plan.files[row * report.outputs])) total_ += report.outputs;
  };
  report.prepared->plan(kAtOnce, take, said);
}

void Builder::plan(Planned& report, Window& window) {
  constexpr std::size_t kRowsAtOnce = 1024;
  // Its rows come from the connection of the thread that prepared it, which may be using it.
  if (report.worker != 0) finish(window);
  // Documents that are followed to their sources are made again all together.
  const bool whole = options_.trace || options_.annotate;
  report.prepared->plan(
      whole ? std::numeric_limits<std::size_t>::max() : kRowsAtOnce,
      [&](PreparedReport::Plan plan) { take(report, std::move(plan), window); }, report.of_plan);
  const auto& definition = report.prepared->report();
  if (report.rows > 0 || !definition.one_per || report.of_plan.has_errors()) return;
  report.of_plan.info(definition.one_per->at.in(definition.path), "no-documents",
                      text("запрос one-per не дал ни одной строки: документов у отчёта нет",
                           "the query of one-per has given no row: the report has no documents"));
}

// Adds what was planned to the window. Once it is full, its documents are begun.
void Builder::take(Planned& report, PreparedReport::Plan plan, Window& window) {
  constexpr std::size_t kFull = 1024, kSmallestPart = 8, kPartsOfAPiece = 64;
  const auto rows = plan.rows.size();
  if (rows == 0 || report.outputs == 0) return;
  auto piece = std::make_shared<Piece>(Piece{&report, report.rows, std::move(plan), {}});
  report.rows += static_cast<std::int64_t>(rows);
  piece->files = piece->plan.files;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto first = piece->files.begin() + static_cast<std::ptrdiff_t>(row * report.outputs);
    if (!is_ours(*first)) std::fill_n(first, report.outputs, std::string());
  }
  if (options_.redact && !report.prepared->report().redact) {
    for (auto& file : piece->files)
      if (!file.empty()) file = redacted_name(file);
  }
  refuse_twins(report, *piece);
  const bool whole = options_.trace || options_.annotate;
  const auto size = whole ? rows : std::max(kSmallestPart, rows / kPartsOfAPiece);
  for (std::size_t first = 0; first < rows; first += size)
    window.parts.push_back({piece, first, std::min(size, rows - first)});
  window.documents += rows * report.outputs;
  if (window.documents < kFull) return;
  begin(window);
  if (report.worker != 0) finish(window);
}

// Two documents of one name: the later of them is refused.
void Builder::refuse_twins(Planned& report, Piece& piece) {
  for (std::size_t i = 0; i < piece.files.size(); ++i) {
    auto& file = piece.files[i];
    if (file.empty()) continue;
    const auto output = i % report.outputs;
    if (is_name_of_a_run(file)) {
      report.of_plan.error(
          report.places[output], "bad-file-name",
          text("имя «{}» занято: так называется файл, который программа кладёт рядом с документами",
               "the name “{}” is taken: a file that the program puts beside the documents has it", file));
      file.clear();
      continue;
    }
    auto twin = file;
    auto owner = made_.claim(twin, report.name);
    if (!owner && report.pdfs[output]) owner = made_.claim(twin = pdf_name(file), report.name);
    if (!owner) continue;
    report.of_plan.error(
        report.places[output], "twin-file",
        owner->file == twin
            ? text("документ «{}» уже создан (отчёт {})", "the document “{}” is made already (report {})",
                   twin, owner->report)
            : text(
                  "документ «{}» в Windows, macOS и на общем диске — тот же файл, что «{}» (отчёт {}): имена "
                  "отличаются только регистром или записью букв",
                  "the document “{}” is the same file in Windows, macOS and on a share as “{}” (report {}): "
                  "the "
                  "names differ only in case or in how letters are written",
                  twin, owner->file, owner->report),
        text("дайте документам разные имена: `file`", "give the documents different names: `file`"));
    file.clear();
  }
}

Builder::InHand::InHand(std::vector<Part> all, std::size_t workers, Builder& builder)
    : parts(std::move(all)),
      made(parts.size()),
      work(parts.size(), workers, [this, &builder](std::size_t i, std::size_t thread) {
        builder.make(parts[i], builder.worker(thread), made[i]);
      }) {}

// The documents before are finished first. With one thread there is nobody to begin them.
void Builder::begin(Window& window) {
  constexpr std::size_t kDocumentsWorthAThread = 12;
  finish(window);
  if (window.parts.empty()) return;
  const auto workers = std::min(threads_worth(window.documents, kDocumentsWorthAThread), window.parts.size());
  window.in_hand = std::make_unique<InHand>(std::move(window.parts), workers, *this);
  window.parts.clear();
  window.documents = 0;
  if (workers == 1) finish(window);
}

// Takes part in what is in hand until it is done.
void Builder::finish(Window& window) {
  if (!window.in_hand) return;
  const auto in_hand = std::move(window.in_hand);
  in_hand->work.finish();
  for (std::size_t i = 0; i < in_hand->parts.size(); ++i) {
    const auto* report = in_hand->parts[i].piece->report;
    const auto at = static_cast<std::size_t>(report - window.reports->data());
    (*window.reports)[at].made.add(std::move(in_hand->made[i]));
  }
}

// What was found in the documents, then in their plan.
void Builder::tell(Planned& report) const {
  auto& made = report.made;
  made.of_documents.tell(made.findings);
  made.findings.add(report.of_plan);
  for (const auto& [which, documents] : made.lacking)
    say_lacking(documents, which.second, which.first, options_.shards, project_.context,
                report.places.front(), made.findings);
}

// What was made of a report is remembered, unless there is something to say about it that must be said again.
void Builder::finish(Planned& report) {
  const auto& made = report.made;
  if (!made.findings.empty() || made.has_pdfs || made.left > 0)
    return records_.put_report(record_name(report.name), std::nullopt);
  publish::ReportRecord record{circumstances_, {}, static_cast<std::int64_t>(made.documents)};
  for (const auto& [file, hash] : made.files) record.files.push_back({file, hash});
  records_.put_report(record_name(report.name), record);
}

// A report of which nothing changed is not even prepared.
bool Builder::take_unchanged(Planned& report) {
  if (!incremental_) return false;
  const auto last = records_.find_report(record_name(report.name));
  if (!last || last->circumstances != circumstances_ || !are_unchanged(last->files)) return false;
  std::int64_t taken = 0;
  std::vector<publish::MadeRecord> asked;
  records_.each_of(record_name(report.name), [&](const publish::MadeRecord& record) {
    if (standing(record, record.signed_off)) return false;
    made_.add({{report.report, record.place, 0}, unchanged(record), &record.entry});
    if (documents_.is_asked()) asked.push_back(record);
    ++taken;
    return true;
  });
  if (taken != last->documents) {
    made_.drop(report.report);
    return false;
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const auto& record : asked) documents_.add(record.entry, clean_bytes(record));
  return true;
}

// A report that all shards have made under the circumstances of this run is not prepared either. Drafts, and
// what other reports ask about, are looked at one by one.
bool Builder::take_from_shards(Planned& report) {
  const auto shards = options_.shards.size();
  if (!incremental_ || options_.dry_run || shards == 0 || documents_.is_asked()) return false;
  const auto name = record_name(report.name);
  std::map<std::string, std::string> files;
  for (std::size_t i = 0; i < shards; ++i) {
    const publish::Shard shard{static_cast<int>(i) + 1, static_cast<int>(shards)};
    const auto made = earlier_[i].records().find_report(name);
    if (!made || made->circumstances != circumstances_of(shard, circumstances_) ||
        !are_unchanged(made->files))
      return false;
    for (const auto& file : made->files) files[file.file] = file.sha256;
    bool is_whole = true;
    std::int64_t count = 0;
    earlier_[i].records().each_of(name, [&](const publish::MadeRecord& record) {
      is_whole = !record.signed_off && earlier_[i].is_whole(record);
      ++count;
      return is_whole;
    });
    if (!is_whole || count != made->documents) return false;
  }
  std::int64_t count = 0;
  for (std::size_t i = 0; i < shards; ++i) {
    earlier_[i].records().each_of(name, [&](const publish::MadeRecord& record) {
      auto built = unchanged(record);
      built.outcome = publisher_.stage_copy(record.entry.file, earlier_[i].folder() / record.entry.file,
                                            earlier_[i].is_spent());
      built.causes = {publish::Cause::kNew};
      made_.add({{report.report, record.place, 0}, built, &record.entry});
      records_.put({record});
      ++count;
      return true;
    });
  }
  publish::ReportRecord whole{circumstances_, {}, count};
  for (const auto& [file, hash] : files) whole.files.push_back({file, hash});
  records_.put_report(name, whole);
  return true;
}

void Builder::tell_progress(const std::string& document) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++done_;
  if (options_.progress) options_.progress(done_, std::max(done_, total_), document);
}

std::size_t Builder::put_aside(const publish::Manifest& manifest) {
  const auto folder = unfinished_folder(project_.outputs);
  const auto& period = project_.context.period;
  publish::MadeRecords kept(folder, folder / period, false);
  make_folder(folder / period);
  if (clean_) clean_->put_aside(publish::clean_folder(folder, period));
  publisher_.put_aside(folder / period);
  std::size_t count = 0;
  const auto each = [&](const auto& take) {
    made_.each_entry(kPageReport, [&](const publish::ManifestEntry& entry) {
      std::error_code error;
      if (!fs::exists(folder / period / entry.file, error)) return;  // it stays in its place
      auto record = records_.find(entry.sign_off.document.empty() ? entry.file : entry.sign_off.document);
      if (!record) return;
      record->entry = entry;  // with its PDF
      kept.put({*record});
      take(publish::manifest_lines(entry));
      ++count;
    });
  };
  manifest.write(folder / period / "manifest.json", each);
  kept.commit();
  return count;
}

void Builder::forget_unfinished() const {
  // A run for some of the reports leaves what was made of the others.
  if (options_.dry_run || options_.redact || !options_.reports.empty()) return;
  const auto folder = unfinished_folder(project_.outputs);
  std::error_code ignored;
  fs::remove_all(folder / project_.context.period, ignored);
  fs::remove_all(publish::clean_folder(folder, project_.context.period), ignored);
  if (publish::period_folders(folder).empty()) fs::remove_all(folder, ignored);
}

}  // namespace svodka
