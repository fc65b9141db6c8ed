#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/utf8.h"
#include "bind/sheet_layout_parse.h"
#include "language/period.h"

namespace svodka::bind {
namespace {

constexpr std::size_t kMaxListItem = 255;

/// `[да, нет]`, or `schools.title`: a column of a query.
void parse_list(LayoutReader& reader, const load::Node& node, Validation& out) {
  if (node.is_sequence()) {
    for (const auto& item : node.items) {
      auto words = reader.text_of(item);
      if (!words) continue;
      if (words->empty() || utf8::length(*words) > kMaxListItem)
        reader.error(item, "text-too-long",
                     text("в списке допустимых значений бывает от 1 до {} знаков",
                          "an allowed value has 1 to {} characters", kMaxListItem),
                     text("сократите или удалите его", "shorten or remove it"));
      out.items.push_back(std::move(*words));
    }
    if (out.items.empty())
      reader.error(node, "missing-key", text("список пуст", "the list is empty"),
                   text("перечислите допустимые значения", "list what is allowed"));
    return;
  }
  const auto words = reader.text_of(node);
  if (!words) return;
  const auto dot = words->find('.');
  const int section = reader.root().section(words->substr(0, dot));
  if (dot == std::string::npos || section < 0) {
    std::vector<std::string> names;
    for (const auto& one : reader.root().sections) names.push_back(one.name);
    Text hint = suggestion(words->substr(0, dot), names);
    return reader.error(node, "unknown-query",
                        text("«{}» — не колонка запроса", "“{}” is not the column of a query", *words),
                        hint.empty() ? text("пишите список, `[да, нет]`, или `запрос.колонка`",
                                            "write a list, `[yes, no]`, or `query.column`")
                                     : std::move(hint));
  }
  out.rows = reader.rows_at(section);
  out.field = reader.field_of(node, words->substr(dot + 1), reader.root().sections[section].shape);
  reader.use(
      {.marker = "list: " + *words, .name = words->substr(0, dot), .at = reader.at(node), .section = true});
}

std::optional<double> bound_of(LayoutReader& reader, const load::Node& node, Validation::Kind kind) {
  if (kind != Validation::Kind::kDay) {
    const auto number = reader.number_of(node);
    if (!number) reader.error(node, "wrong-type", text("ожидается число", "a number is expected"));
    return number;
  }
  const auto day = language::parse_day(node.scalar);
  if (day)
    return static_cast<double>(
        (std::chrono::sys_days(*day) - std::chrono::sys_days(std::chrono::year{1899} / 12 / 30)).count());
  reader.error(node, "bad-date", text("«{}» — не дата", "“{}” is no date", node.scalar),
               text("нужен день: 2020-12-01", "a day is needed: 2020-12-01"));
  return std::nullopt;
}

/// Letters, digits, '_' and '.', not what is a cell in Excel (A1, R1C1).
bool can_name_cells(std::string_view name) {
  constexpr std::size_t kLongest = 60;
  std::size_t characters = 0, letters = 0;
  for (std::size_t i = 0; i < name.size(); ++characters) {
    const bool digit = name[i] >= '0' && name[i] <= '9';
    const char32_t c = utf8::next(name, i);
    if (!utf8::is_letter(c) && c != '_' && (characters == 0 || (!digit && c != '.'))) return false;
    letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1 : 0;
  }
  const auto digit = name.find_first_of("0123456789");
  const bool cell = digit != std::string_view::npos && digit == letters && digit <= 3 &&
                    name.find_first_not_of("0123456789", digit) == std::string_view::npos;
  const auto lower = utf8::lower(name);
  const bool other = (lower.starts_with('r') || lower.starts_with('c')) &&
                     lower.find_first_not_of("rc0123456789") == std::string::npos;
  return characters > 0 && characters <= kLongest && !cell && !other;
}

int style_of(LayoutReader& reader, const load::Node& node) {
  constexpr int kLight = 21, kMedium = 28, kDark = 11;
  const auto words = reader.text_of(node).value_or("");
  if (words == "none") return 0;
  const auto space = words.find(' ');
  int number = 0;
  std::from_chars(words.data() + std::min(space, words.size() - 1) + 1, words.data() + words.size(), number);
  const auto kind = words.substr(0, space);
  if (kind == "light" && number >= 1 && number <= kLight) return number;
  if (kind == "medium" && number >= 1 && number <= kMedium) return kLight + number;
  if (kind == "dark" && number >= 1 && number <= kDark) return kLight + kMedium + number;
  reader.error(node, "unknown-value",
               text("неизвестный стиль таблицы «{}»", "unknown table style “{}”", words),
               text("допустимо: none, от light 1 до light 21, от medium 1 до medium 28, от dark 1 до dark 11",
                    "allowed: none, light 1 to light 21, medium 1 to medium 28, dark 1 to dark 11"));
  return 0;
}

std::nullopt_t neither_flag_nor_keys(LayoutReader& reader, const load::Node& node) {
  reader.error(node, "wrong-type",
               text("ожидается true, false или пары «ключ: значение»",
                    "true, false or “key: value” pairs are expected"));
  return std::nullopt;
}

}  // namespace

std::optional<Validation> parse_validation(LayoutReader& reader, const load::Node& node) {
  using Kind = Validation::Kind;
  if (!reader.keys(node, text("проверка ввода", "validation"),
                   {"list", "type", "min", "max", "prompt", "message", "strict"}))
    return std::nullopt;
  Validation out;
  const int type = reader.choice(node, "type", {"whole", "number", "day", "length"});
  if (!node.find("list") == !node.find("type"))
    reader.error(node, "missing-key",
                 text("у проверки ввода должно быть что-то одно: `list` или `type`",
                      "a validation has either a `list` or a `type`"),
                 text("оставьте одно из них", "keep one of them"));
  if (type >= 0) out.kind = static_cast<Kind>(type + 1);
  if (const auto* list = node.find("list")) parse_list(reader, *list, out);
  if (const auto* least = node.find("min")) out.least = bound_of(reader, *least, out.kind);
  if (const auto* greatest = node.find("max")) out.greatest = bound_of(reader, *greatest, out.kind);
  if (out.kind != Kind::kList && !node.find("min") && !node.find("max"))
    reader.error(node, "missing-key",
                 text("не сказано, от скольких и до скольких", "nothing says from what and up to what"),
                 text("добавьте `min`, `max` или оба", "add `min`, `max` or both"));
  if (out.least && out.greatest && *out.least > *out.greatest)
    reader.error(*node.find("max"), "wrong-type", text("`max` меньше `min`", "`max` is less than `min`"),
                 text("исправьте одно из них", "correct one of them"));
  reader.short_string(node, "prompt", 255, out.prompt);
  reader.short_string(node, "message", 255, out.message);
  reader.flag(node, "strict", out.strict);
  return out;
}

std::optional<Protection> parse_protection(LayoutReader& reader, const load::Node& node) {
  if (node.is_scalar() && !node.quoted && (node.scalar == "true" || node.scalar == "false"))
    return node.scalar == "true" ? std::optional<Protection>(Protection{}) : std::nullopt;
  if (!node.is_mapping()) return neither_flag_nor_keys(reader, node);
  Protection out;
  if (!reader.keys(node, text("защита", "protection"), {"password", "filter", "sort", "format"}))
    return std::nullopt;
  reader.short_string(node, "password", 15, out.password);
  reader.flag(node, "filter", out.filter);
  reader.flag(node, "sort", out.sort);
  reader.flag(node, "format", out.format);
  return out;
}

std::optional<ExcelTable> parse_excel_table(LayoutReader& reader, const load::Node& node) {
  if (node.is_scalar() && !node.quoted && (node.scalar == "true" || node.scalar == "false"))
    return node.scalar == "true" ? std::optional<ExcelTable>(ExcelTable{}) : std::nullopt;
  if (!node.is_mapping()) return neither_flag_nor_keys(reader, node);
  ExcelTable out;
  if (!reader.keys(node, text("таблица Excel", "Excel table"), {"name", "style"})) return std::nullopt;
  if (const auto* name = node.find("name")) out.name = parse_range_name(reader, *name);
  if (const auto* style = node.find("style")) out.style = style_of(reader, *style);
  return out;
}

void check_excel_table(LayoutReader& reader, const load::Node& node, const SheetTable& table) {
  const auto fail = [&](Text why) {
    reader.error(node, "excel-table",
                 {"таблицы Excel не получится: " + why.ru, "no Excel table can be made: " + why.en});
  };
  if (table.group) fail(text("строки стоят группами", "the rows stand in groups"));
  if (table.levels && !table.levels->merge.empty())
    fail(text("строки уровней объединены", "rows of levels are merged"));
  if (table.column_numbers)
    fail(text("под шапкой стоят номера граф", "the numbers of the columns stand under the header"));
  std::vector<std::string> names;
  for (const auto& column : table.columns) {
    if (column.merge)
      fail(text("ячейки колонки объединены (`merge`)", "a column merges its cells (`merge`)"));
    if (column.header.size() != table.columns.front().header.size())
      return fail(text("у колонок разное число ярусов шапки", "the columns have headers of different depth"));
    if (column.header.empty() || !column.header.back().fixed) continue;
    const auto name = utf8::lower(column.header.back().body);
    if (name.empty() || std::find(names.begin(), names.end(), name) != names.end())
      return fail(text("заголовок «{}» пуст или повторяется", "the heading “{}” is empty or there twice",
                       column.header.back().body));
    names.push_back(name);
  }
}

std::string parse_range_name(LayoutReader& reader, const load::Node& node) {
  auto name = reader.text_of(node).value_or("");
  if (reader.is_each())
    reader.error(node, "range-name",
                 text("имя нельзя дать: листов столько, сколько строк в запросе",
                      "no name can be given: there are as many sheets as the query has rows"),
                 text("уберите имя", "remove the name"));
  if (can_name_cells(name)) return name;
  reader.error(node, "range-name",
               text("«{}» не может быть именем ячеек", "“{}” cannot be the name of cells", name),
               text("имя — до 60 букв, цифр, `_` и `.`, начинается с буквы и не похоже на адрес (A1, R1C1)",
                    "a name is up to 60 letters, digits, `_` and `.`, begins with a letter and is no address "
                    "(A1, R1C1)"));
  return {};
}

}  // namespace svodka::bind
