#pragma once

#include <pugixml.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/finding.h"
#include "bind/markers.h"
#include "bind/resolver.h"
#include "render/expand/link.h"
#include "render/word/wordml.h"
#include "render/word/wordml_scope.h"
#include "render/word/wordml_text.h"

namespace svodka::render {

/// What compiling a part has in common in all formats of documents. It goes in two passes: markers are healed
/// paragraph by paragraph and numbered place-holders put for them; then the place-holders (and the markers in
/// attributes) are resolved in the order in which they stand, text boxes included.
class PartCompilerBase {
 protected:
  struct FoundMarker {
    bind::Marker marker;
    Position at;
    bool code = false;                    ///< in the code of a field
    CodePlace place = CodePlace::kWords;  ///< there
    bool broken = false;                  ///< cut by a line break
  };

  PartCompilerBase(const PartName& name, const Shape& shape, const bind::Abilities& abilities,
                   const Dialect& dialect, Diagnostics& out)
      : name_(name),
        dialect_(dialect),
        resolver_(shape, found_, abilities),
        nowhere_{name.file, name.part, 0},
        out_(out) {}

  static Position position(const std::string& text, const Origin& origin, std::size_t offset,
                           std::size_t length);

  /// Reads a paragraph's text and puts place-holders for its markers.
  void read_text(ParagraphText& text, const Origin& origin, bool code = false);
  /// The same where the text of each element that holds nothing else is a paragraph of its own.
  void read_elements(const pugi::xml_node& parent, int& number);
  /// Sections stay inside of such an element.
  void check_elements();
  /// The markers of a text; what is wrong with them is a finding.
  bind::MarkerScan scanned(const std::string& text, const Origin& origin);

  /// The marker that a place-holder stands for; null for a comment, which is taken up.
  const FoundMarker* marker_of(pugi::xml_node placeholder);
  /// What a marker means. One that is cut is a finding.
  bind::Resolved resolve(const FoundMarker& found);
  /// The slot of a value; null for anything else.
  const bind::ValueSlot* value_of(const bind::Resolved& resolved) const;
  /// Keeps account of the ends of sections.
  void pair_up(const FoundMarker& found, const bind::Resolved& resolved, const pugi::xml_node& placeholder);
  /// The slots of sections that have an option.
  std::set<int> slots_with(bind::SectionOption option) const;
  void values_only(const Position& at);
  /// Takes note of a value in a field's code or an address.
  void note_place(const bind::Resolved& resolved, CodePlace place, const Position& at);

  /// Hands the findings on, by their places. True when there is no error.
  bool report() const;
  /// The template text of the part. Adds to the program what it needs.
  std::string body(const pugi::xml_document& document, bind::Program& program) const;

  const PartName& name_;
  const Dialect& dialect_;
  Diagnostics found_;
  bind::Resolver resolver_;
  std::vector<FoundMarker> markers_;
  Origins origins_;
  Origin nowhere_;                    ///< outside of paragraphs
  const Origin* origin_ = &nowhere_;  ///< of the paragraph that is being resolved
  bool resolved_any_ = false;
  std::vector<pugi::xml_node> comments_;
  std::vector<SectionPair> open_, pairs_;

 private:
  std::set<int> addresses_;  // the slots of values that begin one
  Diagnostics& out_;
};

}  // namespace svodka::render
