#include "render/odf/odf_columns.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <set>
#include <sstream>

#include "render/expand/dialect.h"
#include "render/expand/xml.h"
#include "render/odf/odf_column_styles.h"
#include "render/odf/odf_spans.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

// Marks: <?svodka-columns table 0 1?> first in a table with the sections 0 and 1, <?svodka-columns 1?> …
// <?svodka-columns /1?> round the cells that section 1 repeats in a row.
constexpr char kMark[] = "svodka-columns";
constexpr char kColumnsSpanned[] = "table:number-columns-spanned",
               kColumnsRepeated[] = "table:number-columns-repeated";
constexpr int kMostColumns = 1024;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }
bool is_cell(const Node& node) { return is_any(node, odf_dialect().cells); }
bool is_covered(const Node& node) { return is(node, "table:covered-table-cell"); }
bool is_mark(const Node& node) { return node.type() == pugi::node_pi && is(node, kMark); }

bool repeats_cells(const Node& row) { return std::any_of(row.begin(), row.end(), is_section_end); }

// Writes each of equal neighbours (table:number-columns-repeated) by itself.
void write_out(Node node) {
  const int times = odf_count(node, kColumnsRepeated);
  node.remove_attribute(kColumnsRepeated);
  for (int i = 1; i < times; ++i) node.parent().insert_copy_after(node, node);
}

class ColumnMarker {
 public:
  ColumnMarker(const std::vector<SectionPair>& pairs, Diagnostics& out) : pairs_(pairs), out_(out) {}

  std::vector<ColumnSection> mark(const Node& root) {
    for (const auto& table : odf_tables(root)) {
      const auto rows = odf_rows(table);
      if (std::any_of(rows.begin(), rows.end(), repeats_cells)) mark_table(table, rows);
    }
    return std::move(sections_);
  }

 private:
  void mark_table(Node table, const std::vector<Node>& rows) {
    const auto first = sections_.size();
    int columns = 0;
    for (const auto& row : rows) columns = std::max(columns, mark_row(row));
    if (sections_.size() == first) return;
    if (columns > kMostColumns || odf_columns(table).empty())
      return say_damaged_table(sections_[first], "LibreOffice", out_);
    check_column_sections(sections_, first, out_);
    for (const auto& column : odf_columns(table)) write_out(column);
    Node last = odf_columns(table).back();
    for (auto n = static_cast<int>(odf_columns(table).size()); n < columns; ++n)
      last = last.parent().insert_child_after("table:table-column", last);
    std::string words = "table";
    for (auto i = first; i < sections_.size(); ++i) words += " " + std::to_string(i);
    fill(table.prepend_child(pugi::node_pi), words);
  }

  // Returns how many columns the row reaches over.
  int mark_row(const Node& row) {
    std::vector<Node> nodes;
    for (const auto& node : row.children()) {
      if (is_cell(node)) write_out(node);
    }
    take_covered_in(row);
    for (const auto& node : row.children()) nodes.push_back(node);
    int column = 0, depth = 0;
    Node open;
    for (const auto& node : nodes) {
      if (is_cell(node)) {
        ++column;
      } else if (!is_section_end(node)) {
        continue;
      } else if (node.value()[0] == '#') {
        if (depth++ == 0) begin(open = node, column);
        inner_begins_.push_back(column);
      } else if (--depth == 0) {
        end(open, node, column);
      } else {
        inner_ends_.push_back(column);
      }
    }
    return column;
  }

  // What a cell covers belongs to the sections that it stands in.
  static void take_covered_in(Node row) {
    int column = 0, reach = 0;
    for (Node node = row.first_child(); node;) {
      const Node next = node.next_sibling();
      if (is(node, "table:table-cell")) reach = column + odf_count(node, kColumnsSpanned);
      if (is_cell(node)) ++column;
      if (is_section_end(node) && node.value()[0] == '/' && column < reach && is_covered(next)) {
        row.insert_move_after(node, next);  // and is looked at again
        ++column;
        continue;
      }
      node = next;
    }
  }

  void begin(const Node& open, int column) {
    sections_.push_back({column, column, {}, {}});
    const int slot = std::atoi(open.value() + 2);
    const auto pair = std::find_if(pairs_.begin(), pairs_.end(),
                                   [&](const SectionPair& p) { return p.slot == slot && !p.separator; });
    if (pair != pairs_.end()) {
      sections_.back().name = pair->name;
      sections_.back().at = pair->open_at;
    }
    inner_begins_.clear();
    inner_ends_.clear();
  }

