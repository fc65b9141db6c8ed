#pragma once

#include <memory>
#include <string>
#include <string_view>

struct cmark_node;

namespace svodka::render {

struct FreeMarkdown {
  void operator()(cmark_node* root) const;
};
using Markdown = std::unique_ptr<cmark_node, FreeMarkdown>;

/// A text of CommonMark with the tables and strikethrough of GFM as cmark-gfm's tree; never null.
Markdown parse_markdown(std::string_view text);

/// What GFM adds to the kinds of nodes.
bool is_table(cmark_node* node);
bool is_strikethrough(cmark_node* node);

/// Markdown as safe HTML; a single paragraph without its `<p>`.
std::string markdown_as_html(std::string_view markdown);
/// Markdown as text for reading.
std::string markdown_as_text(std::string_view markdown);

}  // namespace svodka::render
