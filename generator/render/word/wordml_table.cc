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

void drop(Node parent, const char* name) {
  while (parent.child(name)) parent.remove_child(name);
}

}  // namespace

std::vector<Node> all_tables(const Node& root) {
  std::vector<Node> out;
  collect_tables(root, out);
  return out;
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

Node cell_round(const Node& node) {
  Node cell = node;
  while (cell && !is(cell, "w:tc")) cell = cell.parent();
  while (cell && is_wrapper(cell.parent())) cell = cell.parent();
  return cell;
}

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