  void end(Node open, Node close, int column) {
    auto& section = sections_.back();
    section.to = column;
    const auto number = std::to_string(sections_.size() - 1);
    fill(open.parent().insert_child_before(pugi::node_pi, open), number);
    fill(close.parent().insert_child_after(pugi::node_pi, close), "/" + number);
    const auto differs = [](const std::vector<int>& columns, int expected) {
      return std::any_of(columns.begin(), columns.end(), [&](int c) { return c != expected; });
    };
    if (section.from == section.to || differs(inner_begins_, section.from) ||
        differs(inner_ends_, section.to))
      say_inner_columns(section, out_);
  }

  static void fill(Node mark, const std::string& words) {
    mark.set_name(kMark);
    mark.set_value(words.c_str());
  }

  const std::vector<SectionPair>& pairs_;
  Diagnostics& out_;
  std::vector<ColumnSection> sections_;
  std::vector<int> inner_begins_, inner_ends_;  // of sections inside the one that is open
};

// The cells that a section made of one row.
struct Stretch {
  int section = 0;
  std::size_t first = 0, last = 0;  // of the row's cells, `last` is not in it
  Node end;                         // the mark behind it
};

struct SpreadRow {
  Node row;
  std::vector<Node> cells;
  std::vector<Stretch> stretches;
};

class TableSpreader {
 public:
  TableSpreader(Node table, const std::vector<ColumnSection>& sections, OdfColumnStyles& styles,
                Diagnostics& out)
      : table_(table), sections_(sections), styles_(styles), out_(out) {
    read_marks();
    for (const auto& column : odf_columns(table)) widths_.push_back(styles.width_of(column));
    std::vector<ColumnCount> counts;
    for (const auto& row : rows_) {
      for (const auto& stretch : row.stretches)
        counts.push_back({stretch.section, static_cast<int>(stretch.last - stretch.first)});
    }
    ranges_ = repeated_columns(sections_, numbers_, counts);
  }

  void spread() {
    const TableGrid grid(widths_, ranges_);
    grid_ = &grid;
    spread_columns();
    for (auto& row : rows_) spread_row(row);
    for (const auto& mark : marks_) mark.parent().remove_child(mark);
    for (const auto& row : gone_) remove_row(row);
  }

 private:
  const ColumnSection& section(int number) const { return sections_[static_cast<std::size_t>(number)]; }

  void read_marks() {
    Node mark = table_.first_child();
    std::istringstream words(std::string(mark.value()).substr(5));
    for (int number = 0; words >> number;) numbers_.push_back(number);
    marks_.push_back(mark);
    for (const auto& row : odf_rows(table_)) {
      rows_.push_back({row, {}, {}});
      for (const auto& node : row.children()) {
        if (is_cell(node)) rows_.back().cells.push_back(node);
        if (is_mark(node)) read_mark(node, rows_.back());
      }
    }
  }

  void read_mark(const Node& mark, SpreadRow& row) {
    marks_.push_back(mark);
    if (mark.value()[0] != '/') {
      row.stretches.push_back({std::atoi(mark.value()), row.cells.size(), row.cells.size(), {}});
      return;
    }
    row.stretches.back().last = row.cells.size();
    row.stretches.back().end = mark;
  }

  void spread_columns() {
    const auto columns = odf_columns(table_);
    for (const auto& range : ranges_) {
      const auto from = columns.begin() + range.from, to = columns.begin() + range.to;
      Node last = *(to - 1);
      for (int n = 1; n < range.count; ++n) {
        for (auto column = from; column != to; ++column)
          last = last.parent().insert_copy_after(*column, last);
      }
      for (auto column = from; range.count == 0 && column != to; ++column)
        column->parent().remove_child(*column);
    }
    const auto now = odf_columns(table_);
    const auto widths = grid_->widths();
    for (std::size_t i = 0; i < std::min(now.size(), widths.size()); ++i)
      if (widths[i] > 0) styles_.set_width(now[i], widths[i]);
  }

  void spread_row(SpreadRow& row) {
    int column = 0, kept = 0;  // column of the template
    auto stretch = row.stretches.begin();
    for (std::size_t i = 0; i <= row.cells.size();) {
      if (stretch != row.stretches.end() && stretch->first == i) {
        kept += spread_stretch(row, *stretch);
        i = stretch->last;
        column = section(stretch++->section).to;
      } else if (i == row.cells.size()) {
        break;
      } else {
        const auto end = stretch == row.stretches.end() ? row.cells.size() : stretch->first;
        const auto width = width_at(row, i, end);
        kept += place(row, i, width, column);
        i += width;
        column += static_cast<int>(width);
      }
    }
    if (kept == 0) gone_.push_back(row.row);
  }

