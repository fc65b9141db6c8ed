#include <algorithm>
#include <cstdint>
#include <set>

#include "render/word/wordml_columns.h"
#include "render/word/wordml_grid.h"
#include "render/word/wordml_scan.h"

namespace svodka::render {
namespace {

constexpr std::string_view kInstruction = "?svodka-columns";
constexpr std::string_view kTableMark = "<?svodka-columns table";

struct CellSpot {
  std::size_t begin = 0, end = 0;
  Tag width, span;                                       // w:tcW and w:gridSpan; empty when it has none
  std::size_t properties_begin = 0, properties_end = 0;  // its w:tcPr
  int columns = 1;
};

// The cells that a section made of one row.
struct Stretch {
  int section = 0;
  std::size_t first = 0, last = 0;  // of the row's cells, `last` is not in it
  std::size_t end = 0;              // where the stretch ends in the XML
  int columns = 0;
};

struct RowSpot {
  std::size_t begin = 0, end = 0;
  Tag before, after;  // w:gridBefore, w:gridAfter
  std::vector<CellSpot> cells;
  std::vector<Stretch> stretches;
};

// A marked table as it was read; offsets are in the part.
struct TableSpot {
  std::vector<int> sections;
  std::size_t grid_begin = 0, grid_end = 0;  // what stands in its w:tblGrid
  std::vector<int> widths;
  std::vector<RowSpot> rows;
};

std::vector<int> numbers_in(std::string_view words) {
  std::vector<int> numbers;
  for (std::size_t at = 0; at < words.size();) {
    if (words[at] < '0' || words[at] > '9') {
      ++at;
      continue;
    }
    int number = 0;
    for (; at < words.size() && words[at] >= '0' && words[at] <= '9'; ++at)
      number = number * 10 + words[at] - '0';
    numbers.push_back(number);
  }
  return numbers;
}

// Reads one table from its mark up to its end, and takes its marks away.
class TableReader {
 public:
  TableReader(std::string_view xml, Edits& edits) : xml_(xml), edits_(edits) {}

  TableSpot read(std::size_t mark) {
    Tag tag;
    for (TagScanner tags(xml_, mark); tags.next(tag);) {
      if (tag.name == "w:tbl") {
        depth_ += tag.closing ? -1 : 1;
        if (depth_ < 0) break;
      } else if (depth_ == 0) {
        see(tag);
      }
    }
    return std::move(table_);
  }

 private:
  void see(const Tag& tag) {
    if (tag.name == kInstruction)
      see_mark(tag);
    else if (in_cell_)
      see_in_cell(tag);
    else if (in_row_)
      see_in_row(tag);
    else
      see_in_table(tag);
  }

  void see_in_table(const Tag& tag) {
    const bool in_grid = table_.grid_begin > 0 && table_.grid_end == 0;
    if (tag.name == "w:tblGrid") {
      if (tag.closing && in_grid) table_.grid_end = tag.begin;
      if (!tag.closing && !tag.empty && table_.grid_begin == 0) table_.grid_begin = tag.end;
    } else if (tag.name == "w:gridCol" && in_grid) {
      table_.widths.push_back(std::max(0, number_of(tag, "w:w", 0)));
    } else if (tag.name == "w:tr" && !tag.empty) {
      table_.rows.emplace_back().begin = tag.begin;
      in_row_ = true;
    }
  }

  void see_in_row(const Tag& tag) {
    auto& row = table_.rows.back();
    if (tag.name == "w:tr") {
      row.end = tag.end;
      in_row_ = false;
    } else if (tag.name == "w:gridBefore") {
      row.before = tag;
    } else if (tag.name == "w:gridAfter") {
      row.after = tag;
    } else if (tag.name == "w:tc") {
      row.cells.emplace_back().begin = tag.begin;
      in_cell_ = true;
    }
  }

