#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/resolver.h"
#include "render/expand.h"

namespace svodka::render {

/// One XML part of a Word package, compiled.
struct CompiledPart {
  std::string body;  ///< for Expander
  bind::Program program;
  std::vector<bind::MarkerUse> uses;
  Escape escape = Escape::kWord;
  bool tidy = false;          ///< sections stand round paragraphs, rows or tables: see tidy_wordml()
  bool repeated_ids = false;  ///< ids stand in what is repeated: see renumber_ids()
};

/// Compiles a part of WordprocessingML (ECMA-376 part 1, clause 17): document, header, footer, notes, comments.
///
/// Markers are healed: whatever runs, proofing marks, bookmarks or tracked insertions cut them, they are put whole into the run of
/// their first character; deleted text does not count. A section stretches to what a person means: both ends in one paragraph, the
/// runs between; in cells of one row, the row; in rows of one table, those rows; in paragraphs of one cell or of the body, the paragraphs and
/// tables between. A paragraph or row that holds nothing but section markers disappears. Text that is no marker stays as it is.
///
/// `file` and `part` name the place in findings (with the number of the paragraph and the words around). Mistakes: findings, and
/// nothing is returned; nothing, without findings, when the part has no markers.
std::optional<CompiledPart> compile_wordml(const std::string& file, const std::string& part, const std::string& xml, const Shape& shape, Diagnostics& out);

/// The same for a part whose elements hold plain text (docProps/core.xml).
std::optional<CompiledPart> compile_properties(const std::string& file, const std::string& part, const std::string& xml, const Shape& shape, Diagnostics& out);

/// What must hold after expansion whatever the data: no table without rows, a paragraph at the end of each cell and in each header, footer, note and text
/// box, and between two tables (17.4.66 tc, 17.10).
std::string tidy_wordml(std::string xml);

/// Gives drawings, bookmarks and their ends in repeated sections ids and names of their own (17.13.6, 20.4.2.5).
std::string renumber_ids(const std::string& xml);

}  // namespace svodka::render
