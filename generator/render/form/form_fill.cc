#include "render/form/form_fill.h"

#include <cmath>
#include <cstdlib>
#include <pugixml.hpp>
#include <sstream>

#include "base/utf8.h"
#include "language/modifiers.h"
#include "render/expand/xml.h"
#include "render/sheet/day_serial.h"

namespace svodka::render {
namespace {

constexpr std::string_view kMark = "<?svodka-row ", kRow = "<row r=\"", kCell = "<c r=\"";
constexpr std::size_t kMostCharacters = 32'767;  // of a cell's text
constexpr double kExact = 1e15;                  // from here on a cell loses digits

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0u) != 0x80u ? 1 : 0;
    units += byte >= 0xF0 ? 1 : 0;
  }
  return units;
}

// Writes the cells that are one value: all behind `<c r="B7"`.
class CellWriter : public Embedder {
 public:
  CellWriter(const CompiledSheet& sheet, const std::string& file, bool from_1904, Diagnostics& out)
      : sheet_(sheet), file_(file), from_1904_(from_1904), out_(out) {}

  std::string embed(const EmbedRequest& request) override {
    const auto& cell = sheet_.cells.at(request.slot);
    const bool changed = !request.marker.modifiers.empty();
    if (const auto* whole = std::get_if<std::int64_t>(&request.value)) {
      if (cell.type == ColumnType::kBool && !changed) return typed(cell.style, "b", *whole != 0 ? "1" : "0");
      if (std::abs(static_cast<double>(*whole)) < kExact)
        return typed(cell.style, "", std::to_string(*whole));
      return text(cell, std::to_string(*whole));
    }
    if (const auto* number = std::get_if<double>(&request.value)) return numeric(cell, *number);
    const auto words = language::to_text(request.value);
    if (words.find_first_not_of(" \n\r\t") == std::string::npos) return look(cell.style) + "/>";
    if (!changed) {
      if (const auto day = day_serial(words, from_1904_))
        return typed(cell.dated_style, "", fmt::format("{}", *day));
    }
    return text(cell, words);
  }

 private:
  static std::string look(int style) {
    return style == 0 ? std::string() : " s=\"" + std::to_string(style) + "\"";
  }

  static std::string typed(int style, const std::string& type, const std::string& value) {
    return look(style) + (type.empty() ? "" : " t=\"" + type + "\"") + "><v>" + value + "</v></c>";
  }

  std::string numeric(const TypedCell& cell, double number) {
    if (std::isfinite(number)) return typed(cell.style, "", fmt::format("{}", number));
    out_.error(place(cell), "infinite-number",
               svodka::text("значение не число и не может стоять в ячейке",
                            "the value is no number a cell could hold"));
    return look(cell.style) + "/>";
  }

  std::string text(const TypedCell& cell, const std::string& words) {
    if (const auto length = utf16_length(words); length > kMostCharacters)
      out_.error(place(cell), "cell-too-long",
                 svodka::text("в тексте {} знаков, ячейка вмещает {}",
                              "the text has {} characters, a cell holds {}", length, kMostCharacters));
    return look(cell.style) + " t=\"inlineStr\"><is><t xml:space=\"preserve\">" + escaped_xml(words) +
           "</t></is></c>";
  }

  Position place(const TypedCell& cell) const {
    return {.file = file_, .part = sheet_.name, .cell = cell.name};
  }

  const CompiledSheet& sheet_;
  const std::string& file_;
  bool from_1904_;
  Diagnostics& out_;
};

// A text of which all markers came out empty is no text.
std::string without_empty_texts(const std::string& rows) {
  constexpr std::string_view kEmpty = " t=\"inlineStr\"><is><t xml:space=\"preserve\"></t></is></c>";
  std::string out;
  std::size_t done = 0;
  for (auto at = rows.find(kEmpty); at != std::string::npos; at = rows.find(kEmpty, done)) {
    out.append(rows, done, at - done);
    out += "/>";
    done = at + kEmpty.size();
  }
  return done == 0 ? rows : out.append(rows, done);
}

// What stands next in the rows: a mark, a row, or nothing.
struct Step {
  std::size_t at = std::string::npos;
  bool mark = false;
};

Step next_step(std::string_view rows, std::size_t from) {
  for (auto at = rows.find('<', from); at != std::string_view::npos; at = rows.find('<', at + 1)) {
    if (rows.compare(at, kRow.size(), kRow) == 0) return {at, false};
    if (rows.compare(at, kMark.size(), kMark) == 0) return {at, true};
  }
  return {};
}

int number_at(std::string_view words, std::size_t at) {
  return std::atoi(std::string(words.substr(at, 8)).c_str());
}

void follow_mark(std::string_view mark, RowPlan& plan) {
  if (mark.starts_with("a")) plan.begin_repetition();
  if (mark.starts_with("z")) plan.end_repetition();
  if (!mark.starts_with("g ")) return;
  const auto space = mark.find(' ', 2);
  plan.add_rows(number_at(mark, 2), number_at(mark, space + 1));
}

