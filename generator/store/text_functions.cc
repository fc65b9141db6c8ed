#include "store/text_functions.h"

#include <nlohmann/json.hpp>
#include <string>

#include "base/finding.h"
#include "language/slips.h"

namespace svodka::store {
namespace {

using nlohmann::json;

void give(sqlite3_context* context, const std::string& words) {
  if (words.empty()) return sqlite3_result_null(context);
  sqlite3_result_text(context, words.data(), static_cast<int>(words.size()), SQLITE_TRANSIENT);
}

std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

// A query gives the same list with every row, so the last one is kept.
const std::vector<std::string>& same_strings(sqlite3_value* value) {
  thread_local std::string words;
  thread_local std::vector<std::string> strings;
  const auto now = text_of(value);
  if (words != now) {
    strings = strings_of(now);
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

// As above, the kind and the words are mostly those of the row before.
const std::optional<language::SlipFinder>& same_finder(std::string_view kind, std::string_view words) {
  thread_local std::string last_kind, last_words;
  thread_local std::optional<language::SlipFinder> finder;
  if (!finder || last_kind != kind || last_words != words) {
    finder = language::SlipFinder::of(kind, strings_of(words));
    last_kind = kind;
    last_words = words;
  }
  return finder;
}

void slips(sqlite3_context* context, int count, sqlite3_value** values) {
  const auto kind = text_of(values[0]), text = text_of(values[1]);
  const auto& finder = same_finder(kind, count > 2 ? text_of(values[2]) : std::string_view());
  if (!finder)
    return sqlite3_result_error(context, ("slips() knows no kind '" + std::string(kind) + "'").c_str(), -1);
  const bool may_find = !finder->needs_traits() || finder->may_find(language::slip_traits(text));
  give(context, may_find ? finder->find(text) : language::Slips());
}

void nearest(sqlite3_context* context, int, sqlite3_value** values) {
  give(context, did_you_mean(text_of(values[0]), same_strings(values[1])));
}

}  // namespace

std::string_view text_of(sqlite3_value* value) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return bytes == nullptr ? std::string_view()
                          : std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

std::vector<std::string> strings_of(std::string_view json_array) {
  std::vector<std::string> strings;
  const auto list = json::parse(json_array, nullptr, false);
  for (const auto& item : list) {
    if (item.is_string()) strings.push_back(item.get<std::string>());
  }
  return strings;
}

void register_text_functions(sqlite3* connection) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  const auto add = [&](const char* name, int arguments,
                       void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    sqlite3_create_function_v2(connection, name, arguments, kFlags, nullptr, function, nullptr, nullptr,
                               nullptr);
  };
  add("slips", 2, slips);
  add("slips", 3, slips);
  add("nearest", 2, nearest);
}

}  // namespace svodka::store
