#include <doctest/doctest.h>

#include <array>
#include <pugixml.hpp>
#include <random>
#include <sstream>

#include "base/files.h"
#include "render/odt_chart_fixture.h"
#include "support/temp_folder.h"

// OpenDocument templates that no person would make are refused or filled, never more.
namespace svodka::render::odf {
namespace {

using Node = pugi::xml_node;
using Random = std::mt19937_64;

constexpr unsigned kParse = pugi::parse_full | pugi::parse_ws_pcdata;

constexpr std::array kWords{"{{title}}",
                            "{{#schools}}",
                            "{{/schools}}",
                            "{{name}}",
                            "{{#schools_separator}}",
                            "{{/schools_separator}}",
                            "{{^none}}",
                            "{{/none}}",
                            "{{#none}}",
                            "{{#note}}",
                            "{{/note}}",
                            "{{#lessons}}",
                            "{{/lessons}}",
                            "{{hour}}",
                            "{{#schools:restart}}",
                            "{{name:qr}}",
                            "{{>part}}",
                            "{{>x}}",
                            "{{#schools:columns}}",
                            "{{schools:chart:series=pupils}}",
                            "{{title:image}}",
                            "{{name:merge}}",
                            "{{name:markdown}}",
                            "{{! x }}",
                            "{{",
                            "}}",
                            "\\{{",
                            "{{{",
                            " ",
                            "{{nope}}"};

std::string seed() {
  const std::string note =
      "<text:note text:id=\"n\"><text:note-citation>1</text:note-citation><text:note-body>" + p("{{name}}") +
      "</text:note-body></text:note>";
  return "<text:tracked-changes><text:changed-region text:id=\"c\"><text:deletion>" + p("{{x}}") +
         "</text:deletion></text:changed-region></text:tracked-changes>"
         "<text:table-of-content text:name=\"t\"><text:table-of-content-source text:outline-level=\"3\">"
         "<text:table-of-content-entry-template text:outline-level=\"1\"><text:index-entry-text/>"
         "<text:index-entry-page-number/></text:table-of-content-entry-template>"
         "</text:table-of-content-source><text:index-body/></text:table-of-content>"
         "<text:h text:outline-level=\"1\">{{title}}</text:h>" +
         p("a " + span("{{#schools}}{{na") + span("me}}<text:line-break/>") + note + "{{/schools}} b") +
         tbl("<table:table-header-rows>" + tr({"№", "Имя"}) + "</table:table-header-rows>" +
             tr({tc(p("x"), " table:number-rows-spanned=\"2\""), "{{title}}"}) +
             tr({"<table:covered-table-cell/>", "{{#schools}}{{name}}{{/schools}}"}) +
             tr({"{{#schools}}{{name}}", "{{pupils}}{{/schools}}"})) +
         p("{{#schools}}<text:bookmark-start text:name=\"b\"/>") +
         list(li("{{name}}") + li(list(li("{{pupils}}")))) +
         p("<text:change-start text:change-id=\"c\"/><text:bookmark-end text:name=\"b\"/>{{/schools}}") +
         list(li("{{#schools}}") + li("{{name}}") + li("{{/schools}}")) + "<text:section text:name=\"s\">" +
         p("{{#none}}{{x}}{{/none}}") + "</text:section>" +
         tbl(tr({tc(p("{{title}}"), " table:number-columns-spanned=\"2\""), "<table:covered-table-cell/>",
                 "x"}) +
                 tr({"a", "{{#schools:columns}}{{name}}{{/schools}}", "b"}) +
                 tr({"<table:table-cell table:number-columns-repeated=\"3\"/>"}),
             "c") +
         p(frame("{{schools:chart:series=pupils}}")) + p("{{>part}} x") + p("{{>part}}") +
         p("<draw:frame draw:name=\"i\" svg:width=\"2cm\"><draw:image "
           "xlink:href=\"a\"/><svg:desc>{{empty:image}}"
           "</svg:desc></draw:frame>") +
         p("<draw:frame draw:name=\"f\"><draw:text-box>" + p("{{n}}") +
           "</draw:text-box><svg:desc>{{n}}"
           "</svg:desc></draw:frame><text:a xlink:href=\"%7B%7Bn%7D%7D\">x</text:a>");
}

std::vector<Node> elements_of(const Node& parent) {
  std::vector<Node> out;
  for (const auto& node : parent.children()) {
    if (node.type() == pugi::node_element) out.push_back(node);
    for (const auto& below : elements_of(node)) out.push_back(below);
  }
  return out;
}

bool holds(const Node& outer, Node inner) {
  while (inner && inner != outer) inner = inner.parent();
  return inner == outer;
}

void change(const Node& root, Random& random) {
  const auto elements = elements_of(root);
  if (elements.empty()) return;
  const auto any = [&] { return elements[random() % elements.size()]; };
  Node one = any(), other = any();
  switch (random() % 5) {
    case 0:
      one.parent().remove_child(one);
      break;
    case 1:
      one.parent().insert_copy_after(one, one);
      break;
    case 2:
      if (!holds(one, other)) other.append_move(one);
      break;
    case 3:
      if (!holds(one, other.parent())) other.parent().insert_move_before(one, other);
      break;
    default:
      one.append_child(pugi::node_pcdata).set_value(kWords[random() % kWords.size()]);
  }
}

std::string changed(const std::string& body, Random& random) {
  pugi::xml_document document;
  document.load_string(("<r>" + body + "</r>").c_str(), kParse);
  change(document.document_element(), random);
  std::ostringstream out;
  for (const auto& child : document.document_element().children()) child.print(out, "", pugi::format_raw);
  return out.str();
}

// "" when what is refused has an error, and what is made is XML with nothing of the engine's own in it.
std::string fault_of(const std::filesystem::path& folder, const std::string& body, int& filled) {
  Diagnostics out;
  const auto compiled =
      OdtTemplate::compile(folder, "t.odt", test::odt(body, with_chart(chart())), shape(), out);
  if (!compiled) return out.has_errors() ? "" : "refused without an error";
  ++filled;
  const auto xml = test::part_of(compiled->render(data(), out), "content.xml");
  if (!pugi::xml_document().load_string(xml.c_str())) return "no XML";
  return contains(xml, "<?svodka") ? "an instruction is left" : "";
}

TEST_CASE("odt: templates that no person would make are refused or filled, never more") {
  const test::TempFolder folder;
  const auto included = "<text:list xml:id=\"l\">" + li("{{title}}") + "</text:list>" +
                        p("<text:bookmark text:name=\"b\"/>" + span("{{n}}")) +
                        tbl(tr({"{{#schools}}{{name}}", "{{/schools}}"}), "c");
  write_file_in_place(folder.path() / "part.odt", test::odt(p(span("{{n}}"))));
  write_file_in_place(folder.path() / "x.odt", test::odt(included, with_chart(chart())));
  Random random(1);
  int filled = 0;
  Diagnostics seeded;
  CHECK(
      OdtTemplate::compile(folder.path(), "t.odt", test::odt(seed(), with_chart(chart())), shape(), seeded));
  for (const auto& finding : seeded.in_order()) FAIL_CHECK(finding.message.ru);
  CHECK_EQ(fault_of(folder.path(), seed(), filled), "");
  CHECK_EQ(filled, 1);
  std::string body;
  for (int step = 0; step < 600; ++step) {
    if (step % 6 == 0) body = seed();  // some changes at once, then from the beginning
    body = changed(body, random);
    INFO("step " << step << ": " << body);
    REQUIRE_EQ(fault_of(folder.path(), body, filled), "");
  }
  CHECK_GT(filled, 100);
}

TEST_CASE("odt: instructions of the engine's own name in a template mean nothing") {
  const std::string forged = "<?svodka 7?><?svodka-fix words?><?svodka-fix /rows?>";
  CHECK_EQ(filled(forged + p(forged + "{{title}}") + p("{{#schools}}" + forged + "{{name}}{{/schools}}")),
           "Отчёт\nПерваяВторая\n");
  const auto package = made(p("a"), {{"meta.xml", "<dc:title>{{title}}" + forged + "</dc:title>" + forged}});
  CHECK(contains(test::part_of(package, "meta.xml"), "<dc:title>Отчёт</dc:title>"));
}

}  // namespace
}  // namespace svodka::render::odf
