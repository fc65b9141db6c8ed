#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>

#include "base/utf8.h"
#include "language/slips_bytes.h"
#include "language/slips_text.h"

// Words and names in running text.
namespace svodka::language {
namespace {

struct Pattern {
  std::vector<Characters> words;
  std::vector<bool> open;  // ends with `*`
  Characters start;        // what the first word begins with, as far as may_hold() can read it
};

Pattern pattern_of(const std::string& written) {
  Pattern pattern;
  Characters word;
  for (const char32_t c : decoded(written + " ")) {
    if (c != U' ') {
      word.push_back(c);
      continue;
    }
    if (word.empty()) continue;
    const bool open = word.back() == U'*';
    if (open) word.pop_back();
    pattern.words.push_back(folded(word, 0, word.size()));
    pattern.open.push_back(open);
    word.clear();
  }
  if (pattern.words.empty()) return pattern;
  for (const char32_t c : pattern.words.front()) {
    if (!utf8::is_letter(c) && c >= 0x80) break;
    pattern.start.push_back(c);
  }
  return pattern;
}

class Patterns {
 public:
  explicit Patterns(const std::vector<std::string>& written) {
    for (const auto& words : written) {
      all_.push_back(pattern_of(words));
      if (all_.back().words.empty()) continue;
      const auto& start = all_.back().start;
      first_letters_ |= start.empty() ? ~std::uint64_t{0} : bit(start.front());
    }
  }

  // Whether a word of the text begins as one of the patterns does: a text without such a word is not worth
  // reading.
  bool may_hold(std::string_view text) const {
    bool inside = false;  // a word
    for (std::size_t i = 0; i < text.size(); ++i) {
      if ((static_cast<unsigned char>(text[i]) & 0xC0u) == 0x80u) continue;
      const char32_t letter = folded_at(text, i);
      if (letter != 0 && !inside && (first_letters_ & bit(letter)) != 0 && begins_at(text, i)) return true;
      inside = letter != 0;
    }
    return false;
  }

  const std::vector<Pattern>& all() const { return all_; }

 private:
  static std::uint64_t bit(char32_t c) { return std::uint64_t{1} << (c % 64); }

  bool begins_at(std::string_view text, std::size_t at) const {
    return std::any_of(all_.begin(), all_.end(), [&](const Pattern& pattern) {
      return !pattern.words.empty() && starts_folded(text, at, pattern.start);
    });
  }

  std::vector<Pattern> all_;
  std::uint64_t first_letters_ = 0;  // a bit for each, some share one
};

// A rule gives the same patterns with every text, so the last ones are kept.
const Patterns& patterns_of(const std::vector<std::string>& written) {
  thread_local std::vector<std::string> last;
  thread_local std::optional<Patterns> patterns;
  if (!patterns || last != written) {
    patterns.emplace(written);
    last = written;
  }
  return *patterns;
}

bool matches(const Characters& text, const Word& word, const Characters& wanted, bool open) {
  const auto size = word.end - word.begin;
  if (open ? size < wanted.size() : size != wanted.size()) return false;
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    const char32_t c = utf8::lower(text[word.begin + k]);
    if ((c == U'ё' ? U'е' : c) != wanted[k]) return false;
  }
  return true;
}

// Words as patterns see them: letters, digits, and the marks of abbreviations («г.о.»).
std::vector<Word> seen_words(const Characters& text) {
  std::vector<Word> words;
  for (std::size_t i = 0; i < text.size();) {
    const auto inner = [&](std::size_t k) {
      const char32_t c = text[k];
      return utf8::is_letter(c) || is_digit(c) ||
             ((c == kHyphen || c == U'.') && utf8::is_letter(at(text, k + 1)));
    };
    if (!utf8::is_letter(text[i]) && !is_digit(text[i])) {
      ++i;
      continue;
    }
    const auto begin = i;
    while (i < text.size() && inner(i)) ++i;
    auto end = i;
    if (at(text, i) == U'.' && text.substr(begin, i - begin).find(U'.') != Characters::npos)
      end = i + 1;  // «г.о.»
    words.push_back({begin, end});
  }
  return words;
}

// Only blanks between two words of a phrase.
bool adjacent(const Characters& text, std::size_t begin, std::size_t end) {
  return begin < end && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(begin),
                                    text.begin() + static_cast<std::ptrdiff_t>(end),
                                    [](char32_t c) { return is_blank(c) || is_line_break(c); });
}

// Where a sentence that holds `at` begins and ends.
Word sentence_at(const Characters& text, std::size_t at_) {
  const auto ends = [&](std::size_t i) {
    return is_line_break(text[i]) ||
           ((text[i] == U'.' || text[i] == U'!' || text[i] == U'?' || text[i] == U';') &&
            (i + 1 == text.size() || is_blank(text[i + 1])) && !is_digit(at(text, i + 2)) &&
            !is_small(at(text, i + 2)));
  };
  auto begin = at_, end = at_;
  while (begin > 0 && !ends(begin - 1)) --begin;
  while (end < text.size() && !ends(end)) ++end;
  return {begin, end};
}

