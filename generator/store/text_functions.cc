#include "store/text_functions.h"

#include <nlohmann/json.hpp>
#include <string>

#include "base/finding.h"
#include "language/lint.h"

namespace svodka::store {
namespace {

std::string_view text_of(sqlite3_value* value) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return bytes == nullptr ? std::string_view()
                          : std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

void give(sqlite3_context* context, const std::string& words) {
  if (words.empty()) return sqlite3_result_null(context);
  sqlite3_result_text(context, words.data(), static_cast<int>(words.size()), SQLITE_TRANSIENT);
}

template <std::string (*kFind)(std::string_view)>
void piece(sqlite3_context* context, int, sqlite3_value** values) {
  give(context, kFind(text_of(values[0])));
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
  give(context, names.empty()
                    ? std::string()
                    : nlohmann::json(names).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void nearest(sqlite3_context* context, int, sqlite3_value** values) {
  const auto names = nlohmann::json::parse(text_of(values[1]), nullptr, false);
  std::vector<std::string> candidates;
  for (const auto& name : names) {
    if (name.is_string()) candidates.push_back(name.get<std::string>());
  }
  give(context, did_you_mean(text_of(values[0]), candidates));
}

}  // namespace

void register_text_functions(sqlite3* connection) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  const auto add = [&](const char* name, int arguments,
                       void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    sqlite3_create_function_v2(connection, name, arguments, kFlags, nullptr, function, nullptr, nullptr,
                               nullptr);
  };
  add("leftover", 1, piece<language::leftover>);
  add("mixed_alphabet", 1, piece<language::mixed_alphabet>);
  add("typography", 1, piece<language::typography_slip>);
  add("quoted_names", 2, quoted_names);
  add("nearest", 2, nearest);
}

}  // namespace svodka::store
