#include "render/wordml_text.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

namespace svodka::render {
namespace {

bool is(const pugi::xml_node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

// Elements of a run that stand for characters (17.3.3).
const char* characters_of(const pugi::xml_node& node) {
  if (is(node, "w:br") || is(node, "w:cr")) return "\n";
  if (is(node, "w:tab") && is(node.parent(), "w:r")) return "\t";
  if (is(node, "w:noBreakHyphen")) return "-";
  if (is(node, "w:softHyphen")) return "\u00AD";
  return nullptr;
}

// What has text of its own that is not the paragraph's.
bool is_foreign(const pugi::xml_node& node) {
  return is(node, "w:p") || is(node, "w:del") || is(node, "w:moveFrom") || is(node, "w:pPr") ||
         is(node, "w:rPr");
}

void collect(const pugi::xml_node& parent, ParagraphText& out) {
  for (const auto& node : parent.children()) {
    if (is(node, "w:t")) {
      const std::string text = node.text().get();
      out.pieces.push_back({node, true, out.text.size(), out.text.size() + text.size()});
      out.text += text;
    } else if (const char* characters = characters_of(node)) {
      out.pieces.push_back({node, false, out.text.size(), out.text.size() + std::strlen(characters)});
      out.text += characters;
    } else if (!is_foreign(node)) {
      collect(node, out);
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
    } else if (!is_foreign(node)) {
      collect_codes(node, out);
    }
  }
}

void collect_paragraphs(const pugi::xml_node& parent, std::vector<pugi::xml_node>& out) {
  for (const auto& node : parent.children()) {
    if (is(node, "w:p")) out.push_back(node);
    collect_paragraphs(node, out);
  }
}

void set_text(pugi::xml_node node, const std::string& before, const std::string& value,
              const std::string& after, pugi::xml_node& placeholder) {
  // What stands after the first place-holder of this w:t was put there by a later marker and stays.
  pugi::xml_node first = node.first_child();
  if (first && first.type() == pugi::node_pcdata) {
    first.set_value(before.c_str());
  } else {
    first = node.prepend_child(pugi::node_pcdata);
    first.set_value(before.c_str());
  }
  pugi::xml_node last = first;
  if (!value.empty()) {
    placeholder = node.insert_child_after(pugi::node_pi, last);
    placeholder.set_name(kPlaceholder);
    placeholder.set_value(value.c_str());
    last = placeholder;
  }
  if (!after.empty()) node.insert_child_after(pugi::node_pcdata, last).set_value(after.c_str());
  if (before.empty()) node.remove_child(first);
  auto space = node.attribute("xml:space");
  if (!space) space = node.append_attribute("xml:space");
  space.set_value("preserve");
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

void normalise_below(pugi::xml_node parent) {
  const bool text = is(parent, "w:t") || is(parent, "w:instrText");
  if (text &&
      (parent.first_child() != parent.last_child() || parent.first_child().type() == pugi::node_cdata))
    return join_text(parent);
  const bool mixed =
      parent.find_child([](const pugi::xml_node& child) { return child.type() == pugi::node_element; });
  for (pugi::xml_node child = parent.first_child(); child;) {
    const pugi::xml_node next = child.next_sibling();
    const bool space = mixed && child.type() == pugi::node_pcdata && is_blank(child.value());
    if (space || (child.type() == pugi::node_pi && std::string_view(child.name()).starts_with(kPlaceholder)))
      parent.remove_child(child);
    else if (child.type() == pugi::node_element)
      normalise_below(child);
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

ParagraphText paragraph_text(const pugi::xml_node& paragraph) {
  ParagraphText out;
  collect(paragraph, out);
  return out;
}

ParagraphText field_codes(const pugi::xml_node& paragraph) {
  ParagraphText out;
  collect_codes(paragraph, out);
  return out;
}

void normalise(const pugi::xml_document& document) { normalise_below(document); }

std::string in_attribute(const std::string& value) { return std::string(kBegin) + value + std::string(kEnd); }

std::vector<pugi::xml_node> all_paragraphs(const pugi::xml_node& root) {
  std::vector<pugi::xml_node> out;
  collect_paragraphs(root, out);
  return out;
}

bool is_visible_object(const pugi::xml_node& node) {
  for (const char* name :
       {"w:drawing", "w:pict", "w:object", "w:fldChar", "w:instrText", "w:fldSimple", "w:footnoteReference",
        "w:endnoteReference", "w:commentReference", "w:sym", "w:ptab", "mc:AlternateContent", "m:oMath",
        "m:oMathPara", "w:lastRenderedPageBreak"}) {
    if (is(node, name)) return std::strcmp(name, "w:lastRenderedPageBreak") != 0;
  }
  return false;
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
    set_text(piece.node, before, first ? value : "", after, placeholder);
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
