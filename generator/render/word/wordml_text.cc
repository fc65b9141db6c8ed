#include "render/word/wordml_text.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

namespace svodka::render {
namespace {

bool is(const pugi::xml_node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

// White space in mixed text is a space, whatever character it is written by.
std::string words_of(const pugi::xml_node& node, bool mixed) {
  std::string text = mixed ? node.value() : node.text().get();
  if (mixed) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
  }
  return text;
}

void collect(const Dialect& dialect, const pugi::xml_node& parent, ParagraphText& out) {
  for (const auto& node : parent.children()) {
    if (dialect.mixed ? node.type() == pugi::node_pcdata : is_any(node, dialect.texts)) {
      const auto text = words_of(node, dialect.mixed);
      out.pieces.push_back({node, true, out.text.size(), out.text.size() + text.size()});
      out.text += text;
    } else if (const char* characters = dialect.characters(node)) {
      out.pieces.push_back({node, false, out.text.size(), out.text.size() + std::strlen(characters)});
      out.text += characters;
    } else if (!dialect.is_foreign(node)) {
      collect(dialect, node, out);
    }
  }
}

// The codes of fields; what stands between two fields parts them.
void collect_codes(const pugi::xml_node& parent, ParagraphText& out) {
  for (const auto& node : parent.children()) {
    if (is(node, "w:instrText")) {
      const std::string text = node.text().get();
      out.pieces.push_back({node, true, out.text.size(), out.text.size() + text.size()});
      out.text += text;
    } else if (is(node, "w:fldChar")) {
      out.text += '\n';
    } else if (!wordml_dialect().is_foreign(node)) {
      collect_codes(node, out);
    }
  }
}

void collect_paragraphs(const Dialect& dialect, const pugi::xml_node& parent,
                        std::vector<pugi::xml_node>& out) {
  for (const auto& node : parent.children()) {
    if (is_any(node, dialect.paragraphs)) out.push_back(node);
    if (!dialect.mixed || !is_any(node, dialect.skipped)) collect_paragraphs(dialect, node, out);
  }
}

// Writes `before`, the place-holder and `after` for a text node, which goes when nothing is left of it.
pugi::xml_node cut_words(pugi::xml_node words, const std::string& before, const std::string& value,
                         const std::string& after) {
  pugi::xml_node parent = words.parent(), placeholder, last = words;
  words.set_value(before.c_str());
  if (!value.empty()) {
    last = placeholder = parent.insert_child_after(pugi::node_pi, words);
    placeholder.set_name(kPlaceholder);
    placeholder.set_value(value.c_str());
  }
  if (!after.empty()) parent.insert_child_after(pugi::node_pcdata, last).set_value(after.c_str());
  if (before.empty()) parent.remove_child(words);
  return placeholder;
}

// The same for a w:t. What stands after its first place-holder was put there by a later marker and stays.
pugi::xml_node cut_text(pugi::xml_node node, const std::string& before, const std::string& value,
                        const std::string& after) {
  pugi::xml_node first = node.first_child();
  if (first.type() != pugi::node_pcdata) first = node.prepend_child(pugi::node_pcdata);
  auto space = node.attribute("xml:space");
  if (!space) space = node.append_attribute("xml:space");
  space.set_value("preserve");
  return cut_words(first, before, value, after);
}

// Attributes mark their place-holders by characters that XML cannot hold (U+FFFE, U+FFFF), so none is there
// by itself.
constexpr std::string_view kBegin = "\xEF\xBF\xBE", kEnd = "\xEF\xBF\xBF";

bool is_blank(const char* text) { return text[std::strspn(text, " \t\r\n")] == '\0'; }

// One w:t may be cut by comments or written as CDATA.
void join_text(pugi::xml_node node) {
  std::string text;
  for (const auto& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) text += child.value();
  }
  while (node.first_child()) node.remove_child(node.first_child());
  if (!text.empty()) node.append_child(pugi::node_pcdata).set_value(text.c_str());
}

bool is_words(const pugi::xml_node& node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

// Mixed text likewise: words that stand side by side become one text node.
void join_mixed(pugi::xml_node parent) {
  for (pugi::xml_node child = parent.first_child(); child;) {
    const pugi::xml_node next = child.next_sibling();
    if (child.type() == pugi::node_comment) {
      parent.remove_child(child);
    } else if (is_words(child)) {
      pugi::xml_node before = child.previous_sibling();
      if (before.type() != pugi::node_pcdata) {
        before = parent.insert_child_before(pugi::node_pcdata, child);
      }
      before.set_value((std::string(before.value()) + child.value()).c_str());
      parent.remove_child(child);
    }
    child = next;
  }
}

void normalise_below(const Dialect& dialect, pugi::xml_node parent) {
  const bool text = is_any(parent, dialect.texts) || is(parent, "w:instrText");
  if (text && dialect.mixed) {
    join_mixed(parent);
  } else if (text && (parent.first_child() != parent.last_child() ||
                      parent.first_child().type() == pugi::node_cdata)) {
    return join_text(parent);
  }
  const bool mixed = !(text && dialect.mixed) && parent.find_child([](const pugi::xml_node& child) {
    return child.type() == pugi::node_element;
  });
  for (pugi::xml_node child = parent.first_child(); child;) {
    const pugi::xml_node next = child.next_sibling();
    const bool space = mixed && child.type() == pugi::node_pcdata && is_blank(child.value());
    if (space || (child.type() == pugi::node_pi && std::string_view(child.name()).starts_with(kPlaceholder)))
      parent.remove_child(child);
    else if (child.type() == pugi::node_element)
      normalise_below(dialect, child);
    child = next;
  }
}

class StringWriter : public pugi::xml_writer {
 public:
  void write(const void* data, std::size_t size) override {
    text.append(static_cast<const char*>(data), size);
  }
  std::string text;
};

}  // namespace

ParagraphText paragraph_text(const pugi::xml_node& paragraph, const Dialect& dialect) {
  ParagraphText out;
  collect(dialect, paragraph, out);
  return out;
}

ParagraphText field_codes(const pugi::xml_node& paragraph) {
  ParagraphText out;
  collect_codes(paragraph, out);
  return out;
}

void normalise(const pugi::xml_document& document, const Dialect& dialect) {
  normalise_below(dialect, document);
}

std::string in_attribute(const std::string& value) { return std::string(kBegin) + value + std::string(kEnd); }

std::vector<pugi::xml_node> all_paragraphs(const pugi::xml_node& root, const Dialect& dialect) {
  std::vector<pugi::xml_node> out;
  collect_paragraphs(dialect, root, out);
  return out;
}

pugi::xml_node replace_text(ParagraphText& paragraph, std::size_t offset, std::size_t length,
                            const std::string& value) {
  pugi::xml_node placeholder;
  const std::size_t end = offset + length;
  bool first = true;
  for (auto& piece : paragraph.pieces) {
    if (piece.end <= offset || piece.begin >= end) continue;
    if (!piece.is_text) {  // a hyphen that Word put into the marker
      piece.node.parent().remove_child(piece.node);
      continue;
    }
    // A later marker may already have cut this piece: its own text now ends at piece.end.
    const auto cut_from = std::max(offset, piece.begin), cut_to = std::min(end, piece.end);
    const auto before = paragraph.text.substr(piece.begin, cut_from - piece.begin);
    const auto after = paragraph.text.substr(cut_to, piece.end - cut_to);
    const auto cut = piece.node.type() == pugi::node_pcdata ? cut_words : cut_text;
    const auto made = cut(piece.node, before, first ? value : "", after);
    if (first) placeholder = made;
    piece.end = cut_from;
    first = false;
  }
  return placeholder;
}

namespace {

// Finds the nearest of several strings again and again, passing over the text once for each.
class NearestFinder {
 public:
  NearestFinder(std::string_view text, std::vector<std::string> needles)
      : text_(text), needles_(std::move(needles)) {
    for (const auto& needle : needles_) found_.push_back(text_.find(needle));
  }
  // The position of the nearest needle from `from` on, and its number; npos when there is none.
  std::size_t find(std::size_t from, std::size_t& which) {
    for (std::size_t i = 0; i < needles_.size(); ++i) {
      if (found_[i] < from) found_[i] = text_.find(needles_[i], from);
    }
    which = static_cast<std::size_t>(std::min_element(found_.begin(), found_.end()) - found_.begin());
    return found_[which];
  }

