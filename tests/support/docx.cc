#include "support/docx.h"

#include <cstring>
#include <pugixml.hpp>
#include <set>

#include "package/zip.h"

namespace svodka::test {
namespace {

constexpr const char* kNamespaces =
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
    " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\""
    " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""
    " xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\""
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
    " xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\""
    " xmlns:v=\"urn:schemas-microsoft-com:vml\"";

bool is(const pugi::xml_node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

void append_text(const pugi::xml_node& node, std::string& out) {
  for (const auto& child : node.children()) {
    if (is(child, "w:t"))
      out += child.text().get();
    else if (is(child, "w:br"))
      out += "\\n";
    else if (is(child, "w:tab") && is(child.parent(), "w:r"))
      out += "\\t";
    else if (!is(child, "w:p"))
      append_text(child, out);
  }
}

std::string cell_text(const pugi::xml_node& cell);

void append_blocks(const pugi::xml_node& parent, std::string& out, const char* separator) {
  for (const auto& block : parent.children()) {
    if (is(block, "w:p")) {
      append_text(block, out);
      out += separator;
    } else if (is(block, "w:tbl")) {
      for (const auto& row : block.children("w:tr")) {
        std::string line;
        bool first = true;
        for (const auto& cell : row.children("w:tc")) {
          line += (first ? "" : " | ") + cell_text(cell);
          first = false;
        }
        out += line + separator;
      }
    } else if (is(block, "w:sdt")) {
      append_blocks(block.child("w:sdtContent"), out, separator);
    }
  }
}

std::string cell_text(const pugi::xml_node& cell) {
  std::string out;
  append_blocks(cell, out, "/");
  if (!out.empty()) out.pop_back();
  return out;
}

struct FaultWalker : pugi::xml_tree_walker {
  std::string faults;
  std::set<std::string> drawings, starts, ends, names, paragraphs;
  void fault(const std::string& words) { faults += words + "; "; }
  bool for_each(pugi::xml_node& node) override {
    if (is(node, "w:tc") || is(node, "w:hdr") || is(node, "w:ftr") || is(node, "w:txbxContent")) {
      if (!is(node.last_child(), "w:p")) fault(std::string(node.name()) + " does not end with a paragraph");
    }
    if ((is(node, "w:sdtContent") || is(node, "w:footnote")) && !node.first_child())
      fault(std::string(node.name()) + " is empty");
    if (node.attribute("w14:paraId") && !paragraphs.insert(node.attribute("w14:paraId").value()).second)
      fault("paraId twice");
    if (is(node, "w:tbl") && !node.child("w:tr")) fault("a table without rows");
    if (is(node, "w:tbl") && is(node.next_sibling(), "w:tbl")) fault("two tables run together");
    if (is(node, "w:tr") && !node.child("w:tc")) fault("a row without cells");
    if (node.type() == pugi::node_pcdata && !is(node.parent(), "w:t") && !is(node.parent(), "w:delText") &&
        !is(node.parent(), "w:instrText") && node.value()[std::strspn(node.value(), " \n\t\r")] != '\0' &&
        std::strncmp(node.parent().name(), "w:", 2) == 0) {
      fault(std::string("text outside of w:t: ") + node.value());
    }
    if (is(node, "wp:docPr") && !drawings.insert(node.attribute("id").value()).second)
      fault("docPr id twice");
    if (is(node, "w:bookmarkStart")) {
      if (!starts.insert(node.attribute("w:id").value()).second) fault("bookmark id twice");
      if (!names.insert(node.attribute("w:name").value()).second) fault("bookmark name twice");
    }
    if (is(node, "w:bookmarkEnd")) ends.insert(node.attribute("w:id").value());
    if (node.type() == pugi::node_pi) fault("a place-holder is left");
    return true;
  }
};

}  // namespace

std::string docx(const std::string& body, const std::vector<Part>& more) {
  std::string types =
      "<?xml version=\"1.0\"?><Types "
      "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
      "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
      "ContentType=\"application/xml\"/><Override "
      "PartName=\"/word/document.xml\" "
      "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>";
  for (const auto& part : more)
    types += "<Override PartName=\"/" + part.name + "\" ContentType=\"" + part.type + "\"/>";
  std::vector<package::ZipEntry> entries{
      package::deflate("[Content_Types].xml", types + "</Types>"),
      package::deflate(
          "_rels/.rels",
          "<?xml version=\"1.0\"?><Relationships "
          "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
          "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
          "Target=\"word/document.xml\"/></Relationships>"),
      package::deflate(
          "word/document.xml",
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document" + std::string(kNamespaces) + "><w:body>" +
              body + "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>")};
  for (const auto& part : more) {
    auto xml = part.xml;
    if (const auto at = xml.find(" NS"); at != std::string::npos) xml.replace(at, 3, kNamespaces);
    entries.push_back(package::deflate(part.name, xml));
  }
  return package::write_zip(entries);
}

std::string paragraph(const std::vector<std::string>& runs) {
  std::string out = "<w:p>";
  for (const auto& run : runs) out += "<w:r><w:t xml:space=\"preserve\">" + run + "</w:t></w:r>";
  return out + "</w:p>";
}

std::string cell(const std::string& content) {
  return "<w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr>" + content + "</w:tc>";
}

std::string row(const std::vector<std::string>& cells) {
  std::string out = "<w:tr>";
  for (const auto& words : cells) out += cell(words.starts_with('<') ? words : paragraph({words}));
  return out + "</w:tr>";
}

std::string table(const std::vector<std::string>& rows) {
  std::string out =
      "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid><w:gridCol "
      "w:w=\"2000\"/><w:gridCol w:w=\"2000\"/></w:tblGrid>";
  for (const auto& line : rows) out += line;
  return out + "</w:tbl>";
}

std::string part_of(const std::string& package, const std::string& name) {
  Diagnostics out;
  const auto entries = package::read_zip("made.docx", package, out);
  if (!entries) return {};
  for (const auto& entry : *entries) {
    if (entry.name == name) return package::inflate("made.docx", entry, out).value_or("");
  }
  return {};
}

std::string text_of(const std::string& package, const std::string& name) {
  pugi::xml_document document;
  if (!document.load_string(part_of(package, name).c_str(), pugi::parse_default | pugi::parse_ws_pcdata))
    return "(not XML)";
  const auto root = document.document_element();
  std::string out;
  append_blocks(root.child("w:body") ? root.child("w:body") : root, out, "\n");
  return out;
}

std::string faults_of(const std::string& package, const std::string& name) {
  pugi::xml_document document;
  if (!document.load_string(part_of(package, name).c_str(),
                            pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_pi))
    return "not XML";
  FaultWalker walker;
  document.document_element().traverse(walker);
  if (walker.starts != walker.ends) walker.fault("bookmarks without their other end");
  return walker.faults;
}

}  // namespace svodka::test
