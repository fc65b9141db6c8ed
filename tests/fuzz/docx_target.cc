#include "fuzz/docx_target.h"

#include <array>
#include <pugixml.hpp>
#include <random>
#include <sstream>

#include "package/zip.h"
#include "render/word/docx.h"
#include "support/docx.h"

namespace svodka::test {
namespace {

using Node = pugi::xml_node;
using Random = std::mt19937_64;

constexpr unsigned kParse = pugi::parse_full | pugi::parse_ws_pcdata;
constexpr char kHead[] =
    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
    "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
    "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "
    "xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" "
    "xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" "
    "xmlns:v=\"urn:schemas-microsoft-com:vml\"><w:body>";
constexpr char kTail[] = "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>";

constexpr std::array kMarkers{"{{title}}",
                              "{{n}}",
                              "{{empty}}",
                              "{{#schools}}",
                              "{{/schools}}",
                              "{{name}}",
                              "{{pupils}}",
                              "{{#schools_separator}}",
                              "{{/schools_separator}}",
                              "{{^none}}",
                              "{{/none}}",
                              "{{#none}}",
                              "{{#note}}",
                              "{{/note}}",
                              "{{^note}}",
                              "{{note}}",
                              "{{#lessons}}",
                              "{{/lessons}}",
                              "{{hour}}",
                              "{{#schools:columns}}",
                              "{{#lessons:columns}}",
                              "{{#schools:restart}}",
                              "{{name:merge}}",
                              "{{note:markdown}}",
                              "{{name:qr}}",
                              "{{title:link}}",
                              "{{name:image}}",
                              "{{>x}}",
                              "{{! x }}",
                              "{{",
                              "}}",
                              "\\{{",
                              "{{{",
                              "{{nope}}",
                              "{{name:upper:default=“—”}}",
                              "{{#n}}",
                              "{{/n}}"};

const Shape& data_shape() {
  static const Shape shape = [] {
    Shape lessons{{{"hour", ColumnType::kText}}, {}};
    Shape schools{
        {{"name", ColumnType::kText}, {"pupils", ColumnType::kInteger}, {"note", ColumnType::kText}},
        {{"lessons", lessons}}};
    return Shape{{{"title", ColumnType::kText}, {"n", ColumnType::kInteger}, {"empty", ColumnType::kText}},
                 {{"schools", schools}, {"none", Shape{{{"x", ColumnType::kText}}, {}}}}};
  }();
  return shape;
}

Row data_root() {
  const auto lesson = [](const char* hour) { return Row{{std::string(hour)}, {}}; };
  Row first{{std::string("Первая & <b>"), std::int64_t{10}, std::string("*да*\n\n1. раз\n2. два")},
            {{lesson("1"), lesson("2")}}};
  Row second{{std::string("Вторая]]>"), std::int64_t{20}, Value()}, {{lesson("3")}}};
  Row third{{std::string("{{title}}\t\n"), Value(), Value()}, {{}}};
  return {{std::string("Отчёт \"1\""), std::int64_t{3}, Value()}, {{first, second, third}, {}}};
}

std::string package_of(std::string_view document_xml) {
  Diagnostics out;
  auto entries = package::read_zip("", docx(""), out);
  for (auto& entry : *entries) {
    if (entry.name == "word/document.xml") entry = package::deflate(entry.name, document_xml);
  }
  return package::write_zip(*entries);
}

class StringWriter : public pugi::xml_writer {
 public:
  void write(const void* data, std::size_t size) override {
    text.append(static_cast<const char*>(data), size);
  }
  std::string text;
};

struct Gatherer : pugi::xml_tree_walker {
  std::vector<Node> elements, texts;
  bool for_each(Node& node) override {
    if (node.type() == pugi::node_element) elements.push_back(node);
    if (node.type() == pugi::node_pcdata) texts.push_back(node);
    return true;
  }
};

template <typename T>
T pick(const std::vector<T>& from, Random& random) {
  return from[random() % from.size()];
}

bool is_inside(Node node, const Node& outer) {
  for (; node; node = node.parent()) {
    if (node == outer) return true;
  }
  return false;
}

void move_element(const Gatherer& all, Random& random) {
  Node what = pick(all.elements, random), where = pick(all.elements, random);
  if (what == where || is_inside(where, what) || what.parent() == what.root() ||
      where.parent() == where.root())
    return;
  where.parent().insert_move_before(what, where);
}

// Cuts a w:t in two runs, as Word does.
void cut_text(const Gatherer& all, Random& random) {
  Node text = pick(all.texts, random);
  Node element = text.parent(), run = element.parent();
  const std::string words = text.value();
  if (words.size() < 2 || run.type() != pugi::node_element || run.parent().type() != pugi::node_element)
    return;
  const auto at = 1 + random() % (words.size() - 1);
  Node copy = run.parent().insert_copy_after(run, run);
  copy.child(element.name()).text().set(words.substr(at).c_str());
  text.set_value(words.substr(0, at).c_str());
}

void put_marker(const Gatherer& all, Random& random) {
  Node text = pick(all.texts, random);
  std::string words = text.value();
  words.insert(random() % (words.size() + 1), kMarkers[random() % kMarkers.size()]);
  text.set_value(words.c_str());
}

void change(const pugi::xml_document& document, Random& random) {
  Gatherer all;
  document.document_element().traverse(all);
  if (all.elements.empty() || all.texts.empty()) return;
  Node element = pick(all.elements, random);
  switch (random() % 6) {
    case 0:
      element.parent().remove_child(element);
      break;
    case 1:
      if (all.elements.size() < 400) element.parent().insert_copy_after(element, element);
      break;
    case 2:
      move_element(all, random);
      break;
    case 3:
      cut_text(all, random);
      break;
    default:
      put_marker(all, random);
      break;
  }
}

}  // namespace

std::string fault_of_template(std::string_view document_xml) {
  Diagnostics out;
  const auto compiled =
      render::DocxTemplate::compile("", "t.docx", package_of(document_xml), data_shape(), out);
  if (!compiled) return out.has_errors() ? "" : "refused without an error";
  const auto package = compiled->render(data_root(), out);
  if (out.has_errors()) return "";
  const auto xml = part_of(package);
  pugi::xml_document made;
  const bool untouched = xml == document_xml;  // a part without markers keeps its bytes, whatever they are
  if (!untouched && !made.load_buffer(xml.data(), xml.size(), kParse))
    return "what was made is no XML: " + xml;
  for (const char* own : {"<?svodka", "{{V", "{{#S", "{{/S"}) {
    if (document_xml.find(own) == std::string_view::npos && xml.find(own) != std::string::npos)
      return std::string("left in the document: ") + own + ": " + xml;
  }
  return "";
}

std::vector<std::string> template_seeds() {
  const auto whole = [](const std::string& body) { return kHead + body + kTail; };
  const auto control = [](const std::string& inside) {
    return "<w:sdt><w:sdtPr><w:id w:val=\"5\"/></w:sdtPr><w:sdtContent>" + inside + "</w:sdtContent></w:sdt>";
  };
  const std::string box =
      "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:inline><wp:docPr id=\"1\" "
      "name=\"a\" "
      "descr=\"{{title}}\"/><wps:txbx><w:txbxContent>" +
      paragraph({"{{#schools}}{{name}}{{/schools}}"}) +
      "</w:txbxContent></wps:txbx></wp:inline></w:drawing></"
      "mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>" +
      paragraph({"{{#schools}}{{name}}{{/schools}}"}) +
      "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>";
  const std::string field =
      "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK \"http://{{title}}\" "
      "</w:instrText></w:r>"
      "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>{{n}}</w:t></w:r><w:r><w:fldChar "
      "w:fldCharType=\"end\"/></w:r></w:p>";
  return {
      whole(paragraph({"{{title}}: ", "{{", "n", "}}", " и {{#note}}{{note}}{{/note}}"}) +
            paragraph({"{{^none}}нет{{/none}}"})),
      whole(paragraph({"{{#schools}}"}) +
            paragraph(
                {"{{name}} {{#lessons}}{{hour}}{{#lessons_separator}}, {{/lessons_separator}}{{/lessons}}"}) +
            paragraph({"{{/schools}}"})),
      whole(table({row({paragraph({"Школа"}), paragraph({"Учеников"})}),
                   row({paragraph({"{{#schools}}{{name:merge}}"}), paragraph({"{{pupils}}{{/schools}}"})})})),
      whole(table({row({paragraph({"x"}), paragraph({"{{#schools:columns}}{{name}}{{/schools}}"})})})),
      whole(table({row({table({row({paragraph({"{{#schools}}{{name}}{{/schools}}"})})}) +
                        paragraph({"{{#none}}x{{/none}}"})})})),
      whole(control(paragraph({"{{#schools}}"}) + paragraph({"{{name}}"}) + paragraph({"{{/schools}}"})) +
            paragraph({"{{note:markdown}}"})),
      whole(
          "<w:tbl><w:tr><w:tc><w:tc><w:p/></w:tc><w:p><w:r><w:t>{{#schools}}{{name:merge}}{{/schools}}</w:t>"
          "</w:r></w:p></w:tc></w:tr></w:tbl>"),
      whole("<w:tc><w:p><w:r><w:t>{{title:merge}}</w:t></w:r></w:p></w:tc>"),
      whole("<w:tbl><w:tblGrid><w:gridCol w:w=\"2000\"/></w:tblGrid><w:tblGrid/>" +
            row({paragraph({"{{#schools:columns}}{{name}}{{/schools}}"})}) + "</w:tbl>"),
      whole(paragraph({"{{#schools}}"}) + "<w:sectPr/>" + paragraph({""}) + paragraph({"{{/schools}}"})),
      whole("<w:tbl><w:tblGrid><w:gridCol w:w=\"2000\"/></w:tblGrid><w:tr><w:tc><w:tr><w:tc/></w:tr>" +
            paragraph({"{{#schools:columns}}{{name}}{{/schools}}"}) + "</w:tc></w:tr></w:tbl>"),
      whole("<w:p><w:t>{{>x}}</w:t></w:p>" + paragraph({"{{title}}"})),
      whole(box + field),
      whole("<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId "
            "w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{{#schools:restart}}{{name}}{{/schools}}</w:t></w:r></"
            "w:p>"
            "<w:p><w:pPr><w:sectPr><w:type w:val=\"nextPage\"/></w:sectPr></w:pPr><w:r><w:br "
            "w:type=\"page\"/></w:r></w:p>"
            "<w:p><w:bookmarkStart w:id=\"0\" w:name=\"a\"/><w:ins w:id=\"1\" "
            "w:author=\"a\"><w:r><w:t>{{ti</w:t></w:r></w:ins><w:r><w:t>tle}}</w:t></w:r>"
            "<w:del w:id=\"2\" w:author=\"a\"><w:r><w:delText>{{x}}</w:delText></w:r></w:del><w:bookmarkEnd "
            "w:id=\"0\"/></w:p>"),
  };
}

std::string mutated_template(const std::string& document_xml, std::uint64_t seed) {
  Random random(seed);
  pugi::xml_document document;
  if (!document.load_buffer(document_xml.data(), document_xml.size(), kParse)) return document_xml;
  change(document, random);
  StringWriter writer;
  document.save(writer, "", pugi::format_raw);
  return writer.text;
}

}  // namespace svodka::test
