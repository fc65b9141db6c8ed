#include "bind/plain_data.h"

#include <charconv>

#include "base/utf8.h"
#include "bind/json_nodes.h"
#include "load/yaml.h"

namespace svodka::bind {
namespace {

using load::Node;

constexpr const char* kItem = ".";

// A plain scalar as YAML 1.2's core schema and JSON have it: whole numbers, decimals, true and false; all
// else is text.
Value typed(const Node& node) {
  if (node.is_null()) return {};
  const std::string& words = node.scalar;
  if (node.quoted) return words;
  if (words == "true") return std::int64_t{1};
  if (words == "false") return std::int64_t{0};
  const char* const begin = words.data();
  const char* const end = begin + words.size();
  const auto digits = words.starts_with('-') ? words.substr(1) : words;
  const bool padded = digits.size() > 1 && digits[0] == '0' && digits[1] != '.';
  if (digits.empty() || digits[0] < '0' || digits[0] > '9' || padded) return words;
  std::int64_t whole = 0;
  if (const auto [stop, error] = std::from_chars(begin, end, whole); error == std::errc() && stop == end)
    return whole;
  if (digits.find_first_not_of("0123456789") == std::string::npos)
    return words;  // over 64 bits: the number of an account, no quantity
  double number = 0;
  if (const auto [stop, error] = std::from_chars(begin, end, number); error == std::errc() && stop == end)
    return number;
  return words;
}

ColumnType type_of(const Node& node) {
  const auto value = typed(node);
  if (is_null(value)) return ColumnType::kUnknown;
  if (!node.quoted && (node.scalar == "true" || node.scalar == "false")) return ColumnType::kBool;
  if (std::holds_alternative<std::int64_t>(value)) return ColumnType::kInteger;
  return std::holds_alternative<double>(value) ? ColumnType::kNumber : ColumnType::kText;
}

ColumnType joined(ColumnType a, ColumnType b) {
  if (a == b || b == ColumnType::kUnknown) return a;
  if (a == ColumnType::kUnknown) return b;
  const auto is_number = [](ColumnType type) {
    return type == ColumnType::kInteger || type == ColumnType::kNumber;
  };
  return is_number(a) && is_number(b) ? ColumnType::kNumber : ColumnType::kText;
}

// Learns the shape that all records have together.
class ShapeReader {
 public:
  ShapeReader(const std::string& file, Diagnostics& out) : file_(file), out_(out) {}

  void add(const Node& mapping, Shape& shape) {
    for (const auto& [key, value] : mapping.entries) add_field(key, value, shape);
  }

 private:
  void add_field(const Node& key, const Node& value, Shape& shape) {
    const bool section = value.is_mapping() || value.is_sequence();
    const bool other = section ? has_values(shape, key.scalar) : shape.section(key.scalar) >= 0;
    if (other && !value.is_null()) {
      out_.error(
          value.mark.in(file_), "mixed-field",
          text("поле `{}` то значение, то список", "the field `{}` is now a value, now a list", key.scalar),
          text("пусть оно везде будет одним и тем же", "let it be the same everywhere"));
      return;
    }
    if (!section) {
      check_characters(value);
      return add_column(key.scalar, value, shape);
    }
    drop_column(shape, key.scalar);
    if (shape.section(key.scalar) < 0) shape.sections.push_back({key.scalar, {}});
    Shape& inner = shape.sections[static_cast<std::size_t>(shape.section(key.scalar))].shape;
    if (value.is_mapping()) add(value, inner);
    for (const auto& item : value.items) add_item(item, inner);
  }

  void add_item(const Node& item, Shape& shape) {
    const bool of_values = shape.column(kItem) >= 0;
    const bool of_records = !of_values && (!shape.columns.empty() || !shape.sections.empty());
    if (item.is_sequence()) {
      out_.error(item.mark.in(file_), "nested-list",
                 text("список прямо внутри списка", "a list directly inside a list"),
                 text("дайте внутреннему списку имя", "give the inner list a name"));
    } else if (item.is_mapping() ? of_values : of_records) {
      out_.error(item.mark.in(file_), "mixed-list",
                 text("в одном списке и значения, и записи", "one list holds both values and records"),
                 text("разделите их на два списка", "make two lists of them"));
    } else if (item.is_mapping()) {
      add(item, shape);
    } else {
      check_characters(item);
      add_column(kItem, item, shape);
    }
  }

