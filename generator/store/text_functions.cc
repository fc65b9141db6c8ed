#include "store/text_functions.h"

#include <nlohmann/json.hpp>
#include <string>

#include "base/finding.h"
#include "language/quoted_names.h"
#include "language/slips.h"

namespace svodka::store {
namespace {

using nlohmann::json;

std::string_view text_of(sqlite3_value* value) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return bytes == nullptr ? std::string_view()
                          : std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

void give(sqlite3_context* context, const std::string& words) {
  if (words.empty()) return sqlite3_result_null(context);
  sqlite3_result_text(context, words.data(), static_cast<int>(words.size()), SQLITE_TRANSIENT);
}

std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

std::vector<std::string> parsed_strings(std::string_view words) {
  std::vector<std::string> strings;
  const auto list = json::parse(words, nullptr, false);
  for (const auto& item : list) {
    if (item.is_string()) strings.push_back(item.get<std::string>());
  }
  return strings;
}

/// The strings of a JSON list. A query gives the same list with every row, so the last one is kept.
const std::vector<std::string>& strings_of(sqlite3_value* value) {
  thread_local std::string words;
  thread_local std::vector<std::string> strings;
  const auto now = text_of(value);
  if (words != now) {
    strings = parsed_strings(now);
    words = now;
  }
  return strings;
}

void give(sqlite3_context* context, const language::Slips& found) {
  if (found.empty()) return sqlite3_result_text(context, "[]", 2, SQLITE_STATIC);
  auto list = json::array();
  for (const auto& slip : found) {
    list.push_back({{"at", slip.at},
                    {"length", slip.length},
                    {"text", slip.said},
                    {"fix", slip.fix ? json(*slip.fix) : json()},
                    {"note", slip.note.ru.empty() ? json() : json(slip.note.ru)},
                    {"note_en", slip.note.en.empty() ? json() : json(slip.note.en)}});
  }
  give(context, dumped(list));
}

void slips(sqlite3_context* context, int count, sqlite3_value** values) {
  const auto kind = text_of(values[0]);
  static const std::vector<std::string> kNone;
  const auto found =
      language::find_slips(kind, text_of(values[1]), count > 2 ? strings_of(values[2]) : kNone);
  if (!found)
    return sqlite3_result_error(context, ("slips() knows no kind '" + std::string(kind) + "'").c_str(), -1);
  give(context, *found);
}

void misspelt(sqlite3_context* context, int, sqlite3_value** values) {
  auto* speller = static_cast<language::Speller*>(sqlite3_user_data(context));
  give(context, speller == nullptr ? language::Slips() : speller->misspelt(text_of(values[0])));
}

void quoted_names(sqlite3_context* context, int, sqlite3_value** values) {
  std::vector<std::string> forms{""};
  for (const char c : text_of(values[1])) {
    if (c == '|')
      forms.emplace_back();
    else
      forms.back() += c;
  }
  const auto names = language::quoted_names(text_of(values[0]), forms);
  give(context, names.empty() ? std::string() : dumped(names));
}

void nearest(sqlite3_context* context, int, sqlite3_value** values) {
  give(context, did_you_mean(text_of(values[0]), strings_of(values[1])));
}

}  // namespace

void register_spelling(sqlite3* connection, language::Speller* speller) {
  sqlite3_create_function_v2(connection, "misspelt", 1, SQLITE_UTF8 | SQLITE_INNOCUOUS, speller, misspelt,
                             nullptr, nullptr, nullptr);
}

void register_text_functions(sqlite3* connection) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  const auto add = [&](const char* name, int arguments,
                       void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    sqlite3_create_function_v2(connection, name, arguments, kFlags, nullptr, function, nullptr, nullptr,
                               nullptr);
  };
  register_spelling(connection, nullptr);
  add("slips", 2, slips);
  add("slips", 3, slips);
  add("quoted_names", 2, quoted_names);
  add("nearest", 2, nearest);
}

}  // namespace svodka::store
