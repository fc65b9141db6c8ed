#include "render/word/chart_series.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string_view>
#include <vector>

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

// Extensions of Office 2013 that hold filters, ranges and labels over cells of the template's own workbook.
constexpr char kOfRanges[] = "{02D57815-91ED-43cb-92C2-25804820EDAC}";
constexpr char kOfIds[] = "{C3380CC4-5D6E-409C-BE32-E72D297353CC}";

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

std::string number_text(double number) {
  char digits[40];
  return {digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
}

std::string quoted(const std::string& sheet) {
  std::string out = "'";
  for (const char c : sheet) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'!";
}

std::string heading_formula(const ChartTable& table, std::size_t column) {
  return quoted(table.sheet) + "$" + column_letters(column) + "$1";
}

std::string column_formula(const ChartTable& table, std::size_t column) {
  const auto letters = "$" + column_letters(column) + "$";
  const auto last = std::max<std::size_t>(table.categories.size(), 1) + 1;
  return quoted(table.sheet) + letters + "2" + (last == 2 ? "" : ":" + letters + std::to_string(last));
}

void append_text(Node parent, const char* name, const std::string& words) {
  parent.append_child(name).text().set(words.c_str());
}

void append_number(Node parent, const char* name, std::size_t number) {
  parent.append_child(name).append_attribute("val").set_value(static_cast<unsigned long long>(number));
}

void append_point(Node cache, std::size_t index, const std::string& words) {
  Node point = cache.append_child("c:pt");
  point.append_attribute("idx").set_value(static_cast<unsigned long long>(index));
  append_text(point, "c:v", words);
}

// A child in its place: after the last of the elements that go before it, or at the end.
Node insert_before_any(Node parent, const char* name, std::initializer_list<const char*> later) {
  for (const auto& child : parent.children()) {
    for (const char* other : later) {
      if (is(child, other)) return parent.insert_child_before(name, child);
    }
  }
  return parent.append_child(name);
}

void write_name(Node series, const ChartTable& table, std::size_t number) {
  series.remove_child("c:tx");
  Node reference = series.insert_child_after("c:tx", series.child("c:order")).append_child("c:strRef");
  append_text(reference, "c:f", heading_formula(table, number + 1));
  Node cache = reference.append_child("c:strCache");
  append_number(cache, "c:ptCount", 1);
  append_point(cache, 0, table.series[number].name);
}

void write_categories(Node into, const ChartTable& table) {
  const auto is_word = [](const Value& value) { return std::holds_alternative<std::string>(value); };
  const bool words =
      std::any_of(table.categories.begin(), table.categories.end(), is_word) || table.category_format.empty();
  Node reference = into.append_child(words ? "c:strRef" : "c:numRef");
  append_text(reference, "c:f", column_formula(table, 0));
  Node cache = reference.append_child(words ? "c:strCache" : "c:numCache");
  if (!words) append_text(cache, "c:formatCode", table.category_format);
  append_number(cache, "c:ptCount", table.categories.size());
  for (std::size_t i = 0; i < table.categories.size(); ++i) {
    if (const auto* text = std::get_if<std::string>(&table.categories[i]))
      append_point(cache, i, *text);
    else if (const auto* number = std::get_if<double>(&table.categories[i]))
      append_point(cache, i, number_text(*number));
  }
}

void write_values(Node into, const ChartTable& table, std::size_t number) {
  const auto& series = table.series[number];
  Node reference = into.append_child("c:numRef");
  append_text(reference, "c:f", column_formula(table, number + 1));
  Node cache = reference.append_child("c:numCache");
  append_text(cache, "c:formatCode", series.format);
  append_number(cache, "c:ptCount", series.values.size());
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    if (series.values[i]) append_point(cache, i, number_text(*series.values[i]));
  }
}

void remove_children(Node parent, const char* name, const char* index_of, std::size_t from) {
  for (Node child = parent.child(name); child;) {
    const Node next = child.next_sibling(name);
    if (child.child(index_of).attribute("val").as_ullong() >= from) parent.remove_child(child);
    child = next;
  }
}

void remove_extension(Node parent, const char* uri) {
  Node list = parent.child("c:extLst");
  for (Node extension = list.first_child(); extension;) {
    const Node next = extension.next_sibling();
    if (std::strcmp(extension.attribute("uri").value(), uri) == 0) list.remove_child(extension);
    extension = next;
  }
  if (list && !list.first_child()) parent.remove_child(list);
}

}  // namespace

