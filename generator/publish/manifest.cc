#include "publish/manifest.h"

#include <nlohmann/json.hpp>

#include "base/version.h"

namespace svodka::publish {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const FileHash& file) { return {{"file", file.file}, {"sha256", file.sha256}}; }

Json to_json(const ManifestEntry& entry) {
  Json json{{"file", entry.file},     {"sha256", entry.sha256}, {"bytes", entry.bytes},
            {"report", entry.report}, {"title", entry.title},   {"definition", to_json(entry.definition)}};
  if (!entry.source.file.empty()) json["template"] = to_json(entry.source);
  return json;
}

}  // namespace

std::string Manifest::json() const {
  Json json{{"svodka", version()}, {"period", period}, {"as_of", as_of}, {"warnings", warnings}};
  json["documents"] = Json::array();
  for (const auto& entry : documents) json["documents"].push_back(to_json(entry));
  json["inputs"] = Json::array();
  for (const auto& file : inputs) json["inputs"].push_back(to_json(file));
  return json.dump(2) + "\n";
}

}  // namespace svodka::publish
