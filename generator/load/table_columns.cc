#include <algorithm>

#include "base/suggest.h"
#include "load/scalars.h"
#include "load/table_definition_reader.h"

namespace svodka::load {
namespace {

const std::vector<std::string> kColumnSettings{"field",     "columns",  "with",     "heading", "unit",
                                               "fill-down", "optional", "required", "also"};

/// `{field: …}` or `{columns: …}`; any other mapping under a heading holds the headings below it.
bool has_settings(const Node& node) {
  return node.find("field") != nullptr || node.find("columns") != nullptr;
}

}  // namespace

std::string TableTarget::name() const {
  std::string out;
  for (const auto& step : path) out += (out.empty() ? "" : ".") + step;
  return out;
}

std::string TableColumn::heading() const {
  std::string out;
  for (const auto& level : headings) out += (out.empty() ? "" : " / ") + level;
  return out;
}

void TableDefinitionReader::read_columns(const Node& columns, const std::vector<std::string>& above,
                                         int group) {
  for (const auto& [heading, target] : columns.entries) read_column(heading, target, above, group);
}

void TableDefinitionReader::read_column(const Node& heading, const Node& target,
                                        const std::vector<std::string>& above, int group) {
  auto headings = above;
  headings.push_back(heading.scalar);
  if (is_unwanted(target)) {
    if (target.is_null() && target.mark == heading.mark) say_no_field(heading);
    table_.unwanted.push_back(std::move(headings));
    return;
  }
  if (target.is_mapping() && has_settings(target))
    return read_settings(heading, target, std::move(headings), group);
  if (target.is_mapping()) return read_columns(target, headings, group);
  if (!target.is_scalar()) {
    error(target.mark, "wrong-type",
          text("столбцу «{}» нужно имя одного поля", "the column “{}” needs the name of one field",
               heading.scalar),
          text("запишите его без скобок: `столбец: поле`", "write it without brackets: `column: field`"));
    return;
  }
  TableColumn column;
  column.headings = std::move(headings);
  column.mark = heading.mark;
  column.group = group;
  if (read_target(target, column)) add_column(std::move(column), target);
}

// `№: нет`, `№: ~`; and `№:`, where the field may be forgotten.
bool TableDefinitionReader::is_unwanted(const Node& target) const {
  return target.is_null() || (target.is_scalar() && !parse_bool(target.scalar).value_or(true) &&
                              field_at({target.scalar}) == nullptr);
}

void TableDefinitionReader::say_no_field(const Node& heading) {
  out_.warning(heading.mark.in(file_.path), "column-without-field",
               text("столбцу `{}` не дано поле, и он не читается",
                    "the column `{}` has no field, and is not read", heading.scalar),
               text("допишите поле: `{0}: поле`; столбцу, который не нужен, допишите `нет`: `{0}: нет`",
                    "add the field: `{0}: field`; where the column is not wanted, write `no`: `{0}: no`",
                    heading.scalar));
}

void TableDefinitionReader::read_settings(const Node& heading, const Node& settings,
                                          std::vector<std::string> headings, int group) {
  TableColumn column;
  column.headings = headings;
  column.mark = heading.mark;
  for (const auto& [key, value] : settings.entries) read_column_setting(key, value, column);
  column.group = read_group(settings, headings, group);
  if (const auto* below = settings.find("columns")) {
    if (below->is_mapping())
      read_columns(*below, headings, column.group);
    else
      error(below->mark, "wrong-type",
            text("поле `columns`: ожидаются строки `имя: значение`",
                 "the field `columns`: lines `name: value` are expected"));
  }
  const auto* target = settings.find("field");
  if (target == nullptr) return;
  if (target->is_null()) {
    if (settings.find("columns") != nullptr) return;
    say_no_field(heading);
    table_.unwanted.push_back(std::move(headings));
    return;
  }
  if (read_target(*target, column)) add_column(std::move(column), *target);
}

void TableDefinitionReader::read_column_setting(const Node& key, const Node& value, TableColumn& column) {
  const auto& name = key.scalar;
  if (std::find(kColumnSettings.begin(), kColumnSettings.end(), name) == kColumnSettings.end())
    error(key.mark, "unknown-field", text("неизвестное поле `{}`", "unknown field `{}`", name),
          suggestion_or_names(name, kColumnSettings));
  else if (name == "unit")
    read_units(value, column);
  else if (name == "fill-down")
    column.fill_down = read_flag(key, value);
  else if (name == "optional")
    column.optional = read_flag(key, value);
  else if (name == "required")
    column.required = read_flag(key, value);
  else if (name == "also")
    column.also = read_words(key, value);
}

// `with: {subject: Математика}`, and `heading: subject` under "*".
int TableDefinitionReader::read_group(const Node& settings, const std::vector<std::string>& headings,
                                      int above) {
  const auto *with = settings.find("with"), *from = settings.find("heading");
  if (with == nullptr && from == nullptr) return above;
  TableGroup group = above >= 0 ? table_.groups[static_cast<std::size_t>(above)] : TableGroup{};
  if (with != nullptr) {
    Converter converter({file_.path, {}}, out_);
    const auto findings = out_.in_order().size();
    auto values = converter.given_fields(*table_.collection, *with);
    if (out_.in_order().size() > findings) sound_ = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i].present()) group.with.push_back({i, std::move(values[i])});
    }
  }
  if (from != nullptr) {
    TableGroup::FromHeading field;
    field.level = headings.size() - 1;
    if (headings.back() != "*")
      error(from->mark, "wrong-type", text("`heading` бывает только под «*»", "`heading` is only for “*”"),
            text("чтобы задать значение самому, напишите `with: {{поле: значение}}`",
                 "to give the value yourself, write `with: {{field: value}}`"));
    if (read_target(*from, field)) group.from_headings.push_back(std::move(field));
  }
  table_.groups.push_back(std::move(group));
  return static_cast<int>(table_.groups.size()) - 1;
}

