#include <doctest/doctest.h>

#include "cli/sign_off_project.h"
#include "support/paths.h"

// The way of a document from draft to sent letter, with openssl itself, a test authority of our own, and the
// documents opened by other programs.

namespace svodka::test {
namespace {

TEST_CASE("sign-off: from draft to registered letter, each step checked by other programs") {
  const Project project;
  project.make_keys();
  CHECK(project.ok("svodka build").find("проект, создан") != std::string::npos);
  // The draft says so to whoever opens it.
  CHECK(project.ok("unzip -p \"" + std::string(kDocx) + "\" 'word/header*.xml'").find("string=\"ПРОЕКТ\"") !=
        std::string::npos);
  CHECK(project.ok("head -1 outputs/2026-09/*.txt") == "ПРОЕКТ\n");

  // The order is kept, and each acts once.
  project.refused("svodka approve report --by head", "out-of-order");
  project.refused("svodka approve report --by methodis", "unknown-person");
  project.refused("svodka sign report --key key.pem --cert cert.pem", "nothing-due");
  project.ok("svodka approve report --by methodist");
  project.refused("svodka approve report --by methodist", "same-person");
  CHECK(project.ok("head -1 outputs/2026-09/*.txt") == "ПРОЕКТ\n");
  project.ok("svodka approve 2026-09 --by head");
  CHECK(project.ok("head -1 outputs/2026-09/*.txt") == "Информация об исполнении плана\n");
  CHECK(project.run("unzip -p \"" + std::string(kDocx) + "\" | grep -c 'ПРОЕКТ'").output == "0\n");
  project.refused("svodka register report", "nothing-due");

  CHECK(project.ok("svodka sign 2026-09 --key key.pem --cert cert.pem").find(".docx.p7s") !=
        std::string::npos);
  project.refused("svodka sign \"" + std::string(kDocx) + "\" --key key.pem --cert cert.pem", "out-of-order");
  project.ok("openssl cms -verify -binary -cades -inform DER -in \"" + std::string(kDocx) +
             ".p7s\" -content \"" + std::string(kDocx) +
             "\" -CAfile ca.pem -purpose any -out /dev/null 2>&1");
  const auto attributes =
      project.ok("openssl cms -cmsout -print -inform DER -in \"" + std::string(kDocx) + ".p7s\" 2>&1");
  for (const auto* name : {"signingTime", "id-smime-aa-signingCertificateV2", "messageDigest"})
    CHECK_MESSAGE(attributes.find(name) != std::string::npos, name);

  const auto given = project.ok("svodka register 2026-09 --date 2026-10-02");
  CHECK(given.find("№ 01-21/744 от 02.10.2026") != std::string::npos);
  CHECK(given.find("№ 01-21/745 от 02.10.2026") != std::string::npos);
  project.refused("svodka register \"" + std::string(kDocx) + "\"", "out-of-order");
  CHECK(project.ok("svodka log --outgoing --find 745").find("01-21/744") == std::string::npos);

  project.ok("svodka verify --ca ca.pem");
  CHECK(project.ok("svodka verify --json --ca ca.pem").find("\"trusted\": true") != std::string::npos);
  project.ok("svodka build");  // a later build of the same data touches nothing
  project.ok("svodka verify --ca ca.pem");
  project.ok("svodka export 2026-09 -o sent.zip && mkdir elsewhere && mv sent.zip elsewhere");
  project.ok(
      "cd elsewhere && svodka verify sent.zip --ca ../ca.pem && LC_ALL=C.UTF-8 unzip -q sent.zip && "
      "sha256sum -c "
      "SHA256SUMS");
}

TEST_CASE("sign-off: what was approved is never touched, changed data are a draft of the next version") {
  const Project project;
  project.ok(
      "svodka build -q && svodka approve 2026-09 --by methodist -q && svodka approve 2026-09 --by head -q");
  const auto approved = project.file(kDocx);
  const auto log = project.file("inputs/activities/2026-09.yaml");
  auto changed = log;
  changed.replace(changed.find("для учителей школ округа"), std::string("для учителей школ округа").size(),
                  "для завучей");
  project.write("inputs/activities/2026-09.yaml", changed);
  project.make_keys();
  project.refused("svodka sign 2026-09 --key key.pem --cert cert.pem", "signed-then-changed");
  const auto said = project.ok("svodka build");
  CHECK(said.find("проект версии 2") != std::string::npos);
  CHECK(said.find("завучей") != std::string::npos);
  CHECK(project.file(kDocx) == approved);
  const std::string second = "outputs/2026-09/2026-10-01 Информация об исполнении плана (версия 2).docx";
  CHECK_FALSE(project.file(second).empty());
  project.ok("svodka verify");
  project.ok("svodka sign \"" + std::string(kDocx) +
             "\" --key key.pem --cert cert.pem --despite-changes 'отправлен на бумаге'");
  CHECK(project.ok("svodka log").find("отправлен на бумаге") != std::string::npos);
  project.ok("svodka approve \"" + second + "\" --by methodist && svodka approve \"" + second +
             "\" --by head");
  project.ok("svodka verify");
  // Data that are as they were again mean the version that was approved for them... the latest one decides.
  project.write("inputs/activities/2026-09.yaml", changed + "# замечание\n");
  CHECK(project.ok("svodka build").find("утверждён, без изменений") != std::string::npos);
}

TEST_CASE("sign-off: a file that was changed by hand stops every step") {
  const Project project;
  project.make_keys();
  project.ok("svodka build -q");
  const auto draft = project.file(kDocx);
  project.write(kDocx, draft + " ");
  project.refused("svodka approve 2026-09 --by methodist", "file-changed");
  project.refused("svodka verify", "file-changed");
  project.ok(
      "svodka build -q && svodka approve 2026-09 --by methodist -q && svodka approve 2026-09 --by head -q");
  project.ok("svodka sign 2026-09 --key key.pem --cert cert.pem -q");
  for (const auto* name : {"", ".p7s"}) {
    const auto bytes = project.file(kDocx + std::string(name));
    for (std::size_t at = 0; at < bytes.size(); at += bytes.size() / 3) {
      auto other = bytes;
      other[at] = static_cast<char>(other[at] ^ 1);
      project.write(kDocx + std::string(name), other);
      project.refused("svodka verify", "file-changed");
    }
    fs::remove(project.path() / (kDocx + std::string(name)));
    project.refused("svodka register 2026-09", "file-missing");
    project.write(kDocx + std::string(name), bytes);
  }
  project.ok("svodka verify && svodka register 2026-09");
}

TEST_CASE("sign-off: certificates that do not fit are refused, and GOST signs as RSA does") {
  const Project project;
  project.make_keys();
  project.ok(
      "svodka build -q && svodka approve 2026-09 --by methodist -q && svodka approve 2026-09 --by head -q");
  // Another's, of another key, out of date, for another purpose, of an unknown authority.
  project.ok(
      "openssl req -x509 -key key.pem -out other.pem -days 30 -utf8 -subj '/SN=Петров/CN=Петров' 2>&1");
  project.refused("svodka sign report --key key.pem --cert other.pem", "certificate-owner");
  project.refused("svodka sign report --key ca.key --cert cert.pem", "key-mismatch");
  project.refused("svodka sign report --key key.pem --cert cert.pem --ca other.pem", "untrusted-signature");
  project.ok("openssl x509 -req -in req.pem -signkey key.pem -days -1 -out old.pem 2>&1");
  project.refused("svodka sign report --key key.pem --cert old.pem", "certificate-expired");
  project.ok(
      "openssl req -x509 -key key.pem -out tls.pem -days 9 -utf8 -subj '/SN=Иванова/CN=Иванова' -addext "
      "keyUsage=keyEncipherment 2>&1");
  project.refused("svodka sign report --key key.pem --cert tls.pem", "certificate-purpose");
  // A key with a passphrase: from a descriptor only.
  project.ok("openssl pkcs12 -export -inkey key.pem -in cert.pem -out head.p12 -passout pass:секрет");
  project.refused("setsid -w svodka sign report --key head.p12 </dev/null", "no-passphrase");
  project.write("wrong", "не тот\n");
  project.refused("svodka sign report --key head.p12 --passphrase-fd 3 3<wrong", "unreadable-key");
  project.ok("printf 'секрет\\n' >secret && svodka sign \"" + std::string(kDocx) +
             "\" --key head.p12 --passphrase-fd 3 3<secret");
  // GOST R 34.10-2012 for the other document.
  project.write(
      "gost.cnf",
      "openssl_conf = conf\n[conf]\nengines = engines\n[engines]\ngost = gost\n[gost]\nengine_id = gost\n"
      "default_algorithms = ALL\n[req]\ndistinguished_name = dn\n[dn]\n");
  project.ok(
      "OPENSSL_CONF=$PWD/gost.cnf openssl genpkey -algorithm gost2012_256 -pkeyopt paramset:TCA -out "
      "gost.key");
  project.ok(
      "OPENSSL_CONF=$PWD/gost.cnf openssl req -x509 -new -key gost.key -md_gost12_256 -utf8 -days 30 -out "
      "gost.pem -subj '/C=RU/SN=Иванова/GN=Анна Петровна/CN=Иванова' 2>&1");
  project.ok("svodka sign report --key gost.key --cert gost.pem --ca gost.pem");
  project.ok(
      "OPENSSL_CONF=$PWD/gost.cnf openssl cms -verify -binary -cades -inform DER -in "
      "outputs/2026-09/*.txt.p7s "
      "-content outputs/2026-09/*Информация*плана.txt -CAfile gost.pem -purpose any -out /dev/null 2>&1");
  project.ok("cat gost.pem ca.pem >both.pem && svodka verify --ca both.pem");
  project.refused("svodka verify --ca ca.pem", "untrusted-signature");
  // Revoked: by the authority's own list, at a time that counts.
  project.ok(
      "mkdir ca && touch ca/index && echo 01 >ca/number && printf "
      "'[ca]\\ndefault_ca=d\\n[d]\\ndatabase=ca/index\\n"
      "crlnumber=ca/number\\ndefault_md=sha256\\ndefault_crl_days=30\\n' >ca.cnf && openssl ca -config "
      "ca.cnf "
      "-keyfile ca.key -cert ca.pem -gencrl -out none.crl 2>&1");
  project.ok("svodka verify \"" + std::string(kDocx) + "\" --ca ca.pem --crl none.crl");
  project.ok(
      "printf 'R\\t301231235959Z\\t200101000000Z\\t0A0B0C\\tunknown\\t/CN=x\\n' >ca/index && openssl ca "
      "-config "
      "ca.cnf -keyfile ca.key -cert ca.pem -gencrl -out revoked.crl 2>&1");
  project.refused("svodka verify \"" + std::string(kDocx) + "\" --ca ca.pem --crl revoked.crl",
                  "certificate-revoked");
}

TEST_CASE("sign-off: another program signs") {
  const Project project;
  project.make_keys();
  project.ok(
      "svodka build -q && svodka approve 2026-09 --by methodist -q && svodka approve 2026-09 --by head -q");
  project.ok("svodka sign \"" + std::string(kDocx) +
             "\" --external && cd outputs/2026-09 && sha256sum -c *.sha256");
  const auto signing = [&](const std::string& what) {
    return "openssl cms -sign -binary -cades -md sha256 -in " + what +
           " -signer cert.pem -inkey key.pem -outform DER -out by-hand.p7s";
  };
  project.ok(signing("templates/report.docx"));
  project.refused("svodka sign \"" + std::string(kDocx) + "\" --external by-hand.p7s", "bad-signature");
  project.ok(signing("\"" + std::string(kDocx) + "\""));
  project.ok("svodka sign \"" + std::string(kDocx) + "\" --external by-hand.p7s --ca ca.pem");
  project.ok("svodka verify --ca ca.pem && cmp by-hand.p7s \"" + std::string(kDocx) + ".p7s\"");
  project.ok("unzip -p outputs/2026-09/*отметкой*.docx word/document.xml | grep -q 'Сертификат 0A0B0C'");
}

TEST_CASE("sign-off: a copy of the signed Word document bears the mark, is watched over and goes along") {
  const std::string copy =
      "outputs/2026-09/2026-10-01 Информация об исполнении плана (с отметкой о подписи).docx";
  const Project project;
  project.make_keys();
  project.ok(
      "svodka build -q && svodka approve 2026-09 --by methodist -q && svodka approve 2026-09 --by head -q");
  const auto approved = project.file(kDocx);
  CHECK(project.ok("svodka sign 2026-09 --key key.pem --cert cert.pem")
            .find("(с отметкой о подписи).docx: подпис") != std::string::npos);
  CHECK_EQ(project.file(kDocx), approved);
  const auto text = project.ok(
      "/usr/bin/python3 -c \"import docx, sys; t = docx.Document(sys.argv[1]).tables[-1]; "
      "print(len(t.rows), len(t.columns)); print(t.cell(0, 0).text)\" '" +
      copy + "'");
  CHECK(
      text.starts_with("1 1\nДОКУМЕНТ ПОДПИСАН\nЭЛЕКТРОННОЙ ПОДПИСЬЮ\nСертификат 0A0B0C\n"
                       "Владелец Иванова Анна Петровна\nДействителен с "));
  if (project.run("/usr/bin/python3 -c 'import lxml'").code == 0)
    project.ok("/usr/bin/python3 " SVODKA_TESTS_DIR
               "/support/validate_docx.py --template templates/report.docx '" +
               copy + "' 2>&1");

  CHECK(project.ok("svodka verify --json").find("\"role\": \"stamped\"") != std::string::npos);
  const auto whole = project.file(copy);
  auto other = whole;
  other[other.size() / 2] = static_cast<char>(other[other.size() / 2] ^ 1);
  project.write(copy, other);
  project.refused("svodka verify", "file-changed");
  project.refused("svodka register \"" + std::string(kDocx) + "\"", "file-changed");
  project.refused("svodka export 2026-09 -o no.zip", "file-changed");
  fs::remove(project.path() / copy);
  project.refused("svodka verify", "file-missing");
  project.write(copy, whole);

  project.ok(
      "svodka register 2026-09 -q && svodka build -q && svodka verify -q && svodka export 2026-09 -o "
      "sent.zip");
  CHECK_EQ(project.file(copy), whole);
  CHECK(project.ok("/usr/bin/python3 -c \"import zipfile; print(*zipfile.ZipFile('sent.zip').namelist())\"")
            .find("(с отметкой о подписи).docx") != std::string::npos);
  project.ok("mkdir elsewhere && mv sent.zip elsewhere && cd elsewhere && svodka verify sent.zip");
}

TEST_CASE("sign-off: the ledger only grows, and every change of it is found") {
  const Project project;
  project.ok(
      "svodka build -q && svodka approve 2026-09 --by methodist -q && svodka approve 2026-09 --by head -q");
  const auto sql = [&](const std::string& statement) {
    return "/usr/bin/python3 -c \"import sqlite3; d = sqlite3.connect('outputs/register.db'); "
           "d.executescript('''" +
           statement + "'''); d.commit()\"";
  };
  CHECK(project.run(sql("DELETE FROM entries WHERE number = 4")).output.find("never removed") !=
        std::string::npos);
  CHECK(project.run(sql("UPDATE entries SET hash = 1")).output.find("never changed") != std::string::npos);
  CHECK(project.run(sql("INSERT INTO entries (number, body, previous, hash) VALUES (9, '{}', '', '')"))
            .output.find("must follow") != std::string::npos);
  const auto whole = project.file("outputs/register.db");
  const auto tampered = [&](const std::string& statement, const std::string& rule) {
    project.write("outputs/register.db", whole);
    project.ok(
        sql("DROP TRIGGER entries_stay; DROP TRIGGER entries_last; " + statement +
            "; CREATE TRIGGER entries_stay BEFORE DELETE ON entries\n  BEGIN SELECT RAISE(ABORT, "
            "\\'entries are never removed\\'); END; CREATE TRIGGER entries_last BEFORE UPDATE ON entries\n  "
            "BEGIN SELECT RAISE(ABORT, \\'entries are never changed\\'); END"));
    project.refused("svodka verify", rule);
  };
  tampered("DELETE FROM entries WHERE number = 4", "ledger-cut-short");
  tampered("DELETE FROM entries WHERE number = 2", "ledger-entry-missing");
  tampered("UPDATE entries SET body = replace(body, \\'methodist\\', \\'head\\') WHERE number = 1",
           "ledger-entry-changed");
  tampered(
      "UPDATE entries SET number = -number; UPDATE entries SET number = 3 + number + (number = -4) * 4 WHERE "
      "number < 0",
      "ledger-entry-changed");
  project.write("outputs/register.db", whole);
  project.ok(sql("DROP TRIGGER entries_stay"));
  project.refused("svodka verify", "ledger-damaged");
  project.write("outputs/register.db", "это не журнал");
  project.refused("svodka verify", "ledger-damaged");
  fs::remove(project.path() / "outputs/register.db");
  project.refused("svodka verify", "ledger-missing");
}

TEST_CASE("sign-off: two who register 500 documents each at once share one row of numbers") {
  const Project project;
  fs::remove_all(project.path() / "templates");
  fs::create_directory(project.path() / "templates");
  project.write("templates/note.txt", "{{n}}\n");
  for (const std::string name : {"one", "two"})
    project.write(
        "templates/" + name + ".yaml",
        "title: Справка\noutputs:\n  - {template: note.txt, file: \"" + name +
            " {{n}}.txt\"}\ndata: {}\none-per: WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM "
            "c WHERE n < 500) SELECT n FROM c\nsign-off: {approve: head}\n");
  project.ok("svodka build -q && svodka approve one two --by head -q");
  project.ok("svodka register one >1.txt & svodka register two >2.txt; wait");
  CHECK(project.ok("cat 1.txt 2.txt | grep -o '01-21/[0-9]*' | cut -d/ -f2 | sort -n | "
                   "awk '$1 != 743 + NR {print} END {print NR}'") == "1000\n");
  // Both took turns.
  CHECK(project.ok("cat 1.txt | grep -o '01-21/[0-9]*' | tail -1") != "01-21/1243\n");
  project.ok("svodka verify -q");
}

}  // namespace
}  // namespace svodka::test
