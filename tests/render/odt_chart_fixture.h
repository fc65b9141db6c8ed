#pragma once

#include "render/odt_fixture.h"

// A chart that an OpenDocument template has drawn.
namespace svodka::render::odf {

// content.xml of a chart as LibreOffice writes it, of two series with three points.
inline std::string chart(const std::string& kind = "bar", const std::string& title = "План") {
  const auto series = [&](const std::string& column, const std::string& style, const std::string& more) {
    return "<chart:series chart:style-name=\"" + style +
           "\" chart:values-cell-range-address=\"local-table.$" + column + "$2:.$" + column +
           "$4\" chart:label-cell-address=\"local-table.$" + column + "$1\" chart:class=\"chart:" + kind +
           "\">" + more + "</chart:series>";
  };
  const auto style = [](const std::string& name, const std::string& colour) {
    return "<style:style style:name=\"" + name +
           "\" style:family=\"chart\"><style:graphic-properties "
           "draw:stroke=\"none\" draw:fill-color=\"" +
           colour + "\"/></style:style>";
  };
  return "<?xml version=\"1.0\"?><office:document-content "
         "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
         "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "
         "xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" "
         "xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" "
         "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
         "xmlns:chart=\"urn:oasis:names:tc:opendocument:xmlns:chart:1.0\" "
         "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:automatic-styles>" +
         style("s1", "#004586") + style("s2", "#ff420e") +
         "</office:automatic-styles><office:body><office:chart><chart:chart chart:class=\"chart:" + kind +
         "\"><chart:title>" + p(title) +
         "</chart:title><chart:plot-area chart:style-name=\"a\" "
         "table:cell-range-address=\"local-table.$A$1:.$C$4\">"
         "<chart:axis chart:dimension=\"x\"><chart:categories "
         "table:cell-range-address=\"local-table.$A$2:.$A$4\"/></chart:axis><chart:axis "
         "chart:dimension=\"y\"/>" +
         series("B", "s1",
                "<chart:data-point/><chart:data-point chart:style-name=\"red\"/><chart:data-point/>") +
         series("C", "s2", "<chart:data-point chart:repeated=\"3\"/>") +
         "</chart:plot-area><table:table table:name=\"local-table\"><table:table-header-columns>"
         "<table:table-column/></table:table-header-columns><table:table-header-rows><table:table-row>" +
         tc("<text:p/>") + tc(p("Ряд 1")) + tc(p("Ряд {{n}}")) +
         "</table:table-row></table:table-header-rows><table:table-rows><table:table-row>" + tc(p("к")) +
         tc(p("1"), " office:value-type=\"float\" office:value=\"1\"") + tc(p("2")) +
         "</table:table-row></table:table-rows></table:table></chart:chart></office:chart></office:body>"
         "</office:document-content>";
}

inline std::string frame(const std::string& description, const std::string& object = "Object 1") {
  return "<draw:frame draw:name=\"" + object + "\"><draw:object xlink:href=\"./" + object +
         "\" draw:notify-on-update-of-ranges=\"T\"/><draw:image xlink:href=\"./ObjectReplacements/" + object +
         "\"/><svg:desc>" + description + "</svg:desc></draw:frame>";
}

inline std::vector<test::Entry> with_chart(const std::string& content) {
  return {{"Object 1/content.xml", content},
          {"Object 1/styles.xml", "<styles/>"},
          {"ObjectReplacements/Object 1", "a picture"}};
}

}  // namespace svodka::render::odf
