#include "render/odf/odf_rich.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <fmt/format.h>

#include <algorithm>

#include "render/expand/link.h"
#include "render/expand/markdown.h"
#include "render/expand/odf_text.h"

namespace svodka::render {
namespace {

constexpr std::string_view kLineBreak = "<text:line-break/>";

std::string literal(cmark_node* node) {
  const char* text = cmark_node_get_literal(node);
  return text == nullptr ? "" : text;
}

bool is_code(cmark_node* node) {
  const auto type = cmark_node_get_type(node);
  return type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK;
}

std::string linked(const std::string& content, std::string_view address) {
  return "<text:a xlink:type=\"simple\" xlink:href=\"" + xml_text(link_address(address)) + "\">" + content +
         "</text:a>";
}

// Writes what stands inside of a block.
class SpanWriter {
 public:
  SpanWriter(OdfRichStyles& styles, const RichTextProblem& problem) : styles_(styles), problem_(problem) {}

  std::string spans(cmark_node* parent, bool bold = false) const { return children(parent, {.bold = bold}); }

  std::string code(std::string text) const {
    text.erase(text.find_last_not_of('\n') + 1);
    return styled(odf_text(text), {.code = true});
  }

 private:
  std::string children(cmark_node* parent, OdfLook look) const {
    std::string out;
    for (auto* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node))
      out += one(node, look);
    return out;
  }

  std::string one(cmark_node* node, OdfLook look) const {
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_HTML_INLINE)
      return styled(odf_text(literal(node)), look);
    if (type == CMARK_NODE_SOFTBREAK) return " ";
    if (type == CMARK_NODE_LINEBREAK) return std::string(kLineBreak);
    if (type == CMARK_NODE_LINK) return link(node, look);
    if (type == CMARK_NODE_IMAGE) {
      problem_("markdown-image",
               text("картинка «{}» внутри разметки не вставляется",
                    "the picture “{}” inside of Markdown is not put in", cmark_node_get_url(node)),
               text("поставьте для неё отдельную метку: `{{{{поле:image}}}}`",
                    "give it a marker of its own: `{{{{field:image}}}}`"));
    }
    look.bold |= type == CMARK_NODE_STRONG;
    look.italic |= type == CMARK_NODE_EMPH;
    look.strike |= is_strikethrough(node);
    look.code |= type == CMARK_NODE_CODE;
    return type == CMARK_NODE_CODE ? styled(odf_text(literal(node)), look) : children(node, look);
  }

  std::string link(cmark_node* node, OdfLook look) const {
    const auto address = safe_link(cmark_node_get_url(node));
    if (address) return linked(children(node, look), *address);
    problem_("unsafe-link",
             text("ссылка на «{}» не ставится", "a link to “{}” is not made", cmark_node_get_url(node)),
             text("годятся http, https, ftp, mailto, tel и #закладка",
                  "use http, https, ftp, mailto, tel or #bookmark"));
    return children(node, look);
  }

  std::string styled(const std::string& content, const OdfLook& look) const {
    if (look.plain() || content.empty()) return content;
    return "<text:span text:style-name=\"" + styles_.text(look) + "\">" + content + "</text:span>";
  }

  OdfRichStyles& styles_;
  const RichTextProblem& problem_;
};

class BlockWriter {
 public:
  BlockWriter(OdfRichStyles& styles, const OdfRichPlace& place, std::string table_name, int& tables,
              const RichTextProblem& problem)
      : styles_(styles),
        place_(place),
        table_name_(std::move(table_name)),
        tables_(tables),
        problem_(problem),
        spans_(styles, problem) {}

