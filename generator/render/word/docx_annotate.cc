#include "render/word/docx_annotate.h"

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>
#include <sstream>

#include "package/zip.h"
#include "render/word/annotation.h"
#include "render/word/docx_comments.h"
#include "render/word/docx_package.h"
#include "render/word/wordml_parse.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

std::string xml_of(const pugi::xml_document& document) {
  std::ostringstream out;
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  document.document_element().print(out, "", pugi::format_raw);
  return out.str();
}

// A paragraph that a comment may stand in: not one of a text box.
Node outermost_paragraph(Node node) {
  Node found = node;
  for (; node; node = node.parent()) {
    if (std::strcmp(node.name(), "w:p") == 0) found = node;
  }
  return found;
}

// The child of the paragraph that a piece of its text stands below.
Node child_of(const Node& paragraph, Node node) {
  while (node.parent() != paragraph) node = node.parent();
  return node;
}

class Annotator {
 public:
  Annotator(pugi::xml_document& document, pugi::xml_document& comments, std::string part, Language language)
      : comments_(comments),
        part_(std::move(part)),
        language_(language),
        paragraphs_(all_paragraphs(document)) {
    for (const auto& comment : comments.document_element().children("w:comment"))
      next_ = std::max(next_, comment.attribute("w:id").as_int() + 1);
  }

  void annotate(const Finding& finding) {
    const auto number = static_cast<std::size_t>(finding.at.paragraph);
    const bool here = finding.at.part == part_ && number > 0 && number <= paragraphs_.size();
    if (paragraphs_.empty()) return;
    const Node paragraph = outermost_paragraph(here ? paragraphs_[number - 1] : paragraphs_.front());
    anchor(paragraph, here ? searched_words(finding.at.around) : std::string());
    write_comment(finding, here);
    ++next_;
  }

 private:
  // Marks the runs that hold the words, or the whole paragraph.
  void anchor(Node paragraph, const std::string& words) {
    const auto text = paragraph_text(paragraph);
    auto plain = text.text;
    std::replace_if(
        plain.begin(), plain.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    const auto from = words.empty() ? std::string::npos : plain.find(words);
    Node first, last;
    for (const auto& piece : text.pieces) {
      if (from != std::string::npos && (piece.end <= from || piece.begin >= from + words.size())) continue;
      if (!first) first = child_of(paragraph, piece.node);
      last = child_of(paragraph, piece.node);
    }
    Node start = first ? paragraph.insert_child_before("w:commentRangeStart", first)
                 : paragraph.child("w:pPr")
                     ? paragraph.insert_child_after("w:commentRangeStart", paragraph.child("w:pPr"))
                     : paragraph.prepend_child("w:commentRangeStart");
    Node end = paragraph.insert_child_after("w:commentRangeEnd", last ? last : start);
    Node run = paragraph.insert_child_after("w:r", end);
    for (Node node : {start, end, run.append_child("w:commentReference")})
      node.append_attribute("w:id").set_value(next_);
  }

  void write_comment(const Finding& finding, bool here) {
    Node comment = comments_.document_element().append_child("w:comment");
    comment.append_attribute("w:id").set_value(next_);
    comment.append_attribute("w:author").set_value("Svodka");
    comment.append_attribute("w:initials").set_value("S");
    for (const auto& words : comment_of(finding, here, language_)) write_paragraph(comment, words);
  }

  static void write_paragraph(Node comment, const std::string& words) {
    Node text = comment.append_child("w:p").append_child("w:r").append_child("w:t");
    text.append_attribute("xml:space").set_value("preserve");
    text.text().set(words.c_str());
  }

  pugi::xml_document& comments_;
  std::string part_;
  Language language_;
  std::vector<Node> paragraphs_;
  int next_ = 0;
};

bool load(pugi::xml_document& document, const std::string& xml) {
  constexpr unsigned kParse = pugi::parse_default | pugi::parse_ws_pcdata;
  return static_cast<bool>(document.load_buffer(xml.data(), xml.size(), kParse));
}

}  // namespace

std::optional<std::string> annotate_docx(const std::string& bytes, const std::vector<Finding>& findings,
                                         Language language) {
  Diagnostics told;
  auto entries = package::read_zip("", bytes, told);
  if (!entries) return std::nullopt;
  DocxPackage package(std::move(*entries));
  const auto main = package.main_part();
  auto comments_part = package.related(main, "/comments");
  pugi::xml_document document, comments;
  if (main.empty() || !load(document, utf8_xml(package.bytes(main)))) return std::nullopt;
  if (comments_part.empty() || !load(comments, utf8_xml(package.bytes(comments_part))))
    load(comments, kNoComments);
  Annotator annotator(document, comments, main, language);
  for (const auto& finding : findings) annotator.annotate(finding);
  package.replace(main, xml_of(document));
  put_comments(package, main, xml_of(comments));
  return package::write_zip(std::move(package).finish());
}

}  // namespace svodka::render
