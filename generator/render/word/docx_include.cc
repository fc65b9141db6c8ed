#include "render/word/docx_include.h"

#include <algorithm>
#include <cstring>

#include "bind/markers.h"
#include "render/word/docx_merge.h"
#include "render/word/docx_notes.h"
#include "render/word/docx_relations.h"
#include "render/word/include_place.h"
#include "render/word/wordml_ids.h"
#include "render/word/wordml_namespaces.h"
#include "render/word/wordml_parse.h"
#include "render/word/wordml_text.h"

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

bool is_block(const Node& node) { return is(node, "w:p") || is(node, "w:tbl") || is(node, "w:sdt"); }

Node block_before(Node node) {
  do node = node.previous_sibling();
  while (node && !is_block(node));
  return node;
}
Node block_after(Node node) {
  do node = node.next_sibling();
  while (node && !is_block(node));
  return node;
}

bool is_blank(const Node& paragraph) {
  return is(paragraph, "w:p") && visible(paragraph, [](const Node&) { return false; });
}

// Word ends every file and cell with a paragraph, also after a table. In the middle of a text it is not
// wanted.
void drop_last_blank(std::vector<Node>& blocks) {
  if (blocks.size() < 2 || !is(blocks[blocks.size() - 2], "w:tbl")) return;
  const Node last = blocks.back();
  const bool bare = last.first_child() == last.last_child() && (!last.first_child() || last.child("w:pPr"));
  if (is_blank(last) && bare) blocks.pop_back();
}

// The only paragraph of a file, apart from blank ones at its end; nothing when it has more.
Node single_paragraph(const std::vector<Node>& all) {
  std::vector<Node> blocks;
  std::copy_if(all.begin(), all.end(), std::back_inserter(blocks), is_block);
  while (blocks.size() > 1 && is_blank(blocks.back())) blocks.pop_back();
  return blocks.size() == 1 && is(blocks.front(), "w:p") ? blocks.front() : Node();
}

void empty_paragraph(Node paragraph) {
  for (Node child = paragraph.first_child(); child;) {
    const Node next = child.next_sibling();
    if (!is(child, "w:pPr")) paragraph.remove_child(child);
    child = next;
  }
}

