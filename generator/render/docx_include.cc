#include "render/docx_include.h"

#include <algorithm>
#include <cstring>
#include <sstream>

#include "bind/markers.h"
#include "render/docx_merge.h"
#include "render/docx_notes.h"
#include "render/docx_relations.h"
#include "render/wordml_ids.h"
#include "render/wordml_parse.h"
#include "render/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

void remove_all(const Node& root, std::initializer_list<const char*> names) {
  struct Walker : pugi::xml_tree_walker {
    std::initializer_list<const char*> names;
    std::vector<Node> found;
    bool for_each(Node& node) override {
      if (std::any_of(names.begin(), names.end(), [&](const char* name) { return is(node, name); }))
        found.push_back(node);
      return true;
    }
  } walker;
  walker.names = names;
  Node(root).traverse(walker);
  for (Node node : walker.found) node.parent().remove_child(node);
}

std::vector<Node> blocks_of(const Node& body) {
  std::vector<Node> blocks;
  for (const auto& child : body.children()) {
    if (!is(child, "w:sectPr")) blocks.push_back(child);
  }
  return blocks;
}

// Prefixes that the file's content uses mean the same in the part that takes it in.
void adopt_namespaces(Node root, const Node& from) {
  for (const auto& attribute : from.attributes()) {
    const std::string_view name = attribute.name();
    if (name.starts_with("xmlns:") && !root.attribute(attribute.name())) root.append_copy(attribute);
  }
  const auto theirs = std::string(from.attribute("mc:Ignorable").value());
  if (theirs.empty()) return;
  auto own = root.attribute("mc:Ignorable");
  if (!own) own = root.append_attribute("mc:Ignorable");
  auto all = " " + std::string(own.value()) + " ";
  std::istringstream prefixes(theirs);
  for (std::string prefix; prefixes >> prefix;) {
    if (all.find(" " + prefix + " ") == std::string::npos) all += prefix + " ";
  }
  const auto first = all.find_first_not_of(' ');
  own.set_value(all.substr(first, all.find_last_not_of(' ') + 1 - first).c_str());
}

// A copy of a node, whose paragraphs come from where those of the original do.
Node copy_before(const Node& original, const Node& place, Origins& origins) {
  const Node copy = place.parent().insert_copy_before(original, place);
  auto here = all_paragraphs(copy), there = all_paragraphs(original);
  if (is(copy, "w:p")) {
    here.insert(here.begin(), copy);
    there.insert(there.begin(), original);
  }
  for (std::size_t i = 0; i < here.size(); ++i) {
    auto origin = origins[there[i]];
    origins[here[i]] = std::move(origin);
  }
  return copy;
}

// Puts the blocks in the place of the paragraph. A paragraph that ends a page's set-up stays, empty.
void replace_paragraph(Node paragraph, const std::vector<Node>& blocks, Origins& origins) {
  Node last;
  for (const auto& block : blocks) last = copy_before(block, paragraph, origins);
  if (paragraph.child("w:pPr").child("w:sectPr")) {
    for (Node child = paragraph.child("w:pPr").next_sibling(); child;
         child = paragraph.child("w:pPr").next_sibling())
      paragraph.remove_child(child);
    return;
  }
  Node parent = paragraph.parent();
  if (is(last, "w:tbl") && !is(paragraph.next_sibling(), "w:p"))
    parent.insert_child_after("w:p", last);  // a cell ends with a paragraph, and tables do not fuse
  parent.remove_child(paragraph);
}

// Cuts the run that a place-holder stands in after it, takes the place-holder away, and returns the second
// half.
Node cut_run(Node placeholder) {
  Node text = placeholder.parent(), run = text.parent();
  Node second = run.parent().insert_child_after("w:r", run);
  if (const Node properties = run.child("w:rPr")) second.append_copy(properties);
  Node rest = second.append_child(text.name());
  rest.append_attribute("xml:space").set_value("preserve");
  while (const Node next = placeholder.next_sibling()) rest.append_move(next);
  while (const Node next = text.next_sibling()) second.append_move(next);
  text.remove_child(placeholder);
  return second;
}

bool holds_only(const Node& paragraph, const std::string& text, const bind::Marker& marker) {
  const auto blank = [](std::string_view words) {
    return words.find_first_not_of(" \t\u00A0") == std::string_view::npos;
  };
  if (!blank(std::string_view(text).substr(0, marker.offset)) ||
      !blank(std::string_view(text).substr(marker.offset + marker.length)))
    return false;
  return visible(paragraph, [](const Node& seen) { return seen.type() == pugi::node_pcdata; });
}

}  // namespace

// A file that is taken in, its ids already the template's.
struct DocxIncluder::File {
  std::string path;
  pugi::xml_document document;
  std::vector<Node> blocks;
};

bool DocxIncluder::include(pugi::xml_document& document, const PartName& name, Origins& origins,
                           Diagnostics& out) {
  return fill({document, name.part, {name.file}}, origins, out);
}

bool DocxIncluder::fill(const Target& target, Origins& origins, Diagnostics& out) {
  bool filled = false;
  for (const auto& paragraph : all_paragraphs(target.document))
    filled |= fill_paragraph(target, paragraph, origins, out);
  return filled;
}

