#include <doctest/doctest.h>

#include "support/golden.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

// PDFs as LibreOffice, poppler and qpdf see them, and what becomes of a run when LibreOffice fails.

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

class Project {
 public:
  Project() { ok("svodka new . -q"); }
  ShellResult run(const std::string& command) const {
    return shell(temp_.path(), "{ " + command + "; } 2>&1");
  }
  std::string ok(const std::string& command) const {
    const auto result = run(command);
    CHECK_MESSAGE(result.code == 0, command << "\n" << result.output);
    return result.output;
  }
  void write(const std::string& name, const std::string& bytes) const { temp_.write(name, bytes); }
  std::string file(const std::string& name) const { return contents(temp_.path() / name); }

  // Documents of these names, each a line in a Word document with a PDF beside it.
  void notes(const std::string& names) const {
    fs::remove_all(temp_.path() / "templates");
    write(
        "templates/note.yaml",
        "title: Справка\noutputs:\n  - {template: note.docx, file: \"{{name}}.docx\", pdf: true}\ndata: {}\n"
        "one-per: SELECT column1 AS name FROM (VALUES " +
            names + ")\n");
    word("templates/note.docx", "{{name}}", "Liberation Serif");
  }
  void word(const std::string& place, const std::string& words, const std::string& font) const {
    ok("/usr/bin/python3 -c 'import docx, sys; d = docx.Document(); d.styles[\"Normal\"].font.name = "
       "sys.argv[3]; "
       "d.add_paragraph(sys.argv[2]); d.save(sys.argv[1])' " +
       place + " '" + words + "' '" + font + "'");
  }
  // A library in LibreOffice's place (fake_kit.c).
  void fake_kit() const {
    ok("mkdir -p fake tmp && cp /bin/true fake/soffice && cc -shared -fPIC -w -DLOK_USE_UNSTABLE_API -o "
       "fake/libmergedlo.so '" +
       std::string(SVODKA_TESTS_DIR) + "/cli/fake_kit.c' 2>&1");
  }

 private:
  TempFolder temp_;
};

bool has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

// A document of each kind.
constexpr const char* kKinds = R"(title: Виды
outputs:
  - {template: page.docx, pdf: true}
  - {template: text.odt, pdf: true}
  - file: sheet.xlsx
    pdf: pdf
    sheets:
      - name: Лист
        rows: values
        columns: [{header: Показатель, value: word}, {header: Доля, value: share}]
data:
  values: SELECT 'успеваемость' AS word, 6.3 AS share
)";

TEST_CASE("pdf: PDF/A-2b, tagged, with its fonts, pages and words, made again only when due (LibreOffice)") {
  const Project project;
  auto report = project.file("templates/report.yaml");
  const std::string name = "file: \"{{as_of}} Информация об исполнении плана.docx\"";
  REQUIRE(has(report, name));
  report.insert(report.find(name), "pdf: true\n    ");
  project.write("templates/report.yaml", report + "sign-off: {approve: head, sign: head}\n");
  const std::string pdf = "\"outputs/2026-09/2026-10-01 Информация об исполнении плана.pdf\"";
  project.ok("svodka build");
  const auto info = project.ok("pdfinfo " + pdf);
  CHECK(has(info, "Tagged:          yes"));
  CHECK(has(info, "Pages:           1"));
  CHECK(has(info, "Thu Oct  1 "));
  CHECK(project.ok("grep -ac 'pdfaid:part>2<' " + pdf) == "1\n");
  CHECK(has(project.ok("pdftotext " + pdf + " - | tr '\\n' ' '"), "проведён семинар"));
  CHECK(project.ok("pdffonts " + pdf + " | tail -n +3 | grep -vc 'yes yes yes' || true") == "0\n");
  project.ok("qpdf --check " + pdf);
  CHECK(has(project.file("outputs/2026-09/manifest.json"), "\"pages\": 1"));
  // An unchanged document needs no LibreOffice.
  const auto first = project.ok("sha256sum " + pdf);
  project.ok("mkdir none && PATH=$PWD/none:$(dirname $(command -v svodka)) svodka build -q");
  CHECK(project.ok("sha256sum " + pdf) == first);
  // The same inputs give the same bytes, at another time and place.
  project.ok("sleep 1; svodka build -q --out elsewhere && cmp " + pdf + " " +
             "\"elsewhere/2026-09/2026-10-01 Информация об исполнении плана.pdf\"");
  // The draft's has the mark, the approved one is of the clean document.
  const std::string pdfa = "/usr/bin/python3 '" SVODKA_TESTS_DIR "/support/pdfa.py' ";
  project.ok(pdfa + pdf);
  project.ok("pdftoppm -r 40 -png -singlefile " + pdf + " draft");
  project.ok("svodka approve report --by head");
  CHECK(project.ok("sha256sum " + pdf) != first);
  project.ok("qpdf --check " + pdf + " && svodka verify");
  project.ok(pdfa + pdf + " && " + pdfa + "--broken " + pdf);
  project.ok("pdftoppm -r 40 -png -singlefile " + pdf + " clean");
  CHECK(project.run("cmp draft.png clean.png").code == 1);
  project.ok("printf x >> " + pdf);
  CHECK(project.run("svodka verify").code == 1);
}

