#include "language/quoted_names.h"

#include <algorithm>

#include "base/utf8.h"

namespace svodka::language {
namespace {

bool follows_letter(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  std::size_t start = at - 1;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0u) == 0x80u) --start;
  return utf8::is_letter(utf8::next(text, start));
}

// How many bytes of spaces stand at `at`.
std::size_t blanks_at(std::string_view text, std::size_t at) {
  const auto start = at;
  for (;;) {
    if (text.substr(at).starts_with(' '))
      at += 1;
    else if (text.substr(at).starts_with("\u00A0"))
      at += 2;
    else
      return at - start;
  }
}

// What stands in the quotation marks at `at`, and where the closing one ends.
struct Quotation {
  std::string_view words;
  std::size_t end = 0;  // 0: no quotation
};

Quotation quotation_at(std::string_view text, std::size_t at) {
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"«", "»"}, {"\"", "\""}, {"„", "“"}, {"“", "”"}}) {
    if (!text.substr(at).starts_with(open)) continue;
    const auto start = at + open.size();
    const auto end = text.find(close, start);
    if (end == std::string_view::npos) return {};
    return {text.substr(start, end - start), end + close.size()};
  }
  return {};
}

}  // namespace

Slips quoted_names(std::string_view text, const std::vector<std::string>& forms) {
  Slips names;
  for (const auto& form : forms) {
    if (form.empty()) continue;
    for (auto at = text.find(form); at != std::string_view::npos; at = text.find(form, at + form.size())) {
      if (follows_letter(text, at)) continue;
      const auto blanks = blanks_at(text, at + form.size());
      const auto quotation = quotation_at(text, at + form.size() + blanks);
      if (blanks == 0 || quotation.end == 0) continue;
      const auto said = text.substr(at, quotation.end - at);
      names.push_back({utf8::length(text.substr(0, at)), utf8::length(said), std::string(said), std::nullopt,
                       same_text(form + " «" + std::string(quotation.words) + "»")});
    }
  }
  std::stable_sort(names.begin(), names.end(), [](const Slip& a, const Slip& b) { return a.at < b.at; });
  return names;
}

}  // namespace svodka::language
