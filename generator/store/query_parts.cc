#include "store/query_parts.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "store/sql_text.h"

namespace svodka::store {
namespace {

bool is_word(const SqlToken& token, std::string_view sql, std::string_view word) {
  return token.kind == SqlToken::Kind::kWord && utf8::lower(token.in(sql)) == word;
}

bool is_any(const SqlToken& token, std::string_view sql, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return is_word(token, sql, word); });
}

/// One SELECT of a compound.
struct Arm {
  std::size_t offset = 0;
  int columns = 1;
  bool sure = true;  ///< no `*` among them
};

/// The SELECTs that are joined at one depth of parentheses.
struct Compound {
  std::vector<Arm> arms;
  bool in_columns = false;  ///< between SELECT and FROM
  bool joined = false;      ///< UNION or the like has just been read
};

std::optional<OddSelect> odd_of(const Compound& compound) {
  std::map<int, int> times;
  for (const auto& arm : compound.arms) {
    if (arm.sure) ++times[arm.columns];
  }
  if (times.size() < 2) return std::nullopt;
  const auto first =
      std::find_if(compound.arms.begin(), compound.arms.end(), [](const Arm& a) { return a.sure; });
  int usual = first->columns;
  for (const auto& [columns, count] : times) {
    if (count > times[usual]) usual = columns;
  }
  const auto odd = std::find_if(compound.arms.begin(), compound.arms.end(),
                                [&](const Arm& a) { return a.sure && a.columns != usual; });
  return OddSelect{odd->offset, odd->columns, usual};
}

}  // namespace

std::optional<OddSelect> odd_select(std::string_view sql) {
  std::vector<Compound> open(1);
  const auto tokens = scan_sql(sql);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto& token = tokens[i];
    const auto words = token.in(sql);
    auto& here = open.back();
    if (words == "(") {
      open.emplace_back();
    } else if (words == ")") {
      if (const auto odd = odd_of(here)) return odd;
      if (open.size() > 1) open.pop_back();
    } else if (is_word(token, sql, "select")) {
      if (!here.joined) {
        if (const auto odd = odd_of(here)) return odd;
        here.arms.clear();
      }
      here.arms.push_back({token.offset});
      here.in_columns = true;
      here.joined = false;
    } else if (is_any(token, sql, {"union", "intersect", "except"})) {
      here.joined = true;
      here.in_columns = false;
    } else if (is_any(token, sql, {"from", "where", "order", "group", "limit", "window"})) {
      here.in_columns = false;
    } else if (here.in_columns && words == ",") {
      ++here.arms.back().columns;
    } else if (here.in_columns && words == "*" && i > 0) {
      const auto before = tokens[i - 1].in(sql);
      if (before == "," || before == "." || is_any(tokens[i - 1], sql, {"select", "distinct", "all"}))
        here.arms.back().sure = false;
    }
  }
  for (const auto& compound : open) {
    if (const auto odd = odd_of(compound)) return odd;
  }
  return std::nullopt;
}

std::optional<std::size_t> second_table_called(std::string_view sql, std::string_view name) {
  const auto wanted = utf8::lower(name);
  const auto tokens = scan_sql(sql);
  int times = 0;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!is_any(tokens[i], sql, {"from", "join"})) continue;
    const auto is_name = [&](std::size_t at) {
      return at < tokens.size() &&
             (tokens[at].kind == SqlToken::Kind::kWord || tokens[at].kind == SqlToken::Kind::kQuotedName);
    };
    auto at = i + 1;  // the table, then its name in the query
    if (!is_name(at)) continue;
    if (is_name(at + 1) && is_word(tokens[at + 1], sql, "as")) ++at;
    if (is_name(at + 1) && !is_any(tokens[at + 1], sql,
                                   {"on", "using", "where", "join", "left", "inner", "cross", "natural",
                                    "group", "order", "limit", "union", "window", "having"}))
      ++at;
    if (utf8::lower(name_of(tokens[at].in(sql))) == wanted && ++times == 2) return tokens[at].offset;
  }
  return std::nullopt;
}

bool has_from(std::string_view sql) {
  const auto tokens = scan_sql(sql);
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](const SqlToken& token) { return is_word(token, sql, "from"); });
}

}  // namespace svodka::store
