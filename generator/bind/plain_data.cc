#include "bind/plain_data.h"

#include <algorithm>
#include <charconv>

#include "base/utf8.h"
#include "bind/json_nodes.h"
#include "bind/yaml_nodes.h"

namespace svodka::bind {
namespace {

constexpr const char* kItem = ".";

// A plain scalar as YAML 1.2's core schema and JSON have it: whole numbers, decimals, true and false; all
// else is text.
Value typed(const PlainNode& node) {
  if (node.is_null()) return {};
  const std::string_view words = node.words;
  const auto as_text = [&] { return Value(std::in_place_type<std::string>, words); };
  if (node.quoted) return as_text();
  if (words == "true") return std::int64_t{1};
  if (words == "false") return std::int64_t{0};
  const char* const begin = words.data();
  const char* const end = begin + words.size();
  const auto digits = words.starts_with('-') ? words.substr(1) : words;
  const bool padded = digits.size() > 1 && digits[0] == '0' && digits[1] != '.';
  if (digits.empty() || digits[0] < '0' || digits[0] > '9' || padded) return as_text();
  std::int64_t whole = 0;
  if (const auto [stop, error] = std::from_chars(begin, end, whole); error == std::errc() && stop == end)
    return whole;
  if (digits.find_first_not_of("0123456789") == std::string::npos)
    return as_text();  // over 64 bits: the number of an account, no quantity
  double number = 0;
  if (const auto [stop, error] = std::from_chars(begin, end, number); error == std::errc() && stop == end)
    return number;
  return as_text();
}

ColumnType type_of(const PlainNode& node) {
  if (node.is_null()) return ColumnType::kUnknown;
  if (node.quoted) return ColumnType::kText;
  if (node.words == "true" || node.words == "false") return ColumnType::kBool;
  const auto value = typed(node);
  if (std::holds_alternative<std::int64_t>(value)) return ColumnType::kInteger;
  return std::holds_alternative<double>(value) ? ColumnType::kNumber : ColumnType::kText;
}

// The index of a name, -1 if there is none. Records mostly have their fields in one order, so the name behind
// the last one found is tried first.
class NameFinder {
 public:
  template <typename Named>
  int find(const std::vector<Named>& all, std::string_view name) {
    if (next_ >= all.size() || all[next_].name != name) {
      const auto found =
          std::find_if(all.begin(), all.end(), [&](const Named& named) { return named.name == name; });
      if (found == all.end()) return -1;
      next_ = static_cast<std::size_t>(found - all.begin());
    }
    return static_cast<int>(next_++);
  }

 private:
  std::size_t next_ = 0;
};

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
  ShapeReader(const PlainTree& tree, Diagnostics& out) : tree_(tree), out_(out) {}

  void add(const PlainNode& mapping, Shape& shape) {
    NameFinder columns;
    for (const auto& field : mapping.children()) {
      if (field.is_mapping() || field.is_sequence())
        add_section(field, shape);
      else
        add_value(field, columns, shape);
    }
  }

 private:
  void add_value(const PlainNode& field, NameFinder& columns, Shape& shape) {
    if (shape.section(field.key) >= 0) {  // null where others have a list
      if (!field.is_null()) report_mixed(field);
      return;
    }
    check_characters(field);
    add_column(field.key, field, columns, shape);
  }

  void add_section(const PlainNode& field, Shape& shape) {
    if (const int column = shape.column(field.key); column >= 0) {
      // A column known only as null gives way to a section of its name.
      if (shape.columns[static_cast<std::size_t>(column)].type != ColumnType::kUnknown)
        return report_mixed(field);
      shape.columns.erase(shape.columns.begin() + column);
    }
    if (shape.section(field.key) < 0) shape.sections.push_back({std::string(field.key), {}});
    Shape& inner = shape.sections[static_cast<std::size_t>(shape.section(field.key))].shape;
    if (field.is_mapping()) return add(field, inner);
    for (const auto& item : field.children()) add_item(item, inner);
  }

  void add_item(const PlainNode& item, Shape& shape) {
    const bool of_values = shape.column(kItem) >= 0;
    const bool of_records = !of_values && (!shape.columns.empty() || !shape.sections.empty());
    if (item.is_sequence()) {
      out_.error(tree_.at(item), "nested-list",
                 text("список прямо внутри списка", "a list directly inside a list"),
                 text("дайте внутреннему списку имя", "give the inner list a name"));
    } else if (item.is_mapping() ? of_values : of_records) {
      out_.error(tree_.at(item), "mixed-list",
                 text("в одном списке и значения, и записи", "one list holds both values and records"),
                 text("разделите их на два списка", "make two lists of them"));
    } else if (item.is_mapping()) {
      add(item, shape);
    } else {
      NameFinder columns;
      check_characters(item);
      add_column(kItem, item, columns, shape);
    }
  }

