#include <cstring>
#include <set>

#include "render/draft/draft.h"
#include "render/expand/xml.h"
#include "render/word/docx_package.h"
#include "render/word/wordml_parse.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr const char* kHeaderType =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header";
constexpr const char* kHeaderContent =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml";

// What a header's root must declare for the watermark.
constexpr std::pair<const char*, const char*> kNamespaces[] = {
    {"xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"},
    {"xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"},
    {"xmlns:v", "urn:schemas-microsoft-com:vml"},
    {"xmlns:o", "urn:schemas-microsoft-com:office:office"}};

// A picture of text in VML (ECMA-376 part 4, 14.1.2.22 textpath), which is what Word makes of «Подложка». The
// id is the one that Word's command to remove a watermark looks for.
std::string watermark(int number) {
  const auto id = std::to_string(number);
  return R"(<w:r><w:rPr><w:noProof/></w:rPr><w:pict>)"
         R"(<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" )"
         R"(path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>)"
         R"(<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>)"
         R"(<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>)"
         R"(<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>)"
         R"(<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>)"
         R"(<v:shape id="PowerPlusWaterMarkObject)" +
         id + R"(" o:spid="_x0000_s)" + std::to_string(2048 + number) + R"(" type="#_x0000_t136" alt=")" +
         std::string(kDraftWord) +
         R"(" style="position:absolute;margin-left:0;margin-top:0;width:440pt;height:120pt;rotation:315;)"
         R"(z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;)"
         R"(mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" )"
         R"(fillcolor="silver" stroked="f"><v:fill opacity=".5"/>)"
         R"(<v:textpath style="font-family:&quot;Times New Roman&quot;;font-size:1pt" string=")" +
         std::string(kDraftWord) + R"("/></v:shape></w:pict></w:r>)";
}

// A header that takes no room: one line of a twentieth of a point.
constexpr const char* kEmptyHeader =
    R"(<w:hdr><w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="1" w:lineRule="exact"/></w:pPr></w:p></w:hdr>)";

void declare_namespaces(Node root) {
  for (const auto& [name, uri] : kNamespaces) {
    if (!root.attribute(name)) root.append_attribute(name).set_value(uri);
  }
}

std::string marked_header(const std::string& xml, int number) {
  pugi::xml_document document;
  if (!load_xml(utf8_xml(xml), document)) return xml;
  Node root = document.document_element();
  declare_namespaces(root);
  Node paragraph = root.child("w:p");
  if (!paragraph) {
    pugi::xml_document empty;
    empty.load_string(kEmptyHeader);
    paragraph = root.append_copy(empty.document_element().child("w:p"));
  }
  const auto run = watermark(number);
  paragraph.append_buffer(run.data(), run.size(), pugi::parse_full | pugi::parse_ws_pcdata);
  return saved_xml(document);
}

// Every section's properties, the last of the body among them.
std::vector<Node> sections_of(Node body) {
  std::vector<Node> sections;
  for (const auto& found : body.select_nodes(".//w:pPr/w:sectPr")) sections.push_back(found.node());
  Node last = body.child("w:sectPr");
  if (!last) last = body.append_child("w:sectPr");
  sections.push_back(last);
  return sections;
}

bool has_reference(const Node& section, const char* type) {
  for (const auto& reference : section.children("w:headerReference")) {
    if (std::strcmp(reference.attribute("w:type").as_string("default"), type) == 0) return true;
  }
  return false;
}

// The types of headers that pages of the document ask for (ECMA-376 part 1, 17.10).
std::set<std::string> wanted_types(const DocxPackage& package, const std::string& main,
                                   const std::vector<Node>& sections) {
  std::set<std::string> types{"default"};
  for (const auto& section : sections) {
    const auto title = section.child("w:titlePg");
    if (title && title.attribute("w:val").as_bool(true)) types.insert("first");
  }
  pugi::xml_document settings;
  if (load_xml(utf8_xml(package.bytes(package.related(main, "/settings"))), settings)) {
    const auto even = settings.document_element().child("w:evenAndOddHeaders");
    if (even && even.attribute("w:val").as_bool(true)) types.insert("even");
  }
  return types;
}

// Sections inherit headers from the one before: it is enough that the first has one of each type.
void complete_headers(DocxPackage& package, const std::string& main, const std::vector<Node>& sections) {
  Node first = sections.front();
  for (const auto& type : wanted_types(package, main, sections)) {
    if (has_reference(first, type.c_str())) continue;
    pugi::xml_document header;
    header.load_string(kEmptyHeader);
    declare_namespaces(header.document_element());
    const auto part = package.add("word/header", "xml", kHeaderContent, saved_xml(header), false);
    Node reference = first.prepend_child("w:headerReference");
    reference.append_attribute("w:type").set_value(type.c_str());
    reference.append_attribute("r:id").set_value(package.relate(main, kHeaderType, part).c_str());
  }
}

}  // namespace

std::optional<std::string> docx_as_draft(std::string_view bytes) {
  Diagnostics unread;
  auto entries = package::read_zip("", bytes, unread);
  if (!entries) return std::nullopt;
  DocxPackage package(std::move(*entries));
  const auto main = package.main_part();
  pugi::xml_document document;
  if (main.empty() || !load_xml(utf8_xml(package.bytes(main)), document)) return std::nullopt;
  Node root = document.document_element();
  if (!root.child("w:body")) return std::nullopt;
  declare_namespaces(root);
  complete_headers(package, main, sections_of(root.child("w:body")));
  package.replace(main, saved_xml(document));
  int number = 0;
  std::set<std::string> done;
  for (const auto& relation : package.relations_of(main)) {
    if (relation.type != kHeaderType || relation.external || !done.insert(relation.target).second) continue;
    package.replace(relation.target, marked_header(package.bytes(relation.target), ++number));
  }
  return package::write_zip(std::move(package).finish());
}

}  // namespace svodka::render
