#include "render/word/wordml_ids.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace svodka::render {
namespace {

enum class Kind { kDrawing, kBookmarkStart, kBookmarkEnd, kCommentStart, kCommentEnd, kCommentReference };

constexpr std::array<std::pair<std::string_view, Kind>, 6> kElements{{
    {"<wp:docPr ", Kind::kDrawing},
    {"<w:bookmarkStart ", Kind::kBookmarkStart},
    {"<w:bookmarkEnd ", Kind::kBookmarkEnd},
    {"<w:commentRangeStart ", Kind::kCommentStart},
    {"<w:commentRangeEnd ", Kind::kCommentEnd},
    {"<w:commentReference ", Kind::kCommentReference},
}};

std::optional<Kind> kind_at(std::string_view xml) {
  for (const auto& [start, kind] : kElements) {
    if (xml.starts_with(start)) return kind;
  }
  return std::nullopt;
}

// The value of an attribute inside a start tag.
struct Attribute {
  std::size_t offset = std::string_view::npos;  // in the tag
  std::string_view value;
};

Attribute attribute(std::string_view tag, std::string_view name) {
  const auto key = " " + std::string(name) + "=\"";
  const auto at = tag.find(key);
  if (at == std::string_view::npos) return {};
  const auto offset = at + key.size();
  return {offset, tag.substr(offset, tag.find('"', offset) - offset)};
}

struct Element {
  Kind kind = Kind::kDrawing;
  std::size_t offset = 0;
  std::string_view tag;
  bool dropped = false;
  int id = 0;  // the new one
};

// What must not stand twice, in the order of the text.
class Elements {
 public:
  explicit Elements(std::string_view xml) {
    for (auto at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
      if (const auto kind = kind_at(xml.substr(at)))
        all_.push_back({*kind, at, xml.substr(at, xml.find('>', at) + 1 - at)});
    }
    number();
    pair_up(Kind::kBookmarkStart, Kind::kBookmarkEnd);
    drop_second_comments();
    pair_up(Kind::kCommentStart, Kind::kCommentEnd);
  }
  const std::vector<Element>& all() const { return all_; }

 private:
  void number() {
    int drawings = 0, bookmarks = 0;
    for (auto& element : all_) {
      if (element.kind == Kind::kDrawing) element.id = ++drawings;
      if (element.kind == Kind::kBookmarkStart) element.id = bookmarks++;
    }
  }

  // Each end belongs to the last start of its old id that has no end yet; whoever stays alone is dropped.
  void pair_up(Kind start, Kind end) {
    std::map<std::string_view, Element*> open;
    for (auto& element : all_) {
      if (element.dropped || (element.kind != start && element.kind != end)) continue;
      Element*& waiting = open[attribute(element.tag, "w:id").value];
      if (element.kind == start) {
        if (waiting != nullptr) waiting->dropped = true;
        waiting = &element;
      } else if (waiting == nullptr) {
        element.dropped = true;
      } else {
        element.id = waiting->id;
        waiting = nullptr;
      }
    }
    for (auto& [id, waiting] : open) {
      if (waiting != nullptr) waiting->dropped = true;
    }
  }

  void drop_second_comments() {
    std::set<std::pair<Kind, std::string_view>> seen;
    for (auto& element : all_) {
      if (element.kind < Kind::kCommentStart) continue;
      if (!seen.emplace(element.kind, attribute(element.tag, "w:id").value).second) element.dropped = true;
    }
  }

  std::vector<Element> all_;
};

// A bookmark's name may have 40 characters.
std::string numbered(std::string_view name, int number) {
  const auto suffix = "_" + std::to_string(number);
  std::size_t end = 0, characters = 0;
  for (; end < name.size(); ++end) {
    if ((static_cast<unsigned char>(name[end]) & 0xC0u) != 0x80u && ++characters > 40 - suffix.size()) break;
  }
  return std::string(name.substr(0, end)) + suffix;
}

// The tag with its new id and, for the second and later of a name, its new name.
class TagWriter {
 public:
  std::string written(const Element& element) {
    std::string tag(element.tag);
    if (element.kind == Kind::kDrawing) replace(tag, "id", std::to_string(element.id));
    if (element.kind == Kind::kBookmarkStart || element.kind == Kind::kBookmarkEnd)
      replace(tag, "w:id", std::to_string(element.id));
    if (element.kind == Kind::kBookmarkStart)
      replace(tag, "w:name", names_.take(std::string(attribute(element.tag, "w:name").value)));
    return tag;
  }

 private:
  static void replace(std::string& tag, std::string_view name, const std::string& value) {
    const auto found = attribute(tag, name);
    if (found.offset != std::string_view::npos) tag.replace(found.offset, found.value.size(), value);
  }

  BookmarkNames names_;
};

}  // namespace

std::string BookmarkNames::take(const std::string& name) {
  auto free = name;
  for (int& n = counts_[name]; !names_.insert(free).second;) free = numbered(name, ++n + 1);
  return free;
}

void drop_paragraph_ids(const pugi::xml_node& root) {
  struct Walker : pugi::xml_tree_walker {
    bool for_each(pugi::xml_node& node) override {
      node.remove_attribute("w14:paraId");
      node.remove_attribute("w14:textId");
      return true;
    }
  } walker;
  pugi::xml_node(root).traverse(walker);
}

int highest_drawing_id(std::string_view xml) {
  constexpr std::string_view kStart = "<wp:docPr ";
  int highest = 0;
  for (auto at = xml.find(kStart); at != std::string_view::npos; at = xml.find(kStart, at + 1)) {
    const auto id = attribute(xml.substr(at, xml.find('>', at) + 1 - at), "id").value;
    int number = 0;
    std::from_chars(id.data(), id.data() + id.size(), number);
    highest = std::max(highest, number);
  }
  return highest;
}

bool sections_hold_ids(std::string_view body) {
  int depth = 0;
  for (std::size_t at = body.find_first_of("{<"); at != std::string_view::npos;
       at = body.find_first_of("{<", at + 1)) {
    const auto rest = body.substr(at);
    if (rest.starts_with("{{#"))
      ++depth;
    else if (rest.starts_with("{{/"))
      --depth;
    else if (depth > 0 && kind_at(rest))
      return true;
  }
  return false;
}

std::string renumber_ids(std::string_view xml) {
  const Elements elements(xml);
  TagWriter writer;
  std::string out;
  out.reserve(xml.size() + 256);
  std::size_t done = 0;
  for (const auto& element : elements.all()) {
    out += xml.substr(done, element.offset - done);
    if (!element.dropped) out += writer.written(element);
    done = element.offset + element.tag.size();
  }
  out += xml.substr(done);
  return out;
}

}  // namespace svodka::render
