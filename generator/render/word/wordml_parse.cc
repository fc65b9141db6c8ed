#include "render/word/wordml_parse.h"

#include <algorithm>
#include <cstring>
#include <sstream>

#include "base/utf8.h"

namespace svodka::render {
namespace {

constexpr int kMaxDepth = 200;
// Spaces between elements, comments and instructions are the document's; line ends in attributes are not
// touched.
constexpr unsigned kParse = pugi::parse_cdata | pugi::parse_comments | pugi::parse_doctype | pugi::parse_pi |
                            pugi::parse_ws_pcdata | pugi::parse_escapes;

struct DepthWalker : pugi::xml_tree_walker {
  int deepest = 0;
  bool doctype = false;
  bool for_each(pugi::xml_node& node) override {
    deepest = std::max(deepest, depth());
    doctype |= node.type() == pugi::node_doctype;
    return deepest <= kMaxDepth;
  }
};

bool is(const pugi::xml_node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

// An argument of a field code.
std::string quoted(std::string words) {
  std::replace(words.begin(), words.end(), '"', '\'');
  return "\"" + words + "\"";
}

std::string field_code(const pugi::xml_node& link, const std::string& address) {
  std::string code = " HYPERLINK " + quoted(address);
  if (const auto anchor = link.attribute("w:anchor")) code += " \\l " + quoted(anchor.value());
  if (const auto tip = link.attribute("w:tooltip")) code += " \\o " + quoted(tip.value());
  return code + " ";
}

class LinkWalker : public pugi::xml_tree_walker {
 public:
  LinkWalker(const PartName& name, const std::map<std::string, std::string>& links, Diagnostics& out)
      : name_(name), links_(links), out_(out) {}
  bool for_each(pugi::xml_node& node) override {
    const auto link = links_.find(node.attribute("r:id").value());
    if (link == links_.end()) return true;
    if (is(node, "w:hyperlink")) {
      const auto code = field_code(node, link->second);
      node.remove_attributes();
      node.set_name("w:fldSimple");
      node.append_attribute("w:instr").set_value(code.c_str());
    } else {
      out_.error({.file = name_.file, .part = name_.part, .around = link->second}, "link-marker",
                 text("адрес ссылки на рисунке не может содержать метку",
                      "the address of a picture's link cannot hold a marker"),
                 text("поставьте ссылку на слова", "put the link on words"));
    }
    return true;
  }

 private:
  const PartName& name_;
  const std::map<std::string, std::string>& links_;
  Diagnostics& out_;
};

}  // namespace

std::string utf8_xml(std::string xml) {
  const std::string_view head = std::string_view(xml).substr(0, 2);
  if (xml.starts_with("\xEF\xBB\xBF")) return xml.substr(3);
  const bool utf16 = head == "\xFF\xFE" || head == "\xFE\xFF" || head == std::string_view("<\0", 2) ||
                     head == std::string_view("\0<", 2);
  pugi::xml_document document;
  if (!utf16 || !document.load_buffer(xml.data(), xml.size(), kParse, pugi::encoding_auto)) return xml;
  std::ostringstream out;
  document.save(out, "", pugi::format_raw, pugi::encoding_utf8);
  return out.str();
}

bool parse_part(const PartName& name, const std::string& xml, pugi::xml_document& document,
                Diagnostics& out) {
  const auto fail = [&](const char* rule, Text message) {
    out.error({.file = name.file, .part = name.part}, rule, std::move(message),
              text("откройте его в Word или LibreOffice и сохраните заново",
                   "open it in Word or LibreOffice and save it anew"));
    return false;
  };
  if (utf8::first_invalid(xml) || utf8::first_not_xml(xml))
    return fail("damaged-package",
                text("в части недопустимые символы", "the part holds characters that are not allowed"));
  const auto result = document.load_buffer(xml.data(), xml.size(), kParse, pugi::encoding_utf8);
  if (!result)
    return fail("damaged-package",
                text("часть не читается как XML: {} (байт {})", "the part is no XML: {} (byte {})",
                     result.description(), result.offset));
  DepthWalker walker;
  document.traverse(walker);
  if (walker.doctype)
    return fail("unsafe-package", text("в части есть DOCTYPE, такой файл не принимается",
                                       "the part has a DOCTYPE, such files are refused"));
  if (walker.deepest > kMaxDepth)
    return fail("package-too-large", text("элементы вложены глубже {} уровней",
                                          "elements are nested deeper than {} levels", kMaxDepth));
  return true;
}

void links_to_fields(const PartName& name, const pugi::xml_document& document,
                     const std::map<std::string, std::string>& links, Diagnostics& out) {
  if (links.empty()) return;
  LinkWalker walker(name, links, out);
  document.document_element().traverse(walker);
}

std::string words_around(const std::string& text, std::size_t offset, std::size_t length) {
  constexpr int kContext = 20;
  std::size_t begin = offset, end = offset + length;
  for (int n = 0; n < kContext && begin > 0; ++n) {
    do --begin;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0u) == 0x80u);
  }
  for (int n = 0; n < kContext && end < text.size(); ++n) utf8::next(text, end);
  auto words = (begin > 0 ? "…" : "") + text.substr(begin, end - begin) + (end < text.size() ? "…" : "");
  std::replace(words.begin(), words.end(), '\n', ' ');
  std::replace(words.begin(), words.end(), '\t', ' ');
  return words;
}

}  // namespace svodka::render
