#include "render/word/docx_notes.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <sstream>

#include "render/expand/xml.h"
#include "render/word/wordml_namespaces.h"
#include "render/word/wordml_parse.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

// Separators and the like are notes that no reference leads to (17.18.33).
bool is_separator(const Node& note) {
  const std::string_view type = note.attribute("w:type").value();
  return !type.empty() && type != "normal";
}

std::string head_of(const pugi::xml_document& notes, const char* element) {
  Node root = notes.document_element();
  for (Node note = root.child(element); note;) {
    const Node next = note.next_sibling(element);
    if (!is_separator(note)) root.remove_child(note);
    note = next;
  }
  std::ostringstream out;
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  root.print(out, "", pugi::format_raw);
  auto xml = out.str();
  const auto end = xml.rfind(std::string("</") + root.name());
  if (end != std::string::npos) return xml.substr(0, end);
  return xml.replace(xml.rfind("/>"), 2, ">");  // no separators: an empty element
}

// Of an element's name and its end, "</w:footnotes>".
std::string tail_of(const NotesPart& notes) { return "</" + notes.element + "s>"; }

void replace_id(std::string& xml, std::size_t tag, int id) {
  constexpr std::string_view kId = " w:id=\"";
  const auto from = xml.find(kId, tag) + kId.size();
  xml.replace(from, xml.find('"', from) - from, std::to_string(id));
}

// The kind and the free ids of a part; its head is read last, since reading it takes the notes away.
NotesPart described(const PartName& name, const pugi::xml_document& source) {
  NotesPart notes{.part = name.part};
  notes.element =
      std::strcmp(source.document_element().name(), "w:endnotes") == 0 ? "w:endnote" : "w:footnote";
  notes.reference = notes.element + "Reference";
  for (const auto& note : source.document_element().children(notes.element.c_str())) {
    if (is_separator(note)) notes.next_id = std::max(notes.next_id, note.attribute("w:id").as_int() + 1);
  }
  return notes;
}

}  // namespace

std::vector<Node> elements_named(const Node& root, const char* name) {
  struct Walker : pugi::xml_tree_walker {
    const char* name = nullptr;
    std::vector<Node> found;
    bool for_each(Node& node) override {
      if (std::strcmp(node.name(), name) == 0) found.push_back(node);
      return true;
    }
  } walker;
  walker.name = name;
  Node(root).traverse(walker);
  return std::move(walker.found);
}

std::optional<NotesPart> read_notes(const PartName& name, const std::string& xml, Diagnostics& out) {
  pugi::xml_document source;
  if (!parse_part(name, xml, source, out)) return std::nullopt;
  auto notes = described(name, source);
  notes.head = head_of(source, notes.element.c_str());
  return notes;
}

std::string no_notes(const std::string& element) {
  const auto separator = [&](const char* type, const char* id, const char* inside) {
    return "<" + element + " w:type=\"" + type + "\" w:id=\"" + id + "\"><w:p><w:r><w:" + inside +
           "/></w:r></w:p></" + element + ">";
  };
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<" + element +
         "s xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
         "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">" +
         separator("separator", "-1", "separator") +
         separator("continuationSeparator", "0", "continuationSeparator") + "</" + element + "s>";
}

std::optional<NotesPart> bring_notes_in(pugi::xml_document& document, const PartName& name,
                                        const std::string& xml,
                                        const std::map<std::string, std::string>& links, Origins& origins,
                                        Diagnostics& out) {
  pugi::xml_document source;
  if (!parse_part(name, xml, source, out)) return std::nullopt;
  normalise(source);
  links_to_fields(name, source, links, out);
  auto notes = described(name, source);
  const auto references = elements_named(document, notes.reference.c_str());
  if (references.empty()) return std::nullopt;

  std::map<Node, int> numbers;
  for (const auto& paragraph : all_paragraphs(source))
    numbers.emplace(paragraph, static_cast<int>(numbers.size()) + 1);
  std::map<std::string, Node> by_id;
  for (const auto& note : source.document_element().children(notes.element.c_str())) {
    if (!is_separator(note)) by_id.emplace(note.attribute("w:id").value(), note);
  }
  for (const auto& reference : references) {
    const auto note = by_id.find(reference.attribute("w:id").value());
    if (note == by_id.end()) continue;
    const Node copy = reference.parent().insert_copy_after(note->second, reference);
    const auto here = all_paragraphs(copy), there = all_paragraphs(note->second);
    for (std::size_t i = 0; i < here.size(); ++i)
      origins[here[i]] = {name.file, name.part, numbers.at(there[i])};
  }
  notes.head = head_of(source, notes.element.c_str());
  return notes;
}

void adopt_namespaces(NotesPart& notes, const Node& root) {
  pugi::xml_document part;
  if (!load_xml(notes.head + tail_of(notes), part)) return;
  adopt_namespaces(part.document_element(), root, {});
  notes.head = head_of(part, notes.element.c_str());
}

std::string take_notes_out(std::string& document, const NotesPart& notes) {
  const std::string start = "<" + notes.element + " ", end = "</" + notes.element + ">";
  const std::string reference = "<" + notes.reference + " ";
  std::string part = notes.head, rest;
  rest.reserve(document.size());
  int id = notes.next_id;
  std::size_t done = 0;
  for (auto at = document.find(start); at != std::string::npos; at = document.find(start, done)) {
    rest.append(document, done, at - done);
    done = document.find(end, at) + end.size();
    replace_id(rest, rest.rfind(reference), id);
    const auto from = part.size();
    part.append(document, at, done - at);
    replace_id(part, from, id++);
  }
  document = rest.append(document, done, std::string::npos);
  return part + tail_of(notes);
}

}  // namespace svodka::render
