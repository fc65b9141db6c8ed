#include "render/odf/odf_adopt.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "render/expand/dialect.h"
#include "render/odf/odf_package.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;
using package::ZipEntry;

// Families of what has none of its own.
constexpr char kList[] = "list", kData[] = "data", kDrawing[] = "drawing", kFont[] = "font";
constexpr char kAutomatic[] = "office:automatic-styles", kNamed[] = "office:styles",
               kFonts[] = "office:font-face-decls";

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

// What text:style-name of an element names.
std::string family_of_text(std::string_view element) {
  static const Names kLists{"text:list", "text:numbered-paragraph"};
  static const Names kParagraphs{"text:p", "text:h", "text:index-title-template", "text:index-source-style"};
  static const Names kSections{
      "text:section",      "text:table-of-content", "text:illustration-index", "text:table-index",
      "text:object-index", "text:user-index",       "text:alphabetical-index", "text:bibliography",
      "text:index-title"};
  const auto among = [&](const Names& names) {
    return std::find(names.begin(), names.end(), element) != names.end();
  };
  if (among(kLists)) return kList;
  if (among(kParagraphs) || element.ends_with("-entry-template")) return "paragraph";
  if (among(kSections)) return "section";
  return element == "text:ruby" ? "ruby" : "text";
}

std::string family_of_table(std::string_view element) {
  if (element == "table:table") return "table";
  if (element == "table:table-column") return "table-column";
  return element == "table:table-row" ? "table-row" : "table-cell";
}

// The family of the style that an attribute of an element names; "" when it names none.
std::string family_of(const Node& element, std::string_view attribute) {
  static const std::map<std::string_view, const char*> kFamilies{
      {"text:cond-style-name", "paragraph"},
      {"text:visited-style-name", "text"},
      {"text:style-override", kList},
      {"text:citation-style-name", "text"},
      {"text:citation-body-style-name", "text"},
      {"text:main-entry-style-name", "text"},
      {"table:default-cell-style-name", "table-cell"},
      {"draw:style-name", "graphic"},
      {"draw:text-style-name", "paragraph"},
      {"style:list-style-name", kList},
      {"style:data-style-name", kData},
      {"style:percentage-data-style-name", kData},
      {"style:style-name", "text"},
      {"style:leader-text-style", "text"},
      {"style:text-line-through-text-style", "text"},
      {"draw:fill-gradient-name", kDrawing},
      {"draw:fill-hatch-name", kDrawing},
      {"draw:fill-image-name", kDrawing},
      {"draw:opacity-name", kDrawing},
      {"draw:stroke-dash", kDrawing},
      {"draw:marker-start", kDrawing},
      {"draw:marker-end", kDrawing},
      {"style:font-name", kFont},
      {"style:font-name-asian", kFont},
      {"style:font-name-complex", kFont}};
  if (attribute == "text:style-name") return family_of_text(element.name());
  if (attribute == "table:style-name") return family_of_table(element.name());
  if (attribute == "style:parent-style-name" || attribute == "style:next-style-name")
    return element.attribute("style:family").value();
  if (attribute == "style:apply-style-name") {
    const std::string family = element.parent().attribute("style:family").value();
    return family.empty() ? kData : family;
  }
  const auto found = kFamilies.find(attribute);
  return found == kFamilies.end() ? "" : found->second;
}

bool is_of_family(const Node& definition, const std::string& family) {
  const std::string_view name = definition.name();
  if (family == kList) return name == "text:list-style";
  if (family == kData) return name.starts_with("number:") && name.ends_with("-style");
  if (family == kDrawing) return name.starts_with("draw:") || name.starts_with("svg:");
  if (family == kFont) return name == "style:font-face";
  return name == "style:style" && family == definition.attribute("style:family").value();
}

const char* name_attribute(const std::string& family) {
  return family == kDrawing ? "draw:name" : "style:name";
}

