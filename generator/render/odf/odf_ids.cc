#include "render/odf/odf_ids.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <map>
#include <optional>
#include <vector>

#include "render/expand/dialect.h"
#include "render/word/wordml_scan.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr std::string_view kListId = "svodka-list-";

// What an element is known by; names of one kind must differ.
struct Naming {
  std::string_view attribute, kind;
};

std::optional<Naming> naming_of(std::string_view element) {
  static const Names kSections{
      "text:section",      "text:table-of-content", "text:illustration-index", "text:table-index",
      "text:object-index", "text:user-index",       "text:alphabetical-index", "text:bibliography"};
  if (element == "table:table") return Naming{"table:name", "table"};
  if (element == "text:note") return Naming{"text:id", "note"};
  if (element == "text:bookmark") return Naming{"text:name", "bookmark"};
  if (element == "text:reference-mark") return Naming{"text:name", "reference"};
  if (element == "text:sequence") return Naming{"text:ref-name", "sequence"};
  if (element.starts_with("draw:")) return Naming{"draw:name", "drawing"};
  if (std::find(kSections.begin(), kSections.end(), element) != kSections.end())
    return Naming{"text:name", "section"};
  return std::nullopt;
}

// Marks that come in pairs: "text:bookmark-start" and "text:bookmark-end".
struct RangeEnd {
  std::string_view kind;       // "text:bookmark"
  std::string_view attribute;  // that both ends share
  bool start = false;
};

std::optional<RangeEnd> range_end(std::string_view element) {
  if (element == "office:annotation-end") return RangeEnd{"office:annotation", "office:name", false};
  const bool start = element.ends_with("-start");
  if (!start && !element.ends_with("-end")) return std::nullopt;
  const auto kind = element.substr(0, element.rfind('-'));
  if (kind == "text:bookmark") return RangeEnd{kind, "text:name", start};
  if (kind == "text:reference-mark") return RangeEnd{kind, "text:name", start};
  if (kind == "text:change") return RangeEnd{kind, "text:change-id", start};
  if (kind.ends_with("-mark")) return RangeEnd{kind, "text:id", start};
  return std::nullopt;
}

constexpr std::array<std::string_view, 3> kIds{"xml:id", "draw:id", "form:id"};

// Whether an element could not stand twice as it is.
bool has_identity(const Node& node) {
  const std::string_view name = node.name();
  const auto naming = naming_of(name);
  if (naming && node.attribute(std::string(naming->attribute).c_str())) return true;
  if (range_end(name) || name == "text:change" || name == "office:annotation") return true;
  return std::any_of(kIds.begin(), kIds.end(),
                     [&](std::string_view id) { return !node.attribute(id.data()).empty(); });
}

class IdPreparer {
 public:
  explicit IdPreparer(const std::set<int>& restarted) : restarted_(restarted) {}

  void visit(const Node& parent, bool inside, bool restarts) {
    int depth = 0, restarting = 0;
    for (Node child : parent.children()) {
      if (is_section_end(child)) {
        const int step = child.value()[0] == '/' ? -1 : 1;
        depth += step;
        if (restarted_.contains(std::atoi(child.value() + 2))) restarting += step;
      } else if (child.type() == pugi::node_element) {
        const bool repeated = inside || depth > 0, anew = restarts || restarting > 0;
        if (repeated) prepare(child, anew);
        visit(child, repeated, anew);
      }
    }
  }
  bool found() const { return found_; }

 private:
  void prepare(Node element, bool anew) {
    const bool list = is_any(element, odf_dialect().lists) && !is_any(element.parent(), odf_dialect().items);
    if (list && anew) {
      element.remove_attribute("xml:id");
      element.remove_attribute("text:continue-list");
      element.remove_attribute("text:continue-numbering");
    } else if (list && !element.attribute("xml:id")) {
      element.append_attribute("xml:id").set_value((std::string(kListId) + std::to_string(++lists_)).c_str());
    }
    found_ |= has_identity(element);
  }

  const std::set<int>& restarted_;
  int lists_ = 0;
  bool found_ = false;
};

// Reads the expanded XML once and collects what has to be said otherwise.
class Renamer {
 public:
  explicit Renamer(std::string_view xml) : xml_(xml) {}

  std::string renamed() {
    Tag tag;
    for (TagScanner tags(xml_); tags.next(tag);) {
      if (tag.closing) {
        if (tag.name == "text:list") --depth_;
      } else if (!tag.name.starts_with('?')) {
        element(tag);
      }
    }
    for (const auto& [key, start] : open_) edits_.remove(start.tag);
    return std::move(edits_).apply(xml_);
  }

