#include "signoff/grounds.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <set>
#include <sstream>

#include "base/files.h"
#include "base/hash.h"
#include "base/words.h"
#include "publish/ledger/document_rows.h"

namespace svodka::signoff {
namespace fs = std::filesystem;
namespace {

using publish::Action;
using publish::State;

std::map<std::string, std::string> parse_list(const std::string& list) {
  constexpr std::size_t kHash = 64;
  std::map<std::string, std::string> files;
  std::istringstream lines(list);
  for (std::string line; std::getline(lines, line);) {
    if (line.size() > kHash + 2) files[line.substr(kHash + 2)] = line.substr(0, kHash);
  }
  return files;
}

std::string day_of(const std::string& time) { return time.substr(0, 10); }

}  // namespace

std::string today() {
  const auto seconds = std::time(nullptr);
  std::tm local{};
  localtime_r(&seconds, &local);
  std::array<char, 16> words{};
  std::strftime(words.data(), words.size(), "%Y-%m-%d", &local);
  return words.data();
}

const Grounds::Opened& Grounds::opened(const Document& document) {
  const auto [place, is_new] = opened_.try_emplace({document.period, document.as_of});
  if (!is_new) return place->second;
  Diagnostics findings;  // faults of the data are the business of `svodka check`, and stop a build
  auto options = project_;
  options.period = document.period;
  options.as_of = document.as_of;
  place->second.project = open_project(options, findings);
  if (place->second.project) place->second.people = bind::sign_off_people(*place->second.project->reader);
  return place->second;
}

std::optional<publish::LedgerPerson> Grounds::person(const Document& document, const std::string& id,
                                                     Diagnostics& out) {
  const auto& people = opened(document).people;
  const auto found = people.find(id);
  if (found == people.end()) {
    std::vector<std::string> ids;
    for (const auto& [known, official] : people) ids.push_back(known);
    out.error(document.at(), "unknown-person",
              text("в справочнике нет человека `{}`", "there is no person `{}` in the directory", id),
              suggestion(id, ids));
    return std::nullopt;
  }
  const auto& official = found->second;
  for (const auto& day : {document.as_of, today()}) {
    if (official.in_office(day)) continue;
    out.error(document.at(), "signatory-not-in-office",
              text("{} не занимает должность «{}» на {}", "{} does not hold the post “{}” on {}",
                   official.name, official.post, day));
    return std::nullopt;
  }
  return publish::LedgerPerson{official.id, official.name, official.post};
}

std::string Grounds::surname(const Document& document, const std::string& id) {
  const auto& people = opened(document).people;
  const auto found = people.find(id);
  return found == people.end() ? std::string() : found->second.surname;
}

std::optional<bind::SignOff> Grounds::sign_off(const Document& document, Diagnostics& out) {
  const auto [place, is_new] = sign_offs_.try_emplace(document.report);
  if (is_new) {
    if (auto report = bind::load_report(project_.root, document.report, out))
      place->second = std::move(report->sign_off);
  }
  return place->second;
}

const std::optional<publish::Manifest>& Grounds::manifest(const std::string& period) {
  const auto [place, is_new] = manifests_.try_emplace(period);
  if (is_new) place->second = publish::Manifest::read(outputs() / period);
  return place->second;
}

Grounds::Numbers Grounds::numbers(const Document& document) {
  Numbers numbers;
  const auto& project = opened(document).project;
  if (!project) return numbers;
  auto statement = project->reader->prepare("SELECT pattern, start, addressee FROM outgoing_numbers");
  if (!statement.step()) return numbers;
  const auto pattern = statement.value(0), start = statement.value(1), addressee = statement.value(2);
  if (const auto* words = std::get_if<std::string>(&pattern)) numbers.pattern = *words;
  if (const auto* number = std::get_if<std::int64_t>(&start)) numbers.start = *number;
  if (const auto* words = std::get_if<std::string>(&addressee)) numbers.addressee = *words;
  return numbers;
}

std::string Grounds::input_list(const Document& document) {
  if (!document.built) return {};
  const auto& manifest = this->manifest(document.period);
  if (!manifest) return {};
  std::set<std::pair<std::string, std::string>> files;  // by name
  const auto add = [&](const publish::FileHash& file) {
    if (!file.file.empty()) files.emplace(file.file, file.sha256);
  };
  for (const auto& file : manifest->inputs) add(file);
  add(document.built->definition);
  add(document.built->source);
  for (const auto& file : document.built->fragments) add(file);
  add(document.built->ledger);
  std::string list;
  for (const auto& [file, hash] : files) list.append(hash).append("  ").append(file).append("\n");
  return list;
}

// What the document was made of: for what was approved, as it was then.
std::string Grounds::recorded_list(const Document& document) {
  const auto* approval = document.last(Action::kApprove);
  if (approval == nullptr) return input_list(document);
  const auto [place, is_new] = lists_.try_emplace(approval->inputs);
  if (is_new) {
    if (const auto ledger = publish::Ledger::open(outputs()))
      place->second = ledger->input_list(approval->inputs);
  }
  return place->second;
}

const std::string& Grounds::current_hash(const std::string& file) {
  const auto [place, is_new] = hashes_.try_emplace(file);
  if (!is_new) return place->second;
  if (file == publish::kLedgerState) return place->second = publish::ledger_state(outputs()).sha256;
  std::error_code error;
  if (fs::exists(project_.root / file, error)) place->second = sha256_of_file(project_.root / file);
  return place->second;
}

std::vector<std::string> Grounds::changed_files(const std::string& list) {
  if (!inputs_) inputs_ = publish::input_files(project_.root);
  const auto recorded = parse_list(list);
  std::vector<std::string> changed;
  for (const auto& [file, hash] : recorded) {
    if (current_hash(file) != hash) changed.push_back(file);
  }
  for (const auto& file : *inputs_) {
    if (!recorded.contains(file)) changed.push_back(file);
  }
  return changed;
}

// Makes the reports of these documents again in memory, as of their day.
BuildResult Grounds::made_again(const std::vector<const Document*>& documents, Diagnostics& findings) const {
  auto options = project_;
  options.period = documents.front()->period;
  options.as_of = documents.front()->as_of;
  std::set<std::string> reports;
  for (const auto* document : documents) reports.insert(document->report);
  BuildOptions build_options;
  build_options.dry_run = true;
  build_options.reports.assign(reports.begin(), reports.end());
  return build(options, build_options, findings);
}

void Grounds::require_same_data(const std::vector<Document>& documents, Diagnostics& out) {
  std::map<std::pair<std::string, std::string>, std::vector<const Document*>> doubtful;
  for (const auto& document : documents) {
    if (!changed_files(recorded_list(document)).empty())
      doubtful[{document.period, document.as_of}].push_back(&document);
  }
  for (const auto& [when, doubted] : doubtful) {
    Diagnostics findings;
    const auto now = made_again(doubted, findings);
    for (const auto* document : doubted) {
      const auto* approval = document->last(Action::kApprove);
      const auto& due =
          approval != nullptr ? approval->file("document")->sha256 : document->built->sign_off.clean_sha256;
      const bool same =
          std::any_of(now.documents.begin(), now.documents.end(), [&](const BuiltDocument& made) {
            return document->period + "/" + made.document == document->name && made.clean_sha256 == due;
          });
      if (!same) say_changed(*document, findings.has_errors(), out);
    }
  }
}

void Grounds::say_changed(const Document& document, bool data_have_errors, Diagnostics& out) {
  const auto changed = first_of(changed_files(recorded_list(document)));
  const auto* approval = document.last(Action::kApprove);
  if (approval == nullptr) {
    out.error(document.at(), "data-changed",
              text("данные изменились после сборки: {}", "the data changed after the build: {}", changed),
              text("соберите документ заново и посмотрите его: svodka build",
                   "build the document again and look at it: svodka build"));
    return;
  }
  out.error(document.at(), "signed-then-changed",
            text("документ утверждён {}, но его данные изменены: {}",
                 "the document was approved {} but its data changed: {}", day_of(approval->time), changed),
            data_have_errors
                ? text("в данных теперь ошибки: svodka check", "the data now have errors: svodka check")
                : text("svodka build создаст следующую версию и покажет, что в ней иначе",
                       "svodka build makes the next version and shows what differs in it"));
}

bool is_unchanged(const fs::path& outputs, const publish::LedgerFile& file, Diagnostics& out) {
  const Position at{.file = "outputs/" + file.file};
  std::error_code error;
  if (!fs::is_regular_file(outputs / file.file, error)) {
    say_file_missing(at, out);
    return false;
  }
  if (sha256_of_file(outputs / file.file) == file.sha256) return true;
  say_file_changed(at, out);
  return false;
}

bool is_signed_inside(const Document& document, const publish::LedgerFile& pdf) {
  const auto* signing = document.last(Action::kSign);
  const auto* with_signature = signing == nullptr ? nullptr : signing->file("signed-pdf");
  return with_signature != nullptr && with_signature->file == pdf.file;
}

void require_unchanged(const fs::path& outputs, const Document& document, Diagnostics& out) {
  if (document.state == State::kDraft) {
    for (const auto& file : draft_files(document)) is_unchanged(outputs, file, out);
    return;
  }
  for (const auto& entry : document.entries) {
    if (entry.action == Action::kApprove && !entry.complete) continue;
    for (const auto& file : entry.files) {
      const bool lies_there = !file.role.starts_with("draft");
      const bool replaced = file.role == "pdf" && is_signed_inside(document, file);
      const bool told =
          replaced || (entry.action != Action::kApprove && (file.role == "document" || file.role == "pdf"));
      if (lies_there && !told) is_unchanged(outputs, file, out);
    }
  }
}

}  // namespace svodka::signoff
