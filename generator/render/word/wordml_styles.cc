#include "render/word/wordml_styles.h"

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>
#include <set>

#include "base/utf8.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

const char* value_of(const Node& parent, const char* child) {
  return parent.child(child).attribute("w:val").value();
}

void read_properties(const Node& properties, ParagraphStyle& style) {
  if (const auto outline = properties.child("w:outlineLvl"))
    style.outline = std::clamp(outline.attribute("w:val").as_int(9), 0, 9);
  if (const auto list = properties.child("w:numPr")) {
    if (list.child("w:numId")) style.list = value_of(list, "w:numId");
    if (list.child("w:ilvl")) style.list_level = list.child("w:ilvl").attribute("w:val").as_int();
  }
  if (const auto indent = properties.child("w:ind")) {
    auto left = indent.attribute("w:left");
    if (!left) left = indent.attribute("w:start");
    if (left) style.indent = std::clamp(left.as_int(), -31680, 31680);
  }
  for (const auto& tab : properties.child("w:tabs").children("w:tab")) {
    const std::string_view kind = tab.attribute("w:val").value();
    style.left_tab |= kind == "left" || kind == "start" || kind == "num";
    style.right_tab |= kind == "right" || kind == "end";
  }
}

class StyleReader {
 public:
  explicit StyleReader(const Node& root) {
    for (const auto& style : root.children("w:style")) {
      if (std::strcmp(style.attribute("w:type").value(), "paragraph") == 0)
        nodes_.emplace(style.attribute("w:styleId").value(), style);
    }
  }
  const std::map<std::string, Node>& nodes() const { return nodes_; }

  // A style based on itself by way of others ends where it comes round.
  ParagraphStyle read(const std::string& id) const {
    std::vector<Node> chain;
    std::set<std::string> seen;
    for (auto at = id; seen.insert(at).second;) {
      const auto found = nodes_.find(at);
      if (found == nodes_.end()) break;
      chain.push_back(found->second);
      at = value_of(found->second, "w:basedOn");
    }
    ParagraphStyle style;
    for (auto node = chain.rbegin(); node != chain.rend(); ++node)
      read_properties(node->child("w:pPr"), style);
    style.id = id;
    style.name = value_of(chain.front(), "w:name");
    add_aliases(value_of(chain.front(), "w:aliases"), style);
    return style;
  }

 private:
  static void add_aliases(std::string_view names, ParagraphStyle& style) {
    for (std::size_t at = 0; at < names.size();) {
      const auto end = std::min(names.find(',', at), names.size());
      style.aliases.emplace_back(names.substr(at, end - at));
      at = end + 1;
    }
  }
  std::map<std::string, Node> nodes_;
};

// Names that Word shows its Russian users in place of those in the file.
std::string file_name_of(const std::string& lower) {
  constexpr std::string_view kHeading = "заголовок ", kToc = "оглавление ";
  if (lower.starts_with(kHeading)) return "heading " + lower.substr(kHeading.size());
  if (lower.starts_with(kToc)) return "toc " + lower.substr(kToc.size());
  if (lower == "название" || lower == "заголовок") return "title";
  if (lower == "подзаголовок") return "subtitle";
  if (lower == "обычный") return "normal";
  if (lower == "название объекта") return "caption";
  return lower;
}

}  // namespace

WordStyles::WordStyles(const std::string& xml) {
  pugi::xml_document document;
  document.load_buffer(xml.data(), xml.size());
  const auto root = document.document_element();
  const StyleReader reader(root);
  for (const auto& [id, node] : reader.nodes()) {
    styles_.emplace(id, reader.read(id));
    if (node.attribute("w:default").as_bool()) default_ = id;
  }
  for (const auto& style : root.children("w:style")) {
    if (std::strcmp(style.attribute("w:type").value(), "character") == 0)
      characters_[utf8::lower(value_of(style, "w:name"))] = style.attribute("w:styleId").value();
  }
}

const ParagraphStyle& WordStyles::of(std::string_view id) const {
  auto found = styles_.find(id);
  if (found == styles_.end()) found = styles_.find(default_);
  return found == styles_.end() ? none_ : found->second;
}

const ParagraphStyle* WordStyles::named(std::string_view name) const {
  const auto lower = utf8::lower(name);
  const auto find = [&](auto&& matches) -> const ParagraphStyle* {
    const auto found = std::find_if(styles_.begin(), styles_.end(),
                                    [&](const auto& entry) { return matches(entry.second); });
    return found == styles_.end() ? nullptr : &found->second;
  };
  const auto by_name = [&](const std::string& wanted) {
    return find([&](const ParagraphStyle& style) { return utf8::lower(style.name) == wanted; });
  };
  if (const auto* style = by_name(lower)) return style;
  if (const auto* style = by_name(file_name_of(lower))) return style;
  return find([&](const ParagraphStyle& style) {
    return style.id == name || std::any_of(style.aliases.begin(), style.aliases.end(),
                                           [&](const auto& alias) { return utf8::lower(alias) == lower; });
  });
}

std::string WordStyles::character_style(std::string_view name) const {
  const auto found = characters_.find(utf8::lower(name));
  return found == characters_.end() ? "" : found->second;
}

int numbered_style(const ParagraphStyle& style, std::string_view stem) {
  const auto name = utf8::lower(style.name);
  if (name.size() != stem.size() + 2 || !name.starts_with(stem) || name[stem.size()] != ' ') return 0;
  const char digit = name.back();
  return digit >= '1' && digit <= '9' ? digit - '0' : 0;
}

}  // namespace svodka::render
