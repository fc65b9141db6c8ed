#pragma once

#include <pugixml.hpp>
#include <string_view>
#include <vector>

namespace svodka::render {

/// Names of elements with their prefixes, as Word and LibreOffice write them.
using Names = std::vector<std::string_view>;

bool is_any(const pugi::xml_node& node, const Names& names);

/// What the algorithms that heal markers and place sections (wordml_text.h, wordml_scope.h) must know of a
/// format of documents: how its elements are called, and how it writes text.
struct Dialect {
  Names paragraphs;
  Names rows, cells;
  Names wrappers;    ///< what may stand round rows and cells without being any
  Names blocks;      ///< what stands beside paragraphs: is_only_block()
  Names stories;     ///< what keeps its last paragraph, even an empty one: cells, headers, notes, text boxes
  Names lists;       ///< lists whose items are elements round their paragraphs
  Names items;       ///< those elements
  Names skipped;     ///< what is no part of the document that a reader reads, with all it holds
  Names ranges;      ///< ends of ranges that move out of an element that goes, so that they stay balanced
  Names properties;  ///< first children that an element's halves both have when it is cut in two
  Names cuttable;    ///< what goes when a cut leaves nothing in it but properties

  /// The elements that hold the text of a paragraph. `mixed`: the text stands there among other elements, any
  /// white space is a space and several are one (OpenDocument 1.3 part 3, 6.1.2); otherwise such an element
  /// holds one text, space for space.
  Names texts;
  bool mixed = false;

  /// What an element of a paragraph stands for, "\n", "\t", "-"; null for one that stands for no characters.
  const char* (*characters)(const pugi::xml_node&) = nullptr;
  /// True for what has text of its own that is not that of the paragraph round it.
  bool (*is_foreign)(const pugi::xml_node&) = nullptr;
  /// True for what a reader sees besides text: pictures, fields, breaks, notes.
  bool (*shows)(const pugi::xml_node&) = nullptr;
  /// True for a paragraph that ends a section of the document (a stretch of pages).
  bool (*ends_pages)(const pugi::xml_node&) = nullptr;
};

/// WordprocessingML (ECMA-376 part 1, clause 17).
const Dialect& wordml_dialect();

/// The text of OpenDocument (ODF 1.3 part 3).
const Dialect& odf_dialect();

/// True for an element that a reader sees where it stands in a paragraph of OpenDocument: a field, a note, a
/// break, a drawing; false for spans and marks.
bool odf_shows_in_text(std::string_view element);

/// True for a field whose text a person may have typed, a marker too (ODF 1.3 part 3, 7): a title, an input
/// field. It is a paragraph of its own, of plain text. What LibreOffice works out itself is none.
bool odf_is_field(const pugi::xml_node& node);

/// True for an element that holds plain text: such a field, the description of a drawing.
bool odf_is_plain(const pugi::xml_node& node);

/// The nearest of these elements that the node stands in, or is; an empty one when there is none.
pugi::xml_node nearest(pugi::xml_node node, const Names& names);

/// True for one of these elements (rows, cells), or a wrapper round such.
bool is_level(const Dialect& dialect, const Names& names, const pugi::xml_node& node);

/// True when a paragraph (a list) is all that the element round it holds.
bool is_only_block(const Dialect& dialect, const pugi::xml_node& block);

}  // namespace svodka::render
