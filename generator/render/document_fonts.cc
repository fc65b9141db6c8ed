#include "render/document_fonts.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <pugixml.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "package/zip.h"
#include "render/expand/xml.h"
#include "render/word/wordml_parse.h"

namespace svodka::render {
namespace {

using Fonts = std::set<std::string>;

// The parts of a package, inflated when they are asked for.
class Parts {
 public:
  Parts(const std::string& file, const std::string& bytes) : file_(file) {
    if (auto read = package::read_zip(file, bytes, ignored_)) entries_ = std::move(*read);
  }
  std::string bytes(std::string_view name) {
    const auto found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const package::ZipEntry& entry) { return entry.name == name; });
    if (found == entries_.end()) return {};
    return utf8_xml(package::inflate(file_, *found, ignored_).value_or(std::string()));
  }
  bool load(std::string_view name, pugi::xml_document& into) { return load_xml(bytes(name), into); }
  std::vector<std::string> named(std::string_view start) const {
    std::vector<std::string> names;
    for (const auto& entry : entries_) {
      if (entry.name.starts_with(start) && entry.name.ends_with(".xml")) names.push_back(entry.name);
    }
    return names;
  }

 private:
  std::string file_;
  std::vector<package::ZipEntry> entries_;
  Diagnostics ignored_;
};

template <typename Visit>
void walk(const pugi::xml_node& from, const Visit& visit) {
  for (const auto& node : from.children()) {
    visit(node);
    walk(node, visit);
  }
}

// ---- WordprocessingML (ECMA-376 part 1, 17.3.2.26 and 17.7)

class WordFonts {
 public:
  explicit WordFonts(Parts& parts) : parts_(parts) {
    parts.load("word/styles.xml", styles_);
    for (const auto& style : styles_.child("w:styles").children("w:style"))
      by_id_[style.attribute("w:styleId").value()] = style;
    pugi::xml_document theme;
    for (const auto& name : parts.named("word/theme/")) {
      if (!parts.load(name, theme)) continue;
      const auto fonts = theme.first_child().child("a:themeElements").child("a:fontScheme");
      for (const char* kind : {"major", "minor"})
        theme_[kind] = fonts.child((std::string("a:") + kind + "Font").c_str())
                           .child("a:latin")
                           .attribute("typeface")
                           .value();
      break;
    }
  }

  Fonts run() {
    const auto styles = styles_.child("w:styles");
    take(styles.child("w:docDefaults").child("w:rPrDefault").child("w:rPr"));
    for (const auto& style : styles.children("w:style")) {
      if (std::string_view(style.attribute("w:type").value()) == "paragraph" &&
          style.attribute("w:default").as_bool())
        take_style(style.attribute("w:styleId").value());
    }
    for (const std::string_view start :
         {"word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes"}) {
      for (const auto& name : parts_.named(start)) take_part(name);
    }
    return std::move(fonts_);
  }

 private:
  void take_part(const std::string& name) {
    pugi::xml_document part;
    if (!parts_.load(name, part)) return;
    walk(part, [&](const pugi::xml_node& node) {
      const std::string_view kind = node.name();
      if (kind == "w:pStyle" || kind == "w:rStyle" || kind == "w:tblStyle")
        take_style(node.attribute("w:val").value());
      if (kind == "w:r" && (node.child("w:t") || node.child("w:sym"))) take(node.child("w:rPr"));
    });
  }

  void take_style(const std::string& id) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return;
    const auto style = found->second;
    by_id_.erase(found);  // once, also when styles go round in a circle
    take(style.child("w:rPr"));
    take_style(style.child("w:basedOn").attribute("w:val").value());
    take_style(style.child("w:link").attribute("w:val").value());
  }

  void take(const pugi::xml_node& properties) {
    const auto fonts = properties.child("w:rFonts");
    for (const auto& [plain, themed] :
         {std::pair{"w:ascii", "w:asciiTheme"}, std::pair{"w:hAnsi", "w:hAnsiTheme"}}) {
      const std::string_view theme = fonts.attribute(themed).value();
      if (theme.starts_with("major") || theme.starts_with("minor"))
        fonts_.insert(theme_[std::string(theme.substr(0, 5))]);
      else
        fonts_.insert(fonts.attribute(plain).value());
    }
  }

  Parts& parts_;
  pugi::xml_document styles_;
  std::map<std::string, pugi::xml_node> by_id_;
  std::map<std::string, std::string> theme_;
  Fonts fonts_;
};

// ---- SpreadsheetML (ECMA-376 part 1, 18.8): the formats of cells that have something in them

