#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"

namespace svodka::render {

/// One paragraph, line or table row of a finished document.
struct DocumentPiece {
  Text place;  ///< «абзац 12», «верхний колонтитул, абзац 1», «строка 4», «Лист1!7»
  std::string words;                                         ///< of a row its cells joined by " | "
  std::vector<std::pair<std::string, std::string>> cells{};  ///< of a sheet's row: "B7" and what it holds
  Position at{};  ///< the same place for a finding: part and paragraph, line and column, sheet (of a row)
  std::vector<std::pair<std::string, std::string>>
      formulas{};  ///< of its cells that have one, be there a result or not
};

/// What a reader finds in a document, in its order: the paragraphs of .docx, .odt and .ott (text, then
/// headers, footers and notes), the rows of every sheet of .xlsx and .ods (values as .xlsx stores them,
/// results of formulas), the lines of any other file. Empty paragraphs and rows are left out. A file that
/// cannot be read as what its name says is a finding, and nothing is returned.
std::optional<std::vector<DocumentPiece>> document_text(const std::string& path, const std::string& bytes,
                                                        Diagnostics& out);

/// The rows of a spreadsheet's package; document_text() for .xlsx.
std::optional<std::vector<DocumentPiece>> workbook_text(const std::string& path, const std::string& bytes,
                                                        Diagnostics& out);

/// The same of a spreadsheet of OpenDocument. Formulas are in its own notation.
std::optional<std::vector<DocumentPiece>> open_workbook_text(const std::string& path,
                                                             const std::string& bytes, Diagnostics& out);

}  // namespace svodka::render