  void check_characters(const Node& value) {
    const auto bad = utf8::first_not_xml(value.scalar);
    if (!bad) return;
    auto at = *bad;
    const auto code = static_cast<unsigned>(utf8::next(value.scalar, at));
    out_.error(value.mark.in(file_), "control-character",
               text("в значении знак U+{:04X}, которого не бывает в документах",
                    "the value holds the character U+{:04X}, which no document can have", code),
               text("удалите его", "remove it"));
  }

  static void add_column(const std::string& name, const Node& value, Shape& shape) {
    if (shape.section(name) >= 0) return;  // null where others have a list
    const int index = shape.column(name);
    if (index < 0) return shape.columns.push_back({name, type_of(value)});
    auto& type = shape.columns[static_cast<std::size_t>(index)].type;
    type = joined(type, type_of(value));
  }

  // A column known only as null gives way to a section of its name.
  static bool has_values(const Shape& shape, const std::string& name) {
    const int index = shape.column(name);
    return index >= 0 && shape.columns[static_cast<std::size_t>(index)].type != ColumnType::kUnknown;
  }
  static void drop_column(Shape& shape, const std::string& name) {
    if (const int index = shape.column(name); index >= 0) shape.columns.erase(shape.columns.begin() + index);
  }

  const std::string& file_;
  Diagnostics& out_;
};

Row row_of(const Node& node, const Shape& shape) {
  Row row;
  row.values.resize(shape.columns.size());
  row.sections.resize(shape.sections.size());
  if (!node.is_mapping()) {
    if (!row.values.empty()) row.values.front() = typed(node);
    return row;
  }
  for (const auto& [key, value] : node.entries) {
    if (const int section = shape.section(key.scalar); section >= 0) {
      const Shape& inner = shape.sections[static_cast<std::size_t>(section)].shape;
      auto& rows = row.sections[static_cast<std::size_t>(section)];
      if (value.is_mapping()) rows.push_back(row_of(value, inner));
      rows.reserve(value.items.size());
      for (const auto& item : value.items) rows.push_back(row_of(item, inner));
    } else if (const int column = shape.column(key.scalar); column >= 0) {
      row.values[static_cast<std::size_t>(column)] = typed(value);
    }
  }
  return row;
}

// The records of one file: its items, or the file as a whole.
std::vector<const Node*> records_of(const Node& root, const std::string& file, bool each, Diagnostics& out) {
  const Node* list = &root;
  if (each && root.is_mapping() && root.entries.size() == 1 && root.entries.front().second.is_sequence())
    list = &root.entries.front().second;
  std::vector<const Node*> records;
  if (each && list->is_sequence()) {
    for (const auto& item : list->items) records.push_back(&item);
  } else {
    records.push_back(&root);
  }
  for (const auto* record : records) {
    if (record->is_mapping() || record->is_null()) continue;
    out.error(record->mark.in(file), "wrong-form",
              text("здесь ожидаются поля вида `имя: значение`",
                   "fields of the form `name: value` are expected here"),
              record->is_sequence() && !each
                  ? text("для списка записей добавьте --each", "for a list of records add --each")
                  : Text{});
  }
  return records;
}

}  // namespace

std::optional<PlainData> load_plain_data(const std::vector<SourceFile>& files, bool each, Diagnostics& out) {
  Diagnostics found;
  PlainData data;
  std::vector<Node> roots;
  std::vector<const Node*> records;
  roots.reserve(files.size());
  for (const auto& file : files) {
    auto root = file.path.ends_with(".json") ? parse_json(file, found) : load::parse_yaml(file, found);
    if (!root) continue;
    roots.push_back(std::move(*root));
    ShapeReader shape(file.path, found);
    for (const auto* record : records_of(roots.back(), file.path, each, found)) {
      shape.add(*record, data.shape);
      records.push_back(record);
    }
  }
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  for (const auto* record : records) data.records.push_back(row_of(*record, data.shape));
  return data;
}

}  // namespace svodka::bind
