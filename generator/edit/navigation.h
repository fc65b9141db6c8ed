#pragma once

#include <optional>
#include <string>
#include <vector>

#include "edit/question.h"

namespace svodka::edit {

/// What is said of a place, as Markdown.
struct Hover {
  std::string markdown;
  std::size_t begin = 0;  ///< bytes of the document
  std::size_t end = 0;
};

/// Gives the text of a file of the project as the editor has it; nothing when it cannot be read.
using TextOf = std::function<std::optional<std::string>(const std::string& path)>;

/// Of a key: what it means. Of a reference: the record it names. Of a query's name: its SQL and columns. Of
/// SQL: the columns of the table, or what the query above gives. Of a rule: what it checks.
std::optional<Hover> hover(const Question& question, const TextOf& text_of);

/// Where what is named is defined: a record, a query of the same report, a template, a table.
std::optional<Position> definition(const Question& question);

/// A part of a document with a name, for the editor's list of them.
struct Symbol {
  std::string name;
  std::string detail;
  std::size_t begin = 0, end = 0;            ///< all of it
  std::size_t name_begin = 0, name_end = 0;  ///< what to jump to
  std::vector<Symbol> children;
};
std::vector<Symbol> symbols(std::string_view text);

}  // namespace svodka::edit
