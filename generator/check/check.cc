#include "check/check.h"

#include <algorithm>
#include <map>

#include "base/origin.h"
#include "base/suggest.h"
#include "check/narrow.h"
#include "check/waivers.h"
#include "language/modifiers.h"
#include "language/plural.h"

namespace svodka::check {
namespace {

constexpr int kMostFindings = 100;

// A message cut into its literal words and its placeholders.
struct MessagePart {
  std::string words;  // before the placeholder
  int column = -1;    // -1: no placeholder follows
  std::vector<language::Modifier> modifiers;
};

// The tables that records were read into, with their columns and lists.
using Tables = std::map<std::string, std::vector<std::string>>;

Tables tables_of(const store::Reader& reader) {
  Tables tables;
  for (const auto& relation : reader.relations()) {
    if (relation.view) continue;
    auto& names = tables[relation.name];
    for (const auto& column : relation.columns) names.push_back(column.name);
  }
  for (auto& [name, columns] : tables) {
    const auto prefix = name + "_";
    for (auto child = tables.upper_bound(prefix); child != tables.end(); ++child) {
      if (!child->first.starts_with(prefix)) break;
      columns.push_back(child->first.substr(prefix.size()));
    }
  }
  return tables;
}

class RuleRunner {
 public:
  RuleRunner(const store::Reader& reader, const Tables& tables, const Rule& rule, Waivers& waivers,
             Narrower& narrower, std::vector<Waived>& waived, std::vector<Fix>* fixes, Diagnostics& out)
      : reader_(reader),
        tables_(tables),
        rule_(rule),
        waivers_(waivers),
        narrower_(narrower),
        fixes_(fixes),
        waived_(waived),
        out_(out),
        statement_(reader.prepare(rule.sql)) {}

  void run() {
    row_ = column("_row");
    table_ = column("_table");
    at_ = column("_at");
    related_table_ = column("_related_table");
    related_row_ = column("_related_row");
    source_ = column("_source");
    value_ = column("_value");
    from_ = column("_from");
    length_ = column("_length");
    fix_ = column("_fix");
    is_key_ = column("_is_key");
    require_place();
    const auto ru = pieces(rule_.message.ru), en = pieces(rule_.message.en), hint_ru = pieces(rule_.hint.ru),
               hint_en = pieces(rule_.hint.en);
    const auto related_ru = pieces(rule_.related.ru), related_en = pieces(rule_.related.en);
    if (faulty_) return;
    int found = 0;
    Position rest;  // where those begin that are not told one by one
    while (statement_.step()) {
      const auto* waiver = spared();
      if (waiver == nullptr && ++found == kMostFindings + 1) rest = place();
      if (waiver == nullptr && found > kMostFindings) continue;
      Finding finding{rule_.severity,
                      rule_.name,
                      place(),
                      {filled(ru), filled(en)},
                      {filled(hint_ru), filled(hint_en)},
                      {}};
      auto edits = narrow(finding.at);
      if (auto at = related_place(); at.line > 0)
        finding.related.push_back({std::move(at), {filled(related_ru), filled(related_en)}});
      if (waiver == nullptr && fixes_ != nullptr && !edits.empty())
        fixes_->push_back({rule_.name, finding.at, std::move(edits)});
      if (waiver != nullptr)
        waived_.push_back({std::move(finding), waiver->reason, waiver->at});
      else
        out_.add(std::move(finding));
    }
    if (found > kMostFindings) say_rest(std::move(rest), found - kMostFindings);
  }

