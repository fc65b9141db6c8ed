#include "render/odf/odf_tidy.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "render/expand/dialect.h"
#include "render/word/wordml_scan.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

// A mark is an instruction "svodka-fix" that goes through the expansion as it is; they come in pairs,
// "rows" … "/rows", and say what must stand between them for it to stay.
constexpr char kMark[] = "svodka-fix";
constexpr char kWords[] = "words", kRows[] = "rows", kItems[] = "items", kBlocks[] = "blocks";

const Names kRowGroups{"table:table", "table:table-header-rows", "table:table-rows", "table:table-row-group"};
const Names kContainers{"text:list-item", "text:list-header", "text:section"};

bool is_mark(const Node& node) {
  return node.type() == pugi::node_pi && std::strcmp(node.name(), kMark) == 0;
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
      if (child.type() == pugi::node_element && !is_any(child, odf_dialect().skipped))
        elements.push_back(child);
    }
    for (const auto& element : elements) visit(element);
    for (const auto& element : elements) mark_element(element);
  }

  void mark_element(const Node& element) {
    static const Names kParagraphs{"text:p", "text:h"};
    if (is_any(element, kParagraphs)) {
      if (may_vanish(element)) wrap(element, kWords);
    } else if (is_any(element, kRowGroups)) {
      if (may_lose_all(element, {"table:table-row", "table:table-header-rows", "table:table-rows",
                                 "table:table-row-group"}))
        wrap(element, kRows);
    } else if (is_any(element, odf_dialect().lists)) {
      if (may_lose_all(element, odf_dialect().items)) wrap(element, kItems);
    } else if (is_any(element, kContainers)) {
      if (may_lose_all(element, odf_dialect().blocks)) wrap(element, kBlocks);
    }
  }

  // A paragraph whose every word stands in some section. One that is all that its cell has stays.
  static bool may_vanish(const Node& paragraph) {
    if (is_any(paragraph.parent(), odf_dialect().stories) && is_only_block(odf_dialect(), paragraph))
      return false;
    int depth = 0, sections = 0;
    const bool inside = visible(
        paragraph,
        [&](const Node& seen) {
          if (!is_section_end(seen)) return depth > 0;
          depth += seen.value()[0] == '/' ? -1 : 1;
          ++sections;
          return true;
        },
        odf_dialect());
    return inside && sections > 0;
  }

  // True when none of these children is there for sure, but some may be.
  static bool may_lose_all(const Node& parent, const Names& names) {
    int depth = 0;
    bool risk = false;
    for (const auto& child : parent.children()) {
      if (is_section_end(child) || is_mark(child)) {
        depth += child.value()[0] == '/' ? -1 : 1;
        risk = true;
      } else if (depth == 0 && is_any(child, names)) {
        return false;
      }
    }
    return risk;
  }

  bool marked_ = false;
};

// What a reader would see of expanded text: words, or elements that are neither spans nor marks.
bool shows_something(std::string_view xml) {
  Tag tag;
  std::size_t done = 0;
  for (TagScanner tags(xml); tags.next(tag); done = tag.end) {
    if (xml.substr(done, tag.begin - done).find_first_not_of(" \t\r\n") != std::string_view::npos)
      return true;
    if (tag.closing || tag.name.starts_with('?')) continue;
    if (tag.name != "text:p" && tag.name != "text:h" && odf_shows_in_text(tag.name)) return true;
  }
  return false;
}

bool holds_element(std::string_view xml, const Names& names) {
  Tag tag;
  for (TagScanner tags(xml); tags.next(tag);) {
    if (!tag.closing && std::find(names.begin(), names.end(), tag.name) != names.end()) return true;
  }
  return false;
}

// Reads the expanded XML once; what it has copied so far is what a mark is judged by.
class Tidier {
 public:
  explicit Tidier(std::string_view xml) : xml_(xml) { out_.reserve(xml.size()); }

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
    if (!mark.starts_with('/')) return starts_.push_back(out_.size());
    const auto start = starts_.back();
    starts_.pop_back();
    if (!stays(mark.substr(1), std::string_view(out_).substr(start))) out_.resize(start);
  }

  static bool stays(std::string_view mark, std::string_view inside) {
    if (mark == kWords) return shows_something(inside);
    if (mark == kRows) return holds_element(inside, odf_dialect().rows);
    if (mark == kItems) return holds_element(inside, odf_dialect().items);
    return holds_element(inside, {"text:p", "text:h", "table:table"});
  }

  std::string_view xml_;
  std::string out_;
  std::vector<std::size_t> starts_;
};

}  // namespace

bool mark_odf_risks(const pugi::xml_document& document) {
  return RiskMarker().mark(document.document_element());
}

std::string tidy_odf(std::string_view xml) { return Tidier(xml).tidy(); }

}  // namespace svodka::render
