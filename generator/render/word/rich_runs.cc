#include "render/word/rich_runs.h"

#include <cmark-gfm.h>

#include <cstring>
#include <pugixml.hpp>
#include <sstream>

#include "render/expand/link.h"
#include "render/expand/markdown.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

std::string_view literal(cmark_node* node) {
  const char* text = cmark_node_get_literal(node);
  return text == nullptr ? "" : text;
}

// A w:rPr with further properties; one that is there already is replaced.
class RunProperties {
 public:
  explicit RunProperties(const std::string& xml) {
    document_.load_string(xml.empty() ? "<w:rPr/>" : xml.c_str());
    root_ = document_.document_element();
  }
  Node put(const char* name, bool first = false) {
    while (root_.remove_child(name)) {
    }
    return first ? root_.prepend_child(name) : root_.append_child(name);
  }
  std::string xml() const {
    if (!root_.first_child()) return {};
    std::ostringstream out;
    root_.print(out, "", pugi::format_raw);
    return out.str();
  }

 private:
  pugi::xml_document document_;
  Node root_;
};

void style_link(RunProperties& properties, const RichTextStyles& styles) {
  if (!styles.link.empty()) {
    properties.put("w:rStyle", true).append_attribute("w:val").set_value(styles.link.c_str());
    return;
  }
  properties.put("w:color").append_attribute("w:val").set_value("0563C1");
  properties.put("w:u").append_attribute("w:val").set_value("single");
}

std::string field(std::string_view address, const std::string& runs) {
  return "<w:fldSimple w:instr=\"" + escaped_xml(link_code(address)) + "\">" + runs + "</w:fldSimple>";
}

}  // namespace

std::string run(const std::string& properties, std::string_view text) {
  if (text.empty()) return {};
  return "<w:r>" + properties + "<w:t xml:space=\"preserve\">" + escaped_xml(text) + "</w:t></w:r>";
}

std::string RunWriter::runs(cmark_node* parent, bool bold) const { return children(parent, {.bold = bold}); }

std::string RunWriter::code(std::string_view text) const {
  while (text.ends_with('\n')) text.remove_suffix(1);
  std::string out;
  for (;;) {
    const auto end = text.find('\n');
    out += run(properties({.code = true}), text.substr(0, end));
    if (end == std::string_view::npos) return out;
    out += "<w:r><w:br/></w:r>";
    text.remove_prefix(end + 1);
  }
}

std::string RunWriter::children(cmark_node* parent, Look look) const {
  std::string out;
  for (auto* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node))
    out += one(node, look);
  return out;
}

std::string RunWriter::one(cmark_node* node, Look look) const {
  const auto type = cmark_node_get_type(node);
  if (type == CMARK_NODE_TEXT || type == CMARK_NODE_HTML_INLINE) return run(properties(look), literal(node));
  if (type == CMARK_NODE_SOFTBREAK) return run(properties(look), " ");
  if (type == CMARK_NODE_LINEBREAK) return "<w:r><w:br/></w:r>";
  if (type == CMARK_NODE_LINK) return link(node, look);
  if (type == CMARK_NODE_IMAGE) {
    problem_("markdown-image",
             text("картинка «{}» внутри разметки не вставляется",
                  "the picture “{}” inside of Markdown is not put in", cmark_node_get_url(node)),
             text("поставьте для неё отдельную метку: `{{{{поле:image}}}}`",
                  "give it a marker of its own: `{{{{field:image}}}}`"));
    return children(node, look);
  }
  if (type == CMARK_NODE_STRONG) look.bold = true;
  if (type == CMARK_NODE_EMPH) look.italic = true;
  if (is_strikethrough(node)) look.strike = true;
  if (type == CMARK_NODE_CODE) {
    look.code = true;
    return run(properties(look), literal(node));
  }
  return children(node, look);
}

std::string RunWriter::link(cmark_node* node, Look look) const {
  const auto address = safe_link(cmark_node_get_url(node));
  if (!address) {
    problem_("unsafe-link",
             text("ссылка на «{}» не ставится", "a link to “{}” is not made", cmark_node_get_url(node)),
             text("годятся http, https, ftp, mailto, tel и #закладка",
                  "use http, https, ftp, mailto, tel or #bookmark"));
    return children(node, look);
  }
  RunProperties base(base_);
  style_link(base, styles_);
  return field(*address, RunWriter(styles_, base.xml(), problem_).children(node, look));
}

std::string RunWriter::properties(Look look) const {
  if (!look.bold && !look.italic && !look.strike && !look.code) return base_;
  RunProperties properties(base_);
  const auto put = [&](bool wanted, const char* name) {
    if (wanted) properties.put(name);
  };
  if (look.code) {
    Node fonts = properties.put("w:rFonts");
    for (const char* name : {"w:ascii", "w:hAnsi", "w:cs"})
      fonts.append_attribute(name).set_value("Courier New");
  }
  put(look.bold, "w:b");
  put(look.bold, "w:bCs");
  put(look.italic, "w:i");
  put(look.italic, "w:iCs");
  put(look.strike, "w:strike");
  return properties.xml();
}

std::string link_runs(std::string_view words, std::string_view address, const RichTextStyles& styles,
                      const std::string& run_properties) {
  RunProperties properties(run_properties);
  style_link(properties, styles);
  return field(address, run(properties.xml(), words));
}

}  // namespace svodka::render
