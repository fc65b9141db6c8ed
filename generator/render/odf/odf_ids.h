#pragma once

#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>

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

}  // namespace svodka::render
