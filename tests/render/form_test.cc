#include <doctest/doctest.h>

#include "form_fixture.h"
#include "render/form/form_scope.h"

// Blanks of tests/data/forms filled by their markers, read back with openpyxl. What LibreOffice computes is
// compared in form_office_test.cc, maps are in form_map_test.cc.
namespace svodka {
namespace {

class Form {
 public:
  explicit Form(const std::string& name, const std::string& yaml)
      : bytes(test::filled_form(test::blank(name), yaml, out)) {
    for (const auto& f : out.sorted()) MESSAGE(to_string(f.at, Language::kRussian) << ": " << f.message.ru);
    REQUIRE_FALSE(out.has_errors());
    write_file_atomically(folder.path() / "a.xlsx", bytes);
    write_file_atomically(folder.path() / "blank.xlsx", test::blank(name));
  }
  std::string read(const std::string& arguments) const { return test::form_read(folder.path(), arguments); }
  std::string faults() const {
    return test::shell(folder.path(), "/usr/bin/python3 " + std::string(SVODKA_ROOT) +
                                          "/tests/support/validate_xlsx.py --template blank.xlsx a.xlsx")
        .output;
  }

  Diagnostics out;
  std::string bytes;
  test::TempFolder folder;
};

TEST_CASE("form: a row for each record, with values of their own type, all below moves") {
  const Form form("monitoring", test::data_of("monitoring"));
  CHECK_EQ(form.read("cells a.xlsx 'Форма 1' A2 A6:G10 A12:G13"),
           "Соль-Илецкий городской округ, декабрь\u00A02020\u00A0года\n"
           "1 | МОБУ «Изобильная СОШ» | 8 | 6 | 75 | 01.12.2020 | сдан\n"
           "2 | -Покровская | 12 | 5 | 41.7 | 03.12.2020 | нет\n"
           "3 | Ветлянская & Ко | 0 | 0 | 0 | 04.12.2020 | на проверке\n"
           "4 | +7 (35336) 2-75-71 | 7 | 7 | 100 | 30.11.2020 | сдан\n"
           "Итого | . | 27 | 18 | 66.7 | . | 2\n"
           "Худшая доля | . | 0 | . | . | . | .\n"
           "Директор ИМЦ | . | . | . | =Иванова А.А. | . | .\n");
  CHECK_EQ(form.read("formulas a.xlsx 'Форма 1' E7 C10:E10 G10 C12"),
           "=IF(C7=0,0,ROUND(D7/C7*100,1))\n"
           "=SUM(C6:C9) | =SUM(D6:D9) | =IF(C10=0,0,ROUND(D10/C10*100,1))\n"
           "=COUNTIF(G6:G9,\"сдан\")\n=MIN(E6:E9)\n");
  CHECK_EQ(form.read("cells a.xlsx Свод A1:B6"),
           "Всего мероприятий | 27\nИсполнено | 18\nСредний процент | 54.2\nПо названию | 157\nИмя | 36\n"
           "Отчёт | За Соль-Илецкий городской округ\n");
  CHECK_EQ(form.read("formulas a.xlsx Свод B1 B3 B4"),
           "='Форма 1'!C10\n=ROUND(AVERAGE('Форма 1'!E6:E9),1)\n"
           "=SUMPRODUCT('Форма 1'!C6:C9,'Форма 1'!D6:D9)\n");
  CHECK_EQ(form.faults(), "");
}

TEST_CASE("form: what speaks of the rows moves with them") {
  const Form form("monitoring", test::data_of("monitoring"));
  CHECK_EQ(form.read("about a.xlsx 'Форма 1'"),
           "merged A10:B10 A13:B13 A1:G1 A2:G2 A4:A5 B4:B5 C4:D4 E13:G13 E4:E5 F4:F5 G4:G5\n"
           "format E6:E9 50\nformat A6:G9 $G6=\"нет\"\n"
           "validation G6:G9 Списки!$A$1:$A$3\n"
           "print ['$A$1:$G$14'] 4:5\n"
           "freeze A6 filter A5:G9\n"
           "breaks 11\n"
           "note D6 Только состоявшиеся\nnote D7 Только состоявшиеся\nnote D8 Только состоявшиеся\n"
           "note D9 Только состоявшиеся\n"
           "link A12 https://example.org/form\n"
           "note A13 Подпись =Иванова А.А.\n"
           "chart 16 'Форма 1'!$E$6:$E$9 'Форма 1'!$B$6:$B$9\n"
           "image 15\n"
           "footer Соль-Илецкий городской округ, стр. &P из &N\n");
  const auto workbook = test::form_part(form.bytes, "xl/workbook.xml");
  CHECK(workbook.find("'Форма 1'!$D$10</definedName>") != std::string::npos);
  CHECK(workbook.find("fullCalcOnLoad=\"1\"") != std::string::npos);
}

TEST_CASE("form: parts that nothing changes keep their bytes") {
  const Form form("monitoring", test::data_of("monitoring"));
  for (const char* part : {"xl/worksheets/sheet3.xml", "xl/media/image1.png", "xl/theme/theme1.xml",
                           "docProps/app.xml", "[Content_Types].xml"}) {
    CAPTURE(part);
    CHECK_FALSE(test::form_part(form.bytes, part).empty());
    CHECK_EQ(test::form_part(form.bytes, part), test::form_part(test::blank("monitoring"), part));
  }
  Diagnostics out;  // nothing to fill: the blank itself
  for (const char* name : {"blank", "blank-office"}) {
    const auto same = test::filled_form(test::blank(name), "a: 1\n", out);
    const auto before = *package::read_zip(name, test::blank(name), out),
               after = *package::read_zip(name, same, out);
    REQUIRE_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
      CHECK_EQ(before[i].name, after[i].name);
      CHECK_EQ(before[i].stored, after[i].stored);
    }
  }
}

TEST_CASE("form: an empty list leaves its row blank, and sums over it are 0") {
  const Form form("monitoring", "{municipality: М, period: 2020-12, director: Д, schools: []}\n");
  CHECK_EQ(form.read("cells a.xlsx 'Форма 1' A6:G7 A10:E10"),
           ". | . | . | . | . | . | .\nИтого | . | 0 | 0 | 0 | . | 0\nДиректор ИМЦ | . | . | . | Д\n");
  CHECK_EQ(form.read("cells a.xlsx Свод B1:B2"), "0\n0\n");
  CHECK_EQ(form.faults(), "");
}

TEST_CASE("form: a sheet for each school, its rows nested, names made valid and unlike") {
  const Form form("schools", test::data_of("schools"));
  const std::string first = "'МОБУ «Изобильная СОШ» Соль-Илец'";
  CHECK_EQ(form.read("cells a.xlsx " + first + " A1 A4:C10"),
           "МОБУ «Изобильная СОШ» Соль-Илецкого городского округа\n"
           "5 А | . | .\n. | История | 20\n. | Физика | 21\n. | Всего по классу | 41\n"
           "6 Б | . | .\n. | Биология | 17\n. | Всего по классу | 17\n");
  CHECK_EQ(form.read("cells a.xlsx " + first + " C11"), "58\n");
  CHECK_EQ(form.read("formulas a.xlsx " + first + " C7 C10 C11"),
           "=SUM(C5:C6)\n=SUM(C9:C9)\n=SUMIF(B4:B10,\"Всего*\",C4:C10)\n");
  CHECK_EQ(form.read("cells a.xlsx 'СОШ № 2-3' A1 A4:C7"),
           "СОШ № 2/3\n9 А | . | .\n. | Алгебра | 11\n. | Всего по классу | 11\nИтого | . | 11\n");
  CHECK_EQ(form.read("cells a.xlsx 'сош № 2-3 (2)' A1"), "сош № 2-3\n");
  CHECK_EQ(form.read("formulas a.xlsx Свод B1:B2"),
           "=SUM('МОБУ «Изобильная СОШ» Соль-Илец'!C11,'СОШ № 2-3'!C7,'сош № 2-3 (2)'!C7)\n"
           "='МОБУ «Изобильная СОШ» Соль-Илец'!C11\n");
  CHECK_EQ(form.read("cells a.xlsx Свод B1:B2"), "69\n58\n");
  const auto about = form.read("about a.xlsx 'СОШ № 2-3'");
  CHECK(about.find("print ['$A$1:$C$8']") != std::string::npos);
  CHECK(about.find("chart 3 'СОШ № 2-3'!$C$5") != std::string::npos);
  CHECK(about.find("note C5 По списку") != std::string::npos);
  CHECK_EQ(form.faults(), "");
}

TEST_CASE("form: columns for months, in rows for schools, rows without markers follow") {
  const Form form("months", test::data_of("months"));
  CHECK_EQ(form.read("cells a.xlsx Динамика A3:F6"),
           "Школа | октябрь | ноябрь | декабрь | Всего | Доля\n"
           "Первая | 3 | 0 | 5 | 8 | 0.533\nВторая | 1 | 2 | 4 | 7 | 0.467\n"
           "Итого | 4 | 2 | 9 | 15 | .\n");
  CHECK_EQ(form.read("formulas a.xlsx Динамика E5:F5 C6 E6"),
           "=SUM(B5:D5) | =ROUND(E5/E$6,3)\n=SUM(C4:C5)\n=SUM(E4:E5)\n");
  const auto about = form.read("about a.xlsx Динамика");
  CHECK(about.find("merged A1:F1") != std::string::npos);
  CHECK(about.find("format B4:D5 0") != std::string::npos);
  CHECK(about.find("print ['$A$1:$F$6']") != std::string::npos);
  const auto xml = test::form_part(form.bytes, "xl/worksheets/sheet1.xml");
  CHECK(xml.find("min=\"2\" max=\"2\"") != std::string::npos);
  CHECK(xml.find("min=\"5\" max=\"5\"") != std::string::npos);
  CHECK_EQ(form.faults(), "");
}

TEST_CASE("form: lists of columns that differ in length are told by the row") {
  Diagnostics out;
  test::filled_form(test::blank("months"),
                    "months: [{month: а}, {month: б}]\nschools: [{name: Первая, values: [{count: 1}]}]\n",
                    out);
  REQUIRE_EQ(out.count(Severity::kError), 1);
  CHECK_EQ(out.in_order()[0].rule, "columns-differ");
  CHECK_EQ(to_string(out.in_order()[0].at, Language::kRussian), "form.xlsx: Динамика!B4");
}

TEST_CASE("form: mistakes in markers are told by sheet and cell, all at once") {
  Diagnostics out;
  test::filled_form(
      test::blank("monitoring"),
      "{municipality: М, periodd: 2020-12, schools: [{number: 1, nam: П, planned: 1, done: 1, reported: "
      "2020-12-01, state: нет}]}\n",
      out);
  std::string told;
  for (const auto& f : out.sorted()) told += to_string(f.at, Language::kRussian) + " " + f.rule + "\n";
  CHECK(told.find("form.xlsx: Форма 1!A2 unknown-field\n") != std::string::npos);
  CHECK(told.find("form.xlsx: Форма 1!B6 unknown-field\n") != std::string::npos);
  CHECK(told.find("form.xlsx: Форма 1!E10 unknown-field\n") != std::string::npos);
}

TEST_CASE("form: a workbook with macros is refused, and so is what is none") {
  Diagnostics out;
  auto entries = *package::read_zip("a", test::blank("months"), out);
  entries.push_back(package::deflate("xl/vbaProject.bin", "x"));
  test::filled_form(package::write_zip(entries), "a: 1\n", out);
  test::filled_form("\xD0\xCF\x11\xE0 old", "a: 1\n", out);
  test::filled_form("PK no", "a: 1\n", out);
  REQUIRE_GE(out.count(Severity::kError), 3u);
  CHECK_EQ(out.in_order()[0].rule, "form-macros");
  CHECK_EQ(out.in_order()[1].rule, "not-a-workbook");
}

TEST_CASE("sheet names: valid, short and unlike each other") {
  std::vector<std::string> taken{"свод"};
  const auto name = [&](const std::string& words) { return render::valid_sheet_name(words, taken); };
  CHECK_EQ(name("Свод"), "Свод (2)");
  CHECK_EQ(name("a/b:c\\d[1]*?"), "a-b-c-d(1)");
  CHECK_EQ(name("'кавычки'"), "кавычки");
  CHECK_EQ(name(" '' "), "Лист");
  CHECK_EQ(name("History"), "History (2)");
  CHECK_EQ(name(std::string(40, 'x')), std::string(31, 'x'));
  CHECK_EQ(name(std::string(40, 'X')), std::string(27, 'X') + " (2)");
}

}  // namespace
}  // namespace svodka
