#include "load/schema_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/suggest.h"
#include "base/utf8.h"
#include "load/record_name.h"
#include "load/scalars.h"
#include "load/schema_names.h"

namespace svodka::load {
namespace {

constexpr std::array<std::pair<std::string_view, FieldType>, 10> kTypes{{{"text", FieldType::kText},
                                                                         {"integer", FieldType::kInteger},
                                                                         {"number", FieldType::kNumber},
                                                                         {"bool", FieldType::kBool},
                                                                         {"day", FieldType::kDay},
                                                                         {"period", FieldType::kPeriod},
                                                                         {"enum", FieldType::kEnum},
                                                                         {"reference", FieldType::kReference},
                                                                         {"list", FieldType::kList},
                                                                         {"record", FieldType::kRecord}}};

/// What the store and the engine keep for themselves.
constexpr std::array<std::string_view, 5> kReserved{"report", "tables", "texts", "enum_labels", "waivers"};

const std::vector<std::string> kSettings{"type", "required", "personal", "ru", "en",  "to",
                                         "from", "values",   "fields",   "of", "min", "max"};
const std::vector<std::string> kCollectionSettings{"single", "key", "ru", "en", "fields", "names"};

// A field may stand where its collection's settings do.
Text hint_for_setting(const Node& key, const Node& value) {
  auto hint = suggestion(key.scalar, kCollectionSettings);
  if (hint.empty() && (value.is_mapping() || value.is_scalar()))
    hint = text("если это поле, поставьте его под `fields:` с отступом",
                "if this is a field, put it below `fields:`, indented");
  return hint.empty() ? suggestion_or_names(key.scalar, kCollectionSettings) : hint;
}

std::vector<std::string> type_names() {
  std::vector<std::string> names;
  for (const auto& [name, type] : kTypes) names.emplace_back(name);
  return names;
}

}  // namespace

std::string_view to_string(FieldType type) {
  return std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& t) { return t.second == type; })->first;
}

void SchemaReader::error(const Mark& at, const char* rule, Text message, Text hint) {
  out_.error(at.in(file_.path), rule, std::move(message), std::move(hint));
}

void SchemaReader::read(const Node& root) {
  if (root.is_null()) return;
  if (!is_mapping(root, {1, 1, 0})) return;
  for (const auto& [key, value] : root.entries) {
    if (key.scalar != "collections") {
      error(key.mark, "unknown-setting", text("неизвестное имя `{}`", "unknown name `{}`", key.scalar),
            text("в схеме объявляются только `collections:`", "a schema declares `collections:` only"));
      continue;
    }
    if (value.is_null() || !is_mapping(value, key.mark)) continue;
    for (const auto& [name, body] : value.entries) read_collection(name, body);
  }
  check_targets();
  check_tables();
}

void SchemaReader::read_collection(const Node& name, const Node& body) {
  if (!check_name(name, true) || !is_mapping(body, name.mark)) return;
  names_.emplace_back(name.scalar, name.mark);
  const auto known = std::find_if(schema_.collections.begin(), schema_.collections.end(),
                                  [&](const Collection& c) { return c.name == name.scalar; });
  const bool is_new = known == schema_.collections.end();
  auto& collection = is_new ? schema_.collections.emplace_back() : *known;
  if (is_new) {
    collection.name = name.scalar;
    collection.table = sql_name(name.scalar);
  }
  read_collection_settings(collection, name, body, is_new);
  if (is_new && collection.fields.empty()) {
    error(name.mark, "missing-setting",
          text("у коллекции `{}` нет полей", "the collection `{}` has no fields", name.scalar),
          text("перечислите их под `fields:`", "list them under `fields:`"));
  }
  check_key(collection, name.mark);
}

void SchemaReader::read_collection_settings(Collection& collection, const Node& name, const Node& body,
                                            bool is_new) {
  for (const auto& [key, value] : body.entries) {
    if (key.scalar == "fields") {
      if (is_mapping(value, key.mark)) read_fields(collection.fields, value, name.scalar);
    } else if (key.scalar == "ru") {
      collection.description.ru = word(value);
    } else if (key.scalar == "en") {
      collection.description.en = word(value);
    } else if (key.scalar == "single" || key.scalar == "key") {
      const auto before = std::pair(collection.single, collection.key);
      if (key.scalar == "single") collection.single = flag(value);
      if (key.scalar == "key") collection.key = word(value);
      if (is_new || before == std::pair(collection.single, collection.key)) continue;
      std::tie(collection.single, collection.key) = before;
      error(key.mark, "schema-conflict",
            text("`{}` встроенной коллекции `{}` изменить нельзя",
                 "`{}` of the built-in collection `{}` cannot be changed", key.scalar, name.scalar),
            text("уберите эту строку или объявите коллекцию под другим именем",
                 "remove this line, or declare a collection under another name"));
    } else if (key.scalar != "names") {
      error(key.mark, "unknown-setting",
            text("у коллекции нет настройки `{}`", "a collection has no setting `{}`", key.scalar),
            hint_for_setting(key, value));
    }
  }
  if (const auto* names = body.find("names"))
    read_names(collection, *names);  // of fields that are known by now
}

