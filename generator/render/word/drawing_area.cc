#include "render/word/drawing_area.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr Emu kTwip = 635;
constexpr int kCellMargin = 108;    // twips, of Word's own table style
constexpr Emu kBoxMargin = 91'440;  // clause 20.1.2.1.1 bodyPr
constexpr Emu kNarrowest = 36'000;  // less than a millimetre is no room, but a wrong figure

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

int twips(const Node& node, const char* name, int otherwise = 0) {
  return node.attribute(name).as_int(otherwise);
}

// A paragraph's indents have a name of old and one of new.
int indent(const Node& indents, const char* old_name, const char* name) {
  return std::max(0, twips(indents, name, twips(indents, old_name)));
}

Extent area_of_section(const Node& section) {
  const auto page = section.child("w:pgSz"), margins = section.child("w:pgMar"),
             columns = section.child("w:cols");
  int width = twips(page, "w:w", 11'906) - twips(margins, "w:left", 1'701) - twips(margins, "w:right", 850) -
              twips(margins, "w:gutter");
  const int height = twips(page, "w:h", 16'838) - std::abs(twips(margins, "w:top", 1'134)) -
                     std::abs(twips(margins, "w:bottom", 1'134));
  const int count = std::clamp(columns.attribute("w:num").as_int(1), 1, 20);
  width = (width - (count - 1) * twips(columns, "w:space", 720)) / count;
  return {width * kTwip, height * kTwip};
}

// The section that text at a child of the body belongs to ends at or after it.
Node section_at(Node child) {
  for (; child; child = child.next_sibling()) {
    if (is(child, "w:sectPr")) return child;
    if (const auto section = child.child("w:pPr").child("w:sectPr")) return section;
  }
  return {};
}

int margin_of(const Node& margins, const char* old_name, const char* name) {
  const auto side = margins.child(old_name) ? margins.child(old_name) : margins.child(name);
  return twips(side, "w:w", kCellMargin);
}

// The columns of the table's grid that the cell spans.
int grid_width(const Node& cell) {
  const auto span_of = [](const Node& c) {
    return std::max(1, c.child("w:tcPr").child("w:gridSpan").attribute("w:val").as_int(1));
  };
  int first = 0;
  for (const auto& before : cell.parent().children("w:tc")) {
    if (before == cell) break;
    first += span_of(before);
  }
  Node table = cell;
  while (table && !is(table, "w:tbl")) table = table.parent();
  int width = 0, number = 0;
  for (const auto& column : table.child("w:tblGrid").children("w:gridCol")) {
    if (number >= first && number < first + span_of(cell)) width += twips(column, "w:w");
    ++number;
  }
  return width;
}

// 0 when the table does not tell.
Emu width_of_cell(const Node& cell) {
  const auto properties = cell.child("w:tcPr");
  const auto width = properties.child("w:tcW");
  int room = std::strcmp(width.attribute("w:type").value(), "dxa") == 0 ? twips(width, "w:w") : 0;
  if (room == 0) room = grid_width(cell);
  Node table = cell;
  while (table && !is(table, "w:tbl")) table = table.parent();
  auto margins = properties.child("w:tcMar");
  if (!margins) margins = table.child("w:tblPr").child("w:tblCellMar");
  room -= margin_of(margins, "w:left", "w:start") + margin_of(margins, "w:right", "w:end");
  return room * kTwip;
}

// The inside of the text box (wps:txbx) that a w:txbxContent fills.
Emu width_of_box(const Node& content) {
  const Node shape = content.parent().parent();
  const auto insets = shape.child("wps:bodyPr");
  Emu width = shape.child("wps:spPr").child("a:xfrm").child("a:ext").attribute("cx").as_llong();
  return width - insets.attribute("lIns").as_llong(kBoxMargin) -
         insets.attribute("rIns").as_llong(kBoxMargin);
}

// The innermost frame round a node that tells its room; 0 where none does.
struct Room {
  Emu width = 0, indents = 0;
  Node body_child;
};

Room room_at(Node node) {
  Room room;
  for (Node child; node; child = node, node = node.parent()) {
    if (is(node, "w:p") && room.width == 0) {
      const auto indents = node.child("w:pPr").child("w:ind");
      room.indents = (indent(indents, "w:left", "w:start") + indent(indents, "w:right", "w:end")) * kTwip;
    }
    if (room.width == 0 && is(node, "w:tc")) room.width = width_of_cell(node);
    if (room.width == 0 && is(node, "w:txbxContent")) room.width = width_of_box(node);
    room.width = std::max<Emu>(0, room.width);
    if (is(node, "w:body")) room.body_child = child;
  }
  return room;
}

}  // namespace

Extent text_area(const Node& at, const Extent& page) {
  const auto room = room_at(at);
  Extent area = page;
  if (room.body_child) area = area_of_section(section_at(room.body_child));
  if (room.width > kNarrowest) area.width = room.width;
  if (area.width - room.indents > kNarrowest) area.width -= room.indents;
  return area.width > kNarrowest && area.height > kNarrowest ? area : page;
}

Extent page_area(std::string_view document_xml) {
  const auto start = document_xml.rfind("<w:sectPr");
  const auto end = document_xml.rfind("</w:sectPr>");
  pugi::xml_document section;
  if (start != std::string_view::npos && end != std::string_view::npos && end > start)
    section.load_buffer(document_xml.data() + start, end + std::strlen("</w:sectPr>") - start);
  return area_of_section(section.document_element());
}

}  // namespace svodka::render
