#include "language/modifiers.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>

#include "base/finding.h"
#include "base/utf8.h"
#include "language/dates.h"
#include "language/number.h"
#include "language/plural.h"
#include "language/typography.h"

namespace svodka::language {
namespace {

using Problem = std::optional<Text>;
constexpr std::string_view kNbsp = "\u00A0";

// A modifier: its help, what is wrong with an argument, and what it does to a value that is not null.
struct Definition {
  ModifierHelp help;
  std::function<Problem(const std::string& argument)> check;
  std::function<Problem(const std::string& argument, Value& value)> apply;
};

const std::map<std::string, DateStyle, std::less<>>& date_styles() {
  static const std::map<std::string, DateStyle, std::less<>> kStyles{
      {"", DateStyle::kShort},          {"short", DateStyle::kShort},
      {"long", DateStyle::kLong},       {"full", DateStyle::kFull},
      {"when", DateStyle::kWhen},       {"month", DateStyle::kMonth},
      {"month-prepositional", DateStyle::kMonthPrepositional},
      {"month-genitive", DateStyle::kMonthGenitive},
      {"quoted", DateStyle::kQuoted},   {"weekday", DateStyle::kWeekday},
      {"day-month", DateStyle::kDayMonth}, {"year", DateStyle::kYear},
      {"iso", DateStyle::kIso}};
  return kStyles;
}

Text unknown_argument(const std::string& argument, const std::vector<std::string>& known) {
  const auto near = did_you_mean(argument, known);
  if (!near.empty()) return text("непонятный аргумент «{}» (возможно, {})", "unknown argument “{}” (did you mean {}?)", argument, near);
  return text("непонятный аргумент «{}», бывают: {}", "unknown argument “{}”, there are: {}", argument, fmt::format("{}", fmt::join(known, ", ")));
}

Problem date_style_problem(const std::string& argument) {
  if (date_styles().contains(argument)) return std::nullopt;
  std::vector<std::string> names;
  for (const auto& [name, style] : date_styles()) {
    if (!name.empty()) names.push_back(name);
  }
  return unknown_argument(argument, names);
}

Problem no_argument(const std::string& argument) {
  if (argument.empty()) return std::nullopt;
  return text("аргумент не нужен: «{}»", "takes no argument: “{}”", argument);
}

Problem any_argument(const std::string&) { return std::nullopt; }

std::optional<int> digits_of(const std::string& argument) {
  int digits = 0;
  const auto [end, error] = std::from_chars(argument.data(), argument.data() + argument.size(), digits);
  const bool whole = error == std::errc() && end == argument.data() + argument.size();
  return whole && digits >= 0 && digits <= 9 ? std::optional(digits) : std::nullopt;
}

Problem digits_problem(const std::string& argument) {
  if (argument.empty() || digits_of(argument)) return std::nullopt;
  return text("нужно число знаков от 0 до 9, а не «{}»", "needs a number of digits from 0 to 9, not “{}”", argument);
}

std::vector<std::string> split(const std::string& words, char separator) {
  std::vector<std::string> parts{""};
  for (const char c : words) {
    if (c == separator) parts.emplace_back();
    else parts.back() += c;
  }
  for (auto& part : parts) {
    part.erase(0, part.find_first_not_of(' '));
    part.erase(part.find_last_not_of(' ') + 1);
  }
  return parts;
}

Problem forms_problem(const std::string& argument) {
  const auto forms = split(argument, ',');
  const bool empty = std::any_of(forms.begin(), forms.end(), [](const std::string& f) { return f.empty(); });
  if (!empty && forms.size() >= 2 && forms.size() <= 4) return std::nullopt;
  return text("нужны формы слова через запятую: школа,школы,школ", "needs the noun's forms with commas: школа,школы,школ");
}

std::optional<double> number_of(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* words = std::get_if<std::string>(&value)) return parse_number(*words);
  return std::nullopt;
}

// The value as a whole number where it is one, so that plurals and words need no second look.
Value numeric(const Value& value) {
  if (!std::holds_alternative<std::string>(value)) return value;
  const auto number = parse_number(std::get<std::string>(value));
  if (!number) return value;
  const auto whole = static_cast<std::int64_t>(*number);
  return static_cast<double>(whole) == *number ? Value(whole) : Value(*number);
}

Text not_a(const char* ru, const char* en, const Value& value) {
  return {fmt::format("«{}» — не {}", to_text(value), ru), fmt::format("“{}” is not {}", to_text(value), en)};
}

// A modifier over numbers.
auto over_number(std::function<std::string(double, std::optional<int>)> format) {
  return [format = std::move(format)](const std::string& argument, Value& value) -> Problem {
    const auto number = number_of(value);
    if (!number) return not_a("число", "a number", value);
    value = format(*number, digits_of(argument));
    return std::nullopt;
  };
}

// A modifier over the text of any value.
auto over_text(std::function<std::string(const std::string& argument, std::string words)> change) {
  return [change = std::move(change)](const std::string& argument, Value& value) -> Problem {
    value = change(argument, to_text(value));
    return std::nullopt;
  };
}

Problem apply_date(const std::string& argument, Value& value) {
  const auto period = parse_period(to_text(value));
  if (!period) return not_a("дата и не период", "a date or a period", value);
  value = format_period(*period, date_styles().at(argument));
  return std::nullopt;
}

Problem apply_plural(const std::string& argument, Value& value) {
  const auto count = numeric(value);
  const auto number = number_of(count);
  if (!number) return not_a("число", "a number", value);
  value = format_number(*number) + std::string(kNbsp) + noun(plural_form(count), split(argument, ','));
  return std::nullopt;
}

Problem apply_noun(const std::string& argument, Value& value) {
  const auto count = numeric(value);
  if (!number_of(count)) return not_a("число", "a number", value);
  value = noun(plural_form(count), split(argument, ','));
  return std::nullopt;
}

std::string with_first(std::string words, char32_t (*change)(char32_t)) {
  std::size_t i = 0;
  while (i < words.size()) {
    const auto start = i;
    const char32_t c = utf8::next(words, i);
    if (!utf8::is_letter(c)) {
      if (c == U'«' || c == U'"' || c == U'(' || c == U'„') continue;
      break;
    }
    std::string out = words.substr(0, start);
    utf8::append(out, change(c));
    return out + words.substr(i);
  }
  return words;
}

std::string initials(const std::string& argument, const std::string& full) {
  const auto words = split(full, ' ');
  std::string letters, surname;
  for (const auto& word : words) {
    if (word.empty()) continue;
    if (surname.empty()) {
      surname = word;
      continue;
    }
    std::size_t i = 0;
    utf8::append(letters, utf8::next(word, i));
    letters += ".";
  }
  if (letters.empty()) return surname;
  return argument == "last" ? surname + std::string(kNbsp) + letters : letters + std::string(kNbsp) + surname;
}

std::string sentence(std::string words) {
  words = with_first(std::move(words), utf8::upper);
  while (words.ends_with(' ')) words.pop_back();
  const bool ended = words.empty() || words.ends_with('.') || words.ends_with('!') || words.ends_with('?') || words.ends_with("…");
  return ended ? words : words + ".";
}

const std::vector<Definition>& definitions() {
  static const std::vector<Definition> kAll = [] {
    std::vector<Definition> all;
    const auto add = [&](ModifierHelp help, auto check, auto apply) { all.push_back({std::move(help), std::move(check), std::move(apply)}); };
    add({"date", "short|long|full|when|month|month-prepositional|month-genitive|quoted|weekday|day-month|year|iso",
         text("дата или период; месяц остаётся месяцем", "a date or period; a month stays a month"), "{{as_of:date=long}}", "1\u00A0декабря 2020\u00A0г."},
        date_style_problem, apply_date);
    add({"number", "ЗНАКОВ", text("число с запятой, группы по три цифры с пяти знаков; с аргументом округляется", "a number with a decimal comma, grouped from five digits; the argument rounds it"),
         "{{total:number=1}}", "12\u00A0345,7"},
        digits_problem, over_number([](double x, std::optional<int> d) { return format_number(x, d); }));
    add({"percent", "ЗНАКОВ", text("проценты", "a percentage"), "{{quality:percent=1}}", "47,8\u00A0%"}, digits_problem,
        over_number([](double x, std::optional<int> d) { return format_percent(x, d); }));
    add({"points", "ЗНАКОВ", text("разность процентов в процентных пунктах", "a difference of percentages in percentage points"), "{{change:points}}", "+2,4\u00A0п.п."}, digits_problem,
        over_number([](double x, std::optional<int> d) { return format_points(x, d.value_or(1)); }));
    add({"plural", "школа,школы,школ", text("число и слово при нём", "a number with its noun"), "{{count:plural=школа,школы,школ}}", "3\u00A0школы"}, forms_problem, apply_plural);
    add({"noun", "школа,школы,школ", text("только слово при числе", "only the noun that goes with a number"), "{{count:noun=школа,школы,школ}}", "школы"}, forms_problem, apply_noun);
    add({"typo", "", text("кавычки «», тире, неразрывные пробелы", "quotes «», dashes, non-breaking spaces"), "{{text:typo}}", "МОБУ «СОШ №\u00A04»"}, no_argument,
        over_text([](const std::string&, std::string words) { return typeset(words); }));
    add({"quotes", "", text("в кавычках «», внутренние становятся „“", "in «», inner quotes become „“"), "{{title:quotes}}", "«О плане»"}, no_argument,
        over_text([](const std::string&, std::string words) { return quoted(words); }));
    add({"nbsp", "", text("все пробелы неразрывные", "every space non-breaking"), "{{name:nbsp}}", "СОШ\u00A0№\u00A04"}, no_argument,
        over_text([](const std::string&, std::string words) { return unbreakable(words); }));
    add({"upper", "", text("прописными", "in capitals"), "{{title:upper}}", "ПРИКАЗ"}, no_argument,
        over_text([](const std::string&, std::string words) { return utf8::upper(words); }));
    add({"lower", "", text("строчными", "in small letters"), "{{title:lower}}", "приказ"}, no_argument,
        over_text([](const std::string&, std::string words) { return utf8::lower(words); }));
    add({"capital", "", text("с прописной буквы", "the first letter capital"), "{{text:capital}}", "Сделан анализ"}, no_argument,
        over_text([](const std::string&, std::string words) { return with_first(std::move(words), utf8::upper); }));
    add({"small", "", text("со строчной буквы", "the first letter small"), "{{text:small}}", "сделан анализ"}, no_argument,
        over_text([](const std::string&, std::string words) { return with_first(std::move(words), utf8::lower); }));
    add({"sentence", "", text("с прописной буквы и с точкой в конце", "a capital first and a full stop last"), "{{text:sentence}}", "Сделан анализ."}, no_argument,
        over_text([](const std::string&, std::string words) { return sentence(std::move(words)); }));
    add({"initials", "first|last", text("«Фамилия Имя Отчество» как И.О. Фамилия или Фамилия И.О.", "“Surname Name Patronymic” as initials and surname"), "{{head:initials}}", "П.С.\u00A0Иванов"},
        [](const std::string& argument) -> Problem {
          if (argument.empty() || argument == "first" || argument == "last") return std::nullopt;
          return unknown_argument(argument, {"first", "last"});
        },
        over_text([](const std::string& argument, std::string words) { return initials(argument, words); }));
    add({"default", "ТЕКСТ", text("что показать, если значения нет", "what to show when there is no value"), "{{result:default=нет}}", "нет"}, any_argument,
        [](const std::string& argument, Value& value) -> Problem {
          const auto* words = std::get_if<std::string>(&value);
          if (is_null(value) || (words != nullptr && words->empty())) value = argument;
          return std::nullopt;
        });
    return all;
  }();
  return kAll;
}

const Definition* find(const std::string& name) {
  const auto& all = definitions();
  const auto it = std::find_if(all.begin(), all.end(), [&](const Definition& d) { return d.help.name == name; });
  return it == all.end() ? nullptr : &*it;
}

}  // namespace