  void see_in_cell(const Tag& tag) {
    auto& cell = table_.rows.back().cells.back();
    if (tag.name == "w:tc") {
      cell.end = tag.end;
      in_cell_ = false;
    } else if (tag.name == "w:tcPr") {
      (tag.closing ? cell.properties_end : cell.properties_begin) = tag.closing ? tag.end : tag.begin;
    } else if (tag.name == "w:tcW") {
      cell.width = tag;
    } else if (tag.name == "w:gridSpan") {
      cell.span = tag;
      cell.columns = std::max(1, number_of(tag, "w:val", 1));
    }
  }

  void see_mark(const Tag& tag) {
    edits_.remove(tag);
    const auto numbers = numbers_in(tag.inside);
    if (tag.inside.starts_with(" table")) {
      table_.sections = numbers;
    } else if (!numbers.empty() && in_row_) {
      auto& row = table_.rows.back();
      if (!tag.inside.starts_with(" /")) {
        row.stretches.push_back({numbers.front(), row.cells.size(), row.cells.size(), tag.end, 0});
        return;
      }
      auto& stretch = row.stretches.back();
      stretch.last = row.cells.size();
      stretch.end = tag.end;
      for (auto i = stretch.first; i < stretch.last; ++i) stretch.columns += row.cells[i].columns;
    }
  }

  std::string_view xml_;
  Edits& edits_;
  TableSpot table_;
  int depth_ = 0;
  bool in_row_ = false, in_cell_ = false;
};

// Writes one table's cells to their new columns.
class TableSpreader {
 public:
  TableSpreader(std::string_view xml, const TableSpot& table, const std::vector<ColumnSection>& sections,
                Edits& edits, Diagnostics& out)
      : xml_(xml),
        table_(table),
        sections_(sections),
        edits_(edits),
        out_(out),
        ranges_(counted()),
        grid_(table.widths, ranges_) {}

  void spread() {
    std::string grid;
    for (const int width : grid_.widths()) grid += "<w:gridCol w:w=\"" + std::to_string(width) + "\"/>";
    edits_.replace(table_.grid_begin, table_.grid_end, grid);
    for (const auto& row : table_.rows) spread_row(row);
  }

 private:
  const ColumnSection& section(int number) const { return sections_[static_cast<std::size_t>(number)]; }

  std::vector<RepeatedColumns> counted() const {
    std::vector<ColumnCount> counts;
    for (const auto& row : table_.rows) {
      for (const auto& stretch : row.stretches) counts.push_back({stretch.section, stretch.columns});
    }
    return repeated_columns(sections_, table_.sections, counts);
  }

  void spread_row(const RowSpot& row) {
    const int before = row.before.end > 0 ? std::max(0, number_of(row.before, "w:val", 0)) : 0;
    int column = before, kept = 0;  // of the template's grid
    auto stretch = row.stretches.begin();
    for (std::size_t i = 0; i <= row.cells.size();) {
      if (stretch != row.stretches.end() && stretch->first == i) {
        kept += spread_stretch(row, *stretch);
        i = stretch->last;
        column = section(stretch++->section).to;
      } else if (i == row.cells.size()) {
        break;
      } else {
        const auto& cell = row.cells[i++];
        kept += place(cell, column, column + cell.columns);
        column += cell.columns;
      }
    }
    if (kept == 0) return edits_.replace(row.begin, row.end, {});
    move_edge(row.before, 0, before);
    if (row.after.end > 0)
      move_edge(row.after, column, column + std::max(0, number_of(row.after, "w:val", 0)));
  }

  // A cell that no section repeats; it stands between two borders of the template's grid. 0 when it goes.
  int place(const CellSpot& cell, int from, int to) {
    const int begin = grid_.moved(from), end = grid_.moved(to);
    if (begin == end) {
      edits_.replace(cell.begin, cell.end, {});
      return 0;
    }
    set_span(cell, end - begin);
    set_width(cell, grid_.width_before(from, to), grid_.width_after(begin, end), 1);
    return 1;
  }

