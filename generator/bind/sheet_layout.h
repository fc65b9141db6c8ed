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

/// A picture between lines. Millimetres; 0 is as the other one makes it, both 0 as the file says.
struct LinePicture {
  Phrase file;  ///< relative to the project
  double width = 0, height = 0;
};

struct SheetLine {
  Phrase text;
  LineStyle style = LineStyle::kText;
  bool markdown = false;  ///< `text` is Markdown
  std::optional<LinePicture> picture;
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

/// The rows of a table: a query, or one nested in the query that the sheets are made of.
struct RowsAt {
  int section = -1;  ///< index of the section of the root shape
  int nested = -1;   ///< index of the section of that one; -1: the section itself
};

/// What may be typed into the cells of a column.
struct Validation {
  enum class Kind { kList, kWhole, kNumber, kDay, kLength };
  Kind kind = Kind::kList;
  std::vector<std::string> items;         ///< kList: fixed
  RowsAt rows;                            ///< kList: of a query
  int field = -1;                         ///< its column
  std::optional<double> least, greatest;  ///< of kDay as Excel's numbers
  std::string prompt, message;            ///< shown in the cell, and when something else was typed
  bool strict = true;                     ///< something else is refused, or only asked about
};

struct SheetColumn {
  enum class Kind { kValue, kText, kFormula, kRowNumber, kBlank };

  Kind kind = Kind::kValue;
  std::vector<Phrase> header;  ///< bands from the top down; over the root row
  std::string name;            ///< how formulas, highlights and charts call it; may be empty
  int field = -1;              ///< kValue: index of the query's column
  ColumnType type = ColumnType::kUnknown;
  std::vector<language::Modifier> modifiers;  ///< kValue
  Embed embed;                                ///< kValue: a picture, a code, a link, Markdown
  Phrase text;                                ///< kText; over the table's row
  Formula formula;                            ///< kFormula
  NumberFormat format;
  double width = 0;  ///< characters; 0: by what stands in it
  CellAlign align = CellAlign::kByType;
  std::optional<std::string> empty, not_applicable;  ///< when other than the table's
  int applies = -1;  ///< index of the query's column that says whether the cell applies
  int equals = -1;   ///< kFormula: index of the query's column that its result must agree with; -1: none
  Position equals_at;
  ColumnTotal total = ColumnTotal::kNone;
  std::string total_text;  ///< ColumnTotal::kText
  bool merge = false;
  bool unlocked = false;  ///< may be changed on a protected sheet
  std::optional<Validation> validation;
  Phrase note;             ///< a comment at the header
  std::string range_name;  ///< the name of its cells in formulas; "": none
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

/// A conditional format: cells that meet a test, or all of them by their size.
struct Highlight {
  enum class Look { kCells, kBars, kIcons, kScale };
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
  Look look = Look::kCells;
  int column = 0;  ///< index of the SheetColumn
  Test test = Test::kEqual;
  std::optional<double> number;
  std::string text;             ///< when not a number
  std::uint32_t fill = 0;       ///< 0xRRGGBB; 0: none. Of bars their colour
  std::uint32_t text_fill = 0;  ///< of the letters
  bool bold = false, italic = false;
  bool row = false;
  int icons = 0;                     ///< kIcons: index in icon_sets()
  bool reversed = false;             ///< kIcons: large is bad
  bool only = false;                 ///< kBars, kIcons: without the number
  std::vector<std::uint32_t> scale;  ///< kScale: of the least, the middle and the greatest value
};

/// The names of the icon sets that Excel of every version knows: "arrows", "traffic-lights" …
const std::vector<std::string>& icon_sets();

/// An Excel table (ListObject): its rows can be sorted, filtered and added to.
struct ExcelTable {
  std::string name;  ///< in formulas; "": Excel's own
  int style = 0;     ///< 0: none, 1–21 light, 22–49 medium, 50–60 dark
};

enum class Outline { kNone, kOpen, kCollapsed };

struct SheetTable {
  RowsAt rows;
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
  std::optional<ExcelTable> excel_table;
  Outline outline = Outline::kNone;
  bool source_notes = false;  ///< each cell has a comment that says which line it came from
  std::string range_name;     ///< the name of its rows in formulas; "": none
  Position at;
};

struct SheetSeries {
  int column = 0;
  std::optional<Phrase> title;  ///< nothing: the column's header
  std::optional<std::uint32_t> colour;
};

struct SheetAxis {
  Phrase title;
  std::optional<double> least, greatest;
  std::string format;  ///< a number format; "": that of the first series
};

struct SheetChart {
  enum class Type { kColumn, kBar, kLine, kPie, kStacked, kStackedBar, kArea, kDoughnut };
  enum class Place { kBelow, kRight, kSheet };
  enum class Legend { kByType, kBottom, kRight, kTop, kNone };
  Type type = Type::kColumn;
  int table = 0;
  Phrase title;
  int categories = 0;
  std::vector<SheetSeries> series;
  SheetAxis axis_x, axis_y;
  std::vector<std::uint32_t> colours;  ///< of the points of the only series
  bool labels = true;                  ///< figures at the points
  Legend legend = Legend::kByType;
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

/// Cells may not be changed, but for those of columns that are unlocked.
struct Protection {
  std::string password;  ///< "": anybody may take it off
  bool filter = true, sort = false, format = false;
};

struct SheetLayout {
  Phrase name;
  int each = -1;  ///< index of the section of the root shape: a sheet for each of its rows. Its phrases are
                  ///< over shape_with(); -1: one sheet
  std::size_t each_columns = 0;  ///< how many columns that section has
  std::optional<CodesCorner> codes;
  std::vector<SheetLine> above, below;
  std::vector<SheetTable> tables;
  std::vector<Signature> signatures;
  std::vector<SheetChart> charts;
  bool freeze_header = true;
  int freeze_columns = 0;
  bool filter = false;
  std::optional<Protection> protection;
  std::optional<std::uint32_t> tab_colour;
  SheetPrint print;
  Position at;
};

struct WorkbookLayout {
  std::map<std::string, Phrase>
      properties;  ///< title, subject, author, company, keywords, category, comments
  std::vector<SheetLayout> sheets;
  std::vector<MarkerUse> uses;  ///< every marker and column, for `svodka fields`
};

/// What keeps `name` from being the name of a sheet (Excel's rules); nothing when it is fine.
std::optional<Text> sheet_name_problem(std::string_view name);

/// The name as a sheet can have it, unlike all of `taken` (capitals do not count; it is added to them): what
/// Excel forbids becomes '-', what is too long is cut, an empty one becomes «Лист», a number makes it
/// different.
std::string valid_sheet_name(std::string name, std::vector<std::string>& taken);

/// What the texts of a sheet made for a row see: the columns and sections of the row's `own` shape, then
/// those of the root.
Shape shape_with(const Shape& own, const Shape& root);
/// The row for it. `columns` is how many columns the `own` shape has: what traced rows carry behind their
/// values (BoundReport::trace()) stays behind them.
Row row_with(const Row& own, std::size_t columns, const Row& root);

/// Reads `sheets:` of an output (docs/sheets.md is the reference) and matches it with the shape of the
/// report's data: its sections are what `rows:` may name. `properties` is the output's `properties:`, or
/// null. `file` is the definition's path. All mistakes are findings at their places; nothing is returned when
/// there is one.
std::optional<WorkbookLayout> parse_workbook(const load::Node& sheets, const load::Node* properties,
                                             const std::string& file, const Shape& shape, Diagnostics& out);

}  // namespace svodka::bind
