#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/utf8.h"
#include "language/dates.h"
#include "language/slips_text.h"

// Dates in running text.
namespace svodka::language {
namespace {

namespace chrono = std::chrono;

// A date as it is written: «09.12.2020», «9 декабря 2020 года», «29,30 октября».
struct Written {
  std::size_t begin = 0, end = 0;
  int day = 0;  // 0: a month alone
  int month = 0;
  int year = 0;  // 0: not named
  bool digits = false;
};

// 1 to 12 for the genitive («октября») or, where it is asked for, any other case («октябре»).
int month_at(const Characters& text, const Word& word, bool any_case) {
  const auto name = encoded(folded(text, word.begin, word.end));
  for (unsigned month = 1; month <= 12; ++month) {
    for (const auto which : {Case::kGenitive, Case::kPrepositional, Case::kNominative}) {
      if (which != Case::kGenitive && !any_case) break;
      if (name == month_name(month, which)) return static_cast<int>(month);
    }
  }
  return 0;
}

std::size_t skip_blanks(const Characters& text, std::size_t i) {
  while (i < text.size() && (is_blank(text[i]) || is_line_break(text[i]))) ++i;
  return i;
}

// The whole number of at most `most` digits that ends at `end`; its beginning goes to `begin`.
int number_before(const Characters& text, std::size_t end, std::size_t most, std::size_t& begin) {
  begin = end;
  while (begin > 0 && is_digit(text[begin - 1])) --begin;
  if (begin == end || end - begin > most) return 0;
  int number = 0;
  for (auto i = begin; i < end; ++i) number = number * 10 + static_cast<int>(text[i] - U'0');
  return number;
}

int number_at(const Characters& text, std::size_t begin, std::size_t digits) {
  int number = 0;
  for (auto i = begin; i < begin + digits; ++i) {
    if (!is_digit(at(text, i))) return 0;
    number = number * 10 + static_cast<int>(text[i] - U'0');
  }
  return is_digit(at(text, begin + digits)) ? 0 : number;
}

bool is_range_mark(char32_t c) { return c == U',' || c == U'-' || c == kRangeDash; }

// Where the list of days before `begin` starts: «26–28», «29,30», «29 и 30», «с 26 по 28».
std::size_t first_of_days(const Characters& text, std::size_t begin) {
  for (;;) {
    auto i = begin;
    while (i > 0 && is_blank(text[i - 1])) --i;
    if (i > 0 && is_range_mark(text[i - 1]))
      --i;
    else if (i >= 2 && text[i - 1] == U'и' && is_blank(text[i - 2]))
      --i;
    else if (i >= 3 && text[i - 1] == U'о' && text[i - 2] == U'п' && is_blank(text[i - 3]))
      i -= 2;
    else
      return begin;
    while (i > 0 && is_blank(text[i - 1])) --i;
    std::size_t start = i;
    if (number_before(text, i, 2, start) == 0) return begin;
    begin = start;
  }
}

int year_after(const Characters& text, std::size_t& end) {
  const auto i = skip_blanks(text, end);
  const int year = number_at(text, i, 4);
  if (year < 1900 || year > 2100) return 0;
  end = i + 4;
  const auto word = skip_blanks(text, end);
  for (const std::u32string_view goda : {U"года", U"году", U"г."}) {
    if (text.compare(word, goda.size(), goda) == 0) end = word + goda.size();
  }
  return year;
}

void in_words(const Characters& text, std::vector<Written>& out) {
  for (const auto& word : words_of(text)) {
    Written date{.begin = word.begin, .end = word.end};
    date.month = month_at(text, word, true);
    if (date.month == 0) continue;
    auto i = word.begin;
    while (i > 0 && is_blank(text[i - 1])) --i;
    std::size_t begin = i;
    const bool genitive = month_at(text, word, false) != 0;
    if (genitive && i < word.begin) date.day = number_before(text, i, 2, begin);
    if (date.day > 0) date.begin = first_of_days(text, begin);
    if (date.day == 0) {
      // «в октябре», «с октября»: a month alone is a date only after its preposition.
      const bool preposition = i >= 1 && i < word.begin &&
                               (i == 1 || is_blank(text[i - 2]) || text[i - 2] == U'(') &&
                               std::u32string_view(U"вВсС").find(text[i - 1]) != std::u32string_view::npos;
      if (!preposition) continue;
    }
    date.year = year_after(text, date.end);
    out.push_back(date);
  }
}

void in_digits(const Characters& text, std::vector<Written>& out) {
  for (std::size_t i = 2; i + 7 < text.size() + 0; ++i) {
    if (text[i] != U'.' || at(text, i + 3) != U'.') continue;
    const int month = number_at(text, i + 1, 2), year = number_at(text, i + 4, 4);
    std::size_t begin = i;
    const int day = number_before(text, i, 2, begin);
    if (day == 0 || month == 0 || year < 1000 || i - begin != 2 || before(text, begin) == U'.' ||
        (at(text, i + 8) == U'.' && is_digit(at(text, i + 9))))
      continue;
    out.push_back({begin, i + 8, day, month, year, true});
  }
}

std::vector<Written> dates_of(const Characters& text) {
  std::vector<Written> out;
  in_words(text, out);
  in_digits(text, out);
  std::sort(out.begin(), out.end(), [](const Written& a, const Written& b) { return a.begin < b.begin; });
  return out;
}

std::optional<Day> day_of(const Written& date) {
  if (date.day == 0 || date.month == 0 || date.year == 0) return std::nullopt;
  const Day day(chrono::year(date.year), chrono::month(static_cast<unsigned>(date.month)),
                chrono::day(static_cast<unsigned>(date.day)));
  return day.ok() ? std::optional(day) : std::nullopt;
}

Slip slip_of(const Characters& text, const Written& date) {
  return slip_at(text, date.begin, date.end - date.begin);
}

// Between two dates of a range: «12 октября – 27 ноября 2020 года», «с октября по ноябрь 2020 года», «30
// октября и 2 ноября 2020 года».
bool is_range_between(const Characters& text, std::size_t begin, std::size_t end) {
  auto between = encoded(folded(text, begin, end));
  std::erase(between, ' ');
  for (const std::string_view hard : {"\u00A0"}) {
    for (auto at = between.find(hard); at != std::string::npos; at = between.find(hard))
      between.erase(at, hard.size());
  }
  return between == "по" || between == "и" || between == "–" || between == "—" || between == "-" ||
         between == "," || between.empty();
}

// 1: Monday; the nominative and the accusative («в среду»).
constexpr std::array<std::pair<std::u32string_view, unsigned>, 10> kWeekdays{{{U"понедельник", 1},
                                                                              {U"вторник", 2},
                                                                              {U"среда", 3},
                                                                              {U"среду", 3},
                                                                              {U"четверг", 4},
                                                                              {U"пятница", 5},
                                                                              {U"пятницу", 5},
                                                                              {U"суббота", 6},
                                                                              {U"субботу", 6},
                                                                              {U"воскресенье", 7}}};

unsigned weekday_number(const Characters& text, const Word& word) {
  const auto name = folded(text, word.begin, word.end);
  for (const auto& [known, number] : kWeekdays) {
    if (name == known) return number;
  }
  return 0;
}

// Only blanks, commas and brackets stand between.
bool close_by(const Characters& text, std::size_t begin, std::size_t end) {
  return begin <= end && end - begin <= 4 &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(begin),
                     text.begin() + static_cast<std::ptrdiff_t>(end),
                     [](char32_t c) { return is_blank(c) || c == U',' || c == U'(' || c == U')'; });
}

constexpr std::array<std::string_view, 7> kEnglish{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                   "Friday", "Saturday", "Sunday"};

}  // namespace