void forget_ranges(Node of) { remove_extension(of, kOfRanges); }

namespace {

// Labels and error bars that come of other cells than the table's.
void forget_other_cells(Node series) {
  forget_ranges(series);
  for (Node bars = series.child("c:errBars"); bars;) {
    const Node next = bars.next_sibling("c:errBars");
    if (std::strcmp(bars.child("c:errValType").attribute("val").value(), "cust") == 0)
      series.remove_child(bars);
    bars = next;
  }
  const auto shown = series.select_nodes(".//*[local-name()='showDataLabelsRange']");
  for (const auto& found : shown) found.node().attribute("val").set_value("0");
}

bool is_fill(const Node& node) {
  return is(node, "a:solidFill") || is(node, "a:gradFill") || is(node, "a:pattFill") ||
         is(node, "a:blipFill");
}

// The colour that a series is told by: of its surface, else of its line.
std::string main_colour(const Node& look) {
  for (const Node& from : {look, look.child("a:ln")}) {
    for (const auto& child : from.children()) {
      if (is_fill(child)) return child.first_child().attribute("val").value();
    }
  }
  return {};
}

void forget_colour(Node look, const std::string& colour) {
  for (Node from : {look, look.child("a:ln")}) {
    for (Node child = from.first_child(); child;) {
      const Node next = child.next_sibling();
      if (is_fill(child) && (from == look || child.first_child().attribute("val").value() == colour))
        from.remove_child(child);
      child = next;
    }
  }
}

void set_number(Node series, const char* name, unsigned number) {
  Node element = series.child(name);
  if (!element.attribute("val")) element.append_attribute("val");
  element.attribute("val").set_value(number);
}

}  // namespace

DrawnSeries drawn_series(const Node& series) {
  const Node name = series.child("c:tx");
  const Node cached = name.child("c:strRef").child("c:strCache").child("c:pt").child("c:v");
  const Node values = series.child("c:val") ? series.child("c:val") : series.child("c:yVal");
  std::string format = values.first_child().child("c:numCache").child("c:formatCode").text().get();
  if (format.empty()) format = values.child("c:numLit").child("c:formatCode").text().get();
  return {(cached ? cached : name.child("c:v")).text().get(), format.empty() ? "General" : format};
}

std::string sheet_of(const std::string& formula) {
  const auto end = formula.rfind('!');
  if (end == std::string::npos) return {};
  auto sheet = formula.substr(0, end);
  if (sheet.size() > 1 && sheet.front() == '\'' && sheet.back() == '\'') {
    sheet = sheet.substr(1, sheet.size() - 2);
    for (auto at = sheet.find("''"); at != std::string::npos; at = sheet.find("''", at + 1))
      sheet.erase(at, 1);
  }
  if (const auto book = sheet.rfind(']'); book != std::string::npos) sheet.erase(0, book + 1);
  return sheet;
}

void write_series(Node series, const ChartTable& table, std::size_t number) {
  forget_other_cells(series);
  const auto points = table.categories.size();
  remove_children(series, "c:dPt", "c:idx", points);
  remove_children(series.child("c:dLbls"), "c:dLbl", "c:idx", points);
  write_name(series, table, number);
  const bool scatter = is(series.parent(), "c:scatterChart");
  for (const char* old : {"c:cat", "c:val", "c:xVal", "c:yVal"}) series.remove_child(old);
  const auto made = [&](const char* name) {
    return insert_before_any(series, name, {"c:smooth", "c:shape", "c:extLst"});
  };
  write_categories(made(scatter ? "c:xVal" : "c:cat"), table);
  write_values(made(scatter ? "c:yVal" : "c:val"), table, number);
}

Node clone_series(const Node& series, unsigned index, unsigned order) {
  Node copy = series.parent().insert_copy_after(series, series);
  set_number(copy, "c:idx", index);
  set_number(copy, "c:order", order);
  remove_children(copy, "c:dPt", "c:idx", 0);
  remove_children(copy.child("c:dLbls"), "c:dLbl", "c:idx", 0);
  copy.remove_child("c:pictureOptions");
  const auto colour = main_colour(copy.child("c:spPr"));
  forget_colour(copy.child("c:spPr"), colour);
  forget_colour(copy.child("c:marker").child("c:spPr"), colour);
  remove_extension(copy, kOfIds);
  return copy;
}

}  // namespace svodka::render
