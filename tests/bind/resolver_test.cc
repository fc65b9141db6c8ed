#include "bind/resolver.h"

#include <doctest/doctest.h>

#include "base/source_file.h"

using namespace svodka;
using bind::Marker;
using bind::Resolved;
using bind::Resolver;

namespace {

Shape shape_of(std::vector<std::string> columns, std::vector<Shape::Section> sections = {}) {
  Shape shape;
  for (auto& name : columns) shape.columns.push_back({std::move(name), ColumnType::kText});
  shape.sections = std::move(sections);
  return shape;
}

/// A report: its own fields, a plan of one row, schools with teachers, directions with activities, a list of
/// plain values.
Shape report_shape() {
  return shape_of(
      {"title", "as_of", "Школа"},
      {
          {"plan", shape_of({"goal", "period"})},
          {"schools", shape_of({"name", "head"}, {{"teachers", shape_of({"name", "subject"})}})},
          {"directions", shape_of({"head", "number"}, {{"activities", shape_of({"what", "when"})}})},
          {"tags", shape_of({"."})},
      });
}

/// A template as slots, what was found, and what the slots mean.
struct Outcome {
  std::string body;
  std::vector<std::string> findings;
  bind::Program program;
  std::vector<bind::MarkerUse> uses;
  Diagnostics diagnostics;
};

std::string slot_text(const Resolved& resolved) {
  const auto number = std::to_string(resolved.slot);
  switch (resolved.kind) {
    case Resolved::Kind::kValue:
      return "[V" + number + "]";
    case Resolved::Kind::kOpen:
      return "[#S" + number + "]";
    case Resolved::Kind::kClose:
      return "[/S" + number + "]";
    case Resolved::Kind::kOpenSeparator:
      return "[#sep" + number + "]";
    case Resolved::Kind::kCloseSeparator:
      return "[/sep" + number + "]";
    default:
      return "[]";
  }
}

Outcome resolve(const std::string& text, const Shape& shape = report_shape()) {
  Outcome outcome;
  const SourceFile file{"t.txt", text};
  Resolver resolver(shape, outcome.diagnostics);
  std::size_t done = 0;
  for (const auto& marker : bind::scan_markers(text).markers) {
    outcome.body += text.substr(done, marker.offset - done) +
                    slot_text(resolver.resolve(marker, file.at(marker.offset, marker.length)));
    done = marker.offset + marker.length;
  }
  outcome.body += text.substr(done);
  resolver.finish();
  for (const auto& f : outcome.diagnostics.sorted()) {
    outcome.findings.push_back(std::to_string(f.at.line) + ":" + std::to_string(f.at.column) + " " + f.rule +
                               ": " + f.message.ru + (f.hint.ru.empty() ? "" : " (" + f.hint.ru + ")"));
  }
  outcome.program = resolver.program();
  outcome.uses = resolver.uses();
  return outcome;
}

std::string findings(const std::string& text) {
  std::string all;
  for (const auto& line : resolve(text).findings) all += (all.empty() ? "" : "\n") + line;
  return all;
}

/// Where the first value leads: rows out, sections through, column.
std::string path(const std::string& text) {
  const auto outcome = resolve(text);
  if (outcome.program.values.empty()) return "nowhere";
  const auto& found = outcome.program.values.back().path;
  std::string way = "up " + std::to_string(found.up);
  for (const int section : found.through) way += " through " + std::to_string(section);
  return way + " column " + std::to_string(found.index);
}

}  // namespace

TEST_CASE("a name is a field of the row it stands in, then of the rows outside") {
  CHECK(path("{{title}}") == "up 0 column 0");
  CHECK(path("{{Школа}}") == "up 0 column 2");
  CHECK(path("{{#schools}}{{name}}{{/schools}}") == "up 0 column 0");
  CHECK(path("{{#schools}}{{title}}{{/schools}}") == "up 1 column 0");
  CHECK(path("{{#schools}}{{#teachers}}{{name}}{{/teachers}}{{/schools}}") == "up 0 column 0");
  CHECK(path("{{#schools}}{{#teachers}}{{head}}{{/teachers}}{{/schools}}") == "up 1 column 1");
  CHECK(path("{{#schools}}{{#teachers}}{{as_of}}{{/teachers}}{{/schools}}") == "up 2 column 1");
}

