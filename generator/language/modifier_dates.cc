#include <array>

#include "language/dates.h"
#include "language/modifier_definition.h"

namespace svodka::language {
namespace {

struct Style {
  std::string_view name, russian, alias;
  DateStyle style;
  std::string_view ru, en;
};

constexpr std::array<Style, 15> kStyles{{
    {"short", "кратко", "compact", DateStyle::kShort, "цифрами, для таблиц (так и без аргумента)",
     "in figures, for tables (also without an argument)"},
    {"long", "полностью", "", DateStyle::kLong, "словами, с «г.»", "in words, with «г.»"},
    {"full", "полная", "nominative", DateStyle::kFull, "словами, с «года»", "in words, with «года»"},
    {"when", "когда", "", DateStyle::kWhen, "как отвечают на вопрос «когда?», с предлогом, если он нужен",
     "as the answer to “when?”, with its preposition where one is due"},
    {"month", "месяц", "", DateStyle::kMonth, "месяц с годом; квартал и год — как есть",
     "the month with its year; a quarter or year as it is"},
    {"month-genitive", "месяца", "month-gen", DateStyle::kMonthGenitive, "то же в родительном падеже",
     "the same in the genitive"},
    {"month-dative", "месяцу", "month-dat", DateStyle::kMonthDative, "то же в дательном падеже",
     "the same in the dative"},
    {"month-instrumental", "месяцем", "month-ins", DateStyle::kMonthInstrumental,
     "то же в творительном падеже", "the same in the instrumental"},
    {"month-prepositional", "месяце", "month-prep", DateStyle::kMonthPrepositional,
     "то же в предложном падеже, без «в»", "the same in the prepositional, without «в»"},
    {"month-name", "название-месяца", "", DateStyle::kMonthName, "месяц без года",
     "the month without its year"},
    {"day-month", "день-месяц", "", DateStyle::kDayMonth, "без года", "without the year"},
    {"year", "год", "", DateStyle::kYear, "только год", "the year only"},
    {"quoted", "в-кавычках", "", DateStyle::kQuoted, "день в кавычках, как в реквизитах",
     "the day in quotes, as on forms"},
    {"weekday", "день-недели", "", DateStyle::kWeekday, "день недели", "the day of the week"},
    {"iso", "исо", "", DateStyle::kIso, "ГГГГ-ММ-ДД, для имён файлов", "YYYY-MM-DD, for names of files"},
}};

const Style* find_style(const std::string& argument) {
  if (argument.empty()) return &kStyles[0];
  for (const auto& style : kStyles) {
    if (argument == style.name || argument == style.russian || argument == style.alias) return &style;
  }
  return nullptr;
}

Problem check_style(const std::string& argument) {
  if (find_style(argument) != nullptr) return std::nullopt;
  std::vector<std::string> names;
  for (const auto& style : kStyles) names.emplace_back(style.name);
  return unknown_argument(argument, names);
}

bool has_weekday(const Period& period) {
  return period.precision == Precision::kDay || period.precision == Precision::kDays ||
         period.precision == Precision::kSpan;
}

Problem apply_date(const std::string& argument, Value& value) {
  const auto period = parse_period(to_text(value));
  if (!period) return not_a("не дата и не период", "is not a date or a period", value);
  const auto style = find_style(argument)->style;
  if (style == DateStyle::kWeekday && !has_weekday(*period))
    return not_a("не день: дня недели нет", "is not a day: it has no day of the week", value);
  value = format_period(*period, style);
  return std::nullopt;
}

}  // namespace

std::vector<Definition> date_modifiers() {
  ModifierHelp help{
      "date",
      "дата",
      {},
      text("вид", "style"),
      text("дата или период. Месяц остаётся месяцем, число и месяц не разрываются",
           "a date or a period. A month stays a month, a number is not torn from its month"),
      {},
      {{"{{as_of:date}}", "2020-12-01", "01.12.2020"},
       {"{{as_of:date=long}}", "2020-12-01", "1\u00A0декабря\u00A02020\u00A0г."},
       {"{{as_of:date=full}}", "2020-12-01", "1\u00A0декабря\u00A02020\u00A0года"},
       {"{{date:date=when}}", "2020-10-29,2020-10-30", "29 и\u00A030\u00A0октября\u00A02020\u00A0года"},
       {"{{date:date=when}}", "2020-10-26/2020-10-28",
        "с\u00A026 по\u00A028\u00A0октября\u00A02020\u00A0года"},
       {"{{date:date=when}}", "2020-10-12/2020-11-27",
        "с\u00A012\u00A0октября по\u00A027\u00A0ноября\u00A02020\u00A0года"},
       {"{{date:date=when}}", "2020-10", "в\u00A0октябре\u00A02020\u00A0года"},
       {"{{date:date=when}}", "2020-Q4", "в\u00A0IV\u00A0квартале\u00A02020\u00A0года"},
       {"{{date:date=when}}", "2020", "в\u00A02020\u00A0году"},
       {"{{date:date=short}}", "2020-10-26/2020-10-28", "26–28.10.2020"},
       {"{{date:date=short}}", "2020-10-26/2020-11-27", "26.10–27.11.2020"},
       {"{{date:date=short}}", "2020-10", "октябрь\u00A02020"},
       {"{{as_of:date=month}}", "2020-12-01", "декабрь\u00A02020\u00A0года"},
       {"{{as_of:date=month-genitive}}", "2020-12-01", "декабря\u00A02020\u00A0года"},
       {"{{period:date=month-prepositional}}", "2020-Q4", "IV\u00A0квартале\u00A02020\u00A0года"},
       {"{{as_of:date=quoted}}", "2020-12-01", "«01»\u00A0декабря\u00A02020\u00A0г."},
       {"{{as_of:date=weekday}}", "2020-12-01", "вторник"},
       {"{{as_of:date=iso}}", "01.12.2020", "2020-12-01"},
       {"{{as_of:дата=полностью}}", "2020-12-01", "1\u00A0декабря\u00A02020\u00A0г."}}};
  for (const auto& style : kStyles) {
    help.options.push_back({std::string(style.name),
                            std::string(style.russian),
                            {std::string(style.ru), std::string(style.en)}});
    if (!style.alias.empty())
      help.options.back().description = {std::string(style.ru) + "; также `" + std::string(style.alias) + "`",
                                         std::string(style.en) + "; also `" + std::string(style.alias) + "`"};
  }
  return {{std::move(help), check_style, apply_date}};
}

}  // namespace svodka::language
