#include "load/table_definition.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/origin.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "load/scalars.h"
#include "load/table_definition_reader.h"

namespace svodka::load {
namespace {

const std::vector<std::string> kSettings{"file",    "sheet",  "collection", "delimiter", "encoding",
                                         "columns", "values", "constants",  "heading",   "hidden"};
constexpr std::array<std::string_view, 5> kExtensions{".csv", ".tsv", ".txt", ".xlsx", ".xlsm"};

}  // namespace

std::optional<TableDefinition> TableDefinitionReader::read(const Node& entry) {
  if (!entry.is_mapping()) {
    error(entry.mark, "wrong-type",
          text("описание таблицы должно состоять из полей",
               "the description of a table must consist of fields"),
          text("укажите `file:`, `collection:` и `columns:`", "give `file:`, `collection:` and `columns:`"));
    return std::nullopt;
  }
  for (const auto& [key, value] : entry.entries) setting(key, value);
  for (const char* name : {"file", "collection", "columns"}) {
    if (const auto* value = entry.find(name); value != nullptr && !value->is_null()) continue;
    error(entry.entries.empty() ? entry.mark : entry.entries.front().first.mark, "missing-field",
          text("нет обязательного поля `{}`", "the required field `{}` is missing", name),
          text("добавьте `{}:`", "add `{}:`", name));
  }
  if (table_.collection != nullptr) {
    if (const auto* columns = entry.find("columns")) {
      columns_mark_ = columns->entries.empty() ? columns->mark : columns->entries.front().first.mark;
      read_columns(*columns, {}, -1);
    }
    choose_keys();
    if (const auto* constants = entry.find("constants")) read_constants(*constants);
    if (const auto* values = entry.find("values")) {
      for (const auto& [name, translation] : values->entries) read_values(name, translation);
    }
  }
  if (!sound_) return std::nullopt;
  return std::move(table_);
}

void TableDefinitionReader::error(const Mark& at, const char* rule, Text message, Text hint) {
  out_.error(at.in(file_.path), rule, std::move(message), std::move(hint));
  sound_ = false;
}

void TableDefinitionReader::setting(const Node& key, const Node& value) {
  const auto& name = key.scalar;
  if (std::find(kSettings.begin(), kSettings.end(), name) == kSettings.end()) {
    error(key.mark, "unknown-field", text("неизвестное поле `{}`", "unknown field `{}`", name),
          suggestion_or_names(name, kSettings));
  } else if (value.is_null()) {
    return;
  } else if (name == "columns" || name == "values" || name == "constants") {
    if (!value.is_mapping())
      error(value.mark, "wrong-type",
            text("поле `{}`: ожидаются строки `имя: значение`",
                 "the field `{}`: lines `name: value` are expected", name));
  } else if (name == "file") {
    read_files(value);
  } else if (name == "sheet") {
    table_.sheets = read_words(key, value);
    table_.sheet_mark = value.mark;
  } else if (!value.is_scalar()) {
    error(value.mark, "wrong-type",
          text("поле `{}`: ожидается одно значение", "the field `{}`: a single value is expected", name));
  } else if (name == "collection") {
    read_collection(value);
  } else if (name == "delimiter") {
    read_delimiter(value);
  } else if (name == "encoding") {
    read_encoding(value);
  } else if (name == "hidden") {
    read_hidden(value);
  } else if (name == "heading") {
    read_heading(value);
  }
}

void TableDefinitionReader::read_files(const Node& value) {
  table_.file_mark = value.mark;
  if (value.is_scalar()) return read_file_name(value);
  for (const auto& item : value.items) read_file_name(item);
  if (value.items.empty())
    error(value.mark, "wrong-type",
          text("поле `file`: ожидается имя файла или список имён",
               "the field `file`: the name of a file or a list of names is expected"));
}

void TableDefinitionReader::read_file_name(const Node& value) {
  namespace fs = std::filesystem;
  const fs::path name(value.scalar);
  const auto path = (fs::path(file_.path).parent_path() / name).lexically_normal().generic_string();
  table_.files.push_back(path);
  const auto is_table = [&] {
    const auto lower = utf8::lower(path);
    return std::any_of(kExtensions.begin(), kExtensions.end(),
                       [&](auto end) { return lower.ends_with(end); });
  };
  if (!value.is_scalar() || name.is_absolute() || path.starts_with("..")) {
    error(value.mark, "path-outside-project",
          text("файл `{}` вне папки проекта", "the file `{}` is outside the project", value.scalar),
          text("положите его рядом с этим файлом", "put it beside this file"));
  } else if (path.rfind('*') != std::string::npos && path.find('*') < path.find_last_of('/') + 1) {
    error(value.mark, "unknown-value",
          text("«*» бывает только в имени файла, не папки",
               "“*” may stand in the name of a file only, not of a folder"),
          text("назовите папку полностью: `школы/*.xlsx`", "name the folder in full: `schools/*.xlsx`"));
  } else if (!is_table()) {
    error(value.mark, "not-a-table",
          text("файл `{}` не таблица .xlsx или CSV", "the file `{}` is no .xlsx or CSV table", value.scalar),
          text("откройте его в Excel или LibreOffice и сохраните как «Книга Excel (*.xlsx)»",
               "open it in Excel or LibreOffice and save it as “Excel Workbook (*.xlsx)”"));
  }
}

void TableDefinitionReader::read_collection(const Node& value) {
  table_.collection = schema_.collection(value.scalar);
  if (table_.collection != nullptr) return;
  error(value.mark, "unknown-collection",
        text("неизвестная коллекция `{}`", "unknown collection `{}`", value.scalar),
        suggestion_or_names(value.scalar, schema_.names()));
}

void TableDefinitionReader::read_delimiter(const Node& value) {
  const auto& written = value.scalar;
  if (written == "tab" || written == "\t") {
    table_.delimiter = '\t';
  } else if (written == ";" || written == "," || written == "|") {
    table_.delimiter = written[0];
  } else {
    error(value.mark, "unknown-value",
          text("поле `delimiter` не принимает значения «{}»",
               "the field `delimiter` does not take the value “{}”", written),
          text("допустимо: \";\", \",\", tab", "allowed: \";\", \",\", tab"));
  }
}

void TableDefinitionReader::read_encoding(const Node& value) {
  const auto name = utf8::lower(value.scalar);
  table_.windows_1251 = name == "windows-1251" || name == "cp1251";
  if (table_.windows_1251 || name == "utf-8" || name == "utf8") return;
  error(value.mark, "unknown-value",
        text("поле `encoding` не принимает значения «{}»",
             "the field `encoding` does not take the value “{}”", value.scalar),
        text("допустимо: utf-8, windows-1251", "allowed: utf-8, windows-1251"));
}

void TableDefinitionReader::read_hidden(const Node& value) {
  table_.skip_hidden = value.scalar == "skip";
  if (table_.skip_hidden || value.scalar == "read") return;
  error(value.mark, "unknown-value",
        text("поле `hidden` не принимает значения «{}»", "the field `hidden` does not take the value “{}”",
             value.scalar),
        text("допустимо: read, skip", "allowed: read, skip"));
}

void TableDefinitionReader::read_heading(const Node& value) {
  const auto row = parse_integer(trimmed(value.scalar));
  if (row && *row >= 1 && *row <= 1'000'000) {
    table_.heading = static_cast<int>(*row);
  } else {
    error(value.mark, "wrong-type",
          text("поле `heading`: ожидается номер строки, а здесь «{}»",
               "the field `heading`: expected the number of a row, found “{}”", value.scalar));
  }
}

// `values: {Школа: {Покровская СОШ: pokrovskaya}}`, by heading or by field
void TableDefinitionReader::read_values(const Node& name, const Node& translation) {
  std::vector<TableTarget*> targets;
  std::vector<std::string> names;
  const auto consider = [&](TableTarget& target, const std::vector<std::string>& called) {
    for (const auto& one : called) {
      names.push_back(one);
      if (comparable(one) == comparable(name.scalar) && (targets.empty() || targets.back() != &target))
        targets.push_back(&target);
    }
  };
  for (auto& column : table_.columns)
    consider(column, {column.headings.back(), column.heading(), column.name()});
  for (auto& constant : table_.placed) consider(constant, {constant.name()});
  for (auto& group : table_.groups) {
    for (auto& field : group.from_headings) consider(field, {field.name()});
  }
  if (targets.empty()) return refuse_values(name, names);
  for (const auto& [words, value] : translation.entries) {
    for (auto* target : targets) {
      target->translation.values[comparable(words.scalar)] = value.scalar;
      target->translation.known.push_back(words.scalar);
    }
    if (!value.is_scalar())
      error(value.mark, "wrong-type",
            text("ячейке «{}» нужно одно значение", "the cell “{}” needs a single value", words.scalar),
            text("запишите его без скобок: `слова ячейки: имя`", "write it without brackets: `words: name`"));
  }
}

void TableDefinitionReader::refuse_values(const Node& name, const std::vector<std::string>& names) {
  sound_ = false;
  auto hint = suggestion(name.scalar, names);
  if (hint.empty())
    hint = text("допишите столбец в `columns`: `{}: поле`; если его слова не нужны, уберите их отсюда",
                "add the column to `columns`: `{}: field`; if its words are not wanted, remove them here",
                name.scalar);
  out_.add(
      {.rule = "unknown-column",
       .at = name.mark.in(file_.path),
       .message =
           text("столбца «{}» нет среди `columns`", "the column “{}” is not among `columns`", name.scalar),
       .hint = std::move(hint),
       .related = {{columns_mark_.in(file_.path), text("столбцы таблицы", "the columns of the table")}}});
}

void TableDefinitionReader::read_constants(const Node& constants) {
  Node plain = constants;
  plain.entries.clear();
  for (const auto& [name, value] : constants.entries) {
    if (!read_placed(name, value)) plain.entries.emplace_back(name, value);
  }
  Converter converter({file_.path, {}}, out_);
  const auto findings = out_.in_order().size();
  auto values = converter.given_fields(*table_.collection, plain);
  if (out_.in_order().size() > findings) sound_ = false;
  const auto refuse_twice = [&](const Mark& at, const std::string& name) {
    const auto column = std::find_if(table_.columns.begin(), table_.columns.end(),
                                     [&](const TableColumn& c) { return c.path.front() == name; });
    if (column == table_.columns.end()) return;
    error(at, "duplicate-column",
          text("поле `{}` задано и постоянным, и столбцом «{}»",
               "the field `{}` is given both as a constant and by the column “{}”", name, column->heading()),
          text("оставьте что-то одно", "keep one of them"));
  };
  for (const auto& constant : table_.placed) refuse_twice(constant.mark, constant.path.front());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i].present()) continue;
    refuse_twice(values[i].mark, table_.collection->fields[i].name);
    table_.constants.push_back({i, std::move(values[i])});
  }
}

