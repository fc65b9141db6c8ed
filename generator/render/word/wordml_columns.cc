#include "render/word/wordml_columns.h"

#include <algorithm>
#include <cstring>

#include "render/word/wordml_table.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

// Marks: <?svodka-columns table 0 1?> first in a table with the sections 0 and 1, <?svodka-columns 1?> …
// <?svodka-columns /1?> round the cells that section 1 repeats in a row.
constexpr char kMark[] = "svodka-columns";

class ColumnMarker {
 public:
  ColumnMarker(const std::vector<SectionPair>& pairs, Diagnostics& out) : pairs_(pairs), out_(out) {}

  std::vector<ColumnSection> mark(const Node& root) {
    for (const auto& table : all_tables(root)) mark_table(table);
    return std::move(sections_);
  }

 private:
  void mark_table(Node table) {
    const auto first = sections_.size();
    int columns = 0;
    for (const auto& row : rows_of(table)) columns = std::max(columns, mark_row(row));
    if (sections_.size() == first) return;
    if (!is_sound(table)) return say_damaged_table(sections_[first], "Word", out_);
    check_column_sections(sections_, first, out_);
    accept_property_changes(table);
    complete_grid(table, columns);
    std::string words = "table";
    for (auto i = first; i < sections_.size(); ++i) words += " " + std::to_string(i);
    fill(table.prepend_child(pugi::node_pi), words);
  }

  // Returns how many columns of the grid the row reaches over.
  int mark_row(const Node& row) {
    int column = columns_before(row), depth = 0;
    Node open;
    for (const auto& node : content_of(row)) {
      if (!is_section_end(node)) {
        give_width(node);
        column += span_of(node);
      } else if (node.value()[0] == '#') {
        if (depth++ == 0) begin(open = node, column);
        note_inner(column);
      } else if (--depth == 0) {
        end(open, node, column);
      } else {
        inner_ends_.push_back(column);
      }
    }
    return column + columns_after(row);
  }

  void begin(const Node& open, int column) {
    sections_.push_back({column, column, {}, {}});
    if (const auto* pair = pair_of(open)) {
      sections_.back().name = pair->name;
      sections_.back().at = pair->open_at;
    }
    inner_begins_.clear();
    inner_ends_.clear();
  }

  void note_inner(int column) { inner_begins_.push_back(column); }

  void end(Node open, Node close, int column) {
    auto& section = sections_.back();
    section.to = column;
    const auto number = std::to_string(sections_.size() - 1);
    fill(open.parent().insert_child_before(pugi::node_pi, open), number);
    fill(close.parent().insert_child_after(pugi::node_pi, close), "/" + number);
    const auto differs = [](const std::vector<int>& columns, int expected) {
      return std::any_of(columns.begin(), columns.end(), [&](int c) { return c != expected; });
    };
    if (differs(inner_begins_, section.from) || differs(inner_ends_, section.to))
      say_inner_columns(section, out_);
  }

  const SectionPair* pair_of(const Node& open) const {
    const int slot = std::atoi(open.value() + 2);
    const auto found = std::find_if(pairs_.begin(), pairs_.end(), [&](const SectionPair& pair) {
      return pair.slot == slot && !pair.separator;
    });
    return found == pairs_.end() ? nullptr : &*found;
  }

  // The pass over expanded XML finds the place for w:gridSpan by it.
  static void give_width(const Node& cell) {
    Node properties = properties_of(cell);
    if (properties.child("w:tcW")) return;
    const Node style = properties.child("w:cnfStyle");
    Node width = style ? properties.insert_child_after("w:tcW", style) : properties.prepend_child("w:tcW");
    width.append_attribute("w:w") = 0;
    width.append_attribute("w:type") = "auto";
  }

  // Some programs write an empty w:tblGrid; a new column is as wide as a cell that stands in it alone.
  static void complete_grid(Node table, int columns) {
    Node grid = table.child("w:tblGrid");
    if (!grid) grid = table.insert_child_after("w:tblGrid", table.child("w:tblPr"));
    const auto children = grid.children("w:gridCol");
    for (int at = static_cast<int>(std::distance(children.begin(), children.end())); at < columns; ++at)
      grid.append_child("w:gridCol").append_attribute("w:w") = width_of_column(table, at);
  }

  static int width_of_column(const Node& table, int wanted) {
    for (const auto& row : rows_of(table)) {
      int column = columns_before(row);
      for (const auto& cell : content_of(row)) {
        if (std::strcmp(cell.name(), "w:tc") != 0) continue;
        const Node width = cell.child("w:tcPr").child("w:tcW");
        if (column == wanted && span_of(cell) == 1 &&
            std::strcmp(width.attribute("w:type").value(), "dxa") == 0)
          return std::max(0, width.attribute("w:w").as_int());
        column += span_of(cell);
      }
    }
    return 0;
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

}  // namespace

std::vector<ColumnSection> mark_columns(const pugi::xml_document& document,
                                        const std::vector<SectionPair>& pairs, Diagnostics& out) {
  return ColumnMarker(pairs, out).mark(document.document_element());
}

bool is_column_table(const pugi::xml_node& table) {
  for (const auto& node : table.children()) {
    if (node.type() == pugi::node_pi && std::strcmp(node.name(), kMark) == 0) return true;
  }
  return false;
}

}  // namespace svodka::render