 private:
  struct Start {
    Tag tag;
    std::string name;  // the new one
  };

  void element(const Tag& tag) {
    if (tag.name == "text:list") return list(tag);
    if (tag.name == "text:change" || tag.name == "text:change-start" || tag.name == "text:change-end")
      return change(tag);
    if (tag.name == "office:annotation") return comment(tag);
    if (const auto end = range_end(tag.name)) return range(tag, *end);
    if (const auto naming = naming_of(tag.name)) rename(tag, naming->attribute, naming->kind);
    ids(tag);
  }

  // A name that is new here stays; another is given a number. Returns what it is now.
  std::string rename(const Tag& tag, std::string_view attribute, std::string_view kind) {
    const auto value = attribute_of(tag, attribute);
    if (value.empty()) return {};
    auto name = names_[kind].take(std::string(value));
    set(value, name);
    return name;
  }

  void set(std::string_view value, const std::string& now) {
    if (value == now) return;
    const auto at = static_cast<std::size_t>(value.data() - xml_.data());
    edits_.replace(at, at + value.size(), now);
  }

  // xml:id and draw:id of one element say the same.
  void ids(const Tag& tag) {
    std::map<std::string_view, std::string> given;
    for (const auto attribute : kIds) {
      const auto value = attribute_of(tag, attribute);
      if (value.empty()) continue;
      auto& name = given[value];
      if (name.empty()) name = names_["id"].take(std::string(value));
      set(value, name);
    }
  }

  void list(const Tag& tag) {
    const bool outermost = depth_ == 0;
    if (!tag.empty) ++depth_;
    const auto id = attribute_of(tag, "xml:id");
    if (id.empty()) return;
    auto& last = last_copy_[id];
    const auto name = rename(tag, "xml:id", "id");
    if (outermost && !last.empty() && attribute_of(tag, "text:continue-numbering") != "true")
      count_on(tag, last);
    last = name;
  }

  void count_on(const Tag& tag, const std::string& from) {
    const auto other = attribute_of(tag, "text:continue-list");
    if (!other.empty()) return set(other, from);
    const auto at = tag.begin + 1 + tag.name.size();
    edits_.replace(at, at, " text:continue-list=\"" + from + "\"");
  }

  void change(const Tag& tag) {
    if (!changes_.emplace(tag.name, attribute_of(tag, "text:change-id")).second) edits_.remove(tag);
  }

  void comment(const Tag& tag) {
    const auto name = attribute_of(tag, "office:name");
    constexpr std::string_view kEnd = "</office:annotation>";
    const auto end = xml_.find(kEnd, tag.end);
    if (name.empty() || end == std::string_view::npos) return;
    if (!changes_.emplace(tag.name, name).second)
      edits_.replace(tag.begin, end + kEnd.size(), {});
    else
      open_[{"office:annotation", name}] = {Tag(), std::string(name)};
  }

  // An end belongs to the last start of its old name; whoever stays alone goes.
  void range(const Tag& tag, const RangeEnd& end) {
    const auto value = attribute_of(tag, end.attribute);
    const auto key = std::make_pair(end.kind, value);
    const auto waiting = open_.find(key);
    if (end.start) {
      if (waiting != open_.end()) edits_.remove(waiting->second.tag);
      const auto kind = end.kind == "text:bookmark"         ? std::string_view("bookmark")
                        : end.kind == "text:reference-mark" ? std::string_view("reference")
                                                            : end.kind;
      open_[key] = {tag, rename(tag, end.attribute, kind)};
    } else if (waiting == open_.end()) {
      edits_.remove(tag);
    } else {
      set(value, waiting->second.name);
      open_.erase(waiting);
    }
  }

  std::string_view xml_;
  Edits edits_;
  std::map<std::string_view, BookmarkNames> names_;    // by kind
  std::map<std::string_view, std::string> last_copy_;  // of a list, by its old id
  std::map<std::pair<std::string_view, std::string_view>, Start> open_;
  std::set<std::pair<std::string_view, std::string_view>> changes_;
  int depth_ = 0;
};

void collect_ranges(const Node& parent,
                    std::map<std::pair<std::string, std::string>, std::vector<Node>>& out) {
  for (const auto& node : parent.children()) {
    if (const auto end = range_end(node.name()))
      out[{std::string(end->kind), node.attribute(std::string(end->attribute).c_str()).value()}].push_back(
          node);
    else if (std::strcmp(node.name(), "office:annotation") == 0)
      out[{node.name(), node.attribute("office:name").value()}].push_back(node);
    collect_ranges(node, out);
  }
}

}  // namespace

