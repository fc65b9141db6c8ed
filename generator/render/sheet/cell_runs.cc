#include "render/sheet/cell_runs.h"

#include <cmark-gfm.h>

#include <utility>

#include "render/expand/markdown.h"

namespace svodka::render {
namespace {

class RunCollector {
 public:
  void block(cmark_node* node, const std::string& indent) {
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_LIST) return list(node, indent);
    if (is_table(node)) return rows(node, indent);
    if (type == CMARK_NODE_THEMATIC_BREAK) return;
    if (type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK) {
      std::string words = literal(node);
      while (words.ends_with('\n')) words.pop_back();
      begin_line(indent);
      return add(words, {});
    }
    if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING) {
      begin_line(indent);
      return inlines(node, {.bold = type == CMARK_NODE_HEADING});
    }
    for (auto* child = cmark_node_first_child(node); child != nullptr; child = cmark_node_next(child))
      block(child, indent);
  }

  std::vector<CellRun> take() { return std::move(runs_); }

 private:
  static std::string literal(cmark_node* node) {
    const char* text = cmark_node_get_literal(node);
    return text == nullptr ? "" : text;
  }

  void begin_line(const std::string& indent) {
    if (!sign_.empty()) {  // the first line of an item, which its sign has begun
      add(std::exchange(sign_, {}), {});
      return;
    }
    if (!runs_.empty()) add("\n", {});
    if (!indent.empty()) add(indent, {});
  }

  void list(cmark_node* node, const std::string& indent) {
    const bool counted = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    int number = cmark_node_get_list_start(node);
    for (auto* item = cmark_node_first_child(node); item != nullptr; item = cmark_node_next(item)) {
      if (!runs_.empty()) add("\n", {});
      sign_ = indent + (counted ? std::to_string(number++) + ". " : "\u2022 ");
      for (auto* child = cmark_node_first_child(item); child != nullptr; child = cmark_node_next(child))
        block(child, indent + "   ");
      sign_.clear();
    }
  }

  void rows(cmark_node* table, const std::string& indent) {
    bool first = true;
    for (auto* row = cmark_node_first_child(table); row != nullptr; row = cmark_node_next(row)) {
      begin_line(indent);
      for (auto* cell = cmark_node_first_child(row); cell != nullptr; cell = cmark_node_next(cell)) {
        inlines(cell, {.bold = first});
        if (cmark_node_next(cell) != nullptr) add(" | ", {});
      }
      first = false;
    }
  }

  void inlines(cmark_node* parent, CellRun look) {
    for (auto* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node)) {
      const auto type = cmark_node_get_type(node);
      CellRun inner = look;
      if (type == CMARK_NODE_STRONG) inner.bold = true;
      if (type == CMARK_NODE_EMPH) inner.italic = true;
      if (is_strikethrough(node)) inner.strike = true;
      if (type == CMARK_NODE_SOFTBREAK)
        add(" ", look);
      else if (type == CMARK_NODE_LINEBREAK)
        add("\n", look);
      else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE)
        add(literal(node), look);
      else
        inlines(node, inner);
    }
  }

  void add(const std::string& words, const CellRun& look) {
    if (words.empty()) return;
    if (!runs_.empty() && runs_.back().bold == look.bold && runs_.back().italic == look.italic &&
        runs_.back().strike == look.strike)
      runs_.back().text += words;
    else
      runs_.push_back({words, look.bold, look.italic, look.strike});
  }

  std::vector<CellRun> runs_;
  std::string sign_;
};

}  // namespace

std::vector<CellRun> cell_runs(std::string_view markdown) {
  const auto root = parse_markdown(markdown);
  RunCollector collector;
  collector.block(root.get(), "");
  return collector.take();
}

std::string plain_text(const std::vector<CellRun>& runs) {
  std::string out;
  for (const auto& run : runs) out += run.text;
  return out;
}

}  // namespace svodka::render
