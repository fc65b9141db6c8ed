#include "support/odt.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <pugixml.hpp>
#include <set>

#include "package/zip.h"
#include "support/docx.h"

namespace svodka::test {
namespace {

using Node = pugi::xml_node;

const std::string kType = "application/vnd.oasis.opendocument.text";
const std::string kNamespaces =
    " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
    " xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""
    " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""
    " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""
    " xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\""
    " xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\""
    " xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
    " xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\""
    " xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" office:version=\"1.3\"";

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }
bool is_paragraph(const Node& node) { return is(node, "text:p") || is(node, "text:h"); }

std::string blocks(const Node& parent, const char* separator);

// White space runs together (6.1.2); text:s is what keeps it.
std::string inline_text(const Node& parent) {
  std::string out;
  for (const auto& child : parent.children()) {
    if (child.type() == pugi::node_pcdata)
      out += child.value();
    else if (is(child, "text:s"))
      out += std::string(child.attribute("text:c").as_uint(1), '\1');
    else if (is(child, "text:line-break"))
      out += "\\n";
    else if (is(child, "text:tab"))
      out += "\\t";
    else if (is(child, "text:note"))
      out += "[" + blocks(child.child("text:note-body"), "") + "]";
    else if (is(child, "office:annotation"))
      out += "[" + blocks(child, "") + "]";
    else if (is(child, "draw:frame"))
      out += "[" + blocks(child.child("draw:text-box"), "") + "]";
    else if (!is_paragraph(child))
      out += inline_text(child);
  }
  return out;
}

std::string collapsed(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t';
    if (!space)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (out.ends_with(' ')) out.pop_back();
  std::replace(out.begin(), out.end(), '\1', ' ');
  return out;
}

void rows(const Node& parent, std::string& out, const char* separator) {
  for (const auto& row : parent.children()) {
    if (std::string_view(row.name()).starts_with("table:table-row") && !is(row, "table:table-row"))
      rows(row, out, separator);
    if (is(row, "table:table-header-rows")) rows(row, out, separator);
    if (!is(row, "table:table-row")) continue;
    std::string line;
    bool first = true;
    for (const auto& cell : row.children()) {
      auto words = blocks(cell, "/");
      if (!words.empty()) words.pop_back();
      line += (first ? "" : " | ") + words;
      first = false;
    }
    out += line + separator;
  }
}

std::string blocks(const Node& parent, const char* separator) {
  std::string out;
  for (const auto& block : parent.children()) {
    if (is_paragraph(block)) {
      out += collapsed(inline_text(block)) + separator;
    } else if (is(block, "table:table")) {
      rows(block, out, separator);
    } else if (is(block, "text:list")) {
      for (const auto& item : block.children()) out += "- " + blocks(item, separator);
    } else if (is(block, "text:section") || is(block, "text:table-of-content") ||
               is(block, "text:index-body")) {
      out += blocks(block, separator);
    }
  }
  return out;
}

struct FaultWalker : pugi::xml_tree_walker {
  std::string faults;
  std::set<std::string> names;
  std::map<std::string, int> open;
  void fault(const std::string& words) { faults += words + "; "; }

  bool for_each(Node& node) override {
    for (const char* parent :
         {"office:text", "table:table", "table:table-row", "table:table-cell", "text:list", "text:list-item",
          "text:section", "style:header", "draw:text-box"}) {
      if (node.type() == pugi::node_pcdata && is(node.parent(), parent))
        fault("text in " + std::string(parent));
    }
    if (node.type() == pugi::node_pi) fault("an instruction");
    if ((is(node, "table:table") || is(node, "table:table-header-rows")) &&
        !node.find_node([](const Node& n) { return is(n, "table:table-row"); }))
      fault("a table without rows");
    if (is(node, "table:table-row") && !node.first_child()) fault("a row without cells");
    if ((is(node, "text:list") || is(node, "text:section")) && !node.first_child())
      fault("an empty " + std::string(node.name()));
    if (is(node, "table:table")) check_width(node);
    check_names(node);
    return true;
  }

