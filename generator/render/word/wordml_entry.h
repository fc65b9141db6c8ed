#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "render/word/wordml_fields.h"
#include "render/word/wordml_outline.h"

namespace svodka::render {

/// How an entry of a table of contents looks: the properties of its paragraph and of the runs in it, as nodes
/// of the template's own entry; what is empty is made from the styles.
struct EntryModel {
  pugi::xml_node paragraph;                             ///< w:pPr
  pugi::xml_node number, number_tab, words, tab, page;  ///< w:rPr
  pugi::xml_node link;                                  ///< w:hyperlink, for its other attributes
};

/// An entry that a template's table of contents has.
struct OldEntry {
  std::string anchor;  ///< the bookmark of its heading
  std::string text;    ///< with its number, without its page
  std::string page;
  EntryModel model;
};

/// Reads the entry that a paragraph of a table of contents holds. `after` is the node of the paragraph that
/// the field's result begins after, if it begins in this paragraph.
OldEntry read_old_entry(const pugi::xml_node& paragraph, const pugi::xml_node& after);

/// An entry to write.
struct NewEntry {
  int level = 1;
  std::string number, suffix;
  std::vector<Words> words;
  std::string anchor;
  std::string page;  ///< "" for an entry without a page
};

/// What all entries of one table share.
struct EntryStyle {
  const ParagraphStyle* style = nullptr;  ///< of this level; nullptr when the template has none
  std::string link_style;                 ///< id of the character style Hyperlink
  bool links = false;                     ///< \h
  bool hide_in_web = false;               ///< \z
  std::optional<std::string> separator;   ///< \p: in place of the tab before the page
  int width = 9355;                       ///< of the text, twentieths of a point
  pugi::xml_node tabs;                    ///< w:tabs of an entry of another level
};

/// Writes the entry as a paragraph before `where` and returns it. Its runs stand in it or in its
/// w:hyperlink.
pugi::xml_node write_entry(pugi::xml_node where, const NewEntry& entry, const EntryModel& model,
                           const EntryStyle& style);

}  // namespace svodka::render
