#include "render/word/wordml_entry.h"

#include <algorithm>
#include <cstring>

#include "base/utf8.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

// A visible piece of an old entry.
struct Piece {
  std::string text;
  bool tab = false;
  Node properties;
};

class OldEntryReader {
 public:
  OldEntry read(const Node& paragraph, const Node& after) {
    for (Node node = after ? next_node(after, paragraph, false) : next_node(paragraph, paragraph);
         node && !ended_; node = next_node(node, paragraph)) {
      if (is(node, "w:hyperlink") && !entry_.model.link) take_link(node);
      if (is(node, "w:fldChar")) heed(node);
      if (is(node, "w:instrText")) code_ += node.text().get();
      if (!in_code()) take(node);
    }
    entry_.model.paragraph = paragraph.child("w:pPr");
    divide();
    return std::move(entry_);
  }

 private:
  void take_link(const Node& link) {
    entry_.model.link = link;
    entry_.anchor = link.attribute("w:anchor").value();
  }

  void heed(const Node& character) {
    const std::string_view kind = character.attribute("w:fldCharType").value();
    if (kind == "begin") {
      in_code_.push_back(true);
      code_.clear();
    } else if (kind == "end") {
      ended_ = in_code_.empty();  // of the table of contents itself
      if (!ended_) in_code_.pop_back();
    } else if (!in_code_.empty()) {
      in_code_.back() = false;
      const auto code = parse_field_code(code_);
      if (code.name == "PAGEREF" && !code.arguments.empty()) entry_.anchor = code.arguments.front();
    }
  }
  bool in_code() const { return std::find(in_code_.begin(), in_code_.end(), true) != in_code_.end(); }

  void take(const Node& node) {
    const bool tab = is(node, "w:tab") && is(node.parent(), "w:r");
    if (!tab && !is(node, "w:t")) return;
    pieces_.push_back({tab ? "" : node.text().get(), tab, node.parent().child("w:rPr")});
  }

  // Number, tab, words, tab, page: of the tabs the last leads to the page, the first of several follows the
  // number.
  void divide() {
    const auto is_tab = [](const Piece& piece) { return piece.tab; };
    const auto last = std::find_if(pieces_.rbegin(), pieces_.rend(), is_tab).base();
    auto words_end = pieces_.end();
    if (last != pieces_.begin()) {
      words_end = last - 1;
      entry_.model.tab = words_end->properties;
      for (auto piece = last; piece != pieces_.end(); ++piece) entry_.page += piece->text;
      if (last != pieces_.end()) entry_.model.page = last->properties;
    }
    auto words = pieces_.begin();
    const auto first = std::find_if(pieces_.begin(), words_end, is_tab);
    if (first != words_end && first != pieces_.begin()) {
      entry_.model.number = pieces_.front().properties;
      entry_.model.number_tab = first->properties;
      words = first + 1;
    }
    for (auto piece = pieces_.begin(); piece != words_end; ++piece)
      entry_.text += piece->tab ? "\t" : piece->text;
    if (words != words_end) entry_.model.words = words->properties;
  }

  OldEntry entry_;
  std::vector<Piece> pieces_;
  std::string code_;
  std::vector<bool> in_code_;  // of the fields that are open
  bool ended_ = false;
};

constexpr const char* kBeforeTabs[] = {"w:pStyle",  "w:keepNext",     "w:keepLines", "w:pageBreakBefore",
                                       "w:framePr", "w:widowControl", "w:numPr",     "w:suppressLineNumbers",
                                       "w:pBdr",    "w:shd"};

// The place of w:tabs among the properties of a paragraph (17.3.1.26).
Node own_tabs(Node properties) {
  if (const auto tabs = properties.child("w:tabs")) return tabs;
  Node before;
  for (const auto& child : properties.children()) {
    if (std::any_of(std::begin(kBeforeTabs), std::end(kBeforeTabs),
                    [&](const char* name) { return is(child, name); }))
      before = child;
  }
  return before ? properties.insert_child_after("w:tabs", before) : properties.prepend_child("w:tabs");
}

bool has_tab(const Node& properties, std::initializer_list<std::string_view> kinds) {
  const auto tabs = properties.child("w:tabs").children("w:tab");
  return std::any_of(tabs.begin(), tabs.end(), [&](const Node& tab) {
    return std::find(kinds.begin(), kinds.end(), tab.attribute("w:val").value()) != kinds.end();
  });
}

class EntryWriter {
 public:
  EntryWriter(const NewEntry& entry, const EntryModel& model, const EntryStyle& style)
      : entry_(entry), model_(model), style_(style) {}

  Node write(Node where) {
    Node paragraph = where.parent().insert_child_before("w:p", where);
    write_properties(paragraph);
    Node holder = style_.links ? write_link(paragraph) : paragraph;
    write_number(holder);
    for (const auto& words : entry_.words) write_words(holder, words);
    if (!entry_.page.empty()) write_page(holder);
    return paragraph;
  }

 private:
  void write_properties(Node paragraph) {
    Node properties;
    if (model_.paragraph) {
      properties = paragraph.append_copy(model_.paragraph);
      properties.remove_child("w:sectPr");
      properties.remove_child("w:pPrChange");
    } else {
      properties = paragraph.append_child("w:pPr");
      set_style(properties);
    }
    add_right_tab(properties);
    add_number_tab(properties);
  }

