#include "load/collect.h"

#include <algorithm>
#include <map>

#include "base/files.h"
#include "base/origin.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "load/pattern.h"
#include "load/scalars.h"
#include "load/table.h"
#include "load/table_cell.h"

namespace svodka::load {
namespace {

const std::vector<std::string> kSettings{"id",        "title",     "note",      "due",     "collection",
                                         "from",      "recipient", "constants", "columns", "rows",
                                         "free-rows", "returns",   "values"};

Node scalar(std::string words, const Mark& mark) {
  return {.kind = Node::Kind::kScalar, .scalar = std::move(words), .quoted = true, .mark = mark};
}

/// Reads an entry, and writes the part of it that describes a table as an entry of `tables:`.
class CollectReader {
 public:
  CollectReader(const SourceFile& file, const Schema& schema, Diagnostics& out)
      : file_(file), schema_(schema), out_(out) {}

  std::optional<CollectDefinition> read(const Node& entry) {
    if (!entry.is_mapping()) {
      error(entry.mark, "wrong-type",
            text("описание сбора должно состоять из полей",
                 "the description of a collection of returns must consist of fields"),
            text("укажите `id:`, `collection:`, `from:`, `recipient:` и `columns:`",
                 "give `id:`, `collection:`, `from:`, `recipient:` and `columns:`"));
      return std::nullopt;
    }
    made_.file = file_.path;
    made_.mark = entry.entries.empty() ? entry.mark : entry.entries.front().first.mark;
    for (const auto& [key, value] : entry.entries) setting(key, value);
    for (const char* name : {"id", "collection", "from", "recipient", "columns"}) {
      if (const auto* value = entry.find(name); value != nullptr && !value->is_null()) continue;
      error(made_.mark, "missing-field",
            text("нет обязательного поля `{}`", "the required field `{}` is missing", name),
            text("добавьте `{}:`", "add `{}:`", name));
    }
    if (!sound_) return std::nullopt;
    if (made_.folder.empty()) set_folder("returns/" + made_.id, made_.mark);
    auto table = read_table_definition(file_, table_entry(entry), schema_, out_);
    if (!table || !sound_) return std::nullopt;
    made_.table = std::move(*table);
    if (made_.table.columns.size() != made_.columns.size()) return std::nullopt;
    name_enum_values();
    return std::move(made_);
  }

 private:
  void error(const Mark& at, const char* rule, Text message, Text hint = {}) {
    out_.error(at.in(file_.path), rule, std::move(message), std::move(hint));
    sound_ = false;
  }

