#include "load/number_format.h"

#include <algorithm>
#include <string>

namespace svodka::load {
namespace {

using Kind = NumberFormat::Kind;

/// The letters of the first section that stand for digits, in lower case; `elapsed` when it counts hours,
/// minutes or seconds in brackets ("[h]:mm").
std::string placeholders(std::string_view code, bool& elapsed) {
  std::string out;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;  // the next character is shown, left room for, or repeated
    } else if (c == '[') {
      const auto end = std::min(code.find(']', i), code.size());
      const auto inside = code.substr(i + 1, end - i - 1);
      elapsed = elapsed || (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos);
      i = end;
    } else {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
  }
  for (const char* half : {"am/pm", "a/p"}) {  // their letters are no months
    for (auto at = out.find(half); at != std::string::npos; at = out.find(half))
      out.replace(at, std::string_view(half).size(), "h");
  }
  return out;
}

}  // namespace

NumberFormat number_format(std::string_view code) {
  bool elapsed = false;
  const auto letters = placeholders(code, elapsed);
  if (elapsed) return {Kind::kTime};
  if (letters == "general" || letters == "standard") return {};
  if (letters == "@") return {Kind::kText};
  const auto has = [&](char c) { return letters.find(c) != std::string::npos; };
  const bool time = has('h') || has('s');
  if (has('d') || (has('y') && time)) return {time ? Kind::kDayTime : Kind::kDay};
  if (time) return {Kind::kTime};
  if (has('m')) return {Kind::kMonth};
  if (has('y')) return {Kind::kYear};
  if (has('%')) return {Kind::kPercent};
  if (letters.size() > 1 && letters.find_first_not_of('0') == std::string::npos)
    return {Kind::kNumber, static_cast<int>(std::min<std::size_t>(letters.size(), 20))};
  return {};
}

NumberFormat builtin_number_format(int id) {
  if (id == 9 || id == 10) return {Kind::kPercent};
  if (id == 17) return {Kind::kMonth};
  if (id == 22) return {Kind::kDayTime};
  if ((id >= 14 && id <= 16) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
    return {Kind::kDay};
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return {Kind::kTime};
  if (id == 49) return {Kind::kText};
  return {};
}

}  // namespace svodka::load