bool DocxIncluder::fill_paragraph(const Target& target, Node paragraph, Origins& origins, Diagnostics& out) {
  auto words = paragraph_text(paragraph);
  if (words.text.find("{{") == std::string::npos) return false;
  auto markers = bind::scan_markers(words.text).markers;
  std::erase_if(markers, [](const auto& m) { return m.kind != bind::Marker::Kind::kInclude; });
  const auto origin = origins[paragraph];
  bool filled = false;
  for (auto marker = markers.rbegin(); marker != markers.rend(); ++marker) {
    const Position at{.file = origin.file,
                      .part = origin.part,
                      .paragraph = origin.paragraph,
                      .around = words_around(words.text, marker->offset, marker->length)};
    const bool alone = markers.size() == 1 && holds_only(paragraph, words.text, *marker);
    auto fragment = fragments_.read(target.chain, marker->name, at, out);
    const auto file = fragment ? open(target, std::move(*fragment), origins, out) : nullptr;
    filled = true;
    if (file) adopt_namespaces(target.document.document_element(), file->document.document_element());
    if (file && alone) {
      replace_paragraph(paragraph, file->blocks, origins);
      return true;
    }
    const Node placeholder = replace_text(words, marker->offset, marker->length, "include");
    if (!is(placeholder.parent(), "w:t") || !is(placeholder.parent().parent(), "w:r")) continue;
    const Node second = cut_run(placeholder);
    if (!file) continue;
    if (file->blocks.size() != 1 || !is(file->blocks.front(), "w:p")) {
      out.error(
          at, "include-place",
          text("в «{}» не один абзац, посреди строки его не вставить",
               "“{}” is not a single paragraph, it cannot be included in the middle of a line", marker->name),
          text("поставьте метку в отдельный абзац", "put the marker into a paragraph of its own"));
      continue;
    }
    for (const auto& child : file->blocks.front().children()) {
      if (!is(child, "w:pPr")) copy_before(child, second, origins);
    }
  }
  return filled;
}

// The file's notes come after their references, as those of the template do, and go where its notes go.
void DocxIncluder::bring_in_notes(const std::string& kind, const Target& into, const DocxPackage& own,
                                  File& file, DocxMerge& merge, Origins& origins, Diagnostics& out) {
  const auto part = own.related(own.main_part(), "/" + kind + "s");
  if (part.empty()) return;
  const auto links = read_relations(file.path, part, own.bytes(relations_name(part)), out).links;
  if (!bring_notes_in(file.document, {file.path, part}, utf8_xml(own.bytes(part)), links, origins, out))
    return;
  if (into.part != master_.main_part()) {
    out.error({.file = file.path, .part = part}, "include-place",
              text("в файле есть сноски, а в колонтитуле и в сноске их не бывает",
                   "the file has notes, which headers and notes cannot have"));
    return;
  }
  const auto target = notes_part(kind);
  for (const auto& note : elements_named(file.document, ("w:" + kind).c_str()))
    merge.adopt(note, part, target);
  notes_.insert(target);
}

// The template's part of notes; one with nothing but separators is made when it has none.
std::string DocxIncluder::notes_part(const std::string& kind) {
  const auto main = master_.main_part();
  if (const auto part = master_.related(main, "/" + kind + "s"); !part.empty()) return part;
  const auto part =
      master_.add("word/" + kind + "s", "xml",
                  "application/vnd.openxmlformats-officedocument.wordprocessingml." + kind + "s+xml",
                  no_notes("w:" + kind));
  master_.relate(main, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + kind + "s",
                 part);
  return part;
}

std::unique_ptr<DocxIncluder::File> DocxIncluder::open(const Target& target, Fragment fragment,
                                                       Origins& origins, Diagnostics& out) {
  auto entries = package::read_zip(fragment.path, fragment.bytes, out);
  if (!entries) return nullptr;
  const DocxPackage own(std::move(*entries));
  const auto part = own.main_part();
  if (part.empty() || !own.type_of(part).ends_with("wordprocessingml.document.main+xml")) {
    out.error({.file = fragment.path}, "not-a-word-document",
              text("это не документ Word без макросов", "it is no Word document without macros"));
    return nullptr;
  }
  auto file = std::make_unique<File>();
  file->path = fragment.path;
  auto& document = file->document;
  if (!parse_part({fragment.path, part}, utf8_xml(own.bytes(part)), document, out)) return nullptr;
  normalise(document);
  const auto rels = own.bytes(relations_name(part));
  links_to_fields({fragment.path, part}, document, read_relations(fragment.path, part, rels, out).links, out);
  int number = 0;
  for (const auto& paragraph : all_paragraphs(document)) origins[paragraph] = {fragment.path, part, ++number};
  remove_all(document, {"w:sectPr", "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference",
                        "w:annotationRef"});
  drop_paragraph_ids(document.document_element());
  DocxMerge merge(master_, own);
  for (const char* kind : {"footnote", "endnote"})
    bring_in_notes(kind, target, own, *file, merge, origins, out);
  merge.adopt(document.document_element(), part, target.part);
  auto chain = target.chain;
  chain.push_back(fragment.path);
  fill({document, target.part, std::move(chain)}, origins, out);
  file->blocks = blocks_of(document.document_element().child("w:body"));
  return file;
}

}  // namespace svodka::render
