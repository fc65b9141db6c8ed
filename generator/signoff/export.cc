#include "signoff/export.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "base/files.h"
#include "base/hash.h"
#include "base/version.h"
#include "package/zip.h"
#include "signoff/check_files.h"
#include "signoff/grounds.h"

namespace svodka::signoff {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;
using publish::Ledger;
using publish::LedgerEntry;
using publish::State;

constexpr const char* kLedger = "ledger.json";
constexpr const char* kSums = "SHA256SUMS";

std::string list_file(const std::string& name) { return "inputs-" + name + ".txt"; }

Json excerpt(const std::vector<LedgerEntry>& entries, const std::set<std::int64_t>& shown) {
  Json json{{"svodka", version()}, {"entries", Json::array()}};
  for (const auto& entry : entries) {
    Json one{{"number", entry.number}, {"previous", entry.previous}, {"hash", entry.hash}};
    if (shown.contains(entry.number))
      one["body"] = entry.body;
    else
      one["body_sha256"] = sha256(entry.body);
    json["entries"].push_back(std::move(one));
  }
  return json;
}

// The ledger as a package shows it.
struct Excerpt {
  std::vector<LedgerEntry> entries;
  std::vector<std::string> hidden;  // SHA-256 of the bodies that are not shown
};

std::optional<Excerpt> read_excerpt(const std::string& file, const std::string& bytes, Diagnostics& out) {
  Excerpt excerpt;
  try {
    for (const auto& one : Json::parse(bytes).at("entries")) {
      const bool shown = one.contains("body");
      auto entry = shown ? publish::parse_entry(one.at("body").get<std::string>()) : LedgerEntry{};
      if (!entry) throw std::runtime_error("body");
      entry->number = one.at("number").get<std::int64_t>();
      entry->previous = one.at("previous").get<std::string>();
      entry->hash = one.at("hash").get<std::string>();
      excerpt.hidden.push_back(shown ? "" : one.at("body_sha256").get<std::string>());
      excerpt.entries.push_back(std::move(*entry));
    }
  } catch (const std::exception&) {
    out.error({.file = file, .part = kLedger}, "ledger-damaged",
              text("выписка из журнала не читается", "the excerpt of the ledger cannot be read"));
    return std::nullopt;
  }
  return excerpt;
}

// Every file of a package against its sums, both ways.
void check_sums(const std::string& file, const std::map<std::string, std::string>& files, Diagnostics& out) {
  constexpr std::size_t kHash = 64;
  std::set<std::string> named{kSums};
  const auto sums = files.find(kSums);
  std::istringstream lines(sums == files.end() ? "" : sums->second);
  for (std::string line; std::getline(lines, line);) {
    const auto name = line.size() > kHash + 2 ? line.substr(kHash + 2) : line;
    named.insert(name);
    const auto found = files.find(name);
    if (found == files.end())
      say_file_missing({.file = file, .part = name}, out);
    else if (sha256(found->second) != line.substr(0, kHash))
      say_file_changed({.file = file, .part = name}, out);
  }
  for (const auto& [name, bytes] : files) {
    if (!named.contains(name))
      out.error({.file = file, .part = name}, "unknown-file",
                text("в пакете посторонний файл", "the package holds another file"));
  }
}

std::vector<Document> documents_of(const std::vector<LedgerEntry>& entries) {
  std::map<std::pair<std::string, int>, Document> documents;
  for (const auto& entry : entries) {
    if (entry.body.empty()) continue;
    auto& document = documents[{entry.document, entry.version}];
    document.name = entry.document;
    document.version = entry.version;
    document.file = publish::version_file(entry.document, entry.version);
    document.entries.push_back(entry);
  }
  std::vector<Document> all;
  for (auto& [key, document] : documents) {
    document.state = publish::state_of(document.entries);
    all.push_back(std::move(document));
  }
  return all;
}

}  // namespace

std::optional<std::string> export_documents(const ProjectOptions& project, const Targets& targets,
                                            Diagnostics& out) {
  const auto outputs = outputs_of(project);
  std::map<std::string, std::string> files;
  std::set<std::int64_t> shown;
  const auto ledger = Ledger::open(outputs);
  for (const auto& document : select(read_documents(outputs), project, targets, std::nullopt, out)) {
    if (document.state == State::kDraft) {
      out.error(document.at(), "out-of-order",
                text("проект не передают: сначала утвердите его", "a draft is not sent: approve it first"));
      continue;
    }
    const auto read = [&](const std::string& file) -> std::optional<std::string> {
      std::error_code error;
      if (!fs::is_regular_file(outputs / file, error)) return std::nullopt;
      return files[file] = read_file(outputs / file);
    };
    check_document(document, read, "outputs/", {}, out);
    for (const auto& entry : document.entries) {
      shown.insert(entry.number);
      if (!entry.inputs.empty()) files[list_file(entry.inputs)] = ledger->input_list(entry.inputs);
    }
  }
  if (out.has_errors() || shown.empty()) return std::nullopt;
  const auto entries = ledger->verify(out);
  if (out.has_errors()) return std::nullopt;
  files[kLedger] = excerpt(entries, shown).dump(1) + "\n";
  std::string sums;
  for (const auto& [name, bytes] : files) sums += sha256(bytes) + "  " + name + "\n";
  files[kSums] = sums;
  std::vector<package::ZipEntry> zip;
  for (const auto& [name, bytes] : files) zip.push_back(package::deflate(name, bytes));
  return package::write_zip(zip);
}

Verification verify_package(const std::string& file, const publish::Trust& trust, Diagnostics& out) {
  Verification result;
  result.trust_checked = !trust.ca.empty();
  const auto entries = package::read_zip(file, read_file(file), out);
  if (!entries) return result;
  std::map<std::string, std::string> files;
  for (const auto& entry : *entries) {
    auto bytes = package::inflate(file, entry, out);
    if (bytes) files[entry.name] = std::move(*bytes);
  }
  check_sums(file, files, out);
  const auto found = files.find(kLedger);
  if (found == files.end()) return result;  // said already, by its sum
  const auto excerpt = read_excerpt(file, found->second, out);
  if (!excerpt) return result;
  publish::verify_chain(file, excerpt->entries, excerpt->hidden, out);
  result.entries = static_cast<std::int64_t>(excerpt->entries.size());
  if (!excerpt->entries.empty()) result.head = excerpt->entries.back().hash;
  const auto read = [&](const std::string& name) -> std::optional<std::string> {
    const auto bytes = files.find(name);
    if (bytes == files.end()) return std::nullopt;
    return bytes->second;
  };
  for (const auto& document : documents_of(excerpt->entries))
    result.documents.push_back(check_document(document, read, file + ": ", trust, out));
  for (const auto& entry : excerpt->entries) {
    if (entry.inputs.empty()) continue;
    const auto list = files.find(list_file(entry.inputs));
    if (list == files.end() || sha256(list->second) != entry.inputs)
      out.error(
          {.file = file, .part = list_file(entry.inputs)}, "file-changed",
          text("список входных файлов не тот, что записан", "the list of inputs is not the recorded one"));
  }
  return result;
}

}  // namespace svodka::signoff
