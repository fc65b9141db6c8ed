#include "render/expand/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstdlib>
#include <cstring>
#include <string>

namespace svodka::render {
namespace {

struct FreeText {
  void operator()(char* text) const { std::free(text); }
};
using OwnedText = std::unique_ptr<char, FreeText>;

struct FreeParser {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};

cmark_llist* table_extension() {
  static cmark_llist* const list = [] {
    cmark_gfm_core_extensions_ensure_registered();
    return cmark_llist_append(cmark_get_default_mem_allocator(), nullptr,
                              cmark_find_syntax_extension("table"));
  }();
  return list;
}

}  // namespace

void FreeMarkdown::operator()(cmark_node* root) const { cmark_node_free(root); }

Markdown parse_markdown(std::string_view text) {
  cmark_gfm_core_extensions_ensure_registered();
  const std::unique_ptr<cmark_parser, FreeParser> parser(
      cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE));
  for (const char* name : {"table", "strikethrough"})
    cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension(name));
  cmark_parser_feed(parser.get(), text.data(), text.size());
  return Markdown(cmark_parser_finish(parser.get()));
}

bool is_table(cmark_node* node) { return std::strcmp(cmark_node_get_type_string(node), "table") == 0; }

bool is_strikethrough(cmark_node* node) {
  return std::strcmp(cmark_node_get_type_string(node), "strikethrough") == 0;
}

std::string markdown_as_html(std::string_view markdown) {
  const auto root = parse_markdown(markdown);
  const OwnedText made(cmark_render_html(root.get(), CMARK_OPT_DEFAULT, table_extension()));
  std::string html = made.get();
  while (html.ends_with('\n')) html.pop_back();
  cmark_node* const only = cmark_node_first_child(root.get());
  const bool paragraph = only != nullptr && cmark_node_next(only) == nullptr && html.starts_with("<p>");
  return paragraph ? html.substr(3, html.size() - 7) : html;
}

std::string markdown_as_text(std::string_view markdown) {
  const auto root = parse_markdown(markdown);
  const OwnedText made(cmark_render_plaintext(root.get(), CMARK_OPT_DEFAULT, 0));
  std::string text = made.get();
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace svodka::render
