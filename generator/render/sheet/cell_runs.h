#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace svodka::render {

/// A piece of a cell's text in one hand.
struct CellRun {
  std::string text;
  bool bold = false, italic = false, strike = false;
  friend bool operator==(const CellRun&, const CellRun&) = default;
};

/// Markdown (expand/markdown.h) as the text of one cell: paragraphs, items and rows of tables begin new
/// lines, items have their sign or number, headings are bold, of a link its words remain.
std::vector<CellRun> cell_runs(std::string_view markdown);

/// The text alone.
std::string plain_text(const std::vector<CellRun>& runs);

}  // namespace svodka::render
