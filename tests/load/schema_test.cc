#include "load/schema.h"

#include <doctest/doctest.h>

#include "base/embedded.h"
#include "load/findings.h"
#include "load/record_name.h"

namespace svodka::load {
namespace {

using test::findings_of;

/// The built-in schema with one more file; its findings as text.
std::string extended(const std::string& text, Schema* result = nullptr) {
  auto schema = builtin_schema_definition();
  Diagnostics out;
  extend_schema(schema, {"inputs/schema.yaml", text}, out);
  if (result != nullptr) *result = schema;
  return findings_of(out);
}

TEST_CASE("the built-in schema has no faults and holds what it declares") {
  Schema schema;
  Diagnostics out;
  extend_schema(schema, {"schema.yaml", std::string(builtin_schema())}, out);
  CHECK_EQ(findings_of(out), "");
  REQUIRE(schema.collection("activities") != nullptr);
  const auto& activities = *schema.collection("activities");
  CHECK_EQ(activities.key, "id");
  CHECK_FALSE(activities.single);
  CHECK(schema.collection("authority")->single);
  CHECK_EQ(schema.collection("plan-items")->table, "plan_items");
  CHECK_EQ(activities.field("plan-item")->target, "plan-items");
  CHECK_EQ(activities.field("date")->from_key, "from");
  CHECK_EQ(activities.field("schools")->item().target, "organisations");
  CHECK_EQ(activities.field("participants")->item().fields[1].minimum, 0.0);
  CHECK_EQ(activities.field("status")->values[2].label, Text{"исполнено", "done"});
  CHECK_EQ(schema.collection("people")->field("declension")->fields.size(), 4);
  CHECK(schema.collection("people")->field("phone")->personal);
}

TEST_CASE("a project adds collections, fields and values") {
  Schema schema;
  CHECK_EQ(extended(R"(collections:
  clubs:
    key: id
    fields:
      id: text
      school: {type: reference, to: organisations, required: true}
      size: {type: integer, min: 1, max: 40}
  activities:
    fields:
      club: {type: reference, to: clubs}
      format: {type: enum, values: {by-post: по переписке}}
)",
                    &schema),
           "");
  CHECK_EQ(schema.collection("clubs")->field("size")->maximum, 40.0);
  const auto* format = schema.collection("activities")->field("format");
  REQUIRE_EQ(format->values.size(), 4);
  CHECK_EQ(format->values.back().label.ru, "по переписке");
  CHECK_EQ(schema.collection("activities")->field("club")->target, "clubs");
}

TEST_CASE("faults of a declaration are told with their places") {
  CHECK_EQ(extended("collections:\n  clubs:\n    fields:\n      a: {type: refrence, to: organisations}\n"),
           "inputs/schema.yaml:4:17: [unknown-type] неизвестный тип «refrence»; возможно, `reference`\n");
  CHECK_EQ(extended("collections:\n  clubs:\n    fields:\n      a: {type: reference}\n"),
           "inputs/schema.yaml:4:7: [missing-setting] у поля `a` типа `reference` не указано `to`; укажите "
           "коллекцию, на которую ссылается поле\n");
  CHECK_EQ(
      extended("collections:\n  clubs:\n    fields:\n      a: {type: text, requird: true}\n"),
      "inputs/schema.yaml:4:23: [unknown-setting] у поля нет настройки `requird`; возможно, `required`\n");
  CHECK_EQ(extended("collections:\n  clubs:\n    fields:\n      a: {type: reference, to: organisation}\n"),
           "inputs/schema.yaml:4:32: [unknown-collection] нет коллекции `organisation`; возможно, "
           "`organisations`\n");
  CHECK_EQ(extended("collections:\n  clubs:\n    fields:\n      a: {type: reference, to: results}\n"),
           "inputs/schema.yaml:4:32: [reference-without-key] на записи `results` сослаться нельзя: у них нет "
           "ключа; укажите у коллекции `key:`\n");
  CHECK_EQ(
      extended("collections:\n  clubs:\n    key: ident\n    fields:\n      id: text\n      idents: text\n"),
      "inputs/schema.yaml:2:3: [unknown-field] ключ `ident` коллекции `clubs` не объявлен среди её полей; "
      "возможно, `idents`\n");
  CHECK_EQ(extended("collections:\n  activities:\n    fields:\n      title: integer\n"),
           "inputs/schema.yaml:4:7: [schema-conflict] поле `title` уже есть, и его тип `text`; возьмите "
           "другое имя или оставьте тип прежним\n");
  CHECK_EQ(extended("collections:\n  activities:\n    single: true\n"),
           "inputs/schema.yaml:3:5: [schema-conflict] `single` встроенной коллекции `activities` изменить "
           "нельзя; уберите эту строку или объявите коллекцию под другим именем\n");
}

TEST_CASE("what records are called: fields, words with fields, lists of texts") {
  const auto faults = [](const std::string& names) {
    return extended(
        "collections:\n  clubs:\n    key: id\n    names: " + names +
        "\n    fields:\n      id: text\n      title: text\n      places: integer\n      also: {type: list, "
        "of: {type: text}}\n");
  };
  CHECK_EQ(faults("[title, \"Клуб {title}\", also]"), "");
  CHECK_EQ(
      faults("titel"),
      "inputs/schema.yaml:4:12: [unknown-field] у коллекции `clubs` нет поля `titel`; возможно, `title`\n");
  CHECK_EQ(
      faults("[places]"),
      "inputs/schema.yaml:4:13: [unknown-field] поле `places` — не текст и не список текстов: записи по нему "
      "не называют\n");
  CHECK_EQ(faults("\"{title} {also}\"").substr(0, 49), "inputs/schema.yaml:4:12: [unknown-field] поле");
  CHECK_EQ(faults("\"{title\""),
           "inputs/schema.yaml:4:12: [bad-name] «{title» не задаёт наименования; напишите поле (`name`) или "
           "слова с "
           "полями: `{surname} {name}`\n");
  CHECK_EQ(comparable_name("МОБУ \"СОШ N\u00a05\" — с. Ёлкино"), "мобусош5-селкино");
  CHECK_EQ(comparable_name("Школа No 7"), comparable_name("школа №7"));
  CHECK_EQ(comparable_name("Nova 5"), "nova5");
}

TEST_CASE("names that the program or SQL cannot take are refused") {
  CHECK_EQ(extended("collections:\n  report:\n    fields: {a: text}\n"),
           "inputs/schema.yaml:2:3: [reserved-name] имя `report` занято программой; возьмите другое\n");
  CHECK_EQ(extended("collections:\n  clubs:\n    fields: {_row: text, b: text}\n"),
           "inputs/schema.yaml:3:14: [reserved-name] имя `_row` занято программой; возьмите другое\n");
  CHECK_EQ(extended("collections:\n  clubs:\n    fields: {a b: text, b: text}\n"),
           "inputs/schema.yaml:3:14: [bad-name] имя `a b` не годится; имя состоит из букв, цифр и знаков `- "
           "_ .` и начинается с буквы\n");
  CHECK_EQ(extended("collections:\n  clubs:\n    fields: {a-b: text, a_b: text}\n"),
           "inputs/schema.yaml:3:25: [name-clash] поля `a-b` и `a_b` коллекции `clubs` дают один и тот же "
           "столбец `a_b`; переименуйте одно из них\n");
  CHECK_EQ(extended("collections:\n  activities-schools:\n    fields: {a: text}\n"),
           "inputs/schema.yaml:2:3: [name-clash] коллекции `activities` и `activities-schools` дают одну и "
           "ту же таблицу `activities_schools`; "
           "переименуйте одну из них\n");
}

}  // namespace
}  // namespace svodka::load
