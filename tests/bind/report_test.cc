#include "bind/report.h"

#include <doctest/doctest.h>

#include "bind/scalar_place.h"
#include "language/modifiers.h"
#include "load/schema.h"
#include "store/refresh.h"
#include "support/temp_folder.h"

using namespace svodka;
using bind::BoundReport;

namespace {

constexpr const char* kOrganisations = R"(organisations:
  - {id: izobilnaya, name: Изобильная СОШ, kind: school, village: с. Изобильное}
  - {id: pokrovskaya, name: Покровская СОШ, kind: school, village: с. Покровка}
people:
  - {id: ivanova, surname: Иванова, name: Анна, post: директор, organisation: izobilnaya}
  - {id: petrov, surname: Петров, name: Пётр, post: учитель, organisation: izobilnaya}
)";

/// A project with one report and its store.
class Project {
 public:
  explicit Project(const std::string& definition) : schema_(load::builtin_schema_definition()) {
    folder_.write("inputs/a.yaml", kOrganisations);
    folder_.write("templates/r.yaml", definition);
    store::refresh(folder_.path(), schema_, database(), found_);
    reader_ = std::make_unique<store::Reader>(database(), schema_,
                                              store::ReportContext{"2020-11", "2020-12-01", "2020-10"});
  }

  std::filesystem::path database() const { return folder_.path() / "outputs/.svodka/data.db"; }

  std::optional<bind::Report> load() {
    out = {};
    return bind::load_report(folder_.path(), "r", out);
  }

  /// Prepared; the definition stays with the project.
  std::optional<BoundReport> bound() {
    report_ = load();
    if (!report_) return std::nullopt;
    return BoundReport::prepare(*report_, *reader_, out);
  }

  /// What was found, one a line: place, rule, message and hint.
  std::string findings() const {
    std::string all;
    for (const auto& f : out.sorted()) {
      all += to_string(f.at, Language::kRussian) + "+" + std::to_string(f.at.length) + " " + f.rule + ": " +
             f.message.ru + (f.hint.ru.empty() ? "" : " (" + f.hint.ru + ")") + "\n";
    }
    return all;
  }

  std::string mistakes() {
    bound();
    return findings();
  }

  Diagnostics out;

 private:
  svodka::test::TempFolder folder_;
  load::Schema schema_;
  Diagnostics found_;
  std::unique_ptr<store::Reader> reader_;
  std::optional<bind::Report> report_;
};

std::string with_data(const std::string& data) {
  return "title: Отчёт\noutputs:\n  - template: r.txt\ndata:\n" + data;
}

/// Rows as text: "a|b{section: rows}".
std::string shown(const Row& row, const Shape& shape) {
  std::string line;
  for (const auto& value : row.values) line += (line.empty() ? "" : "|") + language::to_text(value);
  for (std::size_t i = 0; i < row.sections.size(); ++i) {
    line += " " + shape.sections[i].name + "{";
    for (const auto& inner : row.sections[i]) line += "[" + shown(inner, shape.sections[i].shape) + "]";
    line += "}";
  }
  return line;
}

std::vector<bind::MarkerUse> uses(const std::vector<std::string>& names) {
  std::vector<bind::MarkerUse> all;
  for (const auto& name : names) all.push_back({"{{" + name + "}}", name, {}, ColumnType::kText, false});
  return all;
}

}  // namespace

TEST_CASE("a definition is read whole") {
  Project project(R"(title: Отчёт
outputs:
  - template: r.docx
    file: "{{as_of}} Отчёт.docx"
    pdf: pdf/a-2b
  - template: r.txt
  - sheets: [{name: Свод}]
    properties: {title: Т}
data:
  plan: SELECT 1 AS n
  schools:
    sql: SELECT id FROM organisations
    each:
      people: SELECT id FROM people WHERE organisation = :schools.id
sign-off: {approve: [ivanova, petrov], sign: ivanova}
)");
  const auto report = project.load();
  CHECK(project.findings() == "");
  REQUIRE(report);
  CHECK(report->title == "Отчёт");
  CHECK(report->path == "templates/r.yaml");
  REQUIRE(report->outputs.size() == 3);
  CHECK(report->outputs[0].template_file == "templates/r.docx");
  CHECK(report->outputs[0].file == "{{as_of}} Отчёт.docx");
  CHECK(report->outputs[0].pdf == "pdf/a-2b");
  CHECK(report->outputs[1].file == "r.txt");
  CHECK(report->outputs[2].file == "r.xlsx");
  CHECK(report->outputs[2].sheets);
  CHECK(report->outputs[2].properties);
  REQUIRE(report->data.size() == 2);
  CHECK(report->data[1].each.front().name == "people");
  CHECK(report->sign_off.approve == std::vector<std::string>{"ivanova", "petrov"});
  CHECK(report->sign_off.sign == "ivanova");
}

