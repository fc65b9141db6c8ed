#include "package/zip.h"

#include <doctest/doctest.h>

#include "base/files.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::package {
namespace {

std::string sample() {
  return write_zip({deflate("[Content_Types].xml", "<Types/>"),
                    deflate("word/document.xml", std::string(5000, 'a')), deflate("имя.txt", "привет")});
}

std::string rule_of(std::string_view bytes, const ZipLimits& limits = {}) {
  Diagnostics out;
  const auto entries = read_zip("x.docx", bytes, out, limits);
  if (entries) {
    for (const auto& entry : *entries) inflate("x.docx", entry, out, limits);
  }
  return out.empty() ? "" : out.in_order().front().rule;
}

TEST_CASE("zip: what is written reads back, in order") {
  Diagnostics out;
  const auto entries = read_zip("x.docx", sample(), out);
  REQUIRE(entries);
  REQUIRE_EQ(entries->size(), 3);
  CHECK_EQ((*entries)[1].name, "word/document.xml");
  CHECK((*entries)[1].deflated);
  CHECK_FALSE((*entries)[0].deflated);
  CHECK_EQ(inflate("x.docx", (*entries)[1], out), std::string(5000, 'a'));
  CHECK_EQ(inflate("x.docx", (*entries)[2], out), "привет");
  CHECK_EQ(write_zip(*entries), sample());
  CHECK(out.empty());
}

TEST_CASE("zip: other programs read it") {
  const test::TempFolder folder;
  write_file_atomically(folder.path() / "x.zip", sample());
  const auto result = test::shell(folder.path(),
                                  "python3 -c \"import zipfile; z = zipfile.ZipFile('x.zip'); "
                                  "print(z.testzip(), z.namelist()[2], z.infolist()[0].date_time)\"");
  CHECK_EQ(result.output, "None имя.txt (1980, 1, 1, 0, 0, 0)\n");
}

TEST_CASE("zip: unzip gives a Cyrillic name and a readable file") {
  const test::TempFolder folder;
  write_file_atomically(folder.path() / "x.zip",
                        write_zip({deflate("a.txt", "a"), deflate("папка/имя.txt", "привет")}));
  const auto result = test::shell(folder.path(), "LC_ALL=C.UTF-8 unzip -q x.zip && cat папка/имя.txt a.txt");
  CHECK_EQ(result.output, "приветa");
}

TEST_CASE("zip: every truncation and every flipped byte is refused or read, never a crash") {
  const auto bytes = sample();
  for (std::size_t n = 0; n < bytes.size(); ++n) CHECK_FALSE(rule_of(bytes.substr(0, n)).empty());
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    auto flipped = bytes;
    flipped[n] = static_cast<char>(flipped[n] ^ 0x41);
    rule_of(flipped);
  }
}

TEST_CASE("zip: names that leave the package, twins and bombs are refused") {
  CHECK_EQ(rule_of(write_zip({deflate("../evil", "x")})), "unsafe-package");
  CHECK_EQ(rule_of(write_zip({deflate("/etc/passwd", "x")})), "unsafe-package");
  CHECK_EQ(rule_of(write_zip({deflate("a\\b", "x")})), "unsafe-package");
  CHECK_EQ(rule_of(write_zip({deflate("C:evil", "x")})), "unsafe-package");
  CHECK_EQ(rule_of(write_zip({deflate("a", "1"), deflate("a", "2")})), "damaged-package");
  CHECK_EQ(rule_of(write_zip({deflate("bomb", std::string(4 << 20, '\0'))})), "package-too-large");
  CHECK_EQ(rule_of(sample(), {.max_entries = 2}), "package-too-large");
  CHECK_EQ(rule_of("PK но не архив"), "not-a-package");
  auto lying = deflate("a", std::string(5000, 'a'));
  lying.size = 100;
  CHECK_EQ(rule_of(write_zip({lying})), "damaged-package");
}

}  // namespace
}  // namespace svodka::package
