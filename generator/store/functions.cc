#include "store/functions.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "base/utf8.h"
#include "language/number.h"
#include "language/period.h"
#include "store/text_functions.h"

namespace svodka::store {
namespace {

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

// One step of a sort key: a character, or a whole number with its digits (without leading zeros).
struct KeyUnit {
  char32_t character = 0;  // 0 at the end; '0' for a number
  std::string_view digits;
};

// Walks a text as sort_key() sees it, without making the key.
class KeyWalk {
 public:
  explicit KeyWalk(std::string_view text) : text_(text) {}

  KeyUnit next() {
    while (at_ < text_.size()) {
      const std::size_t start = at_;
      const char32_t c = utf8::next(text_, at_);
      if (is_digit(c)) return number(start);
      if (is_quote(c)) continue;
      if (c == U' ' || c == U'\u00a0' || c == U'\u202f') return {U' ', {}};
      const char32_t lower = utf8::lower(c);
      return {lower == U'ё' ? U'е' : lower, {}};
    }
    return {};
  }

 private:
  static bool is_quote(char32_t c) {
    for (const char32_t quote : {U'«', U'»', U'„', U'“', U'”', U'"', U'\''}) {
      if (c == quote) return true;
    }
    return false;
  }

  KeyUnit number(std::size_t start) {
    while (at_ < text_.size() && is_digit(static_cast<unsigned char>(text_[at_]))) ++at_;
    while (start + 1 < at_ && text_[start] == '0') ++start;
    return {U'0', text_.substr(start, at_ - start)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

int compare_keys(std::string_view left, std::string_view right) {
  KeyWalk a(left), b(right);
  for (;;) {
    const KeyUnit x = a.next(), y = b.next();
    if (x.character != y.character) return x.character < y.character ? -1 : 1;
    if (x.character == 0) return left.compare(right);  // so that the order of equal keys is fixed too
    if (x.digits.size() != y.digits.size()) return x.digits.size() < y.digits.size() ? -1 : 1;
    if (const int order = x.digits.compare(y.digits); order != 0) return order;
  }
}

std::optional<std::string_view> text_of(sqlite3_value* value) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
  if (bytes == nullptr) return std::nullopt;
  return std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

void answer(sqlite3_context* context, std::string_view text) {
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

using Arguments = sqlite3_value**;

template <std::string (*change)(std::string_view)>
void text_function(sqlite3_context* context, int, Arguments arguments) {
  if (const auto text = text_of(arguments[0])) answer(context, change(*text));
}

void like_function(sqlite3_context* context, int count, Arguments arguments) {
  const auto pattern = text_of(arguments[0]), text = text_of(arguments[1]);
  if (!pattern || !text) return;
  char32_t escape = 0;
  if (count == 3) {
    const auto given = text_of(arguments[2]);
    if (!given) return;
    std::size_t end = 0;
    if (!given->empty()) escape = utf8::next(*given, end);
    if (given->empty() || end != given->size()) {
      return sqlite3_result_error(context, "ESCAPE expression must be a single character", -1);
    }
  }
  sqlite3_result_int(context, like(*pattern, *text, escape));
}

bool is_number(sqlite3_value* value) {
  const int type = sqlite3_value_numeric_type(value);
  return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

int digits_argument(int count, Arguments arguments, int position, int otherwise) {
  return count > position ? std::clamp(sqlite3_value_int(arguments[position]), 0, 15) : otherwise;
}

void round_function(sqlite3_context* context, int count, Arguments arguments) {
  if (!is_number(arguments[0])) return;
  if (sqlite3_value_numeric_type(arguments[0]) == SQLITE_INTEGER) {
    return sqlite3_result_int64(context, sqlite3_value_int64(arguments[0]));
  }
  sqlite3_result_double(context, language::round_half_up(sqlite3_value_double(arguments[0]),
                                                         digits_argument(count, arguments, 1, 0)));
}

void answer_ratio(sqlite3_context* context, Arguments arguments, int factor, int digits) {
  if (!is_number(arguments[0]) || !is_number(arguments[1])) return;
  if (sqlite3_value_double(arguments[1]) == 0) return;
  const bool whole = sqlite3_value_numeric_type(arguments[0]) == SQLITE_INTEGER &&
                     sqlite3_value_numeric_type(arguments[1]) == SQLITE_INTEGER;
  if (whole) {
    const auto exact = language::exact_ratio(sqlite3_value_int64(arguments[0]),
                                             sqlite3_value_int64(arguments[1]), factor, digits);
    if (exact) return sqlite3_result_double(context, *exact);
  }
  const double ratio = sqlite3_value_double(arguments[0]) * factor / sqlite3_value_double(arguments[1]);
  if (std::isfinite(ratio)) sqlite3_result_double(context, language::round_half_up(ratio, digits));
}

void ratio_function(sqlite3_context* context, int count, Arguments arguments) {
  answer_ratio(context, arguments, 1, digits_argument(count, arguments, 2, 2));
}

void percent_function(sqlite3_context* context, int count, Arguments arguments) {
  answer_ratio(context, arguments, 100, digits_argument(count, arguments, 2, 1));
}

void days_between_function(sqlite3_context* context, int, Arguments arguments) {
  const auto from = text_of(arguments[0]), to = text_of(arguments[1]);
  if (!from || !to) return;
  const auto first = language::parse_day(*from), last = language::parse_day(*to);
  if (!first || !last) return;
  sqlite3_result_int64(context, (std::chrono::sys_days(*last) - std::chrono::sys_days(*first)).count());
}

void month_of_function(sqlite3_context* context, int, Arguments arguments) {
  const auto text = text_of(arguments[0]);
  const auto period = text ? language::parse_period(*text) : std::nullopt;
  if (period) answer(context, language::iso(period->first()).substr(0, 7));
}

int collate(void*, int left_size, const void* left, int right_size, const void* right) {
  return compare_keys({static_cast<const char*>(left), static_cast<std::size_t>(left_size)},
                      {static_cast<const char*>(right), static_cast<std::size_t>(right_size)});
}

struct Entry {
  const char* name;
  int arguments;
  void (*function)(sqlite3_context*, int, Arguments);
};

constexpr Entry kFunctions[] = {
    {"lower", 1, text_function<utf8::lower>},
    {"upper", 1, text_function<utf8::upper>},
    {"lower_ru", 1, text_function<utf8::lower>},
    {"sort_key", 1, text_function<sort_key>},
    {"like", 2, like_function},
    {"like", 3, like_function},
    {"round_half_up", 1, round_function},
    {"round_half_up", 2, round_function},
    {"ratio", 2, ratio_function},
    {"ratio", 3, ratio_function},
    {"percent", 2, percent_function},
    {"percent", 3, percent_function},
    {"days_between", 2, days_between_function},
    {"month_of", 1, month_of_function},
};

}  // namespace

std::string sort_key(std::string_view text) {
  constexpr std::size_t kWidth = 20;
  std::string key;
  KeyWalk walk(text);
  for (KeyUnit unit = walk.next(); unit.character != 0; unit = walk.next()) {
    if (unit.digits.empty()) {
      utf8::append(key, unit.character);
    } else {
      if (unit.digits.size() < kWidth) key.append(kWidth - unit.digits.size(), '0');
      key += unit.digits;
    }
  }
  return key;
}

bool like(std::string_view pattern, std::string_view text, char32_t escape) {
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t p = 0, t = 0, after_any = kNone, retry = 0;
  while (true) {
    std::size_t next_p = p;
    char32_t want = p < pattern.size() ? utf8::next(pattern, next_p) : 0;
    const bool escaped = escape != 0 && want == escape && next_p < pattern.size();
    if (escaped) want = utf8::next(pattern, next_p);
    if (p < pattern.size() && want == U'%' && !escaped) {
      after_any = p = next_p;
      retry = t;
      continue;
    }
    if (t == text.size()) return p == pattern.size();
    std::size_t next_t = t;
    const char32_t have = utf8::next(text, next_t);
    if (p < pattern.size() && ((want == U'_' && !escaped) || utf8::lower(want) == utf8::lower(have))) {
      p = next_p;
      t = next_t;
    } else if (after_any == kNone) {
      return false;
    } else {
      p = after_any;  // the last % takes one more character
      utf8::next(text, retry);
      t = retry;
    }
  }
}

void register_functions(sqlite3* connection) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  for (const auto& entry : kFunctions) {
    const int code = sqlite3_create_function_v2(connection, entry.name, entry.arguments, kFlags, nullptr,
                                                entry.function, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw SqliteError(code, sqlite3_errmsg(connection));
  }
  register_text_functions(connection);
  sqlite3_create_collation_v2(connection, "RU", SQLITE_UTF8, nullptr, collate, nullptr);
}

}  // namespace svodka::store