Node named_in(const Node& styles, const std::string& family, const std::string& name) {
  const char* attribute = name_attribute(family);
  return styles.find_child([&](const Node& node) {
    return is_of_family(node, family) && name == node.attribute(attribute).value();
  });
}

// What a person knows a style by.
std::string shown_name(const Node& style, const std::string& family) {
  const auto shown = style.attribute(family == kDrawing ? "draw:display-name" : "style:display-name");
  return shown ? shown.value() : style.attribute(name_attribute(family)).value();
}

// The template's style of the same family that a person knows by the same name.
Node same_style(const Node& styles, const Node& style, const std::string& family) {
  const auto shown = shown_name(style, family);
  return styles.find_child(
      [&](const Node& node) { return is_of_family(node, family) && shown_name(node, family) == shown; });
}

// A container of styles below the root of a part; made, in its place, when there is none.
Node container(const pugi::xml_document& document, const char* name) {
  static const Names kBefore{"office:scripts", kFonts, kNamed, kAutomatic};
  Node root = document.document_element();
  if (Node found = root.child(name)) return found;
  Node after;
  for (const auto& child : root.children()) {
    const auto place = std::find(kBefore.begin(), kBefore.end(), std::string_view(child.name()));
    const auto wanted = std::find(kBefore.begin(), kBefore.end(), std::string_view(name));
    if (place < wanted) after = child;
  }
  return after ? root.insert_child_after(name, after) : root.prepend_child(name);
}

const ZipEntry* entry_of(const std::vector<ZipEntry>& entries, const std::string& name) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.name == name; });
  return found == entries.end() ? nullptr : &*found;
}

bool has_folder(const std::vector<ZipEntry>& entries, const std::string& folder) {
  return std::any_of(entries.begin(), entries.end(),
                     [&](const auto& entry) { return entry.name.starts_with(folder + "/"); });
}

bool same_bytes(const ZipEntry& a, const ZipEntry& b) {
  return a.crc == b.crc && a.size == b.size && a.deflated == b.deflated && a.stored == b.stored;
}

}  // namespace

void OdfAdopter::adopt(const Node& root) { adopt_references(root, part_); }

void OdfAdopter::adopt_references(Node root, pugi::xml_document& into) {
  adopt_element(root, into);
  for (const auto& child : root.children()) {
    if (child.type() == pugi::node_element) adopt_references(child, into);
  }
}

void OdfAdopter::adopt_element(Node element, pugi::xml_document& into) {
  for (auto attribute : element.attributes()) {
    const std::string value = attribute.value();
    if (value.empty()) continue;
    if (std::strcmp(attribute.name(), "xlink:href") == 0) {
      if (!is(element, "text:a") && !is(element, "draw:a")) attribute.set_value(adopted_file(value).c_str());
    } else if (const auto family = family_of(element, attribute.name()); family == kFont) {
      attribute.set_value(adopted_font(value, into).c_str());
    } else if (!family.empty()) {
      attribute.set_value(adopted_style(family, value, into).c_str());
    }
  }
}

OdfAdopter::Found OdfAdopter::find(const std::string& family, const std::string& name) const {
  if (const Node own = named_in(from_.content.document_element().child(kAutomatic), family, name))
    return {own, false};
  return {named_in(from_.styles.document_element().child(kNamed), family, name), true};
}

// Styles that named ones lean on are named, or of styles.xml, too.
std::string OdfAdopter::adopted_style(const std::string& family, const std::string& name,
                                      pugi::xml_document& /*into*/) {
  const auto key = std::make_pair(family, name);
  if (const auto known = adopted_.styles.find(key); known != adopted_.styles.end()) return known->second;
  const auto found = find(family, name);
  if (!found.definition) return name;
  if (found.named) {
    const Node own = same_style(container(styles_, kNamed), found.definition, family);
    if (own) return adopted_.styles[key] = own.attribute(name_attribute(family)).value();
  }
  return copied(family, found);
}

