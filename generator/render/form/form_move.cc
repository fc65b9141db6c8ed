#include "render/form/form_move.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <optional>
#include <sstream>

#include "base/utf8.h"
#include "render/expand/xml.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

// The name without its prefix: programs choose their own for drawings and charts.
std::string_view local_name(const Node& node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') + 1);
}

Node child(const Node& parent, std::string_view name) {
  return parent.find_child([&](const Node& each) { return local_name(each) == name; });
}

// "B5:C7", "B5".
struct Area {
  CellName first, last;

  std::string words() const {
    const auto begin = cell_name(first), end = cell_name(last);
    return begin == end ? begin : begin + ":" + end;
  }
};

std::optional<Area> parse_area(std::string_view words) {
  const auto colon = words.find(':');
  const auto first = parse_cell(words.substr(0, colon));
  const auto last = colon == std::string_view::npos ? first : parse_cell(words.substr(colon + 1));
  if (!first || !last) return std::nullopt;
  return Area{*first, *last};
}

std::vector<RowSpan> spans_of(const LinePlan& plan, int first, int last, bool joined) {
  std::vector<RowSpan> spans;
  for (const auto& span : plan.copies(first, last)) {
    if (joined && !spans.empty() && spans.back().last + 1 == span.first)
      spans.back().last = span.last;
    else
      spans.push_back(span);
  }
  return spans;
}

// An area in each of its places, those that touch as one.
std::vector<Area> copies_of(const Area& area, const SheetPlan& plan, bool joined) {
  std::vector<Area> areas;
  const auto columns = spans_of(plan.columns, area.first.column, area.last.column, joined);
  for (const auto& rows : spans_of(plan.rows, area.first.row, area.last.row, joined)) {
    for (const auto& of : columns) areas.push_back({{of.first, rows.first}, {of.last, rows.last}});
  }
  return areas;
}

// Replaces each element by a copy for every place of the area in its attribute; none when its rows went.
void copy_with_rows(Node parent, const char* element, const char* attribute, const SheetPlan& plan,
                    const std::function<void(Node copy, const Area& place)>& then) {
  std::vector<Node> nodes;
  for (const auto& node : parent.children(element)) nodes.push_back(node);
  for (auto& node : nodes) {
    const auto area = parse_area(node.attribute(attribute).value());
    if (!area) continue;
    for (const auto& place : copies_of(*area, plan, false)) {
      Node copy = parent.insert_copy_before(node, node);
      copy.attribute(attribute).set_value(place.words().c_str());
      then(copy, place);
    }
    parent.remove_child(node);
  }
  if (parent.attribute("count")) {
    const auto left = parent.children(element);
    parent.attribute("count").set_value(static_cast<int>(std::distance(left.begin(), left.end())));
  }
  if (parent && !parent.child(element)) parent.parent().remove_child(parent);
}

// The first made cell of areas: formulas beside them are relative to it.
CellName first_cell(const std::string& areas) {
  const auto area = parse_area(areas.substr(0, areas.find(' ')));
  return area ? area->first : CellName{};
}

class SheetPartMover {
 public:
  explicit SheetPartMover(const MovedSheet& sheet) : sheet_(sheet), plan_(sheet.plan) {}

  void move(Node root) {
    move_area(root.child("dimension"), "ref");
    for (const auto& view : root.child("sheetViews").children("sheetView")) move_view(view);
    move_columns(root.child("cols"));
    for (const auto& range : all(root.child("protectedRanges"))) move_areas_of(range);
    settle(root.child("protectedRanges"));
    move_area(root.child("autoFilter"), "ref");
    move_area(root.child("autoFilter").child("sortState"), "ref");
    move_area(root.child("sortState"), "ref");
    copy_with_rows(root.child("mergeCells"), "mergeCell", "ref", plan_, [](Node, const Area&) {});
    for (const auto& node : all(root)) {
      if (local_name(node) == "conditionalFormatting") move_format(node);
    }
    for (const auto& validation : all(root.child("dataValidations"))) move_validation(validation);
    settle(root.child("dataValidations"));
    copy_with_rows(root.child("hyperlinks"), "hyperlink", "ref", plan_, [&](Node link, const Area&) {
      if (auto location = link.attribute("location"))
        location.set_value(formula(location.value(), {}).c_str());
    });
    move_breaks(root.child("rowBreaks"), plan_.rows);
    move_breaks(root.child("colBreaks"), plan_.columns);
    for (const auto& error : all(root.child("ignoredErrors"))) move_areas_of(error);
    settle(root.child("ignoredErrors"));
    move_extensions(root.child("extLst"));
  }

