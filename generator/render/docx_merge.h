#pragma once

#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>

#include "render/docx_package.h"

namespace svodka::render {

/// Carries what the paragraphs of one Word file lean on over into another: styles, lists, pictures, charts,
/// links. One for each file that is taken in.
///
/// The receiving document is the master: a style of the same kind and name (names are the same in every
/// language of Word, ids are not) looks as the master has it, others are copied with those they are based on;
/// the fonts, the theme and the defaults are the master's. Lists are copied and count by themselves. Parts
/// are copied with all that they relate to.
class DocxMerge {
 public:
  /// `from` is the file that is taken in.
  DocxMerge(DocxPackage& master, const DocxPackage& from) : master_(master), from_(from) {}

  /// Rewrites the ids in `root`, which was read from `from_part`, so that they mean the same in
  /// `master_part`.
  void adopt(const pugi::xml_node& root, const std::string& from_part, const std::string& master_part);

 private:
  void adopt_styles(const pugi::xml_node& root);
  void adopt_lists(const pugi::xml_node& root);
  void adopt_relations(const pugi::xml_node& root, const std::string& from_part,
                       const std::string& master_part);
  std::string adopted_style(const std::string& id);
  std::string adopted_list(const std::string& id);
  std::string adopted_definition(const std::string& id);
  std::string adopted_part(const std::string& name);
  bool open_styles();
  bool open_lists();
  void save();

  DocxPackage& master_;
  const DocxPackage& from_;
  pugi::xml_document styles_, from_styles_, lists_, from_lists_;
  bool styles_changed_ = false, lists_changed_ = false;
  std::map<std::string, std::string> style_ids_, list_ids_, definition_ids_, parts_;  // theirs → the master's
};

}  // namespace svodka::render
