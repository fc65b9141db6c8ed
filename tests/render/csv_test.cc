#include <doctest/doctest.h>

#include "render/expand/csv_text.h"
#include "render/template.h"
#include "support/temp_folder.h"

using namespace svodka;
using namespace svodka::test;

namespace {

TEST_CASE("a cell of a CSV file: quotes where they must be, an apostrophe before what looks like a formula") {
  using render::csv_cell;
  CHECK(csv_cell("Школа") == "Школа");
  CHECK(csv_cell("a;b") == "\"a;b\"");
  CHECK(csv_cell("он сказал \"да\"") == "\"он сказал \"\"да\"\"\"");
  CHECK(csv_cell("1\n2") == "\"1\n2\"");
  for (const char* sign : {"=", "+", "-", "@"})
    CHECK(csv_cell(std::string(sign) + "A1") == std::string("'") + sign + "A1");
  CHECK(csv_cell("\tA1") == "\"'\tA1\"");
  CHECK(csv_cell("\rA1") == "\"'\rA1\"");
  CHECK(csv_cell("=1;2") == "\"'=1;2\"");
  CHECK(csv_cell("1-2") == "1-2");
}

TEST_CASE("a .csv template makes cells of its values wherever they stand") {
  TempFolder folder;
  folder.write("a.csv",
               "Имя;Число\r\n{{#rows}}{{x}};{{n}};\"{{x}}\";\"имя {{x}}\";{{x}} шт.;это {{x}}\r\n{{/rows}}");
  Data data;
  data.shape.sections.push_back({"rows", Shape{{{"x", ColumnType::kText}, {"n", ColumnType::kInteger}}, {}}});
  data.root.sections.push_back({{{std::string("=1;\"2\""), std::int64_t{-5}}, {}}});
  Diagnostics out;
  const auto made = render::Template::compile(folder.path(), "a.csv", data.shape, out);
  REQUIRE(made);
  CHECK(made->render(data.root, out) ==
        "Имя;Число\r\n\"'=1;\"\"2\"\"\";\u22125;\"'=1;\"\"2\"\"\";\"имя =1;\"\"2\"\"\";'=1;\"2\" шт.;это "
        "=1;\"2\"\r\n");
  CHECK(out.empty());
}

}  // namespace
