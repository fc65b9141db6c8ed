#include "render/word/wordml_merge.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

#include "render/word/wordml_scan.h"
#include "render/word/wordml_table.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

// Marks: <?svodka-merge table?> first in a table that is looked after, <?svodka-merge cell?> in place of the
// w:vMerge of a marked cell, <?svodka-merge header 3?> first in a header row that a section holds.
constexpr char kMark[] = "svodka-merge";
constexpr std::string_view kInstruction = "?svodka-merge";

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

Node ancestor(Node node, const char* name) {
  while (node && !is(node, name)) node = node.parent();
  return node;
}

class MergeMarkerPass {
 public:
  MergeMarkerPass(const pugi::xml_document& document, Diagnostics& out) : document_(document), out_(out) {}

  bool mark(const std::vector<MergeMarker>& markers) {
    for (const auto& marker : markers) mark_cell(marker);
    for (const auto& table : all_tables(document_.document_element())) {
      const bool changes = merged_.contains(table) || holds_section_ends(table);
      if (!changes || !is_sound(table)) continue;
      const bool headers = mark_headers(table);
      if (headers || merged_.contains(table) || may_break_merges(table)) mark_table(table);
    }
    return any_;
  }

 private:
  void mark_cell(const MergeMarker& marker) {
    const Node cell = ancestor(marker.placeholder, "w:tc");
    const Node table = ancestor(cell, "w:tbl");
    if (!table || !is_sound(table)) {
      out_.error(marker.at, "merge-place",
                 text("`{}` с модификатором `merge` стоит не в ячейке таблицы",
                      "`{}` with the modifier `merge` does not stand in a table's cell", marker.name),
                 text("`merge` объединяет ячейки соседних строк; уберите его отсюда",
                      "`merge` joins the cells of neighbouring rows; take it away here"));
      return;
    }
    if (cells_.insert(cell).second) mark_vertical_merge(cell, kMark, "cell");
    merged_.insert(table);
  }

  static bool in_section(const Node& row) {
    int depth = 0;
    for (Node node = row; !is(node, "w:tbl"); node = node.parent()) {
      for (Node before = node.previous_sibling(); before; before = before.previous_sibling()) {
        if (is_section_end(before)) depth += before.value()[0] == '#' ? 1 : -1;
      }
    }
    return depth > 0;
  }

  bool mark_headers(const Node& table) {
    bool found = false;
    for (auto row : rows_of(table)) {
      if (!row.child("w:trPr").child("w:tblHeader") || !in_section(row)) continue;
      Node mark = row.prepend_child(pugi::node_pi);
      mark.set_name(kMark);
      mark.set_value(("header " + std::to_string(++headers_)).c_str());
      found = true;
    }
    return found;
  }

  // Cells are merged, and rows come and go.
  static bool may_break_merges(const Node& table) {
    if (!holds_section_ends(table)) return false;
    const auto rows = rows_of(table);
    return std::any_of(rows.begin(), rows.end(), [](const Node& row) {
      const auto content = content_of(row);
      return std::any_of(content.begin(), content.end(), [](const Node& cell) {
        return static_cast<bool>(cell.child("w:tcPr").child("w:vMerge"));
      });
    });
  }

  void mark_table(Node table) {
    accept_property_changes(table);
    Node mark = table.prepend_child(pugi::node_pi);
    mark.set_name(kMark);
    mark.set_value("table");
    any_ = true;
  }

  const pugi::xml_document& document_;
  Diagnostics& out_;
  std::set<Node> cells_, merged_;
  int headers_ = 0;
  bool any_ = false;
};

// What a reader sees of a cell: words, and which pictures.
std::string shown(std::string_view content) {
  std::string out;
  Tag tag;
  for (TagScanner tags(content); tags.next(tag);) {
    if (tag.name == "w:t" && !tag.closing && !tag.empty)
      out += content.substr(tag.end, content.find('<', tag.end) - tag.end);
    else if ((tag.name == "w:p" && tag.closing) || tag.name == "w:br")
      out += '\n';
    else if (tag.name == "w:tab" && tag.inside.empty())
      out += '\t';
    else if (const auto picture = attribute_of(tag, "r:embed"); !picture.empty())
      (out += '\x01') += picture;
  }
  return out;
}