/// What can stand for a record in a table: text fields, a list of texts.
void SchemaReader::read_names(Collection& collection, const Node& value) {
  const std::vector<Node> alone{value};
  for (const auto& item : value.is_sequence() ? value.items : alone) {
    const auto words = word(item);
    if (words.empty()) continue;
    const auto pattern = parse_name_pattern(words);
    if (!pattern) {
      error(item.mark, "bad-name",
            text("«{}» не задаёт наименования", "“{}” is no way to name a record", words),
            text("напишите поле (`name`) или слова с полями: `{{surname}} {{name}}`",
                 "write a field (`name`), or words with fields: `{{surname}} {{name}}`"));
      continue;
    }
    bool sound = true;
    for (const auto& part : pattern->parts) {
      const auto* field = part.is_field ? find_field(collection, part.words) : nullptr;
      const bool list = field != nullptr && field->type == FieldType::kList &&
                        field->item().type == FieldType::kText && pattern->parts.size() == 1;
      if (!part.is_field || list || (field != nullptr && field->type == FieldType::kText)) continue;
      sound = false;
      std::vector<std::string> known;
      for (const auto& each : collection.fields) known.push_back(each.name);
      error(item.mark, "unknown-field",
            field == nullptr
                ? text("у коллекции `{}` нет поля `{}`", "the collection `{}` has no field `{}`",
                       collection.name, part.words)
                : text("поле `{}` — не текст и не список текстов: записи по нему не называют",
                       "the field `{}` is neither text nor a list of texts: it names no record", part.words),
            field == nullptr ? suggestion_or_names(part.words, known) : Text{});
    }
    if (sound && std::find(collection.names.begin(), collection.names.end(), words) == collection.names.end())
      collection.names.push_back(words);
  }
}

void SchemaReader::read_fields(std::vector<Field>& fields, const Node& body, const std::string& owner) {
  for (const auto& [name, declared] : body.entries) {
    if (!check_name(name, false)) continue;
    auto field = read_field(name, declared);
    const auto known =
        std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == field.name; });
    if (known != fields.end()) {
      merge(*known, std::move(field), name);
      continue;
    }
    check_complete(field, name);
    check_clash(fields, field, name, owner);
    fields.push_back(std::move(field));
  }
}

Field SchemaReader::read_field(const Node& name, const Node& body) {
  Field field;
  field.name = name.scalar;
  field.column = sql_name(name.scalar);
  if (body.is_scalar()) {  // name: text
    read_type(field, body);
    return field;
  }
  if (!is_mapping(body, name.mark)) return field;
  // The type first: what `to:` means depends on it.
  if (const auto* type = body.find("type")) {
    read_type(field, *type);
  } else {
    error(name.mark, "missing-setting",
          text("у поля `{}` не указан тип", "the field `{}` has no type", name.scalar),
          text("добавьте `type: text`", "add `type: text`"));
  }
  for (const auto& [key, value] : body.entries) read_setting(field, key, value);
  return field;
}

void SchemaReader::read_setting(Field& field, const Node& key, const Node& value) {
  const auto& name = key.scalar;
  if (name == "type") return;
  if (name == "required") {
    field.required = flag(value);
  } else if (name == "personal") {
    field.personal = flag(value);
  } else if (name == "ru") {
    field.description.ru = word(value);
  } else if (name == "en") {
    field.description.en = word(value);
  } else if (name == "min") {
    field.minimum = number(value);
  } else if (name == "max") {
    field.maximum = number(value);
  } else if (name == "to") {
    read_target_or_end(field, value);
  } else if (name == "from") {
    field.from_key = word(value);
  } else if (name == "values") {
    read_values(field, value);
  } else if (name == "fields") {
    if (is_mapping(value, key.mark)) read_fields(field.fields, value, field.name);
  } else if (name == "of") {
    read_item(field, value);
  } else {
    error(key.mark, "unknown-setting", text("у поля нет настройки `{}`", "a field has no setting `{}`", name),
          suggestion_or_names(name, kSettings));
  }
}

void SchemaReader::read_type(Field& field, const Node& value) {
  const auto name = word(value);
  const auto found =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& t) { return t.first == name; });
  if (found != kTypes.end()) {
    field.type = found->second;
  } else {
    error(value.mark, "unknown-type", text("неизвестный тип «{}»", "unknown type “{}”", name),
          suggestion_or_names(name, type_names()));
  }
}

