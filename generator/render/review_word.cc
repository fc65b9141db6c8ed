#include <algorithm>
#include <cstring>
#include <map>
#include <pugixml.hpp>
#include <set>

#include "package/zip.h"
#include "render/expand/marks.h"
#include "render/expand/xml.h"
#include "render/review.h"
#include "render/word/docx_comments.h"
#include "render/word/docx_package.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

// Word has no comments in text boxes. The paragraph of the text that holds the box; none for what stands in
// the text itself.
Node paragraph_round_box(const Node& run) {
  Node box;
  for (Node node = run.parent(); node; node = node.parent()) {
    if (is(node, "w:txbxContent")) box = node;
  }
  for (Node node = box.parent(); node; node = node.parent()) {
    if (is(node, "w:p")) return node;
  }
  return {};
}

void collect(const Node& node, const char* name, std::vector<Node>& found) {
  for (const auto& child : node.children()) {
    if (is(child, name)) found.push_back(child);
    collect(child, name, found);
  }
}

// A value where Word takes no comment, and its words.
struct Elsewhere {
  int id = 0;
  std::string words;
};

// The values of a header, a footer or a note, in order.
std::vector<Elsewhere> values_in(const Node& node) {
  std::vector<Node> texts;
  collect(node, "w:t", texts);
  std::string all;
  for (const auto& each : texts) all += each.text().get();
  const auto unmarked = take_marks(all);
  std::vector<Elsewhere> values;
  for (const auto& value : unmarked.values)
    values.push_back({value.id, unmarked.text.substr(value.begin, value.end - value.begin)});
  return values;
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
    collect(document, "w:r", runs);
    for (const auto& run : runs) cut(run);
    for (const auto& [paragraph, values] : in_boxes_) {
      for (const auto& value : values) tell(paragraph, {}, text("надпись", "text box"), value);
    }
  }

  // A comment about a value that stands elsewhere: round `from`, a child of the paragraph, or round all of
  // the paragraph. Said once where a part repeats it (the two forms of a text box).
  void tell(Node paragraph, Node from, const Text& where, const Elsewhere& value) {
    const auto* note = note_(value.id);
    if (note == nullptr || value.words.empty()) return;
    auto said = *note;
    said.lines.insert(said.lines.begin(), where.ru + ": «" + value.words + "»");
    if (!told_.emplace(paragraph.internal_object(), said.lines).second) return;
    const Node properties = paragraph.child("w:pPr");
    Node start = from         ? paragraph.insert_child_before("w:commentRangeStart", from)
                 : properties ? paragraph.insert_child_after("w:commentRangeStart", properties)
                              : paragraph.prepend_child("w:commentRangeStart");
    start.append_attribute("w:id").set_value(next_);
    Node end = from ? paragraph.insert_child_after("w:commentRangeEnd", from)
                    : paragraph.append_child("w:commentRangeEnd");
    end.append_attribute("w:id").set_value(next_);
    paragraph.insert_child_after("w:r", end)
        .append_child("w:commentReference")
        .append_attribute("w:id")
        .set_value(next_);
    write_comment(said);
    ++next_;
  }

 private:
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
    const Node round = paragraph_round_box(run);
    if (round) {
      if (in_boxes_.empty() || in_boxes_.back().first != round) in_boxes_.push_back({round, {}});
      auto& values = in_boxes_.back().second;
      for (auto& value : values_in(run)) values.push_back(std::move(value));
    }
    for (Node child = run.first_child(); child; child = child.next_sibling()) {
      if (is(child, "w:rPr")) continue;
      if (!is(child, "w:t")) {
        piece().append_copy(child);
        continue;
      }
      walk_marks(
          child.text().get(), [&](std::string_view words) { write(words); },
          [&](int id) { open(round ? nullptr : note_(id)); }, [&] { close(); });
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
  std::vector<std::pair<Node, std::vector<Elsewhere>>> in_boxes_;  // by the paragraph round the box
  std::set<std::pair<const void*, std::vector<std::string>>> told_;
  int next_ = 0;
};

// A part that readers see and Word takes no comments in, and how it is called.
struct QuietPart {
  const char* start;  // of its name
  Text called;
  const char* note = nullptr;       // its notes, which the text refers to
  const char* reference = nullptr;  // in the text
};

// Comments about the values of headers, footers and notes: of a note where the text refers to it, of the rest
// at the first paragraph.
void comment_quiet_parts(const DocxPackage& package, const pugi::xml_document& document,
                         Commenter& commenter) {
  const QuietPart kinds[] = {
      {"word/header", text("верхний колонтитул", "header")},
      {"word/footer", text("нижний колонтитул", "footer")},
      {"word/footnotes", text("сноска", "footnote"), "w:footnote", "w:footnoteReference"},
      {"word/endnotes", text("концевая сноска", "endnote"), "w:endnote", "w:endnoteReference"}};
  std::vector<Node> paragraphs;
  collect(document.document_element().child("w:body"), "w:p", paragraphs);
  if (paragraphs.empty()) return;
  for (const auto& kind : kinds) {
    for (const auto& entry : package.entries()) {
      if (!entry.name.starts_with(kind.start) || !entry.name.ends_with(".xml")) continue;
      pugi::xml_document part;
      if (const auto xml = package.bytes(entry.name); !has_marks(xml) || !load_xml(xml, part)) continue;
      if (kind.note == nullptr) {
        for (const auto& value : values_in(part)) commenter.tell(paragraphs.front(), {}, kind.called, value);
        continue;
      }
      std::vector<Node> references;
      collect(document, kind.reference, references);
      for (const auto& note : part.document_element().children(kind.note)) {
        const std::string id = note.attribute("w:id").value();
        const auto at = std::find_if(references.begin(), references.end(), [&](const Node& reference) {
          return id == reference.attribute("w:id").value();
        });
        if (at == references.end()) continue;
        const Node run = at->parent();
        const bool plain = is(run, "w:r") && is(run.parent(), "w:p");
        for (const auto& value : values_in(note))
          commenter.tell(plain ? run.parent() : paragraphs.front(), plain ? run : Node(), kind.called, value);
      }
    }
  }
}

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
  if (part.empty() || !load_xml(package.bytes(part), comments)) load_xml(kNoComments, comments);
  Commenter commenter(comments, note);
  comment_quiet_parts(package, document, commenter);
  commenter.run(document);
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
  put_comments(package, main, saved_xml(comments));
  return package::write_zip(std::move(package).finish());
}

}  // namespace svodka::render
