#pragma once

#include <pugixml.hpp>

namespace svodka::render {

/// Lets content controls (w:sdt, ECMA-376 part 1, 17.5.2) be filled. Word would put the bound value of a
/// data-bound control, or a new prompt, in place of what a marker in it became: such controls lose
/// w:dataBinding and w:showingPlcHdr with the grey style of the prompt, and what they remember of their last
/// value (w:fullDate, w:lastValue). Locks stay. The w:id of controls that sections repeat or that stand twice
/// goes: Word gives new ones (17.5.2.18). Call when the sections are placed.
void release_controls(const pugi::xml_document& document);

}  // namespace svodka::render