TEST_CASE("contents says what becomes of page numbers in a Word document") {
  Project project(R"(title: Отчёт
outputs:
  - {template: a.docx, contents: pages}
  - {template: b.docx, contents: update}
  - {template: c.docx}
)");
  const auto report = project.load();
  CHECK(project.findings() == "");
  REQUIRE(report);
  CHECK(report->outputs[0].contents == "pages");
  CHECK(report->outputs[1].contents == "update");
  CHECK(report->outputs[2].contents == "");
  Project wrong(R"(title: Отчёт
outputs:
  - {template: a.docx, contents: page}
  - {sheets: [{name: Свод}], contents: pages}
)");
  CHECK_FALSE(wrong.load());
  CHECK(
      wrong.findings() ==
      "templates/r.yaml:3:34+4 unknown-value: непонятное значение `contents`: «page» (бывают pages, update и "
      "entries)\n"
      "templates/r.yaml:4:30+8 unknown-key: непонятный ключ `contents` (здесь бывают: sheets, properties, "
      "file, format, pdf, template)\n");
}

TEST_CASE("every mistake of a definition is found in one run") {
  Project project(R"(titel: Отчёт
outputs:
  - template: r.docx
    fiel: x
    pdf: yes please
  - template: ../../secret.docx
  - template: r.docx
    file: Отчёт.doc
  - sheets: []
    template: r.docx
  - {}
data:
  plan.title: SELECT 1
  a_separator: SELECT 1
  good: {sqll: SELECT 1}
  list: [SELECT 1]
sign-off: {approve: {a: b}}
)");
  CHECK_FALSE(project.load());
  CHECK(project.findings() ==
        "templates/r.yaml:1:1+0 missing-key: нет названия отчёта: `title` (добавьте его: `title: Отчёт`)\n"
        "templates/r.yaml:1:1+5 unknown-key: непонятный ключ `titel` (возможно, `title`)\n"
        "templates/r.yaml:4:5+4 unknown-key: непонятный ключ `fiel` (возможно, `file`)\n"
        "templates/r.yaml:5:10+10 unknown-value: непонятное значение `pdf`: «yes please» (бывают true (то "
        "же, что pdf/a-2b), pdf/a-2b и pdf)\n"
        "templates/r.yaml:6:15+17 bad-path: шаблон «../../secret.docx» лежит вне проекта (положите его в "
        "templates и назовите без папки)\n"
        "templates/r.yaml:8:11+9 wrong-extension: имя документа «Отчёт.doc» должно кончаться на «.docx» "
        "(исправьте конец имени: он говорит, чем файл открыть)\n"
        "templates/r.yaml:9:5+0 missing-key: у документа должно быть что-то одно: `template` или `sheets` "
        "(уберите одно из двух: книгу по шаблону и книгу по описанию создают разные документы списка "
        "`outputs`)\n"
        "templates/r.yaml:11:5+0 missing-key: у документа должно быть что-то одно: `template` или `sheets` "
        "(назовите шаблон: `template: файл.docx`, или опишите листы книги: `sheets:`)\n"
        "templates/r.yaml:13:3+10 bad-name: «plan.title» не может быть именем запроса (имя состоит из букв, "
        "цифр, дефисов и пробелов и не кончается на `_separator`)\n"
        "templates/r.yaml:14:3+11 bad-name: «a_separator» не может быть именем запроса (имя состоит из букв, "
        "цифр, дефисов и пробелов и не кончается на `_separator`)\n"
        "templates/r.yaml:15:9+0 missing-key: у запроса `good` нет SQL (запишите его за двоеточием: `good: "
        "SELECT …`)\n"
        "templates/r.yaml:15:10+4 unknown-key: непонятный ключ `sqll` (возможно, `sql`)\n"
        "templates/r.yaml:16:9+0 wrong-form: здесь ожидается SQL, а не список (запишите его без скобок: "
        "`list: SELECT …`)\n"
        "templates/r.yaml:17:21+0 wrong-form: `approve` — это список людей (перечислите их id в скобках: "
        "`approve: [petrova, ivanov]`)\n");
}

