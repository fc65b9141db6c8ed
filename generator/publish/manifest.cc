#include "publish/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/version.h"

namespace svodka::publish {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const FileHash& file) { return {{"file", file.file}, {"sha256", file.sha256}}; }

Json to_json(const ManifestEntry& entry) {
  Json json{{"file", entry.file},     {"sha256", entry.sha256}, {"bytes", entry.bytes},
            {"report", entry.report}, {"title", entry.title},   {"definition", to_json(entry.definition)}};
  if (!entry.source.file.empty()) json["template"] = to_json(entry.source);
  for (const auto& fragment : entry.fragments) json["includes"].push_back(to_json(fragment));
  return json;
}

FileHash file_hash(const Json& json) { return {json.value("file", ""), json.value("sha256", "")}; }

std::vector<FileHash> file_hashes(const Json& list) {
  std::vector<FileHash> files;
  for (const auto& file : list) files.push_back(file_hash(file));
  return files;
}

}  // namespace

void Manifest::keep_others(const std::filesystem::path& folder, const std::vector<std::string>& made) {
  std::error_code error;
  if (!std::filesystem::exists(folder / "manifest.json", error)) return;
  try {
    const auto old = Json::parse(read_file(folder / "manifest.json"), nullptr, false);
    if (!old.is_object() || old.value("period", "") != period || old.value("as_of", "") != as_of) return;
    for (const auto& entry : old.value("documents", Json::array())) {
      const auto report = entry.value("report", "");
      const auto file = entry.value("file", "");
      if (std::find(made.begin(), made.end(), report) != made.end() ||
          !std::filesystem::exists(folder / file, error))
        continue;
      documents.push_back({file, entry.value("sha256", ""), entry.value("bytes", std::size_t{0}), report,
                           entry.value("title", ""), file_hash(entry.value("definition", Json::object())),
                           file_hash(entry.value("template", Json::object())),
                           file_hashes(entry.value("includes", Json::array()))});
    }
  } catch (const Json::exception&) {
    return;  // somebody wrote another thing there: it has nothing to keep
  }
  std::stable_sort(documents.begin(), documents.end(),
                   [](const ManifestEntry& a, const ManifestEntry& b) { return a.report < b.report; });
}

std::string Manifest::json() const {
  Json json{{"svodka", version()}, {"period", period}, {"as_of", as_of}, {"warnings", warnings}};
  json["documents"] = Json::array();
  for (const auto& entry : documents) json["documents"].push_back(to_json(entry));
  json["inputs"] = Json::array();
  for (const auto& file : inputs) json["inputs"].push_back(to_json(file));
  for (const auto& each : waived) {
    json["waived"].push_back({{"at", to_string(each.finding.at, Language::kRussian)},
                              {"rule", each.finding.rule},
                              {"message", each.finding.message.ru},
                              {"reason", each.reason}});
  }
  return json.dump(2) + "\n";
}

}  // namespace svodka::publish
