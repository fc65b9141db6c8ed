#include <doctest/doctest.h>

#include "cli/sign_off_project.h"
#include "support/paths.h"

// The key lies in another program: openssl plays its part, on the bytes that Svodka gives it.

namespace svodka::test {
namespace {

constexpr const char* kGost =
    "openssl_conf = a\n[a]\nengines = b\n[b]\ngost = c\n[c]\nengine_id = gost\ndefault_algorithms = ALL\n"
    "[req]\ndistinguished_name = d\n[d]\n";

// Documents a, b, c with PDFs, approved.
class Notes : public Project {
 public:
  Notes() {
    ok("rm templates/* && mkdir given");
    write(
        "templates/note.yaml",
        "title: Справка\noutputs:\n  - {template: note.docx, file: \"{{name}}.docx\", pdf: true}\ndata: {}\n"
        "one-per: SELECT column1 AS name FROM (VALUES ('a'), ('b'), ('c'))\nsign-off: {sign: head}\n");
    write("make.py", R"(import docx
d = docx.Document()
d.add_paragraph('Справка {{name}}')
line = d.add_paragraph('Начальник управления\tА. П. Иванова')
line.paragraph_format.tab_stops.add_tab_stop(docx.shared.Cm(15), docx.enum.text.WD_TAB_ALIGNMENT.RIGHT)
d.add_page_break()
d.add_paragraph('Приложение, которое составила Иванова')
d.save('templates/note.docx')
)");
    ok("/usr/bin/python3 make.py");
    write("gost.cnf", kGost);
    ok("svodka build -q && svodka approve note --by head -q");
  }

