#include "render/odf/odf_annotate.h"

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>

#include "package/zip.h"
#include "render/expand/dialect.h"
#include "render/expand/xml.h"
#include "render/odf/odf_package.h"
#include "render/word/annotation.h"
#include "render/word/wordml_parse.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr char kPart[] = "content.xml";

// A paragraph that a comment may stand in: not one of a note or a text box.
Node outermost_paragraph(Node node) {
  Node found;
  for (; node; node = node.parent()) {
    if (is_any(node, {"text:p", "text:h"})) found = node;
  }
  return found;
}

class Annotator {
 public:
  Annotator(pugi::xml_document& document, Language language) : language_(language) {
    for (const auto& paragraph : all_paragraphs(document, odf_dialect())) {
      if (!odf_is_plain(paragraph)) paragraphs_.push_back(paragraph);
    }
    Node root = document.document_element();
    if (!root.attribute("xmlns:dc"))
      root.append_attribute("xmlns:dc").set_value("http://purl.org/dc/elements/1.1/");
  }

  void annotate(const Finding& finding) {
    const auto number = static_cast<std::size_t>(finding.at.paragraph);
    const bool here = finding.at.part == kPart && number > 0 && number <= paragraphs_.size();
    if (paragraphs_.empty()) return;
    const Node paragraph = outermost_paragraph(here ? paragraphs_[number - 1] : paragraphs_.front());
    if (!paragraph) return;
    const auto name = "svodka-" + std::to_string(++comments_);
    Node comment = start(paragraph, here ? searched_words(finding.at.around) : std::string(), name);
    comment.append_attribute("office:name").set_value(name.c_str());
    comment.append_child("dc:creator").append_child(pugi::node_pcdata).set_value("Svodka");
    for (const auto& words : comment_of(finding, here, language_))
      comment.append_child("text:p").append_child(pugi::node_pcdata).set_value(words.c_str());
  }

 private:
  // Puts the ends of a comment round the words, or a comment without a range at the paragraph's beginning.
  // Returns the comment.
  static Node start(Node paragraph, const std::string& words, const std::string& name) {
    const auto text = paragraph_text(paragraph, odf_dialect());
    auto plain = text.text;
    std::replace_if(
        plain.begin(), plain.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    const auto from = words.empty() ? std::string::npos : plain.find(words);
    if (from == std::string::npos) return paragraph.prepend_child("office:annotation");
    Node end = insert_at(text, from + words.size(), "office:annotation-end", false);
    end.append_attribute("office:name").set_value(name.c_str());
    return insert_at(text, from, "office:annotation", true);
  }

  // An element at an offset of the text; what stands before it there keeps its node.
  static Node insert_at(const ParagraphText& text, std::size_t offset, const char* name, bool starts) {
    for (const auto& piece : text.pieces) {
      if (starts ? offset >= piece.end : offset > piece.end) continue;
      Node node = piece.node, parent = node.parent();
      if (!piece.is_text || offset <= piece.begin) return parent.insert_child_before(name, node);
      const std::string words = node.value();
      const auto cut = offset - piece.begin;
      if (cut < words.size())
        parent.insert_child_after(pugi::node_pcdata, node).set_value(words.substr(cut).c_str());
      node.set_value(words.substr(0, cut).c_str());
      return parent.insert_child_after(name, node);
    }
    const Node last = text.pieces.back().node;
    return last.parent().insert_child_after(name, last);
  }

  Language language_;
  std::vector<Node> paragraphs_;
  int comments_ = 0;
};

}  // namespace

std::optional<std::string> annotate_odt(const std::string& bytes, const std::vector<Finding>& findings,
                                        Language language) {
  Diagnostics told;
  auto entries = read_odf_package("", bytes, told);
  if (!entries) return std::nullopt;
  const auto content =
      std::find_if(entries->begin(), entries->end(), [](const auto& entry) { return entry.name == kPart; });
  const auto xml = package::inflate("", *content, told);
  pugi::xml_document document;
  if (!xml || !load_xml(utf8_xml(*xml), document)) return std::nullopt;
  Annotator annotator(document, language);
  for (const auto& finding : findings) annotator.annotate(finding);
  *content = package::deflate(kPart, saved_xml(document));
  return package::write_zip(*entries);
}

}  // namespace svodka::render
