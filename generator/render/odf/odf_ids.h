#pragma once

#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>

#include "render/word/wordml_ids.h"

namespace svodka::render {

/// Takes away starts and ends of bookmarks and the like whose other end is not there (it went with a
/// paragraph that held nothing but markers).
void drop_lone_marks(const pugi::xml_document& document);

/// Call when the sections are in place: gives each list in a section an id, so that its repetitions can count
/// on; not in sections whose slots are in `restarted`. Returns whether sections hold anything that
/// rename_repeated() has to look after.
bool prepare_ids(const pugi::xml_document& document, const std::set<int>& restarted);

/// Gives what sections have repeated names and ids of its own (tables, frames, text sections, notes,
/// bookmarks with both their ends, xml:id); a repeated list counts on from its last repetition (ODF 1.3 part
/// 3, 19.793 text:continue-list). Comments and tracked changes stay where they stood first.
std::string rename_repeated(std::string_view xml);

/// Names and ids that a part has, by their kind.
using OdfNames = std::map<std::string, BookmarkNames, std::less<>>;

/// Takes up the names and ids of what stands below `root`.
void take_names(const pugi::xml_node& root, OdfNames& names);

/// Gives what stands below `root` names and ids that are not yet among `names`, and follows them where they
/// are referred to there. Call once for each file that is taken into the part whose names these are.
void adopt_names(const pugi::xml_node& root, OdfNames& names);

}  // namespace svodka::render
