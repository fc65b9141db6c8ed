#include "package/deflate_stream.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <random>

#include "base/files.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::package {
namespace {

// XML of a long table, longer than a few pieces.
std::string table() {
  std::string xml = "<w:tbl>";
  for (int i = 0; i < 9000; ++i) {
    xml += "<w:tr><w:tc><w:p><w:r><w:t>Школа № " + std::to_string(i * 7919 % 1000) +
           "</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>" + std::to_string(i) +
           "</w:t></w:r></w:p></w:tc></w:tr>";
  }
  return xml + "</w:tbl>";
}

std::string noise(std::size_t bytes) {
  std::minstd_rand random(7);
  std::string text(bytes, '\0');
  for (auto& c : text) c = static_cast<char>(random() >> 8);
  return text;
}

ZipEntry streamed(std::string_view bytes, std::size_t step) {
  DeflateStream stream("part");
  for (std::size_t at = 0; at < bytes.size(); at += step) stream.write(bytes.substr(at, step));
  return stream.finish();
}

std::string inflated(const ZipEntry& entry) {
  Diagnostics out;
  auto bytes = inflate("x.docx", entry, out, {.max_ratio = 10'000});
  REQUIRE(bytes);
  return *bytes;
}

TEST_CASE("deflate: the bytes do not depend on how they were handed over") {
  const auto xml = table();
  const auto whole = deflate("part", xml);
  REQUIRE(xml.size() > 4 * DeflateStream::kPiece);
  CHECK(whole.deflated);
  CHECK(whole.stored.size() * 8 < xml.size());
  for (const std::size_t step : {1u, 977u, 131072u, 131073u, 300000u}) {
    const auto entry = streamed(xml, step);
    CHECK(entry.stored == whole.stored);
    CHECK_EQ(entry.crc, whole.crc);
    CHECK_EQ(entry.size, xml.size());
  }
}

TEST_CASE("deflate: pieces that were deflated apart are one entry") {
  const auto xml = table();
  const auto piece = [](std::string_view bytes) {
    DeflateStream stream("part", DeflateStream::Use::kPieces);
    stream.write(bytes);
    return stream.finish_piece();
  };
  const std::size_t third = xml.size() / 3;
  auto entry = piece(std::string_view(xml).substr(0, third));
  append_piece(entry, piece(""));
  append_piece(entry, piece(std::string_view(xml).substr(third, third)));
  DeflateStream last("other");
  last.write(std::string_view(xml).substr(2 * third));
  append_piece(entry, last.finish());
  CHECK(entry.name == "part");
  CHECK_EQ(entry.size, xml.size());
  CHECK(inflated(entry) == xml);
  CHECK(inflated(streamed("", 1)).empty());
}

// Golden: another version of ISA-L, or a processor whose bytes differ, is noticed here.
TEST_CASE("deflate: the bytes are those of yesterday and of other machines") {
  CHECK_EQ(crc32(deflate("part", table()).stored), 1111690154u);
  CHECK_EQ(crc32(deflate("part", table().substr(0, 5000)).stored), 4161763921u);
}

// ISA-L takes other code for other processors; the emulated ones have SSE 4.2, AVX and AVX2.
TEST_CASE("deflate: the bytes are the same on other processors") {
  const auto self = std::filesystem::read_symlink("/proc/self/exe").string();
  if (test::shell("/", "command -v qemu-x86_64").code != 0) {
    MESSAGE("qemu-user is not installed: other processors are not tried");
    return;
  }
  for (const std::string processor : {"Nehalem", "SandyBridge", "Haswell"}) {
    INFO(processor);
    const auto run = test::shell("/", "qemu-x86_64 -cpu " + processor + " '" + self +
                                          "' '-tc=deflate: the bytes are those of*' 2>/dev/null");
    CHECK_EQ(run.code, 0);
    CHECK_MESSAGE(run.output.find("test cases: 1 | 1 passed") != std::string::npos, run.output);
  }
}

TEST_CASE("deflate: what is deflated inflates to the same, at the borders of pieces too") {
  const auto xml = table();
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, DeflateStream::kPiece - 1, DeflateStream::kPiece,
        DeflateStream::kPiece + 1, 3 * DeflateStream::kPiece, xml.size()}) {
    const auto bytes = xml.substr(0, size);
    CHECK(inflated(deflate("part", bytes)) == bytes);
    CHECK(inflated(streamed(bytes, 4096)) == bytes);
  }
}

TEST_CASE("deflate: what cannot be packed is stored, and streams through when it is long") {
  const auto bytes = noise(300'000);
  CHECK_FALSE(deflate("part", bytes).deflated);
  CHECK(inflated(deflate("part", bytes)) == bytes);
  CHECK(inflated(streamed(bytes, 5000)) == bytes);
}

TEST_CASE("deflate: other programs inflate it") {
  const test::TempFolder folder;
  write_file_atomically(folder.path() / "x.zip",
                        write_zip({streamed(table(), 1000), deflate("noise", noise(9000))}));
  const auto result = test::shell(
      folder.path(),
      "python3 -c \"import zipfile; z = zipfile.ZipFile('x.zip'); print(z.testzip(), len(z.read('part')))\"");
  CHECK_EQ(result.output, "None " + std::to_string(table().size()) + "\n");
}

}  // namespace
}  // namespace svodka::package