TEST_CASE(
    "pdf: of Word, OpenDocument and Excel alike, and a font that is not there is named with its package "
    "(LibreOffice)") {
  const Project project;
  project.ok("rm templates/*");
  project.write("templates/kinds.yaml", kKinds);
  project.word("templates/page.docx", "Слово", "Nowhere Serif");
  project.ok(
      "/usr/bin/python3 -c \"import docx; d = docx.Document(); d.add_paragraph('Текст'); "
      "d.save('text.docx')\" && "
      "soffice -env:UserInstallation=file://$PWD/p --headless --convert-to odt --outdir templates text.docx "
      ">/dev/null");
  const auto built = project.run("svodka build");
  CHECK_MESSAGE(built.code == 0, built.output);
  CHECK(has(built.output, "warning[font-missing]: шрифта «Nowhere Serif» на этой машине нет"));
  CHECK(has(project.ok("pdftotext outputs/2026-09/page.pdf -"), "Слово"));
  CHECK(has(project.ok("pdftotext outputs/2026-09/text.pdf -"), "Текст"));
  project.ok("/usr/bin/python3 '" SVODKA_TESTS_DIR
             "/support/pdfa.py' outputs/2026-09/page.pdf outputs/2026-09/text.pdf");
  const auto sheet = project.ok("pdftotext -layout outputs/2026-09/sheet.pdf -");
  CHECK(has(sheet, "успеваемость"));
  CHECK(has(sheet, "6,3"));
}

// A test authority and the certificate of the starter's head under it, by the keys that `genpkey` makes.
void make_keys(const Project& project, const std::string& algorithm, const std::string& digest) {
  project.ok("openssl genpkey " + algorithm + " -out ca.key 2>&1 && openssl genpkey " + algorithm +
             " -out key.pem 2>&1");
  project.ok("openssl req -x509 -new -key ca.key -" + digest +
             " -out ca.pem -days 3650 -utf8 -subj '/C=RU/O=Тестовый центр/CN=Тестовый центр'");
  project.ok("openssl req -new -key key.pem -" + digest +
             " -out req.pem -utf8 -subj '/C=RU/SN=Иванова/GN=Анна Петровна/CN=Иванова Анна Петровна'");
  project.ok("openssl x509 -req -in req.pem -CA ca.pem -CAkey ca.key -" + digest +
             " -set_serial 0x0A0B0C -days 365 -out cert.pem 2>&1");
}

