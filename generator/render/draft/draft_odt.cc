#include <algorithm>

#include "render/draft/draft.h"
#include "render/expand/xml.h"
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

}  // namespace

// The background of a page lies behind all that stands on it and moves nothing (ODF 1.3 part 3, 16.5, 17.3).
std::optional<std::string> odt_as_draft(std::string_view bytes) {
  Diagnostics unread;
  auto entries = package::read_zip("", bytes, unread);
  if (!entries) return std::nullopt;
  const auto styles =
      std::find_if(entries->begin(), entries->end(), [](const auto& e) { return e.name == "styles.xml"; });
  if (styles == entries->end()) return std::nullopt;
  const auto xml = package::inflate("", *styles, unread);
  pugi::xml_document document;
  if (!xml || !load_xml(*xml, document)) return std::nullopt;
  const auto layouts = document.document_element().child("office:automatic-styles");
  bool marked = false;
  for (Node layout : layouts.children("style:page-layout")) {
    Node properties = layout.child("style:page-layout-properties");
    if (!properties) properties = layout.prepend_child("style:page-layout-properties");
    properties.remove_child("style:background-image");
    Node image = properties.prepend_child("style:background-image");
    image.append_attribute("xlink:href").set_value(kPicture);
    image.append_attribute("xlink:type").set_value("simple");
    image.append_attribute("xlink:actuate").set_value("onLoad");
    image.append_attribute("style:position").set_value("center center");
    image.append_attribute("style:repeat").set_value("no-repeat");
    marked = true;
  }
  if (!marked) return std::nullopt;
  if (!document.document_element().attribute("xmlns:xlink"))
    document.document_element().append_attribute("xmlns:xlink").set_value("http://www.w3.org/1999/xlink");
  *styles = package::deflate("styles.xml", saved_xml(document));
  entries->push_back(package::deflate(kPicture, picture()));
  add_to_manifest(*entries, {{kPicture, "image/svg+xml"}});
  return package::write_zip(*entries);
}

}  // namespace svodka::render
