#include "publish/ledger/entry.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/hash.h"

namespace svodka::publish {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> kActions{"approve", "sign", "register"};

void put(Json& json, const char* key, const std::string& value) {
  if (!value.empty()) json[key] = value;
}

Json to_json(const LedgerFile& file) {
  return {{"role", file.role}, {"file", file.file}, {"sha256", file.sha256}, {"bytes", file.bytes}};
}

Json to_json(const LedgerCertificate& certificate) {
  return {{"serial", certificate.serial},     {"subject", certificate.subject},
          {"issuer", certificate.issuer},     {"valid_from", certificate.valid_from},
          {"valid_to", certificate.valid_to}, {"sha256", certificate.sha256}};
}

LedgerCertificate certificate_of(const Json& json) {
  return {json.value("serial", ""),     json.value("subject", ""),  json.value("issuer", ""),
          json.value("valid_from", ""), json.value("valid_to", ""), json.value("sha256", "")};
}

LedgerEntry entry_of(const Json& json) {
  LedgerEntry entry;
  entry.number = json.at("number").get<std::int64_t>();
  entry.time = json.at("time").get<std::string>();
  const auto action = std::find(kActions.begin(), kActions.end(), json.at("action").get<std::string>());
  entry.action = static_cast<Action>(action - kActions.begin());
  entry.document = json.at("document").get<std::string>();
  entry.version = json.at("version").get<int>();
  entry.report = json.value("report", "");
  entry.title = json.value("title", "");
  entry.period = json.value("period", "");
  entry.as_of = json.value("as_of", "");
  if (const auto person = json.find("person"); person != json.end())
    entry.person = {person->value("id", ""), person->value("name", ""), person->value("post", "")};
  entry.complete = json.value("complete", false);
  entry.signature_due = json.value("signature_due", false);
  for (const auto& file : json.value("files", Json::array()))
    entry.files.push_back(
        {file.at("role"), file.at("file"), file.at("sha256"), file.at("bytes").get<std::size_t>()});
  entry.inputs = json.value("inputs", "");
  if (const auto found = json.find("certificate"); found != json.end())
    entry.certificate = certificate_of(*found);
  entry.outgoing = json.value("outgoing", "");
  entry.date = json.value("date", "");
  entry.series = json.value("series", "");
  entry.ordinal = json.value("ordinal", std::int64_t{0});
  entry.addressee = json.value("addressee", "");
  entry.reason = json.value("reason", "");
  return entry;
}

}  // namespace

std::string_view to_string(Action action) { return kActions.at(static_cast<std::size_t>(action)); }

const LedgerFile* LedgerEntry::file(std::string_view role) const {
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const LedgerFile& f) { return f.role == role; });
  return found == files.end() ? nullptr : &*found;
}

std::string entry_body(const LedgerEntry& entry) {
  Json json{{"number", entry.number},
            {"time", entry.time},
            {"action", to_string(entry.action)},
            {"document", entry.document},
            {"version", entry.version}};
  put(json, "report", entry.report);
  put(json, "title", entry.title);
  put(json, "period", entry.period);
  put(json, "as_of", entry.as_of);
  if (!entry.person.id.empty())
    json["person"] = {{"id", entry.person.id}, {"name", entry.person.name}, {"post", entry.person.post}};
  if (entry.complete) json["complete"] = true;
  if (entry.signature_due) json["signature_due"] = true;
  for (const auto& file : entry.files) json["files"].push_back(to_json(file));
  put(json, "inputs", entry.inputs);
  if (entry.certificate) json["certificate"] = to_json(*entry.certificate);
  put(json, "outgoing", entry.outgoing);
  put(json, "date", entry.date);
  put(json, "series", entry.series);
  if (!entry.series.empty()) json["ordinal"] = entry.ordinal;
  put(json, "addressee", entry.addressee);
  put(json, "reason", entry.reason);
  return json.dump();
}

std::optional<LedgerEntry> parse_entry(std::string body) {
  try {
    const auto json = Json::parse(body);
    if (std::find(kActions.begin(), kActions.end(), json.at("action").get<std::string>()) == kActions.end())
      return std::nullopt;
    auto entry = entry_of(json);
    entry.body = std::move(body);
    return entry;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

std::string chain_hash(std::string_view previous, std::string_view body_sha256) {
  std::string line(previous);
  line.append("\n").append(body_sha256).append("\n");
  return sha256(line);
}

}  // namespace svodka::publish