  // The cells of a section, and empty ones for what the row has too few of.
  int spread_stretch(const RowSpot& row, const Stretch& stretch) {
    const auto& range = range_of(section(stretch.section), ranges_);
    const int begin = grid_.moved(range.from), wanted = range.count * range.width();
    int at = 0;
    for (auto i = stretch.first; i < stretch.last; ++i) {
      const auto& cell = row.cells[i];
      const int from = range.from + at % range.width();
      set_width(cell, grid_.width_before(from, from + cell.columns),
                grid_.width_after(begin + at, begin + at + cell.columns), range.count);
      at += cell.columns;
    }
    if (at < wanted) {
      report(stretch, range, at / range.width(), &row - table_.rows.data() + 1);
      edits_.replace(stretch.end, stretch.end, empty_cells(row, stretch, begin + at, begin + wanted));
    }
    return wanted;
  }

  void report(const Stretch& stretch, const RepeatedColumns& range, int count, std::ptrdiff_t row) {
    if (reported_.insert(stretch.section).second)
      say_missing_columns(section(stretch.section), row, count, range.count, out_);
  }

  // Empty cells that look like the last one of the stretch.
  std::string empty_cells(const RowSpot& row, const Stretch& stretch, int from, int to) const {
    std::string properties;
    if (stretch.first < stretch.last && row.cells[stretch.last - 1].columns == 1)
      properties = without_size(row.cells[stretch.last - 1]);
    std::string cells;
    for (int column = from; column < to; ++column) {
      cells += "<w:tc><w:tcPr><w:tcW w:w=\"" + std::to_string(grid_.width_after(column, column + 1)) +
               "\" w:type=\"dxa\"/>" + properties + "</w:tcPr><w:p/></w:tc>";
    }
    return cells;
  }

  // What stands in a cell's properties behind its width: borders, shading.
  std::string without_size(const CellSpot& cell) const {
    constexpr std::string_view kEnd = "</w:tcPr>";
    return std::string(xml_.substr(cell.width.end, cell.properties_end - kEnd.size() - cell.width.end));
  }

  void set_span(const CellSpot& cell, int columns) {
    if (columns == cell.columns) return;
    const auto element =
        columns == 1 ? std::string() : "<w:gridSpan w:val=\"" + std::to_string(columns) + "\"/>";
    if (cell.span.end > 0)
      edits_.replace(cell.span.begin, cell.span.end, element);
    else
      edits_.replace(cell.width.end, cell.width.end, element);
  }

  // Changes a width by the same measure as the grid; without a grid, by the number of columns.
  void set_width(const CellSpot& cell, int before, int after, int count) {
    const int old = number_of(cell.width, "w:w", 0);
    if (old <= 0 || (before == after && (before > 0 || count == 1))) return;
    const auto width =
        before > 0 ? (std::int64_t{old} * after + before / 2) / before : old / std::max(1, count);
    const auto type = attribute_of(cell.width, "w:type");
    edits_.replace(cell.width.begin, cell.width.end,
                   "<w:tcW w:w=\"" + std::to_string(width) + "\" w:type=\"" +
                       (type.empty() ? "dxa" : std::string(type)) + "\"/>");
  }

  // Columns that a row leaves free at one of its ends.
  void move_edge(const Tag& tag, int from, int to) {
    if (tag.end == 0) return;
    const int columns = grid_.moved(to) - grid_.moved(from);
    edits_.replace(tag.begin, tag.end,
                   columns == 0
                       ? std::string()
                       : "<" + std::string(tag.name) + " w:val=\"" + std::to_string(columns) + "\"/>");
  }

  std::string_view xml_;
  const TableSpot& table_;
  const std::vector<ColumnSection>& sections_;
  Edits& edits_;
  Diagnostics& out_;
  std::vector<RepeatedColumns> ranges_;
  TableGrid grid_;
  std::set<int> reported_;
};

}  // namespace

std::string spread_columns(std::string_view xml, const std::vector<ColumnSection>& sections,
                           Diagnostics& out) {
  Edits edits;
  for (auto at = xml.find(kTableMark); at != std::string_view::npos; at = xml.find(kTableMark, at + 1)) {
    const auto table = TableReader(xml, edits).read(at);
    TableSpreader(xml, table, sections, edits, out).spread();
  }
  return std::move(edits).apply(xml);
}

}  // namespace svodka::render
