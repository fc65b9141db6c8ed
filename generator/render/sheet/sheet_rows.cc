#include "render/sheet/sheet_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

namespace svodka::render {
namespace {

template <typename Number>
void append(std::string& out, Number value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

/// The shortest digits that read back the same number; a whole one without an exponent.
void append_number(std::string& out, double value) {
  constexpr double kWhole = 1e15;
  assert(std::isfinite(value));
  if (std::fabs(value) < kWhole && value == std::trunc(value))
    append(out, static_cast<std::int64_t>(value));
  else
    append(out, value);
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

/// Excel reads `_x0041_` in a text as the letter A.
bool is_escape(std::string_view words, std::size_t at) {
  return words.size() > at + 6 && words[at + 1] == 'x' && words[at + 6] == '_' &&
         std::all_of(words.begin() + static_cast<std::ptrdiff_t>(at) + 2,
                     words.begin() + static_cast<std::ptrdiff_t>(at) + 6, is_hex);
}

/// What stands for a byte in the text of a cell; nothing when it stands for itself.
std::string_view escaped(std::string_view words, std::size_t at) {
  switch (words[at]) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\r':  // XML would make a line feed of it
      return "_x000D_";
    case '_':  // the letters of the text are kept by writing the first one so
      return is_escape(words, at) ? "_x005F_" : std::string_view();
    default:
      return {};
  }
}

constexpr auto kSuspects = [] {
  std::array<bool, 256> table{};
  for (const char c : {'&', '<', '>', '\r', '_'}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

void append_words(std::string& out, std::string_view words) {
  std::size_t done = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!kSuspects[static_cast<unsigned char>(words[i])]) continue;
    const auto instead = escaped(words, i);
    if (instead.empty()) continue;
    out.append(words.substr(done, i - done)).append(instead);
    done = i + 1;
  }
  out.append(words.substr(done));
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n'; }

/// ECMA-376 part 1, 18.4.12.
void append_t(std::string& out, std::string_view words) {
  out += !words.empty() && (is_space(words.front()) || is_space(words.back())) ? "<t xml:space=\"preserve\">"
                                                                               : "<t>";
  append_words(out, words);
  out += "</t>";
}

/// The font of a run (18.4.7).
std::string run_font(const CellStyle& look, const CellRun& run) {
  return fmt::format(
      "<rPr>{}{}{}<sz val=\"{}\"/><color theme=\"1\"/><rFont val=\"{}\"/><family val=\"2\"/></rPr>",
      look.bold || run.bold ? "<b/>" : "", look.italic || run.italic ? "<i/>" : "",
      look.strike || run.strike ? "<strike/>" : "", look.size, kSheetFont);
}

std::string_view without_sign(std::string_view formula) {
  return formula.starts_with('=') ? formula.substr(1) : formula;
}

}  // namespace

std::string sheet_column(int column) {
  std::string letters;
  for (int c = column; c >= 0; c = c / 26 - 1)
    letters.insert(letters.begin(), static_cast<char>('A' + c % 26));
  return letters;
}

void SheetRows::begin(int row) {
  if (row == row_) return;
  assert(row > row_ && "rows are written downwards");
  if (row_ < 0)
    first_row_ = row;
  else
    end_row();
  row_ = row;
  row_words_.clear();
  append(row_words_, row + 1);
}

void SheetRows::open(int row, int column, int style) {
  begin(row);
  for (auto c = letters_.size(); c <= static_cast<std::size_t>(column); ++c)
    letters_.push_back(sheet_column(static_cast<int>(c)));
  ordered_ = ordered_ && (cells_.empty() || cells_.back().column < column);
  cells_.push_back({column, cells_text_.size()});
  first_column_ = last_column_ < 0 ? column : std::min(first_column_, column);
  last_column_ = std::max(last_column_, column);
  auto& out = cells_text_;
  out += "<c r=\"";
  out += letters_[static_cast<std::size_t>(column)];
  out += row_words_;
  out += "\" s=\"";
  append(out, style);
  out += '"';
}

void SheetRows::put_cells_in_order() {
  struct Piece {
    int column;
    std::size_t begin, end;
  };
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < cells_.size(); ++i)
    pieces.push_back({cells_[i].column, cells_[i].begin,
                      i + 1 < cells_.size() ? cells_[i + 1].begin : cells_text_.size()});
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const Piece& a, const Piece& b) { return a.column < b.column; });
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool again = i + 1 < pieces.size() && pieces[i + 1].column == pieces[i].column;
    if (!again) line_.append(cells_text_, pieces[i].begin, pieces[i].end - pieces[i].begin);
  }
}

void SheetRows::end_row() {
  line_ = "<row r=\"";
  line_ += row_words_;
  line_ += '"';
  line_ += attributes_;
  line_ += '>';
  if (ordered_)
    line_ += cells_text_;
  else
    put_cells_in_order();
  line_ += "</row>";
  stream_.write(line_);
  attributes_.clear();
  cells_text_.clear();
  cells_.clear();
  ordered_ = true;
}

void SheetRows::height(int row, double points, const RowOutline& outline) {
  begin(row);
  attributes_.clear();
  if (points > 0) attributes_ += fmt::format(" ht=\"{}\" customHeight=\"1\"", points);
  if (outline.hidden) attributes_ += " hidden=\"1\"";
  if (outline.level > 0) attributes_ += fmt::format(" outlineLevel=\"{}\"", outline.level);
  if (outline.collapsed) attributes_ += " collapsed=\"1\"";
  greatest_level_ = std::max(greatest_level_, outline.level);
}

void SheetRows::text(int row, int column, std::string_view words, int style) {
  open(row, column, style);
  cells_text_ += " t=\"inlineStr\"><is>";
  append_t(cells_text_, words);
  cells_text_ += "</is></c>";
}

void SheetRows::rich(int row, int column, const std::vector<CellRun>& runs, const CellStyle& look,
                     int style) {
  open(row, column, style);
  cells_text_ += " t=\"inlineStr\"><is>";
  for (const auto& run : runs) {
    cells_text_ += "<r>";
    cells_text_ += run_font(look, run);
    append_t(cells_text_, run.text);
    cells_text_ += "</r>";
  }
  cells_text_ += "</is></c>";
}

void SheetRows::number(int row, int column, double value, int style) {
  open(row, column, style);
  cells_text_ += "><v>";
  append_number(cells_text_, value);
  cells_text_ += "</v></c>";
}

void SheetRows::blank(int row, int column, int style) {
  open(row, column, style);
  cells_text_ += "/>";
}

void SheetRows::formula(int row, int column, std::string_view formula, double result, int style) {
  open(row, column, style);
  cells_text_ += "><f>";
  append_words(cells_text_, without_sign(formula));
  cells_text_ += "</f><v>";
  append_number(cells_text_, result);
  cells_text_ += "</v></c>";
}

void SheetRows::formula(int row, int column, std::string_view formula, std::string_view result, int style) {
  open(row, column, style);
  cells_text_ += " t=\"str\"><f>";
  append_words(cells_text_, without_sign(formula));
  cells_text_ += "</f><v>";
  append_words(cells_text_, result);
  cells_text_ += "</v></c>";
}

package::ZipEntry SheetRows::finish() {
  if (row_ >= 0) end_row();
  stream_.write("</sheetData>");
  return stream_.finish_piece();
}

}  // namespace svodka::render
