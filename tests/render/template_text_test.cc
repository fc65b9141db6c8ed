#include "render/template_text.h"

#include <doctest/doctest.h>

#include "support/temp_folder.h"

namespace svodka::render {
namespace {

// Each fixed text with its place; U+FFFC as "·".
std::string listed(const test::TempFolder& folder) {
  std::string all;
  for (const auto& [at, words] : template_texts(folder.path())) {
    auto shown = to_string(at, Language::kRussian) + ": " + words;
    for (auto i = shown.find("\uFFFC"); i != std::string::npos; i = shown.find("\uFFFC"))
      shown.replace(i, 3, "·");
    all += shown + "\n";
  }
  return all;
}

TEST_CASE("template texts: lines without their markers, at their columns") {
  const test::TempFolder folder;
  folder.write("templates/a.txt", "  Отчёт «{{имя}}» г.\n{{#list}}\n\nпункт {{n:number=1}}\n");
  CHECK_EQ(listed(folder),
           "templates/a.txt:1:3: Отчёт «·······» г.\ntemplates/a.txt:4:1: пункт ··············\n");
}

TEST_CASE("template texts: HTML without its markup, styles and entities") {
  const test::TempFolder folder;
  folder.write(
      "templates/a.html",
      "<style>p { color: \"red\" }\n</style><p class=\"x\">Один &laquo;два&raquo;</p>\n<!-- \"нет\" -->\n");
  const auto texts = template_texts(folder.path());
  REQUIRE_EQ(texts.size(), 1);
  CHECK_EQ(texts[0].first.line, 2);
  const auto& words = texts[0].second;
  CHECK(words.find("Один") != std::string::npos);
  CHECK(words.find("два") != std::string::npos);
  for (const char* gone : {"red", "laquo", "нет", "\"", "<"})
    CHECK_MESSAGE(words.find(gone) == std::string::npos, gone);
}

TEST_CASE("template texts: a file that is no document is passed over") {
  const test::TempFolder folder;
  folder.write("templates/a.docx", "не документ");
  folder.write("templates/b.txt", "\xFF\xFE");
  CHECK_EQ(listed(folder), "");
  CHECK_EQ(template_texts("/nowhere").size(), 0);
}

}  // namespace
}  // namespace svodka::render
