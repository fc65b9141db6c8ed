#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "render/word/wordml.h"

namespace svodka::render {

/// Footnotes or endnotes while their document is made. Word keeps them in a part of their own (ECMA-376 part
/// 1, 17.11), where a marker would not know the row that the note's reference stands in, and where a repeated
/// reference would share one note. So the notes stand inside the document, each after its reference, until
/// the document is expanded.
struct NotesPart {
  std::string part;       ///< "word/footnotes.xml"
  std::string element;    ///< "w:footnote"
  std::string reference;  ///< "w:footnoteReference"
  std::string head;  ///< the part up to its first note that a reference leads to: the separators are in it
  int next_id = 1;   ///< a w:id that is free
};

/// What take_notes_out() needs of a part of notes: its name and XML. Nothing when it cannot be read (a
/// finding).
std::optional<NotesPart> read_notes(const PartName& name, const std::string& xml, Diagnostics& out);

/// A part of notes without notes, but with the separators that Word wants. `element` is "w:footnote" or
/// "w:endnote".
std::string no_notes(const std::string& element);

/// The elements of this name below `root`, in the order of the document.
std::vector<pugi::xml_node> elements_named(const pugi::xml_node& root, const char* name);

/// Moves the notes of a part (`xml`, named `name`) behind their references in `document`, and says where each
/// of their paragraphs stands for its author. Nothing when the part cannot be read (a finding) or no
/// reference leads to it.
std::optional<NotesPart> bring_notes_in(pugi::xml_document& document, const PartName& name,
                                        const std::string& xml,
                                        const std::map<std::string, std::string>& links, Origins& origins,
                                        Diagnostics& out);

/// Declares in the notes' part the prefixes of the document's `root`, for what was brought into notes.
void adopt_namespaces(NotesPart& notes, const pugi::xml_node& root);

/// Takes the notes out of an expanded document, numbers them and their references anew in the order of the
/// text, and returns the XML of the notes' part.
std::string take_notes_out(std::string& document, const NotesPart& notes);

}  // namespace svodka::render