// An empty paragraph that looks like the first one of the content.
std::string emptied(std::string_view content) {
  Tag tag;
  TagScanner tags(content);
  if (!tags.next(tag) || tag.name != "w:p" || tag.empty || !tags.next(tag) || tag.name != "w:pPr" ||
      tag.empty)
    return "<w:p/>";
  const auto end = content.find("</w:pPr>", tag.end);
  const auto properties = content.substr(tag.begin, end + 8 - tag.begin);
  if (end == std::string_view::npos || properties.find("<w:numPr") != std::string_view::npos) return "<w:p/>";
  return "<w:p>" + std::string(properties) + "</w:p>";
}

enum class Kind { kPlain, kMarked, kRestart, kContinue };

// A cell that is or may be merged.
struct MergedCell {
  Kind kind = Kind::kPlain;
  std::size_t spot = 0, spot_end = 0;  // its w:vMerge or the mark in its place
  std::size_t content = 0, end = 0;    // what stands behind its properties, up to its end tag
  std::size_t region = 0;              // the cells that are one
};

// The same, as its row and the next one look at it.
struct Entry {
  int column = 0, span = 1;
  bool marked = false;
  std::string key;  // what it shows
  std::size_t region = 0;
};

// A table while it is read; one that is not looked after only counts for nesting.
struct OpenTable {
  bool watched = false;
  std::vector<Entry> above, row;                         // of the row before and of this one, by column
  std::map<std::string_view, std::vector<Tag>> headers;  // w:tblHeader of rows, by their marks
  std::vector<Tag>* header = nullptr;                    // of this row
  std::size_t marked = 0;                                // marked cells of this row so far
  bool border = false;                                   // a marked cell of this row began anew
  int column = 0, span = 1;
  bool in_cell = false;
  MergedCell cell;
};

// Cells that become one.
struct Region {
  int cells = 0;
  bool begun = false;  // its first cell is written
};

class CellMerger {
 public:
  explicit CellMerger(std::string_view xml) : xml_(xml) {}

  std::string merge() {
    Tag tag;
    for (TagScanner tags(xml_); tags.next(tag);) read(tag);
    for (const auto& cell : cells_) write(cell);
    return std::move(edits_).apply(xml_);
  }

 private:
  void read(const Tag& tag) {
    if (tag.name == "w:tbl") {
      if (!tag.closing) return static_cast<void>(tables_.emplace_back());
      drop_repeated_headers(tables_.back());
      tables_.pop_back();
    } else if (tag.name == kInstruction) {
      read_mark(tag);
    } else if (!tables_.empty() && tables_.back().watched) {
      read_row(tag, tables_.back());
    }
  }

  void read_mark(const Tag& tag) {
    if (tables_.empty()) return edits_.remove(tag);
    auto& table = tables_.back();
    if (tag.inside == " table")
      table.watched = true;
    else if (tag.inside == " cell")
      return note_spot(tag, Kind::kMarked, table.cell);
    else
      table.header = &table.headers[tag.inside];
    edits_.remove(tag);
  }

  static void note_spot(const Tag& tag, Kind kind, MergedCell& cell) {
    cell.kind = kind;
    cell.spot = tag.begin;
    cell.spot_end = tag.end;
  }

  void read_row(const Tag& tag, OpenTable& table) {
    if (tag.name == "w:tr") {
      if (tag.closing) table.above = std::move(table.row);
      table.row.clear();
      table.marked = 0;
      table.border = false;
      table.column = 0;
      table.header = nullptr;
    } else if (tag.name == "w:tc") {
      if (tag.closing) return finish_cell(tag, table);
      if (table.in_cell) leave_alone(table.cell);
      table.cell = {};
      table.cell.content = tag.end;
      table.span = 1;
      table.in_cell = true;
    } else if (tag.name == "w:gridBefore" && !table.in_cell) {
      table.column = number_of(tag, "w:val", 0);
    } else if (tag.name == "w:tblHeader" && table.header != nullptr) {
      table.header->push_back(tag);
    } else if (table.in_cell) {
      read_cell(tag, table);
    }
  }

