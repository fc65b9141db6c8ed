#pragma once

#include <pugixml.hpp>

#include "render/word/wordml.h"

namespace svodka::render {

/// Notes what round the place-holder of an embed what it makes depends on (`place`). When `block` is wanted
/// and the paragraph holds nothing else that a reader sees but ends of sections, the place-holder and those
/// ends stand in the place of the paragraph afterwards, and the kind is kBlock. Call when the sections are
/// placed.
void place_embed(const pugi::xml_node& placeholder, bool block, EmbedPlace& place);

}  // namespace svodka::render
