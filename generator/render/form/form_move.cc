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

// An area in each of its places, those that touch as one.
std::vector<Area> copies_of(const Area& area, const RowPlan& plan, bool joined) {
  std::vector<Area> areas;
  for (const auto& span : plan.copies(area.first.row, area.last.row)) {
    if (joined && !areas.empty() && areas.back().last.row + 1 == span.first)
      areas.back().last.row = span.last;
    else
      areas.push_back({{area.first.column, span.first}, {area.last.column, span.last}});
  }
  return areas;
}

// Replaces each element by a copy for every place of the area in its attribute; none when its rows went.
void copy_with_rows(Node parent, const char* element, const char* attribute, const RowPlan& plan,
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

// The made row in which the first cell of areas stands: formulas beside them are relative to it.
int first_row(const std::string& areas) {
  const auto area = parse_area(areas.substr(0, areas.find(' ')));
  return area ? area->first.row : 0;
}

class SheetPartMover {
 public:
  SheetPartMover(const std::string& sheet, const RowPlan& plan, const SheetPlans& plans)
      : sheet_(sheet), plan_(plan), plans_(plans) {}

  void move(Node root) {
    move_area(root.child("dimension"), "ref");
    for (const auto& view : root.child("sheetViews").children("sheetView")) move_view(view);
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
        location.set_value(formula(location.value(), 0).c_str());
    });
    move_breaks(root.child("rowBreaks"));
    for (const auto& error : all(root.child("ignoredErrors"))) move_areas_of(error);
    settle(root.child("ignoredErrors"));
    move_extensions(root.child("extLst"));
  }

 private:
  std::string formula(const char* words, int from) const {
    return moved_formula(words, sheet_, from, plans_);
  }

  void move_area(Node node, const char* attribute) const {
    const auto area = parse_area(node.attribute(attribute).value());
    const auto span = area ? plan_.span(0, area->first.row, area->last.row) : std::nullopt;
    if (!span) return;
    const Area moved{{area->first.column, span->first}, {area->last.column, span->last}};
    node.attribute(attribute).set_value(moved.words().c_str());
  }

  // Moves what holds for areas; what has none left goes. Returns its first row, 0 when it went.
  int move_areas_of(Node node) const {
    const auto moved = moved_areas(node.attribute("sqref").value(), plan_);
    if (moved.empty()) {
      node.parent().remove_child(node);
      return 0;
    }
    node.attribute("sqref").set_value(moved.c_str());
    return first_row(moved);
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
    const auto row = area ? plan_.row(0, area->first.row) : std::nullopt;
    if (row) node.attribute(attribute).set_value(cell_name({area->first.column, *row}).c_str());
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
    const int from = move_areas_of(format);
    if (from == 0) return;
    for (const auto& rule : format.children("cfRule")) {
      for (auto words : rule.children("formula")) words.text().set(formula(words.text().get(), from).c_str());
    }
  }

  void move_validation(Node validation) const {
    const int from = move_areas_of(validation);
    if (from == 0) return;
    for (const char* name : {"formula1", "formula2"}) {
      if (auto words = validation.child(name)) words.text().set(formula(words.text().get(), from).c_str());
    }
  }

  // `id` is the row that a page ends with.
  void move_breaks(Node breaks) const {
    std::vector<Node> all;
    for (const auto& each : breaks.children("brk")) all.push_back(each);
    for (auto& each : all) {
      const int row = each.attribute("id").as_int();
      for (const auto& place : plan_.copies(row, row)) {
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
    move_formulas(node, first_row(moved));
  }

  void move_formulas(Node node, int from) const {
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
      move_formulas(copy, place.first.row);
    }
    line.parent().remove_child(line);
  }

  const std::string& sheet_;
  const RowPlan& plan_;
  const SheetPlans& plans_;
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

void move_anchor_row(Node corner, int row) { child(corner, "row").text().set(row - 1); }

// A note's shape: its cell, and the box that shows it ("column, dx, row, dy" of two corners).
void move_note(Node data, int from, int to) {
  child(data, "Row").text().set(to - 1);
  std::istringstream words(child(data, "Anchor").text().get());
  std::vector<std::string> numbers;
  for (std::string number; std::getline(words, number, ',');) numbers.push_back(number);
  if (numbers.size() != 8) return;
  for (const std::size_t i : {std::size_t{2}, std::size_t{6}})
    numbers[i] = std::to_string(std::max(0, std::atoi(numbers[i].c_str()) + to - from));
  std::string anchor;
  for (const auto& number : numbers) anchor += (anchor.empty() ? "" : ",") + number;
  child(data, "Anchor").text().set(anchor.c_str());
}

}  // namespace

