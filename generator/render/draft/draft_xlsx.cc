#include <cstring>

#include "render/draft/draft.h"
#include "render/expand/xml.h"
#include "render/word/docx_package.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr const char* kRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr const char* kSheetContent =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
constexpr const char* kDrawingContent = "application/vnd.openxmlformats-officedocument.drawing+xml";

// The order of a worksheet's elements behind its cells (ECMA-376 part 1, 18.3.1.99), as far as ours are
// concerned: what they must stand before.
constexpr const char* kBehindHeader[] = {
    "rowBreaks", "colBreaks",       "customProperties", "cellWatches",     "ignoredErrors", "smartTags",
    "drawing",   "drawingHF",       "legacyDrawing",    "legacyDrawingHF", "picture",       "oleObjects",
    "controls",  "webPublishItems", "tableParts",       "extLst"};
constexpr std::size_t kBehindDrawing = 7;  // where those that stand behind `drawing` begin

// Words over the cells, seen on the screen and not printed: the header is for paper.
std::string anchor() {
  return R"(<xdr:absoluteAnchor><xdr:pos x="600000" y="900000"/><xdr:ext cx="5400000" cy="1500000"/>)"
         R"(<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="65001" name="Svodka: )" +
         std::string(kDraftWord) +
         R"("/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="600000" y="900000"/>)"
         R"(<a:ext cx="5400000" cy="1500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></xdr:spPr>)"
         R"(<xdr:txBody><a:bodyPr wrap="none" anchor="ctr"/><a:p><a:pPr algn="ctr"/><a:r>)"
         R"(<a:rPr lang="ru-RU" sz="8000" b="1"><a:solidFill><a:srgbClr val="C00000"><a:alpha val="25000"/></a:srgbClr></a:solidFill></a:rPr>)"
         R"(<a:t>)" +
         std::string(kDraftWord) +
         R"(</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData fPrintsWithSheet="0"/></xdr:absoluteAnchor>)";
}

constexpr std::pair<const char*, const char*> kDrawingNamespaces[] = {
    {"xmlns:xdr", "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"},
    {"xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"}};

std::string marked_drawing(const std::string& xml) {
  pugi::xml_document document;
  if (xml.empty() || !load_xml(xml, document)) document.append_child("xdr:wsDr");
  Node root = document.document_element();
  for (const auto& [name, uri] : kDrawingNamespaces) {
    if (!root.attribute(name)) root.append_attribute(name).set_value(uri);
  }
  const auto words = anchor();
  root.append_buffer(words.data(), words.size(), pugi::parse_full | pugi::parse_ws_pcdata);
  return saved_xml(document);
}

Node child_before(Node sheet, const char* name, std::size_t behind) {
  if (Node found = sheet.child(name)) return found;
  for (Node child = sheet.first_child(); child; child = child.next_sibling()) {
    for (std::size_t i = behind; i < std::size(kBehindHeader); ++i) {
      if (std::strcmp(child.name(), kBehindHeader[i]) == 0) return sheet.insert_child_before(name, child);
    }
  }
  return sheet.append_child(name);
}

// The word at the head of the middle of a printed header (18.3.1.39).
std::string marked_words(const std::string& words) {
  const auto mark = "&\"-,Bold\"&KC00000" + std::string(kDraftWord) + "&\"-,Regular\"&K000000";
  const auto centre = words.find("&C");
  if (centre != std::string::npos)
    return words.substr(0, centre + 2) + mark + "\n" + words.substr(centre + 2);
  // Words before the first section mark belong to the middle.
  const auto section = words.find_first_of('&');
  const bool has_left = section != std::string::npos && words.compare(section, 2, "&L") == 0;
  if (!has_left && section == std::string::npos && !words.empty()) return "&C" + mark + "\n" + words;
  const auto right = words.find("&R");
  const auto end = right == std::string::npos ? words.size() : right;
  return words.substr(0, end) + "&C" + mark + words.substr(end);
}

