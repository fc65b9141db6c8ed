#include "store/personal.h"

#include "store/document_tables.h"
#include "store/project.h"

using namespace svodka;
using test::Project;
using Rows = std::vector<std::string>;

namespace {

constexpr const char* kSchema = R"(collections:
  pupils:
    key: id
    ru: Ученики
    en: Pupils
    fields:
      id: {type: text, required: true, personal: true, ru: Номер, en: Id}
      name: {type: text, personal: true, ru: Имя, en: Name}
      grade: {type: integer, personal: true, ru: Класс, en: Grade}
      home: {type: record, personal: true, ru: Дом, en: Home, fields: {street: {type: text, ru: Улица, en: Street}}}
      notes: {type: list, of: {type: text}, personal: true, ru: Заметки, en: Notes}
      subject: {type: text, ru: Предмет, en: Subject}
  marks:
    ru: Отметки
    en: Marks
    fields:
      pupil: {type: reference, to: pupils, ru: Ученик, en: Pupil}
)";

constexpr const char* kRecords = R"(pupils:
  - {id: zoya, name: Зоя, grade: 9, home: {street: Садовая}, notes: [тихая, рыжая], subject: физика}
  - {id: anna, name: Анна, grade: 8, subject: химия}
  - {id: zoya-2, name: Зоя, subject: химия}
marks: [{pupil: zoya-2}, {pupil: zoya}, {pupil: zoya}]
)";

struct Pupils : Project {
  Pupils() {
    extend_schema(schema, {"inputs/schema.yaml", kSchema}, found);
    REQUIRE(rules() == Rows{});
    write("inputs/a.yaml", kRecords);
    refresh();
    REQUIRE(rules() == Rows{});
  }
  store::Reader hidden(const std::filesystem::path& previous = {}) const {
    return store::Reader(database(), schema, {"2020-11", "2020-12-01", "2020-10"}, previous,
                         store::Personal::kHidden);
  }
};

TEST_CASE(
    "personal data: hidden in texts, records, lists and keys, with all that is not personal as it was") {
  const Pupils project;
  const auto reader = project.hidden();
  CHECK_EQ(Project::rows(reader, "SELECT id, name, grade, home_street, subject FROM pupils ORDER BY _row"),
           Rows{"[скрыто 1]|[скрыто 1]|∅|[скрыто 1]|физика", "[скрыто 2]|[скрыто 2]|∅|∅|химия",
                "[скрыто 3]|[скрыто 1]|∅|∅|химия"});
  CHECK_EQ(Project::rows(reader, "SELECT value FROM pupils_notes ORDER BY _row"),
           Rows{"[скрыто 1]", "[скрыто 2]"});
  // References follow their keys, so joins and counts hold; qualified names lead nowhere else.
  const std::string joined =
      "SELECT p.subject, count(*) FROM main.marks m JOIN main.pupils p ON p.id = m.pupil GROUP BY p._row "
      "ORDER BY p._row";
  CHECK_EQ(Project::rows(reader, joined), project.ask(joined));
  CHECK_EQ(Project::rows(reader, "SELECT count(DISTINCT name) FROM pupils"), Rows{"2"});
  CHECK_EQ(
      Project::rows(reader, "SELECT count(*) FROM texts WHERE value LIKE '%Зоя%' OR value LIKE '%zoya%'"),
      Rows{"0"});
  // The store itself keeps everything.
  CHECK_EQ(project.ask("SELECT name FROM pupils WHERE grade = 9"), Rows{"Зоя"});
}

TEST_CASE(
    "personal data: the period before is hidden by the same numbers, and what is not known today goes") {
  Pupils project;
  const auto before = project.folder.path() / "before.db";
  std::filesystem::copy_file(project.database(), before);
  {
    auto schema = project.schema;  // last month it had a field more, and a collection
    Diagnostics out;
    extend_schema(
        schema,
        {"inputs/schema.yaml",
         "collections:\n  pupils: {fields: {phone: {type: text, ru: Телефон, en: Phone}}}\n"
         "  parents: {ru: Родители, en: Parents, fields: {name: {type: text, ru: Имя, en: Name}}}\n"},
        out);
    REQUIRE_FALSE(out.has_errors());
    project.write("inputs/a.yaml",
                  "pupils: [{id: new, name: Новая, phone: \"8-900\"}, {id: zoya, name: Зоя}]\nparents: "
                  "[{name: Мать}]\n");
    std::filesystem::remove(before);
    store::refresh(project.folder.path(), schema, before, out);
  }
  const auto reader = project.hidden(before);
  CHECK_EQ(Project::rows(reader, "SELECT id, name, phone FROM previous.pupils ORDER BY _row"),
           Rows{"[скрыто 4]|[скрыто 3]|∅", "[скрыто 1]|[скрыто 1]|∅"});
  CHECK_EQ(Project::rows(reader, "SELECT id FROM pupils WHERE id IN (SELECT id FROM previous.pupils)"),
           Rows{"[скрыто 1]"});
}

class Fixed : public store::DocumentRows {
 public:
  Rows documents(bool pages) override {
    asked += pages ? "pages " : "documents ";
    Rows rows(1);
    for (int i = 0; i < 26; ++i) rows.front().push_back(std::string("a"));
    rows.front()[1] = rows.front()[2] = rows.front()[23] = std::int64_t{1};
    rows.front()[19] = rows.front()[21] = std::int64_t{2026};
    rows.front()[25] = pages ? Value{std::int64_t{3}} : Value{};
    return rows;
  }
  Rows steps() override {
    asked += "steps ";
    return {};
  }
  std::string asked;
};

TEST_CASE("documents: their tables are filled when a query reads them, and no more of it than it reads") {
  const Pupils project;
  auto reader = project.reader();
  const auto rows = std::make_shared<Fixed>();
  reader.provide_documents(rows);
  Project::rows(reader, "SELECT name FROM pupils");
  CHECK_EQ(rows->asked, "");
  CHECK_EQ(Project::rows(reader, "SELECT file, year FROM documents"), std::vector<std::string>{"a|2026"});
  CHECK_EQ(Project::rows(reader, "SELECT file FROM documents d WHERE EXISTS (SELECT 1 FROM sign_off_steps)"),
           std::vector<std::string>{});
  CHECK_EQ(rows->asked, "documents steps ");
  CHECK_EQ(Project::rows(reader, "SELECT pages FROM documents"), std::vector<std::string>{"3"});
  CHECK_EQ(Project::rows(reader, "SELECT sum(pages) FROM documents"), std::vector<std::string>{"3"});
  CHECK_EQ(rows->asked, "documents steps pages ");
  CHECK(store::may_read_documents("data:\n  a: SELECT number FROM Outgoing_Register"));
  CHECK_FALSE(store::may_read_documents("SELECT * FROM activities, run_documents"));
}

}  // namespace
