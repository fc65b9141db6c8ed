#include "render/sheet/sheet_rows.h"

#include <doctest/doctest.h>

namespace svodka::render {
namespace {

/// The XML of a sheet's rows.
std::string written(SheetRows& rows) {
  auto entry = rows.finish();
  package::DeflateStream end("");
  package::append_piece(entry, end.finish());
  Diagnostics out;
  const auto bytes = package::inflate("a.xlsx", entry, out);
  REQUIRE(bytes);
  return *bytes;
}

TEST_CASE("sheet rows: cells in any order, the last one of a place") {
  SheetRows rows;
  rows.number(2, 27, 1e5, 3);
  rows.text(2, 0, "старое", 1);
  rows.blank(2, 1, 2);
  rows.text(2, 0, "новое", 1);
  rows.number(4, 1, 2.46, 0);
  CHECK(
      written(rows) ==
      "<sheetData><row r=\"3\"><c r=\"A3\" s=\"1\" t=\"inlineStr\"><is><t>новое</t></is></c><c r=\"B3\" "
      "s=\"2\"/><c r=\"AB3\" s=\"3\"><v>100000</v></c></row><row r=\"5\"><c r=\"B5\" s=\"0\"><v>2.46</v></c>"
      "</row></sheetData>");
  CHECK_EQ(rows.first_row(), 2);
  CHECK_EQ(rows.last_row(), 4);
  CHECK_EQ(rows.first_column(), 0);
  CHECK_EQ(rows.last_column(), 27);
}

TEST_CASE("sheet rows: what texts and formulas must be written with") {
  SheetRows rows;
  rows.text(0, 0, " a<b & c\r_x0041_ _x00 ", 0);
  rows.formula(0, 1, "=IF(A1<2,\"&\",0)", "&", 0);
  rows.formula(0, 2, "=A1/3", 1.0 / 3, 0);
  CHECK(written(rows) ==
        "<sheetData><row r=\"1\"><c r=\"A1\" s=\"0\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a&lt;b "
        "&amp; "
        "c_x000D__x005F_x0041_ _x00 </t></is></c><c r=\"B1\" s=\"0\" t=\"str\"><f>IF(A1&lt;2,\"&amp;\",0)</f>"
        "<v>&amp;</v></c><c r=\"C1\" s=\"0\"><f>A1/3</f><v>0.3333333333333333</v></c></row></sheetData>");
}

TEST_CASE("sheet rows: heights and levels, also of a row without cells; no rows at all") {
  SheetRows rows;
  rows.height(0, 31.5, {});
  rows.height(1, 0, {.level = 2, .hidden = true, .collapsed = true});
  rows.blank(1, 0, 5);
  CHECK(written(rows) ==
        "<sheetData><row r=\"1\" ht=\"31.5\" customHeight=\"1\"></row><row r=\"2\" hidden=\"1\" "
        "outlineLevel=\"2\" collapsed=\"1\"><c r=\"A2\" s=\"5\"/></row></sheetData>");
  CHECK_EQ(rows.greatest_level(), 2);
  SheetRows none;
  CHECK(written(none) == "<sheetData></sheetData>");
  CHECK_EQ(none.last_column(), -1);
}

TEST_CASE("sheet rows: text in several hands") {
  SheetRows rows;
  rows.rich(0, 0, {{.text = "да ", .bold = true}, {.text = "нет"}}, {.size = 12, .italic = true}, 4);
  CHECK(written(rows) ==
        "<sheetData><row r=\"1\"><c r=\"A1\" s=\"4\" t=\"inlineStr\"><is><r><rPr><b/><i/><sz "
        "val=\"12\"/><color "
        "theme=\"1\"/><rFont val=\"Times New Roman\"/><family val=\"2\"/></rPr><t xml:space=\"preserve\">да "
        "</t></r><r><rPr><i/><sz val=\"12\"/><color theme=\"1\"/><rFont val=\"Times New Roman\"/><family "
        "val=\"2\"/></rPr><t>нет</t></r></is></c></row></sheetData>");
}

}  // namespace
}  // namespace svodka::render
