#include "load/table_cell.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/utf8.h"
#include "language/written_period.h"
#include "load/scalars.h"

namespace svodka::load {
namespace {

namespace chrono = std::chrono;
using Kind = TableCell::Kind;

constexpr double kLastSerial = 2'958'465;  // 31.12.9999

bool is_numeric(const Field& field) {
  return field.type == FieldType::kInteger || field.type == FieldType::kNumber;
}
bool is_period(const Field& field) {
  return field.type == FieldType::kDay || field.type == FieldType::kPeriod;
}

bool is_dash(std::string_view cell) { return cell == "-" || cell == "–" || cell == "—" || cell == "−"; }

/// The day of a serial number (ECMA-376 part 1, 18.17.4.1); nothing for what is no day. (29.02.1900, which
/// the 1900 system has, was none.)
std::optional<language::Day> day_of_serial(double serial, bool from_1904) {
  const double whole = std::floor(serial);
  if (whole < (from_1904 ? 0 : 1) || whole > kLastSerial || (!from_1904 && whole == 60)) return std::nullopt;
  const auto days = chrono::days(static_cast<int>(whole));
  if (from_1904)
    return language::Day(
        chrono::sys_days(language::Day(chrono::year(1904), chrono::January, chrono::day(1))) + days);
  const language::Day epoch(chrono::year(1899), chrono::December, chrono::day(whole < 60 ? 31 : 30));
  return language::Day(chrono::sys_days(epoch) + days);
}

/// "14:30" of the part of a day; whole days count as hours ("26:10").
std::string clock(double serial) {
  const auto minutes =
      static_cast<long long>(std::llround(std::min(std::max(serial, 0.0), kLastSerial) * 24 * 60));
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

std::string russian(language::Day day) {
  return fmt::format("{:02}.{:02}.{:04}", static_cast<unsigned>(day.day()),
                     static_cast<unsigned>(day.month()), static_cast<int>(day.year()));
}

/// What tables say for yes and no besides what YAML takes.
std::string truth_words(std::string words) {
  constexpr std::array<std::string_view, 4> kYes{"истина", "1", "+", "v"};
  constexpr std::array<std::string_view, 5> kNo{"ложь", "0", "-", "–", "−"};
  const auto folded = utf8::lower(words);
  if (std::find(kYes.begin(), kYes.end(), folded) != kYes.end()) return "да";
  if (std::find(kNo.begin(), kNo.end(), folded) != kNo.end()) return "нет";
  return words;
}

/// An error that has become text on its way, from an English or a Russian Excel.
bool is_error_name(std::string_view words) {
  constexpr std::array<std::string_view, 14> kNames{"#REF!", "#N/A",    "#VALUE!",  "#NAME?", "#DIV/0!",
                                                    "#NUM!", "#NULL!",  "#ССЫЛКА!", "#Н/Д",   "#ЗНАЧ!",
                                                    "#ИМЯ?", "#ДЕЛ/0!", "#ЧИСЛО!",  "#ПУСТО!"};
  return words.starts_with('#') && std::find(kNames.begin(), kNames.end(), words) != kNames.end();
}

}  // namespace

std::string decimal(double number) {
  constexpr double kExact = 1e15;
  std::array<char, 400> buffer;
  if (std::fabs(number) < kExact && number == std::floor(number)) {
    const auto whole = static_cast<std::int64_t>(number);
    return {buffer.data(), std::to_chars(buffer.begin(), buffer.end(), whole).ptr};
  }
  auto [end, error] = std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::general, 15);
  std::string words(buffer.begin(), end);
  if (words.find('e') == std::string::npos) return words;
  double rounded = 0;
  std::from_chars(words.data(), words.data() + words.size(), rounded);
  const auto fixed = std::to_chars(buffer.begin(), buffer.end(), rounded, std::chars_format::fixed);
  return {buffer.begin(), fixed.ptr};
}

void CellReader::error(const Mark& mark, const char* rule, Text message, Text hint) {
  out_.error(origin_.at(mark), rule, std::move(message), std::move(hint));
  reported_ = true;
}

std::string CellReader::shown(const TableRow& row, const TableCell& cell) const {
  static const Field text_field;
  return words_for(text_field, row, cell);
}

std::string CellReader::words_for(const Field& field, const TableRow& row, const TableCell& cell) const {
  using Look = NumberFormat::Kind;
  if (cell.kind == Kind::kBool) return cell.number > 0 ? "да" : "нет";
  if (cell.kind != Kind::kNumber) return std::string(trimmed(row.text(cell)));
  const auto& format = cell.format;
  if (format.kind == Look::kPercent) return decimal(cell.number * 100) + "%";
  if (format.kind == Look::kTime) return clock(cell.number);
  if (format.is_date()) {
    const auto day = day_of_serial(cell.number, from_1904_);
    if (!day) return decimal(cell.number);
    const auto iso = language::iso(*day);
    if (field.type == FieldType::kDay) return iso;
    if (format.kind == Look::kYear) return iso.substr(0, 4);
    if (field.type == FieldType::kPeriod) return format.kind == Look::kMonth ? iso.substr(0, 7) : iso;
    if (format.kind == Look::kMonth) return iso.substr(5, 2) + "." + iso.substr(0, 4);
    return russian(*day) +
           (format.kind == Look::kDayTime ? " " + clock(cell.number - std::floor(cell.number)) : "");
  }
  auto words = decimal(cell.number);
  if (format.digits > 0 && !is_numeric(field) && words.find_first_not_of("0123456789") == std::string::npos)
    words.insert(
        0, std::max<std::size_t>(static_cast<std::size_t>(format.digits), words.size()) - words.size(), '0');
  return words;
}

/// A day where a number should be, and the other way round: what happens to cells that lose their format.
bool CellReader::suits(const TableTarget&, const Field& field, const TableRow& row, const TableCell& cell,
                       const Mark& mark) {
  using Look = NumberFormat::Kind;
  if (cell.kind != Kind::kNumber) return true;
  const bool is_date = cell.format.is_date() || cell.format.kind == Look::kTime;
  if (is_numeric(field) && is_date) {
    error(mark, "date-in-number",
          text("в ячейке дата или время ({}), а поле `{}` — число",
               "the cell holds a date or a time ({}), the field `{}` is a number", shown(row, cell),
               field.name),
          text("Excel мог принять «3.5» за дату: задайте ячейке формат «Числовой» и введите число заново",
               "Excel may have taken “3.5” for a date: set the cell's format to Number and type the number "
               "again"));
    return false;
  }
  if (!is_period(field)) return true;
  if (cell.format.is_date()) {
    if (day_of_serial(cell.number, from_1904_)) return true;
    error(mark, "impossible-date",
          text("числу {} не соответствует никакая дата", "the number {} stands for no date",
               decimal(cell.number)),
          text("введите дату в ячейку заново", "type the date into the cell again"));
    return false;
  }
  const bool year = field.type == FieldType::kPeriod && cell.number >= 1000 && cell.number <= 9999 &&
                    cell.number == std::floor(cell.number);
  if (year) return true;
  error(
      mark, "number-in-date",
      text("в ячейке число {}, а поле `{}` — дата", "the cell holds the number {}, the field `{}` is a date",
           decimal(cell.number), field.name),
      text("если это дата, задайте ячейке формат «Дата»", "if it is a date, set the cell's format to Date"));
  return false;
}

Node CellReader::value(const TableTarget& target, const TableRow& row, const TableCell* cell,
                       const Mark& mark) {
  reported_ = false;
  Node node{.kind = Node::Kind::kNull, .mark = mark};
  if (cell == nullptr || row.is_blank(*cell)) return node;
  if (cell->uncalculated) {
    error(mark, "formula-without-value",
          text("формула без вычисленного значения", "a formula without a calculated value"),
          text("откройте файл в Excel или LibreOffice и сохраните: значения вычислятся",
               "open the file in Excel or LibreOffice and save it: the values will be calculated"));
    return node;
  }
  if (cell->kind == Kind::kError || (cell->kind == Kind::kText && is_error_name(trimmed(row.text(*cell))))) {
    error(mark, "error-cell", text("в ячейке ошибка {}", "the cell holds the error {}", row.text(*cell)),
          cell->formula ? text("исправьте формулу", "correct the formula") : Text{});
    return node;
  }
  const auto& field = target.field->type == FieldType::kList ? target.field->item() : *target.field;
  if (!suits(target, field, row, *cell, mark)) return node;
  auto words = words_for(field, row, *cell);
  if (target.field->type == FieldType::kList) return list(target, field, words, mark);
  set(node, target, field, std::move(words));
  return node;
}

Node CellReader::word(const TableTarget& target, std::string words, const Mark& mark) {
  reported_ = false;
  Node node{.kind = Node::Kind::kNull, .mark = mark};
  if (trimmed(words).empty()) return node;
  if (target.field->type == FieldType::kList) return list(target, target.field->item(), words, mark);
  set(node, target, *target.field, std::string(trimmed(words)));
  return node;
}

/// A cell for a list of references or enum values may hold several, separated by `;` or `,`.
Node CellReader::list(const TableTarget& target, const Field& field, std::string_view words,
                      const Mark& mark) {
  Node node{.kind = Node::Kind::kNull, .mark = mark};
  const bool several = field.type == FieldType::kReference || field.type == FieldType::kEnum;
  for (std::string_view rest = trimmed(words); !rest.empty();) {
    const bool whole = !several || target.translation.values.contains(comparable(rest));
    const auto end = whole ? rest.size() : std::min(rest.find_first_of(";,"), rest.size());
    Node item{.kind = Node::Kind::kNull, .mark = mark};
    set(item, target, field, std::string(trimmed(rest.substr(0, end))));
    if (!item.is_null()) node.items.push_back(std::move(item));
    rest = end < rest.size() ? trimmed(rest.substr(end + 1)) : std::string_view();
  }
  if (!node.items.empty()) node.kind = Node::Kind::kSequence;
  return node;
}

void CellReader::set(Node& node, const TableTarget& target, const Field& field, std::string words) {
  if (words.empty()) return;
  if (!target.translation.values.empty() && !translate(words, target, node.mark)) return;
  if (is_numeric(field)) {
    if (is_dash(words)) return;
    words = number_words(target, std::move(words));
  } else if (field.type == FieldType::kBool) {
    words = truth_words(std::move(words));
  } else if (is_period(field)) {
    const auto period = language::parse_written_period(words);
    if (period && (field.type == FieldType::kPeriod || period->precision == language::Precision::kDay))
      words = language::canonical(*period);
  }
  node.scalar = std::move(words);
  node.kind = Node::Kind::kScalar;
}

/// Without the unit and the separators of thousands; multiplied when the unit says so.
std::string CellReader::number_words(const TableTarget& target, std::string words) {
  const auto folded = target.units.empty() ? std::string() : comparable(words);
  for (const auto& [unit, factor] : target.units) {
    if (unit.empty() || !folded.ends_with(unit)) continue;
    const auto rest = trimmed(std::string_view(folded).substr(0, folded.size() - unit.size()));
    auto plain = without_thousands(rest);
    const auto number = parse_number(plain);
    if (number) return factor == 1 ? plain : decimal(*number * factor);
  }
  std::string_view rest = words;
  if (rest.ends_with('%')) rest = trimmed(rest.substr(0, rest.size() - 1));
  return without_thousands(rest);
}

bool CellReader::translate(std::string& words, const TableTarget& target, const Mark& mark) {
  const auto& translation = target.translation;
  const auto known = translation.values.find(comparable(words));
  if (known != translation.values.end()) {
    words = known->second;
    return !words.empty();
  }
  const bool is_value = std::any_of(translation.values.begin(), translation.values.end(),
                                    [&](const auto& entry) { return entry.second == words; });
  if (is_value || is_numeric(*target.field) || target.field->type == FieldType::kText) return true;
  if (target.may_be_named) return true;  // looked up when all records are known (store/integrity.h)
  auto hint = suggestion(words, translation.known);
  if (hint.empty()) hint = text("добавьте его в `values` файла `{}`", "add it to `values` of `{}`", by_);
  const auto* column = dynamic_cast<const TableColumn*>(&target);
  error(mark, "unknown-value",
        text("значения «{}» нет среди `values` столбца «{}»",
             "the value “{}” is not among the `values` of the column “{}”", words,
             column != nullptr ? column->heading() : target.name()),
        std::move(hint));
  return false;
}

}  // namespace svodka::load
