#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "bind/markers.h"
#include "render/word/wordml.h"
#include "render/word/wordml_text.h"

namespace svodka::render {

/// The include markers of a paragraph; a file that is taken in stands where one does.
std::vector<bind::Marker> include_markers(const ParagraphText& words);

/// True when a marker is all that a reader sees of a paragraph, whose text is `text`.
bool holds_only(const pugi::xml_node& paragraph, const std::string& text, const bind::Marker& marker,
                const Dialect& dialect = wordml_dialect());

/// Copies a node before `place`; the paragraphs of the copy come from where those of the original do.
pugi::xml_node copy_before(const pugi::xml_node& original, const pugi::xml_node& place, Origins& origins,
                           const Dialect& dialect = wordml_dialect());

/// The finding for a file of several paragraphs that is to stand in the middle of a line.
void say_no_line(const bind::Marker& marker, const Position& at, Diagnostics& out);

/// The finding for a marker where no file can be put.
void say_no_place(const bind::Marker& marker, const Position& at, Diagnostics& out);

}  // namespace svodka::render
