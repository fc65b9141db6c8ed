#include "render/tables_fixture.h"

// Content controls: Word's fields with a frame, a prompt and sometimes a binding.
namespace svodka::render {
namespace {

using test::paragraph;

std::string control(const std::string& properties, const std::string& content) {
  return "<w:sdt><w:sdtPr>" + properties + "</w:sdtPr><w:sdtContent>" + content + "</w:sdtContent></w:sdt>";
}

bool holds(const MadeTable& made, const std::string& words) {
  return made.xml.find(words) != std::string::npos;
}

const Row kData = table_data({"рус", "мат"}, {school("С", "1"), school("Ю", "2")});
const std::string kRun = "<w:r><w:rPr><w:rStyle w:val=\"a3\"/><w:b/></w:rPr><w:t>{{plan}}</w:t></w:r>";

TEST_CASE("content controls: block, inline, row, cell and nested ones are filled") {
  const auto inner = control("", paragraph({"{{plan}}"}));
  CHECK_EQ(test::text_of(made_table(control("", paragraph({"{{plan}}!"}) + inner), kData).package),
           "план!\nплан\n.\n");
  CHECK(holds(made_table("<w:p>" + control("", kRun) + "</w:p>", kData), ">план</w:t></w:r></w:sdtContent>"));
  const auto rows =
      control("", table_row({wide_cell("{{#schools}}{{name}}", 10), wide_cell("{{/schools}}", 10)}));
  const auto made =
      made_table(grid_table({10, 10}, {table_row({wide_cell("a", 10), wide_cell("b", 10)}), rows}), kData);
  CHECK_EQ(made.document.select_nodes("//w:tbl/w:sdt/w:sdtContent/w:tr").size(), 2);
}

TEST_CASE("content controls: a list over the rows of one control, and over controls, with their rows") {
  const auto head = table_row({wide_cell("a", 10)});
  const auto begin = table_row({wide_cell("{{#schools}}{{name}}", 10)}),
             end = table_row({wide_cell("{{n}}{{/schools}}", 10)});
  const auto made = made_table(grid_table({10}, {head, control("", begin + end)}), kData);
  CHECK_EQ(made.document.select_nodes("//w:tbl/w:sdt/w:sdtContent/w:tr").size(), 4);
  const auto apart = made_table(
      grid_table({10}, {head, control("<w:id w:val=\"-12\"/>", begin), control("<w:id w:val=\"7\"/>", end)}),
      kData);
  CHECK_EQ(apart.document.select_nodes("//w:tbl/w:sdt/w:sdtContent/w:tr").size(), 4);
  CHECK_FALSE(holds(apart, "<w:id "));
}

TEST_CASE("content controls: a control round rows goes with the last of them, and so does its table") {
  const auto rows = control("", table_row({wide_cell("{{#none}}{{x}}{{/none}}", 10)}));
  const auto gone = control("", table_row({wide_cell("{{#none}}{{x}}", 10), wide_cell("{{/none}}", 10)}));
  CHECK_EQ(
      made_table(grid_table({10, 10}, {table_row({wide_cell("a", 10), wide_cell("b", 10)}), gone}), kData)
          .drawing,
      "10 10\na|b\n");
  CHECK_FALSE(holds(made_table(grid_table({10, 10}, {gone}), kData), "<w:tbl>"));
}

TEST_CASE("content controls: a bound control keeps what was filled in and shows no prompt") {
  const std::string properties =
      "<w:alias w:val=\"План\"/><w:id w:val=\"-1905\"/><w:lock "
      "w:val=\"contentLocked\"/><w:showingPlcHdr/><w:dataBinding "
      "w:xpath=\"/a\" w:storeItemID=\"{1}\"/><w:text/>";
  const auto made = made_table("<w:p>" + control(properties, kRun) + "</w:p>", kData);
  CHECK(holds(made,
              "<w:sdtPr><w:alias w:val=\"План\"/><w:id w:val=\"-1905\"/><w:lock "
              "w:val=\"contentLocked\"/><w:text/></w:sdtPr>"));
  CHECK(holds(made, "<w:rPr><w:b/></w:rPr>"));
  const std::string other =
      "<w:p>" +
      control(properties, "<w:r><w:rPr><w:rStyle w:val=\"a3\"/></w:rPr><w:t>нет метки</w:t></w:r>") +
      "</w:p>";
  CHECK(holds(made_table(other + paragraph({"{{plan}}"}), kData), other));
}

TEST_CASE("content controls: dates and lists forget the value that stood there before") {
  CHECK(holds(
      made_table(
          "<w:p>" +
              control(
                  "<w:date w:fullDate=\"2020-01-01T00:00:00Z\"><w:dateFormat w:val=\"dd.MM.yyyy\"/></w:date>",
                  kRun) +
              "</w:p>",
          kData),
      "<w:date><w:dateFormat w:val=\"dd.MM.yyyy\"/></w:date>"));
  CHECK(holds(
      made_table("<w:p>" +
                     control("<w:dropDownList w:lastValue=\"1\"><w:listItem w:value=\"1\"/></w:dropDownList>",
                             kRun) +
                     "</w:p>",
                 kData),
      "<w:dropDownList><w:listItem w:value=\"1\"/></w:dropDownList>"));
}

TEST_CASE("content controls: repeated ones share no id, others keep theirs") {
  const auto one = "<w:p>" + control("<w:id w:val=\"5\"/>", "<w:r><w:t>a</w:t></w:r>") + "</w:p>";
  const auto made =
      made_table(one + paragraph({"{{#schools}}"}) + "<w:p>" + control("<w:id w:val=\"6\"/><w:text/>", kRun) +
                     "</w:p>" + paragraph({"{{/schools}}"}),
                 kData);
  CHECK_EQ(made.document.select_nodes("//w:sdtPr/w:id").size(), 1);
  const auto cut =
      made_table("<w:p>" + control("<w:id w:val=\"9\"/>", "<w:r><w:t>{{#schools}}{{name}}</w:t></w:r>") +
                     "<w:r><w:t>;{{/schools}}</w:t></w:r></w:p>",
                 kData);
  CHECK_EQ(test::text_of(cut.package), "1;2;\n.\n");
  CHECK_EQ(cut.document.select_nodes("//w:sdtPr/w:id").size(), 0);
}

TEST_CASE("content controls: one that the data leave empty still holds what it must") {
  CHECK(holds(
      made_table(control("", paragraph({"{{#none}}"}) + paragraph({"{{x}}"}) + paragraph({"{{/none}}"})),
                 kData),
      "<w:sdtContent><w:p/></w:sdtContent>"));
  const auto inline_control = "<w:p><w:r><w:t>a</w:t></w:r>" +
                              control("", "<w:r><w:t>{{#none}}{{x}}{{/none}}</w:t></w:r>") + "</w:p>";
  const auto made = made_table(inline_control, kData);
  CHECK_EQ(made.document.select_nodes("//w:sdtContent/w:r").size(), 1);
  const auto runs = made_table(
      "<w:p><w:r><w:t>a</w:t></w:r>" +
          control(
              "",
              "<w:r><w:t>{{#none}}</w:t></w:r><w:r><w:t>{{x}}</w:t></w:r><w:r><w:t>{{/none}}</w:t></w:r>") +
          "</w:p>",
      kData);
  CHECK_EQ(test::text_of(runs.package), "a\n.\n");
}

}  // namespace
}  // namespace svodka::render