TEST_CASE(
    "pdf: a signature inside with its mark, held sound by pdfsig, qpdf, openssl and verify (LibreOffice)") {
  const Project project;
  auto report = project.file("templates/report.yaml");
  const std::string name = "file: \"{{as_of}} Информация об исполнении плана.docx\"";
  report.replace(report.find(name), name.size(), "file: note.docx\n    pdf: true");
  project.write("templates/report.yaml", report + "sign-off: {approve: head, sign: head}\n");
  make_keys(project, "-algorithm EC -pkeyopt ec_paramgen_curve:P-256", "sha256");
  project.ok("svodka build && svodka approve report --by head && cp outputs/2026-09/note.pdf approved.pdf");
  project.ok("svodka sign report --key key.pem --cert cert.pem --ca ca.pem");
  const std::string pdf = "outputs/2026-09/note.pdf";
  project.ok("qpdf --check " + pdf);
  // What was approved is the beginning of what is signed.
  CHECK(project.file(pdf).starts_with(project.file("approved.pdf")));
  const auto said = project.ok("pdfsig -nocert " + pdf);
  for (const auto* words :
       {"Signer Certificate Common Name: Иванова Анна Петровна", "Signature Type: ETSI.CAdES.detached",
        "Total document signed", "Signature Validation: Signature is Valid."})
    CHECK_MESSAGE(has(said, words), said);
  const auto words = project.ok("pdftotext -layout " + pdf + " -");
  for (const auto* line : {"ДОКУМЕНТ ПОДПИСАН", "ЭЛЕКТРОННОЙ ПОДПИСЬЮ", "Сертификат 0A0B0C",
                           "Владелец Иванова Анна Петровна", "Действителен с "})
    CHECK_MESSAGE(has(words, line), words);
  CHECK(project.ok("pdffonts " + pdf + " | tail -n +3 | grep -vc ' yes yes ' || true") == "0\n");
  project.ok("/usr/bin/python3 '" SVODKA_TESTS_DIR "/support/pdfa.py' " + pdf);
  project.ok("svodka verify --ca ca.pem");
  project.ok("svodka export report -o out.zip && svodka verify out.zip --ca ca.pem");
  // openssl itself, on the bytes that /ByteRange names.
  project.write("take.py", R"(import re, sys
pdf = open(sys.argv[1], 'rb').read()
a, b, c, d = map(int, re.search(rb'/ByteRange \[(\d+) (\d+) (\d+) (\d+) *\]', pdf).groups())
assert a == 0 and c + d == len(pdf) and pdf[b:b+1] == b'<' and pdf[c-1:c] == b'>'
open('content', 'wb').write(pdf[:b] + pdf[c:])
open('cms', 'wb').write(bytes.fromhex(pdf[b+1:c-1].decode()))
)");
  project.ok("/usr/bin/python3 take.py " + pdf +
             " && openssl cms -verify -binary -cades -inform DER -in cms -content "
             "content -CAfile ca.pem -purpose any -out /dev/null 2>&1");
  // PAdES: the time stands in the dictionary of the signature, and only there (ETSI EN 319 142-1, 6.3).
  const auto printed = project.ok("openssl cms -cmsout -print -inform DER -in cms");
  CHECK(has(printed, "id-smime-aa-signingCertificateV2"));
  CHECK_FALSE(has(printed, "signingTime"));
  const auto checked = project.ok("svodka verify --json");
  CHECK_FALSE(has(checked, "\"time\": \"\""));
  // A later build leaves it; one more byte, or an appended object, is found.
  project.ok("cp " + pdf + " signed.pdf && svodka build && cmp " + pdf + " signed.pdf && svodka verify");
  project.ok("printf '%% more\n' >> " + pdf);
  const auto changed = project.run("svodka verify");
  CHECK(changed.code == 1);
  CHECK(has(changed.output, "[file-changed]"));
}

TEST_CASE("pdf: a GOST signature inside (LibreOffice, libengine-gost-openssl)") {
  const Project project;
  if (project.run("openssl engine gost").code != 0) return;
  auto report = project.file("templates/report.yaml");
  const std::string name = "file: \"{{as_of}} Информация об исполнении плана.docx\"";
  report.replace(report.find(name), name.size(), "file: note.docx\n    pdf: true");
  project.write("templates/report.yaml", report + "sign-off: {sign: head}\n");
  project.write(
      "gost.cnf",
      "openssl_conf = a\n[a]\nengines = b\n[b]\ngost = c\n[c]\nengine_id = gost\ndefault_algorithms = "
      "ALL\n[req]\ndistinguished_name = d\n[d]\n");
  project.ok(
      "export OPENSSL_CONF=$PWD/gost.cnf; openssl genpkey -algorithm gost2012_256 -pkeyopt paramset:TCA -out "
      "key.pem && openssl req -x509 -new -key key.pem -md_gost12_256 -utf8 -days 99 -subj "
      "'/SN=Иванова/CN=Иванова Анна Петровна' -out cert.pem");
  project.ok(
      "svodka build && svodka approve report --by head && svodka sign report --key key.pem --cert cert.pem");
  project.ok("qpdf --check outputs/2026-09/note.pdf");
  CHECK(has(project.ok("svodka verify --ca cert.pem --json"), "\"digest\": \"md_gost12_256\""));
}