// `year: {cell: B2}`, `{cell: "Титул!B2", text: "за {} год"}`, `{file-name: "oge-{}.xlsx"}`,
// `{sheet-name: "{} класс"}`. False for a plain value.
bool TableDefinitionReader::read_placed(const Node& name, const Node& value) {
  using Place = PlacedConstant::Place;
  PlacedConstant constant;
  const Node* where = nullptr;
  for (const auto& [key, place] : {std::pair{"cell", Place::kCell},
                                   {"file-name", Place::kFileName},
                                   {"sheet-name", Place::kSheetName}}) {
    if (const auto* given = value.find(key); given != nullptr && given->is_scalar()) {
      where = given;
      constant.place = place;
    }
  }
  if (where == nullptr) return false;
  constant.mark = value.mark;
  const auto* form = constant.place == Place::kCell ? value.find("text") : where;
  if (form != nullptr && form->is_scalar()) constant.pattern = form->scalar;
  if (constant.pattern.find("{}") == std::string::npos)
    error(form->mark, "unknown-value",
          text("в образце «{}» нет места для значения", "the pattern “{}” has no place for the value",
               constant.pattern),
          text("поставьте {{}} там, где стоит значение", "put {{}} where the value stands"));
  if (constant.place == Place::kCell) {
    const auto mark = where->scalar.rfind('!');
    if (mark != std::string::npos) constant.sheet = where->scalar.substr(0, mark);
    const auto cell = parse_cell_address(where->scalar.substr(mark == std::string::npos ? 0 : mark + 1));
    if (!cell)
      error(where->mark, "unknown-value",
            text("«{}» — не адрес ячейки", "“{}” is no address of a cell", where->scalar),
            text("запишите `B2` или `Лист1!B2`", "write `B2` or `Sheet1!B2`"));
    else
      std::tie(constant.row, constant.column) = *cell;
  }
  Node target = name;
  target.kind = Node::Kind::kScalar;
  if (read_target(target, constant)) table_.placed.push_back(std::move(constant));
  return true;
}