  void setting(const Node& key, const Node& value) {
    const auto& name = key.scalar;
    const bool nested = name == "columns" || name == "constants" || name == "values";
    if (std::find(kSettings.begin(), kSettings.end(), name) == kSettings.end()) {
      error(key.mark, "unknown-field", text("неизвестное поле `{}`", "unknown field `{}`", name),
            suggestion_or_names(name, kSettings));
    } else if (value.is_null()) {
      return;
    } else if (nested != value.is_mapping() || value.is_sequence()) {
      error(value.mark, "wrong-type",
            nested ? text("поле `{}`: ожидаются строки `имя: значение`",
                          "the field `{}`: lines `name: value` are expected", name)
                   : text("поле `{}`: ожидается одно значение", "the field `{}`: a single value is expected",
                          name));
    } else if (name == "id") {
      made_.id = value.scalar;
      if (value.scalar.find_first_of("/\\:*?\"<>| ") != std::string::npos || value.scalar.starts_with('.'))
        error(value.mark, "unknown-value",
              text("`id` станет именем папки: «{}» для него не годится",
                   "`id` becomes the name of a folder: “{}” will not do", value.scalar),
              text("напишите его буквами, цифрами и дефисами", "write it with letters, digits and hyphens"));
    } else if (name == "title" || name == "note" || name == "due") {
      (name == "title" ? made_.title : name == "note" ? made_.note : made_.due) = trimmed(value.scalar);
    } else if (name == "from") {
      made_.from = value.scalar;
      made_.from_mark = value.mark;
    } else if (name == "rows") {
      made_.rows = value.scalar;
      made_.rows_mark = value.mark;
    } else if (name == "returns") {
      set_folder(value.scalar, value.mark);
    } else if (name == "free-rows") {
      const auto count = parse_integer(trimmed(value.scalar));
      if (!count || *count < 0 || *count > 10'000)
        error(value.mark, "wrong-type",
              text("поле `free-rows`: ожидается число от 0 до 10000",
                   "the field `free-rows`: a number from 0 to 10000 is expected"));
      made_.free_rows = static_cast<int>(count.value_or(0));
    }
  }

  void set_folder(const std::string& name, const Mark& mark) {
    namespace fs = std::filesystem;
    made_.folder = (fs::path(file_.path).parent_path() / name).lexically_normal().generic_string();
    while (made_.folder.ends_with('/')) made_.folder.pop_back();
    if (fs::path(name).is_absolute() || made_.folder.starts_with("..") || is_pattern(name))
      error(mark, "path-outside-project",
            text("папка `{}` вне папки проекта", "the folder `{}` is outside the project", name),
            text("назовите папку рядом с этим файлом", "name a folder beside this file"));
  }

  Node table_entry(const Node& entry) {
    Node table{.kind = Node::Kind::kMapping, .mark = entry.mark};
    const auto put = [&](const char* name, Node value) {
      table.entries.emplace_back(scalar(name, value.mark), std::move(value));
    };
    put("file", scalar("x.xlsx", made_.mark));
    put("sheet", scalar(kBlankSheet, made_.mark));
    put("collection", *entry.find("collection"));
    put("columns", plain_columns(*entry.find("columns")));
    const auto& recipient = *entry.find("recipient");
    Node constants{.kind = Node::Kind::kMapping, .mark = recipient.mark};
    if (const auto* given = entry.find("constants"); given != nullptr && given->is_mapping())
      constants = *given;
    Node cell{.kind = Node::Kind::kMapping, .mark = recipient.mark};
    cell.entries.emplace_back(scalar("cell", recipient.mark),
                              scalar(std::string(kHiddenSheet) + "!B2", recipient.mark));
    constants.entries.emplace_back(recipient, std::move(cell));
    put("constants", std::move(constants));
    if (const auto* values = entry.find("values"); values != nullptr && values->is_mapping())
      put("values", *values);
    return table;
  }

  /// The columns without what only a blank has.
  Node plain_columns(const Node& columns) {
    Node plain{.kind = Node::Kind::kMapping, .mark = columns.mark};
    for (const auto& [heading, value] : columns.entries) {
      CollectDefinition::Column column;
      Node rest = value;
      if (value.is_mapping()) {
        if (value.find("field") == nullptr)
          error(value.mark, "missing-field",
                text("столбцу «{}» нужно поле `field`", "the column “{}” needs `field`", heading.scalar),
                text("допишите `field: имя`", "add `field: name`"));
        std::erase_if(rest.entries, [&](const Node::Entry& one) { return take_own(one, column); });
      } else if (!value.is_scalar()) {
        error(heading.mark, "wrong-type",
              text("столбцу «{}» нужно имя одного поля", "the column “{}” needs the name of one field",
                   heading.scalar),
              text("запишите его без скобок: `столбец: поле`", "write it without brackets: `column: field`"));
      }
      made_.columns.push_back(std::move(column));
      plain.entries.emplace_back(heading, std::move(rest));
    }
    return plain;
  }

  bool take_own(const Node::Entry& one, CollectDefinition::Column& column) {
    const auto& name = one.first.scalar;
    if (name == "locked") {
      const auto flag = one.second.is_scalar() ? parse_bool(trimmed(one.second.scalar)) : std::nullopt;
      if (!flag)
        error(one.second.mark, "wrong-type",
              text("поле `{}`: ожидается `да` или `нет`", "the field `{}`: expected `yes` or `no`", name));
      column.locked = flag.value_or(false);
    } else if (name == "list" && one.second.is_scalar()) {
      column.list = one.second.scalar;
      column.list_mark = one.second.mark;
    } else {
      return false;
    }
    return true;
  }

  /// A blank shows the labels of an enumeration.
  void name_enum_values() {
    for (auto& column : made_.table.columns) {
      const auto& field = column.field->type == FieldType::kList ? column.field->item() : *column.field;
      for (const auto& value : field.values) {
        for (const auto& words : {value.label.ru, value.label.en, value.name}) {
          if (!words.empty() && column.translation.values.emplace(comparable(words), value.name).second)
            column.translation.known.push_back(words);
        }
      }
    }
  }

  const SourceFile& file_;
  const Schema& schema_;
  Diagnostics& out_;
  CollectDefinition made_;
  bool sound_ = true;
};

/// The definition as it reads one return: with the choices of that blank.
TableDefinition table_for(const CollectDefinition& definition, const std::string& path,
                          const BlankIdentity& blank) {
  auto table = definition.table;
  table.files = {path};
  for (auto& column : table.columns) {
    for (const auto& choice : blank.choices) {
      if (choice.field != column.name()) continue;
      column.translation.values[comparable(choice.words)] = choice.value;
      column.translation.known.push_back(choice.words);
    }
  }
  return table;
}

/// Protection is taken off with a click: what was known must be what was sent.
void check_known(const Workbook& book, const std::string& path, const std::string& by,
                 const BlankIdentity& blank, Diagnostics& out) {
  const auto* sheet = book.sheet(kBlankSheet);
  if (sheet == nullptr || blank.known.empty()) return;
  Diagnostics told_by_the_table;
  const Origin origin{path, kBlankSheet};
  CellReader cells(origin, by, book.from_1904(), told_by_the_table);
  SheetReader reader(book, *sheet, told_by_the_table);
  std::map<std::string, std::string> now;  // by address
  for (TableRow row; reader.next(row, told_by_the_table);) {
    for (const auto& cell : row.cells) {
      if (!row.is_blank(cell)) now[cell_address(row.line, cell.column)] = cells.shown(row, cell);
    }
  }
  for (const auto& known : blank.known) {
    const auto place = parse_cell_address(known.address);
    const auto& words = now[known.address];
    if (!place || comparable(words) == comparable(known.words)) continue;
    out.warning(origin.at({place->first, place->second, 0}), "changed-known",
                words.empty() ? text("в бланке здесь было «{}», а теперь пусто",
                                     "the blank had “{}” here, now there is nothing", known.words)
                              : text("в бланке здесь было «{}», а теперь «{}»",
                                     "the blank had “{}” here, now there is “{}”", known.words, words),
                text("спросите отправителя: известные данные исправляют во входных файлах проекта",
                     "ask the sender: known data are corrected in the project's inputs"));
  }
}

}  // namespace

std::optional<CollectDefinition> read_collect_definition(const SourceFile& file, const Node& entry,
                                                         const Schema& schema, Diagnostics& out) {
  return CollectReader(file, schema, out).read(entry);
}

std::vector<CollectDefinition> collect_definitions(const std::filesystem::path& root, const Schema& schema) {
  std::vector<CollectDefinition> all;
  Diagnostics ignored;
  for (const auto& name : list_files(root / "inputs", {".yaml", ".yml"})) {
    if (!is_record_file("inputs/" + name)) continue;
    const auto file = read_source(root, "inputs/" + name, ignored);
    if (!file || file->text.find("collect:") == std::string::npos) continue;
    stream_yaml(
        *file,
        [&](const Node& key, const Node& item) {
          if (key.scalar != "collect" || !item.is_mapping()) return;
          if (auto definition = read_collect_definition(*file, item, schema, ignored))
            all.push_back(std::move(*definition));
        },
        ignored);
  }
  return all;
}

std::optional<BlankIdentity> identify_blank(const Workbook& book, Diagnostics& out) {
  const auto* sheet = book.sheet(kHiddenSheet);
  if (sheet == nullptr) return std::nullopt;
  BlankIdentity blank;
  SheetReader reader(book, *sheet, out);
  bool marked = false;
  for (TableRow row; reader.next(row, out);) {
    const auto words = [&](int column) {
      const auto* cell = row.find(column);
      return cell == nullptr ? std::string() : std::string(row.text(*cell));
    };
    if (row.line == 1) {
      marked = words(1) == kBlankMark;
      blank.definition = words(2);
    } else if (row.line == 2) {
      blank.recipient = words(2);
    } else if (words(1) == kKnownMark) {
      blank.known.push_back({words(2), words(3)});
    } else if (!words(1).empty()) {
      blank.choices.push_back({words(1), words(2), words(3)});
    }
  }
  if (!marked || blank.definition.empty() || blank.recipient.empty()) return std::nullopt;
  return blank;
}

std::unique_ptr<Workbook> open_return(const std::filesystem::path& root, const std::string& path,
                                      Diagnostics& out) {
  try {
    return Workbook::open(path, read_file(root / path), out);
  } catch (const EnvironmentError& fault) {
    out.error({.file = path}, "unreadable-file", fault.message());
    return nullptr;
  }
}

void read_returns(const std::filesystem::path& root, const SourceFile& by,
                  const CollectDefinition& definition, const RecordSink& sink,
                  std::vector<std::string>& also_read, Diagnostics& out) {
  const auto pattern = definition.folder + "/*";
  also_read.push_back(pattern);
  std::map<std::string, std::string> files;  // by recipient
  for (const auto& path : matching_files(root, pattern)) {
    also_read.push_back(path);
    const auto book = open_return(root, path, out);
    if (!book) continue;
    const auto blank = identify_blank(*book, out);
    if (!blank || blank->definition != definition.id) {
      out.error({.file = path}, "unknown-return",
                blank ? text("это бланк другого сбора: «{}»", "it is a blank of another collection: “{}”",
                             blank->definition)
                      : text("это не бланк, который был разослан", "it is not the blank that was sent"),
                text("перенесите данные в разосланный бланк", "put the data into the blank that was sent"));
      continue;
    }
    const auto [known, is_new] = files.emplace(blank->recipient, path);
    if (!is_new) {
      out.error({.file = path}, "returned-twice",
                text("ответ «{}» уже есть в файле `{}`", "the return of “{}” is there already, in `{}`",
                     blank->recipient, known->second),
                text("оставьте один из файлов", "keep one of the files"));
      continue;
    }
    check_known(*book, path, by.path, *blank, out);
    read_tables(root, by, table_for(definition, path, *blank), sink, also_read, out);
  }
}

}  // namespace svodka::load
