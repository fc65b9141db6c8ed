#include "render/word/docx_rich.h"

#include <charconv>
#include <cstring>

#include "language/modifiers.h"
#include "render/expand/link.h"
#include "render/word/docx_embed.h"
#include "render/word/rich_runs.h"

namespace svodka::render {
namespace {

using Kind = bind::Embed::Kind;

// The level that "#" has; nothing for a word that is no level.
std::optional<int> heading_option(const bind::Embed& embed) {
  const auto* given = embed.option({"headings", "заголовки"});
  if (given == nullptr) return 1;
  int level = 0;
  const auto end = given->data() + given->size();
  const bool whole = std::from_chars(given->data(), end, level).ptr == end;
  return whole && level >= 1 && level <= 9 ? std::optional(level) : std::nullopt;
}

bool is_known_option(Kind kind, const std::string& name) {
  return kind == Kind::kMarkdown && (name == "headings" || name == "заголовки");
}

// Runs for the middle of a w:t: it is closed, and opened again as it was.
std::string between_runs(const std::string& runs, const std::string& properties) {
  return "</w:t></w:r>" + runs + "<w:r>" + properties + "<w:t xml:space=\"preserve\">";
}

std::string link(DocumentInProgress& document, const EmbedRequest& request, const EmbedPlace& place,
                 const std::string& value) {
  const auto address = safe_link(value);
  const auto& words = request.marker.embed.argument.empty() ? value : request.marker.embed.argument;
  if (!address) {
    report_bad_link(request.marker, value, document.out);
    return {};
  }
  return between_runs(link_runs(words, *address, document.rich, place.run_properties), place.run_properties);
}

}  // namespace

void check_rich_text(const pugi::xml_node& node, const bind::ValueSlot& slot, const EmbedPlace& place,
                     Diagnostics& out) {
  const auto kind = slot.embed.kind;
  if (kind != Kind::kMarkdown && kind != Kind::kLink) return;
  if (place.kind == EmbedPlace::Kind::kAttribute || std::strcmp(node.parent().name(), "w:t") != 0) {
    out.error(slot.at, "embed-place",
              text("разметку и ссылку здесь не вставить", "rich text and links cannot be put in here"),
              text("поставьте метку в текст абзаца", "put the marker into the text of a paragraph"));
  }
  check_rich_options(slot, out);
}

int first_heading(const bind::Embed& embed) { return heading_option(embed).value_or(1); }

void check_rich_options(const bind::ValueSlot& slot, Diagnostics& out) {
  const auto kind = slot.embed.kind;
  for (const auto& option : slot.embed.options) {
    if (is_known_option(kind, option.name)) continue;
    out.error(slot.at, "bad-modifier",
              text("`{}` не бывает после `{}`", "`{}` does not go after `{}`", option.name,
                   kind == Kind::kMarkdown ? "markdown" : "link"),
              text("другие модификаторы ставьте перед ним", "put other modifiers before it"));
  }
  if (!heading_option(slot.embed)) {
    out.error(slot.at, "bad-modifier",
              text("`headings` — уровень от 1 до 9", "`headings` is a level from 1 to 9"));
  }
}

std::string put_rich_text(DocumentInProgress& document, const EmbedRequest& request,
                          const EmbedPlace& place) {
  const auto value = language::to_text(request.value);
  if (value.find_first_not_of(" \t\r\n") == std::string::npos) return {};
  if (request.marker.embed.kind == Kind::kLink) return link(document, request, place, value);
  const RichTextProblem problem = [&](const char* rule, Text message, Text hint) {
    document.out.error(
        request.marker.at, rule,
        {"`" + request.marker.name + "`: " + message.ru, "`" + request.marker.name + "`: " + message.en},
        std::move(hint));
  };
  const RichTextPlace look{place.paragraph_properties, place.run_properties,
                           first_heading(request.marker.embed)};
  if (place.kind == EmbedPlace::Kind::kBlock)
    return rich_blocks(value, document.rich, look, document.numbering, problem);
  return between_runs(rich_runs(value, document.rich, look, problem), place.run_properties);
}

}  // namespace svodka::render
