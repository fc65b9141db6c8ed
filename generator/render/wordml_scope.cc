#include "render/wordml_scope.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <set>

#include "render/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }
bool is_placeholder(const Node& node) { return node.type() == pugi::node_pi && is(node, kPlaceholder); }
bool is_section_end(const Node& node) { return is_placeholder(node) && (node.value()[0] == '#' || node.value()[0] == '/' || node.value()[0] == '^'); }
bool is_blank(const char* text) { return text[std::strspn(text, " \t\r\n")] == '\0'; }

Node ancestor(Node node, const char* name) {
  while (node && !is(node, name)) node = node.parent();
  return node;
}

std::vector<Node> path_to_root(Node node) {
  std::vector<Node> path;
  for (; node; node = node.parent()) path.push_back(node);
  std::reverse(path.begin(), path.end());
  return path;
}

// The lowest element that holds both, and its children through which they are reached.
struct Meeting {
  Node at, from, to;
};

Meeting meeting(const Node& open, const Node& close) {
  const auto a = path_to_root(open), b = path_to_root(close);
  std::size_t i = 0;
  while (i + 1 < a.size() && i + 1 < b.size() && a[i + 1] == b[i + 1]) ++i;
  return {a[i], i + 1 < a.size() ? a[i + 1] : Node(), i + 1 < b.size() ? b[i + 1] : Node()};
}

// Calls `see` with everything a reader sees in `node`, in order, until it returns false: texts that are not blank, values, pictures, breaks.
template <typename F>
bool visible(const Node& node, F see) {
  for (const auto& child : node.children()) {
    if (child.type() == pugi::node_pcdata) {
      if (is(node, "w:t") && !is_blank(child.value()) && !see(child)) return false;
    } else if (is_placeholder(child)) {
      if (!see(child)) return false;
    } else if (is(child, "w:br") || (is(child, "w:tab") && is(child.parent(), "w:r")) || is_visible_object(child)) {
      if (!see(child)) return false;
    } else if (!is(child, "w:pPr") && !is(child, "w:rPr") && !is(child, "w:del")) {
      if (!visible(child, see)) return false;
    }
  }
  return true;
}

bool holds_only_ends(const Node& node) {
  return visible(node, [](const Node& seen) { return is_section_end(seen); });
}

// What a reader sees in the paragraph before and after the place-holder, section ends apart.
struct Around {
  bool before = false;
  bool after = false;
};

Around around(const Node& paragraph, const Node& placeholder) {
  Around result;
  bool passed = false;
  visible(paragraph, [&](const Node& seen) {
    if (seen == placeholder) passed = true;
    else if (!is_section_end(seen)) (passed ? result.after : result.before) = true;
    return true;
  });
  return result;
}

bool needs_paragraph(const Node& parent) {
  for (const char* name : {"w:tc", "w:hdr", "w:ftr", "w:txbxContent", "w:footnote", "w:endnote", "w:comment"}) {
    if (is(parent, name)) return true;
  }
  return false;
}

bool is_only_block(const Node& paragraph) {
  for (const auto& sibling : paragraph.parent().children()) {
    if (sibling != paragraph && (is(sibling, "w:p") || is(sibling, "w:tbl") || is(sibling, "w:sdt"))) return false;
  }
  return true;
}

// Where an end is to stand.
struct Placement {
  enum class Side { kOpenHere, kCloseHere, kBefore, kAfter };
  Side side = Side::kOpenHere;
  Node anchor;  // kBefore, kAfter: this element; …Here: the other end, with which it must stand below one element
};

struct Plan {
  Placement open, close;
  bool structural = false;
};

class Placer {
 public:
  Placer(const pugi::xml_document& document, Diagnostics& out) : document_(document), out_(out) {}

  Scopes place(const std::vector<SectionPair>& pairs) {
    std::vector<std::pair<const SectionPair*, Plan>> plans;
    for (const auto& pair : pairs) {
      if (const auto plan = decide(pair)) plans.emplace_back(&pair, *plan);
    }
    note_emptied(pairs);
    std::vector<std::pair<Node, Placement>> in_order;
    for (const auto& [pair, plan] : plans) {
      in_order.emplace_back(pair->open, plan.open);
      in_order.emplace_back(pair->close, plan.close);
      scopes_.structural |= plan.structural;
    }
    number_nodes();
    std::stable_sort(in_order.begin(), in_order.end(), [&](const auto& a, const auto& b) { return order_.at(a.first) < order_.at(b.first); });
    for (const auto& [node, placement] : in_order) move(node, placement);
    for (const auto& [paragraph, slot] : wrapped_) wrap(paragraph, slot);
    remove_emptied();
    if (!out_has_errors_) verify(pairs);
    return std::move(scopes_);
  }

 private:
  std::nullopt_t fail(const SectionPair& pair, Text message, Text hint) {
    Finding finding{Severity::kError, "section-scope", pair.open_at, std::move(message), std::move(hint), {}};
    finding.related.push_back({pair.close_at, text("здесь раздел `{}` закрыт", "section `{}` is closed here", pair.name)});
    out_.add(std::move(finding));
    out_has_errors_ = true;
    return std::nullopt;
  }