std::set<int> formats_in_use(const std::string& sheet) {
  std::set<int> used;
  for (std::size_t at = sheet.find("<c "); at != std::string::npos; at = sheet.find("<c ", at + 1)) {
    const auto end = sheet.find('>', at);
    if (end == std::string::npos) break;
    if (sheet[end - 1] == '/') continue;  // an empty cell
    const auto format = sheet.find(" s=\"", at);
    used.insert(format < end ? std::atoi(sheet.c_str() + format + 4) : 0);
  }
  return used;
}

Fonts workbook_fonts(Parts& parts) {
  std::set<int> used;
  for (const auto& name : parts.named("xl/worksheets/sheet")) used.merge(formats_in_use(parts.bytes(name)));
  pugi::xml_document styles;
  parts.load("xl/styles.xml", styles);
  std::vector<std::string> families;
  for (const auto& font : styles.first_child().child("fonts").children("font"))
    families.emplace_back(font.child("name").attribute("val").value());
  Fonts fonts;
  int number = 0;
  for (const auto& format : styles.first_child().child("cellXfs").children("xf")) {
    const auto font = static_cast<std::size_t>(format.attribute("fontId").as_uint());
    if (used.contains(number++) && font < families.size()) fonts.insert(families[font]);
  }
  return fonts;
}

// ---- OpenDocument (part 3, 16.29.25): the styles that the text has, and the defaults

Fonts open_document_fonts(Parts& parts) {
  std::map<std::string, std::string> families;
  std::map<std::string, pugi::xml_node> styles;
  std::array<pugi::xml_document, 2> documents;
  std::set<std::string> used{"Standard", "Default"};
  Fonts fonts;
  const auto take = [&](const pugi::xml_node& style) {
    const auto text = style.child("style:text-properties");
    const auto face = families.find(text.attribute("style:font-name").value());
    if (face != families.end()) fonts.insert(face->second);
    fonts.insert(text.attribute("fo:font-family").value());
  };
  for (std::size_t i = 0; i < documents.size(); ++i)
    parts.load(i == 0 ? "styles.xml" : "content.xml", documents[i]);
  for (const auto& document : documents) {
    walk(document, [&](const pugi::xml_node& node) {
      const std::string_view name = node.name();
      if (name == "style:font-face")
        families[node.attribute("style:name").value()] = node.attribute("svg:font-family").value();
      if (name == "style:style") styles[node.attribute("style:name").value()] = node;
      for (const char* key : {"text:style-name", "table:style-name"}) {
        if (const auto style = node.attribute(key)) used.insert(style.value());
      }
    });
  }
  const auto defaults = documents[0].first_child().child("office:styles");
  for (const auto& style : defaults.children("style:default-style")) {
    const std::string_view family = style.attribute("style:family").value();
    if (family == "paragraph" || family == "table-cell") take(style);
  }
  for (const auto& name : used) {
    std::set<std::string> seen;
    for (auto next = name; !next.empty() && seen.insert(next).second;) {
      const auto found = styles.find(next);
      if (found == styles.end()) break;
      take(found->second);
      next = found->second.attribute("style:parent-style-name").value();
    }
  }
  return fonts;
}

// "'PT Serif', serif": the first of the list, without its quotes.
std::string family_of(std::string name) {
  name = name.substr(0, name.find_first_of(",;"));
  for (const char quote : {'\'', '"'}) std::erase(name, quote);
  const auto first = name.find_first_not_of(' ');
  return first == std::string::npos ? std::string()
                                    : name.substr(first, name.find_last_not_of(' ') + 1 - first);
}

bool is_symbol_font(const std::string& name) {
  const auto lower = utf8::lower(name);
  return lower == "symbol" || lower.starts_with("wingdings") || lower == "webdings" ||
         lower == "opensymbol" || lower == "starsymbol";
}

}  // namespace

std::set<std::string> document_fonts(const std::string& file, const std::string& bytes) {
  const auto name = utf8::lower(file);
  Parts parts(file, bytes);
  Fonts found;
  if (name.ends_with(".docx"))
    found = WordFonts(parts).run();
  else if (name.ends_with(".xlsx"))
    found = workbook_fonts(parts);
  else if (name.ends_with(".odt") || name.ends_with(".ods"))
    found = open_document_fonts(parts);
  Fonts fonts;
  for (const auto& font : found) {
    const auto family = family_of(font);
    if (!family.empty() && !is_symbol_font(family)) fonts.insert(family);
  }
  return fonts;
}

}  // namespace svodka::render
