#include "publish/manifest.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/hash.h"
#include "base/version.h"
#include "language/period.h"
#include "load/projects_file.h"

namespace svodka::publish {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const FileHash& file) { return {{"file", file.file}, {"sha256", file.sha256}}; }

Json json_of(const ManifestEntry& entry) {
  Json json{{"file", entry.file},     {"sha256", entry.sha256}, {"bytes", entry.bytes},
            {"report", entry.report}, {"title", entry.title},   {"definition", to_json(entry.definition)}};
  if (!entry.source.file.empty()) json["template"] = to_json(entry.source);
  for (const auto& fragment : entry.fragments) json["includes"].push_back(to_json(fragment));
  if (const auto& sign_off = entry.sign_off; !sign_off.document.empty()) {
    json["sign_off"] = {{"document", sign_off.document},
                        {"version", sign_off.version},
                        {"clean_sha256", sign_off.clean_sha256},
                        {"clean_bytes", sign_off.clean_bytes}};
  }
  if (!entry.ledger.file.empty()) json["ledger"] = to_json(entry.ledger);
  if (entry.redacted) json["redacted"] = true;
  if (const auto& pdf = entry.pdf; !pdf.file.empty())
    json["pdf"] = {{"file", pdf.file}, {"sha256", pdf.sha256}, {"bytes", pdf.bytes}, {"pages", pdf.pages},
                   {"of", pdf.of},     {"recipe", pdf.recipe}, {"kind", pdf.kind}};
  if (!entry.trace.file.empty()) json["trace"] = to_json(entry.trace);
  return json;
}

Json to_json(const ManifestFinding& finding) {
  Json json{{"severity", finding.severity},
            {"rule", finding.rule},
            {"at", finding.at},
            {"file", finding.file},
            {"message", finding.message}};
  if (!finding.hint.empty()) json["hint"] = finding.hint;
  return json;
}

ManifestFinding manifest_finding(const Json& json) {
  return {json.value("severity", ""), json.value("rule", ""), json.value("message", ""),
          json.value("hint", ""),     json.value("at", ""),   json.value("file", "")};
}

FileHash file_hash(const Json& json) { return {json.value("file", ""), json.value("sha256", "")}; }

std::vector<FileHash> file_hashes(const Json& list) {
  std::vector<FileHash> files;
  for (const auto& file : list) files.push_back(file_hash(file));
  return files;
}

ManifestEntry manifest_entry(const Json& json) {
  ManifestEntry entry{json.value("file", ""),
                      json.value("sha256", ""),
                      json.value("bytes", std::size_t{0}),
                      json.value("report", ""),
                      json.value("title", ""),
                      file_hash(json.value("definition", Json::object())),
                      file_hash(json.value("template", Json::object())),
                      file_hashes(json.value("includes", Json::array())),
                      {},
                      file_hash(json.value("ledger", Json::object())),
                      json.value("redacted", false),
                      {},
                      file_hash(json.value("trace", Json::object()))};
  const auto sign_off = json.value("sign_off", Json::object());
  entry.sign_off = {sign_off.value("document", ""), sign_off.value("version", 1),
                    sign_off.value("clean_sha256", ""), sign_off.value("clean_bytes", std::size_t{0})};
  const auto pdf = json.value("pdf", Json::object());
  entry.pdf = {pdf.value("file", ""), pdf.value("sha256", ""), pdf.value("bytes", std::size_t{0}),
               pdf.value("pages", 0), pdf.value("of", ""),     pdf.value("recipe", ""),
               pdf.value("kind", "")};
  return entry;
}

}  // namespace

std::vector<std::string> input_files(const std::filesystem::path& root,
                                     const std::optional<std::vector<std::string>>& folders) {
  auto files = list_files(root / "inputs", {""});
  for (auto& file : files) file.insert(0, "inputs/");
  if (!load::is_region(root)) return files;
  files.emplace_back(load::kProjectsFile);
  const auto add = [&](const std::string& folder) {
    for (const auto& file : list_files(root / folder / "inputs", {""}))
      files.push_back(folder + "/inputs/" + file);
  };
  Diagnostics told;  // when the projects are loaded
  if (folders)
    for (const auto& folder : *folders) add(folder);
  else
    for (const auto& member : load::read_projects(root, told)) add(member.folder);
  return files;
}

std::string to_json(const ManifestEntry& entry) { return json_of(entry).dump(); }

std::string manifest_lines(const ManifestEntry& entry) {
  std::string lines = "    ";
  for (const char c : json_of(entry).dump(2)) {
    lines += c;
    if (c == '\n') lines += "    ";
  }
  return lines;
}

std::optional<ManifestEntry> parse_manifest_entry(const std::string& json) {
  try {
    const auto parsed = Json::parse(json);
    if (parsed.is_object()) return manifest_entry(parsed);
  } catch (const Json::exception&) {
  }
  return std::nullopt;
}