void mark_header(Node sheet) {
  Node header = child_before(sheet, "headerFooter", 0);
  Node odd = header.child("oddHeader");
  if (!odd) odd = header.prepend_child("oddHeader");
  odd.text().set(marked_words(odd.text().get()).c_str());
  for (const auto& [name, flag] :
       {std::pair{"evenHeader", "differentOddEven"}, std::pair{"firstHeader", "differentFirst"}}) {
    Node other = header.child(name);
    if (!header.attribute(flag).as_bool()) continue;
    if (!other) {
      Node last;  // CT_HeaderFooter: oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter
      for (const auto* before : {"oddHeader", "oddFooter", "evenHeader", "evenFooter"}) {
        if (Node found = header.child(before);
            found && (std::strcmp(name, "firstHeader") == 0 || before[0] == 'o'))
          last = found;
      }
      other = header.insert_child_after(name, last);
    }
    other.text().set(marked_words(other.text().get()).c_str());
  }
}

void mark_screen(DocxPackage& package, const std::string& part, Node sheet, const std::string& prefix) {
  if (const Node drawing = sheet.child("drawing")) {
    const auto target = package.target_of(part, drawing.attribute((prefix + ":id").c_str()).value());
    if (!target.empty()) package.replace(target, marked_drawing(package.bytes(target)));
    return;
  }
  const auto made = package.add("xl/drawings/drawing", "xml", kDrawingContent, marked_drawing({}), false);
  Node drawing = child_before(sheet, "drawing", kBehindDrawing);
  drawing.append_attribute((prefix + ":id").c_str())
      .set_value(package.relate(part, std::string(kRelations) + "/drawing", made).c_str());
}

std::string saved_children(const Node& sheet) {
  struct Writer : pugi::xml_writer {
    std::string out;
    void write(const void* data, size_t size) override { out.append(static_cast<const char*>(data), size); }
  } writer;
  for (const auto& child : sheet.children()) child.print(writer, "", pugi::format_raw, pugi::encoding_utf8);
  return writer.out;
}

// Only what stands behind the cells is read: a sheet may have millions of them. False when the part has no
// cells in the main namespace without a prefix, as all programs write it.
bool mark_sheet(DocxPackage& package, const std::string& part) {
  const auto xml = package.bytes(part);
  auto cut = xml.rfind("</sheetData>");
  cut = cut == std::string::npos ? xml.find("<sheetData/>") : cut;
  const auto end = xml.rfind("</worksheet>");
  const auto open = xml.find("<worksheet");
  if (cut == std::string::npos || end == std::string::npos || open == std::string::npos) return false;
  cut = xml.find('>', cut) + 1;
  auto tag = xml.substr(open, xml.find('>', open) + 1 - open);
  std::string prefix;
  auto head = xml.substr(0, cut);
  if (const auto at = tag.find(std::string("=\"") + kRelations + "\""); at != std::string::npos) {
    const auto start = tag.rfind("xmlns:", at) + 6;
    prefix = tag.substr(start, at - start);
  } else {
    prefix = "r";
    const auto declared = std::string(" xmlns:r=\"") + kRelations + "\"";
    head.insert(open + std::strlen("<worksheet"), declared);
    tag.insert(std::strlen("<worksheet"), declared);
  }
  pugi::xml_document tail;
  if (!load_xml(tag + xml.substr(cut, end - cut) + "</worksheet>", tail)) return false;
  Node sheet = tail.document_element();
  mark_header(sheet);
  mark_screen(package, part, sheet, prefix);
  package.replace(part, head + saved_children(sheet) + xml.substr(end));
  return true;
}

}  // namespace

std::optional<std::string> xlsx_as_draft(std::string_view bytes) {
  Diagnostics unread;
  auto entries = package::read_zip("", bytes, unread);
  if (!entries) return std::nullopt;
  DocxPackage package(std::move(*entries));
  std::vector<std::string> sheets;
  for (const auto& entry : package.entries()) {
    if (package.type_of(entry.name) == kSheetContent) sheets.push_back(entry.name);
  }
  if (sheets.empty()) return std::nullopt;
  for (const auto& sheet : sheets) {
    if (!mark_sheet(package, sheet)) return std::nullopt;
  }
  return package::write_zip(std::move(package).finish());
}

}  // namespace svodka::render
