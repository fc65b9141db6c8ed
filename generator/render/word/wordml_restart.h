#pragma once

#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>

#include "render/word/docx_numbering.h"

namespace svodka::render {

/// Marks the sections of these slots, whose option is `restart`, so that their lists count anew in each
/// repetition. Paragraphs in them that only their style numbers say so themselves afterwards. Call when the
/// sections are placed; `styles` and `numbering` are the document's parts, "" when it has none.
void mark_restarts(const pugi::xml_document& document, const std::set<int>& slots, const std::string& styles,
                   const std::string& numbering);

/// Gives the lists between the marks of an expanded part numbers of their own, and takes the marks away.
std::string restart_lists(std::string_view xml, NumberingEditor& numbering);

}  // namespace svodka::render