  void check_names(const Node& node) {
    for (const char* attribute : {"xml:id", "draw:name", "table:name", "text:name", "text:id"}) {
      const std::string value = node.attribute(attribute).value();
      const std::string_view name = node.name();
      if (value.empty() || name.ends_with("-end") || name.starts_with("text:user")) continue;
      if (!names.insert(attribute + value).second) fault(std::string(attribute) + " “" + value + "” twice");
    }
    const std::string name = node.name(), value = node.attribute("text:name").value();
    if (name == "text:bookmark-start") ++open[value];
    if (name == "text:bookmark-end" && --open[value] < 0) fault("a bookmark's end alone");
  }

  // Every row covers as many columns.
  void check_width(const Node& table) {
    std::set<int> widths;
    for (const auto& row : table.children("table:table-row")) {
      int width = 0;
      for (const auto& cell : row.children())
        width += cell.attribute("table:number-columns-repeated").as_int(1);
      widths.insert(width);
    }
    if (widths.size() > 1) fault("rows of different width");
  }
};

}  // namespace

std::string odt(const std::string& text, const std::vector<Entry>& more) {
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  std::string automatic, named, master, manifest;
  std::vector<package::ZipEntry> entries;
  for (const auto& [name, bytes] : more) {
    if (name == "automatic-styles") automatic = bytes;
    if (name == "office:styles") named = "<office:styles>" + bytes + "</office:styles>";
    if (name == "styles.xml") master = "<office:master-styles>" + bytes + "</office:master-styles>";
  }
  const auto add = [&](const std::string& name, const std::string& bytes) {
    entries.push_back(package::deflate(name, bytes));
    manifest += "<manifest:file-entry manifest:full-path=\"" + name + "\" manifest:media-type=\"text/xml\"/>";
  };
  add("content.xml", head + "<office:document-content" + kNamespaces + "><office:automatic-styles>" +
                         automatic + "</office:automatic-styles><office:body><office:text>" + text +
                         "</office:text></office:body></office:document-content>");
  if (!named.empty() || !master.empty())
    add("styles.xml",
        head + "<office:document-styles" + kNamespaces + ">" + named + master + "</office:document-styles>");
  for (const auto& [name, bytes] : more) {
    if (name == "meta.xml")
      add(name, head + "<office:document-meta" + kNamespaces + "><office:meta>" + bytes +
                    "</office:meta></office:document-meta>");
    else if (name != "automatic-styles" && name != "office:styles" && name != "styles.xml" &&
             name != "mimetype")
      add(name, bytes);
  }
  entries.push_back(package::deflate(
      "META-INF/manifest.xml",
      head +
          "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" "
          "manifest:version=\"1.3\"><manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"" +
          kType + "\"/>" + manifest + "</manifest:manifest>"));
  std::string type = kType;
  for (const auto& [name, bytes] : more) {
    if (name == "mimetype") type = bytes;
  }
  entries.insert(entries.begin(), package::deflate("mimetype", type));
  return package::write_zip(entries);
}

std::string odt_text(const std::string& package, const std::string& name) {
  pugi::xml_document document;
  document.load_string(part_of(package, name).c_str(), pugi::parse_default | pugi::parse_ws_pcdata);
  std::string out;
  for (const auto& found : document.select_nodes("//office:text | //style:header | //style:footer"))
    out += blocks(found.node(), "\n");
  return out;
}

std::string odt_faults(const std::string& package, const std::string& name) {
  FaultWalker walker;
  // The type stands first, uncompressed, at a fixed place (part 2, 3.3).
  if (package.compare(30, 8, "mimetype") != 0 || package.compare(38, kType.size() + 2, kType + "PK") != 0)
    walker.fault("mimetype is not first, or not stored");
  pugi::xml_document document;
  if (!document.load_string(part_of(package, name).c_str(), pugi::parse_default | pugi::parse_pi))
    walker.fault("no XML");
  document.traverse(walker);
  for (const auto& [bookmark, count] : walker.open) {
    if (count > 0) walker.fault("a bookmark's start alone");
  }
  return walker.faults;
}

}  // namespace svodka::test
