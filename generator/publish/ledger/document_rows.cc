#include "publish/ledger/document_rows.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <sstream>
#include <tuple>

#include "base/files.h"
#include "base/hash.h"
#include "publish/ledger/ledger.h"
#include "publish/ledger/versions.h"
#include "store/personal.h"

namespace svodka::publish {
namespace fs = std::filesystem;
namespace {

Value words_or_null(const std::string& words) { return words.empty() ? Value{} : Value{words}; }
Value number_or_null(std::int64_t number) { return number == 0 ? Value{} : Value{number}; }

// "2026-10-01T20:15:00Z" as a day of this computer's time zone.
std::string local_day(const std::string& utc) {
  std::tm parts{};
  if (::strptime(utc.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) == nullptr) return utc.substr(0, 10);
  const auto seconds = ::timegm(&parts);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  std::array<char, 16> words{};
  std::strftime(words.data(), words.size(), "%Y-%m-%d", &local);
  return words.data();
}

Value day_or_null(const std::string& utc) { return utc.empty() ? Value{} : Value{local_day(utc)}; }

// The attribute of a name as OpenSSL writes it (RFC 2253: "CN=Иванова\, А.,O=…").
std::string attribute(const std::string& name, const std::string& type) {
  for (std::size_t at = 0; at < name.size();) {
    std::string words;
    std::size_t end = at;
    for (; end < name.size() && name[end] != ',' && name[end] != '+'; ++end) {
      if (name[end] == '\\' && end + 1 < name.size()) ++end;
      words += name[end];
    }
    if (words.starts_with(type + "=")) return words.substr(type.size() + 1);
    at = end + 1;
  }
  return {};
}

std::string owner_of(const LedgerCertificate& certificate) {
  const auto surname = attribute(certificate.subject, "SN"), given = attribute(certificate.subject, "GN");
  return surname.empty() || given.empty() ? attribute(certificate.subject, "CN") : surname + " " + given;
}

// A version of a document, as its build and the ledger have it.
struct Known {
  std::string period, as_of, report, title, file, sha256;
  std::size_t bytes = 0;
  std::vector<LedgerEntry> entries;
  bool signed_off = false;
};
using Key = std::tuple<std::string, std::string, int>;  // period, document, version

const LedgerEntry* last(const Known& known, Action action) {
  const LedgerEntry* found = nullptr;
  for (const auto& entry : known.entries) {
    if (entry.action == action && (action != Action::kApprove || entry.complete)) found = &entry;
  }
  return found;
}

// Entries without names and words of people.
void hide(LedgerEntry& entry) {
  const auto put = [](std::string& words) {
    if (!words.empty()) words = store::hidden_words(0);
  };
  for (auto* words :
       {&entry.person.id, &entry.person.name, &entry.person.post, &entry.addressee, &entry.reason})
    put(*words);
  if (entry.certificate) entry.certificate->subject = "CN=" + store::hidden_words(0);
}

class Collecting {
 public:
  std::map<Key, Known> known;

  void take(const std::string& period, const std::string& as_of, const std::vector<ManifestEntry>& entries) {
    for (const auto& entry : entries) {
      if (entry.redacted) continue;  // copies of the others
      const auto& sign_off = entry.sign_off;
      const bool wanted = !sign_off.document.empty();
      auto& document = known[{period, period + "/" + (wanted ? sign_off.document : entry.file),
                              wanted ? sign_off.version : 1}];
      document = {period,
                  as_of,
                  entry.report,
                  entry.title,
                  period + "/" + entry.file,
                  wanted ? sign_off.clean_sha256 : entry.sha256,
                  wanted ? sign_off.clean_bytes : entry.bytes,
                  {},
                  wanted};
    }
  }