// Calls `row` with each row's XML and `mark` with what each mark says.
template <typename Row, typename Mark>
void each_step(std::string_view rows, Row row, Mark mark) {
  auto step = next_step(rows, 0);
  while (step.at != std::string_view::npos) {
    if (step.mark) {
      const auto end = rows.find("?>", step.at);
      mark(rows.substr(step.at + kMark.size(), end - step.at - kMark.size()));
      step = next_step(rows, end + 2);
    } else {
      const auto close = rows.find("</row>", step.at);
      const auto end = close == std::string_view::npos ? rows.size() : close + 6;
      row(rows.substr(step.at, end - step.at));
      step = next_step(rows, end);
    }
  }
}

class RowWriter {
 public:
  RowWriter(const FilledSheet& filled, const std::string& file, const SheetPlans& plans, Diagnostics& out)
      : filled_(filled), file_(file), plans_(plans), out_(out) {
    written_.reserve(filled.rows.size());
  }

  std::string write() {
    each_step(
        filled_.rows,
        [&](std::string_view row) {
          ++row_;
          write_row(row);
        },
        [&](std::string_view mark) {
          if (mark.starts_with("g ")) row_ += number_at(mark, mark.find(' ', 2) + 1);
        });
    return std::move(written_);
  }

 private:
  void write_row(std::string_view row) {
    const auto number = std::to_string(row_);
    const auto quote = row.find('"', kRow.size());
    written_ += kRow;
    written_ += number;
    std::size_t done = quote;
    for (auto at = row.find(kCell, done); at != std::string_view::npos; at = row.find(kCell, done)) {
      auto letters = at + kCell.size();
      while (row[letters] >= 'A' && row[letters] <= 'Z') ++letters;
      written_ += row.substr(done, letters - done);
      written_ += number;
      done = row.find('"', letters);
      const auto cell_end = std::min(row.find(kCell, done), row.size());
      if (const auto formula = row.find("<f", done); filled_.sheet->has_formulas && formula < cell_end &&
                                                     (row[formula + 2] == '>' || row[formula + 2] == ' ')) {
        written_ += row.substr(done, formula - done);
        done = write_formula(row, formula, row.substr(at + kCell.size(), letters - at - kCell.size()));
      }
    }
    written_ += row.substr(done);
  }

  // Writes the element `f` that begins at `at`; returns where it ends.
  std::size_t write_formula(std::string_view row, std::size_t at, std::string_view column) {
    const auto tag_end = row.find('>', at);
    const bool empty = row[tag_end - 1] == '/';
    const auto close = empty ? tag_end + 1 : row.find("</f>", tag_end) + 4;
    pugi::xml_document document;
    const auto xml = row.substr(at, close - at);
    if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata)) return at;
    auto formula = document.child("f");
    const std::string_view type = formula.attribute("t").value();
    if (type == "dataTable" && !filled_.plan.is_identity())
      out_.error(
          {.file = file_, .part = filled_.sheet->name, .cell = std::string(column) + std::to_string(row_)},
          "form-data-table",
          text("таблица подстановки не может сдвинуться вместе со строками",
               "a data table cannot move with the rows"),
          text("перенесите её на другой лист", "move it to another sheet"));
    const auto words = moved_formula(formula.text().get(), filled_.sheet->name, row_, plans_);
    formula.text().set(words.c_str());
    if (auto area = formula.attribute("ref")) area.set_value(moved_area(area.value()).c_str());
    std::ostringstream out;
    formula.print(out, "", pugi::format_raw);
    written_ += out.str();
    return close;
  }

  // The area of an array formula is as much of the sheet as a reference to it would be.
  std::string moved_area(const std::string& area) const {
    return moved_formula(area, filled_.sheet->name, row_, plans_);
  }

  const FilledSheet& filled_;
  const std::string& file_;
  const SheetPlans& plans_;
  Diagnostics& out_;
  std::string written_;
  int row_ = 0;
};

}  // namespace

FilledSheet fill_sheet(const CompiledSheet& sheet, const std::string& file, bool from_1904, const Row& root,
                       Diagnostics& out) {
  FilledSheet filled{&sheet, {}, {}};
  CellWriter cells(sheet, file, from_1904, out);
  if (!sheet.expander) return filled;
  filled.rows = without_empty_texts(sheet.expander->expand(root, out, &cells));
  each_step(
      filled.rows, [&](std::string_view row) { filled.plan.add_rows(number_at(row, kRow.size()), 1); },
      [&](std::string_view mark) { follow_mark(mark, filled.plan); });
  if (filled.plan.last_row() > kMostRows)
    out.error({.file = file, .part = sheet.name}, "too-many-rows",
              text("на листе получилось {} строк, Excel вмещает {}",
                   "the sheet would have {} rows, Excel holds {}", filled.plan.last_row(), kMostRows));
  return filled;
}

std::string written_rows(const FilledSheet& filled, const std::string& file, const SheetPlans& plans,
                         Diagnostics& out) {
  return RowWriter(filled, file, plans, out).write();
}

}  // namespace svodka::render
