#include "bind/markers.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"

namespace svodka::bind {
namespace {

// A marker is a few words; what runs on for longer was never closed. The bound also keeps scanning linear.
constexpr std::size_t kLongestMarker = 4096;
constexpr std::size_t kLongestFault = 60;

// What editors put into words without being asked: soft hyphens, zero-width characters, joiners, marks of
// direction.
bool is_invisible(char32_t c) {
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

bool is_blank(char32_t c) {
  return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r' || c == 0xA0 || c == 0x202F ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x3000;
}

// Letters and digits of every alphabet. Above Latin these are all characters but the blocks of punctuation
// and symbols.
bool is_name_character(char32_t c) {
  if (c < 0x80)
    return utf8::is_letter(c) || (c >= U'0' && c <= U'9') || c == U'_' || c == U'-' || c == U'.' || c == U' ';
  if (c < 0xC0 || c == 0xD7 || c == 0xF7) return c == 0xAA || c == 0xB5 || c == 0xBA;
  if (c >= 0x2000 && c < 0x2C00)
    return c == U'№' || (c >= 0x2070 && c < 0x20A0) || (c >= 0x2150 && c < 0x2190);
  return !(c >= 0x3000 && c < 0x3040) && !(c >= 0xE000 && c < 0xF900) && !(c >= 0xFE00 && c < 0xFE70) &&
         c < 0xFFF0;
}

bool is_name(std::string_view name) {
  for (std::size_t i = 0; i < name.size();) {
    if (!is_name_character(utf8::next(name, i))) return false;
  }
  return !name.empty();
}

// An include names a file, in a folder below too.
bool is_path(std::string_view name) {
  std::string plain(name);
  std::replace(plain.begin(), plain.end(), '/', '-');
  return is_name(plain);
}

// The characters that may close a quotation begun by `c`: editors change straight quotes to curly ones, and
// not always in pairs.
std::u32string_view closing_quotes(char32_t c) {
  switch (c) {
    case U'"':
    case U'“':
    case U'”':
    case U'„':
      return U"\"“”";
    case U'«':
      return U"»";
    case U'\'':
    case U'‘':
    case U'’':
    case U'‚':
      return U"'‘’";
    default:
      return {};
  }
}

Marker::Kind kind_of(char sign) {
  switch (sign) {
    case '#':
      return Marker::Kind::kOpen;
    case '^':
      return Marker::Kind::kInverted;
    case '/':
      return Marker::Kind::kClose;
    case '>':
      return Marker::Kind::kInclude;
    case '!':
      return Marker::Kind::kComment;
    default:
      return Marker::Kind::kValue;
  }
}

// Reads one marker from its "{{".
class MarkerReader {
 public:
  MarkerReader(std::string_view text, std::size_t offset)
      : text_(text.substr(0, offset + kLongestMarker)), at_(offset + 2) {
    marker_.offset = offset;
  }

  /// Nothing when it is not closed.
  std::optional<Marker> read() {
    skip_blanks();
    if (at_ < text_.size()) marker_.kind = kind_of(text_[at_]);
    if (marker_.kind != Marker::Kind::kValue) ++at_;
    if (marker_.kind == Marker::Kind::kComment) {
      while (!at_end()) next();
    } else {
      marker_.name = words(":");
      while (at_ < text_.size() && text_[at_] == ':') marker_.modifiers.push_back(modifier());
    }
    if (!text_.substr(at_).starts_with("}}")) return std::nullopt;
    marker_.length = at_ + 2 - marker_.offset;
    return std::move(marker_);
  }

 private:
  // At the marker's end, or where it cannot go on.
  bool at_end() const {
    const auto rest = text_.substr(at_);
    return rest.empty() || rest.starts_with("}}") || rest.starts_with("{{");
  }

  // The bound may cut a character; it is then left unread.
  char32_t next() {
    const auto lead = static_cast<unsigned char>(text_[at_]);
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (at_ + bytes > text_.size()) {
      at_ = text_.size();
      return U' ';
    }
    return utf8::next(text_, at_);
  }

  void skip_blanks() {
    while (!at_end()) {
      const auto before = at_;
      const char32_t c = next();
      if (is_blank(c) || is_invisible(c)) continue;
      at_ = before;
      return;
    }
  }

  // Up to one of `stops`, with what does not count taken out: invisible characters gone, runs of blanks one
  // space, hyphens plain, й and ё whole.
  std::string words(std::string_view stops) {
    std::u32string out;
    while (!at_end() && stops.find(text_[at_]) == std::string_view::npos) {
      const char32_t c = next();
      if (is_invisible(c)) continue;
      if (is_blank(c)) {
        if (!out.empty() && out.back() != U' ') out.push_back(U' ');
      } else if (const char32_t whole = out.empty() ? 0 : composed(out.back(), c); whole != 0) {
        out.back() = whole;
      } else {
        out.push_back(c == 0x2010 || c == 0x2011 ? U'-' : c);
      }
    }
    while (!out.empty() && out.back() == U' ') out.pop_back();
    std::string bytes;
    for (const char32_t c : out) utf8::append(bytes, c);
    return bytes;
  }

  // Some systems write й and ё as two characters.
  static char32_t composed(char32_t letter, char32_t mark) {
    if (mark == 0x306) return letter == U'и' ? U'й' : letter == U'И' ? U'Й' : 0;
    if (mark == 0x308) return letter == U'е' ? U'ё' : letter == U'Е' ? U'Ё' : 0;
    return 0;
  }

  language::Modifier modifier() {
    ++at_;
    language::Modifier made{words(":="), ""};
    if (at_ >= text_.size() || text_[at_] != '=') return made;
    ++at_;
    skip_blanks();
    if (auto inside = quotation()) {
      made.argument = std::move(*inside);
      skip_blanks();
    } else {
      made.argument = words(":");
    }
    return made;
  }

  // The words in quotes at this place, as they are; a quotation ends where a modifier or the marker may.
  std::optional<std::string> quotation() {
    if (at_end()) return std::nullopt;
    const auto start = at_;
    const char32_t open = next();
    const auto closing = closing_quotes(open);
    if (closing.empty() || unclosed_.find(open) != std::u32string::npos) {
      at_ = start;
      return std::nullopt;
    }
    const auto begin = at_;
    while (at_ < text_.size() && !text_.substr(at_).starts_with("{{")) {
      const auto end = at_;
      if (closing.find(next()) == std::u32string_view::npos) continue;
      const auto after = at_;
      skip_blanks();
      const auto rest = text_.substr(at_);
      at_ = after;
      if (rest.starts_with(":") || rest.starts_with("}}"))
        return std::string(text_.substr(begin, end - begin));
    }
    unclosed_.push_back(open);
    at_ = start;
    return std::nullopt;
  }

  std::string_view text_;
  std::size_t at_;
  std::u32string unclosed_;  // quotes known to have no end in this marker
  Marker marker_;
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  MarkerScan scan() {
    for (std::size_t at = text_.find("{{"); at != std::string_view::npos; at = text_.find("{{", at))
      at = take(at);
    return std::move(scan_);
  }

 private:
  // Reads what begins at `at` and returns where to go on.
  std::size_t take(std::size_t at) {
    if (is_escaped(at)) {
      scan_.markers.push_back({Marker::Kind::kValue, "{{", {}, at - 1, 3});
      return at + 2;
    }
    while (at + 2 < text_.size() && text_[at + 2] == '{') ++at;  // a brace before a marker is text
    auto marker = MarkerReader(text_, at).read();
    if (!marker) return unclosed(at);
    const auto end = at + marker->length;
    const bool include = marker->kind == Marker::Kind::kInclude;
    if (marker->kind == Marker::Kind::kComment || is_name(marker->name) ||
        (include && is_path(marker->name))) {
      scan_.markers.push_back(std::move(*marker));
    } else {
      bad_name(*marker);
    }
    return end;
  }

  // `\{{`; two backslashes are two backslashes.
  bool is_escaped(std::size_t at) const {
    return at > 0 && text_[at - 1] == '\\' && (at < 2 || text_[at - 2] != '\\');
  }

  std::size_t unclosed(std::size_t at) {
    fault(at, std::min(text_.substr(at, kLongestMarker).find("{{", 2), text_.size() - at), "unclosed-marker",
          text("метка не закрыта: нет `}}}}`", "the marker is not closed: there is no `}}}}`"),
          text("закройте её `}}}}`, а если это просто скобки, напишите `\\{{{{`",
               "close it with `}}}}`; for plain braces write `\\{{{{`"));
    return at + 2;
  }

  void bad_name(const Marker& marker) {
    if (marker.name.empty()) {
      return fault(marker.offset, marker.length, "bad-marker", text("пустая метка", "an empty marker"),
                   text("впишите имя поля, а если это просто скобки, напишите `\\{{{{`",
                        "write the name of a field; for plain braces write `\\{{{{`"));
    }
    fault(marker.offset, marker.length, "bad-marker",
          text("«{}» не может быть именем", "“{}” cannot be a name", marker.name),
          text("имя состоит из букв, цифр, точек, дефисов и пробелов",
               "a name is made of letters, digits, dots, dashes and spaces"));
  }

  // Shows the beginning, on one line.
  void fault(std::size_t offset, std::size_t length, std::string rule, Text message, Text hint) {
    length = std::min({length, kLongestFault + 1, text_.substr(offset, kLongestFault).find_first_of("\r\n")});
    if (length > kLongestFault) {
      length = kLongestFault;
      while ((static_cast<unsigned char>(text_[offset + length]) & 0xC0u) == 0x80u) --length;
    }
    scan_.faults.push_back({offset, length, std::move(rule), std::move(message), std::move(hint)});
  }

  std::string_view text_;
  MarkerScan scan_;
};

}  // namespace

MarkerScan scan_markers(std::string_view text) { return Scanner(text).scan(); }

}  // namespace svodka::bind