  // A key of this kind with a certificate of the head's: NAME.key, NAME.pem.
  void make_key(const std::string& name, const std::string& algorithm, const std::string& digest) const {
    ok("export OPENSSL_CONF=$PWD/gost.cnf; openssl genpkey " + algorithm + " -out " + name +
       ".key 2>&1 && openssl req -x509 -new -key " + name + ".key -" + digest + " -utf8 -days 99 -out " +
       name + ".pem -subj '/C=RU/SN=Иванова/GN=Анна Петровна/CN=Иванова Анна Петровна' 2>&1");
  }
  // What the other program does: a detached signature of each file, given/FILE.p7s.
  void sign(const std::string& files, const std::string& key, const std::string& digest,
            const std::string& more = "-outform DER -cades") const {
    ok("export OPENSSL_CONF=$PWD/gost.cnf; for f in " + files + "; do openssl cms -sign -binary -md " +
       digest + " -in outputs/2026-09/$f -signer " + key + ".pem -inkey " + key + ".key " + more +
       " -out given/$f.p7s 2>&1 || exit 1; done");
  }
};

TEST_CASE(
    "sign-off: another program signs the document and, inside, its PDF: RSA, ECDSA, GOST (LibreOffice)") {
  const Notes project;
  project.make_key("rsa", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048", "sha256");
  project.make_key("ec", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256", "sha256");
  const bool gost = project.run("openssl engine gost").code == 0;
  if (gost) project.make_key("gost", "-algorithm gost2012_256 -pkeyopt paramset:TCA", "md_gost12_256");
  const struct {
    const char *document, *key, *digest, *form;
  } ways[] = {{"a", "rsa", "sha256", "-outform DER -cades"},
              {"b", "ec", "sha256", "-outform PEM -cades"},
              {"c", "gost", "md_gost12_256", "-outform DER -cades"}};
  project.refused("svodka sign a.docx --external", "no-certificate");
  CHECK(project.file("outputs/2026-09/index.html").find("<a href=\"a.pdf\">PDF</a>") != std::string::npos);
  for (const auto& [document, key, digest, form] : ways) {
    if (key == std::string("gost") && !gost) continue;
    const std::string name(document), pdf = "outputs/2026-09/" + name + ".pdf";
    const auto approved = project.file(pdf);
    project.ok("svodka sign " + name + ".docx --external --cert " + key + ".pem");
    project.ok("cd outputs/2026-09 && sha256sum -c " + name + ".docx.sha256 " + name + ".pdf.tbs.sha256");
    CHECK(project.file(pdf) == approved);
    project.sign(name + ".docx " + name + ".pdf.tbs", key, digest, form);
    // The names of the signatures and their order say nothing.
    project.ok("mv given/" + name + ".docx.p7s given/0.sig && svodka sign " + name + ".docx --ca " + key +
               ".pem --external given/" + name + ".pdf.tbs.p7s given/0.sig");
    CHECK(project.file(pdf).starts_with(approved));
    project.ok("/usr/bin/python3 '" SVODKA_TESTS_DIR "/support/pdfa.py' " + pdf);
    project.ok("qpdf --check " + pdf + " && pdftotext " + pdf +
               " - | grep -q 'Владелец Иванова Анна Петровна'");
    // The mark stands where a hand would sign, though an annex follows.
    CHECK(project.ok("pdftotext -layout -l 1 " + pdf + " - | grep -c 'Владелец Иванова Анна Петровна'") ==
          "1\n");
    const auto said = project.run("pdfsig -nocert " + pdf).output;
    CHECK_MESSAGE(said.find("Total document signed") != std::string::npos, said);
    CHECK_MESSAGE(said.find("Signature Type: ETSI.CAdES.detached") != std::string::npos, said);
    if (key != std::string("gost"))  // poppler knows no GOST
      CHECK_MESSAGE(said.find("Signature Validation: Signature is Valid.") != std::string::npos, said);
    CHECK(
        project.ok("svodka verify " + name + ".docx --json --ca " + key + ".pem").find("\"trusted\": true") !=
        std::string::npos);
    project.ok("! ls outputs/2026-09/" + name + ".pdf.tbs outputs/2026-09/" + name + ".docx.sha256 2>&1");
  }
  // The page of the period leads to what belongs to a document.
  const auto page = project.file("outputs/2026-09/index.html");
  for (const auto* words : {"<a href=\"a.pdf\">PDF с подписью</a>",
                            "<a href=\"a.docx.p7s\">подпись (.p7s)</a>", ".docx\">с отметкой о подписи</a>"})
    CHECK_MESSAGE(page.find(words) != std::string::npos, words);
  project.ok("svodka build && svodka verify && svodka export 2026-09 -o out.zip && svodka verify out.zip");
}

TEST_CASE("sign-off: a signature that is not of the prepared PDF is refused, and why (LibreOffice)") {
  const Notes project;
  project.make_key("rsa", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048", "sha256");
  project.make_key("other", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048", "sha256");
  const std::string take = "svodka sign a.docx --external given/a.docx.p7s given/a.pdf.tbs.p7s";
  const std::string tbs = "outputs/2026-09/a.pdf.tbs";
  project.sign("a.docx a.pdf", "rsa", "sha256");
  project.refused("svodka sign a.docx --external given/a.docx.p7s", "not-prepared");
  project.ok("svodka sign 2026-09 --external --cert rsa.pem");
  const auto prepared = project.file(tbs);
  project.sign("a.pdf.tbs", "rsa", "sha256");
  project.refused("svodka sign a.docx --external given/a.docx.p7s", "no-signature");
  // The PDF itself, or the PDF of another document, was signed.
  CHECK(project.run("svodka sign a.docx --external given/a.docx.p7s given/a.pdf.p7s")
            .output.find("а подписать надо «2026-09/a.pdf.tbs»") != std::string::npos);
  project.sign("b.pdf.tbs", "rsa", "sha256");
  project.refused("svodka sign a.docx --external given/a.docx.p7s given/b.pdf.tbs.p7s", "bad-signature");
  project.refused(take + " given/a.docx.p7s", "one-signature");
  // Another certificate of the same person: of the PDF, or of its document.
  project.sign("a.pdf.tbs", "other", "sha256");
  project.refused(take, "another-certificate");
  project.sign("a.pdf.tbs", "rsa", "sha256");
  project.sign("a.docx", "other", "sha256");
  project.refused(take, "another-certificate");
  // The document lies inside its signature; the signature is longer than its room.
  project.sign("a.docx", "rsa", "sha256", "-outform DER -nodetach");
  project.refused(take, "bad-signature");
  project.sign("a.docx", "rsa", "sha256");
  project.ok(
      "for i in $(seq 20); do openssl req -x509 -new -key other.key -days 9 -subj /CN=$i; done >many.pem");
  project.sign("a.pdf.tbs", "rsa", "sha256", "-outform DER -cades -certfile many.pem");
  project.refused(take, "signature-too-long");
  project.sign("a.pdf.tbs", "rsa", "sha256");
  project.refused(take + " --ca other.pem", "untrusted-signature");
  // What was prepared was changed, and signed so: what would be shown is not what was approved.
  for (const auto at : {prepared.size() / 2, prepared.find("/Rect [") + 8, prepared.find("/M (D:") + 8}) {
    auto changed = prepared;
    changed[at] = changed[at] == '1' ? '2' : '1';
    project.write(tbs, changed);
    project.sign("a.pdf.tbs", "rsa", "sha256");
    project.refused(take, "not-prepared");
  }
  project.write(tbs, prepared);
  project.sign("a.pdf.tbs", "rsa", "sha256");
  // The approved PDF was changed in between.
  const auto approved = project.file("outputs/2026-09/a.pdf");
  project.write("outputs/2026-09/a.pdf", approved + "%\n");
  project.refused(take, "file-changed");
  project.write("outputs/2026-09/a.pdf", approved);
  // Nothing of all this has left a trace. A signature that does not name its certificate is taken with a
  // word.
  CHECK(project.ok("svodka log").find("подписан") == std::string::npos);
  project.sign("a.pdf.tbs", "rsa", "sha256", "-outform DER");
  CHECK(project.ok(take).find("warning[not-cades]") != std::string::npos);
  project.ok("svodka verify");
}

}  // namespace
}  // namespace svodka::test
