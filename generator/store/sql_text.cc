#include "store/sql_text.h"

namespace svodka::store {
namespace {

bool is_name_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || c == '_' || c == '$' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::size_t name_end(std::string_view sql, std::size_t at) {
  while (at < sql.size() && is_name_byte(sql[at])) ++at;
  return at;
}

// A dot belongs to a parameter only when a name goes on after it.
std::size_t parameter_end(std::string_view sql, std::size_t at) {
  at = name_end(sql, at);
  while (at + 1 < sql.size() && sql[at] == '.' && is_name_byte(sql[at + 1])) at = name_end(sql, at + 1);
  return at;
}

std::size_t quoted_end(std::string_view sql, std::size_t at, char close) {
  for (++at; at < sql.size(); ++at) {
    if (sql[at] != close) continue;
    if (close != ']' && at + 1 < sql.size() && sql[at + 1] == close) {
      ++at;
    } else {
      return at + 1;
    }
  }
  return at;
}

std::size_t past(std::string_view sql, std::string_view what, std::size_t from) {
  const std::size_t found = sql.find(what, from);
  return found == std::string_view::npos ? sql.size() : found + what.size();
}

// Offset of the next byte that is neither space nor comment.
std::size_t skip_blank(std::string_view sql, std::size_t at) {
  while (at < sql.size()) {
    if (is_space(sql[at])) {
      ++at;
    } else if (sql.substr(at, 2) == "--") {
      at = past(sql, "\n", at);
    } else if (sql.substr(at, 2) == "/*") {
      at = past(sql, "*/", at + 2);
    } else {
      break;
    }
  }
  return at;
}

SqlToken token_at(std::string_view sql, std::size_t at) {
  using Kind = SqlToken::Kind;
  const char c = sql[at];
  const auto made = [&](Kind kind, std::size_t end) { return SqlToken{kind, at, end - at}; };
  if (c == '\'') return made(Kind::kString, quoted_end(sql, at, c));
  if (c == '"' || c == '`') return made(Kind::kQuotedName, quoted_end(sql, at, c));
  if (c == '[') return made(Kind::kQuotedName, quoted_end(sql, at, ']'));
  if (c == ':' && at + 1 < sql.size() && is_name_byte(sql[at + 1]))
    return made(Kind::kParameter, parameter_end(sql, at + 1));
  if (is_name_byte(c)) return made(Kind::kWord, name_end(sql, at));
  return made(Kind::kOther, at + 1);
}

}  // namespace

std::vector<SqlToken> scan_sql(std::string_view sql) {
  std::vector<SqlToken> tokens;
  for (std::size_t at = skip_blank(sql, 0); at < sql.size();) {
    tokens.push_back(token_at(sql, at));
    at = skip_blank(sql, at + tokens.back().length);
  }
  return tokens;
}

std::string with_plain_parameters(std::string_view sql, const std::vector<SqlToken>& tokens) {
  std::string plain(sql);
  for (const auto& token : tokens) {
    if (token.kind != SqlToken::Kind::kParameter) continue;
    for (std::size_t i = token.offset; i < token.offset + token.length; ++i) {
      if (plain[i] == '.') plain[i] = '$';
    }
  }
  return plain;
}

std::string name_of(std::string_view token) {
  if (token.size() < 2 || (token.front() != '"' && token.front() != '[' && token.front() != '`'))
    return std::string(token);
  const char quote = token.front();
  std::string name;
  for (std::size_t i = 1; i + 1 < token.size(); ++i) {
    name += token[i];
    if (quote != '[' && token[i] == quote) ++i;
  }
  return name;
}

}  // namespace svodka::store