TEST_CASE("a.b is the field b of the single row of a") {
  CHECK(path("{{plan.goal}}") == "up 0 through 0 column 0");
  CHECK(path("{{#schools}}{{plan.period}}{{/schools}}") == "up 1 through 0 column 1");
  CHECK(path("{{#directions}}{{activities.what}}{{/directions}}") == "up 0 through 0 column 0");
}

TEST_CASE("a bare name that is nowhere is taken from the only list of the root that has it") {
  CHECK(path("{{goal}}") == "up 0 through 0 column 0");
  CHECK(path("{{#schools}}{{goal}}{{/schools}}") == "up 1 through 0 column 0");
  CHECK(findings("{{head}}") ==
        "1:1 ambiguous-field: поле `head` есть в нескольких списках (уточните: `schools.head`, "
        "`directions.head`)");
}

TEST_CASE("a value may have the name of a list that is nearer: the list is passed over") {
  const auto shape = shape_of({"plan"}, {{"rows", shape_of({"x"}, {{"plan", shape_of({"y"})}})}});
  const auto outcome = resolve("{{#rows}}{{plan}}{{/rows}}", shape);
  CHECK(outcome.findings.empty());
  CHECK(outcome.program.values[0].path == bind::Path{1, {}, 0});
}

TEST_CASE("a section of a list repeats, of a field is a condition, ^ turns both round") {
  const auto outcome = resolve(
      "{{#schools}}a{{/schools}}{{^schools}}b{{/schools}}{{#title}}c{{/title}}{{^plan.goal}}d{{/plan.goal}}");
  CHECK(outcome.findings.empty());
  CHECK(outcome.body == "[#S0]a[/S0][#S1]b[/S1][#S2]c[/S2][#S3]d[/S3]");
  using Kind = bind::SectionSlot::Kind;
  const auto& sections = outcome.program.sections;
  CHECK(sections[0].kind == Kind::kRows);
  CHECK_FALSE(sections[0].inverted);
  CHECK(sections[1].kind == Kind::kRows);
  CHECK(sections[1].inverted);
  CHECK(sections[2].kind == Kind::kCondition);
  CHECK(sections[3].kind == Kind::kCondition);
  CHECK(sections[3].inverted);
  CHECK(sections[3].path == bind::Path{0, {0}, 0});
}

TEST_CASE("a condition and an inverted section have no row of their own") {
  CHECK(path("{{#schools}}{{#head}}{{name}}{{/head}}{{/schools}}") == "up 0 column 0");
  CHECK(path("{{^schools}}{{title}}{{/schools}}") == "up 0 column 0");
}

TEST_CASE("a list of plain values has the item '.'") {
  const auto outcome = resolve("{{#tags}}{{.}}{{/tags}}");
  CHECK(outcome.findings.empty());
  CHECK(outcome.uses[1].name == "tags");
  CHECK(findings("{{tags}}") ==
        "1:1 section-as-value: `tags` — список, а не значение (повторите его для каждой строки: "
        "`{{#tags}}{{.}}{{/tags}}`)");
}

