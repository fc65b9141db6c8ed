#include <nlohmann/json.hpp>

#include "load/schema.h"

namespace svodka::load {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kDay = R"(^(\d{4}-\d{2}-\d{2}|\d{2}\.\d{2}\.\d{4})$)";
constexpr const char* kPeriod =
    R"(^(\d{4}-\d{2}-\d{2}(,\d{4}-\d{2}-\d{2})*|\d{2}\.\d{2}\.\d{4}|\d{4}(-\d{2}(-\d{2})?|-Q[1-4])?(/\d{4}(-\d{2}(-\d{2})?|-Q[1-4])?)?)$)";
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
    properties["collect"] = returns(schema);
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
                           {"propertyNames", {{"x-rule", true}}},
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
      case FieldType::kReference:  // no validator knows the records; editors that do complete them
        return {{"type", {"string", "number", "boolean"}}, {"x-reference", field.target}};
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

  Json described(Json json, const Text& description) const {
    describe(json, description);
    return json;
  }

  /// With a keyword for editors, which validators pass over.
  static Json marked(Json json, const char* keyword) {
    json[keyword] = true;
    return json;
  }

  Json returns(const Schema& schema) const {
    const Json words{{"type", "string"}};
    const Json one{
        {"type", "object"},
        {"additionalProperties", false},
        {"required", {"id", "collection", "from", "recipient", "columns"}},
        {"properties",
         {{"id", described(words, text("имя сбора: им зовут его команда и папка ответов",
                                       "name of the collection, for the command and the folder of returns"))},
          {"title", described(words, text("заголовок бланка", "title of the blank"))},
          {"note", described(words, text("строка под ним: как заполнять", "the line below: how to fill it"))},
          {"due", described(words, text("до какого дня ждут ответа", "the day until which it is awaited"))},
          {"collection",
           described({{"enum", schema.names()}}, text("чьи это записи", "whose records it holds"))},
          {"from", described(marked(words, "x-sql"),
                             text("кому: запрос со столбцами id и name, бланк на каждую строку",
                                  "to whom: a query with the columns id and name, a blank for each row"))},
          {"recipient", described(marked(words, "x-field"), text("поле, в которое попадёт id получателя",
                                                                 "the field that takes the recipient's id"))},
          {"rows",
           described(marked(words, "x-sql"),
                     text("известные строки: запрос, где :id — получатель, а столбцы зовутся полями",
                          "known rows: a query with :id for the recipient, columns named as fields"))},
          {"free-rows", described({{"type", "integer"}, {"minimum", 0}, {"maximum", 10000}},
                                  text("сколько строк оставить пустыми", "how many rows are left blank"))},
          {"returns", described(words, text("папка ответов рядом с этим файлом (returns/ID)",
                                            "folder of the returns beside this file (returns/ID)"))},
          {"columns", described({{"type", "object"}, {"additionalProperties", {{"x-field", true}}}},
                                text("заголовок столбца: поле", "heading of a column: field"))},
          {"values", described({{"type", "object"}},
                               text("что значат слова в ячейках", "what the words in cells mean"))},
          {"constants",
           described({{"type", "object"}, {"propertyNames", {{"x-field", true}}}},
                     text("поля, которые у всех строк одни", "fields that are the same in every row"))}}}};
    return described(any_of({{{"type", "array"}, {"items", one}}, one, {{"type", "null"}}}),
                     text("бланки, которые рассылают и собирают (svodka collect)",
                          "blanks that are sent out and collected (svodka collect)"));
  }

  Json tables(const Schema& schema) const {
    const Json scalar{{"type", {"string", "number", "boolean", "null"}}};
    const Json mapping{{"type", "object"}, {"additionalProperties", scalar}};
    const Json words = any_of({{{"type", "string"}}, {{"type", "array"}, {"items", {{"type", "string"}}}}});
    const Json one{
        {"type", "object"},
        {"additionalProperties", false},
        {"required", {"file", "collection", "columns"}},
        {"properties",
         {{"file", described(marked(words, "x-table"), text("таблица рядом с этим файлом, или несколько",
                                                            "the table beside this file, or several"))},
          {"sheet", described(words, text("лист или листы книги", "the sheet or sheets of the workbook"))},
          {"hidden",
           described({{"enum", {"read", "skip"}}},
                     text("читать ли скрытые строки и столбцы", "whether hidden rows and columns are read"))},
          {"collection",
           described({{"enum", schema.names()}}, text("чьи это записи", "whose records it holds"))},
          {"delimiter", described({{"enum", {";", ",", "|", "\t", "tab"}}},
                                  text("знак между столбцами, если его не угадать",
                                       "what parts the columns, where it cannot be found out"))},
          {"encoding", described({{"enum", {"utf-8", "windows-1251"}}}, text("кодировка", "the encoding"))},
          {"columns", described({{"type", "object"}, {"additionalProperties", {{"x-field", true}}}},
                                text("заголовок столбца: поле", "heading of a column: field"))},
          {"values", described({{"type", "object"}, {"additionalProperties", mapping}},
                               text("что значат слова таблицы: {{Школа: {{Покровская СОШ: pokrovskaya}}}}",
                                    "what the table's words mean: {{School: {{Pokrovka: pokrovskaya}}}}"))},
          {"constants", described({{"type", "object"}, {"propertyNames", {{"x-field", true}}}},
                                  text("поля, которые у всех строк одни: {{exam: vpr, year: 2020}}",
                                       "fields that are the same in every row: {{exam: vpr, year: 2020}}"))},
          {"heading", described({{"type", "integer"}, {"minimum", 1}},
                                text("номер строки с заголовками, если её не найти",
                                     "the row of headings, where it cannot be found"))}}}};
    return described(any_of({{{"type", "array"}, {"items", one}}, one, {{"type", "null"}}}),
                     text("таблицы, из которых берутся записи", "tables that records are taken from"));
  }

  Language language_;
};

}  // namespace

std::string json_schema(const Schema& schema, Language language) {
  return Writer(language).file(schema).dump(2) + "\n";
}

}  // namespace svodka::load
