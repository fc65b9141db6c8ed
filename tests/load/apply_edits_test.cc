#include "load/apply_edits.h"

#include <doctest/doctest.h>

#include "load/scalar_source.h"
#include "load/yaml.h"

// The way back from values to the bytes they were read from, and changing only those bytes.
namespace svodka::load {
namespace {

// The first value of the file that stands under `a`.
struct Found {
  std::string value;
  Position at;
};
Found value_of(const SourceFile& file) {
  Diagnostics out;
  const auto root = parse_yaml(file, out);
  REQUIRE(root);
  const auto* node = root->find("a");
  REQUIRE(node != nullptr);
  return {node->scalar, node->mark.in(file.path)};
}

// Replaces `said` in the value under `a` by `fix`, wherever and however it is written.
std::string replaced(const std::string& yaml, const std::string& said, const std::string& fix) {
  const SourceFile file{"inputs/a.yaml", yaml};
  const LineIndex lines(file);
  const auto found = value_of(file);
  const auto source = ScalarSource::find(file, lines, found.at, found.value);
  if (!source) return "not found";
  const auto at = found.value.find(said);
  REQUIRE(at != std::string::npos);
  std::size_t from = 0, length = 0;
  for (std::size_t i = 0; i < at; ++i) from += (static_cast<unsigned char>(found.value[i]) & 0xC0u) != 0x80u;
  for (const char c : said) length += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
  const auto edit = source->edit(from, length, fix);
  if (!edit) return "no edit";
  const auto edited = apply_edits(file, {*edit});
  if (edited.made.empty()) return "refused";
  // The result means what was wanted, and nothing else.
  auto wanted = found.value;
  wanted.replace(at, said.size(), fix);
  CHECK_EQ(value_of({"inputs/a.yaml", edited.text}).value, wanted);
  return edited.text;
}

TEST_CASE("edits: each form of a scalar is changed where it is written, comments and layout stay") {
  CHECK_EQ(replaced("# примечание\na: на 2020-2021 годы   # сюда не смотрят 2020-2021\n", "2020-2021",
                    "2020–2021"),
           "# примечание\na: на 2020–2021 годы   # сюда не смотрят 2020-2021\n");
  CHECK_EQ(replaced("a: \"план \\\"школа\\\" и\\u00A0ещё\"\n", "\"школа\"", "«школа»"),
           "a: \"план «школа» и\\u00A0ещё\"\n");
  CHECK_EQ(replaced("a: \"знак \\\\ и №5\"\n", "№5", "№\u00A05"), "a: \"знак \\\\ и №\u00A05\"\n");
  CHECK_EQ(replaced("a: 'it''s №5'\n", "№5", "№\u00A05"), "a: 'it''s №\u00A05'\n");
  CHECK_EQ(replaced("a: 'it''s'\n", "it's", "it's'"), "a: 'it''s'''\n");
  CHECK_EQ(replaced("a: >-\n  первая строка\n  и №5 на второй\nb: 1\n", "№5", "№\u00A05"),
           "a: >-\n  первая строка\n  и №\u00A05 на второй\nb: 1\n");
  CHECK_EQ(replaced("a: |\n  раз\n\n    два  слова\n", "два  слова", "два слова"),
           "a: |\n  раз\n\n    два слова\n");
  CHECK_EQ(replaced("a: >\n  раз\n\n  два\n    особая  строка\n  три №5\n", "№5", "№\u00A05"),
           "a: >\n  раз\n\n  два\n    особая  строка\n  три №\u00A05\n");
  CHECK_EQ(replaced("a: простой текст\n  в две строки  и №5\n", "№5", "№\u00A05"),
           "a: простой текст\n  в две строки  и №\u00A05\n");
  CHECK_EQ(replaced("a: \"в кавычках\n\n  через строку №5\"\n", "№5", "№\u00A05"),
           "a: \"в кавычках\n\n  через строку №\u00A05\"\n");
  CHECK_EQ(replaced("a: \"перенос \\\n   без пробела №5\"\n", "№5", "№\u00A05"),
           "a: \"перенос \\\n   без пробела №\u00A05\"\n");
}

TEST_CASE("edits: line ends, indents, anchors, tags and flow collections stay as they are") {
  CHECK_EQ(replaced("a: раз  два\r\nb: 1\r\n", "  ", " "), "a: раз два\r\nb: 1\r\n");
  CHECK_EQ(replaced("a: >-\r\n  раз\r\n  №5\r\n", "№5", "№\u00A05"), "a: >-\r\n  раз\r\n  №\u00A05\r\n");
  CHECK_EQ(replaced("a: &имя №5\nb: *имя\n", "№5", "№\u00A05"), "a: &имя №\u00A05\nb: *имя\n");
  CHECK_EQ(replaced("a: !!str №5\n", "№5", "№\u00A05"), "a: !!str №\u00A05\n");
  CHECK_EQ(replaced("{b: [1, 2], a: №5, c: 3}\n", "№5", "№\u00A05"), "{b: [1, 2], a: №\u00A05, c: 3}\n");
  CHECK_EQ(replaced("a: |2-\n    №5\n", "№5", "№\u00A05"), "a: |2-\n    №\u00A05\n");
}

TEST_CASE("edits: what would change more than the value is refused") {
  CHECK_EQ(replaced("a: раз два\n", " ", ": "), "refused");                  // a mapping
  CHECK_EQ(replaced("a: раз два\n", " ", " #"), "refused");                  // a comment
  CHECK_EQ(replaced("{a: раз два}\n", " ", ", "), "refused");                // another key
  CHECK_EQ(replaced("a: раз два\n", "раз", "\""), "refused");                // a quote
  CHECK_EQ(replaced("a: >-\n  раз\n  два\n", "раз два", "раз"), "no edit");  // over two lines
  CHECK_EQ(replaced("a: раз два\n", "раз", "раз\n"), "no edit");
}

TEST_CASE("edits: an alias leads nowhere") {
  const SourceFile file{"inputs/a.yaml", "b: &x №5\na: *x\n"};
  const auto found = value_of(file);
  CHECK_FALSE(ScalarSource::find(file, LineIndex(file), found.at, found.value));
}

TEST_CASE("edits: cells of a table, with and without quotes") {
  const SourceFile file{"inputs/a.csv", "Школа;Предмет\n\"Лицей \"\"А\"\" №5\";Русский  язык\n"};
  const LineIndex lines(file);
  const auto quoted =
      ScalarSource::find(file, lines, {.file = file.path, .line = 2, .column = 1}, "Лицей \"А\" №5");
  REQUIRE(quoted);
  const auto plain =
      ScalarSource::find(file, lines, {.file = file.path, .line = 2, .column = 18}, "Русский  язык");
  REQUIRE(plain);
  const auto edited = apply_edits(file, {*quoted->edit(6, 3, "«А»"), *plain->edit(7, 2, " ")});
  CHECK_EQ(edited.text, "Школа;Предмет\n\"Лицей «А» №5\";Русский язык\n");
  CHECK_FALSE(plain->edit(0, 0, "a;b"));
}

TEST_CASE("edits: of two that overlap the first is made, one at no place is left out") {
  const SourceFile file{"inputs/a.yaml", "a: раз  два\n"};
  const auto at = [&](int column, int length) {
    return Position{.file = file.path, .line = 1, .column = column, .length = length};
  };
  const auto edited =
      apply_edits(file, {{at(7, 2), " "}, {at(8, 4), "три"}, {at(99, 1), "x"}, {at(1, 1), "б"}});
  CHECK_EQ(edited.text, "a: раз два\n");  // and keys are never changed
  CHECK_EQ(edited.made.size(), 1);
}

}  // namespace
}  // namespace svodka::load