TEST_CASE("a separator stands directly in its section") {
  CHECK(resolve("{{#schools}}{{name}}{{#schools_separator}}, {{/schools_separator}}{{/schools}}").body ==
        "[#S0][V0][#sep0], [/sep0][/S0]");
  SUBCASE("of a dotted name the last part will do") {
    const auto shape = shape_of({}, {{"plan", shape_of({"goal"}, {{"items", shape_of({"x"})}})}});
    CHECK(resolve("{{#plan.items}}{{#plan.items_separator}}; {{/plan.items_separator}}{{/plan.items}}", shape)
              .findings.empty());
    CHECK(resolve("{{#plan.items}}{{#items_separator}}; {{/items_separator}}{{/plan.items}}", shape)
              .findings.empty());
  }
  SUBCASE("elsewhere it would never be seen") {
    CHECK(findings(
              "{{#schools}}{{#head}}{{#schools_separator}}, {{/schools_separator}}{{/head}}{{/schools}}") ==
          "1:22 separator-place: `schools_separator` стоит не прямо в разделе `schools`, а глубже (вынесите "
          "его из `head`)");
    CHECK(findings("{{#schools}}{{#schools_separator}},{{/schools_separator}}{{#schools_separator}};{{/"
                   "schools_separator}}{{/schools}}") ==
          "1:58 second-separator: у раздела `schools` уже есть разделитель (оставьте один)");
  }
}

TEST_CASE("a closing marker says the name as it was opened, or in full") {
  CHECK(resolve("{{#schools}}{{#teachers}}{{/schools.teachers}}{{/schools}}").findings.empty());
  CHECK(resolve("{{#schools}}{{#teachers}}{{/teachers}}{{/schools}}").findings.empty());
}

