#include <algorithm>
#include <vector>

#include "base/utf8.h"
#include "language/typography_characters.h"

namespace svodka::language {
namespace {

enum class Role { kNone, kOpens, kCloses };

bool opens_here(const Characters& text, std::size_t i) {
  const char32_t left = before(text, i);
  if (left == 0 || is_blank(left) || is_line_break(left) || left == U'\t') return true;
  return std::u32string_view(U"([«„\"“/").find(left) != std::u32string_view::npos || left == kRangeDash ||
         left == kLongDash;
}

// What a quote does at its place. `depth` is how many are open: “ closes a „ and opens an English “.
Role role_of(const Characters& text, std::size_t i, std::size_t depth) {
  const char32_t c = text[i];
  if (c == U'«' || c == U'„') return Role::kOpens;
  if (c == U'»' || c == U'”') return Role::kCloses;
  if (c == U'“' && depth > 0)
    return opens_here(text, i) && before(text, i) != U'“' && before(text, i) != U'„' ? Role::kOpens
                                                                                     : Role::kCloses;
  if (c == U'“') return Role::kOpens;
  if (c != U'"') return Role::kNone;
  const bool after_number = is_digit(before(text, i)) && depth == 0;  // inches, seconds
  if (after_number) return Role::kNone;
  const bool after_quote = before(text, i) == U'"' || before(text, i) == U'“';
  const bool begins_word = utf8::is_letter(at(text, i + 1)) || is_digit(at(text, i + 1));
  const bool opening = opens_here(text, i) && !(after_quote && depth > 0 && !begins_word);
  return opening ? Role::kOpens : Role::kCloses;
}

struct Pair {
  std::size_t open = 0, close = 0;
  bool inner = false;
};

// The pairs of one paragraph. An opening quote never closed pairs with nothing, and what is inside it counts
// as outside.
std::vector<Pair> pairs_of(const Characters& text, std::size_t begin, std::size_t end) {
  std::vector<Pair> pairs;
  std::vector<std::size_t> open;
  for (std::size_t i = begin; i < end; ++i) {
    const auto role = role_of(text, i, open.size());
    if (role == Role::kOpens) open.push_back(i);
    if (role != Role::kCloses || open.empty()) continue;
    pairs.push_back({open.back(), i});
    open.pop_back();
  }
  std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.open < b.open; });
  std::size_t outer_close = 0;  // where the outermost pair that began last ends
  for (auto& pair : pairs) {
    pair.inner = pair.close < outer_close;
    if (!pair.inner) outer_close = pair.close;
  }
  return pairs;
}

// Returns whether anything changed.
bool set_pairs(Characters& text, const std::vector<Pair>& pairs) {
  bool changed = false;
  const auto set = [&](std::size_t i, char32_t quote) {
    changed = changed || text[i] != quote;
    text[i] = quote;
  };
  for (const auto& pair : pairs) {
    set(pair.open, pair.inner ? U'„' : U'«');
    set(pair.close, pair.inner ? U'“' : U'»');
  }
  return changed;
}

}  // namespace

void set_quotes(Characters& text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const auto found =
        std::find_if(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), is_line_break);
    const auto end = static_cast<std::size_t>(found - text.begin());
    // Of tangled quotes one pass may leave some whose part only shows when their neighbours have theirs.
    constexpr int kPasses = 8;
    for (int pass = 0; pass < kPasses && set_pairs(text, pairs_of(text, begin, end)); ++pass) {
    }
    begin = end + 1;
  }
}

}  // namespace svodka::language
