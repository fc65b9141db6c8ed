#include "load/record_name.h"

#include <algorithm>

#include "base/utf8.h"

namespace svodka::load {
namespace {

/// What two people write differently in one name.
bool is_passed_over(char32_t c) {
  constexpr std::u32string_view kOthers = U"\"'`«»„“”‘’‚‹›.\u00a0\u2007\u202f\u2009№#";
  return c <= U' ' || kOthers.find(c) != std::u32string_view::npos;
}

bool is_dash(char32_t c) { return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212; }

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

/// The Latin letters that stand for № before a number: N, No, Nо (with a Cyrillic о).
std::size_t number_sign(const std::u32string& name, std::size_t at) {
  if (name[at] != 'n' || (at > 0 && utf8::is_letter(name[at - 1]))) return 0;
  auto end = at + 1;
  if (end < name.size() && (name[end] == 'o' || name[end] == U'о')) ++end;
  const auto length = end - at;
  while (end < name.size() && is_passed_over(name[end])) ++end;
  return end < name.size() && is_digit(name[end]) ? length : 0;
}

}  // namespace

std::optional<NamePattern> parse_name_pattern(std::string_view pattern) {
  NamePattern made;
  bool any = false;
  if (pattern.find_first_of("{}") == std::string_view::npos) {
    made.parts.push_back({true, std::string(pattern)});
    any = !pattern.empty();
    pattern = {};
  }
  while (!pattern.empty()) {
    const auto open = std::min(pattern.find('{'), pattern.size());
    if (pattern.substr(0, open).find('}') != std::string_view::npos) return std::nullopt;
    if (open > 0) made.parts.push_back({false, std::string(pattern.substr(0, open))});
    pattern.remove_prefix(open);
    if (pattern.empty()) break;
    const auto close = pattern.find('}');
    if (close == std::string_view::npos || close == 1) return std::nullopt;
    made.parts.push_back({true, std::string(pattern.substr(1, close - 1))});
    any = true;
    pattern.remove_prefix(close + 1);
  }
  return any ? std::optional(std::move(made)) : std::nullopt;
}

const Field* find_field(const Collection& collection, std::string_view dotted) {
  const auto* fields = &collection.fields;
  while (true) {
    const auto dot = std::min(dotted.find('.'), dotted.size());
    const auto found = std::find_if(fields->begin(), fields->end(),
                                    [&](const Field& field) { return field.name == dotted.substr(0, dot); });
    if (found == fields->end()) return nullptr;
    if (dot == dotted.size()) return &*found;
    if (found->type != FieldType::kRecord) return nullptr;
    fields = &found->fields;
    dotted.remove_prefix(dot + 1);
  }
}

std::string comparable_name(std::string_view name) {
  std::u32string letters;
  for (std::size_t i = 0; i < name.size();) {
    const auto c = utf8::lower(utf8::next(name, i));
    letters.push_back(c == U'ё' ? U'е' : is_dash(c) ? U'-' : c);
  }
  std::string out;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (is_passed_over(letters[i])) continue;
    if (const auto length = number_sign(letters, i); length > 0) {
      i += length - 1;
      continue;
    }
    utf8::append(out, letters[i]);
  }
  return out;
}

}  // namespace svodka::load