 private:
  int column(std::string_view name) const {
    const auto& columns = statement_.columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].name == name) return static_cast<int>(i);
    }
    return -1;
  }

  void say_rest(Position at, int more) {
    const bool one = language::plural_form(static_cast<std::int64_t>(more)) == language::PluralForm::kOne;
    out_.add({rule_.severity,
              rule_.name,
              std::move(at),
              text("и ещё {} {}, начиная отсюда", "and {} more of the same, from here on", more,
                   one ? "такое же" : "таких же"),
              {},
              {}});
  }

  // A finding must lead to a place, so a rule must say whose rows it returns.
  void require_place() {
    if (row_ < 0)
      return fail(text("запрос не возвращает `_row`", "the query does not return `_row`"),
                  text("начните его с SELECT _row: по нему видно, какая запись с нарушением",
                       "start it with SELECT _row: that tells which record is at fault"));
    if (table_ >= 0) return;
    if (rule_.on.empty())
      return fail(text("не сказано, чьи это строки", "it does not say whose rows these are"),
                  text("укажите таблицу: `on`", "name the table: `on`"));
    const auto table = tables_.find(rule_.on);
    if (table == tables_.end()) {
      std::vector<std::string> names;
      for (const auto& [name, columns] : tables_) names.push_back(name);
      return fail(text("нет таблицы `{}`", "there is no table `{}`", rule_.on),
                  suggestion_or_names(rule_.on, names));
    }
    const auto& columns = table->second;
    if (!rule_.at.empty() && std::find(columns.begin(), columns.end(), rule_.at) == columns.end())
      fail(text("в таблице `{}` нет поля `{}`", "the table `{}` has no field `{}`", rule_.on, rule_.at),
           suggestion_or_names(rule_.at, columns));
  }

  std::string words(int index) const {
    return index < 0 ? std::string() : language::to_text(statement_.value(index));
  }

  std::vector<MessagePart> pieces(const std::string& message) {
    std::vector<MessagePart> all;
    std::size_t done = 0;
    for (auto open = message.find('{'); open != std::string::npos; open = message.find('{', done)) {
      const auto close = message.find('}', open);
      if (close == std::string::npos) break;
      MessagePart piece{message.substr(done, open - done), -1, {}};
      placeholder(message.substr(open + 1, close - open - 1), piece);
      all.push_back(std::move(piece));
      done = close + 1;
    }
    all.push_back({message.substr(done), -1, {}});
    return all;
  }

  // "date:date=short".
  void placeholder(const std::string& inside, MessagePart& piece) {
    std::size_t start = inside.find(':');
    const auto name = inside.substr(0, start);
    piece.column = column(name);
    if (piece.column < 0)
      fail(text("в сообщении есть {{{}}}, а в запросе нет такого столбца",
                "the message has {{{}}}, the query has no such column", name),
           text("добавьте его в SELECT или уберите из сообщения",
                "add it to SELECT, or remove it from the message"));
    while (start != std::string::npos) {
      const auto end = inside.find(':', start + 1);
      const auto words = inside.substr(start + 1, end == std::string::npos ? end : end - start - 1);
      const auto equals = words.find('=');
      language::Modifier modifier{words.substr(0, equals),
                                  equals == std::string::npos ? "" : words.substr(equals + 1)};
      if (const auto problem = language::modifier_problem(modifier)) fail(*problem);
      piece.modifiers.push_back(std::move(modifier));
      start = end;
    }
  }

  void fail(Text problem, Text hint = {}) {
    if (!faulty_)
      out_.error(rule_.source, "check-sql",
                 {"правило `" + rule_.name + "`: " + problem.ru, "rule `" + rule_.name + "`: " + problem.en},
                 std::move(hint));
    faulty_ = true;
  }

  std::string filled(const std::vector<MessagePart>& pieces) const {
    std::string out;
    for (const auto& piece : pieces) {
      out += piece.words;
      if (piece.column < 0) continue;
      auto value = statement_.value(piece.column);
      for (const auto& modifier : piece.modifiers) language::apply(modifier, value);
      out += language::to_text(value);
    }
    return out;
  }

  // Leads to the piece of the value that the row is about. An id is named elsewhere too, so it is never
  // changed.
  std::vector<Edit> narrow(Position& at) {
    if (value_ < 0 || from_ < 0 || length_ < 0) return {};
    const bool has_fix = fix_ >= 0 && !is_null(statement_.value(fix_)) && number(is_key_) == 0;
    return narrower_.narrow(at, {words(value_), number(from_), number(length_), has_fix, words(fix_)});
  }

  std::size_t number(int index) const {
    if (index < 0) return 0;
    const auto value = statement_.value(index);
    const auto* whole = std::get_if<std::int64_t>(&value);
    return whole == nullptr || *whole < 0 ? 0 : static_cast<std::size_t>(*whole);
  }

  std::string table_of_row() const { return table_ >= 0 ? words(table_) : rule_.on; }

  const Waivers::Waiver* spared() const {
    const auto value = statement_.value(row_);
    const auto* row = std::get_if<std::int64_t>(&value);
    return row == nullptr ? nullptr : waivers_.find(table_of_row(), *row, rule_.name);
  }

  Position row_place(const std::string& table, int row_column, const std::string& at) const {
    if (row_column < 0 || table.empty()) return {};
    const auto value = statement_.value(row_column);
    const auto* row = std::get_if<std::int64_t>(&value);
    return row == nullptr ? Position{} : reader_.position(table, *row, at);
  }

  Position place() const {
    auto at = row_place(table_of_row(), row_, at_ >= 0 ? words(at_) : rule_.at);
    if (at.file.empty()) at.file = parse_source(words(source_)).first.file;
    return at;
  }
  Position related_place() const { return row_place(words(related_table_), related_row_, ""); }

  const store::Reader& reader_;
  const Tables& tables_;
  const Rule& rule_;
  Waivers& waivers_;
  Narrower& narrower_;
  std::vector<Fix>* fixes_;
  std::vector<Waived>& waived_;
  Diagnostics& out_;
  store::Statement statement_;
  int row_ = -1, table_ = -1, at_ = -1, related_table_ = -1, related_row_ = -1, source_ = -1;
  int value_ = -1, from_ = -1, length_ = -1, fix_ = -1, is_key_ = -1;
  bool faulty_ = false;
};

}  // namespace

std::vector<Waived> run_checks(const store::Reader& reader, const std::vector<Rule>& rules, Diagnostics& out,
                               const SourceLookup& source, std::vector<Fix>* fixes) {
  const auto tables = tables_of(reader);
  Waivers waivers(reader);
  Narrower narrower(source);
  std::vector<Waived> waived;
  for (const auto& rule : rules) {
    if (rule.off) continue;
    try {
      RuleRunner(reader, tables, rule, waivers, narrower, waived, fixes, out).run();
    } catch (const store::QueryError& e) {
      out.error(
          rule.source, "check-sql",
          {"правило `" + rule.name + "`: " + e.message().ru, "rule `" + rule.name + "`: " + e.message().en},
          e.hint());
    }
  }
  waivers.report(rules, out);
  std::stable_sort(waived.begin(), waived.end(),
                   [](const Waived& a, const Waived& b) { return a.finding.at < b.finding.at; });
  return waived;
}

}  // namespace svodka::check