std::string moved_areas(const std::string& areas, const RowPlan& plan) {
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

std::string moved_sheet_part(const std::string& xml, const std::string& sheet, const RowPlan& plan,
                             const SheetPlans& plans) {
  return edited(xml, [&](Node root) { SheetPartMover(sheet, plan, plans).move(root); });
}

std::string moved_table(const std::string& xml, const std::string& sheet, const RowPlan& plan) {
  const SheetPlans plans{{utf8::lower(sheet), &plan}};
  return edited(xml, [&](Node table) {
    for (Node node : {table, table.child("autoFilter"), table.child("sortState")}) {
      if (auto area = node.attribute("ref"))
        area.set_value(moved_formula(area.value(), sheet, 0, plans).c_str());
    }
  });
}

std::string moved_comments(const std::string& xml, const RowPlan& plan) {
  return edited(xml, [&](Node root) {
    copy_with_rows(root.child("commentList"), "comment", "ref", plan, [](Node comment, const Area&) {
      comment.remove_attribute("xr:uid");  // each has its own
    });
  });
}

std::string moved_vml(const std::string& xml, const RowPlan& plan) {
  return edited(xml, [&](Node root) {
    int copies = 0;
    each_named(root, "shape", [&](Node shape) {
      const Node data = child(shape, "ClientData");
      if (std::strcmp(data.attribute("ObjectType").value(), "Note") != 0) return;
      const int row = child(data, "Row").text().as_int() + 1;
      bool first = true;
      for (const auto& place : plan.copies(row, row)) {
        Node copy = shape.parent().insert_copy_before(shape, shape);
        move_note(child(copy, "ClientData"), row, place.first);
        if (!first)
          copy.attribute("id").set_value(
              (std::string(shape.attribute("id").value()) + "_" + std::to_string(++copies)).c_str());
        first = false;
      }
      shape.parent().remove_child(shape);
    });
  });
}

std::string moved_drawing(const std::string& xml, const RowPlan& plan) {
  return edited(xml, [&](Node root) {
    for (auto anchor : root.children()) {
      Node from = child(anchor, "from"), to = child(anchor, "to");
      if (!from) continue;
      const int first = child(from, "row").text().as_int() + 1, last = child(to, "row").text().as_int() + 1;
      const int moved = plan.row(0, first).value_or(first);
      move_anchor_row(from, moved);
      if (!to) continue;
      const bool stretches = std::strcmp(anchor.attribute("editAs").value(), "oneCell") != 0 &&
                             std::strcmp(anchor.attribute("editAs").value(), "absolute") != 0;
      const auto end = stretches ? plan.span(0, last, last) : std::nullopt;
      move_anchor_row(to, end ? std::max(moved, end->last) : moved + last - first);
    }
  });
}

std::string moved_chart(const std::string& xml, const SheetPlans& plans) {
  return edited(xml, [&](Node root) {
    each_named(root, "f", [&](Node words) {
      words.text().set(moved_formula(words.text().get(), "", 0, plans, SingleReference::kAll).c_str());
      for (const char* cache : {"numCache", "strCache", "multiLvlStrCache"})
        words.parent().remove_child(child(words.parent(), cache));
    });
  });
}

std::string moved_pivot_cache(const std::string& xml, const SheetPlans& plans) {
  return edited(xml, [&](Node root) {
    Node source = root.child("cacheSource").child("worksheetSource");
    if (auto area = source.attribute("ref")) {
      const auto found = plans.find(utf8::lower(source.attribute("sheet").value()));
      if (found == plans.end()) return;
      area.set_value(moved_formula(area.value(), source.attribute("sheet").value(), 0, plans).c_str());
    }
    if (!root.attribute("refreshOnLoad")) root.append_attribute("refreshOnLoad");
    root.attribute("refreshOnLoad").set_value("1");
  });
}

std::string moved_workbook(const std::string& xml, const SheetPlans& plans) {
  return edited(xml, [&](Node root) {
    for (auto name : root.child("definedNames").children("definedName"))
      name.text().set(moved_formula(name.text().get(), "", 0, plans, SingleReference::kAll).c_str());
    Node calculation = root.child("calcPr");
    if (!calculation) {
      Node before;
      for (const char* name : {"sheets", "functionGroups", "externalReferences", "definedNames"}) {
        if (root.child(name)) before = root.child(name);
      }
      calculation = root.insert_child_after("calcPr", before);
    }
    if (!calculation.attribute("fullCalcOnLoad")) calculation.append_attribute("fullCalcOnLoad");
    calculation.attribute("fullCalcOnLoad").set_value("1");
  });
}

}  // namespace svodka::render