TEST_CASE("pdf: no PDF is made of a text") {
  const Project project;
  project.ok("rm templates/*");
  project.write("templates/note.txt", "-\n");
  project.write("templates/note.yaml", "title: С\noutputs: [{template: note.txt, pdf: true}]\ndata: {}\n");
  CHECK(has(project.run("svodka check").output, "error[pdf-of-text]"));
}

TEST_CASE("pdf: what LibreOffice crashes or hangs on costs that one PDF and nothing else") {
  const Project project;
  project.fake_kit();
  project.notes("('a'), ('b'), ('c'), ('d'), ('e'), ('f')");
  const auto built = project.run(
      "FAKE_CRASH=1 FAKE_HANG=3 FAKE_REFUSE=4 TMPDIR=$PWD/tmp PATH=$PWD/fake:$PATH svodka build --jobs 2 "
      "--pdf-limit 2");
  CHECK(built.code == 1);
  for (const auto* words :
       {"«b.docx» не создан: LibreOffice падает", "«d.docx» не создан: LibreOffice не справился за 2 с",
        "«e.docx» не создан: LibreOffice не прочитал"})
    CHECK_MESSAGE(has(built.output, words), built.output);
  CHECK(project.ok("cd outputs/2026-09 && ls *.pdf") == "a.pdf\nc.pdf\nf.pdf\n");
  CHECK(project.ok("cd outputs/2026-09 && ls *.docx | wc -l") == "6\n");
  CHECK(project.ok("ls tmp") == "");
  // When its document has changed, a PDF that cannot be made again does not stay.
  project.word("templates/note.docx", "Теперь {{name}}", "Liberation Serif");
  project.run("FAKE_CRASH=0 PATH=$PWD/fake:$PATH svodka build");
  CHECK(project.ok("cd outputs/2026-09 && ls *.pdf") == "b.pdf\nc.pdf\nd.pdf\ne.pdf\nf.pdf\n");
}

TEST_CASE("pdf: an interrupted run leaves no process and no file") {
  const Project project;
  project.fake_kit();
  project.notes("('a')");
  const auto built = project.run(
      "export FAKE_HANG=0 TMPDIR=$PWD/tmp PATH=$PWD/fake:$PATH; svodka build & sleep 2; kill -INT $!; wait "
      "$!; "
      "echo code $?; sleep 0.2; ls tmp outputs/2026-09; pgrep -f \"pdf-worker $PWD\"; true");
  CHECK_MESSAGE(has(built.output, "code 130\noutputs/2026-09:\n\ntmp:\n"), built.output);
}

TEST_CASE("pdf: a program in place of LibreOffice that fails in its own way is found out") {
  const Project project;
  project.notes("('one')");
  const std::pair<const char*, const char*> kinds[] = {
      {"exit 0", "не создал целого PDF"},
      {"kill -SEGV $$", "падает на этом документе"},
      {"trap '' TERM INT; sleep 1000 & wait; sleep 1000", "не справился за 1 с"},
      {"for last; do :; done; printf '%%PDF-1.6\\n%%%%EOF\\n' > \"${last%.docx}.pdf\"",
       "не создал целого PDF"}};
  project.ok("mkdir fake");
  for (const auto& [script, words] : kinds) {
    project.write("fake/soffice", std::string("#!/bin/sh\n") + script + "\n");
    const auto built = project.run("chmod +x fake/soffice; PATH=$PWD/fake:$PATH svodka build --pdf-limit 1");
    CHECK(built.code == 1);
    CHECK_MESSAGE(has(built.output, words), script << built.output);
  }
  project.ok("ls outputs/2026-09/one.docx");
}

TEST_CASE("pdf: without LibreOffice everything else is made, and the environment is at fault") {
  const Project project;
  project.notes("('one'), ('two')");
  const auto built = project.run("mkdir none; PATH=$PWD/none:$(dirname $(command -v svodka)) svodka build");
  CHECK(built.code == 3);
  CHECK(has(built.output, "error[no-office]"));
  project.ok("ls outputs/2026-09/one.docx outputs/2026-09/two.docx");
}

}  // namespace
}  // namespace svodka::test