TEST_CASE("what is missing is named") {
  CHECK(Project("title: Т\n").mistakes() ==
        "templates/r.yaml:1:1+0 missing-key: не сказано, какие документы создавать: нет `outputs` (добавьте "
        "список: `outputs:`, а под ним `- template: файл.docx`)\n");
  CHECK(Project("title: Т\noutputs: []\n").mistakes() ==
        "templates/r.yaml:2:10+0 missing-key: список `outputs` пуст (добавьте документ: `- template: "
        "файл.docx`)\n");
  CHECK(Project("title: Т\noutputs:\n  - template: r.docx\none-per: SELECT id FROM organisations\n")
            .mistakes() ==
        "templates/r.yaml:3:15+6 one-name: у всех документов из `one-per` будет одно имя: «r.docx» "
        "(поставьте в `file` столбец, который у строк разный: `{{id}}.docx`)\n");
}

TEST_CASE("the root has the run's columns, the title and those of one-per, sections are the queries") {
  Project project(
      "title: Отчёт\noutputs:\n  - template: r.txt\n    file: \"{{id}}.txt\"\none-per: SELECT id, name FROM "
      "organisations ORDER BY id\n"
      "data:\n  staff: SELECT surname FROM people WHERE organisation = :id ORDER BY surname\n");
  auto bound = project.bound();
  CHECK(project.findings() == "");
  REQUIRE(bound);
  for (const char* name : {"period", "as_of", "title", "id", "name"}) CHECK(bound->shape().column(name) >= 0);
  CHECK(bound->shape().sections.front().shape.columns.front().name == "surname");
  bound->use(uses({"staff.surname"}));
  auto documents = bound->documents(project.out);
  REQUIRE(documents.size() == 2);
  std::vector<std::string> shown_staff;
  for (auto& root : documents) {
    bound->fetch(root, project.out);
    const auto id = language::to_text(root.values[static_cast<std::size_t>(bound->shape().column("id"))]);
    std::string line = id + ":";
    for (const auto& row : root.sections[0]) line += " " + language::to_text(row.values[0]);
    shown_staff.push_back(line);
  }
  CHECK(shown_staff == std::vector<std::string>{"izobilnaya: Иванова Петров", "pokrovskaya:"});
}

