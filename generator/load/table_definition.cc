#include "load/table_definition.h"

#include <algorithm>
#include <filesystem>

#include "base/utf8.h"
#include "load/scalars.h"

namespace svodka::load {
namespace {

const std::vector<std::string> kSettings{"file",    "collection", "delimiter", "encoding",
                                         "columns", "values",     "constants", "heading"};

class DefinitionReader {
 public:
  DefinitionReader(const SourceFile& file, const Schema& schema, Diagnostics& out)
      : file_(file), schema_(schema), out_(out) {}

  std::optional<TableDefinition> read(const Node& entry) {
    if (!entry.is_mapping()) {
      error(
          entry.mark, "wrong-type",
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
    if (table_.collection != nullptr) read_mapping(entry);
    if (!sound_) return std::nullopt;
    return std::move(table_);
  }

 private:
  void error(const Mark& at, const char* rule, Text message, Text hint = {}) {
    out_.error(at.in(file_.path), rule, std::move(message), std::move(hint));
    sound_ = false;
  }

  void setting(const Node& key, const Node& value) {
    const auto& name = key.scalar;
    if (std::find(kSettings.begin(), kSettings.end(), name) == kSettings.end()) {
      error(key.mark, "unknown-field", text("неизвестное поле `{}`", "unknown field `{}`", name),
            suggestion(name, kSettings));
    } else if (value.is_null()) {
      return;
    } else if (name == "columns" || name == "values" || name == "constants") {
      if (!value.is_mapping())
        error(value.mark, "wrong-type",
              text("поле `{}`: ожидаются строки `имя: значение`",
                   "the field `{}`: lines `name: value` are expected", name));
    } else if (!value.is_scalar()) {
      error(value.mark, "wrong-type",
            text("поле `{}`: ожидается одно значение", "the field `{}`: a single value is expected", name));
    } else if (name == "file") {
      read_file_name(value);
    } else if (name == "collection") {
      read_collection(value);
    } else if (name == "delimiter") {
      read_delimiter(value);
    } else if (name == "encoding") {
      read_encoding(value);
    } else if (name == "heading") {
      read_heading(value);
    }
  }

  void read_file_name(const Node& value) {
    namespace fs = std::filesystem;
    const fs::path name(value.scalar);
    const auto path = (fs::path(file_.path).parent_path() / name).lexically_normal().generic_string();
    table_.file_mark = value.mark;
    table_.file = path;
    if (name.is_absolute() || path.starts_with("..")) {
      error(value.mark, "path-outside-project",
            text("файл `{}` вне папки проекта", "the file `{}` is outside the project", value.scalar),
            text("положите его рядом с этим файлом", "put it beside this file"));
    } else if (!utf8::lower(path).ends_with(".csv") && !utf8::lower(path).ends_with(".tsv") &&
               !utf8::lower(path).ends_with(".txt")) {
      error(value.mark, "not-a-table",
            text("файл `{}` не таблица CSV", "the file `{}` is no CSV table", value.scalar),
            text("сохраните лист в Excel как «CSV UTF-8»", "save the sheet in Excel as “CSV UTF-8”"));
    }
  }

  void read_collection(const Node& value) {
    table_.collection = schema_.collection(value.scalar);
    if (table_.collection != nullptr) return;
    error(value.mark, "unknown-collection",
          text("неизвестная коллекция `{}`", "unknown collection `{}`", value.scalar),
          suggestion(value.scalar, schema_.names()));
  }

  void read_delimiter(const Node& value) {
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

  void read_encoding(const Node& value) {
    const auto name = utf8::lower(value.scalar);
    table_.windows_1251 = name == "windows-1251" || name == "cp1251";
    if (table_.windows_1251 || name == "utf-8" || name == "utf8") return;
    error(value.mark, "unknown-value",
          text("поле `encoding` не принимает значения «{}»",
               "the field `encoding` does not take the value “{}”", value.scalar),
          text("допустимо: utf-8, windows-1251", "allowed: utf-8, windows-1251"));
  }

  void read_heading(const Node& value) {
    const auto row = parse_integer(trimmed(value.scalar));
    if (row && *row >= 1 && *row <= 1'000'000) {
      table_.heading = static_cast<int>(*row);
    } else {
      error(value.mark, "wrong-type",
            text("поле `heading`: ожидается номер строки, а здесь «{}»",
                 "the field `heading`: expected the number of a row, found “{}”", value.scalar));
    }
  }

  void read_mapping(const Node& entry) {
    if (const auto* columns = entry.find("columns")) {
      for (const auto& [heading, target] : columns->entries) read_column(heading, target);
    }
    choose_keys();
    if (const auto* values = entry.find("values")) {
      for (const auto& [heading, translation] : values->entries) read_values(heading, translation);
    }
    if (const auto* constants = entry.find("constants")) read_constants(*constants);
  }

  void read_column(const Node& heading, const Node& target) {
    if (target.is_null()) return;  // named, and not wanted
    if (!target.is_scalar()) {
      error(target.mark, "wrong-type",
            text("столбцу «{}» нужно имя одного поля", "the column “{}” needs the name of one field",
                 heading.scalar));
      return;
    }
    TableColumn column{.heading = heading.scalar, .mark = heading.mark};
    for (std::size_t start = 0; start != std::string::npos;) {
      const auto dot = target.scalar.find('.', start);
      column.path.push_back(target.scalar.substr(start, dot - start));
      start = dot == std::string::npos ? dot : dot + 1;
    }
    column.field = field_at(column.path);
    if (column.field == nullptr && table_.collection->field(target.scalar) != nullptr) {
      column.path = {target.scalar};
      column.field = table_.collection->field(target.scalar);
    }
    if (column.field == nullptr) {
      error(target.mark, "unknown-field", text("неизвестное поле `{}`", "unknown field `{}`", target.scalar),
            suggestion(target.scalar, field_names()));
      return;
    }
    const auto twice = std::find_if(table_.columns.begin(), table_.columns.end(),
                                    [&](const TableColumn& c) { return c.path == column.path; });
    if (twice != table_.columns.end()) {
      error(target.mark, "duplicate-column",
            text("поле `{}` берётся из двух столбцов: «{}» и «{}»",
                 "the field `{}` is taken from two columns: “{}” and “{}”", target.scalar, twice->heading,
                 column.heading));
      return;
    }
    table_.columns.push_back(std::move(column));
  }

  const Field* field_at(const std::vector<std::string>& path) const {
    const auto* fields = &table_.collection->fields;
    const Field* found = nullptr;
    for (std::size_t i = 0; i < path.size(); ++i) {
      const auto here = std::find_if(fields->begin(), fields->end(), [&](const Field& f) {
        return f.name == path[i] || (f.type == FieldType::kPeriod && !path[i].empty() &&
                                     (f.from_key == path[i] || f.to_key == path[i]));
      });
      if (here == fields->end()) return nullptr;
      found = &*here;
      const bool last = i + 1 == path.size();
      if (last == (found->type == FieldType::kRecord)) return nullptr;
      fields = &found->fields;
    }
    const bool of_records =
        found != nullptr && found->type == FieldType::kList && found->item().type == FieldType::kRecord;
    return of_records ? nullptr : found;
  }

  std::vector<std::string> field_names() const {
    std::vector<std::string> names;
    for (const auto& field : table_.collection->fields) {
      if (field.type != FieldType::kRecord) names.push_back(field.name);
      if (!field.from_key.empty()) names.insert(names.end(), {field.from_key, field.to_key});
      for (const auto& part : field.type == FieldType::kRecord ? field.fields : std::vector<Field>{})
        names.push_back(field.name + "." + part.name);
    }
    return names;
  }

  void choose_keys() {
    const auto is_word = [](const Field& f) {
      return f.type == FieldType::kText || f.type == FieldType::kEnum || f.type == FieldType::kReference;
    };
    bool any = false;
    for (auto& column : table_.columns) {
      column.is_key =
          is_word(*column.field) && (column.field->required || column.field->name == table_.collection->key);
      any = any || column.is_key;
    }
    if (any) return;
    for (auto& column : table_.columns) column.is_key = is_word(*column.field);
  }

  void read_values(const Node& heading, const Node& translation) {
    const auto column = std::find_if(table_.columns.begin(), table_.columns.end(), [&](const TableColumn& c) {
      return comparable(c.heading) == comparable(heading.scalar);
    });
    if (column == table_.columns.end()) {
      std::vector<std::string> headings;
      for (const auto& c : table_.columns) headings.push_back(c.heading);
      error(
          heading.mark, "unknown-column",
          text("столбца «{}» нет среди `columns`", "the column “{}” is not among `columns`", heading.scalar),
          suggestion(heading.scalar, headings));
      return;
    }
    for (const auto& [cell, value] : translation.entries) {
      column->values[comparable(cell.scalar)] = value.scalar;
      column->known_cells.push_back(cell.scalar);
      if (!value.is_scalar())
        error(value.mark, "wrong-type",
              text("ячейке «{}» нужно одно значение", "the cell “{}” needs a single value", cell.scalar));
    }
  }

  void read_constants(const Node& constants) {
    Converter converter(file_.path, out_);
    const auto findings = out_.in_order().size();
    auto values = converter.given_fields(*table_.collection, constants);
    if (out_.in_order().size() > findings) sound_ = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!values[i].present()) continue;
      const auto& name = table_.collection->fields[i].name;
      const auto column = std::find_if(table_.columns.begin(), table_.columns.end(),
                                       [&](const TableColumn& c) { return c.path.front() == name; });
      if (column != table_.columns.end()) {
        error(
            values[i].mark, "duplicate-column",
            text("поле `{}` задано и постоянным, и столбцом «{}»",
                 "the field `{}` is given both as a constant and by the column “{}”", name, column->heading),
            text("оставьте что-то одно", "keep one of them"));
      }
      table_.constants.push_back({i, std::move(values[i])});
    }
  }

  const SourceFile& file_;
  const Schema& schema_;
  Diagnostics& out_;
  TableDefinition table_;
  bool sound_ = true;
};

}  // namespace

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
  return DefinitionReader(file, schema, out).read(entry);
}

}  // namespace svodka::load
