#include "render/wordml_text.h"

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
bool is_foreign(const pugi::xml_node& node) { return is(node, "w:p") || is(node, "w:del") || is(node, "w:moveFrom") || is(node, "w:pPr") || is(node, "w:rPr"); }

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

void collect_paragraphs(const pugi::xml_node& parent, std::vector<pugi::xml_node>& out) {
  for (const auto& node : parent.children()) {
    if (is(node, "w:p")) out.push_back(node);
    collect_paragraphs(node, out);
  }
}

void set_text(pugi::xml_node node, const std::string& before, const std::string& slot, const std::string& after, pugi::xml_node& placeholder) {
  // What stands after the first place-holder of this w:t was put there by a later marker and stays.
  pugi::xml_node first = node.first_child();
  if (first && first.type() == pugi::node_pcdata) {
    first.set_value(before.c_str());
  } else {
    first = node.prepend_child(pugi::node_pcdata);
    first.set_value(before.c_str());
  }
  pugi::xml_node last = first;
  if (!slot.empty()) {
    placeholder = node.insert_child_after(pugi::node_pi, last);
    placeholder.set_name(kPlaceholder);
    placeholder.set_value(slot.c_str());
    last = placeholder;
  }
  if (!after.empty()) node.insert_child_after(pugi::node_pcdata, last).set_value(after.c_str());
  if (before.empty()) node.remove_child(first);
  auto space = node.attribute("xml:space");
  if (!space) space = node.append_attribute("xml:space");
  space.set_value("preserve");
}

void replace_all(std::string& words, std::string_view from, std::string_view to) {
  for (auto at = words.find(from); at != std::string::npos; at = words.find(from, at + to.size())) words.replace(at, from.size(), to);
}

class StringWriter : public pugi::xml_writer {
 public:
  void write(const void* data, std::size_t size) override { text.append(static_cast<const char*>(data), size); }
  std::string text;
};

}  // namespace

ParagraphText paragraph_text(const pugi::xml_node& paragraph) {
  ParagraphText out;
  collect(paragraph, out);
  return out;
}

std::vector<pugi::xml_node> all_paragraphs(const pugi::xml_node& root) {
  std::vector<pugi::xml_node> out;
  collect_paragraphs(root, out);
  return out;
}

bool is_visible_object(const pugi::xml_node& node) {
  for (const char* name : {"w:drawing", "w:pict", "w:object", "w:fldChar", "w:instrText", "w:fldSimple", "w:footnoteReference", "w:endnoteReference",
                           "w:commentReference", "w:sym", "w:ptab", "mc:AlternateContent", "m:oMath", "m:oMathPara", "w:lastRenderedPageBreak"}) {
    if (is(node, name)) return std::strcmp(name, "w:lastRenderedPageBreak") != 0;
  }
  return false;
}

pugi::xml_node replace_text(ParagraphText& paragraph, std::size_t offset, std::size_t length, const std::string& slot) {
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
    set_text(piece.node, before, first ? slot : "", after, placeholder);
    piece.end = cut_from;
    first = false;
  }
  return placeholder;
}

std::string template_body(const pugi::xml_document& document, const std::string& braces, const std::string& brace) {
  StringWriter writer;
  document.save(writer, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  std::string body = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  replace_all(writer.text, "{{", "<?" + std::string(kPlaceholder) + " " + braces + "?>");
  const std::string open = "<?" + std::string(kPlaceholder) + " ";
  std::size_t done = 0;
  for (auto at = writer.text.find(open); at != std::string::npos; at = writer.text.find(open, done)) {
    body.append(writer.text, done, at - done);
    if (body.ends_with('{')) {
      body.pop_back();
      body += "{{" + brace + "}}";
    }
    const auto end = writer.text.find("?>", at);
    body += "{{" + writer.text.substr(at + open.size(), end - at - open.size()) + "}}";
    done = end + 2;
  }
  body.append(writer.text, done, std::string::npos);
  return body;
}

}  // namespace svodka::render
