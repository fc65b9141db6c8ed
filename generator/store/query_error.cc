#include "store/query_error.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "base/finding.h"
#include "base/utf8.h"
#include "store/project_stores.h"
#include "store/query_parts.h"
#include "store/sql_text.h"

namespace svodka::store {
namespace {

using Relations = std::vector<Reader::Relation>;

// A fault as its author is told of it.
struct Words {
  Text message;
  Text hint;
  int offset = -1;  // where SQLite does not say it, or not well
};

// "school.nam" -> "nam".
std::string last_name(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos ? name : name.substr(dot + 1);
}

// Names of the relations that a query mentions; of all when it mentions none that is known.
Relations mentioned(std::string_view sql, const Relations& relations) {
  Relations found;
  for (const auto& token : scan_sql(sql)) {
    if (token.kind != SqlToken::Kind::kWord && token.kind != SqlToken::Kind::kQuotedName) continue;
    const std::string name = utf8::lower(name_of(token.in(sql)));
    const auto same = [&](const Reader::Relation& relation) {
      return utf8::lower(last_name(relation.name)) == name;
    };
    const auto relation = std::find_if(relations.begin(), relations.end(), same);
    if (relation != relations.end()) found.push_back(*relation);
  }
  return found.empty() ? relations : found;
}

Text column_hint(const std::string& name, std::string_view sql, const Relations& relations) {
  std::vector<std::string> columns;
  for (const auto& relation : mentioned(sql, relations)) {
    for (const auto& column : relation.columns) columns.push_back(column.name);
  }
  if (!has_from(sql))
    return text("в запросе нет FROM: допишите таблицу", "the query has no FROM: add the table");
  auto hint = suggestion(last_name(name), columns);
  if (hint.empty())
    hint =
        text("проверьте имя и таблицы после FROM и JOIN: их столбцы показывает `svodka query` без запроса",
             "check the name and the tables after FROM and JOIN: `svodka query` without a query lists their "
             "columns");
  return hint;
}

Text relation_hint(const std::string& name, const Relations& relations) {
  const bool of_projects = name.starts_with(kProjects);
  std::vector<std::string> names;
  for (const auto& relation : relations) {
    if (relation.name.starts_with(kProjects) == of_projects) names.push_back(last_name(relation.name));
  }
  if (of_projects && names.empty())
    return text("`projects.` есть у региона: папки с файлом projects.yaml",
                "`projects.` is there for a region: a folder with a file projects.yaml");
  const auto near = did_you_mean(last_name(name), names);
  const auto meant = (of_projects ? std::string(kProjects) : "") + near;
  const auto hint = near.empty() ? Text{} : text("возможно, `{}`", "did you mean `{}`?", meant);
  return hint.empty() ? text("список таблиц и представлений показывает `svodka query` без запроса",
                             "`svodka query` without a query lists the tables and views")
                      : hint;
}

// What follows `prefix` in SQLite's message, without `suffix`; nothing when the message is another.
std::optional<std::string> between(const std::string& message, std::string_view prefix,
                                   std::string_view suffix = "") {
  if (message.size() < prefix.size() + suffix.size() || message.compare(0, prefix.size(), prefix) != 0)
    return std::nullopt;
  if (message.compare(message.size() - suffix.size(), suffix.size(), suffix) != 0) return std::nullopt;
  return message.substr(prefix.size(), message.size() - prefix.size() - suffix.size());
}

Text hint_or(Text hint, Text otherwise) { return hint.empty() ? std::move(otherwise) : std::move(hint); }

// A keyword that was misspelt, or else where to look.
Text syntax_hint(const std::string& near) {
  static const std::vector<std::string> kKeywords{
      "SELECT", "FROM", "WHERE", "JOIN", "LEFT", "ON",  "GROUP", "ORDER", "BY",   "HAVING", "LIMIT", "UNION",
      "ALL",    "WITH", "AS",    "AND",  "OR",   "NOT", "NULL",  "CASE",  "WHEN", "THEN",   "ELSE",  "END"};
  const bool known = std::any_of(kKeywords.begin(), kKeywords.end(), [&](const std::string& word) {
    return utf8::lower(word) == utf8::lower(near);
  });
  auto hint = known ? Text{} : suggestion(near, kKeywords);
  return hint_or(std::move(hint),
                 text("проверьте запятые, скобки и порядок слов перед этим местом",
                      "check the commas, brackets and the order of words before this place"));
}

Words words_for(const std::string& message, std::string_view sql, const Relations& relations) {
  if (const auto name = between(message, "no such column: ")) {
    return {text("нет столбца `{}`", "no such column: `{}`", *name), column_hint(*name, sql, relations)};
  }
  if (const auto name = between(message, "no such table: ")) {
    return {text("нет таблицы или представления `{}`", "no such table or view: `{}`", *name),
            relation_hint(*name, relations)};
  }
  if (const auto name = between(message, "no such function: ")) {
    return {
        text("нет функции `{}`", "no such function: `{}`", *name),
        hint_or(
            suggestion(*name, safe_functions()),
            text(
                "есть функции SQLite и свои: percent, ratio, round_half_up, days_between, month_of, sort_key",
                "there are those of SQLite and percent, ratio, round_half_up, days_between, month_of, "
                "sort_key"))};
  }
  if (const auto name = between(message, "ambiguous column name: ")) {
    const auto dot = name->find('.');
    const auto table = name->substr(0, dot);
    const auto second = dot == std::string::npos ? std::nullopt : second_table_called(sql, table);
    if (second)
      return {
          text("имя `{}` дано в запросе двум таблицам", "the query gives the name `{}` to two tables", table),
          text("уберите вторую или назовите её иначе", "remove the second, or give it another name"),
          static_cast<int>(*second)};
    return {text("столбец `{}` есть в нескольких таблицах запроса",
                 "the column `{}` is in several tables of the query", *name),
            text("назовите таблицу: `таблица.{}`", "name the table: `table.{}`", *name)};
  }
  if (const auto name = between(message, "wrong number of arguments to function ", "()")) {
    return {text("у функции `{}` другое число аргументов", "wrong number of arguments to the function `{}`",
                 *name),
            text("функции и их аргументы — в docs/reports.ru.md",
                 "docs/reports.md has the functions and their arguments")};
  }
  if (const auto name = between(message, "misuse of aggregate: ", "()")) {
    return {text("итоговая функция `{}` стоит не на месте", "misuse of the aggregate function `{}`", *name),
            text("условие на итог пишут в HAVING", "a condition on an aggregate belongs in HAVING")};
  }
  if (const auto near = between(message, "near \"", "\": syntax error")) {
    return {text("ошибка в SQL около «{}»", "syntax error near “{}”", *near), syntax_hint(*near)};
  }
  if (const auto token = between(message, "unrecognized token: \"", "\"")) {
    return {text("непонятный знак в SQL: «{}»", "unrecognized token: “{}”", *token),
            text("текст в SQL берут в одинарные кавычки: 'школа'",
                 "texts in SQL stand in single quotes: 'school'")};
  }
  if (message == "incomplete input")
    return {text("запрос оборван", "the query breaks off"),
            text("допишите его; закройте скобки и кавычки", "complete it; close its brackets and quotes")};
  if (message.find("do not have the same number of result columns") != std::string::npos) {
    const Text hint = text("добавьте столбец или уберите лишний, чтобы во всех частях их было поровну",
                           "add a column or remove one, so that all parts have the same number");
    if (const auto odd = odd_select(sql))
      return {text("часть запроса даёт столбцов: {}, а соединённые с ней — {}",
                   "this part of the query gives {} columns, those joined with it give {}", odd->columns,
                   odd->others),
              hint, static_cast<int>(odd->offset)};
    return {text("соединённые части запроса дают разное число столбцов",
                 "the joined parts of the query give different numbers of columns"),
            hint};
  }
  return {text("SQLite не может выполнить запрос: {}", "SQLite cannot run the query: {}", message),
          text("выполните запрос по частям командой `svodka query`",
               "run the query in parts with `svodka query`")};
}

// SQLite does not know the place of every name it rejects.
int offset_of_name(std::string_view sql, const std::string& message) {
  const std::size_t colon = message.rfind(": ");
  if (colon == std::string::npos) return -1;
  const std::string name = last_name(message.substr(colon + 2));
  for (const auto& token : scan_sql(sql)) {
    if (name_of(token.in(sql)) == name) return static_cast<int>(token.offset);
  }
  return -1;
}

}  // namespace

SqliteFault SqliteFault::of(sqlite3* connection) {
  return {sqlite3_errcode(connection), sqlite3_error_offset(connection), sqlite3_errmsg(connection)};
}

bool SqliteFault::is_environment() const {
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_IOERR || code == SQLITE_NOMEM ||
         code == SQLITE_CANTOPEN || code == SQLITE_FULL;
}

QueryError explain(const SqliteFault& fault, std::string_view sql, const Guard& guard,
                   const Relations& relations) {
  if (fault.code == SQLITE_INTERRUPT) {
    return {text("запрос остановлен: он сделал больше {} шагов",
                 "the query was stopped: it took more than {} steps", guard.step_limit()),
            text("проверьте условия соединения таблиц и рекурсию",
                 "check the conditions of joins and the recursion"),
            -1};
  }
  const int offset = fault.offset >= 0 ? fault.offset : offset_of_name(sql, fault.message);
  if (guard.refusal()) return {guard.refusal()->message, guard.refusal()->hint, offset};
  if (fault.code == SQLITE_TOOBIG) {
    return {
        text("запрос или значение в нём слишком велики", "the query or a value in it is too large"), {}, -1};
  }
  const Words words = words_for(fault.message, sql, relations);
  return {words.message, words.hint, words.offset >= 0 ? words.offset : offset};
}

}  // namespace svodka::store
