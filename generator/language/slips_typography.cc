#include <algorithm>

#include "base/utf8.h"
#include "language/slips_text.h"

// What typeset() would put right, told piece by piece.
namespace svodka::language {
namespace {

std::string piece(const Characters& text, std::size_t begin, std::size_t end) {
  return encoded(text.substr(begin, end - begin));
}

// What became of `before` in `after`, which differs by replaced characters and by hard spaces put in.
Slips differences(const Characters& was, const Characters& now) {
  Slips out;
  for (std::size_t i = 0, j = 0; i < was.size() || j < now.size(); ++i, ++j) {
    const char32_t old = at(was, i), fresh = at(now, j);
    if (old == fresh) continue;
    const bool put_in = fresh == kHardSpace && old != U' ';
    auto slip = slip_at(was, i, put_in ? 0 : 1);
    slip.fix = piece(now, j, j + 1);
    out.push_back(std::move(slip));
    if (put_in) ++j;
  }
  return out;
}

// A slip between two characters, or of one, is shown with the words about it: «№5».
void widen(const Characters& text, Slip& slip) {
  const auto is_edge = [](char32_t c) { return is_blank(c) || is_line_break(c) || c == U'\t'; };
  auto begin = slip.at, end = slip.at + slip.length;
  while (begin > 0 && !is_edge(text[begin - 1])) --begin;
  while (end < text.size() && !is_edge(text[end])) ++end;
  slip.fix = piece(text, begin, slip.at) + *slip.fix + piece(text, slip.at + slip.length, end);
  slip = {begin, end - begin, piece(text, begin, end), slip.fix, {}};
}

// Those that touch become one.
Slips widened(const Characters& text, const Slips& slips) {
  Slips out;
  for (auto slip : slips) {
    widen(text, slip);
    if (!out.empty() && slip.at < out.back().at + out.back().length) continue;
    out.push_back(std::move(slip));
  }
  return out;
}

Slips outside(Slips slips, const std::vector<Word>& ranges) {
  std::erase_if(slips, [&](const Slip& slip) { return inside(ranges, slip.at); });
  return slips;
}

bool is_year_or_unit_glued(const Characters& text, std::size_t i) {
  return i + 3 <= text.size() && text[i] == U'г' && text[i + 1] == U'.' && is_cap(text[i + 2]) &&
         text[i + 2] != 0 && (i == 0 || (!utf8::is_letter(text[i - 1]) && text[i - 1] != U'.')) &&
         at(text, i + 3) != U'.';
}

}  // namespace

Slips surplus_spaces(std::string_view text) {
  const auto all = decoded(text);
  Slips out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!is_blank(all[i])) continue;
    auto end = i;
    while (end < all.size() && is_blank(all[end])) ++end;
    const bool begins = i == 0 || is_line_break(all[i - 1]);  // an indent
    const bool ends = end == all.size() || is_line_break(all[end]);
    const char32_t next = at(all, end);
    const bool before_mark = !begins && !ends && (next == U',' || next == U';' || next == U'.') &&
                             (end + 1 == all.size() || is_blank(all[end + 1]) || is_line_break(all[end + 1]));
    const auto length = end - i;
    if (before_mark || (length > 1 && !begins && !ends)) {
      auto slip = slip_at(all, i, length);
      const bool hard = all.substr(i, length).find(kHardSpace) != Characters::npos;
      slip.fix = before_mark ? "" : hard ? "\u00A0" : " ";
      out.push_back(std::move(slip));
    }
    i = end;
  }
  return out;
}

Slips wrong_quotes(std::string_view text) {
  const auto was = decoded(text);
  auto now = was;
  set_quotes(now);
  return differences(was, now);
}

Slips range_hyphens(std::string_view text) {
  const auto was = decoded(text);
  auto now = was;
  set_dashes(now);
  Slips out;
  for (const auto& slip : outside(differences(was, now), addresses(was))) {
    if (slip.fix == "–" && is_digit(before(was, slip.at))) out.push_back(slip);
  }
  return widened(was, out);
}

Slips dash_hyphens(std::string_view text) {
  const auto was = decoded(text);
  Slips out;
  for (std::size_t i = 1; i + 1 < was.size(); ++i) {
    const bool begins_line = i == 1 || is_line_break(was[i - 2]) || is_blank(was[i - 2]);
    if (was[i] != kHyphen || !is_blank(was[i - 1]) || !is_blank(was[i + 1]) || begins_line) continue;
    auto slip = slip_at(was, i, 1);
    slip.fix = "–";
    out.push_back(std::move(slip));
  }
  return out;
}

Slips missing_spaces(std::string_view text) {
  const auto was = decoded(text);
  auto now = was;
  set_spaces(now, false);
  Slips out;
  for (auto& slip : differences(was, now)) {
    if (slip.length == 0) out.push_back(std::move(slip));
  }
  for (std::size_t i = 0; i + 2 < was.size(); ++i) {
    if (!is_year_or_unit_glued(was, i)) continue;
    Slip slip{i + 2, 0, "", "\u00A0", {}};
    out.push_back(std::move(slip));
  }
  std::stable_sort(out.begin(), out.end(), [](const Slip& a, const Slip& b) { return a.at < b.at; });
  return widened(was, outside(outside(std::move(out), quotations(was)), addresses(was)));
}

Slips breaking_spaces(std::string_view text) {
  const auto was = decoded(text);
  auto now = was;
  set_spaces(now, false);
  Slips out;
  for (auto& slip : differences(was, now)) {
    if (slip.length == 1) out.push_back(std::move(slip));
  }
  return outside(std::move(out), quotations(was));
}

}  // namespace svodka::language
