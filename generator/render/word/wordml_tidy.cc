#include "render/word/wordml_tidy.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "render/word/wordml_columns.h"
#include "render/word/wordml_table.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

// A mark is an instruction "svodka-fix": it goes through the expansion as it is. All but "apart" come in
// pairs, "cell" … "/cell".
constexpr char kMark[] = "svodka-fix";
constexpr char kParagraph[] = "paragraph", kTable[] = "table", kCell[] = "cell", kStory[] = "story",
               kControl[] = "control", kApart[] = "apart";
constexpr std::string_view kEmptyParagraph = "<w:p/>";

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }
bool is_any(const Node& node, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(), [&](const char* name) { return is(node, name); });
}
bool is_block(const Node& node) {
  return is_any(node, {"w:p", "w:tbl", "w:sdt", "w:customXml", "w:altChunk"});
}
bool is_mark(const Node& node) { return node.type() == pugi::node_pi && is(node, kMark); }

bool is_marked(const Node& node, const char* mark) {
  return is_mark(node.previous_sibling()) && std::strcmp(node.previous_sibling().value(), mark) == 0;
}

class RiskMarker {
 public:
  bool mark(const Node& root) {
    visit(root);
    return marked_;
  }

 private:
  static void fill(Node mark, const std::string& value) {
    mark.set_name(kMark);
    mark.set_value(value.c_str());
  }

  void wrap(const Node& node, const char* mark) {
    fill(node.parent().insert_child_before(pugi::node_pi, node), mark);
    fill(node.parent().insert_child_after(pugi::node_pi, node), std::string("/") + mark);
    marked_ = true;
  }

  // Children first: what a container risks depends on what they were found to risk.
  void visit(const Node& parent) {
    std::vector<Node> elements;
    for (const auto& child : parent.children()) {
      if (child.type() == pugi::node_element) elements.push_back(child);
    }
    for (const auto& element : elements) visit(element);
    for (const auto& element : elements) {
      if (is(element, "w:p") && may_vanish(element)) wrap(element, kParagraph);
      if (is(element, "w:tbl") && may_lose_rows(element)) wrap(element, kTable);
      if (is_any(element, {"w:sdt", "w:customXml"}) && may_be_hollow(element)) wrap(element, kControl);
    }
    for (const auto& element : elements) {
      if (is(element, "w:tbl") && may_touch(element)) mark_apart(element);
    }
    if (is_any(parent, {"w:tc", "w:body"})) mark_cell(parent);
    if (is_story(parent) && at_risk(parent)) enclose(parent, kStory);
  }

  // A paragraph whose every word stands in some section. One that holds a section break, or is all that its
  // cell has, stays.
  static bool may_vanish(const Node& paragraph) {
    if (paragraph.child("w:pPr").child("w:sectPr") ||
        (is_any(paragraph.parent(), {"w:tc"}) && is_only_block(paragraph)))
      return false;
    if (is_story(paragraph.parent()) && is_only_block(paragraph)) return false;
    int depth = 0, sections = 0;
    const bool inside = visible(paragraph, [&](const Node& seen) {
      if (!is_section_end(seen)) return depth > 0;
      depth += seen.value()[0] == '/' ? -1 : 1;
      ++sections;
      return true;
    });
    return inside && sections > 0;
  }

  static bool is_only_block(const Node& paragraph) {
    const auto siblings = paragraph.parent().children();
    return std::none_of(siblings.begin(), siblings.end(),
                        [&](const Node& sibling) { return sibling != paragraph && is_block(sibling); });
  }

  // A table (a control, a row of controls) that has no row (cell) for sure.
  static bool may_lose(const char* element, const Node& parent) {
    int depth = 0;
    for (const auto& child : parent.children()) {
      if (is_section_end(child))
        depth += child.value()[0] == '/' ? -1 : 1;
      else if (depth == 0 && is(child, element))
        return false;
      else if (depth == 0 && is_any(child, {"w:sdt", "w:sdtContent", "w:customXml"}) &&
               !may_lose(element, child))
        return false;
    }
    return true;
  }

  static bool may_lose_rows(const Node& table) { return is_column_table(table) || may_lose("w:tr", table); }

  // A control round rows or cells of a table (whose columns may go), or round runs of a paragraph.
  static bool may_be_hollow(const Node& control) {
    if (is_row_level(control)) return may_lose("w:tr", control);
    if (is_cell_level(control)) return is_column_table(table_round(control));
    const Node content = control.child("w:sdtContent");
    return content && !is_story(content) && at_risk(content);
  }

  static Node table_round(Node node) {
    while (node && !is(node, "w:tbl")) node = node.parent();
    return node;
  }

  // A table that something stands before which may go, or that repeats.
  static bool may_touch(const Node& table) {
    Node before = table.previous_sibling();
    if (is_marked(table, kTable)) before = before.previous_sibling();
    return is_mark(before) || is_placeholder(before);
  }

  void mark_apart(const Node& table) {
    const Node first = is_marked(table, kTable) ? table.previous_sibling() : table;
    fill(first.parent().insert_child_before(pugi::node_pi, first), kApart);
    marked_ = true;
  }

  static bool is_story(const Node& node) {
    if (is(node, "w:sdtContent")) return node.child("w:p") || node.child("w:tbl");
    return is_any(node, {"w:hdr", "w:ftr", "w:txbxContent", "w:footnote", "w:endnote", "w:comment"});
  }