 private:
  std::string formula(const char* words, CellName from) const {
    return moved_formula(words, sheet_.place(from), sheet_.plans);
  }

  // The widths of columns, told anew from the left (18.3.1.13).
  void move_columns(Node columns) const {
    if (!columns || plan_.columns.is_identity()) return;
    const auto old = all(columns);
    for (int made = 1; made <= kMostColumns;) {
      const int of = plan_.columns.old_row(made);
      const auto width = std::find_if(old.begin(), old.end(), [&](const Node& node) {
        return node.attribute("min").as_int() <= of && of <= node.attribute("max").as_int();
      });
      int last = made;
      const int most = width == old.end() ? of : width->attribute("max").as_int();
      while (last < kMostColumns && plan_.columns.old_row(last + 1) == plan_.columns.old_row(last) + 1 &&
             plan_.columns.old_row(last + 1) <= most)
        ++last;
      if (width != old.end()) {
        Node copy = columns.append_copy(*width);
        copy.attribute("min").set_value(made);
        copy.attribute("max").set_value(last);
      }
      made = last + 1;
      if (width == old.end() && made > plan_.columns.last_row() &&
          std::none_of(old.begin(), old.end(),
                       [&](const Node& node) { return node.attribute("max").as_int() > of; }))
        break;
    }
    for (const auto& node : old) columns.remove_child(node);
    settle(columns);
  }

  void move_area(Node node, const char* attribute) const {
    const auto area = parse_area(node.attribute(attribute).value());
    if (!area) return;
    const auto rows = plan_.rows.span(0, area->first.row, area->last.row);
    const auto columns = plan_.columns.span(0, area->first.column, area->last.column);
    if (!rows || !columns) return;
    const Area moved{{columns->first, rows->first}, {columns->last, rows->last}};
    node.attribute(attribute).set_value(moved.words().c_str());
  }

  // Moves what holds for areas; what has none left goes. Returns its first cell; row 0 when it went.
  CellName move_areas_of(Node node) const {
    const auto moved = moved_areas(node.attribute("sqref").value(), plan_);
    if (moved.empty()) {
      node.parent().remove_child(node);
      return {};
    }
    node.attribute("sqref").set_value(moved.c_str());
    return first_cell(moved);
  }

  static std::vector<Node> all(const Node& parent) { return {parent.begin(), parent.end()}; }

  // A list that lost its last item goes, one that says how many it has is corrected.
  static void settle(Node list) {
    const auto left = all(list).size();
    if (list.attribute("count")) list.attribute("count").set_value(static_cast<unsigned>(left));
    if (list && left == 0) list.parent().remove_child(list);
  }

  // What is selected, or first on the screen, is a single cell: that of the first copy.
  void move_cell(Node node, const char* attribute) const {
    const auto area = parse_area(node.attribute(attribute).value());
    const auto row = area ? plan_.rows.row(0, area->first.row) : std::nullopt;
    const auto column = area ? plan_.columns.row(0, area->first.column) : std::nullopt;
    if (row && column) node.attribute(attribute).set_value(cell_name({*column, *row}).c_str());
  }

  void move_view(Node view) const {
    move_cell(view, "topLeftCell");
    move_cell(view.child("pane"), "topLeftCell");
    for (const auto& selection : view.children("selection")) {
      move_cell(selection, "activeCell");
      move_cell(selection, "sqref");
    }
  }

  void move_format(Node format) const {
    const auto from = move_areas_of(format);
    if (from.row == 0) return;
    for (const auto& rule : format.children("cfRule")) {
      for (auto words : rule.children("formula")) words.text().set(formula(words.text().get(), from).c_str());
    }
  }

  void move_validation(Node validation) const {
    const auto from = move_areas_of(validation);
    if (from.row == 0) return;
    for (const char* name : {"formula1", "formula2"}) {
      if (auto words = validation.child(name)) words.text().set(formula(words.text().get(), from).c_str());
    }
  }

  // `id` is the row (column) that a page ends with.
  static void move_breaks(Node breaks, const LinePlan& plan) {
    for (auto& each : all(breaks)) {
      const int row = each.attribute("id").as_int();
      for (const auto& place : plan.copies(row, row)) {
        breaks.insert_copy_before(each, each).attribute("id").set_value(place.last);
      }
      breaks.remove_child(each);
    }
    const auto left = breaks.children("brk");
    const int count = static_cast<int>(std::distance(left.begin(), left.end()));
    for (const char* name : {"count", "manualBreakCount"}) {
      if (auto attribute = breaks.attribute(name)) attribute.set_value(count);
    }
    if (breaks && count == 0) breaks.parent().remove_child(breaks);
  }