  void take(const LedgerEntry& entry) {
    auto& document = known[{entry.period, entry.document, entry.version}];
    document.signed_off = true;
    document.period = entry.period;
    document.file = version_file(entry.document, entry.version);
    document.report = entry.report;
    document.title = entry.title;
    if (!entry.as_of.empty()) document.as_of = entry.as_of;
    if (const auto* file = entry.file("document")) {
      document.sha256 = file->sha256;
      document.bytes = file->bytes;
    }
    document.entries.push_back(entry);
  }
};

std::vector<Value> row_of(const std::string& name, int version, bool latest, const Known& known, int pages) {
  const auto* approval = last(known, Action::kApprove);
  const auto* signing = last(known, Action::kSign);
  const auto* number = last(known, Action::kRegister);
  const auto state = known.signed_off ? std::string(to_string(state_of(known.entries))) : "made";
  const fs::path file(known.file);
  auto format = file.extension().string();
  if (!format.empty()) format.erase(0, 1);
  static const LedgerEntry kNone{};
  const auto& signer = signing == nullptr ? kNone : *signing;
  const auto& given = number == nullptr ? kNone : *number;
  return {name,
          std::int64_t{version},
          std::int64_t{latest ? 1 : 0},
          known.file,
          file.filename().string(),
          words_or_null(format),
          words_or_null(known.period),
          words_or_null(known.as_of),
          words_or_null(known.report),
          words_or_null(known.title),
          state,
          approval == nullptr ? Value{} : day_or_null(approval->time),
          day_or_null(signer.time),
          words_or_null(signer.person.id),
          words_or_null(signer.person.name),
          words_or_null(signer.person.post),
          signer.certificate ? words_or_null(signer.certificate->serial) : Value{},
          words_or_null(given.outgoing),
          words_or_null(given.date),
          number_or_null(std::atoi(given.date.substr(0, 4).c_str())),
          words_or_null(given.series),
          number_or_null(given.ordinal),
          words_or_null(given.addressee),
          static_cast<std::int64_t>(known.bytes),
          words_or_null(known.sha256),
          number_or_null(pages)};
}

std::vector<LedgerEntry> ledger_entries(const fs::path& outputs, bool hides_people) {
  const auto ledger = Ledger::open(outputs);
  auto entries = ledger ? ledger->entries() : std::vector<LedgerEntry>{};
  if (hides_people) std::for_each(entries.begin(), entries.end(), hide);
  return entries;
}

}  // namespace

void LedgerRows::in_build(std::string period, std::string as_of, std::vector<ManifestEntry> made,
                          std::string asking) {
  period_ = std::move(period);
  as_of_ = std::move(as_of);
  made_ = std::move(made);
  asking_ = std::move(asking);
}

store::DocumentRows::Rows LedgerRows::documents(bool pages) {
  Collecting all;
  for (const auto& period : period_folders(outputs_)) {
    if (period == period_) continue;
    if (const auto manifest = Manifest::read(outputs_ / period))
      all.take(manifest->period, manifest->as_of, manifest->documents);
  }
  if (!period_.empty()) all.take(period_, as_of_, made_);
  for (const auto& entry : ledger_entries(outputs_, hides_people_)) all.take(entry);
  std::erase_if(all.known, [&](const auto& each) {
    if (each.second.report == page_) return true;
    return !asking_.empty() && each.second.report == asking_ && each.second.period == period_;
  });
  std::vector<PageQuestion> questions;
  if (pages) {
    const KnownPages counted(outputs_);
    for (const auto& [key, known] : all.known)
      questions.push_back({known.file, known.sha256, known.period, last(known, Action::kRegister) != nullptr,
                           counted.of(known.sha256)});
    if (count_) count_(questions);
  }
  Rows rows;
  for (auto each = all.known.begin(); each != all.known.end(); ++each) {
    const auto& [period, name, version] = each->first;
    const auto next = std::next(each);
    const bool latest = next == all.known.end() || std::get<1>(next->first) != name;
    rows.push_back(row_of(name, version, latest, each->second, pages ? questions[rows.size()].pages : 0));
  }
  return rows;
}

store::DocumentRows::Rows LedgerRows::steps() {
  Rows rows;
  for (const auto& entry : ledger_entries(outputs_, hides_people_)) {
    if (!asking_.empty() && entry.report == asking_ && entry.period == period_) continue;
    const auto certificate = entry.certificate.value_or(LedgerCertificate{});
    rows.push_back({entry.document,
                    std::int64_t{entry.version},
                    version_file(entry.document, entry.version),
                    words_or_null(entry.period),
                    words_or_null(entry.report),
                    std::string(to_string(entry.action)),
                    local_day(entry.time),
                    entry.time,
                    words_or_null(entry.person.id),
                    words_or_null(entry.person.name),
                    words_or_null(entry.person.post),
                    words_or_null(certificate.serial),
                    words_or_null(owner_of(certificate)),
                    words_or_null(attribute(certificate.issuer, "CN")),
                    day_or_null(certificate.valid_from),
                    day_or_null(certificate.valid_to),
                    words_or_null(entry.outgoing),
                    words_or_null(entry.date),
                    words_or_null(entry.addressee),
                    words_or_null(entry.reason)});
  }
  return rows;
}

FileHash ledger_state(const fs::path& outputs) {
  std::error_code error;
  const auto file = outputs / fs::path(kLedgerState).filename();
  return {kLedgerState, sha256(fs::exists(file, error) ? read_file(file) : std::string())};
}

KnownPages::KnownPages(const fs::path& outputs) : file_(outputs / ".svodka" / "pages") {
  std::error_code error;
  if (!fs::exists(file_, error)) return;
  std::istringstream lines(read_file(file_));
  std::string hash;
  for (int pages = 0; lines >> hash >> pages;) pages_[hash] = pages;
}

int KnownPages::of(const std::string& sha256) const {
  const auto found = pages_.find(sha256);
  return found == pages_.end() ? 0 : found->second;
}

void KnownPages::add(const std::vector<std::pair<std::string, int>>& counted) {
  const auto before = pages_.size();
  for (const auto& [hash, pages] : counted) pages_[hash] = pages;
  if (pages_.size() == before) return;
  std::string lines;
  for (const auto& [hash, pages] : pages_) lines += fmt::format("{} {}\n", hash, pages);
  make_folder(file_.parent_path());
  write_file_atomically(file_, lines);
}

}  // namespace svodka::publish
