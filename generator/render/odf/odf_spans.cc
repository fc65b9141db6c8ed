#include "render/odf/odf_spans.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <vector>

#include "render/expand/xml.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr char kRowsSpanned[] = "table:number-rows-spanned";
constexpr int kMostColumns = 1024;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

bool is_group(const Node& node) {
  return is(node, "table:table-header-rows") || is(node, "table:table-rows") ||
         is(node, "table:table-row-group");
}

void collect_rows(const Node& parent, std::vector<Node>& out) {
  for (const auto& node : parent.children()) {
    if (is(node, "table:table-row")) out.push_back(node);
    if (is_group(node)) collect_rows(node, out);
  }
}

void collect_columns(const Node& parent, std::vector<Node>& out) {
  for (const auto& node : parent.children()) {
    if (is(node, "table:table-column"))
      out.push_back(node);
    else if (is(node, "table:table-columns") || is(node, "table:table-header-columns") ||
             is(node, "table:table-column-group"))
      collect_columns(node, out);
  }
}

void collect_tables(const Node& parent, std::vector<Node>& out) {
  for (const auto& node : parent.children()) {
    if (is(node, "table:table")) out.push_back(node);
    collect_tables(node, out);
  }
}

}  // namespace

std::vector<Node> odf_tables(const Node& parent) {
  std::vector<Node> tables;
  collect_tables(parent, tables);
  return tables;
}

std::vector<Node> odf_rows(const Node& table) {
  std::vector<Node> rows;
  collect_rows(table, rows);
  return rows;
}

std::vector<Node> odf_columns(const Node& table) {
  std::vector<Node> columns;
  collect_columns(table, columns);
  return columns;
}

int odf_count(const Node& node, const char* attribute) {
  return std::clamp(node.attribute(attribute).as_int(1), 1, kMostColumns);
}

namespace {

bool repeats_rows(const Node& parent) {
  return std::any_of(parent.begin(), parent.end(), [](const Node& node) {
    return is_section_end(node) || (is_group(node) && repeats_rows(node));
  });
}

bool has_spans(const Node& table) {
  const auto rows = odf_rows(table);
  return std::any_of(rows.begin(), rows.end(), [](const Node& row) {
    return std::any_of(row.begin(), row.end(),
                       [](const Node& cell) { return odf_count(cell, kRowsSpanned) > 1; });
  });
}

// Goes through a table row by row and counts what each spanning cell covers.
class SpanCounter {
 public:
  void count(const Node& table) {
    for (const auto& row : odf_rows(table)) count_row(row);
    for (const auto& span : spans_) Node(span.cell).attribute(kRowsSpanned).set_value(span.rows);
  }

 private:
  struct Span {
    Node cell;
    int column = 0, rows = 1;
  };

  void count_row(const Node& row) {
    const int weight = odf_count(row, "table:number-rows-repeated");
    int column = 0, covered_to = 0;  // by a cell of this row
    for (const auto& cell : row.children()) {
      const int width = odf_count(cell, "table:number-columns-repeated");
      if (is(cell, "table:table-cell")) {
        covered_to = column + std::max(width, odf_count(cell, "table:number-columns-spanned"));
        begin(cell, column, covered_to);
      } else if (is(cell, "table:covered-table-cell") && column >= covered_to) {
        cover(cell, column, weight);
      } else if (!is(cell, "table:covered-table-cell")) {
        continue;
      }
      column += width;
    }
  }

  void begin(const Node& cell, int from, int to) {
    for (int column = from; column < to; ++column) above_.erase(column);
    if (odf_count(cell, kRowsSpanned) < 2) return;
    for (int column = from; column < to; ++column) above_[column] = spans_.size();
    spans_.push_back({cell, from, 1});
  }

  void cover(Node cell, int column, int weight) {
    const auto found = above_.find(column);
    if (found == above_.end())
      cell.set_name("table:table-cell");
    else if (spans_[found->second].column == column)
      spans_[found->second].rows += weight;
  }

  std::vector<Span> spans_;
  std::map<int, std::size_t> above_;  // the span that covers a column in the next row
};

}  // namespace

bool spans_may_change(const pugi::xml_document& document) {
  const auto tables = odf_tables(document);
  return std::any_of(tables.begin(), tables.end(),
                     [](const Node& table) { return repeats_rows(table) && has_spans(table); });
}

std::string mend_spans(const std::string& xml) {
  pugi::xml_document document;
  if (!load_xml(xml, document)) return xml;
  for (const auto& table : odf_tables(document)) SpanCounter().count(table);
  return saved_xml(document);
}

}  // namespace svodka::render
