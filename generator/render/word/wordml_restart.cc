#include "render/word/wordml_restart.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <map>
#include <vector>

#include "render/word/wordml_numbering.h"
#include "render/word/wordml_properties.h"
#include "render/word/wordml_styles.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

// An instruction that goes through the expansion as it is: "begin" and "end" of what is repeated.
constexpr char kMark[] = "svodka-restart";
constexpr std::string_view kBegin = "<?svodka-restart begin?>", kEnd = "<?svodka-restart end?>";
constexpr std::string_view kList = "<w:numId w:val=\"";

// The slot of a section's end, "#S12"; -1 for another place-holder and for a separator.
int slot_of(const Node& node) {
  const std::string_view value = node.value();
  if (value.size() < 3 || value[1] != 'S') return -1;
  int slot = -1;
  const auto end = value.data() + value.size();
  return std::from_chars(value.data() + 2, end, slot).ptr == end ? slot : -1;
}

struct Ends : pugi::xml_tree_walker {
  const std::set<int>* slots = nullptr;
  std::vector<Node> found;
  bool for_each(Node& node) override {
    if (is_section_end(node) && slots->contains(slot_of(node))) found.push_back(node);
    return true;
  }
};

void put_mark(const Node& end) {
  Node parent = end.parent();
  const bool opens = end.value()[0] == '#';
  Node mark =
      opens ? parent.insert_child_after(pugi::node_pi, end) : parent.insert_child_before(pugi::node_pi, end);
  mark.set_name(kMark);
  mark.set_value(opens ? "begin" : "end");
}

int level_of(const ParagraphStyle& style, const WordNumbering& numbering) {
  if (style.list_level) return *style.list_level;
  const auto* list = numbering.find(style.list);
  if (list == nullptr) return 0;
  const auto level = std::find_if(list->levels.begin(), list->levels.end(),
                                  [&](const ListLevel& l) { return l.style == style.id; });
  return level == list->levels.end() ? 0 : static_cast<int>(level - list->levels.begin());
}

class StyleLists {
 public:
  StyleLists(const std::string& styles, const std::string& numbering)
      : styles_(styles), numbering_(numbering) {}

  void write_out(Node paragraph) const {
    Node properties = paragraph.child("w:pPr");
    if (properties.child("w:numPr")) return;
    const auto& style = styles_.of(properties.child("w:pStyle").attribute("w:val").value());
    if (style.list.empty() || style.list == "0") return;
    if (!properties) properties = paragraph.prepend_child("w:pPr");
    put_list(properties, level_of(style, numbering_), style.list);
  }

 private:
  WordStyles styles_;
  WordNumbering numbering_;
};

class Restarter {
 public:
  Restarter(std::string_view xml, NumberingEditor& numbering) : xml_(xml), numbering_(numbering) {}

  std::string restarted() {
    for (auto at = next(); at != std::string_view::npos; at = next()) {
      out_ += xml_.substr(done_, at - done_);
      const auto rest = xml_.substr(at);
      if (rest.starts_with(kBegin)) {
        lists_.emplace_back();
        done_ = at + kBegin.size();
      } else if (rest.starts_with(kEnd)) {
        lists_.pop_back();
        done_ = at + kEnd.size();
      } else {
        write_list(at);
      }
    }
    out_ += xml_.substr(done_);
    return std::move(out_);
  }

 private:
  // The next mark, or inside of marks the next list. What was found ahead is kept, so that the text is
  // searched once.
  std::size_t next() {
    if (mark_ < done_ || done_ == 0) mark_ = xml_.find("<?svodka-restart ", done_);
    if (lists_.empty()) return mark_;
    if (list_ < done_) list_ = xml_.find(kList, done_);
    return std::min(mark_, list_);
  }

  void write_list(std::size_t at) {
    const auto from = at + kList.size();
    const int id = std::atoi(xml_.data() + from);
    auto& known = lists_.back();
    if (id != 0 && !known.contains(id)) known[id] = numbering_.restarted(id);
    out_ += xml_.substr(at, kList.size());
    out_ += std::to_string(id == 0 ? 0 : known.at(id));
    done_ = xml_.find('"', from);
  }

  std::string_view xml_;
  NumberingEditor& numbering_;
  std::string out_;
  std::size_t done_ = 0;
  std::size_t mark_ = 0, list_ = 0;  // the next of each from done_, when not before it
  std::vector<std::map<int, int>>
      lists_;  // of the repetitions that are open: the template's list → the new one
};

}  // namespace

void mark_restarts(const pugi::xml_document& document, const std::set<int>& slots, const std::string& styles,
                   const std::string& numbering) {
  if (slots.empty()) return;
  Ends ends;
  ends.slots = &slots;
  document.root().traverse(ends);
  const StyleLists lists(styles, numbering);
  for (const auto& end : ends.found) {
    for (Node node = end; end.value()[0] == '#' && node && slot_of(node.next_sibling()) != slot_of(end);
         node = node.next_sibling()) {
      if (std::strcmp(node.name(), "w:p") == 0) lists.write_out(node);
      for (const auto& paragraph : all_paragraphs(node)) lists.write_out(paragraph);
    }
    put_mark(end);
  }
}

std::string restart_lists(std::string_view xml, NumberingEditor& numbering) {
  return Restarter(xml, numbering).restarted();
}

}  // namespace svodka::render