void SchemaReader::read_target_or_end(Field& field, const Node& value) {
  if (field.type == FieldType::kPeriod) {
    field.to_key = word(value);
    return;
  }
  field.target = word(value);
  targets_.push_back({field.target, value.mark});
}

void SchemaReader::read_values(Field& field, const Node& value) {
  for (const auto& item : value.items) field.values.push_back({word(item), same_text(item.scalar)});
  for (const auto& [name, label] : value.entries) {
    EnumValue entry{name.scalar, same_text(name.scalar)};
    if (label.is_scalar()) entry.label = same_text(label.scalar);
    if (const auto* ru = label.find("ru")) entry.label = same_text(word(*ru));
    if (const auto* en = label.find("en")) entry.label.en = word(*en);
    field.values.push_back(std::move(entry));
  }
}

void SchemaReader::read_item(Field& field, const Node& value) {
  Node name;
  name.mark = value.mark;
  auto item = read_field(name, value);
  if (item.type == FieldType::kList) {
    error(value.mark, "nested-list", text("список списков невозможен", "a list of lists is not possible"),
          text("сделайте пунктами списка записи: `of: {{type: record, fields: {{…}}}}`",
               "make the items of the list records: `of: {{type: record, fields: {{…}}}}`"));
    return;
  }
  field.fields.push_back(std::move(item));
}

void SchemaReader::check_complete(Field& field, const Node& name) {
  const auto missing = [&](const char* setting, const char* ru, const char* en) {
    error(name.mark, "missing-setting",
          text("у поля `{0}` типа `{1}` не указано `{2}`", "the field `{0}` of the type `{1}` has no `{2}`",
               field.name, to_string(field.type), setting),
          Text{ru, en});
  };
  auto& checked = field.type == FieldType::kList && !field.fields.empty() ? field.fields.front() : field;
  if (checked.type == FieldType::kReference && checked.target.empty())
    missing("to", "укажите коллекцию, на которую ссылается поле", "name the collection that it refers to");
  if (checked.type == FieldType::kEnum && checked.values.empty())
    missing("values", "перечислите допустимые значения", "list the values that it may have");
  if (checked.type == FieldType::kRecord && checked.fields.empty())
    missing("fields", "перечислите поля вложенной записи", "list the fields of the nested record");
  if (field.type == FieldType::kPeriod && field.from_key.empty() != field.to_key.empty()) {
    missing(field.from_key.empty() ? "from" : "to", "начало и конец периода задаются вместе",
            "both ends of a period go together");
  }
  if (field.type != FieldType::kList || !field.fields.empty()) return;
  missing("of", "укажите, из чего состоит список: `of: {type: text}`",
          "say what the list is of: `of: {type: text}`");
  field.fields.push_back({.name = field.name, .column = field.column});  // a list always has its item
}

void SchemaReader::merge(Field& known, Field&& added, const Node& name) {
  const bool same =
      known.type == added.type && known.target == added.target &&
      (known.type != FieldType::kList || (!added.fields.empty() && known.item().type == added.item().type &&
                                          known.item().target == added.item().target));
  if (!same) {
    error(name.mark, "schema-conflict",
          text("поле `{}` уже есть, и его тип `{}`", "the field `{}` exists already, with the type `{}`",
               name.scalar, to_string(known.type)),
          text("возьмите другое имя или оставьте тип прежним", "choose another name or keep the type"));
    return;
  }
  known.required = known.required || added.required;
  known.personal = known.personal || added.personal;
  if (!added.description.empty()) known.description = added.description;
  if (added.minimum) known.minimum = added.minimum;
  if (added.maximum) known.maximum = added.maximum;
  for (auto& value : added.values) {
    const auto old = std::find_if(known.values.begin(), known.values.end(),
                                  [&](const EnumValue& v) { return v.name == value.name; });
    old == known.values.end() ? known.values.push_back(std::move(value)) : void(*old = std::move(value));
  }
  for (auto& part : added.fields) {
    const auto old = std::find_if(known.fields.begin(), known.fields.end(), [&](const Field& f) {
      return f.name == part.name || known.type == FieldType::kList;
    });
    old == known.fields.end() ? known.fields.push_back(std::move(part)) : merge(*old, std::move(part), name);
  }
}

bool SchemaReader::check_name(const Node& name, bool of_collection) {
  const auto column = utf8::lower(sql_name(name.scalar));
  const bool reserved =
      name.scalar.starts_with('_') || (of_collection && column.starts_with("sqlite_")) ||
      (of_collection && std::find(kReserved.begin(), kReserved.end(), column) != kReserved.end());
  if (reserved) {
    error(name.mark, "reserved-name",
          text("имя `{}` занято программой", "the name `{}` is kept for the program", name.scalar),
          text("возьмите другое", "choose another"));
    return false;
  }
  if (is_good_name(name.scalar)) return true;
  error(name.mark, "bad-name", text("имя `{}` не годится", "the name `{}` cannot be used", name.scalar),
        text("имя состоит из букв, цифр и знаков `- _ .` и начинается с буквы",
             "a name consists of letters, digits and `- _ .` and begins with a letter"));
  return false;
}

