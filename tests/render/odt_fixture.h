#pragma once

#include "render/docx_fixture.h"
#include "render/odf/odt.h"
#include "support/odt.h"

// What the tests of OpenDocument templates share: the data of docx_fixture.h and a template made of the XML
// of its text.
namespace svodka::render::odf {

inline std::string p(const std::string& content) { return "<text:p>" + content + "</text:p>"; }
inline std::string span(const std::string& words, const std::string& style = "T1") {
  return "<text:span text:style-name=\"" + style + "\">" + words + "</text:span>";
}
inline std::string tc(const std::string& content, const std::string& attributes = "") {
  return "<table:table-cell" + attributes + ">" + content + "</table:table-cell>";
}
inline std::string tr(const std::vector<std::string>& cells) {
  std::string out = "<table:table-row>";
  for (const auto& words : cells) out += words.starts_with('<') ? words : tc(p(words));
  return out + "</table:table-row>";
}
inline std::string tbl(const std::string& rows, const std::string& name = "Таблица1") {
  return "<table:table table:name=\"" + name + "\"><table:table-column/>" + rows + "</table:table>";
}
inline std::string li(const std::string& content) {
  return "<text:list-item>" + (content.starts_with('<') ? content : p(content)) + "</text:list-item>";
}
inline std::string list(const std::string& items) {
  return "<text:list text:style-name=\"L1\">" + items + "</text:list>";
}

inline std::string made(const std::string& body, const std::vector<test::Entry>& entries = {}) {
  Diagnostics out;
  const auto compiled = OdtTemplate::compile("", "t.odt", test::odt(body, entries), shape(), out);
  for (const auto& finding : out.in_order()) INFO(finding.message.ru);
  REQUIRE(compiled);
  const auto package = compiled->render(data(), out);
  CHECK(out.empty());
  CHECK_EQ(test::odt_faults(package), "");
  return package;
}

inline std::string filled(const std::string& body) { return test::odt_text(made(body)); }

inline std::string content(const std::string& body) { return test::part_of(made(body), "content.xml"); }

inline std::vector<std::string> mistakes(const std::string& body,
                                         const std::vector<test::Entry>& entries = {}) {
  Diagnostics out;
  CHECK_FALSE(OdtTemplate::compile("", "t.odt", test::odt(body, entries), shape(), out));
  std::vector<std::string> lines;
  for (const auto& finding : out.in_order())
    lines.push_back(to_string(finding.at, Language::kRussian) + ": " + finding.rule);
  return lines;
}

/// The same, each on a line.
inline std::string mistake_lines(const std::string& body, const std::vector<test::Entry>& entries = {}) {
  std::string all;
  for (const auto& line : mistakes(body, entries)) all += line + "\n";
  return all;
}

inline bool contains(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

inline int count(const std::string& text, const std::string& words) {
  int n = 0;
  for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + words.size())) ++n;
  return n;
}

}  // namespace svodka::render::odf