std::string comparable(std::string_view text) {
  std::string out;
  bool blank = false;
  for (auto rest = trimmed(text); !rest.empty();) {
    const auto shorter = trimmed(rest);
    if (shorter.data() != rest.data()) {
      blank = true;
      rest = shorter;
      continue;
    }
    std::size_t i = 0;
    const auto character = utf8::next(rest, i);
    if (blank) out += ' ';
    blank = false;
    utf8::append(out, utf8::lower(character));
    rest.remove_prefix(i);
  }
  return out;
}

std::optional<TableDefinition> read_table_definition(const SourceFile& file, const Node& entry,
                                                     const Schema& schema, Diagnostics& out) {
  return TableDefinitionReader(file, schema, out).read(entry);
}

namespace {

bool gives(const TableDefinition& table, const Field& field) {
  const auto& fields = table.collection->fields;
  const auto is_target = [&](const TableTarget& target) {
    const auto& name = target.path.front();
    return name == field.name || (!name.empty() && (name == field.from_key || name == field.to_key));
  };
  const auto is_constant = [&](const Constant& constant) {
    return fields[constant.field].name == field.name;
  };
  const auto any = [](const auto& list, const auto& is) { return std::any_of(list.begin(), list.end(), is); };
  return any(table.columns, is_target) || any(table.placed, is_target) || any(table.constants, is_constant) ||
         any(table.groups, [&](const TableGroup& group) {
           return any(group.with, is_constant) || any(group.from_headings, is_target);
         });
}

}  // namespace

bool gives_required_fields(const SourceFile& file, const Node& entry, const TableDefinition& table,
                           Diagnostics& out) {
  const auto columns = std::find_if(entry.entries.begin(), entry.entries.end(),
                                    [](const auto& e) { return e.first.scalar == "columns"; });
  const auto& at = columns == entry.entries.end() ? entry.mark : columns->first.mark;
  std::vector<std::string> absent;
  for (const auto& field : table.collection->fields) {
    const bool needed = field.required || field.name == table.collection->key;
    if (needed && !gives(table, field)) absent.push_back(field.name);
  }
  if (absent.empty()) return true;
  out.error(at.in(file.path), "missing-field",
            text("ни столбцы, ни постоянные значения таблицы не дают обязательного: `{}`",
                 "neither the columns nor the constants of the table give what is required: `{}`",
                 fmt::format("{}", fmt::join(absent, "`, `"))),
            text("допишите столбец: `заголовок: {0}`, или значение для всех строк: `constants: {{{0}: …}}`",
                 "add the column: `heading: {0}`, or a value for all rows: `constants: {{{0}: …}}`",
                 absent.front()));
  return false;
}

}  // namespace svodka::load