void SchemaReader::check_clash(const std::vector<Field>& fields, const Field& added, const Node& name,
                               const std::string& owner) {
  const auto wanted = columns_of(added);
  for (const auto& field : fields) {
    for (const auto& column : columns_of(field)) {
      if (std::find(wanted.begin(), wanted.end(), column) == wanted.end()) continue;
      error(name.mark, "name-clash",
            text("поля `{}` и `{}` коллекции `{}` дают один и тот же столбец `{}`",
                 "the fields `{}` and `{}` of `{}` give the same column `{}`", field.name, added.name, owner,
                 column),
            text("переименуйте одно из них", "rename one of them"));
      return;
    }
  }
}

void SchemaReader::check_tables() {
  std::vector<std::pair<std::string, std::string>> tables;  // SQL name, name of the collection
  for (const auto& collection : schema_.collections) {
    const auto name = utf8::lower(collection.table);
    tables.emplace_back(name, collection.name);
    add_tables(collection.fields, name, collection.name, tables);
  }
  std::stable_sort(tables.begin(), tables.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 1; i < tables.size(); ++i) {
    if (tables[i].first != tables[i - 1].first) continue;
    const auto place = std::find_if(names_.begin(), names_.end(), [&](const auto& n) {
      return n.first == tables[i].second || n.first == tables[i - 1].second;
    });
    error(place == names_.end() ? Mark{1, 1, 0} : place->second, "name-clash",
          text("коллекции `{}` и `{}` дают одну и ту же таблицу `{}`",
               "the collections `{}` and `{}` give the same table `{}`", tables[i - 1].second,
               tables[i].second, tables[i].first),
          text("переименуйте одну из них", "rename one of them"));
  }
}

void SchemaReader::check_targets() {
  for (const auto& target : targets_) {
    const auto* collection = schema_.collection(target.name);
    if (collection == nullptr) {
      error(target.mark, "unknown-collection",
            text("нет коллекции `{}`", "there is no collection `{}`", target.name),
            suggestion_or_names(target.name, schema_.names()));
    } else if (collection->key.empty()) {
      error(target.mark, "reference-without-key",
            text("на записи `{}` сослаться нельзя: у них нет ключа",
                 "records of `{}` cannot be referred to: they have no key", target.name),
            text("укажите у коллекции `key:`", "give the collection a `key:`"));
    }
  }
}

void SchemaReader::check_key(const Collection& collection, const Mark& at) {
  if (collection.key.empty()) return;
  const auto* field = collection.field(collection.key);
  if (field != nullptr && (field->type == FieldType::kText || field->type == FieldType::kInteger)) return;
  std::vector<std::string> names;
  for (const auto& f : collection.fields) names.push_back(f.name);
  error(at, "unknown-field",
        field == nullptr
            ? text("ключ `{}` коллекции `{}` не объявлен среди её полей",
                   "the key `{}` of `{}` is not one of its fields", collection.key, collection.name)
            : text("ключ `{}` коллекции `{}` должен быть текстом или целым числом",
                   "the key `{}` of `{}` must be text or an integer", collection.key, collection.name),
        field == nullptr ? suggestion_or_names(collection.key, names) : Text{});
}

bool SchemaReader::flag(const Node& value) {
  const auto parsed = value.is_scalar() ? parse_bool(value.scalar) : std::nullopt;
  if (!parsed)
    error(value.mark, "wrong-type", text("ожидается `true` или `false`", "`true` or `false` is expected"));
  return parsed.value_or(false);
}

std::string SchemaReader::word(const Node& value) {
  if (value.is_scalar()) return std::string(trimmed(value.scalar));
  error(value.mark, "wrong-type", text("ожидается текст", "text is expected"));
  return {};
}

std::optional<double> SchemaReader::number(const Node& value) {
  const auto parsed = value.is_scalar() ? parse_number(value.scalar) : std::nullopt;
  if (!parsed) error(value.mark, "wrong-type", text("ожидается число", "a number is expected"));
  return parsed;
}

bool SchemaReader::is_mapping(const Node& value, const Mark& fallback) {
  if (value.is_mapping()) return true;
  error(value.mark.line > 0 ? value.mark : fallback, "wrong-type",
        text("ожидаются строки вида `имя: значение`", "lines of the form `name: value` are expected"));
  return false;
}

}  // namespace svodka::load
