#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "render/expand/xml.h"
#include "render/stamp/signature_stamp.h"
#include "render/word/docx_package.h"
#include "render/word/wordml_parse.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr int kWidth = 4252;      // 75 mm, in twentieths of a point
constexpr int kCellMargin = 108;  // on each side
constexpr const char* kColour = "0D338C";

// A line of six points between what stands above and the frame: a table has no space of its own.
constexpr const char* kSpace =
    R"(<w:p><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>)"
    R"(<w:ind w:left="0" w:right="0" w:firstLine="0"/></w:pPr></w:p>)";
// What must follow a table at the end of a body or a cell (ECMA-376 part 1, 17.4.66), one point high.
constexpr const char* kEnd =
    R"(<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>)"
    R"(<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>)";

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

Node ancestor(Node node, const char* name) {
  while (node && !is(node, name)) node = node.parent();
  return node;
}

std::string xml_of(const Node& node) {
  struct Text final : pugi::xml_writer {
    std::string xml;
    void write(const void* data, std::size_t size) override {
      xml.append(static_cast<const char*>(data), size);
    }
  } text;
  if (node) node.print(text, "", pugi::format_raw);
  return text.xml;
}

// The paragraph that a bookmark or a content control marks: the one that it stands in, or else the next
// after the bookmark's start, the last in the control.
Node marked_paragraph(const Node& mark) {
  if (const Node paragraph = ancestor(mark, "w:p")) return paragraph;
  if (is(mark, "w:bookmarkStart")) return mark.select_node("following::w:p[1]").node();
  const auto inside = mark.select_nodes("w:sdtContent//w:p");
  return inside.empty() ? Node() : inside[inside.size() - 1].node();
}

Node stamp_place(const Node& body) {
  for (const auto& found : body.select_nodes(".//w:bookmarkStart | .//w:sdt")) {
    const Node mark = found.node();
    const Node properties = mark.child("w:sdtPr");
    const bool wanted = marks_stamp_place(mark.attribute("w:name").value()) ||
                        marks_stamp_place(properties.child("w:alias").attribute("w:val").value()) ||
                        marks_stamp_place(properties.child("w:tag").attribute("w:val").value());
    const Node paragraph = wanted ? marked_paragraph(mark) : Node();
    if (paragraph) return paragraph;
  }
  return {};
}

bool shows_nothing(const Node& paragraph) {
  return paragraph
      .select_nodes(
          ".//w:t[string-length(.) > 0] | .//w:drawing | .//w:pict | .//w:object | .//w:br | "
          ".//w:tab[not(parent::w:tabs)] | .//w:sym | .//w:fldSimple | .//w:instrText")
      .empty();
}

bool ends_section(const Node& paragraph) { return paragraph.child("w:pPr").child("w:sectPr"); }

// The fonts that a style gives, or one that it is based on.
Node style_fonts(const Node& styles, std::string id) {
  for (int up = 0; up < 32 && !id.empty(); ++up) {
    const Node style = styles.find_child_by_attribute("w:style", "w:styleId", id.c_str());
    if (const Node fonts = style.child("w:rPr").child("w:rFonts")) return fonts;
    id = style.child("w:basedOn").attribute("w:val").value();
  }
  return {};
}

// The fonts of the last text before the end of `paragraph`; without a paragraph, of the last in the body.
std::string fonts_near(const Node& body, const Node& paragraph, const Node& styles) {
  Node last;
  for (const auto& found : body.select_nodes(".//w:r[w:t[string-length(normalize-space(.)) > 0]]")) {
    const Node run = found.node();
    if (last && paragraph && ancestor(last, "w:p") == paragraph) break;
    last = run;
    if (paragraph && ancestor(run, "w:p") == paragraph) break;
  }
  if (const Node fonts = last.child("w:rPr").child("w:rFonts")) return xml_of(fonts);
  const Node within = ancestor(last, "w:p");
  return xml_of(style_fonts(styles, within.child("w:pPr").child("w:pStyle").attribute("w:val").as_string()));
}

