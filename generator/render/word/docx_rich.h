#pragma once

#include <pugixml.hpp>
#include <string>

#include "render/expand/expand.h"
#include "render/word/rich_text.h"
#include "render/word/wordml.h"

namespace svodka::render {

struct DocumentInProgress;

/// Finds when the template is compiled what is wrong with the options and the place of a `markdown` or a
/// `link`
/// (`node` is its place-holder, or the element of its attribute).
void check_rich_text(const pugi::xml_node& node, const bind::ValueSlot& slot, const EmbedPlace& place,
                     Diagnostics& out);

/// The options alone, in any format.
void check_rich_options(const bind::ValueSlot& slot, Diagnostics& out);

/// The level that "#" has in rich text: 1 when the marker does not say.
int first_heading(const bind::Embed& embed);

/// What a `markdown` or `link` marker puts in; "" for an empty value. What the text cannot have there is a
/// finding at the marker.
std::string put_rich_text(DocumentInProgress& document, const EmbedRequest& request, const EmbedPlace& place);

}  // namespace svodka::render
