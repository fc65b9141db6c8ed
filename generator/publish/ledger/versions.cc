#include "publish/ledger/versions.h"

#include <algorithm>

#include "base/files.h"
#include "base/hash.h"
#include "publish/placed_files.h"

namespace svodka::publish {
namespace fs = std::filesystem;
namespace {

// Puts the copy that waits in place of what lies there, if that has exactly the bytes of what it follows.
void put_clean(const fs::path& outputs, const std::string& period, const LedgerFile& due,
               const LedgerFile& draft, PlacedFiles& files) {
  const auto place = outputs / due.file;
  std::error_code error;
  if (fs::file_size(place, error) != draft.bytes || error) return;
  if (sha256_of_file(place) != draft.sha256) return;
  const auto copy = clean_folder(outputs, period) / fs::path(due.file).filename();
  if (!fs::exists(copy, error)) return;  // verify will say what is wrong
  const auto bytes = read_file(copy);
  if (sha256(bytes) == due.sha256) files.stage(place, bytes);
}

void finish(const fs::path& outputs, const LedgerEntry& entry, PlacedFiles& files) {
  if (entry.action == Action::kSign) {
    const auto* due = entry.file("signed-pdf");
    const auto* approved = entry.file("pdf");
    if (due != nullptr && approved != nullptr) put_clean(outputs, entry.period, *due, *approved, files);
  }
  if (entry.action != Action::kApprove || !entry.complete) return;
  for (const auto& [role, draft_role] : {std::pair{"document", "draft"}, std::pair{"pdf", "draft-pdf"}}) {
    const auto* due = entry.file(role);
    const auto* draft = entry.file(draft_role);
    if (due != nullptr && draft != nullptr) put_clean(outputs, entry.period, *due, *draft, files);
  }
}

}  // namespace

std::string_view to_string(State state) {
  switch (state) {
    case State::kApproved:
      return "approved";
    case State::kSigned:
      return "signed";
    case State::kRegistered:
      return "registered";
    case State::kDraft:
      break;
  }
  return "draft";
}

Text state_words(State state) {
  switch (state) {
    case State::kApproved:
      return text("утверждён", "approved");
    case State::kSigned:
      return text("подписан", "signed");
    case State::kRegistered:
      return text("зарегистрирован", "registered");
    case State::kDraft:
      break;
  }
  return text("проект", "draft");
}

State state_of(const std::vector<LedgerEntry>& entries) {
  auto state = State::kDraft;
  for (const auto& entry : entries) {
    switch (entry.action) {
      case Action::kApprove:
        if (entry.complete) state = State::kApproved;
        break;
      case Action::kSign:
        state = State::kSigned;
        break;
      case Action::kRegister:
        state = State::kRegistered;
        break;
    }
  }
  return state;
}

std::string version_file(const std::string& document, int version) {
  if (version < 2) return document;
  const fs::path path(document);
  const auto name = path.stem().string() + " (версия " + std::to_string(version) + ")";
  return (path.parent_path() / (name + path.extension().string())).generic_string();
}

fs::path clean_folder(const fs::path& outputs, const std::string& period) {
  return outputs / ".svodka" / "clean" / period;
}

Versions::Versions(const fs::path& outputs) {
  const auto ledger = Ledger::open(outputs);
  if (!ledger) return;
  for (auto& entry : ledger->entries()) {
    auto& version = entries_[entry.document][entry.version];
    version.push_back(std::move(entry));
  }
}

VersionPlace Versions::place(const std::string& document, const std::string& sha256) const {
  const auto found = entries_.find(document);
  if (found == entries_.end()) return {};
  const auto& [version, entries] = *found->second.rbegin();
  const auto same = std::any_of(entries.begin(), entries.end(), [&](const LedgerEntry& entry) {
    const auto* file = entry.file("document");
    return file != nullptr && file->sha256 == sha256;
  });
  VersionPlace place{version, state_of(entries), true, {}};
  if (!same) place = {version + 1, State::kDraft, false, {}};
  if (place.version > 1) place.earlier = version_file(document, place.version - 1);
  return place;
}

void finish_files(const fs::path& outputs, const std::vector<LedgerEntry>& entries) {
  for (const auto action : {Action::kApprove, Action::kSign}) {
    PlacedFiles files;
    for (const auto& entry : entries) {
      if (entry.action == action) finish(outputs, entry, files);
    }
    files.commit();
  }
}

void finish_approvals(const fs::path& outputs, const std::string& period) {
  const auto ledger = Ledger::open(outputs);
  if (!ledger) return;
  auto entries = ledger->entries();
  if (!period.empty())
    std::erase_if(entries, [&](const LedgerEntry& entry) { return entry.period != period; });
  finish_files(outputs, entries);
}

}  // namespace svodka::publish
