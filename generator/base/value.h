#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace svodka {

/// One value of a row: nothing, a whole number, a number, or UTF-8 text. What SQLite gives and data files
/// hold. Days and periods are text in their canonical form (language/period.h), truth values are 0 and 1.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

inline bool is_null(const Value& value) { return std::holds_alternative<std::monostate>(value); }

/// What a condition (`{{#column}}`) asks: neither null, nor empty text, nor 0.
bool is_truthy(const Value& value);

/// What a column holds, as far as it is known before a query runs.
enum class ColumnType { kUnknown, kText, kInteger, kNumber, kBool, kDay, kPeriod };

/// The name of the type in findings and listings: "text", "day".
std::string_view to_string(ColumnType type);

struct Column {
  std::string name;
  ColumnType type = ColumnType::kUnknown;
  friend bool operator==(const Column&, const Column&) = default;
};

/// What a template may name at one level: its columns, and the lists nested in it. Known before any data is
/// read.
struct Shape {
  struct Section;
  std::vector<Column> columns;
  std::vector<Section> sections;

  /// Index of a column or section by exact name; -1 if there is none.
  int column(std::string_view name) const;
  int section(std::string_view name) const;
};

struct Shape::Section {
  std::string name;
  Shape shape;
};

/// One record, in the order of its Shape: `values[i]` belongs to `columns[i]`, `sections[i]` to
/// `sections[i]`.
struct Row {
  std::vector<Value> values;
  std::vector<std::vector<Row>> sections;
};

/// A whole document's data: the root row and what it may be asked.
struct Data {
  Shape shape;
  Row root;
};

/// Rows one after another, so that long lists need not stand in memory.
class RowSource {
 public:
  virtual ~RowSource() = default;
  virtual const Shape& shape() const = 0;
  /// Puts the next row into `row` and returns true; false at the end.
  virtual bool next(Row& row) = 0;
};

}  // namespace svodka
