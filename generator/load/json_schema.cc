#include <nlohmann/json.hpp>

#include "load/schema.h"

namespace svodka::load {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kDay = R"(^(\d{4}-\d{2}-\d{2}|\d{2}\.\d{2}\.\d{4})$)";
constexpr const char* kPeriod =
    R"(^(\d{4}-\d{2}-\d{2}(,\d{4}-\d{2}-\d{2})*|\d{2}\.\d{2}\.\d{4}|\d{4}(-\d{2}|-Q[1-4])?|\d{4}-\d{2}(-\d{2})?/\d{4}-\d{2}(-\d{2})?)$)";
constexpr const char* kDecimalComma = R"(^[-+]?\d+([.,]\d+)?$)";

Json any_of(std::vector<Json> choices) {
  return choices.size() == 1 ? choices.front() : Json{{"anyOf", choices}};
}

Json string_like(const char* pattern) { return {{"type", "string"}, {"pattern", pattern}}; }

/// Writes schemas with descriptions in one language.
class Writer {
 public:
  explicit Writer(Language language) : language_(language) {}

  Json file(const Schema& schema) {
    Json properties = Json::object();
    Json definitions = Json::object();
    for (const auto& collection : schema.collections) {
      definitions[collection.name] = object(collection.fields, collection.key);
      add_waivers(definitions[collection.name]["properties"]);
      describe(definitions[collection.name], collection.description);
      properties[collection.name] = records(collection);
    }
    properties["tables"] = tables(schema);
    return {{"$schema", "http://json-schema.org/draft-07/schema#"},
            {"title", language_ == Language::kRussian ? "Входной файл Сводки" : "An input file of Svodka"},
            {"type", "object"},
            {"additionalProperties", false},
            {"properties", properties},
            {"definitions", definitions}};
  }

 private:
  void describe(Json& json, const Text& description) const {
    if (!description.in(language_).empty()) json["description"] = description.in(language_);
  }

  Json records(const Collection& collection) const {
    const Json one{{"$ref", "#/definitions/" + collection.name}};
    Json json = any_of({{{"type", "array"}, {"items", one}}, one, {{"type", "null"}}});
    describe(json, collection.description);
    return json;
  }

  void add_waivers(Json& properties) const {
    if (properties.contains("waive")) return;
    properties["waive"] = {{"type", "object"},
                           {"additionalProperties", {{"type", "string"}, {"minLength", 1}}}};
    describe(properties["waive"], text("исключения из правил проверки: имя правила и причина",
                                       "rules of the checks that this record is spared, and why"));
  }

  Json object(const std::vector<Field>& fields, const std::string& key) const {
    Json properties = Json::object();
    Json required = Json::array();
    Json conditions = Json::array();
    for (const auto& field : fields) {
      const bool needed = field.required || (!key.empty() && field.name == key);
      properties[field.name] = needed ? value(field) : any_of({value(field), {{"type", "null"}}});
      describe(properties[field.name], field.description);
      const bool has_ends = field.type == FieldType::kPeriod && !field.from_key.empty();
      if (needed && !has_ends) required.push_back(field.name);
      if (has_ends) add_ends(field, needed, properties, conditions);
    }
    Json json{{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
    if (!required.empty()) json["required"] = required;
    if (!conditions.empty()) json["allOf"] = conditions;
    return json;
  }

  void add_ends(const Field& field, bool needed, Json& properties, Json& conditions) const {
    for (const auto& end : {field.from_key, field.to_key}) {
      properties[end] = any_of({string_like(kPeriod), {{"type", "integer"}}});
      describe(properties[end], field.description);
    }
    const auto having = [](const std::vector<std::string>& names) { return Json{{"required", names}}; };
    const auto without = [](const Json& condition) { return Json{{"not", condition}}; };
    const auto none = without(any_of({having({field.from_key}), having({field.to_key})}));
    Json single = needed ? Json{{"allOf", {having({field.name}), none}}} : none;
    conditions.push_back(any_of(
        {single, {{"allOf", {having({field.from_key, field.to_key}), without(having({field.name}))}}}}));
  }

  Json value(const Field& field) const {
    switch (field.type) {
      case FieldType::kInteger:
        return bounded(field, {{"type", "integer"}});
      case FieldType::kNumber:
        return any_of({bounded(field, {{"type", "number"}}), string_like(kDecimalComma)});
      case FieldType::kBool:
        return any_of({{{"type", "boolean"}}, {{"enum", {"да", "нет", "yes", "no"}}}});
      case FieldType::kDay:
        return string_like(kDay);
      case FieldType::kPeriod:
        return any_of({string_like(kPeriod),
                       {{"type", "integer"}, {"minimum", 1000}, {"maximum", 9999}},
                       {{"type", "array"}, {"items", string_like(kDay)}}});
      case FieldType::kEnum:
        return choice(field);
      case FieldType::kList:
        return any_of({{{"type", "array"}, {"items", value(field.item())}}, value(field.item())});
      case FieldType::kRecord:
        return object(field.fields, "");
      default:
        return {{"type", {"string", "number", "boolean"}}};
    }
  }

  static Json bounded(const Field& field, Json json) {
    if (field.minimum) json["minimum"] = *field.minimum;
    if (field.maximum) json["maximum"] = *field.maximum;
    return json;
  }

  Json choice(const Field& field) const {
    Json names = Json::array();
    Json labels = Json::array();
    for (const auto& each : field.values) {
      names.push_back(each.name);
      labels.push_back(each.label.in(language_));
    }
    return {{"enum", names}, {"enumDescriptions", labels}};
  }

  static Json tables(const Schema& schema) {
    const Json scalar{{"type", {"string", "number", "boolean", "null"}}};
    const Json mapping{{"type", "object"}, {"additionalProperties", scalar}};
    const Json words = any_of({{{"type", "string"}}, {{"type", "array"}, {"items", {{"type", "string"}}}}});
    const Json one{{"type", "object"},
                   {"additionalProperties", false},
                   {"required", {"file", "collection", "columns"}},
                   {"properties",
                    {{"file", words},
                     {"sheet", words},
                     {"collection", {{"enum", schema.names()}}},
                     {"delimiter", {{"enum", {";", ",", "|", "\t", "tab"}}}},
                     {"encoding", {{"enum", {"utf-8", "windows-1251"}}}},
                     {"columns", {{"type", "object"}}},
                     {"hidden", {{"enum", {"read", "skip"}}}},
                     {"values", {{"type", "object"}, {"additionalProperties", mapping}}},
                     {"constants", {{"type", "object"}}},
                     {"heading", {{"type", "integer"}, {"minimum", 1}}}}}};
    return any_of({{{"type", "array"}, {"items", one}}, one, {{"type", "null"}}});
  }

  Language language_;
};

}  // namespace

std::string json_schema(const Schema& schema, Language language) {
  return Writer(language).file(schema).dump(2) + "\n";
}

}  // namespace svodka::load
