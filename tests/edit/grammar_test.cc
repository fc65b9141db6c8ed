#include "edit/grammar.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "base/files.h"
#include "edit/schema_walk.h"
#include "pipeline.h"
#include "support/golden.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::edit {
namespace {

namespace fs = std::filesystem;

load::Schema demonstration() {
  Diagnostics out;
  return load::project_schema(SVODKA_ROOT, out);
}

TEST_CASE("grammar: which file is of which kind") {
  CHECK(kind_of_file("inputs/a/b.yaml") == FileKind::kInputs);
  CHECK(kind_of_file("inputs/schema.yaml") == FileKind::kSchema);
  CHECK(kind_of_file("inputs/checks.yaml") == FileKind::kChecks);
  CHECK(kind_of_file("templates/r.yaml") == FileKind::kReport);
  CHECK(kind_of_file("projects.yaml") == FileKind::kProjects);
  CHECK_FALSE(kind_of_file("templates/a/r.yaml"));
  CHECK_FALSE(kind_of_file("templates/r.txt"));
  CHECK_FALSE(kind_of_file("README.md"));
}

void check_described(const Json& schema, const std::string& where, Language language) {
  static const std::regex kCyrillic("[\xD0\xD1]");
  if (schema.contains("properties")) {
    for (const auto& [name, body] : schema["properties"].items()) {
      const bool referred =
          body.contains("$ref") && body["$ref"].get<std::string>().find("/properties/") != std::string::npos;
      const bool described = referred || body.contains("description");
      CHECK_MESSAGE(described, where << "/" << name);
      if (!referred && described && language == Language::kRussian)
        CHECK_MESSAGE(std::regex_search(body["description"].get<std::string>(), kCyrillic),
                      where << "/" << name);
      check_described(body, where + "/" + name, language);
    }
  }
  for (const char* list : {"anyOf", "oneOf"}) {
    if (!schema.contains(list)) continue;
    for (const auto& each : schema[list]) check_described(each, where, language);
  }
  for (const char* one : {"items", "additionalProperties"}) {
    if (schema.contains(one) && schema[one].is_object()) check_described(schema[one], where + "/*", language);
  }
  if (schema.contains("definitions")) {
    for (const auto& [name, body] : schema["definitions"].items())
      check_described(body, "#" + name, language);
  }
}

TEST_CASE("grammar: every key has a description in the reader's language") {
  for (const auto kind : {FileKind::kReport, FileKind::kChecks, FileKind::kSchema, FileKind::kProjects}) {
    for (const auto language : {Language::kRussian, Language::kEnglish})
      check_described(schema_of(kind, load::builtin_schema_definition(), language),
                      std::string(name_of(kind)), language);
  }
}

TEST_CASE("grammar: the demonstration has the schemas that the program makes") {
  for (const auto& file : editor_files(demonstration(), Language::kRussian))
    CHECK_EQ(test::golden_difference(fs::path(SVODKA_ROOT) / file.path, file.bytes), "");
}

// validate.py SCHEMAS PROJECT prints a line for each file: its name, and "ok" or the first error.
std::string validate(const fs::path& project) {
  return test::shell(project, "/usr/bin/python3 " SVODKA_TESTS_DIR "/edit/validate.py " SVODKA_ROOT
                              "/.svodka/schemas . 2>&1")
      .output;
}

bool has_validator() {
  if (test::shell("/", "/usr/bin/python3 -c 'import jsonschema, yaml' 2>/dev/null").code == 0) return true;
  MESSAGE("python3-jsonschema or python3-yaml is not installed: not validated");
  return false;
}

TEST_CASE("grammar: a validator takes every file of the demonstration and of a new project") {
  if (!has_validator()) return;
  const auto found = validate(SVODKA_ROOT);
  CHECK_MESSAGE(found.find("not ok") == std::string::npos, found);
  CHECK_GE(std::count(found.begin(), found.end(), '\n'), 17);
  const auto starter = validate(fs::path(SVODKA_ROOT) / "generator/domain/starter");
  CHECK_MESSAGE(starter.find("not ok") == std::string::npos, starter);
}

TEST_CASE("grammar: a validator takes the layouts and maps that the documentation shows") {
  if (!has_validator()) return;
  const test::TempFolder folder;
  int copied = 0;
  for (const char* file : {"sheets/templates/example.yaml", "map/form.yaml"})
    folder.write("templates/" + std::to_string(++copied) + ".yaml",
                 read_file(fs::path(SVODKA_ROOT) / "docs/examples" / file));
  const auto found = validate(folder.path());
  CHECK_MESSAGE(found.find("not ok") == std::string::npos, found);
  CHECK_EQ(std::count(found.begin(), found.end(), '\n'), copied);
}

TEST_CASE("grammar: a validator refuses what the program refuses") {
  if (!has_validator()) return;
  const test::TempFolder folder;
  const std::string report = "title: t\ndata: {q: SELECT 1 AS a}\noutputs:\n";
  folder.write(
      "templates/a.yaml",
      report + "  - {sheets: [{name: n, rows: q, columns: [{header: h, value: a, algin: left}]}]}\n");
  folder.write(
      "templates/b.yaml",
      report + "  - {sheets: [{name: n, rows: q, columns: [{header: h, value: a, align: middle}]}]}\n");
  folder.write("templates/c.yaml", report + "  - {template: x.docx, sheets: []}\n");
  folder.write("templates/d.yaml", "title: t\n");
  folder.write("templates/e.yaml",
               report + "  - {sheets: [{name: n, rows: q, columns: [{header: h, value: a, text: b}]}]}\n");
  folder.write("templates/f.yaml", report + "  - {template: x.docx, contents: pagez}\n");
  folder.write("templates/g.yaml",
               report + "  - {template: x.xlsx, fill: {B7: {value: SELECT 1, as: sum}}}\n");
  folder.write("templates/h.yaml", report +
                                       "  - {sheets: [{name: n, rows: q, columns: [{header: h, value: a}], "
                                       "highlight: [{column: a, bars: pink}]}]}\n");
  folder.write("inputs/schema.yaml", "collections: {activities: {fields: {x: {type: txt}}}}\n");
  folder.write("inputs/checks.yaml", "rules: [{rule: x, severity: fatal}]\n");
  folder.write("inputs/x.yaml", "activities: [{id: a, title: t, status: dne}]\n");
  const auto found = validate(folder.path());
  CHECK_MESSAGE(found.find(": ok") == std::string::npos, found);
  CHECK_EQ(std::count(found.begin(), found.end(), '\n'), 11);
}

// Puts an unknown key at `path` of a definition that has everything, and takes the keys from the program's
// own advice.
class Advice {
 public:
  explicit Advice(std::string definition) : definition_(std::move(definition)) {
    folder_.write("inputs/a.yaml", "organisations: [{id: a, kind: school, name: A}]\n");
  }

