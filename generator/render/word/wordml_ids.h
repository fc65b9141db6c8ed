#pragma once

#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>

namespace svodka::render {

/// Takes away w14:paraId and w14:textId, which may not stand twice and which nothing outside
/// word/comments.xml needs.
void drop_paragraph_ids(const pugi::xml_node& root);

/// The highest wp:docPr id of a part; 0 when it has no drawing.
int highest_drawing_id(std::string_view xml);

/// True when some section of a compiled part (wordml.h) holds elements with ids that must not stand twice, or
/// only one end of a bookmark.
bool sections_hold_ids(std::string_view body);

/// Names for bookmarks, each given once: the name asked for, else that name with a number. A name has at most
/// 40 characters.
class BookmarkNames {
 public:
  std::string take(const std::string& name);

 private:
  std::map<std::string, int> counts_;
  std::set<std::string> names_;
};

/// Gives drawings and bookmarks of an expanded part ids and names of their own (ECMA-376 part
/// 1, 17.13.6, 20.4.2.5). A bookmark or comment range that lost its other end goes; a comment stays where it
/// stood first.
std::string renumber_ids(std::string_view xml);

}  // namespace svodka::render
