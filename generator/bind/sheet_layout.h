#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/resolver.h"
#include "bind/sheet_layout_format.h"
#include "bind/sheet_layout_formula.h"
#include "load/yaml.h"

namespace svodka::bind {

/// A text of a layout, its markers matched with the data: `body` is what render/expand/expand.h expands.
struct Phrase {
  std::string body;
  Program program;
  bool fixed = true;  ///< has no markers; `body` is the text itself
  Position at;

  /// Written as "", or not at all.
  bool blank() const { return fixed && body.empty(); }
};

enum class LineStyle { kText, kTitle, kSubtitle, kHeading, kRight, kCorner, kNote };

struct SheetLine {
  Phrase text;
  LineStyle style = LineStyle::kText;
};

struct LabelledValue {
  Phrase label, value;
};

/// «Коды», top right.
struct CodesCorner {
  Phrase title;
  std::vector<LabelledValue> rows;
};

struct Signature {
  Phrase post, name;
};

enum class CellAlign { kByType, kLeft, kCenter, kRight };
enum class ColumnTotal { kNone, kSum, kAverage, kMin, kMax, kCount, kFormula, kText };

struct SheetColumn {
  enum class Kind { kValue, kText, kFormula, kRowNumber };

  Kind kind = Kind::kValue;
  std::vector<Phrase> header;  ///< bands from the top down; over the root row
  std::string name;            ///< how formulas, highlights and charts call it; may be empty
  int field = -1;              ///< kValue: index of the query's column
  ColumnType type = ColumnType::kUnknown;
  std::vector<language::Modifier> modifiers;  ///< kValue
  Phrase text;                                ///< kText; over the table's row
  Formula formula;                            ///< kFormula
  NumberFormat format;
  double width = 0;  ///< characters; 0: by the type
  CellAlign align = CellAlign::kByType;
  std::optional<std::string> empty, not_applicable;  ///< when other than the table's
  int applies = -1;  ///< index of the query's column that says whether the cell applies
  ColumnTotal total = ColumnTotal::kNone;
  std::string total_text;  ///< ColumnTotal::kText
  bool merge = false;
  Position at;
};

/// Rows that stand in a tree.
struct Levels {
  int field = -1;   ///< index of the query's column with the depth
  int indent = -1;  ///< index of the SheetColumn indented by depth
  std::vector<int> merge;
  Phrase text;  ///< of a merged row; over the table's row
};

struct Grouping {
  int field = -1;            ///< index of the query's column
  Phrase heading, subtotal;  ///< over the table's row; blank: none
};

struct Highlight {
  enum class Test {
    kEqual,
    kNotEqual,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual,
    kEmpty,
    kNotEmpty,
    kContains
  };
  int column = 0;  ///< index of the SheetColumn
  Test test = Test::kEqual;
  std::optional<double> number;
  std::string text;        ///< when not a number
  std::uint32_t fill = 0;  ///< 0xRRGGBB
  bool bold = false;
  bool row = false;
};

struct SheetTable {
  int rows = -1;  ///< index of the section of the root shape
  std::string rows_name;
  Phrase heading;
  std::vector<SheetColumn> columns;
  bool column_numbers = false;
  std::optional<Levels> levels;
  std::optional<Grouping> group;
  std::optional<std::string> total;  ///< the label
  int total_level = -1;              ///< the level that is added; -1: every row
  std::string empty, not_applicable;
  std::optional<Phrase> no_rows;
  std::vector<Highlight> highlight;
  std::vector<SheetLine> notes;
  Position at;
};

struct SheetSeries {
  int column = 0;
  std::string title;  ///< "": the column's header
};

struct SheetChart {
  enum class Type { kColumn, kBar, kLine, kPie, kStacked };
  enum class Place { kBelow, kRight, kSheet };
  Type type = Type::kColumn;
  int table = 0;
  Phrase title;
  int categories = 0;
  std::vector<SheetSeries> series;
  Phrase axis_x, axis_y;
  Place place = Place::kBelow;
  double width = 0, height = 90;  ///< millimetres; width 0: the table's
  Position at;
};

struct SheetPrint {
  enum class Fit { kWidth, kPage, kNone };
  bool landscape = true;
  bool a3 = false;
  Fit fit = Fit::kWidth;
  bool repeat_header = true;
  Phrase header, footer;
  double left = 20, right = 10, top = 20, bottom = 20;  ///< millimetres
};

struct SheetLayout {
  Phrase name;
  std::optional<CodesCorner> codes;
  std::vector<SheetLine> above, below;
  std::vector<SheetTable> tables;
  std::vector<Signature> signatures;
  std::vector<SheetChart> charts;
  bool freeze_header = true;
  int freeze_columns = 0;
  bool filter = false;
  SheetPrint print;
  Position at;
};

struct WorkbookLayout {
  std::map<std::string, Phrase> properties;  ///< title, subject, author, company, keywords
  std::vector<SheetLayout> sheets;
  std::vector<MarkerUse> uses;  ///< every marker and column, for `svodka fields`
};

/// What keeps `name` from being the name of a sheet (Excel's rules); nothing when it is fine.
std::optional<Text> sheet_name_problem(std::string_view name);

/// Reads `sheets:` of an output (docs/sheets.md is the reference) and matches it with the shape of the
/// report's data: its sections are what `rows:` may name. `properties` is the output's `properties:`, or
/// null. `file` is the definition's path. All mistakes are findings at their places; nothing is returned when
/// there is one.
std::optional<WorkbookLayout> parse_workbook(const load::Node& sheets, const load::Node* properties,
                                             const std::string& file, const Shape& shape, Diagnostics& out);

}  // namespace svodka::bind
