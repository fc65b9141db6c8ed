#include "render/word/wordml_scope.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

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

// Where an end is to stand.
struct Placement {
  enum class Side { kOpenHere, kCloseHere, kBefore, kAfter };
  Side side = Side::kOpenHere;
  Node anchor;  // kBefore, kAfter: this element; …Here: the other end, with which it must stand below one
                // element
};

struct Plan {
  Placement open, close;
};

class Placer {
 public:
  Placer(const Dialect& dialect, const pugi::xml_document& document, Diagnostics& out)
      : dialect_(dialect), document_(document), out_(out) {}

  void place(const std::vector<SectionPair>& pairs, const std::vector<Node>& comments) {
    note_inline(pairs);
    const auto before = placeholders();
    std::vector<std::pair<Node, Placement>> in_order;
    for (const auto& pair : pairs) {
      const auto plan = decide(pair);
      if (!plan) continue;
      in_order.emplace_back(pair.open, plan->open);
      in_order.emplace_back(pair.close, plan->close);
    }
    for (const auto& pair : pairs) {
      note_emptied(pair.open, pairs);
      note_emptied(pair.close, pairs);
    }
    for (const auto& comment : comments) note_emptied(comment, pairs);
    std::map<Node, std::size_t> order;
    for (std::size_t i = 0; i < before.size(); ++i) order[before[i]] = i;
    std::stable_sort(in_order.begin(), in_order.end(),
                     [&](const auto& a, const auto& b) { return order.at(a.first) < order.at(b.first); });
    const auto names = values_of(before);
    for (const auto& [node, placement] : in_order) move(node, placement);
    remove_emptied();
    if (!out_has_errors_) verify(pairs, names);
  }

 private:
  std::nullopt_t fail(const SectionPair& pair, Text message, Text hint) {
    Finding finding{Severity::kError, "section-scope", pair.open_at, std::move(message), std::move(hint), {}};
    finding.related.push_back(
        {pair.close_at, text("здесь раздел `{}` закрыт", "section `{}` is closed here", pair.name)});
    out_.add(std::move(finding));
    out_has_errors_ = true;
    return std::nullopt;
  }

  // Ends of sections that begin and end in one paragraph: they are its content.
  void note_inline(const std::vector<SectionPair>& pairs) {
    for (const auto& pair : pairs) {
      if (!has_columns(pair) && paragraph_of(pair.open) == paragraph_of(pair.close))
        inline_.insert({pair.open, pair.close});
    }
  }

  bool will_move(const Node& seen) const { return is_section_end(seen) && !inline_.contains(seen); }

  Node paragraph_of(const Node& node) const { return nearest(node, dialect_.paragraphs); }
  Node row_of(const Node& node) const { return nearest(node, dialect_.rows); }

  template <typename F>
  bool all_seen(const Node& node, F&& see) const {
    return visible(node, see, dialect_);
  }

  bool holds_only_ends(const Node& node) const {
    return all_seen(node, [&](const Node& seen) { return will_move(seen); });
  }

  // What stands in a paragraph before and after an end that will move.
  struct Around {
    bool before = false;
    bool after = false;
  };

  Around around(const Node& paragraph, const Node& placeholder) const {
    Around result;
    bool passed = false;
    all_seen(paragraph, [&](const Node& seen) {
      if (seen == placeholder)
        passed = true;
      else if (!will_move(seen))
        (passed ? result.after : result.before) = true;
      return true;
    });
    return result;
  }

  static bool has_columns(const SectionPair& pair) {
    return std::find(pair.options.begin(), pair.options.end(), bind::SectionOption::kColumns) !=
           pair.options.end();
  }

  // The cell that a node stands in, with the controls that hold nothing but it; none outside of tables.
  Node cell_round(const Node& node) const {
    Node cell = nearest(node, dialect_.cells);
    while (cell && is_any(cell.parent(), dialect_.wrappers)) cell = cell.parent();
    return cell;
  }

  // The cells of a row from that of one end to that of the other.
  std::optional<Plan> decide_columns(const SectionPair& pair) {
    const auto [at, from, to] = meeting(pair.open, pair.close);
    if (is_level(dialect_, dialect_.cells, from) && is_level(dialect_, dialect_.cells, to))
      return Plan{{Placement::Side::kBefore, from}, {Placement::Side::kAfter, to}};
    const Node cell = cell_round(pair.open);
    if (cell && cell == cell_round(pair.close))
      return Plan{{Placement::Side::kBefore, cell}, {Placement::Side::kAfter, cell}};
    return fail(
        pair,
        text("раздел колонок `{}` начинается и кончается не в ячейках одной строки таблицы",
             "the section of columns `{}` does not begin and end in cells of one table row", pair.name),
        text("поставьте обе метки в первую и последнюю из ячеек, которые повторяются; в каждой "
             "строке таблицы нужна своя пара",
             "put its markers into the first and the last of the cells to repeat; each row of the "
             "table needs a pair of its own"));
  }

