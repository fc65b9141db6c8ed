#include "render/odf/odf_rich_styles.h"

#include <fmt/format.h>

namespace svodka::render {
namespace {

constexpr int kListLevels = 10;
constexpr double kLevelIndent = 0.63;  // centimetres, as in LibreOffice's own lists

std::string level(int number, bool counted) {
  const double left = kLevelIndent * (number + 1);
  const auto sign =
      counted ? fmt::format("number text:level=\"{}\" style:num-suffix=\".\" style:num-format=\"1\"", number)
              : fmt::format("bullet text:level=\"{}\" text:bullet-char=\"•\"", number);
  return fmt::format(
      "<text:list-level-style-{0}><style:list-level-properties "
      "text:list-level-position-and-space-mode=\"label-alignment\"><style:list-level-label-alignment "
      "text:label-followed-by=\"listtab\" text:list-tab-stop-position=\"{1:.2f}cm\" "
      "fo:text-indent=\"-{2}cm\" "
      "fo:margin-left=\"{1:.2f}cm\"/></style:list-level-properties></text:list-level-style-{3}>",
      sign, left, kLevelIndent, counted ? "number" : "bullet");
}

}  // namespace

std::string OdfRichStyles::text(const OdfLook& look) {
  std::string name = "svodka-text", properties;
  const auto put = [&](bool wanted, const char* sign, const char* attributes) {
    if (!wanted) return;
    name += sign;
    properties += attributes;
  };
  put(look.bold, "-bold",
      " fo:font-weight=\"bold\" style:font-weight-asian=\"bold\" style:font-weight-complex=\"bold\"");
  put(look.italic, "-italic",
      " fo:font-style=\"italic\" style:font-style-asian=\"italic\" style:font-style-complex=\"italic\"");
  put(look.strike, "-strike",
      " style:text-line-through-style=\"solid\" style:text-line-through-type=\"single\"");
  put(look.code, "-code", " fo:font-family=\"'Courier New'\" style:font-pitch=\"fixed\"");
  return add(name, "text", "<style:text-properties" + properties + "/>");
}

std::string OdfRichStyles::list(bool counted) {
  const std::string name = counted ? "svodka-numbers" : "svodka-bullets";
  auto& xml = styles_[name];
  if (!xml.empty()) return name;
  xml = "<text:list-style style:name=\"" + name + "\">";
  for (int number = 1; number <= kListLevels; ++number) xml += level(number, counted);
  xml += "</text:list-style>";
  return name;
}

std::string OdfRichStyles::table() {
  return add("svodka-table", "table",
             "<style:table-properties style:rel-width=\"100%\" table:align=\"margins\"/>");
}

std::string OdfRichStyles::cell() {
  return add("svodka-cell", "table-cell",
             "<style:table-cell-properties fo:padding=\"0.1cm\" fo:border=\"0.5pt solid #000000\"/>");
}

std::string OdfRichStyles::aligned(std::string_view align) {
  return add("svodka-" + std::string(align), "paragraph",
             "<style:paragraph-properties fo:margin-top=\"0cm\" fo:margin-bottom=\"0cm\" fo:text-align=\"" +
                 std::string(align) + "\"/>");
}

std::string OdfRichStyles::rule() {
  return add("svodka-rule", "paragraph",
             "<style:paragraph-properties fo:border-bottom=\"0.5pt solid #000000\" fo:border-top=\"none\" "
             "fo:border-left=\"none\" fo:border-right=\"none\"/>");
}

std::string OdfRichStyles::heading() {
  return add("svodka-heading", "paragraph",
             "<style:paragraph-properties fo:keep-with-next=\"always\"/><style:text-properties "
             "fo:font-weight=\"bold\" style:font-weight-asian=\"bold\" style:font-weight-complex=\"bold\"/>");
}

std::string OdfRichStyles::quotation() {
  return add("svodka-quotation", "paragraph", "<style:paragraph-properties fo:margin-left=\"1.25cm\"/>");
}

std::string OdfRichStyles::add(const std::string& name, const std::string& family,
                               const std::string& properties) {
  const std::string parent = family == "paragraph" ? " style:parent-style-name=\"Standard\"" : "";
  styles_.try_emplace(name, "<style:style style:name=\"" + name + "\" style:family=\"" + family + "\"" +
                                parent + ">" + properties + "</style:style>");
  return name;
}

std::string OdfRichStyles::xml() const {
  std::string out;
  for (const auto& [name, style] : styles_) out += style;
  return out;
}

}  // namespace svodka::render