  std::optional<Plan> decide(const SectionPair& pair) {
    const Node first = ancestor(pair.open, "w:p"), last = ancestor(pair.close, "w:p");
    if (first == last) return decide_inside(pair, first);
    const auto [at, from, to] = meeting(pair.open, pair.close);
    if (is(at, "w:tr")) return Plan{{Placement::Side::kBefore, at}, {Placement::Side::kAfter, at}, true};
    if (is(at, "w:tbl")) return decide_rows(from, to);
    if (is(from, "w:p") && is(to, "w:p")) return decide_paragraphs(pair, from, to);
    return fail(pair, text("раздел `{}` начинается и кончается в разных частях таблицы или рамки", "section `{}` begins and ends in different parts of a table or frame", pair.name),
                text("поставьте обе метки в одну строку таблицы, в строки одной таблицы или в абзацы рядом", "put both markers into one table row, into rows of one table, or into paragraphs side by side"));
  }

  // Both ends in one paragraph: the runs between; the whole paragraph when a condition takes in all that is seen in it.
  std::optional<Plan> decide_inside(const SectionPair& pair, const Node& paragraph) {
    const Plan inside{{Placement::Side::kOpenHere, pair.close}, {Placement::Side::kCloseHere, pair.open}, false};
    if (pair.separator || seen_outside(paragraph, pair) || holds_only_ends(paragraph)) return inside;
    if ((needs_paragraph(paragraph.parent()) && is_only_block(paragraph)) || has_section_break(paragraph)) return inside;
    if (!pair.rows) return Plan{{Placement::Side::kBefore, paragraph}, {Placement::Side::kAfter, paragraph}, true};
    wrapped_.emplace_back(paragraph, pair.slot);
    scopes_.structural = true;
    return inside;
  }

  // True when the section does not take in all that the paragraph has, other sections' ends included.
  static bool seen_outside(const Node& paragraph, const SectionPair& pair) {
    bool inside = false, outside = false;
    visible(paragraph, [&](const Node& seen) {
      if (seen == pair.open) inside = true;
      else if (seen == pair.close) inside = false;
      else if (!inside) outside = true;
      return true;
    });
    return outside;
  }

  static std::optional<Plan> decide_rows(const Node& from, const Node& to) {
    return Plan{{Placement::Side::kBefore, from}, {Placement::Side::kAfter, to}, true};
  }

  // From paragraph to paragraph: the section begins before the first, or after it when its words come first, and so at the end.
  std::optional<Plan> decide_paragraphs(const SectionPair& pair, const Node& from, const Node& to) {
    const auto start = around(from, pair.open), end = around(to, pair.close);
    const Text hint = text("поставьте метки `{{{{#{0}}}}}` и `{{{{/{0}}}}}` в отдельные абзацы", "put the markers `{{{{#{0}}}}}` and `{{{{/{0}}}}}` into paragraphs of their own", pair.name);
    if (start.before && start.after) {
      return fail(pair, text("раздел `{}` начинается посреди абзаца, а кончается в другом", "section `{}` begins in the middle of a paragraph and ends in another", pair.name), hint);
    }
    if (end.before && end.after) {
      return fail(pair, text("раздел `{}` кончается посреди абзаца, а начинается в другом", "section `{}` ends in the middle of a paragraph and begins in another", pair.name), hint);
    }
    const bool begin_after = start.before || (has_section_break(from) && !start.after);
    const bool end_before = end.after || (!end.before && (has_section_break(to) || holds_only_ends(to)));
    return Plan{{begin_after ? Placement::Side::kAfter : Placement::Side::kBefore, from}, {end_before ? Placement::Side::kBefore : Placement::Side::kAfter, to}, true};
  }

  static bool has_section_break(const Node& paragraph) { return static_cast<bool>(paragraph.child("w:pPr").child("w:sectPr")); }

  // Paragraphs and rows that hold nothing but ends which will move away.
  void note_emptied(const std::vector<SectionPair>& pairs) {
    for (const auto& pair : pairs) {
      for (const auto& node : {pair.open, pair.close}) {
        const Node paragraph = ancestor(node, "w:p");
        if (!holds_only_ends(paragraph)) continue;
        const Node row = ancestor(paragraph, "w:tr");
        if (row && holds_only_ends(row) && !spans_cells_only(row, pairs)) emptied_.insert(row);
        else if (!has_section_break(paragraph) && !(is(paragraph.parent(), "w:tc") && is_only_block(paragraph))) emptied_.insert(paragraph);
      }
    }
  }

  // A row in which a section both begins and ends is that section's content, even when it is empty.
  static bool spans_cells_only(const Node& row, const std::vector<SectionPair>& pairs) {
    return std::any_of(pairs.begin(), pairs.end(), [&](const SectionPair& pair) { return ancestor(pair.open, "w:tr") == row && ancestor(pair.close, "w:tr") == row; });
  }