  void report_mixed(const PlainNode& field) {
    out_.error(
        tree_.at(field), "mixed-field",
        text("поле `{}` то значение, то список", "the field `{}` is now a value, now a list", field.key),
        text("пусть оно везде будет одним и тем же", "let it be the same everywhere"));
  }

  void check_characters(const PlainNode& value) {
    if (!value.decoded) return;
    const auto bad = utf8::first_not_xml(value.words);
    if (!bad) return;
    auto at = *bad;
    const auto code = static_cast<unsigned>(utf8::next(value.words, at));
    out_.error(tree_.at(value), "control-character",
               text("в значении знак U+{:04X}, которого не бывает в документах",
                    "the value holds the character U+{:04X}, which no document can have", code),
               text("удалите его", "remove it"));
  }

  static void add_column(std::string_view name, const PlainNode& value, NameFinder& columns, Shape& shape) {
    const int index = columns.find(shape.columns, name);
    if (index < 0) return shape.columns.push_back({std::string(name), type_of(value)});
    auto& type = shape.columns[static_cast<std::size_t>(index)].type;
    if (type != ColumnType::kText) type = joined(type, type_of(value));
  }

  const PlainTree& tree_;
  Diagnostics& out_;
};

Row row_of(const PlainNode& node, const Shape& shape);

std::vector<Row> rows_of(const PlainNode& field, const Shape& shape) {
  std::vector<Row> rows;
  if (field.is_mapping()) {
    rows.push_back(row_of(field, shape));
    return rows;
  }
  const auto items = field.children();
  rows.reserve(static_cast<std::size_t>(std::distance(items.begin(), items.end())));
  for (const auto& item : items) rows.push_back(row_of(item, shape));
  return rows;
}

Row row_of(const PlainNode& node, const Shape& shape) {
  Row row;
  row.values.resize(shape.columns.size());
  row.sections.resize(shape.sections.size());
  if (!node.is_mapping()) {
    if (!row.values.empty()) row.values.front() = typed(node);
    return row;
  }
  NameFinder columns, sections;
  for (const auto& field : node.children()) {
    if (field.is_mapping() || field.is_sequence()) {
      const auto at = static_cast<std::size_t>(sections.find(shape.sections, field.key));
      row.sections[at] = rows_of(field, shape.sections[at].shape);
    } else if (const int column = columns.find(shape.columns, field.key); column >= 0) {
      row.values[static_cast<std::size_t>(column)] = typed(field);
    }
  }
  return row;
}

// The records of one file: its items, or the file as a whole.
std::vector<const PlainNode*> records_of(const PlainTree& tree, bool each, Diagnostics& out) {
  const PlainNode* list = &tree.root();
  if (each && list->is_mapping() && list->size > 1) {
    const PlainNode& first = *list->children().begin();
    if (first.is_sequence() && first.size + 1 == list->size) list = &first;
  }
  std::vector<const PlainNode*> records;
  if (each && list->is_sequence()) {
    for (const auto& item : list->children()) records.push_back(&item);
  } else {
    records.push_back(list);
  }
  for (const auto* record : records) {
    if (record->is_mapping() || record->is_null()) continue;
    out.error(tree.at(*record), "wrong-form",
              text("здесь ожидаются поля вида `имя: значение`",
                   "fields of the form `name: value` are expected here"),
              record->is_sequence() && !each
                  ? text("для списка записей добавьте --each", "for a list of records add --each")
                  : text("например: `{{\"имя\": \"значение\"}}` или строка `имя: значение`",
                         "for example: `{{\"name\": \"value\"}}`, or a line `name: value`"));
  }
  return records;
}

}  // namespace

Row PlainData::record(std::size_t index) const { return row_of(*records_[index], shape); }

std::optional<PlainData> load_plain_data(std::vector<SourceFile> files, bool each, Diagnostics& out) {
  PlainData data;
  Diagnostics found;
  for (auto& file : files) {
    auto tree = file.path.ends_with(".json") ? read_json(std::move(file), found) : read_yaml(file, found);
    if (!tree) continue;
    ShapeReader shape(*tree, found);
    for (const auto* record : records_of(*tree, each, found)) {
      shape.add(*record, data.shape);
      data.records_.push_back(record);
    }
    data.files_.push_back(std::move(tree));
  }
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return data;
}

}  // namespace svodka::bind