std::string line(const std::string& words, bool title, bool keep, const std::string& fonts) {
  return fmt::format(
      R"(<w:p><w:pPr>{}<w:keepLines/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>)"
      R"(<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="{}"/></w:pPr><w:r><w:rPr>{}<w:b w:val="{}"/>)"
      R"(<w:i w:val="0"/><w:noProof/><w:color w:val="{}"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr>)"
      R"(<w:t xml:space="preserve">{}</w:t></w:r></w:p>)",
      keep ? "<w:keepNext/>" : "", title ? "center" : "left", fonts, title ? 1 : 0, kColour,
      escaped_xml(words));
}

std::string row(const StampWords& stamp, bool last, int width, const std::string& fonts) {
  auto xml = fmt::format(
      R"(<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/></w:tcPr>)", width);
  const auto lines = stamp_lines(stamp);
  for (std::size_t i = 0; i < lines.size(); ++i)
    xml += line(lines[i], i < kStampTitleLines, !last || i + 1 < lines.size(), fonts);
  return xml + "</w:tc></w:tr>";
}

std::string border(const char* side) {
  return fmt::format(R"(<w:{} w:val="single" w:sz="8" w:space="0" w:color="{}"/>)", side, kColour);
}

std::string block(const std::vector<StampWords>& stamps, int width, const std::string& align,
                  const std::string& fonts) {
  auto xml = fmt::format(
      R"(<w:tbl><w:tblPr><w:tblW w:w="{0}" w:type="dxa"/><w:jc w:val="{1}"/><w:tblBorders>{2}</w:tblBorders>)"
      R"(<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="{3}" w:type="dxa"/>)"
      R"(<w:bottom w:w="57" w:type="dxa"/><w:right w:w="{3}" w:type="dxa"/></w:tblCellMar></w:tblPr>)"
      R"(<w:tblGrid><w:gridCol w:w="{0}"/></w:tblGrid>)",
      width, align, border("top") + border("left") + border("bottom") + border("right") + border("insideH"),
      kCellMargin);
  for (const auto& stamp : stamps) xml += row(stamp, &stamp == &stamps.back(), width, fonts);
  return xml + "</w:tbl>";
}

// A cell narrower than the stamp makes it as narrow.
int width_in(const Node& cell) {
  const auto width = cell.child("w:tcPr").child("w:tcW");
  const int given = width.attribute("w:w").as_int();
  if (!cell || std::strcmp(width.attribute("w:type").value(), "dxa") != 0 || given <= 4 * kCellMargin)
    return kWidth;
  return std::min(kWidth, given - 2 * kCellMargin);
}

// Puts XML before a node; before nothing: at the end of `parent`.
void put_before(Node parent, const Node& next, const std::string& xml) {
  pugi::xml_document parsed;
  parsed.load_string(("<x>" + xml + "</x>").c_str(), pugi::parse_full | pugi::parse_ws_pcdata);
  for (const auto& node : parsed.document_element().children()) {
    if (next)
      parent.insert_copy_before(node, next);
    else
      parent.append_copy(node);
  }
}

Node element_before(Node node) {
  do node = node.previous_sibling();
  while (node && node.type() != pugi::node_element);
  return node;
}

// Keeps what stands above the block on its page: the signer's line, of a table its last row (ECMA-376 part 1,
// 17.3.1.15).
void keep_with_next(const Node& above) {
  const auto paragraphs = is(above, "w:tbl")   ? above.select_nodes("w:tr[last()]/w:tc/w:p")
                          : is(above, "w:sdt") ? above.select_nodes("(w:sdtContent//w:p)[last()]")
                                               : above.select_nodes("self::w:p");
  for (const auto& found : paragraphs) {
    const Node paragraph = found.node();
    Node properties = paragraph.child("w:pPr");
    if (!properties) properties = Node(paragraph).prepend_child("w:pPr");
    properties.remove_child("w:keepNext");
    if (const Node style = properties.child("w:pStyle"))
      properties.insert_child_after("w:keepNext", style);
    else
      properties.prepend_child("w:keepNext");
  }
}

