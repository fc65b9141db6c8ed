#pragma once

#include <string>
#include <string_view>

#include "render/expand/xml.h"
#include "render/word/rich_text.h"

struct cmark_node;

namespace svodka::render {

/// A run, or nothing for no text. `properties` is its w:rPr as XML or "".
std::string run(const std::string& properties, std::string_view text);

/// Writes the inline content of Markdown as runs.
class RunWriter {
 public:
  RunWriter(const RichTextStyles& styles, std::string base, const RichTextProblem& problem)
      : styles_(styles), base_(std::move(base)), problem_(problem) {}

  /// The runs of everything below `parent`, all of it bold when `bold`.
  std::string runs(cmark_node* parent, bool bold = false) const;
  /// A run of code, which cmark gives as it was written; its lines are parted by line breaks.
  std::string code(std::string_view text) const;

 private:
  struct Look {
    bool bold = false, italic = false, strike = false, code = false;
  };
  std::string children(cmark_node* parent, Look look) const;
  std::string one(cmark_node* node, Look look) const;
  std::string link(cmark_node* node, Look look) const;
  std::string properties(Look look) const;

  const RichTextStyles& styles_;
  std::string base_;
  const RichTextProblem& problem_;
};

}  // namespace svodka::render
