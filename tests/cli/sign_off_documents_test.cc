#include <doctest/doctest.h>

#include "cli/sign_off_project.h"
#include "support/paths.h"

// Documents about documents: the register of outgoing documents and the covering letter.

namespace svodka::test {
namespace {

// The text of a Word document or the cells of a workbook, as other programs read them.
std::string text_of(const Project& project, const std::string& file) {
  const std::string docx =
      "import docx, sys; d = docx.Document(sys.argv[1]); print('\\n'.join(p.text for p in d.paragraphs)); "
      "print('\\n'.join(' | '.join(c.text for c in r.cells) for t in d.tables for r in t.rows))";
  const std::string xlsx =
      "import openpyxl, sys; s = openpyxl.load_workbook(sys.argv[1]).active; "
      "print('\\n'.join(' | '.join(str(c.value) for c in r) for r in s.iter_rows()))";
  auto text =
      project.ok("/usr/bin/python3 -c \"" + (file.ends_with(".docx") ? docx : xlsx) + "\" '" + file + "'");
  for (auto at = text.find("\u00A0"); at != std::string::npos; at = text.find("\u00A0"))
    text.replace(at, 2, " ");
  return text;  // with ordinary spaces, for reading
}

void sign_and_register(const Project& project) {
  project.make_keys();
  project.ok(
      "svodka build -q && svodka approve report --by methodist -q && svodka approve report --by head -q");
  project.ok(
      "svodka sign report --key key.pem --cert cert.pem -q && svodka register report --date 2026-10-02 -q");
}

void check_has(const std::string& text, const std::string& words) {
  CHECK_MESSAGE(text.find(words) != std::string::npos, words << "\n" << text);
}

TEST_CASE(
    "outgoing register: a table for queries, a workbook and a Word document, its own definition or ours") {
  const Project project;
  sign_and_register(project);
  CHECK_EQ(project.ok("svodka query --format csv 'SELECT number, date, addressee, signer, latest FROM "
                      "documents ORDER BY number'"),
           "number;date;addressee;signer;latest\r\n"
           "01-21/744;2026-10-02;министерство образования Примерной области;head;1\r\n"
           "01-21/745;2026-10-02;министерство образования Примерной области;head;1\r\n");
  CHECK_EQ(project.ok("svodka query --format csv \"SELECT step, person, certificate, certificate_owner FROM "
                      "sign_off_steps WHERE "
                      "file LIKE '%.txt'\""),
           "step;person;certificate;certificate_owner\r\napprove;methodist;;\r\napprove;head;;\r\n"
           "sign;head;0A0B0C;Иванова Анна Петровна\r\nregister;;;\r\n");
  project.ok("svodka log --outgoing -o журнал.xlsx && svodka log --outgoing -o журнал.docx");
  const auto book = text_of(project, "журнал.xlsx");
  check_has(book, "Журнал регистрации исходящих документов за 2026 год");
  check_has(book,
            "1 | 01-21/744 | 2026-10-02 00:00:00 | министерство образования Примерной области | Информация "
            "об исполнении плана | "
            "2026-10-01 Информация об исполнении плана.docx | 1 | Иванова Анна Петровна");
  const auto word = text_of(project, "журнал.docx");
  check_has(word, "2 | 01-21/745 | 02.10.2026 |");
  check_has(word, "Всего за 2026 год: 2 документа.");
  // Another year has its own; a project's definition is taken instead of the built-in one.
  project.ok("svodka log --outgoing -o пусто.docx --period 2025");
  check_has(text_of(project, "пусто.docx"), "Всего за 2025 год: 0 документов.");
  project.ok(
      "svodka new --report outgoing-register && sed -i 's/Краткое содержание/О чём/' "
      "templates/outgoing-register.yaml");
  CHECK_EQ(project.run("svodka new --report outgoing-register").code, 2);
  project.ok("svodka log --outgoing -o свой.xlsx");
  check_has(text_of(project, "свой.xlsx"), "| О чём |");
  project.ok("svodka build outgoing-register");
  check_has(text_of(project, "outputs/2026-09/Журнал исходящих документов 2026.docx"), "01-21/745");
  project.refused("svodka log --outgoing -o журнал.odt", "no-such-output");
  CHECK_EQ(project.run("svodka log -o журнал.xlsx").code, 2);
}

TEST_CASE(
    "covering letter: names the documents, their sheets, numbers and signatures, and is signed off itself") {
  const Project project;
  project.ok(
      "svodka new --report covering-letter -q && sed -i 's/^# sign-off/sign-off/' "
      "templates/covering-letter.yaml");
  const std::string letter = "outputs/2026-09/2026-10-01 Сопроводительное письмо.docx";
  project.ok("svodka build -q");
  check_has(text_of(project, letter), "0 документов");
  sign_and_register(project);
  // The draft was made before: approving it now would approve what is no longer so.
  project.ok("rm '" + letter + "' && svodka build covering-letter -q");
  const auto text = text_of(project, letter);
  check_has(
      text,
      "Направляем документы за сентябрь 2026 года: 2 документа на 1 листе, с 2 электронными подписями.");
  check_has(text,
            "1 | Информация об исполнении плана (2026-10-01 Информация об исполнении плана.docx) | 1 | № "
            "01-21/744 от 02.10.2026 | "
            "Иванова Анна Петровна, начальник Управления образования,");
  check_has(text, "сертификат 0A0B0C (файл 2026-10-01 Информация об исполнении плана.docx.p7s)");
  check_has(
      text,
      "2 | Информация об исполнении плана (2026-10-01 Информация об исполнении плана.txt) | — | № 01-21/745");
  CHECK(text.find("Сопроводительное письмо") == std::string::npos);  // not itself
  const auto bytes = project.file(letter);
  project.ok("svodka build -q");  // all reports together say the same
  CHECK(project.file(letter) == bytes);
  project.ok(
      "svodka approve covering-letter --by methodist && svodka sign covering-letter --key key.pem --cert "
      "cert.pem");
  project.ok("svodka register covering-letter --to 'Министерство просвещения' && svodka verify --ca ca.pem");
  check_has(project.ok("svodka log --outgoing --find просвещения"), "01-21/746");
  CHECK(project.ok("svodka build").find("версии 2") == std::string::npos);
}

TEST_CASE("covering letter: a letter that says other things than the ledger by now is not approved") {
  const Project project;
  project.ok(
      "svodka new --report covering-letter -q && sed -i 's/^# sign-off/sign-off/' "
      "templates/covering-letter.yaml");
  sign_and_register(project);
  project.refused("svodka approve covering-letter --by methodist", "data-changed");
  project.ok("svodka build -q && svodka approve covering-letter --by methodist");
}

}  // namespace
}  // namespace svodka::test
