#include "render/odf/odf_contents.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <pugixml.hpp>
#include <vector>

#include "render/expand/dialect.h"
#include "render/expand/xml.h"
#include "render/word/wordml_numbering.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr int kLevels = 10;
constexpr char kContents[] = "text:table-of-content";
// As LibreOffice calls the bookmarks of its own entries, which it does not show to people.
constexpr char kBookmark[] = "__RefHeading___Toc_svodka_";

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }
bool is_paragraph(const Node& node) { return is(node, "text:p") || is(node, "text:h"); }

// The looks of a level's number (ODF 1.3 part 3, 16.35 text:outline-level-style).
struct OutlineLevel {
  std::string format, prefix, suffix;  // no format: no number
  int shown = 1, start = 1;
};
using Outline = std::array<OutlineLevel, kLevels + 1>;  // by level, from 1

std::string_view number_format(std::string_view format) {
  if (format == "a") return "lowerLetter";
  if (format == "A") return "upperLetter";
  if (format == "i") return "lowerRoman";
  if (format == "I") return "upperRoman";
  if (format.starts_with("А")) return "russianUpper";
  if (format.starts_with("а")) return "russianLower";
  return "decimal";
}

Outline read_outline(const std::string& styles) {
  Outline outline;
  pugi::xml_document document;
  if (!load_xml(styles, document)) return outline;
  const auto style = document.document_element().child("office:styles").child("text:outline-style");
  for (const auto& node : style.children("text:outline-level-style")) {
    const int level = node.attribute("text:level").as_int();
    if (level < 1 || level > kLevels) continue;
    outline.at(static_cast<std::size_t>(level)) = {
        node.attribute("style:num-format").value(), node.attribute("style:num-prefix").value(),
        node.attribute("style:num-suffix").value(),
        std::clamp(node.attribute("text:display-levels").as_int(1), 1, level),
        node.attribute("text:start-value").as_int(1)};
  }
  return outline;
}

// Counts headings in the order of the text.
class HeadingCounter {
 public:
  explicit HeadingCounter(const Outline& outline) : outline_(outline) {}

  std::string next(const Node& heading, int level) {
    const auto at = static_cast<std::size_t>(level);
    if (outline_[at].format.empty() || heading.attribute("text:is-list-header").as_bool()) return {};
    counts_[at] = used_[at] ? counts_[at] + 1 : outline_[at].start;
    used_[at] = true;
    std::fill(used_.begin() + level + 1, used_.end(), false);
    std::string number;
    for (int shown = level - outline_[at].shown + 1; shown <= level; ++shown) {
      const auto i = static_cast<std::size_t>(shown);
      if (outline_[i].format.empty()) continue;
      const int count = used_[i] ? counts_[i] : outline_[i].start;
      number += (number.empty() ? "" : ".") + format_number(count, number_format(outline_[i].format));
    }
    return outline_[at].prefix + number + outline_[at].suffix;
  }

 private:
  const Outline& outline_;
  std::array<int, kLevels + 1> counts_{};
  std::array<bool, kLevels + 1> used_{};
};

void append_words(const Node& parent, std::string& out) {
  for (const auto& node : parent.children()) {
    if (node.type() == pugi::node_pcdata)
      out += node.value();
    else if (odf_dialect().characters(node) != nullptr)
      out += ' ';
    else if (!odf_dialect().is_foreign(node))
      append_words(node, out);
  }
}

