#include "render/word/wordml_table.h"

#include <algorithm>
#include <cstring>

#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

bool is_wrapper(const Node& node) { return is_any(node, wordml_dialect().wrappers); }

void collect_tables(const Node& parent, std::vector<Node>& out) {
  for (const auto& node : parent.children()) {
    if (is(node, "w:tbl")) out.push_back(node);
    collect_tables(node, out);
  }
}

void collect_below(const Node& parent, const char* name, bool ends, std::vector<Node>& out) {
  for (const auto& node : parent.children()) {
    if (is(node, name) || (ends && is_section_end(node)))
      out.push_back(node);
    else if (is_wrapper(node))
      collect_below(node, name, ends, out);
  }
}

int row_property(const Node& row, const char* name) {
  return std::max(0, row.child("w:trPr").child(name).attribute("w:val").as_int(0));
}

int count_of(const Node& parent, const char* name) {
  const auto children = parent.children(name);
  return static_cast<int>(std::distance(children.begin(), children.end()));
}

const Names kTableParts{"w:tr", "w:tc", "w:tcPr", "w:tblGrid"};
const Names kCellSizes{"w:tr", "w:tc", "w:tcW", "w:gridSpan", "w:vMerge"};
const Names kRowParts{"w:tr", "w:tc", "w:tbl"};

// No row, cell or property of a cell below a node, but in tables that it holds.
bool holds_no_table_parts(const Node& parent) {
  for (const auto& node : parent.children()) {
    if (is(node, "w:tbl")) continue;
    if (is_any(node, kTableParts) || !holds_no_table_parts(node)) return false;
  }
  return true;
}

bool is_sound_cell(const Node& cell) {
  const Node properties = cell.child("w:tcPr");
  if (count_of(cell, "w:tcPr") > 1 || !holds_no_table_parts(properties)) return false;
  for (const char* name : {"w:tcW", "w:gridSpan", "w:vMerge"}) {
    if (count_of(properties, name) > 1) return false;
  }
  return std::all_of(cell.begin(), cell.end(), [&](const Node& node) {
    return node == properties || is(node, "w:tbl") ||
           (!is_any(node, kCellSizes) && holds_no_table_parts(node));
  });
}

// The children of a table or row, through wrappers; `part` is what they consist of.
bool is_sound_below(const Node& parent, const char* part, bool (*sound)(const Node&)) {
  return std::all_of(parent.begin(), parent.end(), [&](const Node& node) {
    if (is(node, part)) return sound(node);
    if (is_wrapper(node)) return is_sound_below(node, part, sound);
    return !is_any(node, kRowParts) && (is(node, "w:tblGrid") || holds_no_table_parts(node));
  });
}

void drop(Node parent, const char* name) {
  while (parent.child(name)) parent.remove_child(name);
}

}  // namespace

std::vector<Node> all_tables(const Node& root) {
  std::vector<Node> out;
  collect_tables(root, out);
  return out;
}

bool is_sound(const Node& table) {
  return count_of(table, "w:tblGrid") < 2 && is_sound_below(table, "w:tr", [](const Node& row) {
           return is_sound_below(row, "w:tc", is_sound_cell);
         });
}

std::vector<Node> rows_of(const Node& table) {
  std::vector<Node> out;
  collect_below(table, "w:tr", false, out);
  return out;
}

std::vector<Node> content_of(const Node& row) {
  std::vector<Node> out;
  collect_below(row, "w:tc", true, out);
  return out;
}

bool holds_section_ends(const Node& table) {
  return std::any_of(table.begin(), table.end(), [](const Node& node) {
    return is_section_end(node) || (is_wrapper(node) && holds_section_ends(node));
  });
}

int span_of(const Node& cell) {
  return std::max(1, cell.child("w:tcPr").child("w:gridSpan").attribute("w:val").as_int(1));
}

int columns_before(const Node& row) { return row_property(row, "w:gridBefore"); }
int columns_after(const Node& row) { return row_property(row, "w:gridAfter"); }

bool is_row_level(const Node& node) { return is_level(wordml_dialect(), wordml_dialect().rows, node); }
bool is_cell_level(const Node& node) { return is_level(wordml_dialect(), wordml_dialect().cells, node); }

Node properties_of(const Node& cell) {
  if (const Node found = cell.child("w:tcPr")) return found;
  return Node(cell).prepend_child("w:tcPr");
}

void mark_vertical_merge(const Node& cell, const char* name, const char* words) {
  Node properties = properties_of(cell), before;
  for (const char* earlier : {"w:cnfStyle", "w:tcW", "w:gridSpan", "w:hMerge", "w:vMerge"}) {
    if (const Node found = properties.child(earlier)) before = found;
  }
  Node mark =
      before ? properties.insert_child_after(pugi::node_pi, before) : properties.prepend_child(pugi::node_pi);
  mark.set_name(name);
  mark.set_value(words);
  drop(properties, "w:vMerge");
}

void accept_property_changes(const Node& table) {
  drop(table.child("w:tblPr"), "w:tblPrChange");
  drop(table.child("w:tblGrid"), "w:tblGridChange");
  for (const auto& row : rows_of(table)) {
    drop(row.child("w:trPr"), "w:trPrChange");
    for (const auto& node : content_of(row)) drop(node.child("w:tcPr"), "w:tcPrChange");
  }
}

}  // namespace svodka::render