void drop_lone_marks(const pugi::xml_document& document) {
  std::map<std::pair<std::string, std::string>, std::vector<Node>> ranges;
  collect_ranges(document, ranges);
  for (const auto& [key, ends] : ranges) {
    Node lone = ends.front();
    if (ends.size() == 1 && range_end(lone.name())) lone.parent().remove_child(lone);
  }
}

bool prepare_ids(const pugi::xml_document& document, const std::set<int>& restarted) {
  IdPreparer preparer(restarted);
  preparer.visit(document.document_element(), false, false);
  return preparer.found();
}

std::string rename_repeated(std::string_view xml) { return Renamer(xml).renamed(); }

namespace {

// An attribute that names an element, or refers to one that is named, and the kind of the name.
struct Reference {
  std::string_view attribute;
  std::string kind;
};

std::string kind_of_range(std::string_view kind) {
  if (kind == "text:bookmark") return "bookmark";
  return kind == "text:reference-mark" ? "reference" : std::string(kind);
}

// What an element is called itself.
std::vector<Reference> own_names(std::string_view element) {
  std::vector<Reference> names;
  if (const auto range = range_end(element))
    names.push_back({range->attribute, kind_of_range(range->kind)});
  else if (const auto naming = naming_of(element))
    names.push_back({naming->attribute, std::string(naming->kind)});
  for (const auto id : kIds) names.push_back({id, "id"});
  return names;
}

// What an element calls others.
std::vector<Reference> other_names(std::string_view element) {
  if (element == "text:bookmark-ref") return {{"text:ref-name", "bookmark"}};
  if (element == "text:reference-ref") return {{"text:ref-name", "reference"}};
  if (element == "text:sequence-ref") return {{"text:ref-name", "sequence"}};
  if (element == "text:note-ref") return {{"text:ref-name", "note"}};
  if (element == "text:list") return {{"text:continue-list", "id"}};
  if (element == "draw:text-box") return {{"draw:chain-next-name", "drawing"}};
  return {};
}

template <typename F>
void for_each_element(const Node& root, F&& see) {
  see(root);
  for (const auto& child : root.children()) {
    if (child.type() == pugi::node_element) for_each_element(child, see);
  }
}

// "#name", and "#name|table" and the like (ODF has no clause for them; LibreOffice writes them).
std::string kind_of_address(const std::string& address, std::size_t bar) {
  if (bar == std::string::npos) return "bookmark";
  const auto kind = address.substr(bar + 1);
  if (kind == "table") return "table";
  if (kind == "frame" || kind == "graphic" || kind == "ole") return "drawing";
  return kind == "region" ? "section" : "";
}

using Renamed = std::map<std::pair<std::string, std::string>, std::string>;

void follow_address(pugi::xml_attribute address, const Renamed& renamed) {
  const std::string value = address.value();
  if (!value.starts_with('#')) return;
  const auto bar = value.rfind('|');
  const auto found =
      renamed.find({kind_of_address(value, bar), value.substr(1, bar == std::string::npos ? bar : bar - 1)});
  if (found == renamed.end()) return;
  address.set_value(("#" + found->second + (bar == std::string::npos ? "" : value.substr(bar))).c_str());
}

}  // namespace

void take_names(const Node& root, OdfNames& names) {
  std::set<std::pair<std::string, std::string>> known;  // both ends of a range have the same
  for_each_element(root, [&](const Node& element) {
    for (const auto& own : own_names(element.name())) {
      const std::string value = element.attribute(std::string(own.attribute).c_str()).value();
      if (!value.empty() && known.emplace(own.kind, value).second) names[own.kind].take(value);
    }
  });
}

void adopt_names(const Node& root, OdfNames& names) {
  Renamed renamed;
  for_each_element(root, [&](const Node& element) {
    for (const auto& own : own_names(element.name())) {
      auto attribute = element.attribute(std::string(own.attribute).c_str());
      if (!attribute || *attribute.value() == '\0') continue;
      auto& name = renamed[{own.kind, attribute.value()}];
      if (name.empty()) name = names[own.kind].take(attribute.value());
      attribute.set_value(name.c_str());
    }
  });
  for_each_element(root, [&](const Node& element) {
    for (const auto& other : other_names(element.name())) {
      auto attribute = element.attribute(std::string(other.attribute).c_str());
      const auto found = renamed.find({other.kind, attribute.value()});
      if (found != renamed.end()) attribute.set_value(found->second.c_str());
    }
    if (auto address = element.attribute("xlink:href")) follow_address(address, renamed);
  });
}

}  // namespace svodka::render