// Puts the blocks in the place of the paragraph. It stays, empty, where it ends a page's set-up, where a cell
// or the like would be left without one, and where tables would fuse.
void replace_paragraph(Node paragraph, std::vector<Node> blocks, Origins& origins) {
  const Node before = block_before(paragraph), after = block_after(paragraph);
  if (is(after, "w:p")) drop_last_blank(blocks);
  if (!blocks.empty() && is(blocks.front(), "w:tbl") && is(before, "w:tbl"))
    paragraph.parent().insert_child_before("w:p", paragraph);
  for (const auto& block : blocks) copy_before(block, paragraph, origins);
  const Node last = block_before(paragraph);
  const bool needed = !after ? !is(last, "w:p") : is(after, "w:tbl") && is(last, "w:tbl");
  if (needed || paragraph.child("w:pPr").child("w:sectPr"))
    empty_paragraph(paragraph);
  else
    paragraph.parent().remove_child(paragraph);
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

void say_unusual(const std::string& path, Diagnostics& out) {
  out.error({.file = path}, "unusual-word-document",
            text("файл записан не так, как записан шаблон", "the file is not written as the template is"),
            text("откройте его в Word или LibreOffice и сохраните снова как .docx",
                 "open it in Word or LibreOffice and save it again as .docx"));
}

bool has_macros(const DocxPackage& package) {
  return std::any_of(package.entries().begin(), package.entries().end(), [&](const auto& entry) {
    const auto type = package.type_of(entry.name);
    return type.find("macroEnabled") != std::string_view::npos ||
           type.find("vbaProject") != std::string_view::npos || entry.name.ends_with("vbaProject.bin");
  });
}

// The file, all of whose parts can be read.
std::optional<DocxPackage> read_package(const Fragment& fragment, Diagnostics& out) {
  auto entries = package::read_zip(fragment.path, fragment.bytes, out);
  if (!entries) return std::nullopt;
  for (const auto& entry : *entries) {
    if (!package::inflate(fragment.path, entry, out)) return std::nullopt;
  }
  DocxPackage own(std::move(*entries));
  if (has_macros(own)) {
    out.error({.file = fragment.path}, "macros-refused",
              text("в файле есть макросы, такие файлы не принимаются",
                   "the file holds macros, such files are refused"),
              text("сохраните его как обычный документ .docx", "save it as a plain .docx"));
    return std::nullopt;
  }
  const auto part = own.main_part();
  const auto type = own.type_of(part);
  if (part.empty() || !(type.ends_with(".document.main+xml") || type.ends_with(".template.main+xml"))) {
    out.error({.file = fragment.path}, "not-a-word-document",
              text("это не документ Word", "it is no Word document"),
              text("сохраните его в формате .docx", "save it as .docx"));
    return std::nullopt;
  }
  return own;
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
  const auto markers = include_markers(words);
  if (markers.empty()) return false;
  const auto origin = origins[paragraph];
  for (auto marker = markers.rbegin(); marker != markers.rend(); ++marker) {
    const Position at{.file = origin.file,
                      .part = origin.part,
                      .paragraph = origin.paragraph,
                      .around = words_around(words.text, marker->offset, marker->length)};
    const bool alone = markers.size() == 1 && holds_only(paragraph, words.text, *marker);
    const auto file = open(target, paragraph, *marker, at, origins, out);
    if (file && alone) {
      replace_paragraph(paragraph, file->blocks, origins);
      return true;
    }
    const Node placeholder = replace_text(words, marker->offset, marker->length, "include");
    if (!is(placeholder.parent(), "w:t") || !is(placeholder.parent().parent(), "w:r")) {
      placeholder.parent().remove_child(placeholder);  // in a formula: there are no runs to put
      say_no_place(*marker, at, out);
      continue;
    }
    const Node rest = cut_run(placeholder);
    if (file) put_runs(*file, rest, *marker, at, origins, out);
  }
  return true;
}

void DocxIncluder::put_runs(const File& file, const Node& place, const bind::Marker& marker,
                            const Position& at, Origins& origins, Diagnostics& out) {
  const Node paragraph = single_paragraph(file.blocks);
  if (!paragraph) return say_no_line(marker, at, out);
  for (const auto& child : paragraph.children()) {
    if (!is(child, "w:pPr")) copy_before(child, place, origins);
  }
}

// Notes stand in the text of the main part while they are filled (docx_notes.h), but have a part of their
// own.
std::string DocxIncluder::part_round(const Target& target, const Node& paragraph) {
  for (Node node = paragraph; node; node = node.parent()) {
    for (const std::string kind : {"footnote", "endnote"}) {
      if (node.parent() != target.document.document_element() && is(node, ("w:" + kind).c_str()))
        return notes_part(kind);
    }
  }
  return target.part;
}

// The file's notes come after their references, as those of the template do, and go where its notes go.
void DocxIncluder::bring_in_notes(const std::string& kind, const std::string& into, const DocxPackage& own,
                                  File& file, DocxMerge& merge, Origins& origins, Diagnostics& out) {
  const auto part = own.related(own.main_part(), "/" + kind + "s");
  if (part.empty()) return;
  const auto links = read_relations(file.path, part, own.bytes(relations_name(part)), out).links;
  if (!bring_notes_in(file.document, {file.path, part}, utf8_xml(own.bytes(part)), links, origins, out))
    return;
  if (into != master_.main_part()) {
    out.error({.file = file.path, .part = part}, "include-place",
              text("в файле есть сноски, а в колонтитуле и в сноске их не бывает",
                   "the file has notes, which headers and notes cannot have"));
    return;
  }
  const auto target = notes_part(kind);
  for (const auto& note : elements_named(file.document, ("w:" + kind).c_str()))
    merge.adopt_relations(note, part, target);
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

std::unique_ptr<DocxIncluder::File> DocxIncluder::open(const Target& target, const Node& paragraph,
                                                       const bind::Marker& marker, const Position& at,
                                                       Origins& origins, Diagnostics& out) {
  refuse_modifiers(marker, at, out);
  auto fragment = fragments_.read(target.chain, marker.name, at, out);
  if (!fragment) return nullptr;
  const auto own = read_package(*fragment, out);
  auto file = own ? read_main_part(fragment->path, *own, origins, out) : nullptr;
  if (!file) return nullptr;
  const Node root = file->document.document_element(), into = target.document.document_element();
  if (std::strcmp(root.attribute("xmlns:w").value(), into.attribute("xmlns:w").value()) != 0) {
    say_unusual(fragment->path, out);
    return nullptr;
  }
  const auto part = own->main_part(), target_part = part_round(target, paragraph);
  DocxMerge merge(master_, *own);
  for (const char* kind : {"footnote", "endnote"})
    bring_in_notes(kind, target_part, *own, *file, merge, origins, out);
  merge.adopt(root, part, target_part);
  auto chain = target.chain;
  chain.push_back(fragment->path);
  fill({file->document, target_part, std::move(chain)}, origins, out);
  file->blocks = blocks_of(root.child("w:body"));
  adopt_namespaces(into, root, file->blocks);
  return file;
}

// The file's text without what belongs to its pages and its reviewers.
std::unique_ptr<DocxIncluder::File> DocxIncluder::read_main_part(const std::string& path,
                                                                 const DocxPackage& own, Origins& origins,
                                                                 Diagnostics& out) {
  auto file = std::make_unique<File>();
  file->path = path;
  auto& document = file->document;
  const PartName name{path, own.main_part()};
  if (!parse_part(name, utf8_xml(own.bytes(name.part)), document, out)) return nullptr;
  if (!document.document_element().child("w:body")) {
    say_unusual(path, out);
    return nullptr;
  }
  normalise(document);
  const auto relations = read_relations(path, name.part, own.bytes(relations_name(name.part)), out);
  links_to_fields(name, document, relations.links, out);
  int number = 0;
  for (const auto& paragraph : all_paragraphs(document)) origins[paragraph] = {path, name.part, ++number};
  remove_all(document, {"w:sectPr", "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference",
                        "w:annotationRef", "w:dataBinding", "w15:dataBinding"});
  drop_paragraph_ids(document.document_element());
  return file;
}

}  // namespace svodka::render
