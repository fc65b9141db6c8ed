#include "publish/trace_file.h"

#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

namespace svodka::publish {
namespace {

using Json = nlohmann::ordered_json;
using How = render::TracedValue::How;
using Kind = store::RecordSource::Kind;

constexpr const char* kHow[] = {"fields", "row", "tables", "nothing"};
constexpr const char* kKind[] = {"field", "table", "run"};

template <std::size_t N>
int index_in(const char* const (&words)[N], const std::string& word) {
  for (std::size_t i = 0; i < N; ++i) {
    if (word == words[i]) return static_cast<int>(i);
  }
  return 0;
}

Json to_json(const store::RecordSource& source) {
  Json json{{"kind", kKind[static_cast<int>(source.kind)]}, {"collection", source.collection}};
  if (!source.field.empty()) json["field"] = source.field;
  if (source.previous) json["previous"] = true;
  if (source.at.file.empty()) return json;
  json["at"] = to_string(source.at, Language::kEnglish);
  json["file"] = source.at.file;
  if (source.at.line > 0) json["line"] = source.at.line;
  if (source.at.column > 0) json["column"] = source.at.column;
  if (source.at.length > 0) json["length"] = source.at.length;
  if (!source.at.part.empty()) json["sheet"] = source.at.part;
  if (!source.at.cell.empty()) json["cell"] = source.at.cell;
  return json;
}

store::RecordSource source_of(const Json& json) {
  store::RecordSource source;
  source.kind = static_cast<Kind>(index_in(kKind, json.value("kind", "")));
  source.collection = json.value("collection", "");
  source.field = json.value("field", "");
  source.previous = json.value("previous", false);
  source.at = {.file = json.value("file", ""),
               .line = json.value("line", 0),
               .column = json.value("column", 0),
               .length = json.value("length", 0),
               .part = json.value("sheet", ""),
               .cell = json.value("cell", "")};
  return source;
}

}  // namespace

std::string trace_json(const TraceHead& head, const render::DocumentTrace& trace,
                       const std::vector<std::size_t>* only) {
  Json json{{"document", head.document},
            {"sha256", head.sha256},
            {"report", head.report},
            {"period", head.period},
            {"as_of", head.as_of}};
  json["sources"] = Json::array();
  json["values"] = Json::array();
  std::vector<std::size_t> all;
  if (only == nullptr) {
    all.resize(trace.values.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    only = &all;
  }
  std::map<std::size_t, std::size_t> numbers;
  for (const auto index : *only) {
    const auto& value = trace.values[index];
    Json one{{"name", value.name}, {"value", value.words}};
    if (!value.place.empty()) one["place"] = {{"ru", value.place.ru}, {"en", value.place.en}};
    if (value.end > 0) one["text"] = {value.piece, value.begin, value.end};
    one["how"] = kHow[static_cast<int>(value.how)];
    one["from"] = Json::array();
    for (const auto source : value.sources) {
      const auto [number, is_new] = numbers.try_emplace(source, numbers.size());
      if (is_new) json["sources"].push_back(to_json(trace.sources[source]));
      one["from"].push_back(number->second);
    }
    json["values"].push_back(std::move(one));
  }
  for (const auto& place : trace.changed) json["changed"].push_back({{"ru", place.ru}, {"en", place.en}});
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<render::DocumentTrace> read_trace(const std::string& text, const std::string& document_sha256) {
  try {
    const auto json = Json::parse(text);
    if (json.at("sha256") != document_sha256) return std::nullopt;
    render::DocumentTrace trace;
    for (const auto& source : json.at("sources")) trace.sources.push_back(source_of(source));
    for (const auto& one : json.at("values")) {
      render::TracedValue value{.name = one.at("name"), .words = one.at("value")};
      if (one.contains("place")) value.place = {one["place"].at("ru"), one["place"].at("en")};
      if (one.contains("text")) {
        value.piece = one["text"].at(0);
        value.begin = one["text"].at(1);
        value.end = one["text"].at(2);
      }
      value.how = static_cast<How>(index_in(kHow, one.at("how")));
      for (const std::size_t source : one.at("from")) {
        if (source < trace.sources.size()) value.sources.push_back(source);
      }
      trace.values.push_back(std::move(value));
    }
    return trace;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace svodka::publish
