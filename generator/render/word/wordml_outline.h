#pragma once

#include <pugixml.hpp>
#include <set>
#include <string>
#include <vector>

#include "render/word/wordml_numbering.h"
#include "render/word/wordml_styles.h"

namespace svodka::render {

/// Some words of a paragraph that stand alike.
struct Words {
  std::string text;      ///< tabs are "\t", line breaks spaces
  std::string vertical;  ///< w:vertAlign: "superscript", "subscript" or ""
};

/// A caption's number: a SEQ field (ECMA-376 part 1, 17.16.5.56).
struct Sequence {
  std::string name;       ///< «Рисунок»
  std::size_t words = 0;  ///< how many Words of the paragraph end with the number
};

/// A paragraph of the document's own text, as a table of contents looks at it.
struct OutlineParagraph {
  pugi::xml_node node;
  const ParagraphStyle* style = nullptr;
  int outline = 9;             ///< its own or its style's, 9 is text
  std::string number, suffix;  ///< of its list
  std::vector<Words> words;    ///< what a reader sees: no deleted or hidden text, no codes of fields
  std::vector<Sequence> sequences;
  std::set<std::string> bookmarks;  ///< of those asked for, that hold it or part of it
  pugi::xml_node first;             ///< the child that holds its first words

  std::string text() const;
};

/// Reads the paragraphs of a document's body in order, those of tables and content controls included, those
/// of text boxes and of existing tables of contents left out. `wanted` are the bookmarks to heed.
std::vector<OutlineParagraph> read_outline(const pugi::xml_node& body, const WordStyles& styles,
                                           const WordNumbering& numbering,
                                           const std::set<std::string>& wanted);

}  // namespace svodka::render