std::string words_of(const Node& paragraph) {
  std::string words, out;
  append_words(paragraph, words);
  for (const char c : words) {
    const bool space = std::strchr(" \t\r\n", c) != nullptr;
    if (!space || (!out.empty() && out.back() != ' ')) out += space ? ' ' : c;
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

struct Heading {
  std::string words, number, bookmark, style, parent_style;
  int level = 0;  // 0 of an ordinary paragraph
  Node node;
};

class ContentsWriter {
 public:
  ContentsWriter(pugi::xml_document& document, const Outline& outline)
      : document_(document), counter_(outline) {
    const auto styles = document.document_element().child("office:automatic-styles");
    for (const auto& style : styles.children("style:style"))
      parents_[style.attribute("style:name").value()] = style.attribute("style:parent-style-name").value();
  }

  void write() {
    visit(document_.document_element().child("office:body"));
    for (const auto& contents : contents_) write_contents(contents);
  }

 private:
  void visit(const Node& parent) {
    for (const auto& node : parent.children()) {
      if (is(node, kContents)) contents_.push_back(node);
      if (is_any(node, odf_dialect().skipped) || is(node, "text:note-body")) continue;
      if (is_paragraph(node)) note(node);
      visit(node);
    }
  }

  void note(const Node& paragraph) {
    Heading heading;
    heading.node = paragraph;
    heading.words = words_of(paragraph);
    heading.style = paragraph.attribute("text:style-name").value();
    heading.parent_style = parents_[heading.style];
    if (is(paragraph, "text:h"))
      heading.level = std::clamp(paragraph.attribute("text:outline-level").as_int(1), 1, kLevels);
    if (heading.level > 0) heading.number = counter_.next(paragraph, heading.level);
    if (!heading.words.empty()) paragraphs_.push_back(std::move(heading));
  }

  void write_contents(const Node& contents) {
    const Node source = contents.child("text:table-of-content-source");
    Node body = contents.child("text:index-body");
    if (!source || !body) return;
    const auto looks = looks_of(source, body);
    for (Node child = body.first_child(); child;) {
      const Node next = child.next_sibling();
      if (!is(child, "text:index-title")) body.remove_child(child);
      child = next;
    }
    for (auto& heading : paragraphs_) {
      const int level = level_in(source, heading);
      if (level == 0) continue;
      Node entry = body.append_child("text:p");
      entry.append_attribute("text:style-name").set_value(looks.at(static_cast<std::size_t>(level)).c_str());
      write_entry(source, level, heading, entry);
    }
  }

  // The style of each level's entries: the one that those of the template have, else that of the level.
  std::array<std::string, kLevels + 1> looks_of(const Node& source, const Node& body) {
    std::array<std::string, kLevels + 1> looks;
    for (int level = 1; level <= kLevels; ++level) {
      const std::string style = entry_template(source, level).attribute("text:style-name").value();
      auto& look = looks.at(static_cast<std::size_t>(level)) = style;
      for (const auto& entry : body.children("text:p")) {
        const std::string own = entry.attribute("text:style-name").value();
        if (own != style && parents_[own] != style) continue;
        look = own;
        break;
      }
    }
    return looks;
  }

  static Node entry_template(const Node& source, int level) {
    return source.find_child([&](const Node& node) {
      return is(node, "text:table-of-content-entry-template") &&
             node.attribute("text:outline-level").as_int() == level;
    });
  }

  // The level at which a contents shows a paragraph; 0 when it does not.
  static int level_in(const Node& source, const Heading& heading) {
    const bool outline = source.attribute("text:use-outline-level").as_bool(true);
    if (outline && heading.level > 0 &&
        heading.level <= source.attribute("text:outline-level").as_int(kLevels))
      return heading.level;
    if (!source.attribute("text:use-index-source-styles").as_bool()) return 0;
    for (const auto& level : source.children("text:index-source-styles")) {
      for (const auto& style : level.children("text:index-source-style")) {
        const std::string_view name = style.attribute("text:style-name").value();
        if (name == heading.style || name == heading.parent_style)
          return std::clamp(level.attribute("text:outline-level").as_int(1), 1, kLevels);
      }
    }
    return 0;
  }

  // What the template of an entry is made of (8.3.5 and following).
  void write_entry(const Node& source, int level, Heading& heading, Node entry) {
    Node into = entry;
    for (const auto& part : entry_template(source, level).children()) {
      if (is(part, "text:index-entry-link-start"))
        into = link_to(heading, part, entry);
      else if (is(part, "text:index-entry-link-end"))
        into = entry;
      else if (is(part, "text:index-entry-chapter") && !heading.number.empty())
        append(into, heading.number + " ");
      else if (is(part, "text:index-entry-text"))
        append(into, heading.words);
      else if (is(part, "text:index-entry-span"))
        append(into, part.text().get());
      else if (is(part, "text:index-entry-tab-stop"))
        into.append_child("text:tab");
      else if (is(part, "text:index-entry-page-number"))
        append_page(heading, into);
    }
    if (!entry.first_child()) append(entry, heading.words);
  }

  static void append(Node into, const std::string& words) {
    into.append_child(pugi::node_pcdata).set_value(words.c_str());
  }

  Node link_to(Heading& heading, const Node& look, Node entry) {
    Node link = entry.append_child("text:a");
    link.append_attribute("xlink:type").set_value("simple");
    link.append_attribute("xlink:href").set_value(("#" + bookmark_of(heading)).c_str());
    if (const auto style = look.attribute("text:style-name")) {
      link.append_attribute("text:style-name").set_value(style.value());
      link.append_attribute("text:visited-style-name").set_value(style.value());
    }
    return link;
  }

  void append_page(Heading& heading, Node into) {
    Node page = into.append_child("text:bookmark-ref");
    page.append_attribute("text:reference-format").set_value("page");
    page.append_attribute("text:ref-name").set_value(bookmark_of(heading).c_str());
    append(page, "1");
  }

  const std::string& bookmark_of(Heading& heading) {
    if (heading.bookmark.empty()) {
      heading.bookmark = kBookmark + std::to_string(++bookmarks_);
      heading.node.prepend_child("text:bookmark")
          .append_attribute("text:name")
          .set_value(heading.bookmark.c_str());
    }
    return heading.bookmark;
  }

  pugi::xml_document& document_;
  HeadingCounter counter_;
  std::map<std::string, std::string> parents_;  // of automatic styles
  std::vector<Heading> paragraphs_;
  std::vector<Node> contents_;
  int bookmarks_ = 0;
};

}  // namespace

bool has_odf_contents(std::string_view xml) {
  return xml.find("<text:table-of-content ") != std::string_view::npos;
}

std::string write_odf_contents(const std::string& xml, const std::string& styles) {
  pugi::xml_document document;
  if (!load_xml(xml, document)) return xml;
  const auto outline = read_outline(styles);
  ContentsWriter(document, outline).write();
  return saved_xml(document);
}

}  // namespace svodka::render
