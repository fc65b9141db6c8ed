#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace svodka::render {

/// A paragraph style with what it takes from those it is based on (ECMA-376 part 1, 17.7.4.17).
struct ParagraphStyle {
  std::string id;
  std::string name;                  ///< of built-in styles the English one, "heading 1"
  std::vector<std::string> aliases;  ///< other names, as the author sees them
  int outline = 9;                   ///< w:outlineLvl: 0 is the highest heading, 9 is text
  std::string list;                  ///< w:numId; "" when the style numbers nothing
  std::optional<int> list_level;     ///< w:ilvl, where the style says it
  int indent = 0;                    ///< from the left, twentieths of a point
  bool left_tab = false, right_tab = false;
};

/// The styles of a document that a table of contents is made by.
class WordStyles {
 public:
  WordStyles() = default;
  /// `xml` is word/styles.xml. What cannot be read is no style.
  explicit WordStyles(const std::string& xml);

  /// The style of a paragraph that names `id`; the default one for "" and for an id that does not exist.
  const ParagraphStyle& of(std::string_view id) const;
  /// By the name that a field code gives: w:name, an alias, the Russian name of a built-in style
  /// («Заголовок 1»), all caseless, or the id; nullptr when there is none.
  const ParagraphStyle* named(std::string_view name) const;
  /// The id of the character style w:name; "" when there is none.
  std::string character_style(std::string_view name) const;

 private:
  std::map<std::string, ParagraphStyle, std::less<>> styles_;   // by id
  std::map<std::string, std::string, std::less<>> characters_;  // ids by lower-case name
  std::string default_;
  ParagraphStyle none_;
};

/// N of a style named "<stem> N" ("heading 3", "toc 1"), 1 to 9; 0 when it is not named so.
int numbered_style(const ParagraphStyle& style, std::string_view stem);

}  // namespace svodka::render
