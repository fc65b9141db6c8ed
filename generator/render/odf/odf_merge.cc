#include "render/odf/odf_merge.h"

#include <algorithm>
#include <cstring>

#include "render/expand/dialect.h"
#include "render/expand/xml.h"
#include "render/odf/odf_spans.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr char kMark[] = "svodka-merge";
constexpr char kRowsSpanned[] = "table:number-rows-spanned",
               kColumnsSpanned[] = "table:number-columns-spanned";

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }
bool is_mark(const Node& node) { return node.type() == pugi::node_pi && is(node, kMark); }

void set(Node node, const char* attribute, int value) {
  auto found = node.attribute(attribute);
  if (!found) found = node.append_attribute(attribute);
  found.set_value(value);
}

// What a reader sees of a cell: words, and which pictures.
void show(const Node& parent, std::string& out) {
  for (const auto& node : parent.children()) {
    if (node.type() == pugi::node_pcdata)
      out += node.value();
    else if (is(node, "text:s"))
      out.append(std::min(node.attribute("text:c").as_uint(1), 1024u), ' ');
    else if (is(node, "draw:image"))
      (out += '\x01') += node.attribute("xlink:href").value();
    else if (!is_mark(node))
      show(node, out);
    if (is(node, "text:p") || is(node, "text:h") || is(node, "text:line-break")) out += '\n';
    if (is(node, "text:tab")) out += '\t';
  }
}

// Cells that become one.
struct Region {
  Node first;
  int rows = 0, columns = 1;
};

// A marked cell, or what a marked cell covers, as its row and the next one look at it.
struct Entry {
  int column = 0, span = 1;
  std::string key;  // what it shows
  std::size_t region = 0;
};

class CellMerger {
 public:
  void merge(const Node& table) {
    above_.clear();
    for (const auto& row : odf_rows(table)) read_row(row);
    for (const auto& region : regions_) {
      if (region.rows == 1 && !region.first.attribute(kRowsSpanned)) continue;
      set(region.first, kColumnsSpanned, region.columns);
      set(region.first, kRowsSpanned, region.rows);
    }
    regions_.clear();
  }

 private:
  void read_row(const Node& row) {
    row_.clear();
    border_ = false;
    int column = 0, covered_to = 0;  // by a cell of this row
    for (Node cell : row.children()) {
      const int width = odf_count(cell, "table:number-columns-repeated");
      if (is(cell, "table:table-cell")) {
        covered_to = column + std::max(width, odf_count(cell, kColumnsSpanned));
        if (take_mark(cell)) read_marked(cell, column, covered_to - column);
      } else if (is(cell, "table:covered-table-cell") && column >= covered_to) {
        read_covered(column);
      } else if (!is(cell, "table:covered-table-cell")) {
        continue;
      }
      column += width;
    }
    above_ = std::move(row_);
  }

  static bool take_mark(Node cell) {
    Node mark = cell.first_child();
    const bool marked = is_mark(mark);
    while (is_mark(mark)) {
      cell.remove_child(mark);
      mark = cell.first_child();
    }
    return marked;
  }

  void read_marked(Node cell, int column, int span) {
    Entry entry{column, span, {}, regions_.size()};
    show(cell, entry.key);
    const Entry* above = border_ || row_.size() >= above_.size() ? nullptr : &above_[row_.size()];
    if (above != nullptr && above->column == column && above->span == span && above->key == entry.key) {
      entry.region = above->region;
      cover(cell);
    } else {
      border_ = true;
      regions_.push_back({cell, 0, span});
    }
    ++regions_[entry.region].rows;
    row_.push_back(std::move(entry));
  }

  void read_covered(int column) {
    const auto above = std::find_if(above_.begin(), above_.end(),
                                    [&](const Entry& entry) { return entry.column == column; });
    if (above == above_.end()) return;
    ++regions_[above->region].rows;
    row_.push_back(*above);
  }

  static void cover(Node cell) {
    cell.set_name("table:covered-table-cell");
    cell.remove_attribute(kRowsSpanned);
    cell.remove_attribute(kColumnsSpanned);
    while (cell.remove_child(cell.first_child())) {
    }
  }

  std::vector<Region> regions_;
  std::vector<Entry> above_, row_;
  bool border_ = false;  // a marked cell of this row began anew
};

}  // namespace

bool mark_odf_merges(const std::vector<MergeMarker>& markers, Diagnostics& out) {
  bool marked = false;
  for (const auto& marker : markers) {
    Node cell = nearest(marker.placeholder, odf_dialect().cells);
    if (!cell) {
      out.error(marker.at, "merge-place",
                text("`{}` с модификатором `merge` стоит не в ячейке таблицы",
                     "`{}` with the modifier `merge` does not stand in a table's cell", marker.name),
                text("`merge` объединяет ячейки соседних строк; уберите его отсюда",
                     "`merge` joins the cells of neighbouring rows; take it away here"));
      continue;
    }
    if (!is_mark(cell.first_child())) cell.prepend_child(pugi::node_pi).set_name(kMark);
    marked = true;
  }
  return marked;
}

std::string merge_odf_cells(const std::string& xml) {
  pugi::xml_document document;
  if (!load_xml(xml, document)) return xml;
  CellMerger merger;
  for (const auto& table : odf_tables(document)) merger.merge(table);
  return saved_xml(document);
}

}  // namespace svodka::render
