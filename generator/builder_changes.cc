#include <algorithm>

#include "base/files.h"
#include "base/hash.h"
#include "builder.h"
#include "page.h"

// What changed since the run before, and so what is to be made again.

namespace svodka {
namespace fs = std::filesystem;
using publish::Cause;

namespace {

// Copies without personal data are remembered beside the documents.
std::string redacted_record_name(const std::string& report) { return report + " (redacted)"; }

}  // namespace

std::string Builder::record_name(const std::string& report) const {
  return options_.redact ? redacted_record_name(report) : report;
}

// By its name in the project, so that a copy of the project looks at its own files.
std::string Builder::in_project(const fs::path& file) const {
  const auto relative = fs::weakly_canonical(file).lexically_relative(root_);
  return relative.empty() || *relative.begin() == ".." ? fs::absolute(file).string()
                                                       : relative.generic_string();
}

// Files that many documents show are hashed once a run.
std::string Builder::hash_of(const std::string& file) const {
  {
    const std::lock_guard<std::mutex> lock(hashes_mutex_);
    if (const auto known = hashes_.find(file); known != hashes_.end()) return known->second;
  }
  auto hash = sha256_if_there(project_.root / file);
  const std::lock_guard<std::mutex> lock(hashes_mutex_);
  return hashes_.emplace(file, std::move(hash)).first->second;
}

bool Builder::are_unchanged(const std::vector<publish::FileHash>& files) const {
  return std::all_of(files.begin(), files.end(),
                     [&](const auto& file) { return hash_of(file.file) == file.sha256; });
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
  const bool approved = version.approved();
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

// One that was approved stays for good; the page is made after this.
bool Builder::is_left_over(const publish::MadeRecord& record) const {
  return record.entry.redacted == options_.redact && record.entry.report != kPageReport &&
         !versions_.place(project_.context.period + "/" + record.document, record.clean_sha256).frozen;
}

void Builder::find_left_over(bool is_whole, Diagnostics& out) {
  // With errors some documents are only not made this time.
  if ((options_.dry_run && !options_.compare) || options_.shard || out.has_errors()) return;
  std::vector<std::string> known;
  if (is_whole) {
    known = names_;
    known.push_back(kPageReport);
    for (const auto& name : names_) known.push_back(redacted_record_name(name));
  }
  NamedFiles kept, edited;
  std::vector<std::string> gone;
  records_.each_left(known, [&](const publish::MadeRecord& record) {
    if (!is_left_over(record)) return;
    const auto standing = records_.standing(record);
    if (standing == Cause::kVanished)
      gone.push_back(record.document);
    else if (standing)
      edited.add(record.entry.file);
    else if (options_.prune)
      left_over_.push_back(record);
    else
      kept.add(record.entry.file);
  });
  for (const auto& document : gone) records_.forget(document);
  const Position at{.file = project_.period_folder().lexically_relative(project_.root).generic_string()};
  const auto warn = [&](const NamedFiles& files, const Text& about, const Text& hint) {
    const auto names = files.words();
    if (files.count > 0)
      out.warning(
          at, "left-over",
          text("остались документы прошлых запусков, которых теперь не создаёт ни один отчёт{0} ({1}): {2}",
               "documents of earlier runs are left that no report makes now{3} ({1}): {4}", about.ru,
               files.count, names.ru, about.en, names.en),
          hint);
  };
  warn(kept, {}, text("svodka build --prune удалит их", "svodka build --prune removes them"));
  warn(edited, text(", и кто-то их правил", ", and somebody has changed them"),
       text("удалите их, если они не нужны", "remove them unless they are needed"));
}

NamedFiles Builder::remove_left_over() {
  NamedFiles removed;
  const auto folder = project_.period_folder();
  for (const auto& record : left_over_) {
    std::error_code ignored;
    fs::remove(folder / record.entry.file, ignored);
    fs::remove(clean_folder_ / record.entry.file, ignored);
    const auto& pdf = record.entry.pdf;
    if (!pdf.file.empty() && sha256_if_there(folder / pdf.file) == pdf.sha256)
      fs::remove(folder / pdf.file, ignored);
    records_.forget(record.document);
    removed.add(record.entry.file);
  }
  return removed;
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

std::string Builder::clean_bytes(const publish::MadeRecord& record) const {
  const bool draft = record.signed_off && record.entry.sha256 != record.clean_sha256;
  return read_file((draft ? clean_folder_ : project_.period_folder()) / record.entry.file);
}

}  // namespace svodka