  void number_nodes() {
    std::size_t n = 0;
    struct Walker : pugi::xml_tree_walker {
      std::map<Node, std::size_t>* order = nullptr;
      std::size_t* next = nullptr;
      bool for_each(Node& node) override {
        if (is_placeholder(node)) (*order)[node] = (*next)++;
        return true;
      }
    } walker;
    walker.order = &order_;
    walker.next = &n;
    document_.root().traverse(walker);
  }

  void move(Node node, const Placement& placement) {
    if (placement.side == Placement::Side::kOpenHere) return lift(node, meeting(node, placement.anchor).at);
    if (placement.side == Placement::Side::kCloseHere) return lift(node, placement.anchor.parent());
    Node parent = placement.anchor.parent();
    const std::string value = node.value();
    Node moved;
    if (placement.side == Placement::Side::kBefore) {
      moved = parent.insert_child_before(pugi::node_pi, placement.anchor);
    } else {
      Node& tail = tails_[placement.anchor];
      moved = parent.insert_child_after(pugi::node_pi, tail ? tail : placement.anchor);
      tail = moved;
    }
    moved.set_name(kPlaceholder);
    moved.set_value(value.c_str());
    node.parent().remove_child(node);
  }

  // Splits the elements between the place-holder and `level` so that it stands directly below `level`.
  static void lift(Node node, const Node& level) {
    while (node.parent() != level) {
      Node element = node.parent();
      Node copy = element.parent().insert_child_after(element.name(), element);
      for (const auto& attribute : element.attributes()) copy.append_copy(attribute);
      for (const char* properties : {"w:rPr", "w:sdtPr"}) {
        if (const Node found = element.child(properties)) copy.append_copy(found);
      }
      for (Node next = node.next_sibling(); next;) {
        const Node after = next.next_sibling();
        copy.append_move(next);
        next = after;
      }
      element.parent().insert_move_after(node, element);
    }
  }

  void wrap(Node paragraph, int slot) {
    const auto number = std::to_string(scopes_.sometimes_empty.size());
    scopes_.sometimes_empty.push_back(slot);
    Node parent = paragraph.parent();
    Node open = parent.insert_child_before(pugi::node_pi, paragraph);
    open.set_name(kPlaceholder);
    open.set_value(("#A" + number).c_str());
    Node& tail = tails_[paragraph];
    Node close = parent.insert_child_after(pugi::node_pi, tail ? tail : paragraph);
    if (tail) parent.insert_move_after(close, paragraph);
    close.set_name(kPlaceholder);
    close.set_value(("/A" + number).c_str());
  }

  // Bookmarks and ranges of comments that stood in a removed paragraph stay balanced: they move out.
  void remove_emptied() {
    for (Node node : emptied_) {
      bool moved_away = true;
      visible(node, [&](const Node&) { return moved_away = false; });
      if (!moved_away) continue;  // some end stayed inside
      for (Node child = node.first_child(); child;) {
        const Node next = child.next_sibling();
        for (const char* name : {"w:bookmarkStart", "w:bookmarkEnd", "w:commentRangeStart", "w:commentRangeEnd"}) {
          if (is(child, name)) node.parent().insert_move_before(child, node);
        }
        child = next;
      }
      node.parent().remove_child(node);
    }
  }

  // Sections must now nest with the elements; if not, the template means something that we did not foresee.
  void verify(const std::vector<SectionPair>& pairs) {
    std::set<std::string> bad;
    check_children(document_.root(), bad);
    for (const auto& pair : pairs) {
      if (pair.separator || !bad.contains(std::to_string(pair.slot))) continue;
      fail(pair, text("раздел `{}` пересекается с другим разделом или таблицей", "section `{}` crosses another section or a table", pair.name),
           text("поставьте метки раздела в отдельные абзацы или в первую и последнюю ячейки строки", "put the section's markers into paragraphs of their own, or into the first and last cells of a row"));
    }
  }

  static void check_children(const Node& parent, std::set<std::string>& bad) {
    std::vector<std::string> open;
    for (const auto& child : parent.children()) {
      if (is_section_end(child)) {
        const std::string value = child.value();
        const auto name = value.substr(1);
        if (value[0] != '/') {
          open.push_back(name);
        } else if (!open.empty() && open.back() == name) {
          open.pop_back();
        } else {
          bad.insert(slot_number(name));
          if (!open.empty()) bad.insert(slot_number(open.back()));
        }
      } else if (child.type() == pugi::node_element) {
        check_children(child, bad);
      }
    }
    for (const auto& name : open) bad.insert(slot_number(name));
  }

  static std::string slot_number(const std::string& name) {
    const auto end = name.find_first_not_of("0123456789", 1);
    return name.substr(1, end == std::string::npos ? end : end - 1);
  }

  const pugi::xml_document& document_;
  Diagnostics& out_;
  bool out_has_errors_ = false;
  Scopes scopes_;
  std::map<Node, std::size_t> order_;
  std::map<Node, Node> tails_;  // what was last put after an element
  std::set<Node> emptied_;
  std::vector<std::pair<Node, int>> wrapped_;
};

}  // namespace

Scopes place_sections(const pugi::xml_document& document, const std::vector<SectionPair>& pairs, Diagnostics& out) {
  return Placer(document, out).place(pairs);
}

}  // namespace svodka::render