  std::string blocks(cmark_node* parent) {
    std::string out;
    for (auto* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node))
      out += block(node);
    return out;
  }

 private:
  std::string block(cmark_node* node) {
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING) return heading(node);
    if (type == CMARK_NODE_LIST) return list(node);
    if (type == CMARK_NODE_BLOCK_QUOTE) return quotation(node);
    if (type == CMARK_NODE_THEMATIC_BREAK) return paragraph(styles_.rule(), "");
    if (is_table(node)) return table(node);
    return paragraph(own_style(), is_code(node) ? spans_.code(literal(node)) : spans_.spans(node));
  }

  static std::string paragraph(const std::string& style, const std::string& content) {
    const auto name = style.empty() ? std::string() : " text:style-name=\"" + style + "\"";
    return "<text:p" + name + ">" + content + "</text:p>";
  }

  bool has_style(const std::string& name) const {
    return place_.template_styles.find("style:name=\"" + name + "\"") != std::string_view::npos;
  }

  std::string own_style() const {
    if (quotations_ == 0) return place_.paragraph_style;
    return has_style("Quotations") ? "Quotations" : styles_.quotation();
  }

  std::string heading(cmark_node* node) const {
    const int level = std::min(cmark_node_get_heading_level(node) + place_.first_heading - 1, 10);
    auto style = fmt::format("Heading_20_{}", level);
    if (!has_style(style)) style = styles_.heading();
    return fmt::format("<text:h text:style-name=\"{}\" text:outline-level=\"{}\">{}</text:h>", style, level,
                       spans_.spans(node));
  }

  std::string quotation(cmark_node* node) {
    ++quotations_;
    auto out = blocks(node);
    --quotations_;
    return out;
  }

  std::string list(cmark_node* node) {
    const bool counted = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    const int start = counted ? cmark_node_get_list_start(node) : 1;
    std::string out = "<text:list text:style-name=\"" + styles_.list(counted) + "\">";
    ++lists_;
    for (auto* item = cmark_node_first_child(node); item != nullptr; item = cmark_node_next(item)) {
      const bool first = item == cmark_node_first_child(node);
      out += first && start != 1 ? fmt::format("<text:list-item text:start-value=\"{}\">", start)
                                 : "<text:list-item>";
      out += cmark_node_first_child(item) == nullptr ? paragraph(own_style(), "") : blocks(item);
      out += "</text:list-item>";
    }
    --lists_;
    return out + "</text:list>";
  }

  std::string table(cmark_node* node) {
    if (lists_ > 0 || !place_.tables) {
      problem_("markdown-place",
               text("таблица внутри списка не помещается", "a table has no room inside of a list"),
               text("поставьте таблицу после списка", "put the table behind the list"));
      return {};
    }
    auto* const head = cmark_node_first_child(node);
    const int columns = std::max<int>(1, cmark_gfm_extensions_get_table_columns(node));
    auto out = fmt::format(
        "<table:table table:name=\"{}-{}\" table:style-name=\"{}\"><table:table-column "
        "table:number-columns-repeated=\"{}\"/><table:table-header-rows>{}</table:table-header-rows>",
        table_name_, ++tables_, styles_.table(), columns, row(node, head, true));
    for (auto* next = cmark_node_next(head); next != nullptr; next = cmark_node_next(next))
      out += row(node, next, false);
    return out + "</table:table>";
  }

  std::string row(cmark_node* table, cmark_node* node, bool head) const {
    const auto* alignments = cmark_gfm_extensions_get_table_alignments(table);
    std::string out = "<table:table-row>";
    int column = 0;
    for (auto* cell = cmark_node_first_child(node); cell != nullptr; cell = cmark_node_next(cell), ++column) {
      const auto align = alignments == nullptr ? '\0' : static_cast<char>(alignments[column]);
      const auto style = styles_.aligned(align == 'r' ? "end" : align == 'c' ? "center" : "start");
      out += "<table:table-cell table:style-name=\"" + styles_.cell() + "\" office:value-type=\"string\">" +
             paragraph(style, spans_.spans(cell, head)) + "</table:table-cell>";
    }
    return out + "</table:table-row>";
  }

  OdfRichStyles& styles_;
  const OdfRichPlace& place_;
  std::string table_name_;
  int& tables_;
  const RichTextProblem& problem_;
  SpanWriter spans_;
  int quotations_ = 0, lists_ = 0;
};

// Blocks as lines of one paragraph.
class LineWriter {
 public:
  LineWriter(OdfRichStyles& styles, const RichTextProblem& problem)
      : problem_(problem), spans_(styles, problem) {}

  void lines(cmark_node* parent, std::string sign = "") {
    for (auto* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node)) {
      block(node, sign);
      sign.clear();
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
    line(sign + (is_code(node) ? spans_.code(literal(node)) : spans_.spans(node)));
  }

  void list(cmark_node* node) {
    int number = cmark_node_get_list_start(node);
    const bool counted = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    for (auto* item = cmark_node_first_child(node); item != nullptr; item = cmark_node_next(item))
      lines(item, counted ? std::to_string(number++) + ". " : "• ");
  }

  void line(const std::string& content) {
    if (content.empty()) return;
    if (!out_.empty()) out_ += kLineBreak;
    out_ += content;
  }

  const RichTextProblem& problem_;
  SpanWriter spans_;
  std::string out_;
};

}  // namespace

std::string OdfRichText::blocks(std::string_view markdown, const OdfRichPlace& place,
                                const RichTextProblem& problem) {
  const auto root = parse_markdown(markdown);
  return BlockWriter(styles_, place, "svodka-table-" + part_, tables_, problem).blocks(root.get());
}

std::string OdfRichText::lines(std::string_view markdown, const RichTextProblem& problem) {
  const auto root = parse_markdown(markdown);
  LineWriter writer(styles_, problem);
  writer.lines(root.get());
  return writer.written();
}

std::string odf_link(std::string_view words, std::string_view address) {
  return linked(odf_text(words), address);
}

}  // namespace svodka::render