Slips yearless_dates(std::string_view text) {
  const auto all = decoded(text);
  const auto dates = dates_of(all);
  Slips out;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    bool named = dates[i].year > 0;
    for (auto next = i + 1; !named && next < dates.size(); ++next) {
      if (!is_range_between(all, dates[next - 1].end, dates[next].begin)) break;
      named = dates[next].year > 0;
    }
    // «с октября по ноябрь 2020 года»: the end of the range is a word without its preposition «в».
    if (!named && dates[i].end < all.size()) {
      const auto rest = all.substr(dates[i].end, 24);
      const auto po = rest.find(U" по ");
      if (po == 0) {
        for (std::size_t k = 4; k + 4 <= rest.size() && !named; ++k) {
          const int year = is_digit(rest[k]) && !is_digit(rest[k - 1]) ? number_at(rest, k, 4) : 0;
          named = year >= 1900 && year <= 2100;
        }
      }
    }
    if (!named) out.push_back(slip_of(all, dates[i]));
  }
  return out;
}

Slips impossible_dates(std::string_view text) {
  const auto all = decoded(text);
  Slips out;
  for (const auto& date : dates_of(all)) {
    // Without a year, the longest year decides.
    auto whole = date;
    if (whole.year == 0) whole.year = 2000;
    if (date.day > 0 && !day_of(whole)) out.push_back(slip_of(all, date));
  }
  return out;
}

Slips wrong_weekdays(std::string_view text) {
  const auto all = decoded(text);
  const auto dates = dates_of(all);
  Slips out;
  for (const auto& word : words_of(all)) {
    const auto said = weekday_number(all, word);
    if (said == 0) continue;
    for (const auto& date : dates) {
      const auto day = day_of(date);
      if (!day || !(close_by(all, word.end, date.begin) || close_by(all, date.end, word.begin))) continue;
      const unsigned right = chrono::weekday(chrono::sys_days(*day)).iso_encoding();
      if (right == said) continue;
      auto slip = slip_at(all, word.begin, word.end - word.begin);
      slip.note = {
          fmt::format("{} — {}", encoded(all.substr(date.begin, date.end - date.begin)), weekday(*day)),
          fmt::format("{} is a {}", encoded(all.substr(date.begin, date.end - date.begin)),
                      kEnglish.at(right - 1))};
      out.push_back(std::move(slip));
    }
  }
  return out;
}

Slips written_dates(std::string_view text) {
  const auto all = decoded(text);
  Slips out;
  for (const auto& date : dates_of(all)) {
    if (date.day == 0 || date.year == 0) continue;
    auto slip = slip_of(all, date);
    slip.note = same_text(date.digits ? "digits" : "words");
    out.push_back(std::move(slip));
  }
  return out;
}

}  // namespace svodka::language