  // What Excel 2010 added keeps areas and formulas in elements (MS-XLSX 2.2.4): xm:sqref, xm:f.
  void move_extensions(Node node) const {
    std::vector<Node> children;
    for (const auto& child : node.children()) children.push_back(child);
    for (auto& child : children) {
      if (std::strcmp(child.name(), "x14:sparkline") == 0)
        move_sparkline(child);
      else
        move_extensions(child);
    }
    auto areas = node.child("xm:sqref");
    if (!areas || std::strcmp(node.name(), "x14:sparkline") == 0) return;
    const auto moved = moved_areas(areas.text().get(), plan_);
    if (moved.empty()) return static_cast<void>(node.parent().remove_child(node));
    areas.text().set(moved.c_str());
    move_formulas(node, first_cell(moved));
  }

  void move_formulas(Node node, CellName from) const {
    for (auto child : node.children()) {
      if (std::strcmp(child.name(), "xm:f") == 0)
        child.text().set(formula(child.text().get(), from).c_str());
      else
        move_formulas(child, from);
    }
  }

  void move_sparkline(Node line) const {
    const auto area = parse_area(line.child("xm:sqref").text().get());
    if (!area) return;
    for (const auto& place : copies_of(*area, plan_, false)) {
      Node copy = line.parent().insert_copy_before(line, line);
      copy.child("xm:sqref").text().set(place.words().c_str());
      move_formulas(copy, place.first);
    }
    line.parent().remove_child(line);
  }

  const MovedSheet& sheet_;
  const SheetPlan& plan_;
};

std::string edited(const std::string& xml, const std::function<void(Node root)>& edit) {
  pugi::xml_document document;
  if (!load_xml(xml, document)) return xml;
  edit(document.document_element());
  return saved_xml(document);
}

void each_named(const Node& node, std::string_view name, const std::function<void(Node)>& see) {
  std::vector<Node> children;
  for (const auto& child : node.children()) children.push_back(child);
  for (auto& child : children) {
    if (local_name(child) == name)
      see(child);
    else
      each_named(child, name, see);
  }
}

// The corners of a drawing along one axis; one that stretches with its cells takes in all their copies.
void move_corners(const Node& from, const Node& to, const char* line, const LinePlan& plan, bool stretches) {
  const int first = child(from, line).text().as_int() + 1, last = child(to, line).text().as_int() + 1;
  const int moved = plan.row(0, first).value_or(first);
  child(from, line).text().set(moved - 1);
  if (!to) return;
  const auto end = stretches ? plan.span(0, last, last) : std::nullopt;
  child(to, line).text().set((end ? std::max(moved, end->last) : moved + last - first) - 1);
}

// A note's shape: its cell, and the box that shows it ("column, dx, row, dy" of two corners).
void move_note(Node data, CellName from, CellName to) {
  child(data, "Row").text().set(to.row - 1);
  child(data, "Column").text().set(to.column - 1);
  std::istringstream words(child(data, "Anchor").text().get());
  std::vector<std::string> numbers;
  for (std::string number; std::getline(words, number, ',');) numbers.push_back(number);
  if (numbers.size() != 8) return;
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    const int by = i % 4 == 0 ? to.column - from.column : to.row - from.row;
    numbers[i] = std::to_string(std::max(0, std::atoi(numbers[i].c_str()) + by));
  }
  std::string anchor;
  for (const auto& number : numbers) anchor += (anchor.empty() ? "" : ",") + number;
  child(data, "Anchor").text().set(anchor.c_str());
}

// Whether a formula may mean cells of these sheets, or of a name that leads to them.
bool speaks_of(const std::string& formula, const SheetPlans& plans) {
  const auto words = utf8::lower(formula);
  if (words.find('!') == std::string::npos) return true;
  return std::any_of(plans.begin(), plans.end(), [&](const auto& plan) {
    std::string name;
    for (const char c : plan.first) name += c == '\'' ? std::string("''") : std::string(1, c);
    return words.find(name) != std::string::npos;
  });
}

}  // namespace

