#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>

#include "base/text.h"
#include "render/word/docx_numbering.h"

namespace svodka::render {

/// The ids of the template's styles that rich text is written in; "" where it has none. Found by w:name,
/// since ids differ between the languages of Word ("heading 1" is "Heading1", "1", «Заголовок1»).
struct RichTextStyles {
  std::array<std::string, 9> headings;
  std::string bullets, counted, list, quote;  ///< paragraphs: List Bullet, List Number, List Paragraph, Quote
  std::string link;                           ///< a character style: Hyperlink
  std::string table;                          ///< Table Grid
};
RichTextStyles rich_text_styles(const std::string& styles_xml);

/// How the text round the marker looks.
struct RichTextPlace {
  std::string paragraph_properties;  ///< its w:pPr as XML, "" when there is none
  std::string run_properties;        ///< its w:rPr likewise
  int first_heading = 1;             ///< what "#" is
};

/// Something in the text that cannot be written where it stands.
using RichTextProblem = std::function<void(const char* rule, Text message, Text hint)>;

/// Markdown (CommonMark, with the tables and strikethrough of GFM, by cmark-gfm) as paragraphs, lists and
/// tables of WordprocessingML. Raw HTML is text, an address that is not safe_link() too.
std::string rich_blocks(std::string_view markdown, const RichTextStyles& styles, const RichTextPlace& place,
                        NumberingEditor& numbering, const RichTextProblem& problem);

/// The same as runs for the middle of a paragraph: blocks are parted by line breaks, items of lists begin
/// with their sign or number. A table is a problem there.
std::string rich_runs(std::string_view markdown, const RichTextStyles& styles, const RichTextPlace& place,
                      const RichTextProblem& problem);

/// A link as runs: `words` lead to `address`, which is safe_link().
std::string link_runs(std::string_view words, std::string_view address, const RichTextStyles& styles,
                      const std::string& run_properties);

}  // namespace svodka::render
