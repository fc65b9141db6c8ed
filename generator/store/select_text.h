#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "store/sql_text.h"

namespace svodka::store {

/// SQL that is cut into the clauses of its SELECTs no further. Thrown for what is not understood.
class NotUnderstood : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// True for two names that SQLite takes for one: caseless for Latin letters.
bool same_name(std::string_view a, std::string_view b);

/// True for a word that no column can be named by without quotes.
bool is_sql_keyword(std::string_view word);

/// A stretch of tokens, [begin, end).
struct Span {
  std::size_t begin = 0, end = 0;
  bool empty() const { return begin >= end; }
};

/// SQL with its tokens, and where each parenthesis closes.
class SqlWords {
 public:
  explicit SqlWords(std::string sql);

  Span all() const { return {0, tokens_.size()}; }
  std::string_view operator[](std::size_t token) const { return tokens_[token].in(sql_); }
  SqlToken::Kind kind(std::size_t token) const { return tokens_[token].kind; }
  bool is(std::size_t token, std::string_view word) const {
    return token < tokens_.size() && same_name((*this)[token], word);
  }
  bool is_name(std::size_t token) const;
  std::string name(std::size_t token) const { return name_of((*this)[token]); }
  /// The text of a stretch, with the spaces and comments between its tokens.
  std::string text(Span span) const;
  /// The token after the parenthesis that opens at `token`; `token` + 1 for any other.
  std::size_t past(std::size_t token) const { return close_[token] + 1; }
  /// The first token of the stretch, outside of parentheses, that is one of the words; its end when none is.
  std::size_t find(Span span, std::initializer_list<std::string_view> words) const;
  /// The stretches between the commas outside of parentheses.
  std::vector<Span> split(Span span) const;

 private:
  std::string sql_;
  std::vector<SqlToken> tokens_;
  std::vector<std::size_t> close_;
};

/// `name [(columns)] AS [NOT MATERIALIZED] (select)` of a WITH.
struct CteText {
  std::string name;
  std::vector<std::string> columns;
  std::string hint;
  Span body;
};

/// One column of a SELECT, or a star.
struct ItemText {
  Span value;
  std::string name;  ///< as SQLite calls the column; of a star the relation before its dot
  bool star = false;
};

/// One relation of a FROM.
struct RelationText {
  std::string join;    ///< what stands before it: ",", "LEFT JOIN"
  bool outer = false;  ///< LEFT
  std::string schema, name;
  Span select;     ///< of a subquery
  Span arguments;  ///< of a table-valued function
  bool function = false;
  std::string alias;                ///< by which columns name it
  Span on;                          ///< the condition after ON
  std::vector<std::string> shared;  ///< USING
};

/// One SELECT … of a compound.
struct CoreText {
  std::string op;  ///< before it: "UNION ALL"; "" for the first
  bool values = false, distinct = false, grouped = false;
  Span whole;
  std::vector<ItemText> items;
  std::vector<RelationText> from;
  Span rest;  ///< WHERE, GROUP BY, HAVING, WINDOW
};

/// A whole SELECT.
struct SelectText {
  bool recursive = false;
  std::vector<CteText> ctes;
  std::vector<CoreText> cores;
  Span tail;  ///< ORDER BY, LIMIT
};

/// Cuts a SELECT (or WITH, or VALUES). Throws NotUnderstood.
SelectText cut_select(const SqlWords& words, Span span);

}  // namespace svodka::store
