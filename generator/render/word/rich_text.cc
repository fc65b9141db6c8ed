#include "render/word/rich_text.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstring>
#include <map>
#include <pugixml.hpp>
#include <vector>

#include "base/utf8.h"
#include "render/expand/markdown.h"
#include "render/expand/xml.h"
#include "render/word/rich_runs.h"
#include "render/word/wordml_properties.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr int kItemIndent = 714, kLevelIndent = 357;  // as docx_numbering.cc indents its levels
constexpr int kTableWidth = 9000;

class StringWriter : public pugi::xml_writer {
 public:
  void write(const void* data, std::size_t size) override {
    text.append(static_cast<const char*>(data), size);
  }
  std::string text;
};

int rows_and_columns(cmark_node* row) {
  int columns = 0;
  for (auto* cell = cmark_node_first_child(row); cell != nullptr; cell = cmark_node_next(cell)) ++columns;
  return columns;
}

// Writes blocks, each a paragraph or a table. Where it stands: in how many lists, in a quotation.
class BlockWriter {
 public:
  BlockWriter(const RichTextStyles& styles, const RichTextPlace& place, NumberingEditor& numbering,
              const RichTextProblem& problem)
      : styles_(styles), place_(place), numbering_(numbering), runs_(styles, place.run_properties, problem) {
    base_.load_string(place.paragraph_properties.empty() ? "<w:pPr/>" : place.paragraph_properties.c_str());
  }