TEST_CASE("a nested query is run for each row above it, to any depth") {
  Project project(with_data(R"(  schools:
    sql: SELECT id, name FROM organisations ORDER BY id
    each:
      staff:
        sql: SELECT id, surname FROM people WHERE organisation = :schools.id ORDER BY surname
        each:
          echo: SELECT :surname || ' из ' || :schools.name || ' на ' || :as_of AS words
)"));
  auto bound = project.bound();
  CHECK(project.findings() == "");
  REQUIRE(bound);
  bound->use(uses({"schools.name", "schools.staff.surname", "schools.staff.echo.words"}));
  auto root = bound->documents(project.out).front();
  bound->fetch(root, project.out);
  CHECK(shown(root.sections[0][0], bound->shape().sections[0].shape) ==
        "izobilnaya|Изобильная СОШ staff{[ivanova|Иванова echo{[Иванова из Изобильная СОШ на "
        "2020-12-01]}][petrov|Петров echo{[Петров из Изобильная СОШ на 2020-12-01]}]}");
  CHECK(shown(root.sections[0][1], bound->shape().sections[0].shape) == "pokrovskaya|Покровская СОШ staff{}");
}

TEST_CASE("only what a template shows is read, and what nothing shows is said, nested queries too") {
  Project project(
      with_data("  a: SELECT 1 AS x\n  b: SELECT 2 AS x\n  c:\n    sql: SELECT 3 AS x\n    each:\n      d: "
                "SELECT 4 AS y\n      e: SELECT 5 AS y\n  f: SELECT 6 AS x\n"));
  auto bound = project.bound();
  REQUIRE(bound);
  bound->use(uses({"b.x", "c.d.y"}));
  bound->use_rows(3);
  bound->report_unused(project.out);
  CHECK(project.findings() ==
        "templates/r.yaml:5:3+1 unused-query: запрос `a` нигде не используется (удалите его или добавьте "
        "метку в шаблон)\n"
        "templates/r.yaml:11:7+1 unused-query: запрос `c.e` нигде не используется (удалите его или добавьте "
        "метку в шаблон)\n");
  auto root = bound->documents(project.out).front();
  bound->fetch(root, project.out);
  CHECK(root.sections[0].empty());
  CHECK(root.sections[1].size() == 1);
  CHECK(root.sections[2][0].sections[0].size() == 1);
  CHECK(root.sections[2][0].sections[1].empty());
  CHECK(root.sections[3].empty());
  auto rows = bound->open_rows(3, root, project.out);
  Row row;
  CHECK(rows->next(row));
  CHECK(language::to_text(row.values[0]) == "6");
  CHECK_FALSE(rows->next(row));
  CHECK_FALSE(rows->next(row));  // SQLite would begin again
}

TEST_CASE("mistakes in SQL are found where they stand, however the YAML is written") {
  CHECK(Project(with_data("  a: SELECT nam FROM organisations\n")).mistakes() ==
        "templates/r.yaml:5:13+3 sql-error: запрос `a`: нет столбца `nam` (возможно, `name`)\n");
  CHECK(Project(with_data("  a: |\n    SELECT id,\n           nam\n      FROM organisations\n"))
            .mistakes()
            .starts_with("templates/r.yaml:7:12+3 sql-error"));
  CHECK(Project(with_data("  a: >\n    SELECT id,\n           nam\n      FROM organisations\n"))
            .mistakes()
            .starts_with("templates/r.yaml:7:12+3 sql-error"));
  CHECK(Project(with_data("  a: \"SELECT 'Ы \\\"' AS x,\\n nam FROM organisations\"\n"))
            .mistakes()
            .starts_with("templates/r.yaml:5:29+3 sql-error"));
  CHECK(Project(with_data("  a: 'SELECT ''Ы'' AS x, nam FROM organisations'\n"))
            .mistakes()
            .starts_with("templates/r.yaml:5:26+3 sql-error"));
  CHECK(Project(with_data("  a: SELECT id FROM organisation\n")).mistakes() ==
        "templates/r.yaml:5:21+12 sql-error: запрос `a`: нет таблицы или представления `organisation` "
        "(возможно, `organisations`)\n");
  CHECK(Project(with_data("  a: SELEC id\n")).mistakes() ==
        "templates/r.yaml:5:6+5 sql-error: запрос `a`: ошибка в SQL около «SELEC» (возможно, `SELECT`)\n");
  CHECK(Project(with_data("  a: DELETE FROM people\n")).mistakes().starts_with("templates/r.yaml:5:6"));
}

TEST_CASE("all queries are checked, nested ones with what may fill their parameters") {
  CHECK(Project(with_data(R"(  a:
    sql: SELECT id, name FROM organisations
    each:
      b: |
        SELECT surname FROM people
         WHERE organisation = :a.ids
      c: SELECT * FROM nonsense
  d: SELECT :id AS x
)"))
            .mistakes() ==
        "templates/r.yaml:10:31+6 unknown-parameter: в запросе `b` параметр `:a.ids` неоткуда взять "
        "(возможно, `a.id`)\n"
        "templates/r.yaml:11:24+8 sql-error: запрос `c`: нет таблицы или представления `nonsense` (список "
        "таблиц и представлений показывает `svodka query` без запроса)\n"
        "templates/r.yaml:12:13+3 unknown-parameter: в запросе `d` параметр `:id` неоткуда взять (параметр — "
        "столбец отчёта или строки, в которую вложен запрос)\n");
}

TEST_CASE("names that would mean two things are refused, columns without a name are warned of") {
  CHECK(Project(with_data("  a: SELECT id, id FROM organisations\n")).mistakes() ==
        "templates/r.yaml:5:6+32 duplicate-column: в запросе `a` два столбца `id` (дайте одному из них имя: "
        "… AS имя)\n");
  CHECK(Project(with_data("  as_of: SELECT 1 AS x\n")).mistakes() ==
        "templates/r.yaml:5:3+5 name-clash: имя `as_of` уже есть у столбца (переименуйте запрос)\n");
  CHECK(Project(with_data("  a: SELECT count(*) FROM people\n")).mistakes() ==
        "templates/r.yaml:5:6+27 unnamed-column: в запросе `a` столбец `count(*)` нельзя назвать в шаблоне "
        "(дайте ему имя: count(*) AS имя)\n");
  CHECK(Project("title: Т\noutputs: [{template: r.txt, file: \"{{id}}.txt\"}]\none-per: SELECT id, 1 AS "
                "period FROM organisations\n")
            .mistakes() ==
        "templates/r.yaml:3:10+41 name-clash: столбец `period` запроса one-per совпадает с полем отчёта "
        "(дайте ему другое имя: … AS имя)\n");
}

TEST_CASE("a query with too many rows is stopped and named") {
  Project project(
      with_data("  many: WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000001) "
                "SELECT i FROM n\n"));
  auto bound = project.bound();
  REQUIRE(bound);
  bound->use(uses({"many.i"}));
  auto root = bound->documents(project.out).front();
  bound->fetch(root, project.out);
  CHECK(root.sections[0].size() == 1'000'000);
  CHECK(project.findings() ==
        "templates/r.yaml:5:9+93 too-many-rows: данных больше 1000000 строк: предел достигнут в запросе "
        "`many` (сузьте запрос или покажите его таблицей `sheets`)\n");
}

TEST_CASE("a mistake that SQLite meets only while it runs is a finding too") {
  Project project(with_data("  a: SELECT abs(-9223372036854775807 - 1) AS x\n"));
  auto bound = project.bound();
  REQUIRE(bound);
  bound->use(uses({"a.x"}));
  auto root = bound->documents(project.out).front();
  bound->fetch(root, project.out);
  CHECK(project.findings().starts_with("templates/r.yaml:5:6"));
  CHECK(project.findings().find("sql-error") != std::string::npos);
}

TEST_CASE("a document's name made of data becomes one that a file can have") {
  CHECK(bind::safe_file_name("Приказ 01-21/744.docx") == "Приказ 01-21-744.docx");
  CHECK(bind::safe_file_name("МОБУ \"Покровская СОШ\".docx") == "МОБУ «Покровская СОШ».docx");
  CHECK(bind::safe_file_name("а:б|в*г?<д>\\е.txt") == "а-б-вгд-е.txt");
  CHECK(bind::safe_file_name("две\nстроки\t.txt") == "две строки .txt");
  CHECK(bind::safe_file_name("../../etc/passwd") == "etc-passwd");
  CHECK(bind::safe_file_name(".скрытый. ") == "скрытый");
  CHECK(bind::safe_file_name("а\u200Bб\u202Egpj.x\u00ADls\uFEFF") == "абgpj.xls");
  std::string lengthy;
  for (int i = 0; i < 200; ++i) lengthy += "ы";
  const auto cut = bind::safe_file_name(lengthy + ".docx");
  CHECK(cut.size() <= 240);
  CHECK(cut.ends_with("ы.docx"));
  for (const char* name : {"Приказ 01-21-744.docx", "а", "2020-12-01 Отчёт.docx"})
    CHECK_FALSE(bind::file_name_problem(name));
  for (const char* name : {"", ".x", "-x", "a/b", "a\nb", "con.txt", "LPT1", "a.", "a ", "a\"b"}) {
    CAPTURE(name);
    CHECK(bind::file_name_problem(name));
  }
}
