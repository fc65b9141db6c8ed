#include <doctest/doctest.h>

#include <algorithm>

#include "form_fixture.h"
#include "fuzz/xlsx_target.h"

// Blanks that no program would write: refused with a finding or filled, never more.
namespace svodka {
namespace {

using Entries = std::vector<package::ZipEntry>;

const char kData[] =
    "{municipality: М, period: 2020-12, director: Д, title: Т, months: [{month: а}, {month: б}], rows: "
    "[{school: "
    "Ш, subject: П, count: 1}],\n schools: [{number: 1, name: Ш, planned: 3, done: 2, reported: 2020-12-01, "
    "state: "
    "нет, title: Т,\n values: [{count: 1}, {count: 2}], classes: [{class: К, subjects: [{subject: П, pupils: "
    "4}]}]}]}\n";

// "" when the form is refused with an error, or made of parts that can be read and have nothing of the
// engine's own.
std::string fault_of_form(const std::string& bytes) {
  Diagnostics out;
  const auto made = test::filled_form(bytes, kData, out);
  if (out.has_errors()) return {};
  if (made.empty()) return "refused without an error";
  Diagnostics reading;
  const auto parts = package::read_zip("made", made, reading);
  if (!parts) return "no package";
  for (const auto& part : *parts) {
    if (!part.name.ends_with(".xml")) continue;
    const auto xml = package::inflate("made", part, reading);
    if (xml && xml->find("<?svodka-") != std::string::npos) return part.name + " has an instruction left";
  }
  return {};
}

std::string packed(Entries entries, std::size_t at, const std::string& xml) {
  entries[at] = package::deflate(entries[at].name, xml);
  return package::write_zip(entries);
}

TEST_CASE("form: parts that no program would write are refused or filled, never more") {
  Diagnostics out;
  for (const char* name : {"monitoring", "schools", "months", "blank", "full"}) {
    const auto entries = *package::read_zip(name, test::blank(name), out);
    for (std::size_t part = 0; part < entries.size(); ++part) {
      const auto& file = entries[part].name;
      if (!file.ends_with(".xml") && !file.ends_with(".rels") && !file.ends_with(".vml")) continue;
      if (file.find("theme") != std::string::npos) continue;
      const auto whole = *package::inflate(name, entries[part], out);
      const std::uint64_t steps = file.find("sheet1") != std::string::npos ? 24 : 6;
      auto xml = whole;
      for (std::uint64_t step = 0; step < steps; ++step) {
        if (step % 4 == 0) xml = whole;
        xml = test::mutated_workbook(xml, step * 1000 + part);
        INFO(name << " " << file << " step " << step << ": " << xml);
        REQUIRE_EQ(fault_of_form(packed(entries, part, xml)), "");
      }
    }
  }
}

TEST_CASE("form: a file that was cut off is refused at every length") {
  const auto whole = test::blank("months");
  for (std::size_t length = 0; length < whole.size(); length += 1 + whole.size() / 150) {
    INFO(length);
    Diagnostics out;
    CHECK_EQ(test::filled_form(whole.substr(0, length), kData, out), "");
    CHECK(out.has_errors());
  }
}

TEST_CASE("form: numbers of rows and areas out of all bounds") {
  Diagnostics out;
  const auto entries = *package::read_zip("months", test::blank("months"), out);
  const auto at = static_cast<std::size_t>(
      std::find_if(entries.begin(), entries.end(),
                   [](const auto& entry) { return entry.name == "xl/worksheets/sheet1.xml"; }) -
      entries.begin());
  const auto whole = *package::inflate("months", entries[at], out);
  const std::vector<std::pair<std::string, std::string>> changes{
      {"<row r=\"4\"", "<row r=\"1048577\""},
      {"<row r=\"4\"", "<row r=\"99999999999\""},
      {"<row r=\"4\"", "<row r=\"-4\""},
      {"<row r=\"4\"", "<row r=\"1048576\""},
      {"<row r=\"5\"", "<row r=\"2\""},
      {"r=\"B4\"", "r=\"XFE4\""},
      {"r=\"B4\"", "r=\"B99999999999\""},
      {"r=\"B4\"", "r=\"\""},
      {"ref=\"A1:D1\"", "ref=\"A1:XFE9\""},
      {"ref=\"A1:D1\"", "ref=\"D1:A1\""},
      {"ref=\"A1:D1\"", "ref=\"A1:XFD1048576\""},
      {"ref=\"A1:D1\"", "ref=\"\""},
      {"sqref=\"B4\"", "sqref=\"A1:XFD1048576 B\""},
      {"min=\"2\"", "min=\"0\""},
      {"max=\"2\"", "max=\"99999999999\""}};
  for (const auto& [from, to] : changes) {
    auto xml = whole;
    const auto found = xml.find(from);
    CAPTURE(from);
    CAPTURE(to);
    REQUIRE(found != std::string::npos);
    xml.replace(found, from.size(), to);
    CHECK_EQ(fault_of_form(packed(entries, at, xml)), "");
  }
}

}  // namespace
}  // namespace svodka
