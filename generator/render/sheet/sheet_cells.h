#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bind/sheet_layout.h"
#include "render/picture/picture_value.h"
#include "render/sheet/cell_runs.h"
#include "render/sheet/sheet_formula.h"
#include "render/sheet/sheet_text.h"

namespace svodka::render {

/// What stands in a cell of a table.
struct SheetCell {
  enum class Kind {
    kBlank,
    kText,
    kMark,  ///< what stands where there is no value, or where none applies
    kNumber,
    kDate,     ///< a number that is a day
    kLink,     ///< `text` leads to `address`
    kRich,     ///< `text` in several hands: `runs`
    kPicture,  ///< `picture`, called `text`
  };
  Kind kind = Kind::kBlank;
  std::string text;
  double number = 0;
  std::string address;
  std::vector<CellRun> runs;
  std::shared_ptr<const Picture> picture;
  double width = 0, height = 0;  ///< of the picture, pixels at 96 dpi

  bool is_number() const { return kind == Kind::kNumber || kind == Kind::kDate; }
  bool is_words() const { return kind == Kind::kText || kind == Kind::kLink || kind == Kind::kRich; }
};

/// Makes the cells of a table's rows: values with their types, texts, links, pictures, results of formulas.
/// What cannot stand in a cell is a finding at the place of the layout. One for each pass over the rows.
class CellMaker {
 public:
  CellMaker(const bind::SheetTable& table, PictureFolder& pictures, Diagnostics& out);

  /// Fills cells() and operands() from a row. Memory is used again.
  void make(const Row& row);
  /// Counts a row that has no cells of its own (a merged level).
  void skip() { ++number_; }

  const std::vector<SheetCell>& cells() const { return cells_; }
  /// The numbers of the row, with the results of its formulas, for adding up.
  const Operands& operands() const { return operands_; }
  /// A formula column that is live in this row.
  bool has_formula(std::size_t column) const { return live_[column]; }
  long number() const { return number_; }

  /// Computes a formula column over `operands`, and first those that it rests on.
  void compute(std::size_t column, Operands& operands) const;

 private:
  void make_cell(std::size_t column, const Row& row);
  void value(std::size_t column, const Row& row, SheetCell& cell);
  void embedded(std::size_t column, const Value& value, SheetCell& cell);
  void link(const bind::SheetColumn& column, const std::string& address, SheetCell& cell);
  void picture(std::size_t column, const Value& value, SheetCell& cell);
  void typed(const bind::SheetColumn& column, const Value& value, SheetCell& cell);
  void words(const bind::SheetColumn& column, const std::string& text, SheetCell& cell);
  void mark(const std::string& text, SheetCell& cell);
  Position place_of(const bind::SheetColumn& column) const { return column.at; }
  void error(const bind::SheetColumn& column, const char* rule, const Text& problem);
  void compare(std::size_t column, const Row& row);

  const bind::SheetTable& table_;
  PictureFolder& pictures_;
  Diagnostics& out_;
  std::vector<std::optional<SheetText>> texts_;  ///< of the columns with `text`
  std::vector<bind::ValueSlot> slots_;           ///< of the columns with an embed
  std::vector<SheetCell> cells_;
  Operands operands_;
  std::vector<bool> live_;
  Value changed_;  ///< by modifiers
  long number_ = 0;
  int unequal_ = 0;  ///< cells that compare() found
};

/// What a cell without a value shows in a column, and where the column does not apply.
inline const std::string& empty_mark(const bind::SheetTable& table, const bind::SheetColumn& column) {
  return column.empty ? *column.empty : table.empty;
}
inline const std::string& other_mark(const bind::SheetTable& table, const bind::SheetColumn& column) {
  return column.not_applicable ? *column.not_applicable : table.not_applicable;
}

}  // namespace svodka::render