void TableDefinitionReader::add_column(TableColumn column, const Node& target) {
  const auto twice = std::find_if(table_.columns.begin(), table_.columns.end(), [&](const TableColumn& c) {
    return c.path == column.path && (c.group == column.group || c.group < 0 || column.group < 0);
  });
  if (twice != table_.columns.end()) {
    error(target.mark, "duplicate-column",
          text("поле `{}` берётся из двух столбцов: «{}» и «{}»",
               "the field `{}` is taken from two columns: “{}” and “{}”", column.name(), twice->heading(),
               column.heading()),
          column.group < 0 ? text("оставьте один из них", "keep one of them")
                           : text("если это разные записи, дайте каждой своё `with`",
                                  "if they are different records, give each a `with` of its own"));
    return;
  }
  if (column.headings.back() == "*" && column.group < 0) {
    error(
        column.mark, "wrong-type",
        text("столбцам «*» нужно поле для их заголовков", "the columns “*” need a field for their headings"),
        text("допишите `heading: поле`", "add `heading: field`"));
    return;
  }
  table_.columns.push_back(std::move(column));
}

bool TableDefinitionReader::read_target(const Node& target, TableTarget& result) {
  if (!target.is_scalar()) {
    error(target.mark, "wrong-type",
          text("здесь нужно имя одного поля", "the name of one field is needed here"),
          text("запишите его без скобок", "write it without brackets"));
    return false;
  }
  for (std::size_t start = 0; start != std::string::npos;) {
    const auto dot = target.scalar.find('.', start);
    result.path.push_back(target.scalar.substr(start, dot - start));
    start = dot == std::string::npos ? dot : dot + 1;
  }
  result.field = field_at(result.path);
  if (result.field == nullptr && table_.collection->field(target.scalar) != nullptr) {
    result.path = {target.scalar};
    result.field = table_.collection->field(target.scalar);
  }
  if (result.field == nullptr)
    error(target.mark, "unknown-field", text("неизвестное поле `{}`", "unknown field `{}`", target.scalar),
          suggestion_or_names(target.scalar, field_names()));
  if (result.field == nullptr) return false;
  const auto& field = result.field->type == FieldType::kList ? result.field->item() : *result.field;
  const auto* referred = field.type == FieldType::kReference ? schema_.collection(field.target) : nullptr;
  result.may_be_named = referred != nullptr && !referred->names.empty();
  return true;
}

// `unit: чел.`, `unit: [чел., человек]`, `unit: {тыс. чел.: 1000}`
void TableDefinitionReader::read_units(const Node& value, TableColumn& column) {
  if (value.is_scalar()) column.units[comparable(value.scalar)] = 1;
  for (const auto& item : value.items) column.units[comparable(item.scalar)] = 1;
  for (const auto& [unit, factor] : value.entries) {
    const auto number = factor.is_scalar() ? parse_number(trimmed(factor.scalar)) : std::nullopt;
    if (!number)
      error(factor.mark, "wrong-type",
            text("единице «{}» нужно число, на которое умножать",
                 "the unit “{}” needs the number to multiply by", unit.scalar),
            text("например `тыс. чел.: 1000`", "for example `thousand: 1000`"));
    column.units[comparable(unit.scalar)] = number.value_or(1);
  }
}

bool TableDefinitionReader::read_flag(const Node& key, const Node& value) {
  const auto flag = value.is_scalar() ? parse_bool(trimmed(value.scalar)) : std::nullopt;
  if (!flag)
    error(value.mark, "wrong-type",
          text("поле `{}`: ожидается `да` или `нет`", "the field `{}`: expected `yes` or `no`", key.scalar));
  return flag.value_or(false);
}

std::vector<std::string> TableDefinitionReader::read_words(const Node& key, const Node& value) {
  std::vector<std::string> words;
  if (value.is_scalar()) words.push_back(value.scalar);
  for (const auto& item : value.items) {
    if (item.is_scalar()) words.push_back(item.scalar);
  }
  if (value.is_mapping() || words.empty() || (value.is_sequence() && words.size() != value.items.size()))
    error(value.mark, "wrong-type",
          text("поле `{}`: ожидается слово или список слов",
               "the field `{}`: a word or a list of words is expected", key.scalar));
  return words;
}

const Field* TableDefinitionReader::field_at(const std::vector<std::string>& path) const {
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

std::vector<std::string> TableDefinitionReader::field_names() const {
  std::vector<std::string> names;
  for (const auto& field : table_.collection->fields) {
    if (field.type != FieldType::kRecord) names.push_back(field.name);
    if (!field.from_key.empty()) names.insert(names.end(), {field.from_key, field.to_key});
    for (const auto& part : field.type == FieldType::kRecord ? field.fields : std::vector<Field>{})
      names.push_back(field.name + "." + part.name);
  }
  return names;
}

void TableDefinitionReader::choose_keys() {
  const auto is_word = [](const Field& f) {
    return f.type == FieldType::kText || f.type == FieldType::kEnum || f.type == FieldType::kReference;
  };
  bool any = false;
  for (auto& column : table_.columns) {
    column.is_key = column.group < 0 && is_word(*column.field) &&
                    (column.field->required || column.field->name == table_.collection->key);
    any = any || column.is_key;
  }
  if (any) return;
  for (auto& column : table_.columns) column.is_key = column.group < 0 && is_word(*column.field);
}

}  // namespace svodka::load
