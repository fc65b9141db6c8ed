#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bind/sheet_layout.h"
#include "render/expand/watch.h"
#include "render/sheet/sheet.h"

namespace svodka::render {

/// A value that a document shows, as it was written.
struct ShownValue {
  std::string name;                ///< of its marker: "schools.title"
  std::string words;               ///< after its modifiers
  std::vector<std::int64_t> sets;  ///< that it came from (bind::set_of())
  std::vector<std::int64_t> rows;  ///< of the records of its row
};

/// Numbers the values that a document shows and puts marks round them (marks.h).
class MarkedValues : public ValueWatcher {
 public:
  std::string shown(const bind::ValueSlot& slot, const Row& row, std::string_view words) override;
  void drawn(const bind::ValueSlot& slot, const Row& row, int column, std::string_view words) override;

  /// A value that is shown in another way than by a marker; its id.
  int add(ShownValue value);
  const std::vector<ShownValue>& all() const { return values_; }

 private:
  std::vector<ShownValue> values_;
  std::map<std::pair<std::string, std::string>, int> merged_;  // of cells that become one: by name and words
};

/// A table's row in a marked workbook: one of its cells is marked by the id `first`, and those of the row's
/// columns follow: the column i has the id first + 1 + i.
///
/// The rows of a layout's tables with one value of each marked, in a column that nothing but its own cell
/// depends on: neither groups, levels nor merged cells, and no modifier. The layout's other columns are found
/// beside it.
class MarkedRows {
 public:
  MarkedRows(const bind::WorkbookLayout& layout, const Shape& shape, OpenRows open, MarkedValues& values)
      : layout_(layout), shape_(shape), open_(std::move(open)), values_(values) {}

  /// Opens the rows of a table, marked; as OpenRows.
  std::unique_ptr<RowSource> open(const bind::RowsAt& at, const Row* row);

  /// What the cells of a row show, by the id that was found in the cell of sheet column `column`: sheet
  /// column and id.
  std::vector<std::pair<int, int>> cells(int id, int column) const;

 private:
  struct Carrier {
    const bind::SheetTable* table = nullptr;
    int column = 0;  // of the table
    int first = 0;   // id of the table's first column
  };
  class Source;

  std::vector<int> carriers(const bind::RowsAt& rows) const;
  void remember(const bind::RowsAt& rows, int field, int id, const Row& row);

  const bind::WorkbookLayout& layout_;
  const Shape& shape_;
  OpenRows open_;
  MarkedValues& values_;
  std::map<int, std::vector<Carrier>> rows_;  // by the id of the marked cell
};

}  // namespace svodka::render
