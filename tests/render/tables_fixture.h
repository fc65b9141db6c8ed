#pragma once

#include <doctest/doctest.h>

#include <cstring>
#include <pugixml.hpp>

#include "render/word/docx.h"
#include "support/docx.h"

// What the tests of tables in Word templates share: data with a list in each row, and a short way to write
// down what a table has become.
namespace svodka::render {

/// plan, empty · subjects: title · schools: region, name, n (with marks: mark) · none: x
inline Shape table_shape() {
  const auto text_column = [](const char* name) { return Column{name, ColumnType::kText}; };
  Shape marks{{text_column("mark")}, {}};
  Shape schools{{text_column("region"), text_column("name"), {"n", ColumnType::kInteger}},
                {{"marks", marks}}};
  return {
      {text_column("plan"), text_column("empty")},
      {{"subjects", {{text_column("title")}, {}}}, {"schools", schools}, {"none", {{text_column("x")}, {}}}}};
}

using Words = std::vector<std::string>;

inline std::vector<Row> list_of(const Words& words) {
  std::vector<Row> rows;
  for (const auto& word : words) rows.push_back({{word}, {}});
  return rows;
}

inline Row school(const std::string& region, const std::string& name, const Words& marks = {}) {
  return {{region, name, std::int64_t{7}}, {list_of(marks)}};
}

inline Row table_data(const Words& subjects, const std::vector<Row>& schools) {
  return {{std::string("план"), Value()}, {list_of(subjects), schools, {}}};
}

/// A cell of a table with properties, `<w:gridSpan …/>`, behind its width.
inline std::string wide_cell(const std::string& words, int width, const std::string& properties = "") {
  return "<w:tc><w:tcPr><w:tcW w:w=\"" + std::to_string(width) + "\" w:type=\"dxa\"/>" + properties +
         "</w:tcPr>" + test::paragraph({words}) + "</w:tc>";
}

inline std::string span(int columns) { return "<w:gridSpan w:val=\"" + std::to_string(columns) + "\"/>"; }

inline std::string table_row(const Words& cells, const std::string& properties = "") {
  std::string out = "<w:tr>" + (properties.empty() ? "" : "<w:trPr>" + properties + "</w:trPr>");
  for (const auto& words : cells) out += words;
  return out + "</w:tr>";
}

inline std::string grid_table(const std::vector<int>& grid, const Words& rows) {
  std::string out = "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>";
  for (const int width : grid) out += "<w:gridCol w:w=\"" + std::to_string(width) + "\"/>";
  out += "</w:tblGrid>";
  for (const auto& line : rows) out += line;
  return out + "</w:tbl>";
}

/// The first table of a document: its grid, then its rows; a cell is "words", with "×2" when it spans two
/// columns, "↓" when a vertical merge begins in it and "↑" when it goes on. A row that leaves columns free
/// begins or ends with as many dots; a header row ends with "!".
inline std::string drawn(const pugi::xml_node& table) {
  std::string out;
  for (const auto& column : table.child("w:tblGrid").children("w:gridCol"))
    out += (out.empty() ? "" : " ") + std::string(column.attribute("w:w").value());
  for (const auto& row : table.children("w:tr")) {
    std::string line;
    bool first = true;
    for (const auto& cell : row.children("w:tc")) {
      line += first ? "" : "|";
      first = false;
      for (const auto& found : cell.select_nodes(".//w:t")) line += found.node().text().get();
      const auto properties = cell.child("w:tcPr");
      if (const auto span = properties.child("w:gridSpan"))
        line += "×" + std::string(span.attribute("w:val").value());
      if (const auto merge = properties.child("w:vMerge"))
        line += std::strcmp(merge.attribute("w:val").value(), "restart") == 0 ? "↓" : "↑";
    }
    const auto free = [&](const char* name) {
      return std::string(row.child("w:trPr").child(name).attribute("w:val").as_uint(0), '.');
    };
    out += "\n" + free("w:gridBefore") + line + free("w:gridAfter") +
           (row.child("w:trPr").child("w:tblHeader") ? "!" : "");
  }
  return out + "\n";
}

struct MadeTable {
  std::string package, xml, drawing;
  std::string findings;  // a line for each
  pugi::xml_document document;
};

inline std::string lines_of(const Diagnostics& out) {
  std::string lines;
  for (const auto& finding : out.in_order())
    lines +=
        (to_string(finding.at, Language::kRussian) + ": " + finding.message.ru + " [" + finding.rule + "]\n");
  return lines;
}

/// Fills a document of `body`; it must be one that Word opens.
inline MadeTable made_table(const std::string& body, const Row& data) {
  Diagnostics out;
  const auto compiled =
      DocxTemplate::compile("", "t.docx", test::docx(body + test::paragraph({"."})), table_shape(), out);
  INFO(lines_of(out));
  REQUIRE(compiled);
  MadeTable made;
  made.package = compiled->render(data, out);
  made.xml = test::part_of(made.package);
  made.findings = lines_of(out);
  made.document.load_string(made.xml.c_str(), pugi::parse_default | pugi::parse_ws_pcdata);
  made.drawing = drawn(made.document.select_node("//w:tbl").node());
  CHECK_EQ(test::faults_of(made.package), "");
  CHECK_EQ(made.xml.find("svodka"), std::string::npos);
  return made;
}

inline std::string drawn(const std::string& body, const Row& data) {
  const auto made = made_table(body, data);
  CHECK(made.findings.empty());
  return made.drawing;
}

inline std::string table_mistakes(const std::string& body) {
  Diagnostics out;
  CHECK_FALSE(DocxTemplate::compile("", "t.docx", test::docx(body), table_shape(), out));
  return lines_of(out);
}

}  // namespace svodka::render
