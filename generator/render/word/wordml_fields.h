#pragma once

#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "render/word/wordml.h"

namespace svodka::render {

/// A field's code taken apart (ECMA-376 part 1, 17.16.5): `TOC \o "1-3" \h`. Quotes may be typographic.
struct FieldCode {
  std::string name;                                     ///< upper case
  std::vector<std::string> arguments;                   ///< before the first switch
  std::map<char, std::optional<std::string>> switches;  ///< by letter, lower case; its argument, if any

  bool has(char letter) const { return switches.contains(letter); }
  /// The argument of a switch; `otherwise` when the switch or its argument is not there.
  std::string argument(char letter, const std::string& otherwise = {}) const;
};

FieldCode parse_field_code(std::string_view code);

/// A field in a part: w:fldChar begin, separate and end (17.16.18), with all that stands in the story between
/// them. A field without result has no `separate`.
struct Field {
  FieldCode code;
  pugi::xml_node begin, separate, end;  ///< the w:fldChar
};

/// Fields below `root` that are closed, in the order of their beginnings. w:fldSimple is none of them; see
/// open_simple_fields().
std::vector<Field> fields_of(const pugi::xml_node& root);

/// Makes each w:fldSimple below `root` whose code has this name into w:fldChars.
void open_simple_fields(const pugi::xml_node& root, std::string_view name);

/// The next element in document order; `inside` false passes over what the node holds.
pugi::xml_node next_node(pugi::xml_node node, const pugi::xml_node& root, bool inside = true);

/// The nearest element of this name that holds the node; an empty one when there is none.
pugi::xml_node enclosing(pugi::xml_node node, const char* name);

/// A warning for each MERGEFIELD in a part of a template: mail merge is Word's own, Svodka fills markers.
void warn_of_merge_fields(const PartName& name, const std::string& xml, Diagnostics& out);

}  // namespace svodka::render