// A row that the block stands in goes to the next page as a whole (17.4.6).
void keep_together(Node row) {
  if (!row) return;
  Node properties = row.child("w:trPr");
  if (!properties) {
    const Node exceptions = row.child("w:tblPrEx");
    properties = exceptions ? row.insert_child_after("w:trPr", exceptions) : row.prepend_child("w:trPr");
  }
  properties.remove_child("w:cantSplit");
  properties.append_child("w:cantSplit");
}

std::string words_of(const Node& block) {
  std::string words;
  for (const auto& text : block.select_nodes(".//w:t")) words += text.node().text().get();
  return words;
}

Node signature_line(const Node& body, std::string_view surname) {
  Node last;
  for (const auto& block : body.children()) {
    if ((is(block, "w:p") || is(block, "w:tbl")) && !ends_section(block) &&
        is_signature_line(words_of(block), surname))
      last = block;
  }
  return last;
}

// Where the block goes: before `next` in `parent`.
struct Place {
  Node parent, next;
};

Place place_of(const Node& body, const Node& marked, std::string_view surname) {
  if (marked) {
    const bool before = shows_nothing(marked) || ends_section(marked);
    Node at = marked;  // a control of plain text holds no table
    while (is(at.parent(), "w:sdtContent")) at = at.parent().parent();
    return {at.parent(), before ? at : at.next_sibling()};
  }
  if (const Node line = signature_line(body, surname)) return {body, line.next_sibling()};
  Node next = body.child("w:sectPr");
  const Node last = next ? element_before(next) : body.last_child();
  if (is(last, "w:p") && shows_nothing(last) && !ends_section(last)) next = last;
  return {body, next};
}

void put_block(const Node& body, const std::vector<StampWords>& stamps, std::string_view surname,
               const Node& styles) {
  const Node marked = stamp_place(body);
  const auto [parent, next] = place_of(body, marked, surname);
  const std::string side = marked.child("w:pPr").child("w:jc").attribute("w:val").as_string();
  const auto align = side == "center" || side == "right" ? side : std::string("left");
  const Node above = next ? element_before(next) : parent.last_child();
  std::string xml;
  if (above && !is(above, "w:tcPr")) xml += kSpace;
  keep_with_next(above);
  keep_together(ancestor(parent, "w:tr"));
  xml += block(stamps, width_in(ancestor(parent, "w:tc")), align, fonts_near(body, marked, styles));
  Node below = next;  // ends of bookmarks and the like are no paragraphs
  while (below && !is(below, "w:p") && !is(below, "w:tbl") && !is(below, "w:sectPr"))
    below = below.next_sibling();
  if (!is(below, "w:p")) xml += kEnd;
  put_before(parent, next, xml);
}

}  // namespace

std::optional<std::string> docx_with_stamps(std::string_view bytes, const std::vector<StampWords>& stamps,
                                            std::string_view surname) {
  Diagnostics unread;
  auto entries = package::read_zip("", bytes, unread);
  if (!entries) return std::nullopt;
  DocxPackage package(std::move(*entries));
  const auto main = package.main_part();
  pugi::xml_document document, styles;
  if (main.empty() || !load_xml(utf8_xml(package.bytes(main)), document)) return std::nullopt;
  const Node body = document.document_element().child("w:body");
  if (!body) return std::nullopt;
  load_xml(utf8_xml(package.bytes(package.related(main, "/styles"))), styles);
  put_block(body, stamps, surname, styles.document_element());
  package.replace(main, saved_xml(document));
  return package::write_zip(std::move(package).finish());
}

}  // namespace svodka::render