  std::set<std::string> keys(const std::string& before) {
    auto words = definition_;
    const auto at = words.find(before);
    REQUIRE_MESSAGE(at != std::string::npos, before);
    words.insert(at, "zzzzzzzz: 1, ");
    folder_.write("templates/r.yaml", words);
    Diagnostics out;
    const auto project =
        open_project({.root = folder_.path(), .period = "2020-12", .as_of = {}, .outputs = {}}, out);
    REQUIRE(project);
    check_all(*project, out);
    std::set<std::string> keys;
    for (const auto& finding : out.in_order()) {
      if (finding.rule != "unknown-key" || finding.message.en.find("zzzzzzzz") == std::string::npos) continue;
      const std::regex word("[a-z][a-z-]*");
      const auto list = finding.hint.en.substr(finding.hint.en.find(':') + 1);
      for (std::sregex_iterator it(list.begin(), list.end(), word), end; it != end; ++it)
        keys.insert(it->str());
    }
    return keys;
  }

 private:
  std::string definition_;
  test::TempFolder folder_;
};

std::set<std::string> schema_keys(const std::string& pointer) {
  static const Json root =
      schema_of(FileKind::kReport, load::builtin_schema_definition(), Language::kEnglish);
  std::set<std::string> keys;
  for (const auto& [name, body] : root.at(Json::json_pointer(pointer + "/properties")).items())
    keys.insert(name);
  return keys;
}

TEST_CASE("grammar: the schema of reports has the keys that the program takes") {
  const std::string definition =
      R"({title: t, data: {q: {sql: SELECT 1 AS a}}, sign-off: {sign: x}, outputs: [
  {properties: {subject: s}, file: r.xlsx, sheets: [{name: n, codes: {rows: [{label: l}]}, above: [{style: title, text: t}],
    protect: {sort: true}, print: {paper: a4, margins: {left: 10}}, freeze: {columns: 1}, signature: {post: p},
    charts: [{type: bar, categories: a, series: [{title: s, column: a}], axis: {x: {min: 0}}, size: {width: 50}}],
    tables: [{rows: q, levels: {indent: a, column: a}, total: {level: 1, label: l},
      excel-table: {style: light 1},
      columns: [{header: h, validate: {min: 1, type: whole}, value: a}], highlight: [{when: empty, column: a, bold: true}]},
      {group: {by: a}, rows: q, columns: [{header: h, value: a}]}]}]}]})";
  Advice advice(definition);
  // What the schema offers the program must take, and it must offer all of that: an editor underlines the
  // rest.
  const auto same = [&](const std::string& before, const std::string& pointer) {
    const auto taken = advice.keys(before);
    const auto offered = schema_keys(pointer);
    CHECK_FALSE(taken.empty());
    for (const auto& key : offered)
      CHECK_MESSAGE(taken.contains(key), "the program does not take " << pointer << "/" << key);
    for (const auto& key : taken)
      CHECK_MESSAGE(offered.contains(key), "grammar/report.yaml lacks " << pointer << "/" << key);
  };
  same("title: t,", "");
  same("sql:", "/definitions/query/anyOf/1");
  same("sign: x", "/definitions/sign-off");
  same("subject: s", "/definitions/output/properties/properties");
  same("name: n", "/definitions/sheet");
  same("rows: [{label", "/definitions/sheet/properties/codes");
  same("label: l}]", "/definitions/sheet/properties/codes/properties/rows/items");
  same("style: title", "/definitions/line/anyOf/1");
  same("paper:", "/definitions/print");
  same("left:", "/definitions/print/properties/margins");
  same("columns: 1}", "/definitions/sheet/properties/freeze/anyOf/1");
  same("post: p", "/definitions/signature");
  same("type: bar", "/definitions/chart");
  same("title: s,", "/definitions/series/anyOf/1");
  same("x: {min", "/definitions/chart/properties/axis");
  same("min: 0", "/definitions/axis/anyOf/1");
  same("sort: true", "/definitions/sheet/properties/protect/anyOf/1");
  same("style: light 1", "/definitions/table/properties/excel-table/anyOf/1");
  same("min: 1", "/definitions/validation");
  same("width: 50", "/definitions/chart/properties/size");
  same("rows: q, levels", "/definitions/table");
  same("indent: a", "/definitions/levels/anyOf/1");
  same("level: 1", "/definitions/table/properties/total/anyOf/1");
  same("header: h, validate", "/definitions/table-column");
  same("when: empty", "/definitions/highlight");
  same("by: a", "/definitions/table/properties/group");
  // What an output takes depends on whether it has sheets.
  const auto output = advice.keys("properties: {subject");
  for (const char* key : {"template", "sheets", "properties", "file", "format", "pdf"})
    CHECK_MESSAGE(output.contains(key) == schema_keys("/definitions/output").contains(key), key);
}

}  // namespace
}  // namespace svodka::edit