// A number before the «%» at `percent`; its place goes to `begin`.
bool number_before_percent(const Characters& text, std::size_t percent, std::size_t& begin) {
  auto i = percent;
  while (i > 0 && is_blank(text[i - 1])) --i;
  const auto end = i;
  while (i > 0 && (is_digit(text[i - 1]) || ((text[i - 1] == U',' || text[i - 1] == U'.') && i < end))) --i;
  begin = i;
  return i < end && is_digit(text[i]);
}

bool word_ends_before(const Characters& text, std::size_t at_, std::u32string_view word) {
  auto i = at_;
  while (i > 0 && is_blank(text[i - 1])) --i;
  return i < at_ && i >= word.size() && text.compare(i - word.size(), word.size(), word) == 0 &&
         !utf8::is_letter(before(text, i - word.size()));
}

bool tells_change(const Characters& sentence) {
  static constexpr std::array<std::u32string_view, 12> kStems{U"вырос", U"выше",   U"ниже",   U"увелич",
                                                              U"повыс", U"сниз",   U"снижен", U"уменьш",
                                                              U"упал",  U"прибав", U"рост",   U"улучш"};
  return std::any_of(kStems.begin(), kStems.end(),
                     [&](auto stem) { return sentence.find(stem) != Characters::npos; });
}

bool is_capitals(const Characters& text, const Word& word) {
  return word.end - word.begin >= 2 && word.end - word.begin <= 6 &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(word.begin),
                     text.begin() + static_cast<std::ptrdiff_t>(word.end), is_cap);
}

// «(ШНОР)», «(далее – ШНОР)», «ШНОР – школы …», «ШНОР (школы с …)».
bool is_explained_here(const Characters& text, const Word& word) {
  const bool closed = at(text, word.end) == U')';
  auto i = word.begin;
  if (closed && before(text, i) == U'(') return true;
  while (i > 0 && (is_blank(text[i - 1]) || text[i - 1] == kRangeDash || text[i - 1] == kLongDash ||
                   text[i - 1] == kHyphen))
    --i;
  if (i >= 5 && folded(text, i - 5, i) == U"далее") return true;
  return at(text, word.end) == U' ' && at(text, word.end + 1) == U'(' && is_small(at(text, word.end + 2));
}

bool is_name_word(const Characters& text, const Word& word) {
  return word.end - word.begin >= 2 && is_cap(text[word.begin]) && is_small(text[word.begin + 1]);
}

bool is_patronymic(const Characters& text, const Word& word) {
  static constexpr std::array<std::u32string_view, 16> kEndings{
      U"ович",  U"евич",  U"ич",    U"овна", U"евна", U"ична", U"инична", U"овича",
      U"евича", U"овичу", U"евичу", U"овны", U"евны", U"овне", U"евне",   U"овичем"};
  const auto name = folded(text, word.begin, word.end);
  return is_name_word(text, word) && name.size() >= 6 &&
         std::any_of(kEndings.begin(), kEndings.end(), [&](auto ending) { return name.ends_with(ending); });
}

// «И.И.», «И. И.» from `begin`; 0 when there are none, else where they end.
std::size_t initials_at(const Characters& text, std::size_t begin) {
  auto i = begin;
  for (int n = 0; n < 2; ++n) {
    if (n == 1 && is_blank(at(text, i))) ++i;
    if (!is_cap(at(text, i)) || at(text, i + 1) != U'.') return n == 0 ? 0 : i;
    i += 2;
  }
  return i;
}

void whole_names(const Characters& text, const std::vector<Word>& words, Slips& out) {
  for (std::size_t i = 2; i < words.size(); ++i) {
    const auto &surname = words[i - 2], &name = words[i - 1], &patronymic = words[i];
    if (!is_patronymic(text, patronymic) || !is_name_word(text, name) || !is_name_word(text, surname))
      continue;
    if (!adjacent(text, surname.end, name.begin) || !adjacent(text, name.end, patronymic.begin)) continue;
    auto slip = slip_at(text, surname.begin, patronymic.end - surname.begin);
    slip.note = same_text(encoded(text.substr(surname.begin, surname.end - surname.begin)));
    out.push_back(std::move(slip));
  }
}

void names_with_initials(const Characters& text, const std::vector<Word>& words, Slips& out) {
  for (const auto& word : words) {
    if (!is_name_word(text, word)) continue;
    const auto surname = encoded(text.substr(word.begin, word.end - word.begin));
    Slip slip;
    auto after = word.end;
    if (is_blank(at(text, after))) ++after;
    if (const auto end = initials_at(text, after); end > 0 && after > word.end) {
      slip = slip_at(text, word.begin, end - word.begin);
    } else {  // before the surname
      auto i = word.begin;
      if (i > 0 && is_blank(text[i - 1])) --i;
      auto begin = i;
      while (begin >= 2 && text[begin - 1] == U'.' && is_cap(text[begin - 2]) && i - begin < 6) {
        begin -= 2;
        if (begin > 1 && is_blank(text[begin - 1]) && text[begin - 2] == U'.') --begin;
      }
      if (begin == i || i == word.begin || utf8::is_letter(before(text, begin))) continue;
      slip = slip_at(text, begin, word.end - begin);
    }
    slip.note = same_text(surname);
    out.push_back(std::move(slip));
  }
}