  std::optional<Plan> decide(const SectionPair& pair) {
    if (has_columns(pair)) return decide_columns(pair);
    if (paragraph_of(pair.open) == paragraph_of(pair.close))
      return Plan{{Placement::Side::kOpenHere, pair.close}, {Placement::Side::kCloseHere, pair.open}};
    const auto [at, from, to] = meeting(pair.open, pair.close);
    if (is_level(dialect_, dialect_.cells, from) && is_level(dialect_, dialect_.cells, to)) {
      const Node row = row_of(at);
      return Plan{{Placement::Side::kBefore, row}, {Placement::Side::kAfter, row}};
    }
    if (is_level(dialect_, dialect_.rows, from) && is_level(dialect_, dialect_.rows, to))
      return Plan{{Placement::Side::kBefore, from}, {Placement::Side::kAfter, to}};
    if (is_any(from, dialect_.items) && is_any(to, dialect_.items))
      return Plan{{Placement::Side::kBefore, from}, {Placement::Side::kAfter, to}};
    if (is_block(from) && is_block(to)) {
      if (is_any(at, dialect_.items) && from == first_block(at))
        return Plan{{Placement::Side::kBefore, at}, {Placement::Side::kAfter, at}};
      return decide_paragraphs(pair, from, to);
    }
    return fail(
        pair,
        text("раздел `{}` начинается и кончается в разных частях таблицы или рамки",
             "section `{}` begins and ends in different parts of a table or frame", pair.name),
        text("поставьте обе метки в одну строку таблицы, в строки одной таблицы или в абзацы рядом",
             "put both markers into one table row, into rows of one table, or into paragraphs side by side"));
  }

  bool is_block(const Node& node) const {
    return is_any(node, dialect_.paragraphs) || is_any(node, dialect_.lists);
  }

  Node first_block(const Node& parent) const {
    return parent.find_child([&](const Node& child) { return is_any(child, dialect_.blocks); });
  }

  // From paragraph to paragraph: the section begins before the first, or after it when its words come first,
  // and so at the end.
  std::optional<Plan> decide_paragraphs(const SectionPair& pair, const Node& from, const Node& to) {
    const auto start = around(from, pair.open), end = around(to, pair.close);
    const Text hint =
        text("поставьте метки `{{{{#{0}}}}}` и `{{{{/{0}}}}}` в отдельные абзацы",
             "put the markers `{{{{#{0}}}}}` and `{{{{/{0}}}}}` into paragraphs of their own", pair.name);
    if (start.before && start.after) {
      return fail(pair,
                  text("раздел `{}` начинается посреди абзаца, а кончается в другом",
                       "section `{}` begins in the middle of a paragraph and ends in another", pair.name),
                  hint);
    }
    if (end.before && end.after) {
      return fail(pair,
                  text("раздел `{}` кончается посреди абзаца, а начинается в другом",
                       "section `{}` ends in the middle of a paragraph and begins in another", pair.name),
                  hint);
    }
    const bool begin_after = start.before || (dialect_.ends_pages(from) && !start.after);
    const bool end_before = end.after || (!end.before && (dialect_.ends_pages(to) || holds_only_ends(to)));
    return Plan{{begin_after ? Placement::Side::kAfter : Placement::Side::kBefore, from},
                {end_before ? Placement::Side::kBefore : Placement::Side::kAfter, to}};
  }

  // Paragraphs and rows that hold nothing but ends which will move away, and comments.
  void note_emptied(const Node& node, const std::vector<SectionPair>& pairs) {
    const Node paragraph = paragraph_of(node);
    if (!holds_only_ends(paragraph)) return;
    const Node row = row_of(paragraph);
    if (row && is_section_end(node) && holds_only_ends(row) && !spans_cells_only(row, pairs)) {
      emptied_.insert(row);
      return;
    }
    const Node block = with_its_list(paragraph);
    if (!dialect_.ends_pages(block) &&
        !(is_any(block.parent(), dialect_.stories) && is_only_block(dialect_, block)))
      emptied_.insert(block);
  }

  // A list item that holds nothing else goes with its paragraph, and a list with its items.
  Node with_its_list(Node block) const {
    const auto in_list = [&](const Node& node) {
      return is_any(node, dialect_.items) || is_any(node, dialect_.lists);
    };
    while (in_list(block.parent()) && holds_only_ends(block.parent())) block = block.parent();
    return block;
  }

  // A row in which a section both begins and ends is that section's content, even when it is empty.
  bool spans_cells_only(const Node& row, const std::vector<SectionPair>& pairs) const {
    return std::any_of(pairs.begin(), pairs.end(), [&](const SectionPair& pair) {
      return row_of(pair.open) == row && row_of(pair.close) == row;
    });
  }

