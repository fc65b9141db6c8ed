#include "render/word/wordml_breaks.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>
#include <vector>

#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

// Marks: <?svodka-break lone?> first in a paragraph that holds only a break and follows a section's end,
// <?svodka-break last?> first in the settings of the last pages when a section's end stands before them.
constexpr char kMark[] = "svodka-break";

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

class BreakMarker {
 public:
  bool mark(const Node& root) {
    const Node body = root.child("w:body");
    visit(body, false);
    if (!at_risk_) return false;
    for (auto& settings : breaks_) name_headers(settings);
    return marked_;
  }

 private:
  void visit(const Node& parent, bool repeated) {
    int depth = 0;
    bool after_end = false;  // nothing stands between a section's end and this
    for (const auto& node : parent.children()) {
      if (is_section_end(node)) {
        depth += node.value()[0] == '#' ? 1 : -1;
        after_end = node.value()[0] == '/';
        continue;
      }
      if (node.type() != pugi::node_element) continue;
      const bool body = is(node, "w:sectPr");
      const Node settings = body ? node : node.child("w:pPr").child("w:sectPr");
      if (settings) {
        see(settings, repeated || depth > 0);
        if (after_end && (body || shows_nothing(node))) put_mark(node, body ? "last" : "lone");
      } else if (is(node, "w:sdt") || is(node, "w:sdtContent") || is(node, "w:customXml")) {
        visit(node, repeated || depth > 0);
      }
      after_end = after_end && std::strncmp(node.name(), "w:bookmark", 10) == 0;
    }
  }

  static bool shows_nothing(const Node& node) {
    for (const char* range :
         {"w:bookmarkStart", "w:bookmarkEnd", "w:commentRangeStart", "w:commentRangeEnd"}) {
      if (node.child(range)) return false;
    }
    return visible(node, [](const Node&) { return false; });
  }

  void see(Node settings, bool inside) {
    settings.remove_child("w:sectPrChange");
    breaks_.push_back(settings);
    at_risk_ |= inside;
  }

  void put_mark(Node node, const char* words) {
    Node mark = node.prepend_child(pugi::node_pi);
    mark.set_name(kMark);
    mark.set_value(words);
    marked_ = at_risk_ = true;
  }

  void name_headers(Node& settings) {
    for (const char* element : {"w:footerReference", "w:headerReference"}) {
      for (const char* type : {"even", "first", "default"}) {
        Node& known = headers_[{element, type}];
        const Node own = settings.find_child([&](const Node& child) {
          return is(child, element) && std::strcmp(child.attribute("w:type").value(), type) == 0;
        });
        if (own)
          known = own;
        else if (known)
          known = settings.prepend_copy(known);
      }
    }
    // The mark stays first.
    for (Node child : settings.children()) {
      if (child.type() == pugi::node_pi) return static_cast<void>(settings.prepend_move(child));
    }
  }

  std::vector<Node> breaks_;
  std::map<std::pair<std::string, std::string>, Node> headers_;  // of the pages so far
  bool at_risk_ = false, marked_ = false;
};

bool holds_block(std::string_view xml) {
  for (const std::string_view start : {"<w:p>", "<w:p ", "<w:p/>", "<w:tbl>", "<w:sdt>"}) {
    if (xml.find(start) != std::string_view::npos) return true;
  }
  return false;
}

class BreakTidier {
 public:
  explicit BreakTidier(std::string_view xml) : xml_(xml) { out_.reserve(xml.size() + 256); }

  std::string tidy() {
    constexpr std::string_view kLone = "<?svodka-break lone?>", kLast = "<?svodka-break last?>";
    for (auto at = xml_.find("<?svodka-break "); at != std::string_view::npos;
         at = xml_.find("<?svodka-break ", done_)) {
      out_ += xml_.substr(done_, at - done_);
      done_ = at + kLone.size();
      static_assert(kLone.size() == kLast.size());
      if (xml_.substr(at, kLast.size()) == kLast)
        take_last();
      else
        drop_lone();
    }
    out_ += xml_.substr(done_);
    return std::move(out_);
  }

 private:
  // Where the settings stand that the last paragraph before `end` closes; empty when it has none.
  std::pair<std::size_t, std::size_t> break_before(std::size_t end) {
    const auto found = std::string_view(out_).substr(seen_, end - seen_).rfind("<w:sectPr");
    if (found != std::string_view::npos) last_break_ = seen_ + found;
    seen_ = std::max(seen_, end);
    if (last_break_ == std::string::npos || last_break_ >= end) return {0, 0};
    const auto close = out_.find('>', last_break_);
    constexpr std::string_view kEnd = "</w:sectPr>";
    const auto stop = out_[close - 1] == '/' ? close + 1 : out_.find(kEnd, close) + kEnd.size();
    if (stop > end || holds_block(std::string_view(out_).substr(stop, end - stop))) return {0, 0};
    return {last_break_, stop};
  }

  void drop_lone() {
    const auto start = out_.rfind("<w:p");
    const bool first = std::string_view(out_).substr(0, start).ends_with("<w:body>");
    if (!first && break_before(start).second == 0) return;
    constexpr std::string_view kEnd = "</w:p>";
    done_ = xml_.find(kEnd, done_) + kEnd.size();
    out_.resize(start);
  }

  void take_last() {
    const auto start = out_.rfind("<w:sectPr");
    const auto [begin, end] = break_before(start);
    if (end == 0) return;
    constexpr std::string_view kEnd = "</w:sectPr>";
    const auto settings = out_.substr(begin, end - begin);
    out_.resize(start);
    out_.erase(begin, end - begin);
    out_ += settings;
    done_ = xml_.find(kEnd, done_) + kEnd.size();
  }

  std::string_view xml_;
  std::string out_;
  std::size_t done_ = 0, seen_ = 0, last_break_ = std::string::npos;
};

}  // namespace

bool mark_breaks(const pugi::xml_document& document) {
  return BreakMarker().mark(document.document_element());
}

std::string tidy_breaks(std::string_view xml) { return BreakTidier(xml).tidy(); }

}  // namespace svodka::render