Slips phrases_of(const Characters& text, const Patterns& patterns, const std::vector<std::string>& written) {
  const auto seen = seen_words(text);
  Slips out;
  for (std::size_t n = 0; n < written.size(); ++n) {
    const auto& pattern = patterns.all()[n];
    const auto count = pattern.words.size();
    for (std::size_t i = 0; count > 0 && i + count <= seen.size(); ++i) {
      bool same = true;
      for (std::size_t k = 0; same && k < count; ++k) {
        same = matches(text, seen[i + k], pattern.words[k], pattern.open[k]) &&
               (k == 0 || adjacent(text, seen[i + k - 1].end, seen[i + k].begin));
      }
      if (!same) continue;
      const auto begin = seen[i].begin;
      auto slip = slip_at(text, begin, seen[i + count - 1].end - begin);
      slip.note = same_text(written[n]);
      out.push_back(std::move(slip));
    }
  }
  return in_order(std::move(out));
}

}  // namespace

Slips phrases(std::string_view text, const std::vector<std::string>& patterns) {
  const auto& prepared = patterns_of(patterns);
  if (!prepared.may_hold(text)) return {};
  return phrases_of(decoded(text), prepared, patterns);
}

Slips free_phrases(std::string_view text, const std::vector<std::string>& patterns) {
  const auto& prepared = patterns_of(patterns);
  if (!prepared.may_hold(text)) return {};
  const auto all = decoded(text);
  auto slips = phrases_of(all, prepared, patterns);
  if (slips.empty()) return slips;
  const auto names = quotations(all);
  std::erase_if(slips, [&](const Slip& slip) { return inside(names, slip.at); });
  return slips;
}

Slips percent_differences(std::string_view text, const std::vector<std::string>& about) {
  const auto all = decoded(text);
  Slips out;
  for (auto percent = all.find(U'%'); percent != Characters::npos; percent = all.find(U'%', percent + 1)) {
    std::size_t begin = percent;
    if (!number_before_percent(all, percent, begin) || !word_ends_before(all, begin, U"на")) continue;
    const auto sentence = sentence_at(all, percent);
    const auto words = folded(all, sentence.begin, sentence.end);
    const bool between =
        words.find(U"% до ") != Characters::npos || words.find(U"%\u00A0до ") != Characters::npos;
    if (!tells_change(words)) continue;
    if (!between && phrases(encoded(words), about).empty()) continue;
    auto slip = slip_at(all, begin, percent + 1 - begin);
    auto number = all.substr(begin, percent - begin);
    while (!number.empty() && is_blank(number.back())) number.pop_back();
    slip.note = same_text(encoded(number));
    out.push_back(std::move(slip));
  }
  return out;
}

Slips abbreviations(std::string_view text) {
  const auto all = decoded(text);
  std::set<std::string> known;
  for (const auto& slip : explained_abbreviations(text)) known.insert(slip.said);
  const auto names = quotations(all);
  Slips out;
  for (const auto& word : words_of(all)) {
    if (!is_capitals(all, word) || inside(names, word.begin) || is_digit(before(all, word.begin)) ||
        before(all, word.begin) == kHyphen)
      continue;
    auto slip = slip_at(all, word.begin, word.end - word.begin);
    if (known.insert(slip.said).second) out.push_back(std::move(slip));
  }
  return out;
}

Slips explained_abbreviations(std::string_view text) {
  const auto all = decoded(text);
  Slips out;
  for (const auto& word : words_of(all)) {
    if (is_capitals(all, word) && is_explained_here(all, word))
      out.push_back(slip_at(all, word.begin, word.end - word.begin));
  }
  return out;
}

Slips person_names(std::string_view text) {
  const auto all = decoded(text);
  const auto words = words_of(all, true);
  Slips out;
  whole_names(all, words, out);
  names_with_initials(all, words, out);
  return in_order(std::move(out));
}

Slips personal_numbers(std::string_view text) {
  const auto all = decoded(text);
  constexpr std::u32string_view kForm = U"000-000-000 00";
  Slips out;
  for (std::size_t i = 0; i + kForm.size() <= all.size(); ++i) {
    bool same = !is_digit(before(all, i)) && !is_digit(at(all, i + kForm.size()));
    for (std::size_t k = 0; same && k < kForm.size(); ++k)
      same = kForm[k] == U'0'   ? is_digit(all[i + k])
             : kForm[k] == U' ' ? is_blank(all[i + k])
                                : all[i + k] == kForm[k];
    if (same) out.push_back(slip_at(all, i, kForm.size()));
  }
  return out;
}

}  // namespace svodka::language
