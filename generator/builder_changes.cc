#include <algorithm>

#include "base/files.h"
#include "base/hash.h"
#include "builder.h"

// What changed since the run before, and so what is to be made again.

namespace svodka {
namespace fs = std::filesystem;
using publish::Cause;

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
  auto hash = sha256_if_there(file);
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
