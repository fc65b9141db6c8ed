#pragma once

#include <string>
#include <string_view>

namespace svodka::render {

/// Marks the repetitions of a compiled part (wordml.h) when it holds references to bookmarks, so that
/// point_to_own() can tell them apart; else returns the body as it is.
std::string mark_repetitions(std::string body);

/// References inside one document that stand in a repeated section with the bookmark that they name lead to
/// the bookmark of their own repetition: w:hyperlink w:anchor, fields REF, PAGEREF, NOTEREF and HYPERLINK \l
/// (ECMA-376 part 1, 17.16.5, 17.16.22). The second and later bookmark of a name gets a name of its own; a
/// reference from outside leads to the first. Takes the marks away; XML without them stays as it is.
std::string point_to_own(std::string xml);

}  // namespace svodka::render