std::string OdfAdopter::copied(const std::string& family, const Found& found) {
  auto& document = found.named ? styles_ : part_;
  const char* attribute = name_attribute(family);
  const std::string old = found.definition.attribute(attribute).value();
  const auto name = free_name(family, old);
  adopted_.styles[{family, old}] = name;
  Node copy = container(document, found.named ? kNamed : kAutomatic).append_copy(found.definition);
  copy.attribute(attribute).set_value(name.c_str());
  copy.remove_attribute("style:master-page-name");
  adopt_references(copy, document);
  return name;
}

std::string OdfAdopter::free_name(const std::string& family, const std::string& name) const {
  const auto taken = [&](const std::string& wanted) {
    return named_in(part_.document_element().child(kAutomatic), family, wanted) ||
           named_in(styles_.document_element().child(kAutomatic), family, wanted) ||
           named_in(styles_.document_element().child(kNamed), family, wanted);
  };
  auto free = name;
  for (int n = 2; taken(free); ++n) free = name + "_" + std::to_string(n);
  return free;
}

std::string OdfAdopter::adopted_font(const std::string& name, pugi::xml_document& into) {
  Node font = named_in(from_.content.document_element().child(kFonts), kFont, name);
  if (!font) font = named_in(from_.styles.document_element().child(kFonts), kFont, name);
  if (!font) return name;
  Node fonts = container(into, kFonts);
  auto free = name;
  for (int n = 2;; ++n) {
    const Node own = named_in(fonts, kFont, free);
    if (!own) break;
    if (std::strcmp(own.attribute("svg:font-family").value(), font.attribute("svg:font-family").value()) == 0)
      return free;
    free = name + "_" + std::to_string(n);
  }
  Node copy = fonts.append_copy(font);
  copy.attribute("style:name").set_value(free.c_str());
  adopt_references(copy, into);
  return free;
}

// A file or folder of the package; what leads out of it stays.
std::string OdfAdopter::adopted_file(const std::string& address) {
  const bool dotted = address.starts_with("./");
  const auto path = dotted ? address.substr(2) : address;
  auto& known = adopted_.files[path];
  if (known.empty()) {
    known = path;
    if (entry_of(from_.entries, path) != nullptr)
      known = copied_file(path);
    else if (!path.empty() && has_folder(from_.entries, path))
      known = copied_folder(path);
  }
  return (dotted ? "./" : "") + adopted_.files[path];
}

std::string OdfAdopter::copied_file(const std::string& path) {
  const auto* file = entry_of(from_.entries, path);
  const auto dot = std::max(path.rfind('.'), path.rfind('/') + 1);
  auto name = path;
  for (int n = 2;; ++n) {
    const auto* own = entry_of(entries_, name);
    if (own == nullptr) break;
    if (same_bytes(*own, *file)) return name;
    const auto cut = dot == std::string::npos || path[dot] != '.' ? path.size() : dot;
    name = path.substr(0, cut) + "_" + std::to_string(n) + path.substr(cut);
  }
  auto copy = *file;
  copy.name = name;
  entries_.push_back(std::move(copy));
  add_to_manifest(entries_, {{name, media_type(from_.entries, path)}});
  return name;
}

std::string OdfAdopter::copied_folder(const std::string& path) {
  const auto name = free_object(entries_);
  std::vector<std::pair<std::string, std::string>> parts{{name + "/", media_type(from_.entries, path + "/")}};
  for (const auto& entry : from_.entries) {
    if (!entry.name.starts_with(path + "/") || entry.name.ends_with('/')) continue;
    auto copy = entry;
    copy.name = name + entry.name.substr(path.size());
    parts.emplace_back(copy.name, media_type(from_.entries, entry.name));
    entries_.push_back(std::move(copy));
  }
  add_to_manifest(entries_, parts);
  return name;
}

}  // namespace svodka::render