TEST_CASE("every mistake of a template is found in one run") {
  const auto outcome = resolve(R"({{tytle}} {{plan.gaol}}
{{#scools}}{{whatever}}{{/scools}}
{{schools}}
{{#schools}}{{#teachers}}{{/schools}}{{/teachers}}
{{/plan}}
{{title:uper}}
{{#schools:upper}}{{/schools}}
{{>header}}
{{#directions}}
{{#activities}})");
  CHECK(outcome.findings ==
        std::vector<std::string>{
            "1:1 unknown-field: в данных нет поля `tytle` (возможно, `title`)",
            "1:11 unknown-field: в данных нет поля `plan.gaol` (возможно, `plan.goal`)",
            "2:1 unknown-section: в данных нет ни списка, ни поля `scools` (возможно, `schools`)",
            "3:1 section-as-value: `schools` — список, а не значение (повторите его для каждой строки: "
            "`{{#schools}}{{name}}{{/schools}}`; если строка одна, хватит "
            "`{{schools.name}}`)",
            "4:26 crossed-sections: раздел `schools` закрыт раньше, чем раздел `teachers` внутри него "
            "(сначала закройте `{{/teachers}}`)",
            "5:1 unopened-section: раздел `plan` закрыт, но не открыт: нет `{{#plan}}` (откройте его "
            "выше: `{{#plan}}`, или уберите эту метку)",
            "6:1 bad-modifier: " + language::modifier_problem({"uper", ""})->ru +
                " (модификаторы с примерами — в docs/modifiers.ru.md)",
            "7:1 modifier-on-section: у раздела `schools` не бывает модификатора `upper` (уберите его: "
            "модификатор "
            "ставят у значения внутри раздела)",
            "8:1 include-unsupported: вставка `{{>header}}` здесь не действует (вставлять можно в текст "
            "шаблонов .docx, .odt, .html и .txt)",
            "9:1 unclosed-section: раздел `directions` не закрыт (поставьте `{{/directions}}` там, где он "
            "кончается)",
            "10:1 unclosed-section: раздел `activities` не закрыт (поставьте `{{/activities}}` там, где он "
            "кончается)",
        });
}

TEST_CASE("a misspelt opening is one mistake, the right closing is not another") {
  CHECK(findings("{{#scools}}{{/schools}}") ==
        "1:1 unknown-section: в данных нет ни списка, ни поля `scools` (возможно, `schools`)");
}

TEST_CASE("a crossed section shows where it was opened, and its own end is not blamed again") {
  const auto outcome = resolve("{{#schools}}{{#teachers}}{{/schools}}{{/teachers}}");
  REQUIRE(outcome.diagnostics.in_order().size() == 1);
  const auto& related = outcome.diagnostics.in_order().front().related;
  REQUIRE(related.size() == 1);
  CHECK(related[0].at.column == 13);
  CHECK(related[0].message.ru == "раздел `teachers` открыт здесь");
}

TEST_CASE("a misspelt closing marker is one mistake") {
  const auto outcome = resolve("{{#schools}}\n{{/shcools}}");
  CHECK(outcome.findings == std::vector<std::string>{"2:1 unopened-section: раздел `shcools` закрыт, но не "
                                                     "открыт: нет `{{#shcools}}` (возможно, `schools`)"});
  CHECK(outcome.diagnostics.in_order().front().related.front().at.line == 1);
}

TEST_CASE("suggestions come from everything that can be seen, dotted names too") {
  CHECK(findings("{{#schools}}{{#teachers}}{{subjetc}}{{/teachers}}{{/schools}}") ==
        "1:26 unknown-field: в данных нет поля `subjetc` (возможно, `subject`)");
  CHECK(findings("{{directions.activities.wat}}") ==
        "1:1 unknown-field: в данных нет поля `directions.activities.wat` (возможно, "
        "`directions.activities.what`)");
  CHECK(findings("{{школа}}") == "1:1 unknown-field: в данных нет поля `школа` (возможно, `Школа`)");
  CHECK(findings("{{zzzzzzzz}}") ==
        "1:1 unknown-field: в данных нет поля `zzzzzzzz` (что есть в данных, покажет `svodka fields`)");
}

TEST_CASE("inside an unknown section nobody can say which fields there are") {
  CHECK(findings("{{#scools}}{{anything}}{{#more}}{{/more}}{{/scools}}") ==
        "1:1 unknown-section: в данных нет ни списка, ни поля `scools` (возможно, `schools`)");
}

TEST_CASE("habits from other template languages are explained") {
  CHECK(findings("{{#if title}}a{{else}}b{{/if}}") ==
        "1:1 unknown-section: в данных нет ни списка, ни поля `if title` (достаточно имени: "
        "`{{#title}}…{{/title}}`)\n"
        "1:15 unknown-field: в данных нет поля `else` («иначе» пишут вторым разделом: "
        "`{{/имя}}{{^имя}}…{{/имя}}`)");
  CHECK(findings("{{#unless title}}{{/unless}}") ==
        "1:1 unknown-section: в данных нет ни списка, ни поля `unless title` (достаточно имени: "
        "`{{^title}}…{{/title}}`)");
  CHECK(findings("{{#each schools}}{{name}}{{/each}}") ==
        "1:1 unknown-section: в данных нет ни списка, ни поля `each schools` (достаточно имени: "
        "`{{#schools}}…{{/schools}}`)");
}

TEST_CASE("sections nest to a bounded depth, however deep a template is") {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "{{#title}}";
  for (int i = 0; i < 5000; ++i) text += "{{/title}}";
  CHECK(findings(text) ==
        "1:1001 too-deep: разделы вложены глубже 100 уровней (проверьте, закрыты ли разделы)");
}

TEST_CASE("each marker is listed beside what fills it") {
  const auto outcome =
      resolve("{{#schools}}{{name:upper}}{{#teachers}}{{subject}}{{/teachers}}{{/schools}}{{goal}}");
  std::vector<std::string> lines;
  for (const auto& use : outcome.uses)
    lines.push_back(use.marker + " = " + use.name + (use.section ? " (list)" : ""));
  CHECK(lines == std::vector<std::string>{"{{#schools}} = schools (list)", "{{name:upper}} = schools.name",
                                          "{{#teachers}} = schools.teachers (list)",
                                          "{{subject}} = schools.teachers.subject", "{{goal}} = plan.goal"});
}

TEST_CASE("escaped braces are the literal braces") {
  const auto outcome = resolve("\\{{title}}");
  CHECK(outcome.body == "[V0]title}}");
  CHECK(outcome.program.values[0].literal == "{{");
}
