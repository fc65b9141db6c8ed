#pragma once

#include <string>

// What the tests of charts share: parts of charts made of a few series.
namespace svodka::render {

inline constexpr char kC[] = "http://schemas.openxmlformats.org/drawingml/2006/chart";
inline constexpr char kA[] = "http://schemas.openxmlformats.org/drawingml/2006/main";

inline std::string numbered(const char* element, int number) {
  return "<c:" + std::string(element) + " val=\"" + std::to_string(number) + "\"/>";
}

// A series as Word writes it, of two points.
inline std::string series(int number, const std::string& name, const std::string& more = "",
                          const std::string& end = "") {
  return "<c:ser>" + numbered("idx", number) + numbered("order", number) +
         "<c:tx><c:strRef><c:f>'Лист 1'!$B$1</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>" +
         name + "</c:v></c:pt></c:strCache></c:strRef></c:tx>" + more +
         "<c:cat><c:strRef><c:f>'Лист 1'!$A$2:$A$3</c:f></c:strRef></c:cat><c:val><c:numRef><c:f>'Лист "
         "1'!$B$2:$B$3</c:f><c:numCache><c:formatCode>0.0</c:formatCode><c:ptCount val=\"2\"/></c:numCache>"
         "</c:numRef></c:val>" +
         end + "</c:ser>";
}

inline std::string plot(const std::string& kind, const std::string& content, int axis = 1) {
  return "<c:" + kind + ">" + content + numbered("axId", axis) + numbered("axId", axis + 1) + "</c:" + kind +
         "><c:catAx>" + numbered("axId", axis) + "</c:catAx><c:valAx>" + numbered("axId", axis + 1) +
         "</c:valAx>";
}

inline std::string chart_xml(const std::string& area, const std::string& before = "") {
  return "<c:chartSpace xmlns:c=\"" + std::string(kC) + "\" xmlns:a=\"" + kA + "\">" + before +
         "<c:chart><c:plotArea>" + area + "</c:plotArea></c:chart></c:chartSpace>";
}

inline bool has(const std::string& xml, const std::string& words) {
  return xml.find(words) != std::string::npos;
}

inline std::size_t count(const std::string& xml, const std::string& words) {
  std::size_t n = 0;
  for (auto at = xml.find(words); at != std::string::npos; at = xml.find(words, at + 1)) ++n;
  return n;
}

}  // namespace svodka::render