  static void read_cell(const Tag& tag, OpenTable& table) {
    if (tag.name == "w:gridSpan")
      table.span = std::max(1, number_of(tag, "w:val", 1));
    else if (tag.name == "w:vMerge")
      note_spot(tag, attribute_of(tag, "w:val") == "restart" ? Kind::kRestart : Kind::kContinue, table.cell);
    else if (tag.name == "w:tcPr" && (tag.closing || tag.empty))
      table.cell.content = tag.end;
  }

  // A cell that holds another one without a table between is none that could be merged.
  void leave_alone(const MergedCell& cell) {
    if (cell.kind == Kind::kMarked) edits_.replace(cell.spot, cell.spot_end, "");
  }

  void finish_cell(const Tag& tag, OpenTable& table) {
    if (!table.in_cell) return;
    table.cell.end = tag.begin;
    table.in_cell = false;
    if (table.cell.kind != Kind::kPlain) {
      Entry entry{table.column, table.span, table.cell.kind == Kind::kMarked, {}, 0};
      if (entry.marked)
        entry.key = shown(xml_.substr(table.cell.content, table.cell.end - table.cell.content));
      join(table, entry);
      table.cell.region = entry.region;
      ++regions_[entry.region].cells;
      cells_.push_back(table.cell);
      table.row.push_back(std::move(entry));
    }
    table.column += table.span;
  }

  // Finds the region of a cell: that of the one above it, or a new one.
  void join(OpenTable& table, Entry& entry) {
    const Entry* above = nullptr;
    if (table.cell.kind == Kind::kContinue) {
      const auto found = std::find_if(table.above.begin(), table.above.end(),
                                      [&](const Entry& e) { return e.column == entry.column; });
      if (found != table.above.end()) above = &*found;
      if (above != nullptr && above->marked) {
        entry.marked = true;
        entry.key = above->key;
        ++table.marked;
      }
    } else if (entry.marked) {
      above = table.border ? nullptr : marked_above(table);
      const bool same = above != nullptr && above->column == entry.column && above->span == entry.span &&
                        above->key == entry.key;
      if (!same) {
        above = nullptr;
        table.border = true;
      }
      ++table.marked;
    }
    entry.region = above != nullptr ? above->region : regions_.size();
    if (above == nullptr) regions_.emplace_back();
  }

  // The marked cell of the row above that is the same in number as the one that is read.
  static const Entry* marked_above(const OpenTable& table) {
    std::size_t number = 0;
    for (const auto& entry : table.above) {
      if (entry.marked && number++ == table.marked) return &entry;
    }
    return nullptr;
  }

  void write(const MergedCell& cell) {
    auto& region = regions_[cell.region];
    const Kind kind = region.cells == 1 ? Kind::kPlain : region.begun ? Kind::kContinue : Kind::kRestart;
    region.begun = true;
    if (kind != cell.kind) {
      edits_.replace(cell.spot, cell.spot_end,
                     kind == Kind::kPlain     ? ""
                     : kind == Kind::kRestart ? "<w:vMerge w:val=\"restart\"/>"
                                              : "<w:vMerge/>");
    }
    if (kind == Kind::kContinue && cell.kind == Kind::kMarked)
      edits_.replace(cell.content, cell.end, emptied(xml_.substr(cell.content, cell.end - cell.content)));
  }

  void drop_repeated_headers(const OpenTable& table) {
    for (const auto& [row, tags] : table.headers) {
      if (tags.size() < 2) continue;
      for (const auto& tag : tags) edits_.remove(tag);
    }
  }

  std::string_view xml_;
  std::vector<OpenTable> tables_;
  std::vector<MergedCell> cells_;
  std::vector<Region> regions_;
  Edits edits_;
};

}  // namespace

bool mark_merges(const pugi::xml_document& document, const std::vector<MergeMarker>& markers,
                 Diagnostics& out) {
  return MergeMarkerPass(document, out).mark(markers);
}

std::string merge_cells(std::string_view xml) { return CellMerger(xml).merge(); }

}  // namespace svodka::render
