#include <doctest/doctest.h>

#include "form_fixture.h"

// full.xlsx has what neither library writes: a pivot table, protected ranges, custom XML, a thread of
// comments.
namespace svodka {
namespace {

using Strings = std::vector<std::string>;

// The parts of two packages that differ, or that only one of them has.
Strings changed_parts(const std::string& before, const std::string& after) {
  Diagnostics out;
  const auto old = *package::read_zip("a", before, out), made = *package::read_zip("b", after, out);
  Strings changed;
  for (const auto& entry : old) {
    if (test::form_part(after, entry.name) != test::form_part(before, entry.name))
      changed.push_back(entry.name);
  }
  CHECK_EQ(old.size(), made.size());
  return changed;
}

std::string without(std::string words, const std::string& part) {
  const auto at = words.find(part);
  REQUIRE_MESSAGE(at != std::string::npos, part << " in " << words);
  return words.erase(at, part.size());
}

TEST_CASE("form: a blank with all kinds of parts keeps them when there is nothing to fill") {
  Diagnostics out;
  const auto blank = test::blank("full");
  const auto made = test::filled_form(blank, "{title: \"\", rows: []}\n", out);
  REQUIRE_FALSE(out.has_errors());
  CHECK_EQ(changed_parts(blank, made),
           Strings{"xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/pivotCache/pivotCacheDefinition1.xml"});
  // Its source lost its markers: the pivot table asks to be made anew, and that is all.
  const auto cache = test::form_part(made, "xl/pivotCache/pivotCacheDefinition1.xml");
  CHECK_EQ(without(cache, " refreshOnLoad=\"1\""),
           test::form_part(blank, "xl/pivotCache/pivotCacheDefinition1.xml"));
  const test::TempFolder folder;
  write_file_atomically(folder.path() / "a.xlsx", made);
  CHECK_EQ(
      test::form_read(folder.path(), "cells a.xlsx Форма A1:C7"),
      "Участники  | . | .\n. | . | .\nШкола | Предмет | Участников\n. | . | .\nВсего | . | 0\n. | . | .\n"
      "Проверил | . | .\n");
}

TEST_CASE("form: pivot caches, protected ranges and threads of comments follow the rows") {
  Diagnostics out;
  const auto blank = test::blank("full");
  const auto made =
      test::filled_form(blank,
                        "{title: \"2020\", rows: [{school: А, subject: И, count: 1},\n"
                        " {school: Б, subject: И, count: 2}, {school: В, subject: Ф, count: 3}]}\n",
                        out);
  REQUIRE_FALSE(out.has_errors());
  const auto says = [&](const std::string& part, const std::string& words) {
    INFO(part << ": " << test::form_part(made, part));
    CHECK(test::form_part(made, part).find(words) != std::string::npos);
  };
  says("xl/worksheets/sheet1.xml",
       "<protectedRanges><protectedRange name=\"Данные\" sqref=\"A4:C6\"/><protectedRange name=\"Подпись\" "
       "sqref=\"B9\"/></protectedRanges>");
  says("xl/pivotCache/pivotCacheDefinition1.xml", "<worksheetSource ref=\"A3:C6\" sheet=\"Форма\"/>");
  says("xl/pivotCache/pivotCacheDefinition1.xml", "refreshOnLoad=\"1\"");
  says("xl/threadedComments/threadedComment1.xml", "<threadedComment ref=\"A9\"");
  says("xl/comments/comment1.xml", "ref=\"A9\"");
  for (const char* part :
       {"customXml/item1.xml", "customXml/itemProps1.xml", "customXml/_rels/item1.xml.rels",
        "xl/persons/person.xml", "xl/pivotTables/pivotTable1.xml", "xl/worksheets/sheet2.xml",
        "xl/pivotCache/pivotCacheRecords1.xml", "[Content_Types].xml", "xl/worksheets/_rels/sheet1.xml.rels"})
    CHECK_EQ(test::form_part(made, part), test::form_part(blank, part));
}

}  // namespace
}  // namespace svodka
