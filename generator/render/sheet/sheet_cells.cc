#include "render/sheet/sheet_cells.h"

#include <algorithm>
#include <cmath>

#include "base/utf8.h"
#include "language/modifiers.h"
#include "language/number.h"
#include "render/sheet/day_serial.h"
#include "render/sheet/sheet_link.h"
#include "render/sheet/sheet_measure.h"

namespace svodka::render {
namespace {

using bind::NumberFormat;
using bind::SheetColumn;
using Kind = SheetCell::Kind;

constexpr int kMostUnequal = 10;       ///< cells that are told of
constexpr double kExactInCell = 1e15;  ///< from here on a cell loses digits
constexpr double kPictureSide = 95;    ///< pixels (25 mm) of a picture that says nothing of its size

std::optional<double> numeric(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return std::nullopt;
}

bool applies(const SheetColumn& column, const Row& row) {
  return column.applies < 0 || is_truthy(row.values[static_cast<std::size_t>(column.applies)]);
}

double pixels(const Length& length, double whole) {
  return length.emu > 0 ? static_cast<double>(length.emu) / kEmuPerInch * 96 : length.part * whole;
}

}  // namespace

CellMaker::CellMaker(const bind::SheetTable& table, PictureFolder& pictures, Diagnostics& out)
    : table_(table),
      pictures_(pictures),
      out_(out),
      cells_(table.columns.size()),
      operands_(table.columns.size()),
      live_(table.columns.size()) {
  for (const auto& column : table.columns) {
    auto& text = texts_.emplace_back();
    if (column.kind == SheetColumn::Kind::kText) text.emplace(column.text);
    auto& slot = slots_.emplace_back();
    slot.at = column.at;
    slot.name = column.name;
    slot.embed = column.embed;
  }
}

void CellMaker::make(const Row& row) {
  ++number_;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    make_cell(i, row);
    if (cells_[i].is_number())
      operands_[i] = cells_[i].number;
    else
      operands_[i].reset();
  }
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const auto& column = table_.columns[i];
    live_[i] = column.kind == SheetColumn::Kind::kFormula && applies(column, row);
    if (!live_[i]) continue;
    compute(i, operands_);
    if (column.equals >= 0) compare(i, row);
    if (operands_[i]) {
      cells_[i].kind = Kind::kNumber;
      cells_[i].number = *operands_[i];
    } else {
      mark(empty_mark(table_, column), cells_[i]);
    }
  }
}

/// The same figure must stand in the sheet, which computes it, and in the texts, which show the query's.
void CellMaker::compare(std::size_t i, const Row& row) {
  const auto& column = table_.columns[i];
  auto given = numeric(row.values[static_cast<std::size_t>(column.equals)]);
  const int decimals = column.format.value_decimals();
  if (given && decimals >= 0) given = language::round_half_up(*given, decimals);
  const auto& computed = operands_[i];
  constexpr double kNoise = 1e-9;  // of binary fractions
  const bool same = computed && given
                        ? std::fabs(*computed - *given) <= kNoise * std::max(1.0, std::fabs(*given))
                        : computed.has_value() == given.has_value();
  if (same || ++unequal_ > kMostUnequal) return;
  const auto shown = [&](const std::optional<double>& number) {
    return number ? language::to_text(Value(*number)) : std::string("—");
  };
  out_.error(column.equals_at, "formula-vs-value",
             text("строка {} запроса `{}`: по формуле {}, в запросе {}",
                  "row {} of the query `{}`: {} by the formula, {} in the query", number_, table_.rows_name,
                  shown(computed), shown(given)),
             text("в тексте и в таблице разошлось бы одно число: исправьте формулу или запрос",
                  "text and sheet would differ in one figure: correct the formula or the query"));
}

/// Circles were refused with the layout.
void CellMaker::compute(std::size_t column, Operands& operands) const {
  const auto& spec = table_.columns[column];
  if (spec.kind != SheetColumn::Kind::kFormula || operands[column]) return;
  for (const auto& term : spec.formula.terms)
    if (term.op == bind::Formula::Op::kColumn) compute(static_cast<std::size_t>(term.column), operands);
  operands[column] = evaluate(spec.formula, operands, spec.format.value_decimals());
}

void CellMaker::make_cell(std::size_t i, const Row& row) {
  const auto& column = table_.columns[i];
  auto& cell = cells_[i];
  cell.kind = Kind::kBlank;
  cell.text.clear();
  if (!applies(column, row)) return mark(other_mark(table_, column), cell);
  switch (column.kind) {
    case SheetColumn::Kind::kValue:
      return value(i, row, cell);
    case SheetColumn::Kind::kText:
      return words(column, texts_[i]->fill(row, out_), cell);
    case SheetColumn::Kind::kRowNumber:
      cell.kind = Kind::kNumber;
      cell.number = static_cast<double>(number_);
      return;
    case SheetColumn::Kind::kFormula:
    case SheetColumn::Kind::kBlank:
      return;
  }
}

void CellMaker::error(const SheetColumn& column, const char* rule, const Text& problem) {
  out_.error(column.at, rule,
             {fmt::format("строка {} запроса `{}`, колонка `{}`: {}", number_, table_.rows_name, column.name,
                          problem.ru),
              fmt::format("row {} of the query `{}`, column `{}`: {}", number_, table_.rows_name, column.name,
                          problem.en)});
}