  std::string blocks(cmark_node* parent) {
    std::string out;
    bool after_table = false;
    for (auto* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node)) {
      const bool table = is_table(node);
      if (table && after_table) out += "<w:p/>";  // two tables would run together
      after_table = table;
      out += block(node);
    }
    return out;
  }

 private:
  enum class Kind { kPlain, kHeading, kItem, kInItem, kQuote, kRule };
  struct List {
    int num_id = 0;
    bool counted = false;
  };

  std::string block(cmark_node* node) {
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING) return heading(node);
    if (type == CMARK_NODE_LIST) return list(node);
    if (is_table(node)) return table(node);
    if (type == CMARK_NODE_BLOCK_QUOTE) return quote(node);
    if (type == CMARK_NODE_THEMATIC_BREAK) return paragraph(Kind::kRule, "");
    if (type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK)
      return paragraph(own_kind(), runs_.code(cmark_node_get_literal(node)));
    return paragraph(own_kind(), runs_.runs(node));
  }

  Kind own_kind() const {
    return in_quote_ > 0 ? Kind::kQuote : lists_.empty() ? Kind::kPlain : Kind::kInItem;
  }

  std::string heading(cmark_node* node) {
    const auto level = std::min(cmark_node_get_heading_level(node) + place_.first_heading - 1, 9);
    const auto& style = styles_.headings[static_cast<std::size_t>(level - 1)];
    if (style.empty()) return paragraph(own_kind(), runs_.runs(node, true));
    return "<w:p><w:pPr><w:pStyle w:val=\"" + escaped_xml(style) + "\"/></w:pPr>" +
           RunWriter(styles_, "", no_problem_).runs(node) + "</w:p>";
  }

  std::string quote(cmark_node* node) {
    ++in_quote_;
    auto out = blocks(node);
    --in_quote_;
    return out;
  }

  std::string list(cmark_node* node) {
    const bool counted = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    lists_.push_back(
        {counted ? numbering_.counted(cmark_node_get_list_start(node)) : numbering_.bullets(), counted});
    std::string out;
    for (auto* item = cmark_node_first_child(node); item != nullptr; item = cmark_node_next(item)) {
      begins_item_ = true;
      out += cmark_node_first_child(item) == nullptr ? paragraph(Kind::kInItem, "") : blocks(item);
      begins_item_ = false;
    }
    lists_.pop_back();
    return out;
  }

  std::string paragraph(Kind kind, const std::string& runs) {
    if (begins_item_ && kind == Kind::kInItem) kind = Kind::kItem;
    begins_item_ = false;
    return "<w:p>" + properties(kind) + runs + "</w:p>";
  }

  std::string properties(Kind kind) const {
    pugi::xml_document document;
    Node own = document.append_copy(base_.document_element());
    own.remove_child("w:sectPr");
    switch (kind) {
      case Kind::kItem:
        number(own);
        break;
      case Kind::kInItem:
        own.remove_child("w:numPr");
        indent(own, kItemIndent + kLevelIndent * (static_cast<int>(lists_.size()) - 1));
        break;
      case Kind::kQuote:
        if (styles_.quote.empty())
          indent(own, kItemIndent);
        else
          set_style(own, styles_.quote);
        break;
      case Kind::kRule: {
        Node line = put_paragraph_property(own, "w:pBdr").append_child("w:bottom");
        line.append_attribute("w:val").set_value("single");
        line.append_attribute("w:sz").set_value(6);
        line.append_attribute("w:space").set_value(1);
        line.append_attribute("w:color").set_value("auto");
        break;
      }
      case Kind::kPlain:
      case Kind::kHeading:
        break;
    }
    if (!own.first_child()) return {};
    StringWriter writer;
    own.print(writer, "", pugi::format_raw);
    return writer.text;
  }

  // The indents of the list's level hold; the style of the template gives the rest of the look.
  void number(Node own) const {
    const auto& list = lists_.back();
    const auto& named = list.counted ? styles_.counted : styles_.bullets;
    const auto& style = named.empty() ? styles_.list : named;
    if (!style.empty()) set_style(own, style);
    own.remove_child("w:ind");
    put_list(own, static_cast<int>(lists_.size()) - 1, std::to_string(list.num_id));
  }

  static void set_style(Node own, const std::string& id) {
    put_paragraph_property(own, "w:pStyle").append_attribute("w:val").set_value(id.c_str());
  }

  static void indent(Node own, int left) {
    put_paragraph_property(own, "w:ind").append_attribute("w:left").set_value(left);
  }

  std::string table(cmark_node* node) {
    auto* const head = cmark_node_first_child(node);
    const int columns = std::max(1, rows_and_columns(head));
    const auto* align = cmark_gfm_extensions_get_table_alignments(node);
    std::string out = "<w:tbl><w:tblPr>";
    if (!styles_.table.empty()) out += "<w:tblStyle w:val=\"" + escaped_xml(styles_.table) + "\"/>";
    out += "<w:tblW w:w=\"5000\" w:type=\"pct\"/>" + (styles_.table.empty() ? borders() : std::string()) +
           "</w:tblPr><w:tblGrid>";
    for (int i = 0; i < columns; ++i)
      out += "<w:gridCol w:w=\"" + std::to_string(kTableWidth / columns) + "\"/>";
    out += "</w:tblGrid>";
    for (auto* row = head; row != nullptr; row = cmark_node_next(row)) {
      out += row == head ? "<w:tr><w:trPr><w:tblHeader/></w:trPr>" : "<w:tr>";
      int column = 0;
      for (auto* cell = cmark_node_first_child(row); cell != nullptr; cell = cmark_node_next(cell), ++column)
        out += table_cell(cell, row == head, align == nullptr ? 0 : align[column], columns);
      out += "</w:tr>";
    }
    return out + "</w:tbl>";
  }

  std::string table_cell(cmark_node* cell, bool head, std::uint8_t align, int columns) const {
    const char* jc = align == 'r' ? "right" : align == 'c' ? "center" : "left";
    return "<w:tc><w:tcPr><w:tcW w:w=\"" + std::to_string(5000 / columns) +
           "\" w:type=\"pct\"/></w:tcPr><w:p><w:pPr><w:jc w:val=\"" + jc + "\"/></w:pPr>" +
           runs_.runs(cell, head) + "</w:p></w:tc>";
  }

  static std::string borders() {
    std::string out = "<w:tblBorders>";
    for (const char* side : {"top", "left", "bottom", "right", "insideH", "insideV"})
      out += std::string("<w:") + side + " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>";
    return out + "</w:tblBorders>";
  }

  const RichTextStyles& styles_;
  const RichTextPlace& place_;
  NumberingEditor& numbering_;
  RunWriter runs_;
  RichTextProblem no_problem_ = [](const char*, Text, Text) {};
  pugi::xml_document base_;
  std::vector<List> lists_;
  int in_quote_ = 0;
  bool begins_item_ = false;
};