  void set_style(Node properties) {
    if (style_.style != nullptr) {
      properties.append_child("w:pStyle").append_attribute("w:val").set_value(style_.style->id.c_str());
    } else if (entry_.level > 1) {
      properties.append_child("w:ind").append_attribute("w:left").set_value(indent());
    }
    for (const auto& tab : style_.tabs.children("w:tab")) {
      const std::string_view kind = tab.attribute("w:val").value();
      if (kind == "right" || kind == "end") own_tabs(properties).append_copy(tab);
    }
  }

  int indent() const { return style_.style != nullptr ? style_.style->indent : 220 * (entry_.level - 1); }

  void add_right_tab(Node properties) const {
    if (entry_.page.empty() || style_.separator || has_tab(properties, {"right", "end"}) ||
        (style_.style != nullptr && style_.style->right_tab))
      return;
    Node tab = own_tabs(properties).append_child("w:tab");
    tab.append_attribute("w:val").set_value("right");
    tab.append_attribute("w:leader").set_value("dot");
    tab.append_attribute("w:pos").set_value(style_.width);
  }

  // Without one of its own the tab after a number would lead to the page; Word adds it by the number's width.
  void add_number_tab(Node properties) const {
    if (entry_.number.empty() || entry_.suffix != "\t" || has_tab(properties, {"left", "start", "num"}) ||
        (style_.style != nullptr && style_.style->left_tab))
      return;
    const auto characters = static_cast<int>(utf8::length(entry_.number));
    Node tab = own_tabs(properties).prepend_child("w:tab");
    tab.append_attribute("w:val").set_value("left");
    tab.append_attribute("w:pos").set_value(indent() + 220 * ((characters * 6 + 9) / 10 + 1));
  }

  Node write_link(Node paragraph) const {
    Node link = paragraph.append_child("w:hyperlink");
    link.append_attribute("w:anchor").set_value(entry_.anchor.c_str());
    link.append_attribute("w:history").set_value("1");
    return link;
  }

  Node run(Node parent, const Node& properties, bool leads_to_page = false) const {
    Node made = parent.append_child("w:r");
    if (properties) {
      made.append_copy(properties);
    } else if (!leads_to_page && style_.links && !style_.link_style.empty()) {
      made.append_child("w:rPr")
          .append_child("w:rStyle")
          .append_attribute("w:val")
          .set_value(style_.link_style.c_str());
    } else if (leads_to_page && style_.hide_in_web) {
      made.append_child("w:rPr").append_child("w:webHidden");
    }
    return made;
  }

  static void put_text(Node run, const std::string& text) {
    for (std::size_t at = 0; at <= text.size();) {
      const auto end = std::min(text.find('\t', at), text.size());
      if (end > at) {
        Node words = run.append_child("w:t");
        words.append_attribute("xml:space").set_value("preserve");
        words.text().set(text.substr(at, end - at).c_str());
      }
      if (end < text.size()) run.append_child("w:tab");
      at = end + 1;
    }
  }

  void write_number(Node holder) const {
    if (entry_.number.empty()) return;
    put_text(run(holder, model_.number ? model_.number : model_.words), entry_.number);
    if (!entry_.suffix.empty())
      put_text(run(holder, model_.number_tab ? model_.number_tab : model_.words), entry_.suffix);
  }

  void write_words(Node holder, const Words& words) const {
    Node made = run(holder, model_.words);
    if (!words.vertical.empty()) raise(made, words.vertical);
    put_text(made, words.text);
  }

  // CO₂, м²: what a heading raises means something.
  static void raise(Node run, const std::string& vertical) {
    Node properties = run.child("w:rPr");
    if (!properties) properties = run.prepend_child("w:rPr");
    properties.remove_child("w:vertAlign");
    Node after;
    for (const auto& child : properties.children()) {
      const bool later = is(child, "w:rtl") || is(child, "w:cs") || is(child, "w:em") ||
                         is(child, "w:lang") || is(child, "w:eastAsianLayout") || is(child, "w:specVanish") ||
                         is(child, "w:oMath");
      if (!later) after = child;
    }
    Node raised =
        after ? properties.insert_child_after("w:vertAlign", after) : properties.prepend_child("w:vertAlign");
    raised.append_attribute("w:val").set_value(vertical.c_str());
  }

  void write_page(Node holder) const {
    put_text(run(holder, model_.tab, true), style_.separator.value_or("\t"));
    const auto part = [&](const char* kind) { return run(holder, model_.page, true).append_child(kind); };
    part("w:fldChar").append_attribute("w:fldCharType").set_value("begin");
    Node code = part("w:instrText");
    code.append_attribute("xml:space").set_value("preserve");
    code.text().set((" PAGEREF " + entry_.anchor + " \\h ").c_str());
    part("w:fldChar").append_attribute("w:fldCharType").set_value("separate");
    part("w:t").text().set(entry_.page.c_str());
    part("w:fldChar").append_attribute("w:fldCharType").set_value("end");
  }

  const NewEntry& entry_;
  const EntryModel& model_;
  const EntryStyle& style_;
};

}  // namespace

OldEntry read_old_entry(const pugi::xml_node& paragraph, const pugi::xml_node& after) {
  return OldEntryReader().read(paragraph, after);
}

pugi::xml_node write_entry(pugi::xml_node where, const NewEntry& entry, const EntryModel& model,
                           const EntryStyle& style) {
  return EntryWriter(entry, model, style).write(where);
}

}  // namespace svodka::render
