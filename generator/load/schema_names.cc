#include "load/schema_names.h"

#include <algorithm>

#include "base/utf8.h"

namespace svodka::load {
namespace {

void add_columns(const Field& field, const std::string& prefix, std::vector<std::string>& out) {
  const auto column = prefix + utf8::lower(field.column);
  out.push_back(column);
  if (field.type == FieldType::kPeriod) {
    for (const char* part : {"_from", "_to", "_precision"}) out.push_back(column + part);
  }
  if (field.type != FieldType::kRecord) return;
  for (const auto& part : field.fields) add_columns(part, column + "_", out);
}

bool is_name_character(char32_t c) {
  return utf8::is_letter(c) || (c >= U'0' && c <= U'9') || c == U'-' || c == U'_' || c == U'.';
}

}  // namespace

std::string sql_name(std::string_view name) {
  std::string out(name);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return out;
}

bool is_good_name(std::string_view name) {
  std::size_t i = 0;
  if (name.empty() || !utf8::is_letter(utf8::next(name, i))) return false;
  while (i < name.size()) {
    if (!is_name_character(utf8::next(name, i))) return false;
  }
  return true;
}

std::vector<std::string> columns_of(const Field& field) {
  std::vector<std::string> columns;
  add_columns(field, "", columns);
  return columns;
}

void add_tables(const std::vector<Field>& fields, const std::string& owner, const std::string& collection,
                std::vector<std::pair<std::string, std::string>>& out) {
  for (const auto& field : fields) {
    const auto name = owner + "_" + utf8::lower(field.column);
    if (field.type == FieldType::kList) out.emplace_back(name, collection);
    if (field.type == FieldType::kRecord) add_tables(field.fields, name, collection, out);
    if (field.type == FieldType::kList && field.item().type == FieldType::kRecord)
      add_tables(field.item().fields, name, collection, out);
  }
}

}  // namespace svodka::load
