#include "bind/markers.h"

#include <algorithm>

#include "base/utf8.h"

namespace svodka::bind {
namespace {

constexpr char32_t kNbsp = 0xA0, kNarrowNbsp = 0x202F, kBom = 0xFEFF;

// What editors put into words without being asked: soft hyphens, zero-width characters, joiners.
bool is_invisible(char32_t c) { return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == kBom; }

bool is_space(char32_t c) { return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r' || c == kNbsp || c == kNarrowNbsp; }

bool is_name_character(char32_t c) {
  return utf8::is_letter(c) || (c >= U'0' && c <= U'9') || c == U'_' || c == U'-' || c == U'.' || c > 0x2FF;
}

// The character that closes a quotation begun by `c`; 0 when `c` begins none.
char32_t closing_quote(char32_t c) {
  switch (c) {
    case U'"': return U'"';
    case U'\'': return U'\'';
    case U'«': return U'»';
    case U'“': return U'”';
    case U'„': return U'“';
    case U'”': return U'”';
    default: return 0;
  }
}

// The inside of a marker with what does not count taken out of it: invisible characters dropped, spaces plain.
std::u32string cleaned(std::string_view inside) {
  std::u32string out;
  for (std::size_t i = 0; i < inside.size();) {
    const char32_t c = utf8::next(inside, i);
    if (is_invisible(c)) continue;
    out.push_back(is_space(c) ? U' ' : c);
  }
  return out;
}

std::string bytes(std::u32string_view characters) {
  std::string out;
  for (const char32_t c : characters) utf8::append(out, c);
  return out;
}

std::u32string_view trimmed(std::u32string_view text) {
  while (text.starts_with(U' ')) text.remove_prefix(1);
  while (text.ends_with(U' ')) text.remove_suffix(1);
  return text;
}

std::string unquoted(std::u32string_view argument) {
  argument = trimmed(argument);
  if (argument.size() >= 2) {
    const char32_t close = closing_quote(argument.front());
    const char32_t last = argument.back();
    if (close != 0 && (last == close || (argument.front() == U'“' && last == U'“'))) return bytes(argument.substr(1, argument.size() - 2));
  }
  return bytes(argument);
}

// Splits at `separator`, but not inside quotations.
std::vector<std::u32string_view> split(std::u32string_view text, char32_t separator) {
  std::vector<std::u32string_view> parts;
  std::size_t start = 0;
  char32_t until = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (until != 0) {
      if (text[i] == until) until = 0;
    } else if (text[i] == separator) {
      parts.push_back(text.substr(start, i - start));
      start = i + 1;
    } else if (i > start && (text[i - 1] == U'=' || text[i - 1] == U' ')) {
      const char32_t close = closing_quote(text[i]);
      if (close != 0 && text.find(close, i + 1) != std::u32string_view::npos) until = close;
    }
  }
  parts.push_back(text.substr(start));
  return parts;
}

language::Modifier modifier(std::u32string_view part) {
  const auto equals = part.find(U'=');
  if (equals == std::u32string_view::npos) return {bytes(trimmed(part)), ""};
  return {bytes(trimmed(part.substr(0, equals))), unquoted(part.substr(equals + 1))};
}

// Where the "}}" of the marker whose inside begins at `start` stands; npos when there is none before the next "{{".
std::size_t find_close(std::string_view text, std::size_t start) {
  for (std::size_t i = start; i + 1 < text.size(); ++i) {
    if (text[i] == '}' && text[i + 1] == '}') return i;
    if (text[i] == '{' && text[i + 1] == '{') return std::string_view::npos;
    if (text[i] == '=' && (text[i + 1] == '"' || text[i + 1] == '\'')) {  // a quoted argument may hold braces
      const auto quote = text.find(text[i + 1], i + 2);
      const auto line = text.find('\n', i + 2);
      if (quote != std::string_view::npos && quote < line) i = quote;
    }
  }
  return std::string_view::npos;
}

bool is_name(std::u32string_view name) {
  if (name.empty()) return false;
  for (const char32_t c : name) {
    if (!is_name_character(c) && c != U' ') return false;
  }
  return true;
}

Marker::Kind kind_of(char32_t sign) {
  switch (sign) {
    case U'#': return Marker::Kind::kOpen;
    case U'^': return Marker::Kind::kInverted;
    case U'/': return Marker::Kind::kClose;
    case U'>': return Marker::Kind::kInclude;
    case U'!': return Marker::Kind::kComment;
    default: return Marker::Kind::kValue;
  }
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  MarkerScan scan() {
    for (std::size_t at = text_.find("{{"); at != std::string_view::npos; at = text_.find("{{", at)) at = take(at);
    return std::move(scan_);
  }

 private:
  // Reads what begins at `at` and returns where to go on.
  std::size_t take(std::size_t at) {
    if (at > 0 && text_[at - 1] == '\\') {
      scan_.markers.push_back({Marker::Kind::kValue, "{{", {}, at - 1, 3});
      return at + 2;
    }
    while (text_.substr(at).starts_with("{{{")) ++at;  // a brace before a marker is text
    const auto close = find_close(text_, at + 2);
    if (close == std::string_view::npos) return unclosed(at);
    read(at, close + 2 - at);
    return close + 2;
  }

  std::size_t unclosed(std::size_t at) {
    const auto next = text_.find("{{", at + 2);
    const auto end = std::min({text_.find('\n', at), next, text_.size()});
    fault(at, std::min<std::size_t>(end - at, 60), "unclosed-marker", text("метка не закрыта: нет `}}}}`", "the marker is not closed: there is no `}}}}`"),
          text("закройте её `}}}}`, а если это просто скобки, напишите `\\{{{{`", "close it with `}}}}`; for plain braces write `\\{{{{`"));
    return at + 2;
  }

  void fault(std::size_t offset, std::size_t length, std::string rule, Text message, Text hint) {
    scan_.faults.push_back({offset, length, std::move(rule), std::move(message), std::move(hint)});
  }

  void read(std::size_t offset, std::size_t length) {
    const auto inside = cleaned(text_.substr(offset + 2, length - 4));
    auto rest = trimmed(inside);
    Marker marker{rest.empty() ? Marker::Kind::kValue : kind_of(rest.front()), "", {}, offset, length};
    if (marker.kind == Marker::Kind::kComment) return scan_.markers.push_back(std::move(marker));
    if (marker.kind != Marker::Kind::kValue) rest.remove_prefix(1);
    const auto parts = split(rest, U':');
    const auto name = trimmed(parts.front());
    marker.name = bytes(name);
    if (!is_name(name)) {
      return fault(offset, length, "bad-marker",
                   name.empty() ? text("пустая метка", "an empty marker") : text("«{}» не может быть именем", "“{}” cannot be a name", marker.name),
                   text("имя состоит из букв, цифр, точек, дефисов и пробелов", "a name is made of letters, digits, dots, dashes and spaces"));
    }
    for (std::size_t i = 1; i < parts.size(); ++i) marker.modifiers.push_back(modifier(parts[i]));
    scan_.markers.push_back(std::move(marker));
  }

  std::string_view text_;
  MarkerScan scan_;
};

}  // namespace

MarkerScan scan_markers(std::string_view text) { return Scanner(text).scan(); }

}  // namespace svodka::bind
