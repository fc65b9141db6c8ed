#pragma once

#include <doctest/doctest.h>

#include "render/word/docx.h"
#include "support/docx.h"

// What the tests of Word templates share: small data and a template made of the XML of its body.
namespace svodka::render {

using test::cell;
using test::paragraph;
using test::row;
using test::table;

/// title, n · schools: name, pupils (with lessons: hour) · none: x
inline Shape shape() {
  Shape lessons{{{"hour", ColumnType::kText}}, {}};
  Shape schools{{{"name", ColumnType::kText}, {"pupils", ColumnType::kInteger}, {"note", ColumnType::kText}},
                {{"lessons", lessons}}};
  Shape none{{{"x", ColumnType::kText}}, {}};
  return {{{"title", ColumnType::kText}, {"n", ColumnType::kInteger}, {"empty", ColumnType::kText}},
          {{"schools", schools}, {"none", none}}};
}

inline Row data() {
  const auto lesson = [](const char* hour) { return Row{{std::string(hour)}, {}}; };
  Row first{{std::string("Первая"), std::int64_t{10}, std::string("да")}, {{lesson("1"), lesson("2")}}};
  Row second{{std::string("Вторая"), std::int64_t{20}, Value()}, {{}}};
  return {{std::string("Отчёт"), std::int64_t{3}, Value()}, {{first, second}, {}}};
}

inline std::string made(const std::string& body, const std::vector<test::Part>& parts = {}) {
  Diagnostics out;
  const auto compiled = DocxTemplate::compile("", "t.docx", test::docx(body, parts), shape(), out);
  for (const auto& finding : out.in_order()) INFO(finding.message.ru);
  REQUIRE(compiled);
  const auto package = compiled->render(data(), out);
  CHECK(out.empty());
  CHECK_EQ(test::faults_of(package), "");
  return package;
}

inline std::string filled(const std::string& body) { return test::text_of(made(body)); }

inline std::vector<std::string> mistakes(const std::string& body, const std::vector<test::Part>& parts = {}) {
  Diagnostics out;
  CHECK_FALSE(DocxTemplate::compile("", "t.docx", test::docx(body, parts), shape(), out));
  std::vector<std::string> lines;
  for (const auto& finding : out.in_order())
    lines.push_back(to_string(finding.at, Language::kRussian) + ": " + finding.rule);
  return lines;
}

}  // namespace svodka::render