std::string moved_areas(const std::string& areas, const SheetPlan& plan) {
  std::istringstream words(areas);
  std::string moved;
  for (std::string word; words >> word;) {
    const auto area = parse_area(word);
    if (!area) {
      moved += (moved.empty() ? "" : " ") + word;
      continue;
    }
    for (const auto& place : copies_of(*area, plan, true))
      moved += (moved.empty() ? "" : " ") + place.words();
  }
  return moved;
}

std::string moved_sheet_part(const std::string& xml, const MovedSheet& sheet) {
  return edited(xml, [&](Node root) { SheetPartMover(sheet).move(root); });
}

std::string moved_table(const std::string& xml, const MovedSheet& sheet) {
  return edited(xml, [&](Node table) {
    for (Node node : {table, table.child("autoFilter"), table.child("sortState")}) {
      if (auto area = node.attribute("ref"))
        area.set_value(moved_formula(area.value(), sheet.place(), sheet.plans).c_str());
    }
  });
}

std::string moved_comments(const std::string& xml, const SheetPlan& plan) {
  return edited(xml, [&](Node root) {
    // A thread of comments has an id that may not stand twice: it goes with the first copy.
    for (auto thread : root.children("threadedComment")) {
      const auto area = parse_area(thread.attribute("ref").value());
      const auto places = area ? copies_of(*area, plan, false) : std::vector<Area>();
      if (!places.empty()) thread.attribute("ref").set_value(cell_name(places.front().first).c_str());
    }
    copy_with_rows(root.child("commentList"), "comment", "ref", plan, [](Node comment, const Area&) {
      comment.remove_attribute("xr:uid");  // each has its own
    });
  });
}

std::string moved_vml(const std::string& xml, const SheetPlan& plan) {
  return edited(xml, [&](Node root) {
    int copies = 0;
    each_named(root, "shape", [&](Node shape) {
      const Node data = child(shape, "ClientData");
      if (std::strcmp(data.attribute("ObjectType").value(), "Note") != 0) return;
      const CellName cell{child(data, "Column").text().as_int() + 1, child(data, "Row").text().as_int() + 1};
      bool first = true;
      for (const auto& place : copies_of({cell, cell}, plan, false)) {
        Node copy = shape.parent().insert_copy_before(shape, shape);
        move_note(child(copy, "ClientData"), cell, place.first);
        if (!first)
          copy.attribute("id").set_value(
              (std::string(shape.attribute("id").value()) + "_" + std::to_string(++copies)).c_str());
        first = false;
      }
      shape.parent().remove_child(shape);
    });
  });
}

std::string moved_drawing(const std::string& xml, const SheetPlan& plan) {
  return edited(xml, [&](Node root) {
    for (auto anchor : root.children()) {
      const Node from = child(anchor, "from"), to = child(anchor, "to");
      const std::string_view kind = anchor.attribute("editAs").value();
      if (!from) continue;
      move_corners(from, to, "row", plan.rows, kind != "oneCell" && kind != "absolute");
      move_corners(from, to, "col", plan.columns, kind != "oneCell" && kind != "absolute");
    }
  });
}

std::string moved_chart(const std::string& xml, const FormulaPlace& place, const SheetPlans& plans) {
  bool changed = false;
  auto moved = edited(xml, [&](Node root) {
    each_named(root, "f", [&](Node words) {
      const std::string formula = words.text().get();
      if (!speaks_of(formula, plans)) return;
      changed = true;
      words.text().set(moved_formula(formula, place, plans, SingleReference::kAll).c_str());
      for (const char* cache : {"numCache", "strCache", "multiLvlStrCache"})
        words.parent().remove_child(child(words.parent(), cache));
    });
  });
  return changed ? moved : xml;
}

std::string moved_pivot_cache(const std::string& xml, const SheetPlans& plans) {
  bool changed = false;
  auto moved = edited(xml, [&](Node root) {
    Node source = root.child("cacheSource").child("worksheetSource");
    if (!source || source.attribute("r:id")) return;  // of a database, or of another workbook
    if (auto area = source.attribute("ref")) {
      const auto name = utf8::lower(source.attribute("sheet").value());
      const auto found = plans.find(name);
      if (found == plans.end() || found->second.empty()) return;
      area.set_value(moved_formula(area.value(), {name, 0, {}}, plans).c_str());
      source.attribute("sheet").set_value(found->second.front().name.c_str());
    }
    if (!root.attribute("refreshOnLoad")) root.append_attribute("refreshOnLoad");
    root.attribute("refreshOnLoad").set_value("1");
    changed = true;
  });
  return changed ? moved : xml;
}

}  // namespace svodka::render