  // All place-holders in the order of the document, comments apart.
  std::vector<Node> placeholders() const {
    struct Walker : pugi::xml_tree_walker {
      std::vector<Node> found;
      bool for_each(Node& node) override {
        if (is_placeholder(node) && !is_comment(node)) found.push_back(node);
        return true;
      }
    } walker;
    document_.root().traverse(walker);
    return std::move(walker.found);
  }

  static std::vector<std::string> values_of(const std::vector<Node>& nodes) {
    std::vector<std::string> values;
    for (const auto& node : nodes) values.emplace_back(node.value());
    return values;
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
  void lift(Node node, const Node& level) const {
    while (node.parent() != level) {
      Node element = node.parent();
      Node copy = element.parent().insert_child_after(element.name(), element);
      for (const auto& attribute : element.attributes()) copy.append_copy(attribute);
      for (const Node& child : element.children()) {
        if (is_any(child, dialect_.properties)) copy.append_copy(child);
      }
      for (Node next = node.next_sibling(); next;) {
        const Node after = next.next_sibling();
        copy.append_move(next);
        next = after;
      }
      element.parent().insert_move_after(node, element);
      drop_if_hollow(copy);
      drop_if_hollow(element);
    }
  }

  // A run, text or control that the cut left with nothing in it.
  void drop_if_hollow(Node element) const {
    const Node last = element.last_child();
    if (last && !(is_any(last, dialect_.properties) && last == element.first_child())) return;
    if (is_any(element, dialect_.cuttable)) element.parent().remove_child(element);
  }

  void remove_emptied() {
    // Some end may have stayed inside; and a paragraph may stand in a row that goes.
    std::erase_if(emptied_,
                  [&](const Node& node) { return !all_seen(node, [](const Node&) { return false; }); });
    const auto inside_another = [&](const Node& node) {
      const auto path = path_to_root(node.parent());
      return std::any_of(path.begin(), path.end(),
                         [&](const Node& outer) { return emptied_.contains(outer); });
    };
    std::vector<Node> outermost;
    std::copy_if(emptied_.begin(), emptied_.end(), std::back_inserter(outermost),
                 [&](const Node& node) { return !inside_another(node); });
    for (Node node : outermost) {
      save_ranges(node, node);
      node.parent().remove_child(node);
    }
  }

  // Bookmarks and ranges of comments that stood in a removed element stay balanced: they move out before it.
  void save_ranges(const Node& parent, const Node& removed) const {
    for (Node child = parent.first_child(); child;) {
      const Node next = child.next_sibling();
      if (is_any(child, dialect_.ranges))
        removed.parent().insert_move_before(child, removed);
      else
        save_ranges(child, removed);
      child = next;
    }
  }

  // Sections must now nest with the elements, and no marker may have come out of its section or into another;
  // if not, the template means something that we did not foresee.
  void verify(const std::vector<SectionPair>& pairs, const std::vector<std::string>& before) {
    std::set<std::string> bad;
    check_children(document_.root(), bad);
    const auto after = values_of(placeholders());
    const auto [was, is_now] = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    for (const auto& pair : pairs) {
      const auto slot = std::to_string(pair.slot);
      const bool moved = (was != before.end() && slot_number(was->substr(1)) == slot) ||
                         (is_now != after.end() && slot_number(is_now->substr(1)) == slot);
      if (pair.separator || (!bad.contains(slot) && !moved)) continue;
      fail(pair,
           text("раздел `{}` пересекается с другим разделом или таблицей",
                "section `{}` crosses another section or a table", pair.name),
           text("поставьте метки раздела в отдельные абзацы или в первую и последнюю ячейки строки",
                "put the section's markers into paragraphs of their own, or into the first and last cells of "
                "a row"));
    }
    if (before != after && !out_has_errors_ && !pairs.empty())
      fail(pairs.front(),
           text("метки разделов стоят вперемешку с другими метками",
                "section markers stand mixed with other markers"),
           text("поставьте метки разделов в отдельные абзацы",
                "put the markers of sections into paragraphs of their own"));
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
    if (!name.starts_with('S')) return {};
    const auto end = name.find_first_not_of("0123456789", 1);
    return name.substr(1, end == std::string::npos ? end : end - 1);
  }

  const Dialect& dialect_;
  const pugi::xml_document& document_;
  Diagnostics& out_;
  bool out_has_errors_ = false;
  std::set<Node> inline_;
  std::map<Node, Node> tails_;  // what was last put after an element
  std::set<Node> emptied_;
};

}  // namespace

void place_sections(const Dialect& dialect, const pugi::xml_document& document,
                    const std::vector<SectionPair>& pairs, const std::vector<pugi::xml_node>& comments,
                    Diagnostics& out) {
  Placer(dialect, document, out).place(pairs, comments);
}

}  // namespace svodka::render
