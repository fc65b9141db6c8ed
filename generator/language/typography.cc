#include "language/typography.h"

#include <algorithm>
#include <vector>

#include "base/utf8.h"
#include "language/slips_text.h"

namespace svodka::language {
namespace {

// «.docx», «.tar»: a full stop inside, and after the last one two to five Latin letters or digits, not all
// digits.
bool is_file_or_site(std::u32string_view word) {
  const auto point = word.rfind(U'.');
  if (point == std::u32string_view::npos || point == 0) return false;
  const auto ending = word.substr(point + 1);
  const auto latin = [](char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); };
  const bool letters = std::any_of(ending.begin(), ending.end(), latin);
  const bool plain =
      std::all_of(ending.begin(), ending.end(), [&](char32_t c) { return latin(c) || is_digit(c); });
  return (letters && plain && ending.size() >= 2 && ending.size() <= 5) || word.substr(point + 1) == U"рф";
}

// Punctuation round a word is no part of it.
std::u32string_view bare(std::u32string_view word) {
  constexpr std::u32string_view kAround = U"«»„“\"()[],;:.!?";
  const auto first = word.find_first_not_of(kAround);
  if (first == std::u32string_view::npos) return {};
  return word.substr(first, word.find_last_not_of(kAround) - first + 1);
}

bool is_address(const Characters& word) {
  const auto core = bare(word);
  return word.find(U"://") != Characters::npos || word.find(U'@') != Characters::npos ||
         core.starts_with(U"www.") || is_file_or_site(core);
}

// Words that nothing may change: each stands as one character of the private use area while the rules work on
// the text.
class Protected {
 public:
  explicit Protected(Characters& text) {
    Characters out;
    out.reserve(text.size());
    for (auto start = text.begin(); start != text.end();) {
      const auto end =
          std::find_if(start, text.end(), [](char32_t c) { return is_blank(c) || is_line_break(c); });
      Characters word(start, end);
      if (is_address(word) || word.find(kStandIn) != Characters::npos) {
        words_.push_back(std::move(word));
        out.push_back(kStandIn);
      } else {
        out += word;
      }
      start = end;
      if (start != text.end()) out.push_back(*start++);
    }
    text = std::move(out);
  }

  void put_back(Characters& text) const {
    if (words_.empty()) return;
    Characters out;
    auto next = words_.begin();
    for (const char32_t c : text) {
      if (c == kStandIn)
        out += *next++;
      else
        out.push_back(c);
    }
    text = std::move(out);
  }

 private:
  static constexpr char32_t kStandIn = 0xE000;
  std::vector<Characters> words_;
};

// «…» round the whole text, not «А» и «Б».
bool is_one_quotation(const Characters& text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    depth += text[i] == U'«' ? 1 : text[i] == U'»' ? -1 : 0;
    if (depth <= 0) return i > 0 && depth == 0 && i + 1 == text.size();
  }
  return false;
}

}  // namespace

Characters decoded(std::string_view text) {
  Characters out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) out.push_back(utf8::next(text, i));
  return out;
}

std::string encoded(const Characters& characters) {
  std::string out;
  out.reserve(characters.size() * 2);
  for (const char32_t c : characters) utf8::append(out, c);
  return out;
}

std::vector<Word> addresses(const Characters& text) {
  std::vector<Word> found;
  for (std::size_t i = 0; i < text.size();) {
    auto end = i;
    while (end < text.size() && !is_blank(text[end]) && !is_line_break(text[end])) ++end;
    if (end > i && is_address(text.substr(i, end - i))) found.push_back({i, end});
    i = end + 1;
  }
  return found;
}

std::string typeset(std::string_view text, const TypesetOptions& options) {
  Characters all = decoded(text);
  set_quotes(all);
  Protected words(all);
  set_dashes(all);
  set_spaces(all, options.short_words);
  words.put_back(all);
  return encoded(all);
}

std::string quoted(std::string_view text) {
  Characters all = decoded(text);
  set_quotes(all);
  if (is_one_quotation(all)) return encoded(all);
  std::replace(all.begin(), all.end(), U'«', U'„');
  std::replace(all.begin(), all.end(), U'»', U'“');
  return encoded(U"«" + all + U"»");
}

std::string unbreakable(std::string_view text) {
  Characters all = decoded(text);
  std::replace(all.begin(), all.end(), U' ', kHardSpace);
  return encoded(all);
}

}  // namespace svodka::language
