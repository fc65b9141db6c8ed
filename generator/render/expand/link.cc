#include "render/expand/link.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/utf8.h"

namespace svodka::render {
namespace {

bool is_ascii_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Letters of any alphabet, digits, dashes and dots, with a dot inside: "школа1.рф".
bool is_host(std::string_view words) {
  const auto dot = words.find('.');
  return dot != std::string_view::npos && dot > 0 && !words.ends_with('.') &&
         std::all_of(words.begin(), words.end(), [](char c) {
           return is_ascii_alnum(c) || c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
         });
}

std::string_view trimmed(std::string_view words) {
  const auto first = words.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return words.substr(first, words.find_last_not_of(" \t\r\n") + 1 - first);
}

// Fields whose arguments are words, names of bookmarks and styles.
constexpr std::array<std::string_view, 19> kFieldsOfWords{
    "REF",     "PAGEREF", "NOTEREF",  "SEQ",      "STYLEREF",    "QUOTE", "TC", "XE",      "TOC", "TITLE",
    "SUBJECT", "AUTHOR",  "KEYWORDS", "COMMENTS", "DOCPROPERTY", "=",     "IF", "COMPARE", "SET"};

std::string_view last_word(std::string_view words) {
  words = trimmed(words);
  return words.substr(words.find_last_of(" \t\r\n") + 1);
}

}  // namespace

CodePlace place_in_code(std::string_view before) {
  const auto code = trimmed(before);
  const auto name_end = std::min(code.find_first_of(" \t\r\n\"\\"), code.size());
  const auto name = utf8::upper(code.substr(0, name_end));
  const auto known = [&] { return std::find(kFieldsOfWords.begin(), kFieldsOfWords.end(), name); };
  // A marker right behind the name would be a part of it.
  if (name_end == code.size() && name != "=" && (code.empty() || before.back() == code.back()))
    return CodePlace::kRefused;
  if (name != "HYPERLINK") return known() != kFieldsOfWords.end() ? CodePlace::kWords : CodePlace::kRefused;
  const bool quoted = before.ends_with('"');
  if (quoted) before.remove_suffix(1);
  const bool begins = quoted || before.ends_with(' ') || before.ends_with('\t');
  return begins && !last_word(before).starts_with('\\') ? CodePlace::kAddress : CodePlace::kWords;
}

std::string link_address(std::string_view address) {
  std::string out;
  for (const char c : address) {
    switch (c) {
      case '"':
        out += "%22";
        break;
      case '\\':
        out += "%5C";
        break;
      case ' ':
        out += "%20";
        break;
      case '\n':
      case '\r':
      case '\t':
        break;
      default:
        out.push_back(c);
    }
  }
  return out;
}

std::optional<std::string> safe_link(std::string_view address) {
  address = trimmed(address);
  if (address.size() > 1 && address.front() == '#') return std::string(address);
  const auto lower = utf8::lower(std::string(address));
  for (const std::string_view scheme : {"http://", "https://", "ftp://", "mailto:", "tel:"}) {
    if (lower.starts_with(scheme) && lower.size() > scheme.size()) return std::string(address);
  }
  if (const auto at = address.find('@');
      at != std::string_view::npos && at > 0 && is_host(address.substr(at + 1)))
    return "mailto:" + std::string(address);
  if (is_host(address.substr(0, address.find_first_of("/?#")))) return "http://" + std::string(address);
  return std::nullopt;
}

std::string link_code(std::string_view address) {
  if (address.starts_with('#')) return " HYPERLINK \\l \"" + link_address(address.substr(1)) + "\" ";
  return " HYPERLINK \"" + link_address(address) + "\" ";
}

void report_bad_link(const bind::ValueSlot& marker, std::string_view value, Diagnostics& out) {
  out.error(marker.at, "unsafe-link",
            text("`{}`: «{}» — не адрес, ссылку не поставить",
                 "`{}`: “{}” is no address, no link can be made", marker.name, value),
            text("годятся http, https, ftp, mailto, tel и #закладка",
                 "use http, https, ftp, mailto, tel or #bookmark"));
}

}  // namespace svodka::render