 private:
  std::string_view text_;
  std::vector<std::string> needles_;
  std::vector<std::size_t> found_;
};

// Puts `value` between the braces of a marker; a brace before them would be taken for theirs, and one before
// a comment, which shows nothing, for a marker's when another follows.
void append_marker(std::string& body, std::string_view value, const std::string& brace) {
  if (body.ends_with('{')) {
    body.pop_back();
    body += "{{" + brace + "}}";
  }
  if (value.starts_with('!')) return;
  body.append("{{").append(value).append("}}");
}

}  // namespace

std::string template_body(const pugi::xml_document& document, const std::string& braces,
                          const std::string& brace) {
  StringWriter writer;
  document.save(writer, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  const std::string_view xml = writer.text;
  const std::vector<std::string> begins{"{{", "<?" + std::string(kPlaceholder) + " ", std::string(kBegin)};
  const std::array<std::string_view, 3> ends{"", "?>", kEnd};
  std::string body = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  body.reserve(xml.size() + xml.size() / 8);
  NearestFinder finder(xml, begins);
  std::size_t done = 0, which = 0;
  for (auto at = finder.find(0, which); at != std::string_view::npos; at = finder.find(done, which)) {
    body += xml.substr(done, at - done);
    const auto begin = at + begins[which].size();
    const auto end = xml.find(ends[which], begin);
    append_marker(body, which == 0 ? braces : xml.substr(begin, end - begin), brace);
    done = end + ends[which].size();
  }
  body += xml.substr(done);
  return body;
}

}  // namespace svodka::render
