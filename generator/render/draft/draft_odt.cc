#include "render/draft/draft.h"
#include "render/odf/odf_change.h"
#include "render/odf/odf_package.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr const char* kPicture = "Pictures/svodka-draft.svg";

// The word across a page of A4.
std::string picture() {
  return R"(<svg xmlns="http://www.w3.org/2000/svg" width="170mm" height="170mm" viewBox="0 0 170 170">)"
         R"svg(<text x="85" y="85" transform="rotate(-45 85 85)" text-anchor="middle" dominant-baseline="middle" )svg"
         R"(font-family="Liberation Serif, Times New Roman, serif" font-size="42" fill="#c0c0c0" fill-opacity="0.5">)" +
         std::string(kDraftWord) + "</text></svg>\n";
}

void refer_to_picture(Node node) {
  node.append_attribute("xlink:href").set_value(kPicture);
  node.append_attribute("xlink:type").set_value("simple");
  node.append_attribute("xlink:actuate").set_value("onLoad");
}

// The background of a page lies behind all that stands on it and moves nothing (ODF 1.3 part 3, 16.5, 17.3).
bool mark_pages(Node root) {
  const auto layouts = root.child("office:automatic-styles");
  bool marked = false;
  for (Node layout : layouts.children("style:page-layout")) {
    Node properties = layout.child("style:page-layout-properties");
    if (!properties) properties = layout.prepend_child("style:page-layout-properties");
    properties.remove_child("style:background-image");
    Node image = properties.prepend_child("style:background-image");
    refer_to_picture(image);
    image.append_attribute("style:position").set_value("center center");
    image.append_attribute("style:repeat").set_value("no-repeat");
    marked = true;
  }
  if (marked) declare_odf(root, "xmlns:xlink", "http://www.w3.org/1999/xlink");
  return marked;
}

// A picture over the first cells of each sheet (ODF 1.3 part 3, 9.2.8 table:shapes): the background of a page
// is seen in print only.
bool mark_sheets(Node root) {
  bool marked = false;
  for (Node sheet : root.child("office:body").child("office:spreadsheet").children("table:table")) {
    Node shapes = sheet.child("table:shapes");
    if (!shapes) {
      Node after;  // these stand before it
      for (const char* name : {"table:title", "table:desc", "table:table-source", "office:dde-source",
                               "table:scenario", "office:forms"}) {
        if (const Node found = sheet.child(name)) after = found;
      }
      shapes = after ? sheet.insert_child_after("table:shapes", after) : sheet.prepend_child("table:shapes");
    }
    Node frame = shapes.append_child("draw:frame");
    frame.append_attribute("draw:name").set_value("svodka-draft");
    for (const auto& [name, value] :
         {std::pair{"svg:x", "5mm"}, {"svg:y", "5mm"}, {"svg:width", "110mm"}, {"svg:height", "110mm"}})
      frame.append_attribute(name).set_value(value);
    refer_to_picture(frame.append_child("draw:image"));
    marked = true;
  }
  declare_odf(root, "xmlns:xlink", "http://www.w3.org/1999/xlink");
  declare_odf(root, "xmlns:draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0");
  declare_odf(root, "xmlns:svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0");
  return marked;
}

std::optional<std::string> opendocument_as_draft(std::string_view bytes, bool has_sheets) {
  Diagnostics unread;
  auto entries = package::read_zip("", bytes, unread);
  if (!entries || !change_odf_part(*entries, "styles.xml", mark_pages)) return std::nullopt;
  if (has_sheets && !change_odf_part(*entries, "content.xml", mark_sheets)) return std::nullopt;
  entries->push_back(package::deflate(kPicture, picture()));
  add_to_manifest(*entries, {{kPicture, "image/svg+xml"}});
  return package::write_zip(*entries);
}

}  // namespace

std::optional<std::string> odt_as_draft(std::string_view bytes) {
  return opendocument_as_draft(bytes, false);
}

std::optional<std::string> ods_as_draft(std::string_view bytes) { return opendocument_as_draft(bytes, true); }

}  // namespace svodka::render
