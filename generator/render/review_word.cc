#include <cstring>
#include <map>
#include <pugixml.hpp>

#include "package/zip.h"
#include "render/expand/marks.h"
#include "render/expand/xml.h"
#include "render/review.h"
#include "render/word/docx_package.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr char kRelation[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
constexpr char kType[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
constexpr char kEmpty[] =
    "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>";

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

// Word has no comments in text boxes, nor where a field's code or a picture's description is.
bool takes_comments(const Node& run) {
  for (Node node = run.parent(); node; node = node.parent()) {
    if (is(node, "w:txbxContent") || is(node, "w:comment")) return false;
  }
  return true;
}

// Cuts the runs of a part at the marks of its values and puts comments round them (ECMA-376 part 1, 17.13.4).
class Commenter {
 public:
  Commenter(pugi::xml_document& comments, const NoteOf& note) : comments_(comments), note_(note) {
    for (const auto& comment : comments.document_element().children("w:comment"))
      next_ = std::max(next_, comment.attribute("w:id").as_int() + 1);
  }

  void run(pugi::xml_document& document) {
    std::vector<Node> runs;
    collect(document, runs);
    for (const auto& run : runs) cut(run);
  }

 private:
  static void collect(const Node& node, std::vector<Node>& runs) {
    for (const auto& child : node.children()) {
      if (is(child, "w:r")) runs.push_back(child);
      collect(child, runs);
    }
  }

  static bool is_marked(const Node& run) {
    for (const auto& child : run.children("w:t")) {
      if (has_marks(child.text().get())) return true;
    }
    return false;
  }

  // The pieces of the run stand before it; what has no text of its own goes with the piece that it stands in.
  void cut(Node run) {
    if (!is_marked(run)) return;
    parent_ = run.parent();
    run_ = run;
    piece_ = Node();
    const bool takes = takes_comments(run);
    for (Node child = run.first_child(); child; child = child.next_sibling()) {
      if (is(child, "w:rPr")) continue;
      if (!is(child, "w:t")) {
        piece().append_copy(child);
        continue;
      }
      walk_marks(
          child.text().get(), [&](std::string_view words) { write(words); },
          [&](int id) { open(takes ? note_(id) : nullptr); }, [&] { close(); });
    }
    parent_.remove_child(run);
  }

  Node piece() {
    if (!piece_) {
      piece_ = parent_.insert_child_before("w:r", run_);
      if (const Node look = run_.child("w:rPr")) piece_.append_copy(look);
    }
    return piece_;
  }

  void write(std::string_view words) {
    if (words.empty()) return;
    Node text = piece().append_child("w:t");
    text.append_attribute("xml:space").set_value("preserve");
    text.text().set(std::string(words).c_str());
  }

  void open(const ReviewNote* note) {
    open_.push_back(note == nullptr ? -1 : next_);
    if (note == nullptr) return;
    parent_.insert_child_before("w:commentRangeStart", run_).append_attribute("w:id").set_value(next_);
    piece_ = Node();
    write_comment(*note);
    ++next_;
  }

  void close() {
    if (open_.empty()) return;
    const int id = open_.back();
    open_.pop_back();
    if (id < 0) return;
    parent_.insert_child_before("w:commentRangeEnd", run_).append_attribute("w:id").set_value(id);
    parent_.insert_child_before("w:r", run_)
        .append_child("w:commentReference")
        .append_attribute("w:id")
        .set_value(id);
    piece_ = Node();
  }

  void write_comment(const ReviewNote& note) {
    Node comment = comments_.document_element().append_child("w:comment");
    comment.append_attribute("w:id").set_value(next_);
    comment.append_attribute("w:author").set_value("Svodka");
    comment.append_attribute("w:initials").set_value("S");
    for (const auto& line : note.lines) {
      Node text = comment.append_child("w:p").append_child("w:r").append_child("w:t");
      text.append_attribute("xml:space").set_value("preserve");
      text.text().set(line.c_str());
    }
  }

  pugi::xml_document& comments_;
  const NoteOf& note_;
  Node parent_, run_, piece_;
  std::vector<int> open_;
  int next_ = 0;
};

}  // namespace

std::optional<std::string> review_word(const std::string& marked, const NoteOf& note) {
  Diagnostics unsaid;
  auto entries = package::read_zip("", marked, unsaid);
  if (!entries) return std::nullopt;
  DocxPackage package(std::move(*entries));
  const auto main = package.main_part();
  auto part = package.related(main, "/comments");
  pugi::xml_document document, comments;
  if (main.empty() || !load_xml(package.bytes(main), document)) return std::nullopt;
  if (part.empty() || !load_xml(package.bytes(part), comments)) load_xml(kEmpty, comments);
  Commenter(comments, note).run(document);
  package.replace(main, without_marks(saved_xml(document)));
  std::vector<std::string> others;
  for (const auto& entry : package.entries()) {
    if (entry.name != main && (entry.name.ends_with(".xml") || entry.name.ends_with(".rels")))
      others.push_back(entry.name);
  }
  for (const auto& name : others) {
    const auto xml = package.bytes(name);
    if (has_marks(xml) || xml.find("%F4%8") != std::string::npos) package.replace(name, without_marks(xml));
  }
  const auto xml = saved_xml(comments);
  if (part.empty())
    package.relate(main, kRelation, package.add("word/comments", "xml", kType, xml));
  else
    package.replace(part, xml);
  return package::write_zip(std::move(package).finish());
}

}  // namespace svodka::render
