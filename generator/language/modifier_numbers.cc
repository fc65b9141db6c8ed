#include <charconv>
#include <cmath>

#include "language/modifier_definition.h"
#include "language/number.h"

namespace svodka::language {
namespace {

std::optional<int> digits_of(const std::string& argument) {
  int digits = 0;
  const char* const end = argument.data() + argument.size();
  const auto [stop, error] = std::from_chars(argument.data(), end, digits);
  const bool whole = error == std::errc() && stop == end;
  return whole && digits >= 0 && digits <= 9 ? std::optional(digits) : std::nullopt;
}

Problem check_digits(const std::string& argument) {
  if (argument.empty() || digits_of(argument)) return std::nullopt;
  return text("нужно число знаков от 0 до 9, а не «{}»", "needs a number of digits from 0 to 9, not “{}”",
              argument);
}

double as_double(const Value& number) {
  const auto* whole = std::get_if<std::int64_t>(&number);
  return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(number);
}

Problem apply_number(const std::string& argument, Value& value) {
  const auto number = numeric(value);
  if (is_null(number)) return no_number(value);
  const auto digits = digits_of(argument);
  value = digits && !(digits == 0 && std::holds_alternative<std::int64_t>(number))
              ? format_number(as_double(number), digits)
              : shown(number);
  return std::nullopt;
}

Problem apply_percent(const std::string& argument, Value& value) {
  const auto number = numeric(value);
  if (is_null(number)) return no_number(value);
  value = format_percent(as_double(number), digits_of(argument));
  return std::nullopt;
}

Problem apply_points(const std::string& argument, Value& value) {
  const auto number = numeric(value);
  if (is_null(number)) return no_number(value);
  value = format_points(as_double(number), digits_of(argument).value_or(1));
  return std::nullopt;
}

Problem apply_signed(const std::string& argument, Value& value) {
  const auto number = numeric(value);
  if (is_null(number)) return no_number(value);
  const auto digits = digits_of(argument);
  const double x = digits ? round_half_up(as_double(number), *digits) : as_double(number);
  value = (x > 0 ? "+" : "") + (digits ? format_number(x, digits) : shown(number));
  return std::nullopt;
}

Problem apply_round(const std::string& argument, Value& value) {
  const auto number = numeric(value);
  if (is_null(number)) return no_number(value);
  value = std::holds_alternative<std::int64_t>(number)
              ? number
              : numeric(round_half_up(std::get<double>(number), digits_of(argument).value_or(0)));
  return std::nullopt;
}

Text digits_argument() { return text("знаков после запятой", "digits after the comma"); }

}  // namespace

Value numeric(const Value& value) {
  if (std::holds_alternative<std::int64_t>(value)) return value;
  auto number =
      std::get_if<double>(&value) != nullptr ? std::optional(std::get<double>(value)) : std::nullopt;
  if (const auto* words = std::get_if<std::string>(&value)) number = parse_number(*words);
  if (!number) return {};
  const bool whole = std::fabs(*number) < 9e15 && std::floor(*number) == *number;
  return whole ? Value(static_cast<std::int64_t>(*number)) : Value(*number);
}

std::string shown(const Value& number) {
  const auto* whole = std::get_if<std::int64_t>(&number);
  return whole != nullptr ? format_whole(*whole) : format_number(std::get<double>(number));
}

Text no_number(const Value& value) { return not_a("не число", "is not a number", value); }

std::vector<Definition> number_modifiers() {
  return {
      {{"number",
        "число",
        {},
        digits_argument(),
        text("число с запятой; с пяти знаков — группы по три; с аргументом округлено (половина — вверх)",
             "a number with a decimal comma; from five digits in groups of three; the argument rounds it (a "
             "half goes up)"),
        {},
        {{"{{total:number}}", std::int64_t{12345}, "12\u00A0345"},
         {"{{mean:number=1}}", 6.25, "6,3"},
         {"{{mean:number=2}}", 3.5, "3,50"},
         {"{{change:number}}", -2.5, "−2,5"}}},
       check_digits,
       apply_number},
      {{"percent",
        "процент",
        {},
        digits_argument(),
        text("проценты; без аргумента не больше одного знака",
             "a percentage; at most one decimal without an argument"),
        {},
        {{"{{quality:percent=1}}", 47.826, "47,8\u00A0%"},
         {"{{quality:percent}}", 50.0, "50\u00A0%"},
         {"{{quality:percent=1}}", 50.0, "50,0\u00A0%"}}},
       check_digits,
       apply_percent},
      {{"points",
        "пункты",
        {},
        digits_argument(),
        text("разность процентов в процентных пунктах; без аргумента один знак",
             "a difference of percentages in percentage points; one decimal without an argument"),
        {},
        {{"{{change:points}}", 2.4, "+2,4\u00A0п.п."},
         {"{{change:points}}", -1.0, "−1,0\u00A0п.п."},
         {"{{change:points}}", 0.04, "без изменений"}}},
       check_digits,
       apply_points},
      {{"signed",
        "со-знаком",
        {},
        digits_argument(),
        text("число со знаком", "a number with its sign"),
        {},
        {{"{{change:signed}}", std::int64_t{3}, "+3"},
         {"{{change:signed}}", std::int64_t{-2}, "−2"},
         {"{{change:signed}}", std::int64_t{0}, "0"},
         {"{{change:signed=1}}", 0.25, "+0,3"}}},
       check_digits,
       apply_signed},
      {{"round",
        "округлить",
        {},
        digits_argument(),
        text("округлить и оставить числом для следующего модификатора; без аргумента до целого",
             "rounds and leaves a number for the next modifier; to whole without an argument"),
        {},
        {{"{{mean:round=1}}", 87.45, "87,5"},
         {"{{mean:round:plural=балл,балла,баллов}}", 21.4, "21\u00A0балл"}}},
       check_digits,
       apply_round},
  };
}

}  // namespace svodka::language
