#pragma once

#include <map>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <string>

#include "render/word/docx_package.h"
#include "render/word/wordml_styles.h"

namespace svodka::render {

/// Carries what the paragraphs of one Word file lean on over into another: styles, lists, pictures, charts,
/// links. One for each file that is taken in.
///
/// The receiving document is the master: a style of the same kind and name (names are the same in every
/// language of Word, ids are not) looks as the master has it, others are copied with those they are based on;
/// the fonts, the theme and the defaults are the master's. Lists are copied and count by themselves, also
/// those of a style that the master has; numbered headings go on counting. Parts are copied with all that
/// they relate to.
class DocxMerge {
 public:
  /// `from` is the file that is taken in.
  DocxMerge(DocxPackage& master, const DocxPackage& from) : master_(master), from_(from) {}

  /// Rewrites the ids in `root`, which was read from `from_part`, so that they mean the same in
  /// `master_part`.
  void adopt(const pugi::xml_node& root, const std::string& from_part, const std::string& master_part);

  /// The same for relations only, where `root` is a note that stands in another part's text: adopt() passes
  /// over the relations of notes.
  void adopt_relations(const pugi::xml_node& root, const std::string& from_part,
                       const std::string& master_part);

 private:
  void adopt_styles(const pugi::xml_node& root);
  void adopt_lists(const pugi::xml_node& root);
  void number_by_style(const pugi::xml_node& paragraph);
  int level_of_style(const std::string& list, const std::string& style) const;
  void keep_indent(pugi::xml_node properties, const std::string& style) const;
  std::string adopted_style(const std::string& id);
  std::string adopted_list(const std::string& id);
  std::string adopted_definition(const std::string& id);
  pugi::xml_node copied_definition(const pugi::xml_node& definition);
  std::string list_for_file(const std::string& id);
  std::string copied_list(const pugi::xml_node& list, const std::string& definition);
  pugi::xml_node described_levels(pugi::xml_node definition) const;
  std::string adopted_part(const std::string& name);
  std::string same_part(const std::string& name, const std::string& bytes) const;
  bool open_styles();
  bool open_lists();
  void open_own_lists();
  void save();

  DocxPackage& master_;
  const DocxPackage& from_;
  pugi::xml_document styles_, from_styles_, lists_, from_lists_;
  bool styles_changed_ = false, lists_changed_ = false;
  std::map<std::string, std::string> style_ids_, list_ids_, definition_ids_, parts_;  // theirs → the master's
  std::set<std::string> copied_;                  // the master's ids of styles that were copied
  std::map<std::string, std::string> own_lists_;  // of the master's styles → those made for the file
  std::string own_styles_;                        // the master's, as they were
  std::optional<WordStyles> known_styles_;        // of the master
};

}  // namespace svodka::render