std::vector<std::string> period_folders(const std::filesystem::path& outputs) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(outputs, error)) {
    const auto name = entry.path().filename().string();
    if (entry.is_directory(error) && language::parse_period(name)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<Manifest> Manifest::read(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder / "manifest.json", error)) return std::nullopt;
  try {
    const auto json = Json::parse(read_file(folder / "manifest.json"));
    if (!json.is_object()) return std::nullopt;
    Manifest manifest{json.value("period", ""), json.value("as_of", ""), {}, {}, {}, 0};
    for (const auto& entry : json.value("documents", Json::array()))
      manifest.documents.push_back(manifest_entry(entry));
    manifest.inputs = file_hashes(json.value("inputs", Json::array()));
    manifest.errors = json.value("errors", std::size_t{0});
    manifest.warnings = json.value("warnings", std::size_t{0});
    manifest.remarks = json.value("remarks", std::size_t{0});
    for (const auto& finding : json.value("findings", Json::array()))
      manifest.findings.push_back(manifest_finding(finding));
    const auto shard = json.value("shard", Json::object());
    manifest.shard = {shard.value("part", 0), shard.value("of", 0)};
    return manifest;
  } catch (const Json::exception&) {
    return std::nullopt;  // somebody wrote another thing there
  }
}

void Manifest::each_of_last(const std::filesystem::path& folder,
                            const std::function<void(const ManifestEntry&)>& take) const {
  const auto old = read(folder);
  if (!old || old->period != period || old->as_of != as_of) return;
  std::error_code error;
  for (const auto& entry : old->documents) {
    if (std::filesystem::exists(folder / entry.file, error)) take(entry);
  }
}

void Manifest::keep_findings(const std::vector<Finding>& found) {
  constexpr std::size_t kMost = 100;
  findings.clear();
  const std::pair<Severity, std::size_t*> counts[] = {
      {Severity::kError, &errors}, {Severity::kWarning, &warnings}, {Severity::kInfo, &remarks}};
  for (const auto& [severity, count] : counts) {
    *count = 0;
    for (const auto& finding : found) {
      if (finding.severity != severity || ++*count > kMost) continue;
      findings.push_back({std::string(severity_name(severity)), finding.rule, finding.message.ru,
                          finding.hint.ru, to_string(finding.at, Language::kRussian), finding.at.file});
    }
  }
}

namespace {

// All but the documents, whose place is kept.
Json head_of(const Manifest& manifest) {
  Json json{{"svodka", version()},       {"period", manifest.period},     {"as_of", manifest.as_of},
            {"errors", manifest.errors}, {"warnings", manifest.warnings}, {"remarks", manifest.remarks}};
  if (manifest.shard) json["shard"] = {{"part", manifest.shard.part}, {"of", manifest.shard.of}};
  json["documents"] = Json::array();
  json["inputs"] = Json::array();
  for (const auto& file : manifest.inputs) json["inputs"].push_back(to_json(file));
  for (const auto& finding : manifest.findings) json["findings"].push_back(to_json(finding));
  for (const auto& each : manifest.waived) {
    json["waived"].push_back({{"at", to_string(each.finding.at, Language::kRussian)},
                              {"rule", each.finding.rule},
                              {"reason", each.reason}});  // the message may tell personal data
  }
  return json;
}

// The same layout as that of one dump(2) of the whole, in pieces.
void put(const Manifest& manifest, const Manifest::EachLines& each,
         const std::function<void(std::string_view)>& out) {
  constexpr std::string_view kNone = "\n  \"documents\": []";
  const auto head = head_of(manifest).dump(2) + "\n";
  const auto at = head.find(kNone) + kNone.size() - 1;
  out(std::string_view(head).substr(0, at));
  bool is_first = true;
  each([&](std::string_view lines) {
    out(is_first ? "\n" : ",\n");
    is_first = false;
    out(lines);
  });
  if (!is_first) out("\n  ");
  out(std::string_view(head).substr(at));
}

}  // namespace

std::string Manifest::json() const {
  std::string text;
  const auto each = [&](const auto& take) {
    for (const auto& entry : documents) take(manifest_lines(entry));
  };
  put(*this, each, [&](std::string_view piece) { text += piece; });
  return text;
}

std::string Manifest::head_json() const { return head_of(*this).dump(); }

void Manifest::write(const std::filesystem::path& path, const EachLines& each) const {
  const auto fail = [&] {
    fail_with_errno(path.parent_path() / "manifest.json", "не удалось записать", "cannot write", errno);
  };
  errno = 0;
  std::ofstream file(path, std::ios::binary);
  if (!file) fail();
  put(*this, each,
      [&](std::string_view piece) { file.write(piece.data(), static_cast<std::streamsize>(piece.size())); });
  file.close();
  if (!file) fail();
}

bool may_have_copies(const std::filesystem::path& folder) {
  constexpr std::string_view kMark = "\"redacted\": true";
  std::ifstream file(folder / "manifest.json", std::ios::binary);
  constexpr std::size_t kPiece = 64u << 10;
  std::string text;
  while (file) {
    text.erase(0, text.size() < kMark.size() ? 0 : text.size() - kMark.size());
    const auto before = text.size();
    text.resize(before + kPiece);
    file.read(text.data() + before, kPiece);
    text.resize(before + static_cast<std::size_t>(file.gcount()));
    if (text.find(kMark) != text.npos) return true;
  }
  return false;
}

std::string Manifest::with_bytes(const std::string& json, const std::string& file, std::string_view bytes) {
  auto manifest = Json::parse(json);
  for (auto& entry : manifest.at("documents")) {
    if (entry.value("file", "") != file) continue;
    entry["sha256"] = sha256(bytes);
    entry["bytes"] = bytes.size();
    entry.erase("trace");  // of the bytes before
  }
  return manifest.dump(2) + "\n";
}

}  // namespace svodka::publish
