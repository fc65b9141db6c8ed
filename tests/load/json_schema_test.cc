#include <doctest/doctest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "load/collect.h"
#include "load/schema.h"
#include "support/temp_folder.h"

namespace svodka::load {
namespace {

constexpr const char* kSound = R"(authority: {organisation: upr, municipality: М, region: О, head: h}
plan: {title: План, from: 2020, to: 2021, approved-by: o}
activities:
  - {id: a, title: Семинар, status: done, date: 2020-10, schools: s, participants: [{who: учителя, count: 3}]}
  - {id: b, title: 5, status: planned, from: 2020-10-12, to: 2020-11-27, note:}
  - {id: c, title: t, status: done, date: [2020-10-29, 2020-10-30]}
results:
  - {exam: oge, year: 2020, grade: 9, subject: m, school: s, participants: 12, mean-score: "47,8"}
indicators:
collect: {id: a, collection: results, from: SELECT id FROM organisations, recipient: school, free-rows: 3, columns: {«2»: {field: marks-2, locked: да}}}
tables:
  - {file: r.csv, collection: results, columns: {Школа: school}, values: {Школа: {П: p}}, constants: {exam: oge}}
  - {file: [r.xlsx, "s-*.xlsx"], sheet: "* класс", hidden: skip, collection: results, columns: {Отметки: {«2»: {field: marks-2, unit: чел.}}}}
)";

/// Validates as an editor does: YAML 1.2, in which a day is text.
constexpr const char* kScript = R"(
import json, sys
try:
    import jsonschema, yaml
except ImportError:
    sys.exit(77)
class Loader(yaml.SafeLoader):
    pass
Loader.yaml_implicit_resolvers = {k: [r for r in v if 'timestamp' not in r[0]] for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()}
schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
errors = list(jsonschema.Draft7Validator(schema).iter_errors(yaml.load(open(sys.argv[2]), Loader)))
for error in errors[:3]:
    print(list(error.path), error.message[:300])
sys.exit(1 if errors else 0)
)";

/// 0: valid, 1: not; 77: python3-jsonschema or python3-yaml is not installed.
int validate(const std::string& yaml) {
  const test::TempFolder folder;
  folder.write("schema.json", json_schema(builtin_schema_definition(), Language::kRussian));
  folder.write("a.yaml", yaml);
  folder.write("validate.py", kScript);
  const auto path = [&](const char* name) { return " '" + (folder.path() / name).string() + "'"; };
  const int status =
      std::system(("python3" + path("validate.py") + path("schema.json") + path("a.yaml")).c_str());
  return WEXITSTATUS(status);
}

TEST_CASE("the JSON Schema names every collection, and describes it in the reader's language") {
  const auto russian = nlohmann::json::parse(json_schema(builtin_schema_definition(), Language::kRussian));
  const auto english = nlohmann::json::parse(json_schema(builtin_schema_definition(), Language::kEnglish));
  CHECK_EQ(russian["$schema"], "http://json-schema.org/draft-07/schema#");
  for (const auto& name : builtin_schema_definition().names()) CHECK(russian["properties"].contains(name));
  const auto& activities = russian["definitions"]["activities"];
  CHECK_EQ(activities["additionalProperties"], false);
  CHECK_EQ(activities["required"], nlohmann::json({"id", "title", "status"}));
  CHECK_EQ(activities["properties"]["title"]["description"], "Наименование");
  CHECK_EQ(english["definitions"]["activities"]["properties"]["title"]["description"], "Title");
}

TEST_CASE("the JSON Schema offers only those settings of a collection of returns that the program takes") {
  const auto schema = nlohmann::json::parse(json_schema(builtin_schema_definition(), Language::kEnglish));
  for (const auto& [name, body] : schema["properties"]["collect"]["anyOf"][1]["properties"].items()) {
    CAPTURE(name);
    CHECK(body.contains("description"));
    Diagnostics out;
    const SourceFile file{"inputs/a.yaml", "{" + name + ": 1}"};
    const auto entry = parse_yaml(file, out);
    REQUIRE(entry);
    read_collect_definition(file, *entry, builtin_schema_definition(), out);
    for (const auto& finding : out.in_order()) CHECK_NE(finding.rule, "unknown-field");
  }
}

TEST_CASE("a validator of JSON Schema takes sound files and refuses faulty ones") {
  const int sound = validate(kSound);
  if (sound == 77) {
    MESSAGE("python3-jsonschema is not installed: not validated");
    return;
  }
  CHECK_EQ(sound, 0);
  CHECK_EQ(validate("activities: [{id: a, title: t, status: dne}]"), 1);
  CHECK_EQ(validate("activities: [{id: a, status: done}]"), 1);
  CHECK_EQ(validate("activities: [{id: a, title: t, status: done, tilte: t}]"), 1);
  CHECK_EQ(validate("activities: [{id: a, title: t, status: done, date: осенью}]"), 1);
  CHECK_EQ(validate("activities: [{id: a, title: t, status: done, from: 2020}]"), 1);
  CHECK_EQ(validate("results: [{exam: oge, year: 2020, grade: 12, subject: m, school: s, participants: 1}]"),
           1);
  CHECK_EQ(validate("evnts: []"), 1);
}

TEST_CASE("a collection is described for people") {
  Schema schema;
  Diagnostics out;
  extend_schema(schema, {"schema.yaml", R"(collections:
  clubs:
    key: id
    ru: Кружки
    fields:
      id: {type: text, ru: Имя}
      kind: {type: enum, required: true, ru: Вид, values: {art: {ru: искусство, en: art}}}
      size: {type: integer, min: 1, max: 40}
      when: {type: period, from: from, to: to, ru: Когда}
      friends: {type: list, of: {type: reference, to: clubs}, ru: Друзья}
)"},
                out);
  CHECK(out.empty());
  CHECK_EQ(describe(schema, "clubs", Language::kRussian),
           "clubs: Кружки\n"
           "  id *           текст                    Имя\n"
           "  kind *         одно из                  Вид\n"
           "    = art                                 искусство\n"
           "  size           целое число 1–40\n"
           "  when, from/to  период                   Когда\n"
           "  friends        список: ссылка на clubs  Друзья\n"
           "* обязательное поле\n");
  CHECK_EQ(describe(schema, "", Language::kRussian), "  clubs    Кружки\n");
  CHECK_EQ(describe(schema, "absent", Language::kRussian), "");
}

}  // namespace
}  // namespace svodka::load