  // A cell with what it covers in its row, before `end`.
  static std::size_t width_at(const SpreadRow& row, std::size_t at, std::size_t end) {
    std::size_t width = 1;
    if (is_covered(row.cells[at])) return width;
    const auto wanted = static_cast<std::size_t>(odf_count(row.cells[at], kColumnsSpanned));
    while (width < wanted && at + width < end && is_covered(row.cells[at + width])) ++width;
    return width;
  }

  // Cells that no section repeats; they stand between two borders of the template's columns. Returns how many
  // there are now.
  int place(const SpreadRow& row, std::size_t at, std::size_t width, int column) {
    const int begin = grid_->moved(column), end = grid_->moved(column + static_cast<int>(width));
    const int now = end - begin;
    Node cell = row.cells[at];
    const bool covered = is_covered(cell);
    for (int n = static_cast<int>(width); n < now; ++n)
      covered ? cell.parent().insert_copy_after(cell, cell)
              : cell.parent().insert_child_after("table:covered-table-cell", cell);
    for (auto n = static_cast<std::size_t>(now); n < width; ++n) {
      Node extra = row.cells[at + width - 1 - (n - static_cast<std::size_t>(now))];
      extra.parent().remove_child(extra);
    }
    if (now > 0 && !covered && now != static_cast<int>(width)) set_span(cell, now);
    return now;
  }

  static void set_span(Node cell, int columns) {
    auto attribute = cell.attribute(kColumnsSpanned);
    if (!attribute) attribute = cell.append_attribute(kColumnsSpanned);
    attribute.set_value(columns);
    if (columns == 1 && !cell.attribute("table:number-rows-spanned")) cell.remove_attribute(attribute);
  }

  // The cells of a section, and empty ones for what the row has too few of.
  int spread_stretch(const SpreadRow& row, const Stretch& stretch) {
    const auto& range = range_of(section(stretch.section), ranges_);
    const int have = static_cast<int>(stretch.last - stretch.first), wanted = range.count * range.width();
    if (have < wanted && reported_.insert(stretch.section).second)
      say_missing_columns(section(stretch.section), &row - rows_.data() + 1, have / range.width(),
                          range.count, out_);
    for (int n = have; n < wanted; ++n) add_empty(row, stretch);
    return wanted;
  }

  // An empty cell that looks like the last one of the stretch.
  static void add_empty(const SpreadRow& row, const Stretch& stretch) {
    Node cell = Node(row.row).insert_child_before("table:table-cell", stretch.end);
    if (stretch.first < stretch.last) {
      if (const auto style = row.cells[stretch.last - 1].attribute("table:style-name"))
        cell.append_attribute("table:style-name").set_value(style.value());
    }
    cell.append_child("text:p");
  }

  // With the groups of rows, and in the end the table, that it leaves empty.
  static void remove_row(Node row) {
    Node parent = row.parent();
    parent.remove_child(row);
    while (!is(parent, "table:table") && !parent.first_child()) {
      const Node empty = parent;
      parent = parent.parent();
      parent.remove_child(empty);
    }
    if (!is(parent, "table:table") || !odf_rows(parent).empty()) return;
    if (is_only_block(odf_dialect(), parent)) parent.parent().insert_child_before("text:p", parent);
    parent.parent().remove_child(parent);
  }

  Node table_;
  const std::vector<ColumnSection>& sections_;
  OdfColumnStyles& styles_;
  Diagnostics& out_;
  std::vector<int> numbers_, widths_;
  std::vector<SpreadRow> rows_;
  std::vector<Node> marks_, gone_;
  std::vector<RepeatedColumns> ranges_;
  const TableGrid* grid_ = nullptr;
  std::set<int> reported_;
};

}  // namespace

std::vector<ColumnSection> mark_odf_columns(const pugi::xml_document& document,
                                            const std::vector<SectionPair>& pairs, Diagnostics& out) {
  return ColumnMarker(pairs, out).mark(document.document_element());
}

std::string spread_odf_columns(const std::string& xml, const std::vector<ColumnSection>& sections,
                               Diagnostics& out) {
  pugi::xml_document document;
  if (!load_xml(xml, document)) return xml;
  OdfColumnStyles styles(document);
  auto tables = odf_tables(document);
  std::reverse(tables.begin(), tables.end());  // those inside of others first
  for (const auto& table : tables) {
    if (is_mark(table.first_child())) TableSpreader(table, sections, styles, out).spread();
  }
  return saved_xml(document);
}

}  // namespace svodka::render
