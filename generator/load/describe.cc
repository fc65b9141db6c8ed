#include <algorithm>

#include "base/utf8.h"
#include "load/schema.h"

namespace svodka::load {
namespace {

const Text& type_name(FieldType type) {
  static const Text kNames[] = {
      {"текст", "text"},  {"целое число", "integer"}, {"число", "number"},   {"да или нет", "yes or no"},
      {"день", "day"},    {"период", "period"},       {"одно из", "one of"}, {"ссылка", "reference"},
      {"список", "list"}, {"запись", "record"}};
  return kNames[static_cast<std::size_t>(type)];
}

/// What a value looks like: "ссылка на `organisations`", "список: текст".
std::string shape(const Field& field, Language language) {
  const auto name = type_name(field.type).in(language);
  if (field.type == FieldType::kReference)
    return name + (language == Language::kRussian ? " на " : " to ") + field.target;
  if (field.type == FieldType::kList) return name + ": " + shape(field.item(), language);
  if (field.type != FieldType::kInteger && field.type != FieldType::kNumber) return name;
  if (field.minimum && field.maximum) return fmt::format("{} {}–{}", name, *field.minimum, *field.maximum);
  if (field.minimum) return fmt::format("{} ≥ {}", name, *field.minimum);
  return field.maximum ? fmt::format("{} ≤ {}", name, *field.maximum) : name;
}

struct Row {
  std::string name, type, description;
};

void add_rows(const std::vector<Field>& fields, const std::string& key, const std::string& indent,
              Language language, std::vector<Row>& rows) {
  for (const auto& field : fields) {
    const bool needed = field.required || (!key.empty() && field.name == key);
    auto name = indent + field.name + (needed ? " *" : "");
    if (!field.from_key.empty()) name += ", " + field.from_key + "/" + field.to_key;
    rows.push_back({name, shape(field, language), field.description.in(language)});
    const Field& part = field.type == FieldType::kList ? field.item() : field;
    for (const auto& value : part.values)
      rows.push_back({indent + "  = " + value.name, "", value.label.in(language)});
    if (part.type == FieldType::kRecord) add_rows(part.fields, "", indent + "  ", language, rows);
  }
}

std::string padded(const std::string& text, std::size_t width) {
  const auto length = utf8::length(text);
  return text + std::string(width > length ? width - length : 0, ' ');
}

std::string table(const std::vector<Row>& rows) {
  std::size_t names = 0, types = 0;
  for (const auto& row : rows) {
    names = std::max(names, utf8::length(row.name));
    types = std::max(types, utf8::length(row.type));
  }
  std::string out;
  for (const auto& row : rows) {
    auto line = "  " + padded(row.name, names) + "  " + padded(row.type, types) + "  " + row.description;
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

std::string all_collections(const Schema& schema, Language language) {
  std::vector<Row> rows;
  for (const auto& collection : schema.collections)
    rows.push_back({collection.name, "", collection.description.in(language)});
  return table(rows);
}

}  // namespace

std::string describe(const Schema& schema, std::string_view name, Language language) {
  if (name.empty()) return all_collections(schema, language);
  const auto* collection = schema.collection(name);
  if (collection == nullptr) return {};
  std::vector<Row> rows;
  add_rows(collection->fields, collection->key, "", language, rows);
  const bool russian = language == Language::kRussian;
  std::string heading = collection->name;
  if (!collection->description.empty()) heading += ": " + collection->description.in(language);
  if (collection->single) heading += russian ? " (одна запись на проект)" : " (one record in a project)";
  return heading + "\n" + table(rows) + (russian ? "* обязательное поле\n" : "* required\n");
}

}  // namespace svodka::load
