#include "base/files.h"
#include "base/hash.h"
#include "base/interrupt.h"
#include "builder.h"
#include "builder_parts.h"
#include "page.h"
#include "render/draft/draft.h"
#include "render/picture/picture_file.h"

namespace svodka {
namespace fs = std::filesystem;
using publish::Cause;
using render::PreparedReport;

void Builder::make(const Part& part, Worker& worker, Made& made) {
  const auto& piece = *part.piece;
  const auto outputs = piece.report->outputs;
  Diagnostics said;  // by the thread that planned it, unless somebody changed it meanwhile
  const auto* report = prepare(piece.report->name, worker, said);
  if (report == nullptr) return made.findings.add(said);
  const auto scratch = [&](const std::string& file) { return publisher_.scratch(file); };
  render::DocumentMaker maker(*report, scratch);
  for (std::size_t row = part.first; row < part.first + part.count; ++row) {
    const auto* files = piece.files.data() + row * outputs;
    const auto wanted = outputs - static_cast<std::size_t>(std::count(files, files + outputs, std::string()));
    if (wanted == 0) continue;
    if (interrupted() != 0) {
      made.left += wanted;
      continue;
    }
    Diagnostics of_row;
    const bool read = maker.begin(piece.plan.rows[row], of_row);
    say(of_row, *report,
        *std::find_if(files, files + outputs, [](const auto& file) { return !file.empty(); }), made);
    for (std::size_t output = 0; output < outputs; ++output) {
      const auto& file = files[output];
      if (file.empty()) continue;
      if (read) make_document(part, row, output, *report, maker, made);
      if (!read) made.failed_documents.push_back(file);
      tell_progress(file);
    }
  }
  note(made);
  const bool is_sound = !made.findings.has_errors() && !made.of_documents.has_errors();
  if (is_sound && made.left == 0 && (options_.trace || options_.annotate) && !report->report().redact)
    follow(*report, piece.report->report, reader_for(report->report(), worker), scratch, made);
}

// Of a document among many it must be said which.
void Builder::say(const Diagnostics& found, const PreparedReport& report, const std::string& document,
                  Made& made) {
  if (report.report().one_per)
    made.of_documents.add(found, document);
  else
    made.findings.add(found);
}

void Builder::make_document(const Part& part, std::size_t row, std::size_t index,
                            const PreparedReport& report, render::DocumentMaker& maker, Made& made) {
  const auto& piece = *part.piece;
  const auto& output = report.outputs()[index];
  const auto in_piece = row * report.outputs().size() + index;
  const auto& document = piece.files[in_piece];
  const auto place =
      piece.first * static_cast<std::int64_t>(report.outputs().size()) + static_cast<std::int64_t>(in_piece);
  const RunDocuments::Place at{piece.report->report, place, 0};
  const bool is_copy = options_.redact && !report.report().redact;
  const bool sign_off_wanted = !is_copy && report.report().sign_off.wanted();
  publish::ManifestEntry entry{.file = document,
                               .report = report.report().name,
                               .title = report.report().title,
                               .definition = {report.report().path, report.report().sha256}};
  entry.redacted = is_copy;
  if (documents_.asks(piece.report->name)) entry.ledger = documents_.ledger();
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
  const bool remembered = piece.report->name != kPageReport;
  const auto record = remembered ? records_.find(document) : std::nullopt;
  publish::MadeRecord now{document, record_name(piece.report->name), place};
  now.made_of = {program_, entry.definition.sha256, sources, {}, {}};
  now.entry = std::move(entry);
  auto why = causes(record, now.made_of, sign_off_wanted);
  // Rows that stream are read twice only when that can spare the making.
  if (record && (why.empty() || !output.workbook)) {
    now.made_of.data = maker.digest(output, found);
    if (now.made_of.data != record->made_of.data) why.push_back(Cause::kData);
  }
  if (why.empty()) {
    auto kept = *record;
    kept.report = now.report;
    kept.place = now.place;
    kept.entry.ledger = now.entry.ledger;
    return keep_document(std::move(kept), at, report, output, made);
  }
  BuiltDocument built{.report = report.report().name, .file = document, .causes = std::move(why)};
  built.document = document;
  // What is made only to say something of it is compared.
  const bool compares = options_.compare && (!remembered || built.causes == std::vector{Cause::kFindings});
  if (options_.only_causes && !compares) {
    if (record) built.file = record->entry.file;
    made.rows.emplace_back(at, std::move(built), nullptr);
    return;
  }
  const auto bytes = taken_or_made(now, piece, row, index, report, maker, made, found);
  if (bytes && (options_.redact || report.report().redact)) personal_.look_for(document, *bytes, found);
  if (bytes) accept(report, output, *bytes, built, now.entry, found);
  say(found, report, document, made);
  if (!bytes || found.has_errors()) return made.failed_documents.push_back(document);
  now.clean_sha256 = built.clean_sha256;
  now.signed_off = built.signed_off;
  now.told = !found.empty();
  if (!remembered) built.causes.clear();
  note_pictures(now, made);
  if (documents_.is_asked()) {
    const std::lock_guard<std::mutex> lock(mutex_);
    documents_.add(now.entry, *bytes);
  }
  made.rows.emplace_back(at, std::move(built), &now.entry);
  ++made.documents;
  if (options_.trace || options_.annotate) made.bytes.emplace(document, *bytes);
  if (remembered) made.records.push_back(std::move(now));
}

// All at once, for other threads wait meanwhile.
void Builder::note(Made& made) {
  made_.add(made.rows);
  records_.put(made.records);
  made.rows.clear();
  made.records.clear();
}

void Builder::note_pictures(const publish::MadeRecord& record, Made& made) {
  for (const auto& file : record.made_of.pictures) made.files[file.file] = file.sha256;
}

// A document that is as it would come out.
void Builder::keep_document(publish::MadeRecord record, const RunDocuments::Place& place,
                            const PreparedReport& report, const render::PreparedOutput& output, Made& made) {
  auto built = unchanged(record);
  ++made.documents;
  note_pictures(record, made);
  if (!output.output->pdf.empty() && !built.version.approved())
    want_pdf(report, output, record.entry,
             [&] { return read_file(project_.period_folder() / record.entry.file); });
  if (documents_.is_asked()) {
    const std::lock_guard<std::mutex> lock(mutex_);
    documents_.add(record.entry, clean_bytes(record));
  }
  made.rows.emplace_back(place, std::move(built), &record.entry);
  made.records.push_back(std::move(record));
}

// The document's bytes: those that another run made of the same, or new ones. Nothing when there is an error.
std::optional<std::string> Builder::taken_or_made(publish::MadeRecord& now, const Piece& piece,
                                                  std::size_t row, std::size_t index,
                                                  const PreparedReport& report, render::DocumentMaker& maker,
                                                  Made& made, Diagnostics& found) {
  const auto& output = report.outputs()[index];
  const auto* files = piece.plan.files.data() + row * report.outputs().size();
  auto earlier = Earlier::kNone;
  if (auto bytes = earlier_bytes(now, output, maker, earlier, found)) return bytes;
  const bool is_of_a_shard = now.entry.report != kPageReport && !documents_.asks(now.entry.report);
  if (!options_.shards.empty() && is_of_a_shard && earlier != Earlier::kTold) {
    const auto part = part_of(files[0], static_cast<int>(options_.shards.size()));
    made.lacking[{part, earlier == Earlier::kLost}].add(now.document);
    return std::nullopt;
  }
  const render::UsedPictures pictures;
  auto bytes = maker.make(output, files[index], found);
  for (const auto& picture : pictures.files()) {
    const auto file = in_project(picture);
    now.made_of.pictures.push_back({file, hash_of(file)});
  }
  if (bytes && now.made_of.data.empty()) now.made_of.data = maker.digest(output, found);
  return bytes;
}

// What there is to say about it is said by making it.
std::optional<std::string> Builder::earlier_bytes(publish::MadeRecord& now,
                                                  const render::PreparedOutput& output,
                                                  render::DocumentMaker& maker, Earlier& earlier,
                                                  Diagnostics& found) {
  for (const auto& work : earlier_) {
    const auto record = work.find(now.document);
    if (!record) continue;
    const auto& then = record->made_of;
    if (then.program != now.made_of.program || then.definition != now.made_of.definition ||
        then.sources != now.made_of.sources || !are_unchanged(then.pictures))
      continue;
    if (now.made_of.data.empty()) now.made_of.data = maker.digest(output, found);
    if (found.has_errors() || then.data != now.made_of.data) continue;
    if (record->told) {
      earlier = Earlier::kTold;
      continue;
    }
    auto bytes = work.clean_bytes(*record);
    if (!bytes) {
      earlier = Earlier::kLost;
      continue;
    }
    now.made_of.pictures = then.pictures;
    return bytes;
  }
  return std::nullopt;
}

void Builder::accept(const render::PreparedReport& report, const render::PreparedOutput& output,
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
  if (!output.output->pdf.empty() && !placed.empty()) want_pdf(report, output, entry, [&] { return placed; });
}

void Builder::want_pdf(const render::PreparedReport& report, const render::PreparedOutput& output,
                       const publish::ManifestEntry& entry, const std::function<std::string()>& bytes) {
  if (options_.dry_run && !options_.compare) return;
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
  const bool approved = version.approved();
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
