#pragma once

#include <string>
#include <string_view>

#include "render/odf/odf_rich_styles.h"
#include "render/word/rich_text.h"

namespace svodka::render {

/// How the text round a `markdown` marker looks, and what the template has.
struct OdfRichPlace {
  std::string paragraph_style;       ///< its text:style-name, as XML has it; "" when there is none
  int first_heading = 1;             ///< what "#" is
  bool tables = true;                ///< false inside of lists, which hold none (ODF 1.3 part 3, 5.3.3)
  std::string_view template_styles;  ///< styles.xml
};

/// Writes rich text for one part of an OpenDocument text (ODF 1.3 part 3, 5, 6 and 9) by the rules of
/// rich_text.h. The styles "Heading 1"…, "Quotations" and "Internet link" are those of the template, where it
/// has them; what else is needed stands in styles().
class OdfRichText {
 public:
  /// `part` tells the names of tables in the parts of a document apart.
  explicit OdfRichText(std::string part) : part_(std::move(part)) {}

  /// Markdown as blocks, for the place of a paragraph.
  std::string blocks(std::string_view markdown, const OdfRichPlace& place, const RichTextProblem& problem);
  /// The same for the middle of a paragraph: blocks are parted by line breaks.
  std::string lines(std::string_view markdown, const RichTextProblem& problem);
  /// The automatic styles of what was written so far, as XML.
  std::string styles() const { return styles_.xml(); }

 private:
  std::string part_;
  OdfRichStyles styles_;
  int tables_ = 0;
};

/// A link as a text:a: `words` lead to `address`, which is safe_link().
std::string odf_link(std::string_view words, std::string_view address);

}  // namespace svodka::render
