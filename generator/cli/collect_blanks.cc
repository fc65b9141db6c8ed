#include "cli/collect_blanks.h"

#include <cstdio>
#include <map>

#include "base/utf8.h"
#include "language/dates.h"
#include "render/sheet/blank.h"

namespace svodka::cli {
namespace {

namespace fs = std::filesystem;
using load::CollectDefinition;

std::string words_of(const Value& value) {
  if (const auto* words = std::get_if<std::string>(&value)) return *words;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  return {};
}

int column_named(const store::Statement& statement, std::string_view name) {
  for (std::size_t i = 0; i < statement.columns().size(); ++i) {
    if (statement.columns()[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

/// Runs the queries of a definition; what is wrong with one is a finding at its place.
class Queries {
 public:
  Queries(const Project& project, const CollectDefinition& definition, Diagnostics& out)
      : reader_(*project.reader), definition_(definition), out_(out) {}

  std::vector<Recipient> recipients() {
    std::vector<Recipient> all;
    std::map<std::string, std::string> files;  // small letters, to the id: not every disk tells them apart
    guarded(definition_.from_mark, [&] {
      auto statement = reader_.prepare(definition_.from);
      const int id = column_named(statement, "id"), name = column_named(statement, "name");
      if (id < 0) {
        error(definition_.from_mark, text("в запросе нет столбца `id`", "the query has no column `id`"));
        return;
      }
      while (statement.step()) {
        Recipient one{words_of(statement.value(id)),
                      name < 0 ? std::string() : words_of(statement.value(name))};
        if (one.name.empty()) one.name = one.id;
        if (one.id.empty()) continue;
        const auto [known, is_new] = files.emplace(utf8::lower(return_file_name(one.id)), one.id);
        if (!is_new && known->second != one.id)
          error(definition_.from_mark,
                text("бланки `{}` и `{}` были бы одним файлом", "the blanks `{}` and `{}` would be one file",
                     known->second, one.id));
        if (is_new) all.push_back(std::move(one));
      }
      if (all.empty())
        error(definition_.from_mark,
              text("запрос не назвал ни одного получателя", "the query names no recipient"));
    });
    return all;
  }

  std::vector<load::BlankIdentity::Choice> choices() {
    std::vector<load::BlankIdentity::Choice> all;
    for (std::size_t i = 0; i < definition_.columns.size(); ++i) {
      const auto& column = definition_.columns[i];
      if (column.list.empty()) continue;
      guarded(column.list_mark, [&] {
        auto statement = reader_.prepare(column.list);
        const int words = static_cast<int>(statement.columns().size()) > 1 ? 1 : 0;
        std::map<std::string, std::string> values;  // by the words, as a return is read
        while (statement.step()) {
          load::BlankIdentity::Choice choice{definition_.table.columns[i].name(),
                                             words_of(statement.value(0)), words_of(statement.value(words))};
          const auto [known, is_new] = values.emplace(load::comparable(choice.words), choice.value);
          if (!is_new && known->second != choice.value) {
            out_.error(
                column.list_mark.in(definition_.file), "ambiguous-choice",
                text("в списке дважды «{}»: и `{}`, и `{}`", "the list has “{}” twice: `{}` and `{}`",
                     choice.words, known->second, choice.value),
                text("допишите в слова то, что их различает", "add to the words what tells them apart"));
          }
          if (is_new && !choice.words.empty()) all.push_back(std::move(choice));
        }
      });
    }
    return all;
  }

  std::vector<std::vector<Value>> rows(const std::string& recipient,
                                       const std::vector<load::BlankIdentity::Choice>& choices) {
    std::vector<std::vector<Value>> all;
    if (definition_.rows.empty()) return all;
    guarded(definition_.rows_mark, [&] {
      auto statement = reader_.prepare(definition_.rows);
      for (std::size_t i = 0; i < statement.parameters().size(); ++i) {
        if (statement.parameters()[i] != "id") {
          error(definition_.rows_mark,
                text("неизвестный параметр `:{}`", "unknown parameter `:{}`", statement.parameters()[i]));
          return;
        }
        statement.bind(static_cast<int>(i), recipient);
      }
      std::vector<int> places;
      for (const auto& column : definition_.table.columns) {
        const int at = column_named(statement, column.name());
        places.push_back(at >= 0 ? at : column_named(statement, column.field->column));
      }
      while (statement.step()) {
        std::vector<Value> row;
        for (std::size_t i = 0; i < places.size(); ++i)
          row.push_back(places[i] < 0
                            ? Value()
                            : shown(definition_.table.columns[i], statement.value(places[i]), choices));
        all.push_back(std::move(row));
      }
    });
    return all;
  }

 private:
  /// A value as the blank's list has it.
  static Value shown(const load::TableColumn& column, const Value& value,
                     const std::vector<load::BlankIdentity::Choice>& choices) {
    const auto words = words_of(value);
    for (const auto& choice : choices) {
      if (choice.field == column.name() && choice.value == words) return choice.words;
    }
    for (const auto& one : column.field->values) {
      if (one.name == words && !one.label.ru.empty()) return one.label.ru;
    }
    if (column.field->type == load::FieldType::kBool && !is_null(value))
      return std::string(is_truthy(value) ? "да" : "нет");
    return value;
  }

  template <typename Query>
  void guarded(const Mark& mark, const Query& query) {
    try {
      query();
    } catch (const store::QueryError& fault) {
      out_.error(mark.in(definition_.file), "bad-query", fault.message(), fault.hint());
    }
  }

  void error(const Mark& mark, Text message) {
    out_.error(mark.in(definition_.file), "bad-query", std::move(message));
  }

  const store::Reader& reader_;
  const CollectDefinition& definition_;
  Diagnostics& out_;
};

}  // namespace

std::vector<Recipient> recipients_of(const Project& project, const CollectDefinition& definition,
                                     Diagnostics& out) {
  return Queries(project, definition, out).recipients();
}

std::string return_file_name(std::string id) {
  for (auto& c : id) {
    if (std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos ||
        static_cast<unsigned char>(c) < 0x20)
      c = '_';
  }
  if (id.starts_with('.')) id.front() = '_';
  return id + ".xlsx";
}

bool make_blanks(const Console& console, const Project& project, const CollectDefinition& definition,
                 const fs::path& folder, Diagnostics& out) {
  const auto errors = out.count(Severity::kError);
  Queries queries(project, definition, out);
  const auto recipients = queries.recipients();
  const auto choices = queries.choices();
  std::vector<render::Blank> blanks;
  for (const auto& recipient : recipients) {
    render::Blank blank{.identity = {definition.id, recipient.id, choices},
                        .title = definition.title,
                        .name = recipient.name,
                        .note = definition.note};
    if (const auto due = language::parse_period(definition.due))
      blank.due = language::format_period(*due, language::DateStyle::kShort);
    else
      blank.due = definition.due;
    for (std::size_t i = 0; i < definition.columns.size(); ++i) {
      const auto& column = definition.table.columns[i];
      blank.columns.push_back({column.headings.back(), column.field, column.name(),
                               definition.columns[i].locked, column.required});
    }
    blank.rows = queries.rows(recipient.id, choices);
    blank.free_rows = definition.free_rows;
    if (blank.rows.empty() && blank.free_rows == 0) blank.free_rows = 20;
    blanks.push_back(std::move(blank));
    if (out.count(Severity::kError) > errors) return false;
  }
  if (out.count(Severity::kError) > errors) return false;
  for (const auto& blank : blanks) {
    const auto path = folder / return_file_name(blank.identity.recipient);
    render::write_blank(path, blank);
    std::fputs((path.generic_string() + "\n").c_str(), stdout);
  }
  console.note(text("бланков: {}", "blanks: {}", blanks.size()));
  return true;
}

}  // namespace svodka::cli