void CellMaker::value(std::size_t i, const Row& row, SheetCell& cell) {
  const auto& column = table_.columns[i];
  const Value& given = row.values[static_cast<std::size_t>(column.field)];
  if (column.modifiers.empty() && !column.embed) {
    typed(column, given, cell);
  } else {
    changed_ = given;
    for (const auto& modifier : column.modifiers)
      if (auto problem = language::apply(modifier, changed_)) error(column, "bad-value", *problem);
    if (column.embed)
      embedded(i, changed_, cell);
    else if (!is_null(changed_))
      words(column, language::to_text(changed_), cell);
  }
  if (cell.kind == Kind::kBlank || (cell.is_words() && cell.text.empty()))
    mark(empty_mark(table_, column), cell);
}

void CellMaker::embedded(std::size_t i, const Value& given, SheetCell& cell) {
  using Embed = bind::Embed::Kind;
  const auto& column = table_.columns[i];
  if (is_null(given)) return;
  if (column.embed.kind == Embed::kImage || column.embed.kind == Embed::kQr) return picture(i, given, cell);
  auto text = language::to_text(given);
  if (column.embed.kind == Embed::kLink) return link(column, text, cell);
  cell.runs = cell_runs(text);
  cell.text = plain_text(cell.runs);
  if (!cell.text.empty()) cell.kind = Kind::kRich;
}

void CellMaker::link(const SheetColumn& column, const std::string& address, SheetCell& cell) {
  if (address.find_first_not_of(" \t\r\n") == std::string::npos) return;
  cell.text = column.embed.argument.empty() ? address : column.embed.argument;
  const auto safe = sheet_link(address);
  cell.kind = safe ? Kind::kLink : Kind::kText;
  if (safe) {
    cell.address = *safe;
    return;
  }
  out_.error(column.at, "unsafe-link",
             text("строка {} запроса `{}`, колонка `{}`: «{}» — не адрес, ссылку не поставить",
                  "row {} of the query `{}`, column `{}`: “{}” is no address, no link can be made", number_,
                  table_.rows_name, column.name, address),
             text("годятся http, https, mailto, #Лист!A1 и путь от папки документа",
                  "use http, https, mailto, #Sheet!A1 or a path from the document's folder"));
}

void CellMaker::picture(std::size_t i, const Value& given, SheetCell& cell) {
  auto made = picture_of_value({.slot = 0, .marker = slots_[i], .value = given}, pictures_, out_);
  if (made.picture && made.picture->kind == PictureKind::kSvg && !made.picture->fallback.empty()) {
    const PictureSource source{table_.columns[i].at, table_.columns[i].name, made.name};
    if (auto png = read_picture(source, made.picture->fallback, out_))
      made.picture = std::make_shared<const Picture>(std::move(*png));
    else
      made.picture.reset();
  }
  if (!made.picture) return;
  cell.kind = Kind::kPicture;
  cell.text = made.options.alt.value_or(made.name);
  cell.picture = std::move(made.picture);
  const double natural_width = cell.picture->width * 96 / cell.picture->dpi_x;
  const double natural_height = cell.picture->height * 96 / cell.picture->dpi_y;
  const double room = column_pixels(table_.columns[i].width > 0 ? table_.columns[i].width : 12) - 6;
  const auto& options = made.options;
  cell.width = options.width ? pixels(*options.width, room) : 0;
  cell.height = options.height ? pixels(*options.height, room) : 0;
  if (cell.width == 0 && cell.height == 0) {
    const double scale = std::min(1.0, kPictureSide / std::max(natural_width, natural_height));
    cell.width = natural_width * scale;
  }
  if (cell.height == 0) cell.height = cell.width * natural_height / natural_width;
  if (cell.width == 0) cell.width = cell.height * natural_width / natural_height;
}

void CellMaker::mark(const std::string& text, SheetCell& cell) {
  cell.kind = Kind::kMark;
  cell.text = text;
}

void CellMaker::words(const SheetColumn& column, const std::string& text, SheetCell& cell) {
  if (text.empty()) return mark(empty_mark(table_, column), cell);
  cell.kind = Kind::kText;
  cell.text = text;
}

void CellMaker::typed(const SheetColumn& column, const Value& given, SheetCell& cell) {
  if (is_null(given)) return;
  if (const auto number = numeric(given)) {
    if (!std::isfinite(*number))
      return error(column, "not-finite", text("бесконечное число", "the number is infinite"));
    if (column.type == ColumnType::kBool && column.format.pattern.empty())
      return words(column, *number != 0 ? "да" : "нет", cell);
    if (column.format.kind != NumberFormat::Kind::kText && std::fabs(*number) < kExactInCell) {
      cell.kind = Kind::kNumber;
      cell.number = as_in_cell(*number);
      return;
    }
    return words(column, language::to_text(given), cell);
  }
  const auto& text = std::get<std::string>(given);
  if (column.format.kind == NumberFormat::Kind::kText) return words(column, text, cell);
  if (const auto day = day_serial(text)) {
    cell.kind = Kind::kDate;
    cell.number = *day;
    return;
  }
  if (column.type == ColumnType::kPeriod || column.type == ColumnType::kDay) {
    Value period = text;
    if (!language::apply({"date", "short"}, period)) return words(column, language::to_text(period), cell);
  }
  words(column, text, cell);
}

}  // namespace svodka::render