const std::vector<ModifierHelp>& all_modifiers() {
  static const std::vector<ModifierHelp> kHelp = [] {
    std::vector<ModifierHelp> help;
    for (const auto& definition : definitions()) help.push_back(definition.help);
    return help;
  }();
  return kHelp;
}

std::optional<Text> modifier_problem(const Modifier& modifier) {
  if (const auto* definition = find(modifier.name)) {
    const auto problem = definition->check(modifier.argument);
    if (!problem) return std::nullopt;
    return Text{fmt::format("модификатор `{}`: {}", modifier.name, problem->ru), fmt::format("modifier `{}`: {}", modifier.name, problem->en)};
  }
  std::vector<std::string> names;
  for (const auto& help : all_modifiers()) names.push_back(help.name);
  const auto near = did_you_mean(modifier.name, names);
  if (near.empty()) return text("нет модификатора `{}`", "there is no modifier `{}`", modifier.name);
  return text("нет модификатора `{}` (возможно, `{}`)", "there is no modifier `{}` (did you mean `{}`?)", modifier.name, near);
}

std::optional<Text> apply(const Modifier& modifier, Value& value) {
  if (is_null(value) && modifier.name != "default") return std::nullopt;
  const auto* definition = find(modifier.name);
  return definition == nullptr ? std::nullopt : definition->apply(modifier.argument, value);
}

std::string to_text(const Value& value) {
  if (const auto* words = std::get_if<std::string>(&value)) return *words;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const auto* number = std::get_if<double>(&value)) return format_number(*number, std::nullopt, false);
  return {};
}

}  // namespace svodka::language