// Blocks as lines of one paragraph.
class LineWriter {
 public:
  LineWriter(const RichTextStyles& styles, const RichTextPlace& place, const RichTextProblem& problem)
      : base_(place.run_properties), problem_(problem), runs_(styles, place.run_properties, problem) {}

  void lines(cmark_node* parent, const std::string& sign = "") {
    auto before = sign;
    for (auto* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node)) {
      block(node, before);
      before.clear();
    }
  }
  std::string written() const { return out_; }

 private:
  void block(cmark_node* node, const std::string& sign) {
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_LIST) return list(node);
    if (type == CMARK_NODE_BLOCK_QUOTE) return lines(node, sign);
    if (is_table(node)) {
      problem_(
          "markdown-place",
          text("таблица посреди абзаца не помещается", "a table has no room in the middle of a paragraph"),
          text("поставьте метку в отдельный абзац", "put the marker into a paragraph of its own"));
      return;
    }
    const bool code = type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK;
    line(run(base_, sign) + (code ? runs_.code(cmark_node_get_literal(node)) : runs_.runs(node)));
  }

  void list(cmark_node* node) {
    int number = cmark_node_get_list_start(node);
    const bool counted = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    for (auto* item = cmark_node_first_child(node); item != nullptr; item = cmark_node_next(item))
      lines(item, counted ? std::to_string(number++) + ". " : "• ");
  }

  void line(const std::string& runs) {
    if (runs.empty()) return;
    if (!out_.empty()) out_ += "<w:r><w:br/></w:r>";
    out_ += runs;
  }

  std::string base_;
  const RichTextProblem& problem_;
  RunWriter runs_;
  std::string out_;
};

}  // namespace

RichTextStyles rich_text_styles(const std::string& styles_xml) {
  RichTextStyles styles;
  pugi::xml_document document;
  if (styles_xml.empty() || !load_xml(styles_xml, document)) return styles;
  std::map<std::pair<std::string, std::string>, std::string> ids;  // by type and lower-case name
  for (const auto& style : document.document_element().children("w:style"))
    ids.emplace(std::pair(std::string(style.attribute("w:type").value()),
                          utf8::lower(style.child("w:name").attribute("w:val").value())),
                style.attribute("w:styleId").value());
  const auto id = [&](const char* type, const std::string& name) {
    const auto found = ids.find({type, name});
    return found == ids.end() ? std::string() : found->second;
  };
  for (std::size_t i = 0; i < styles.headings.size(); ++i)
    styles.headings[i] = id("paragraph", "heading " + std::to_string(i + 1));
  styles.bullets = id("paragraph", "list bullet");
  styles.counted = id("paragraph", "list number");
  styles.list = id("paragraph", "list paragraph");
  styles.quote = id("paragraph", "quote");
  styles.link = id("character", "hyperlink");
  styles.table = id("table", "table grid");
  return styles;
}

std::string rich_blocks(std::string_view markdown, const RichTextStyles& styles, const RichTextPlace& place,
                        NumberingEditor& numbering, const RichTextProblem& problem) {
  const auto root = parse_markdown(markdown);
  return BlockWriter(styles, place, numbering, problem).blocks(root.get());
}

std::string rich_runs(std::string_view markdown, const RichTextStyles& styles, const RichTextPlace& place,
                      const RichTextProblem& problem) {
  const auto root = parse_markdown(markdown);
  LineWriter writer(styles, place, problem);
  writer.lines(root.get());
  return writer.written();
}

}  // namespace svodka::render