  static bool at_risk(const Node& container) {
    const auto children = container.children();
    return std::any_of(children.begin(), children.end(),
                       [](const Node& child) { return is_mark(child) || is_placeholder(child); });
  }

  void mark_cell(const Node& cell) {
    Node last = cell.last_child();
    while (last && !is_block(last)) last = last.previous_sibling();
    if (at_risk(cell) || is(last, "w:tbl")) enclose(cell, kCell);
  }

  void enclose(Node container, const char* mark) {
    const Node properties = container.child("w:tcPr"), last = container.last_child();
    const Node section = is(last, "w:sectPr") ? last : Node();
    fill(properties ? container.insert_child_after(pugi::node_pi, properties)
                    : container.prepend_child(pugi::node_pi),
         mark);
    fill(section ? container.insert_child_before(pugi::node_pi, section)
                 : container.append_child(pugi::node_pi),
         std::string("/") + mark);
    marked_ = true;
  }

  bool marked_ = false;
};

bool holds_any(std::string_view xml, std::initializer_list<std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](std::string_view start) { return xml.find(start) != std::string_view::npos; });
}

// What a reader would see of an expanded paragraph.
bool shows_something(std::string_view xml) {
  if (holds_any(xml, {"<w:drawing", "<w:pict", "<w:object", "<w:fld", "<w:sym", "<w:ptab", "<w:br",
                      "<w:tab/>", "<w:noBreakHyphen", "Reference ", "<mc:", "<m:"}))
    return true;
  for (auto at = xml.find("<w:t"); at != std::string_view::npos; at = xml.find("<w:t", at + 4)) {
    if (at + 4 >= xml.size() || (xml[at + 4] != '>' && xml[at + 4] != ' ')) continue;
    const auto begin = xml.find('>', at) + 1;
    if (xml[begin - 2] == '/') continue;
    const auto words = xml.substr(begin, xml.find('<', begin) - begin);
    if (words.find_first_not_of(" \t\r\n") != std::string_view::npos) return true;
  }
  return false;
}

// Ends of bookmarks, comments and permissions may stand between blocks.
bool is_range_mark(std::string_view tag) {
  return tag.starts_with("<w:bookmark") || tag.starts_with("<w:commentRange") || tag.starts_with("<w:perm") ||
         tag.starts_with("<w:proofErr");
}

std::string range_marks(std::string_view xml) {
  std::string out;
  for (auto at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
    const auto tag = xml.substr(at, xml.find('>', at) + 1 - at);
    if (is_range_mark(tag) && !tag.starts_with("<w:proofErr")) out += tag;
  }
  return out;
}

// The XML without the range marks at its end.
std::string_view without_range_marks(std::string_view xml) {
  for (auto start = xml.rfind('<'); start != std::string_view::npos && is_range_mark(xml.substr(start));
       start = xml.rfind('<'))
    xml = xml.substr(0, start);
  return xml;
}

bool ends_with_table(std::string_view xml) { return without_range_marks(xml).ends_with("</w:tbl>"); }

bool holds_block(std::string_view xml) {
  return holds_any(xml, {"<w:p>", "<w:p ", "<w:p/>", "<w:tbl>", "<w:sdt>", "<w:customXml", "<w:altChunk"});
}

// Reads the expanded XML once; what it has copied so far is what a mark is judged by.
class Tidier {
 public:
  explicit Tidier(std::string_view xml) : xml_(xml) { out_.reserve(xml.size() + 256); }

  std::string tidy() {
    const std::string start = std::string("<?") + kMark + " ";
    std::size_t done = 0;
    for (auto at = xml_.find(start); at != std::string_view::npos; at = xml_.find(start, done)) {
      out_ += xml_.substr(done, at - done);
      const auto end = xml_.find("?>", at);
      act(xml_.substr(at + start.size(), end - at - start.size()));
      done = end + 2;
    }
    out_ += xml_.substr(done);
    return std::move(out_);
  }

 private:
  void act(std::string_view mark) {
    if (mark == kApart) {
      if (ends_with_table(out_)) out_ += kEmptyParagraph;
    } else if (mark.starts_with('/')) {
      const auto start = starts_.back();
      starts_.pop_back();
      close(mark.substr(1), start);
    } else {
      starts_.push_back(out_.size());
    }
  }

  void close(std::string_view mark, std::size_t start) {
    const auto inside = std::string_view(out_).substr(start);
    if (mark == kParagraph && !shows_something(inside)) drop(start);
    if (mark == kTable && !holds_any(inside, {"<w:tr>", "<w:tr "})) drop(start);
    if (mark == kControl && !holds_any(inside, {"<w:tr>", "<w:tr ", "<w:tc>", "<w:tc ", "<w:p>", "<w:p ",
                                                "<w:p/>", "<w:r>", "<w:r "}))
      drop(start);
    if (mark == kStory && !holds_block(inside)) out_ += kEmptyParagraph;
    if (mark == kCell && (ends_with_table(inside) || !holds_block(inside))) out_ += kEmptyParagraph;
  }

  void drop(std::size_t start) {
    const auto kept = range_marks(std::string_view(out_).substr(start));
    out_.resize(start);
    out_ += kept;
  }

  std::string_view xml_;
  std::string out_;
  std::vector<std::size_t> starts_;
};

}  // namespace

bool mark_risks(const pugi::xml_document& document) { return RiskMarker().mark(document.document_element()); }

std::string tidy_wordml(std::string_view xml) { return Tidier(xml).tidy(); }

}  // namespace svodka::render
