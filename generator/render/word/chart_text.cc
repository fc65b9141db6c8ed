#include "render/word/chart_text.h"

#include <cstdlib>
#include <cstring>

#include "render/word/wordml.h"
#include "render/word/wordml_parse.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

void add_piece(Node node, ParagraphText& text) {
  std::string words;
  for (const auto& child : node.children()) words += child.value();
  if (node.first_child() != node.last_child() || node.first_child().type() == pugi::node_cdata) {
    while (node.first_child()) node.remove_child(node.first_child());
    node.append_child(pugi::node_pcdata).set_value(words.c_str());
  }
  const auto begin = text.text.size();
  text.text += words;
  text.pieces.push_back({node, true, begin, text.text.size()});
}

ParagraphText drawn_text(const Node& paragraph) {
  ParagraphText text;
  for (const auto& child : paragraph.children()) {
    if (is(child, "a:r")) {
      if (const Node words = child.child("a:t")) add_piece(words, text);
    } else if (is(child, "a:br")) {
      text.pieces.push_back({child, false, text.text.size(), text.text.size() + 1});
      text.text += '\n';
    }
  }
  return text;
}

struct Placeholders : pugi::xml_tree_walker {
  std::vector<Node> all;
  bool for_each(Node& node) override {
    if (is_placeholder(node)) all.push_back(node);
    return true;
  }
};

void check_whole(const std::string& words, const ChartMarker& marker, Diagnostics& out) {
  if (words.find_first_of("\n\t") == std::string::npos || marker.marker.kind == bind::Marker::Kind::kComment)
    return;
  out.error(marker.at, "broken-marker",
            text("метку разрывает перевод строки или табуляция", "a line break or tab cuts the marker"),
            text("наберите метку в одной строке", "type the marker on one line"));
}

class Marking : public pugi::xml_tree_walker {
 public:
  Marking(const PartName& name, std::vector<ChartMarker>& found, Diagnostics& out)
      : name_(name), found_(found), out_(out) {}

  bool for_each(Node& node) override {
    if (is(node, "a:p")) {
      read(drawn_text(node));
    } else if (is(node, "c:v") && is_name(node)) {
      ParagraphText text;
      add_piece(node, text);
      read(std::move(text));
    }
    return true;
  }

 private:
  // Of a series, in its cache or in itself.
  static bool is_name(const Node& value) {
    for (Node node = value.parent(); node; node = node.parent()) {
      if (is(node, "c:tx")) return is(node.parent(), "c:ser");
    }
    return false;
  }

  void read(ParagraphText text) { mark_words(std::move(text), ++paragraph_, name_, found_, out_); }

  const PartName& name_;
  std::vector<ChartMarker>& found_;
  Diagnostics& out_;
  int paragraph_ = 0;
};

// The words of one a:t; what follows a line feed goes into a run after this one.
void set_words(Node words, std::string value) {
  const auto end = value.find('\n');
  Node run = words.parent();
  if (end != std::string::npos && is(run, "a:r")) {
    Node next = run.parent().insert_copy_after(run, run);
    set_words(next.child("a:t"), value.substr(end + 1));
    Node line = run.parent().insert_child_after("a:br", run);
    if (run.child("a:rPr")) line.append_copy(run.child("a:rPr"));
    value.erase(end);
  }
  while (words.first_child()) words.remove_child(words.first_child());
  words.append_child(pugi::node_pcdata).set_value(value.c_str());
}

}  // namespace

void mark_words(ParagraphText text, int paragraph, const PartName& name, std::vector<ChartMarker>& found,
                Diagnostics& out) {
  if (text.text.find("{{") == std::string::npos) return;
  const auto position = [&](std::size_t offset, std::size_t length) -> Position {
    return {.file = name.file,
            .part = name.part,
            .paragraph = paragraph,
            .around = words_around(text.text, offset, length)};
  };
  const auto scan = bind::scan_markers(text.text);
  for (const auto& fault : scan.faults)
    out.error(position(fault.offset, fault.length), fault.rule, fault.message, fault.hint);
  const auto first = found.size();
  for (const auto& marker : scan.markers) {
    found.push_back({marker, position(marker.offset, marker.length)});
    check_whole(text.text.substr(marker.offset, marker.length), found.back(), out);
  }
  for (std::size_t i = scan.markers.size(); i-- > 0;) {
    const auto& marker = scan.markers[i];
    replace_text(text, marker.offset, marker.length, std::to_string(first + i));
  }
  for (auto& piece : text.pieces) {
    if (piece.is_text) piece.node.remove_attribute("xml:space");  // that a w:t needs
  }
}

void mark_chart_text(pugi::xml_document& part, const PartName& name, std::vector<ChartMarker>& found,
                     Diagnostics& out) {
  Placeholders foreign;
  part.traverse(foreign);
  for (auto& node : foreign.all) node.parent().remove_child(node);
  Marking marking(name, found, out);
  part.traverse(marking);
}

void fill_chart_text(pugi::xml_document& part, const std::vector<std::string>& values) {
  Placeholders placeholders;
  part.traverse(placeholders);
  std::vector<Node> texts;
  for (const auto& node : placeholders.all) {
    if (texts.empty() || texts.back() != node.parent()) texts.push_back(node.parent());
  }
  for (const auto& words : texts) {
    std::string value;
    for (const auto& child : words.children())
      value += is_placeholder(child) ? values.at(std::strtoul(child.value(), nullptr, 10)) : child.value();
    set_words(words, std::move(value));
  }
}

}  // namespace svodka::render
