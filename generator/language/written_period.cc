#include "language/written_period.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "language/dates.h"

namespace svodka::language {
namespace {

constexpr std::array<std::string_view, 12> kShort{"янв", "фев", "мар", "апр", "мая", "июн",
                                                  "июл", "авг", "сен", "окт", "ноя", "дек"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The number that all of `text` is; -1 if it is none or has more than four digits.
int number_of(std::string_view text) {
  if (text.empty() || text.size() > 4 || !std::all_of(text.begin(), text.end(), is_digit)) return -1;
  int number = 0;
  for (const char c : text) number = number * 10 + (c - '0');
  return number;
}

/// Lower case, words apart by single blanks, without quotes round the day and the word «года» at the end.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words{""};
  for (std::size_t i = 0; i < text.size();) {
    const auto c = utf8::lower(utf8::next(text, i));
    if (c == U'«' || c == U'»' || c == U'"' || c == U'“' || c == U'”' || c == U'„') continue;
    const bool blank =
        c == U' ' || c == 0xA0 || c == 0x202F || c == 0x2009 || c == U'\t' || c == U'\n' || c == U'\r';
    if (!blank)
      utf8::append(words.back(), c);
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  constexpr std::array<std::string_view, 5> kYearWords{"г.", "г", "год", "года", "году"};
  if (words.size() > 1 && std::find(kYearWords.begin(), kYearWords.end(), words.back()) != kYearWords.end())
    words.pop_back();
  for (const auto ending : {std::string_view("г."), std::string_view("г")}) {  // «2020г.»
    if (words.empty() || !words.back().ends_with(ending)) continue;
    const auto rest = words.back().substr(0, words.back().size() - ending.size());
    if (!rest.empty() && is_digit(rest.back())) words.back() = rest;
  }
  return words;
}

int month_of(std::string_view word) {
  for (unsigned month = 1; month <= 12; ++month) {
    for (const auto which : {Case::kNominative, Case::kGenitive, Case::kPrepositional}) {
      if (word == month_name(month, which)) return static_cast<int>(month);
    }
    if (word.ends_with('.')) word.remove_suffix(1);
    const auto stem = kShort[month - 1];
    if (word == stem || (month == 9 && word == "сент") || (month == 5 && word == "май"))
      return static_cast<int>(month);
  }
  return 0;
}

int quarter_of(std::string_view word) {
  constexpr std::array<std::array<std::string_view, 5>, 4> kNames{{{"1", "i", "1-й", "1й", "первый"},
                                                                   {"2", "ii", "2-й", "2й", "второй"},
                                                                   {"3", "iii", "3-й", "3й", "третий"},
                                                                   {"4", "iv", "4-й", "4й", "четвёртый"}}};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (std::find(kNames[i].begin(), kNames[i].end(), word) != kNames[i].end())
      return static_cast<int>(i) + 1;
  }
  return 0;
}

int full_year(std::string_view digits) {
  const int year = number_of(digits);
  if (digits.size() == 2 && year >= 0) return year < 30 ? 2000 + year : 1900 + year;
  return digits.size() == 4 ? year : -1;
}

/// 9.12.2020, 09.12.20, 09/12/2020, 12.2020
std::optional<Period> numeric(std::string_view word) {
  std::vector<std::string_view> parts;
  const char separator = word.find('/') != std::string_view::npos ? '/' : '.';
  for (std::size_t start = 0; start <= word.size();) {
    const auto end = std::min(word.find(separator, start), word.size());
    parts.push_back(word.substr(start, end - start));
    start = end + 1;
  }
  const auto small = [](std::string_view part) { return part.size() <= 2 ? number_of(part) : -1; };
  if (parts.size() == 3 && small(parts[0]) > 0 && small(parts[1]) > 0 && full_year(parts[2]) > 0)
    return parse_period(
        fmt::format("{:04}-{:02}-{:02}", full_year(parts[2]), small(parts[1]), small(parts[0])));
  if (parts.size() == 2 && separator == '.' && small(parts[0]) > 0 && parts[1].size() == 4 &&
      number_of(parts[1]) > 0)
    return parse_period(fmt::format("{:04}-{:02}", number_of(parts[1]), small(parts[0])));
  return std::nullopt;
}

/// 14:30, 00:00:00
bool is_time(std::string_view word) {
  return word.size() >= 4 && word.find(':') != std::string_view::npos &&
         std::all_of(word.begin(), word.end(), [](char c) { return is_digit(c) || c == ':'; });
}

}  // namespace

std::optional<Period> parse_written_period(std::string_view text) {
  if (auto plain = parse_period(text)) return plain;
  auto words = words_of(text);
  if (words.size() == 1 && words[0].size() > 11 && (words[0][10] == 't' || words[0][10] == 'T'))
    words = {words[0].substr(0, 10), words[0].substr(11, 5)};
  if (words.size() == 2 && is_time(words[1])) words.pop_back();
  if (words.size() == 1) {
    if (auto plain = parse_period(words[0])) return plain;
    return numeric(words[0]);
  }
  if (words.size() == 2) {
    const int month = month_of(words[0]), year = words[1].size() == 4 ? number_of(words[1]) : -1;
    if (month > 0 && year > 0) return parse_period(fmt::format("{:04}-{:02}", year, month));
  }
  if (words.size() == 3) {
    const int year = full_year(words[2]);
    if (year < 0) return std::nullopt;
    const int quarter = quarter_of(words[0]);
    if (quarter > 0 && (words[1].starts_with("квартал") || words[1] == "кв." || words[1] == "кв"))
      return parse_period(fmt::format("{:04}-Q{}", year, quarter));
    const int day = words[0].size() <= 2 ? number_of(words[0]) : -1, month = month_of(words[1]);
    if (day > 0 && month > 0) return parse_period(fmt::format("{:04}-{:02}-{:02}", year, month, day));
  }
  return std::nullopt;
}

}  // namespace svodka::language
