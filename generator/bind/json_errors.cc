#include "bind/json_errors.h"

#include <nlohmann/json.hpp>
#include <optional>

namespace svodka::bind {
namespace {

// Reads for nothing but the place and the words of the first mistake: the library that reads the data tells
// neither. Its method names are nlohmann's.
class Mistake : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::optional<std::size_t> position;  ///< of the byte that cannot stand where it does, from 1
  std::string words;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception& error) override {
    position = at;
    words = error.what();
    if (const auto colon = words.rfind("; "); colon != std::string::npos) words = words.substr(colon + 2);
    return false;
  }
};

// The bracket that opens the first level too many.
std::optional<std::size_t> too_deep(std::string_view text, int max_depth) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\')
      ++i;
    else if (c == '"')
      quoted = !quoted;
    else if (!quoted && (c == '{' || c == '['))
      ++depth;
    else if (!quoted && (c == '}' || c == ']'))
      --depth;
    if (depth > max_depth) return i;
  }
  return std::nullopt;
}

}  // namespace

void explain_json(const SourceFile& file, int max_depth, std::string_view otherwise, Diagnostics& out) {
  if (const auto bracket = too_deep(file.text, max_depth)) {
    return out.error(
        file.at(*bracket, 1), "too-deep",
        text("значения вложены глубже {} уровней", "values are nested deeper than {} levels", max_depth));
  }
  Mistake mistake;
  nlohmann::json::sax_parse(file.text, &mistake);
  if (!mistake.position) mistake.words = otherwise;
  const auto position = mistake.position.value_or(0);
  out.error(file.at(position == 0 ? 0 : position - 1, 1), "json-syntax",
            text("файл не читается как JSON: {}", "the file is no JSON: {}", mistake.words));
}

}  // namespace svodka::bind
