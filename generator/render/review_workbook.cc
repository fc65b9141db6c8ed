#include <map>
#include <pugixml.hpp>

#include "package/zip.h"
#include "render/expand/xml.h"
#include "render/review.h"
#include "render/trace_cells.h"
#include "render/word/docx_package.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

const std::string kRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
constexpr char kCommentsType[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
constexpr char kDrawingType[] = "application/vnd.openxmlformats-officedocument.vmlDrawing";
constexpr char kEmptyComments[] =
    "<comments "
    "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors/><commentList/></comments>";
constexpr char kEmptyDrawing[] =
    "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
    "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shapetype id=\"_x0000_t202\" "
    "coordsize=\"21600,21600\" "
    "o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path "
    "gradientshapeok=\"t\" "
    "o:connecttype=\"rect\"/></v:shapetype></xml>";

// What may stand behind legacyDrawing in a sheet (ECMA-376 part 1, 18.3.1.99).
constexpr const char* kBehind[] = {"legacyDrawingHF", "picture",    "oleObjects", "controls",
                                   "webPublishItems", "tableParts", "extLst"};

// Adds notes to one sheet: the part of comments and the drawing that shows them (ECMA-376 part 1, 18.7; part
// 4, 19).
class SheetNotes {
 public:
  SheetNotes(DocxPackage& package, std::string sheet) : package_(package), sheet_(std::move(sheet)) {
    comments_part_ = package.related(sheet_, "/comments");
    drawing_part_ = package.related(sheet_, "/vmlDrawing");
    if (comments_part_.empty() || !load_xml(package.bytes(comments_part_), comments_))
      load_xml(kEmptyComments, comments_);
    if (drawing_part_.empty() || !load_xml(package.bytes(drawing_part_), drawing_))
      load_xml(kEmptyDrawing, drawing_);
    for (const auto& comment : list().children("comment"))
      taken_.emplace(comment.attribute("ref").value(), true);
    author_ = 0;
    Node authors = comments_.document_element().child("authors");
    for (Node each = authors.first_child(); each; each = each.next_sibling()) ++author_;
    authors.append_child("author").text().set("Svodka");
  }

  void add(const std::string& cell, const ReviewNote& note) {
    const auto at = cell_at(cell);
    if (!at || !taken_.emplace(cell, true).second) return;
    Node comment = list().append_child("comment");
    comment.append_attribute("ref").set_value(cell.c_str());
    comment.append_attribute("authorId").set_value(author_);
    std::string words;
    for (const auto& line : note.lines) words += (words.empty() ? "" : "\n") + line;
    Node text = comment.append_child("text").append_child("r").append_child("t");
    text.append_attribute("xml:space").set_value("preserve");
    text.text().set(words.c_str());
    add_shape(at->first, at->second, note.lines.size());
  }

  void save() {
    const auto comments = saved_xml(comments_), drawing = saved_xml(drawing_);
    if (comments_part_.empty())
      package_.relate(sheet_, kRelations + "comments",
                      package_.add("xl/comments", "xml", kCommentsType, comments));
    else
      package_.replace(comments_part_, comments);
    if (!drawing_part_.empty()) return package_.replace(drawing_part_, drawing);
    const auto id = package_.relate(sheet_, kRelations + "vmlDrawing",
                                    package_.add("xl/drawings/vmlDrawing", "vml", kDrawingType, drawing));
    pugi::xml_document sheet;
    if (!load_xml(package_.bytes(sheet_), sheet)) return;
    Node root = sheet.document_element(), before;
    for (const char* name : kBehind) {
      if (!before) before = root.child(name);
    }
    Node legacy =
        before ? root.insert_child_before("legacyDrawing", before) : root.append_child("legacyDrawing");
    if (!root.attribute("xmlns:r"))
      root.append_attribute("xmlns:r").set_value(
          "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
    legacy.append_attribute("r:id").set_value(id.c_str());
    package_.replace(sheet_, saved_xml(sheet));
  }

 private:
  Node list() const { return comments_.document_element().child("commentList"); }

  void add_shape(int column, int row, std::size_t lines) {
    constexpr int kColumns = 4;
    const int height = static_cast<int>(lines) + 1;
    Node shape = drawing_.document_element().append_child("v:shape");
    shape.append_attribute("id").set_value(
        ("svodka" + std::to_string(column) + "_" + std::to_string(row)).c_str());
    shape.append_attribute("type").set_value("#_x0000_t202");
    shape.append_attribute("style").set_value("position:absolute;visibility:hidden");
    shape.append_attribute("fillcolor").set_value("#ffffe1");
    shape.append_attribute("o:insetmode").set_value("auto");
    shape.append_child("v:fill").append_attribute("color2").set_value("#ffffe1");
    Node data = shape.append_child("x:ClientData");
    data.append_attribute("ObjectType").set_value("Note");
    data.append_child("x:MoveWithCells");
    data.append_child("x:SizeWithCells");
    const auto anchor =
        fmt::format("{}, 15, {}, 2, {}, 15, {}, 4", column + 1, row, column + 1 + kColumns, row + height);
    data.append_child("x:Anchor").text().set(anchor.c_str());
    data.append_child("x:AutoFill").text().set("False");
    data.append_child("x:Row").text().set(row);
    data.append_child("x:Column").text().set(column);
  }

  DocxPackage& package_;
  std::string sheet_, comments_part_, drawing_part_;
  pugi::xml_document comments_, drawing_;
  std::map<std::string, bool> taken_;
  int author_ = 0;
};

}  // namespace

std::optional<std::string> review_workbook(const std::string& bytes,
                                           const std::vector<std::pair<std::string, ReviewNote>>& notes) {
  Diagnostics unsaid;
  auto entries = package::read_zip("", bytes, unsaid);
  if (!entries) return std::nullopt;
  DocxPackage package(std::move(*entries));
  const auto main = package.main_part();
  pugi::xml_document workbook;
  if (main.empty() || !load_xml(package.bytes(main), workbook)) return std::nullopt;
  std::map<std::string, std::map<std::string, ReviewNote>> by_sheet;
  for (const auto& [place, note] : notes) {
    const auto mark = place.rfind('!');
    if (mark == std::string::npos) continue;
    auto& known = by_sheet[place.substr(0, mark)][place.substr(mark + 1)];
    known.lines.insert(known.lines.end(), note.lines.begin(), note.lines.end());
  }
  for (const auto& sheet : workbook.document_element().child("sheets").children("sheet")) {
    const auto own = by_sheet.find(sheet.attribute("name").value());
    if (own == by_sheet.end()) continue;
    SheetNotes writer(package, package.target_of(main, sheet.attribute("r:id").value()));
    for (const auto& [cell, note] : own->second) writer.add(cell, note);
    writer.save();
  }
  return package::write_zip(std::move(package).finish());
}

}  // namespace svodka::render
