#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/project.h"
#include "cli/values.h"
#include "language/modifiers.h"
#include "render/expand/csv_text.h"

namespace svodka::cli {
namespace {

struct Options {
  ProjectArguments project;
  std::string sql;
  std::string format = "table";
};

std::vector<std::string> heads(const std::vector<Column>& columns) {
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(column.name);
  return names;
}

// One line of a table; a line break inside a value would break the table.
std::string single_line(std::string words) {
  for (char& c : words) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  }
  return words;
}

// Figures as Excel reads them: a decimal comma, no U+2212.
std::string csv_value(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const auto* number = std::get_if<double>(&value)) {
    auto words = fmt::format("{}", *number);
    std::replace(words.begin(), words.end(), '.', ',');
    return words;
  }
  return is_null(value) ? std::string() : render::csv_cell(std::get<std::string>(value));
}

nlohmann::ordered_json to_json(const Value& value) {
  return std::visit(
      [](const auto& v) -> nlohmann::ordered_json {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::monostate>)
          return nullptr;
        else
          return v;
      },
      value);
}

void print_json(store::Statement& statement) {
  std::fputs("[", stdout);
  for (bool first = true; statement.step(); first = false) {
    nlohmann::ordered_json row = nlohmann::ordered_json::object();
    for (int i = 0; i < static_cast<int>(statement.columns().size()); ++i) {
      row[statement.columns()[static_cast<std::size_t>(i)].name] = to_json(statement.value(i));
    }
    std::fputs(((first ? "\n  " : ",\n  ") + row.dump()).c_str(), stdout);
  }
  std::fputs("\n]\n", stdout);
}

void print_csv(store::Statement& statement) {
  const auto line = [&](const auto& cell) {
    std::string words;
    for (int i = 0; i < static_cast<int>(statement.columns().size()); ++i)
      words += (i > 0 ? ";" : "") + cell(i);
    std::fputs((words + "\r\n").c_str(), stdout);
  };
  line([&](int i) { return render::csv_cell(statement.columns()[static_cast<std::size_t>(i)].name); });
  while (statement.step()) line([&](int i) { return csv_value(statement.value(i)); });
}

void print_table(store::Statement& statement) {
  std::vector<std::vector<std::string>> rows;
  std::vector<bool> numbers(statement.columns().size(), true);
  while (statement.step()) {
    rows.emplace_back();
    for (int i = 0; i < static_cast<int>(numbers.size()); ++i) {
      const auto value = statement.value(i);
      if (std::holds_alternative<std::string>(value)) numbers[static_cast<std::size_t>(i)] = false;
      rows.back().push_back(single_line(language::to_text(value)));
    }
  }
  std::fputs(format_table(heads(statement.columns()), rows, numbers).c_str(), stdout);
}

void list_relations(const Console& console, const store::Reader& reader) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& relation : reader.relations()) {
    std::string columns;
    for (const auto& column : relation.columns) columns += (columns.empty() ? "" : ", ") + column.name;
    rows.push_back({relation.name,
                    console.say(relation.view ? text("представление", "view") : text("таблица", "table")),
                    columns});
  }
  std::fputs(format_table({console.say(text("имя", "name")), console.say(text("вид", "kind")),
                           console.say(text("столбцы", "columns"))},
                          rows)
                 .c_str(),
             stdout);
}

int run_query(const Console& console, const Options& options) {
  Diagnostics out;
  auto asked = project_options(console, options.project);
  asked.sql = options.sql;
  const auto project = open_project(asked, out);
  console.print(out.sorted());
  if (!project) return kFindings;
  if (options.sql.empty()) {
    list_relations(console, *project->reader);
    return kDone;
  }
  try {
    auto statement = project->reader->prepare(options.sql);
    if (options.format == "json")
      print_json(statement);
    else if (options.format == "csv")
      print_csv(statement);
    else
      print_table(statement);
    return kDone;
  } catch (const store::QueryError& e) {
    console.complain(e.message(), e.hint());
    return kFindings;
  }
}

}  // namespace

void add_query(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "query", console.say("запрос SQL к загруженным записям", "an SQL query over the loaded records"));
  command->add_option("SQL", options->sql,
                      console.say("запрос; без него: таблицы, представления, столбцы",
                                  "the query; without: tables, views, columns"));
  command->add_option("--format", options->format, console.say("вид ответа", "form of the answer"))
      ->type_name("table|csv|json")
      ->check(one_of(console, {"table", "csv", "json"}));
  add_project_arguments(*command, console, options->project);
  command->footer(
      console.say("Пример: svodka query \"SELECT title, date FROM activities WHERE status = 'done'\"",
                  "Example: svodka query \"SELECT title, date FROM activities WHERE status = 'done'\""));
  command->callback([&, options] { action = [&, options] { return run_query(console, *options); }; });
}

}  // namespace svodka::cli
