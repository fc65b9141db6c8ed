#include "render/form/form_compute.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "render/expand/xml.h"

// Results of formulas, as they stand beside them in the part of a sheet. What LibreOffice makes of the same
// formulas is compared in form_office_test.cc.
namespace svodka::render {
namespace {

using Strings = std::vector<std::string>;

std::string sheet_xml(const std::string& rows) {
  return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
}

// The data: A1:B3 are 1 4 / 2.5 5 / абв TRUE, A4 is empty; C1:C3 are да, нет, Да.
const char kData[] =
    "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>4</v></c><c r=\"C1\" t=\"s\"><v>0</v></c></row>"
    "<row r=\"2\"><c r=\"A2\"><v>2.5</v></c><c r=\"B2\"><v>5</v></c><c r=\"C2\" "
    "t=\"str\"><v>нет</v></c></row>"
    "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>абв</t></is></c><c r=\"B3\" t=\"b\"><v>1</v></c>"
    "<c r=\"C3\" t=\"s\"><v>1</v></c></row>";
const char kWorkbook[] =
    "<workbook><definedNames><definedName name=\"Ставка\">0.5</definedName>"
    "<definedName name=\"Всё\">'Лист 1'!$A$1:$B$3</definedName></definedNames></workbook>";

// What `<v>` says after a formula, with its type before it ("str да"); "-" when there is none.
Strings results(const Strings& formulas, std::vector<MadeSheet> more = {}) {
  std::string rows = kData;
  for (std::size_t i = 0; i < formulas.size(); ++i) {
    const auto at = std::to_string(i + 10);
    rows += "<row r=\"" + at + "\"><c r=\"H" + at + "\" s=\"3\" t=\"n\"><f>" + escaped_xml(formulas[i]) +
            "</f><v>999</v></c></row>";
  }
  std::vector<MadeSheet> sheets{{"Лист 1", sheet_xml(rows), true}};
  for (auto& sheet : more) sheets.push_back(std::move(sheet));
  const std::vector<MadeTable> tables{
      {"<table displayName=\"План\" ref=\"A20:B23\" totalsRowCount=\"1\"><tableColumns><tableColumn "
       "name=\"план\"/>"
       "<tableColumn name=\"факт, ед.\"/></tableColumns></table>",
       1}};
  compute_results(sheets, kWorkbook, tables, {"да", "Да"}, false);
  pugi::xml_document document;
  REQUIRE(load_xml(sheets[0].xml, document));
  Strings found;
  for (const auto& row : document.document_element().child("sheetData").children("row")) {
    const auto cell = row.child("c");
    if (row.attribute("r").as_int() < 10) continue;
    CHECK_EQ(cell.attribute("s").as_int(), 3);
    const std::string type = cell.attribute("t").value();
    found.push_back(cell.child("v") ? (type.empty() ? "" : type + " ") + cell.child("v").text().get() : "-");
  }
  return found;
}

std::string joined(const Strings& all) {
  std::string out;
  for (const auto& each : all) out += (out.empty() ? "" : " | ") + each;
  return out;
}

std::string result(const std::string& formula) { return results({formula}).front(); }

TEST_CASE("form results: operators as Excel has them") {
  CHECK_EQ(result("1+2*3^2"), "19");
  CHECK_EQ(result("-2^2"), "4");
  CHECK_EQ(result("10%*A2"), "0.25");
  CHECK_EQ(result("0.1+0.2-0.3"), "0");
  CHECK_EQ(result("\"а\"&\"б\"&A1"), "str аб1");
  CHECK_EQ(result("A4+1"), "1");
  CHECK_EQ(result("A4"), "0");
  CHECK_EQ(result("A1=1"), "b 1");
  CHECK_EQ(result("C1=C3"), "b 1");  // capitals do not count
  CHECK_EQ(result("C1<>C2"), "b 1");
  CHECK_EQ(result("1/0"), "e #DIV/0!");
  CHECK_EQ(result("A3+1"), "e #VALUE!");
  CHECK_EQ(result("\"12\"+1"), "13");
  CHECK_EQ(result("#REF!+1"), "e #REF!");
  CHECK_EQ(result("Нет_такого+1"), "e #NAME?");
}

TEST_CASE("form results: the functions of reports") {
  CHECK_EQ(result("SUM(A1:B3)"), "12.5");
  CHECK_EQ(result("SUM(A:A,10)"), "13.5");
  CHECK_EQ(result("AVERAGE(A1:A4)"), "1.75");
  CHECK_EQ(result("AVERAGE(A4:A9)"), "e #DIV/0!");
  CHECK_EQ(result("COUNT(A1:B4)"), "4");
  CHECK_EQ(result("COUNTA(A1:B4)"), "6");
  CHECK_EQ(result("COUNTBLANK(A1:A4)"), "1");
  CHECK_EQ(result("ROUND(2.345,2)"), "2.35");
  CHECK_EQ(result("ROUND(-87.45,1)"), "-87.5");
  CHECK_EQ(result("ROUND(1234,-2)"), "1200");
  CHECK_EQ(result("ROUNDUP(2.3*10,0)"), "23");
  CHECK_EQ(result("ROUNDDOWN(-2.39,1)"), "-2.3");
  CHECK_EQ(result("INT(-2.5)"), "-3");
  CHECK_EQ(result("MOD(-7,3)"), "2");
  CHECK_EQ(result("IF(A1>0,\"да\",1/0)"), "str да");
  CHECK_EQ(result("IF(A1>5,1)"), "b 0");
  CHECK_EQ(result("IFERROR(A1/A4,\"–\")"), "str –");
  CHECK_EQ(result("AND(A1>0,B3)"), "b 1");
  CHECK_EQ(result("SUMIF(C1:C3,\"да\",A1:A3)"), "1");
  CHECK_EQ(result("SUMIF(A1:B2,\">2\")"), "11.5");
  CHECK_EQ(result("COUNTIF(C1:C3,\"*а\")"), "2");
  CHECK_EQ(result("COUNTIF(A1:A4,\"<>\")"), "3");
  CHECK_EQ(result("COUNTIFS(A1:A2,\">0\",B1:B2,\"<5\")"), "1");
  CHECK_EQ(result("SUMIFS(B1:B2,A1:A2,\">=2\")"), "5");
  CHECK_EQ(result("AVERAGEIF(A1:A3,\">9\")"), "e #DIV/0!");
  CHECK_EQ(result("SUMPRODUCT(A1:A2,B1:B2)"), "16.5");
  CHECK_EQ(result("SUMPRODUCT((C1:C2=\"да\")*(B1:B2))"), "4");
  CHECK_EQ(result("VLOOKUP(2.5,A1:B3,2,FALSE)"), "5");
  CHECK_EQ(result("VLOOKUP(7,A1:B3,2,FALSE)"), "e #N/A");
  CHECK_EQ(result("INDEX(B1:B3,MATCH(\"нет\",C1:C3,0))"), "5");
  CHECK_EQ(result("SUM(INDEX(A1:B3,0,2))"), "9");
  CHECK_EQ(result("LARGE(A1:B3,2)"), "4");
  CHECK_EQ(result("SMALL(A1:B3,1)"), "1");
  CHECK_EQ(result("RANK(4,A1:B2)"), "2");
  CHECK_EQ(result("MEDIAN(A1:B2)"), "3.25");
  CHECK_EQ(result("CHOOSE(2,\"а\",\"б\")"), "str б");
  CHECK_EQ(result("DATE(2020,12,31)"), "44196");
  CHECK_EQ(result("DAY(DATE(2021,2,29))"), "1");
  CHECK_EQ(result("UPPER(LEFT(A3,2))&LEN(A3)"), "str АБ3");
  CHECK_EQ(result("FIND(\"в\",A3)"), "3");
  CHECK_EQ(result("TEXTJOIN(\", \",TRUE,C1:C2,A4)"), "str да, нет");
  CHECK_EQ(result("SUBTOTAL(9,A1:A2)"), "3.5");
  CHECK_EQ(result("ROW()+ROWS(A1:A3)"), "13");
  CHECK_EQ(result("_xlfn.IFNA(VLOOKUP(7,A1:B3,2,0),0)"), "0");
}

TEST_CASE("form results: names, tables, other sheets and runs of them") {
  const std::string table =
      "<row r=\"21\"><c r=\"A21\"><v>10</v></c><c r=\"B21\"><v>7</v></c></row>"
      "<row r=\"22\"><c r=\"A22\"><v>20</v></c><c r=\"B22\"><v>8</v></c></row>";
  const auto found = results(
      {"Ставка*2", "SUM(Всё)", "SUM(План[факт, ед.])", "SUM(План)", "'Свод-2'!A21", "SUM('Свод-2:Итог'!A21)",
       "Нет!A1", "SUM(План[[#All],[план]:[факт, ед.]])", "SUM(План[[#Data],план])"},
      {{"Свод-2", sheet_xml(table)}, {"Итог", sheet_xml(table)}});
  CHECK_EQ(joined(found), "1 | 12.5 | 15 | 45 | 10 | 20 | e #REF! | 45 | 30");
}

TEST_CASE("form results: what cannot be told gets none, nor what needs it") {
  const auto found = results({"TODAY()", "H10+1", "IF(TRUE,1,H10)", "H14", "H13", "\"доля \"&A2", "A1 B1",
                              "НЕВЕДОМО(1)", "[1]Лист!A1", "SUM(1", "1+1"});
  CHECK_EQ(joined(found), "- | - | 1 | - | - | - | - | - | - | - | 2");
}

TEST_CASE("form results: array formulas over one cell and over several") {
  std::vector<MadeSheet> sheets{
      {"Л",
       sheet_xml("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>4</v></c>"
                 "<c r=\"C1\"><f t=\"array\" ref=\"C1:C2\">A1:A2*B1:B2</f><v>0</v></c></row>"
                 "<row r=\"2\"><c r=\"A2\"><v>2</v></c><c r=\"B2\"><v>5</v></c><c r=\"C2\"><v>0</v></c></row>"
                 "<row r=\"3\"><c r=\"A3\"><f t=\"array\" ref=\"A3\">SUM(A1:A2*B1:B2)</f></c></row>"),
       true}};
  compute_results(sheets, "<workbook/>", {}, {}, false);
  CHECK_EQ(sheets[0].xml,
           sheet_xml(
               "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>4</v></c>"
               "<c r=\"C1\"><f t=\"array\" ref=\"C1:C2\">A1:A2*B1:B2</f><v>4</v></c></row>"
               "<row r=\"2\"><c r=\"A2\"><v>2</v></c><c r=\"B2\"><v>5</v></c><c r=\"C2\"><v>10</v></c></row>"
               "<row r=\"3\"><c r=\"A3\"><f t=\"array\" ref=\"A3\">SUM(A1:A2*B1:B2)</f><v>14</v></c></row>"));
}

TEST_CASE("form results: a running total from the bottom up over 20,000 rows") {
  std::string rows;
  for (int i = 1; i <= 20'000; ++i) {
    const auto n = std::to_string(i), next = std::to_string(i + 1);
    rows += "<row r=\"" + n + "\"><c r=\"A" + n + "\"><v>1</v></c><c r=\"B" + n + "\"><f>A" + n + "+B" +
            next + "</f></c></row>";
  }
  std::vector<MadeSheet> sheets{{"Л", sheet_xml(rows), true}};
  compute_results(sheets, "<workbook/>", {}, {}, false);
  CHECK(sheets[0].xml.find("<c r=\"B1\"><f>A1+B2</f><v>20000</v></c>") != std::string::npos);
}

}  // namespace
}  // namespace svodka::render
