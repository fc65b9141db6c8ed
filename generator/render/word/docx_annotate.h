#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"

namespace svodka::render {

/// A copy of a Word template with a comment of the reviewing pane at each finding (ECMA-376 part 1, 17.13.4),
/// since Word is where its author will look. `bytes` is the template, `findings` are those that compiling it
/// gave. What stands outside of the document's body (in a header, a note, the properties), where Word has no
/// comments, is said at the first paragraph, with its place. Nothing is returned when the file cannot be read
/// as a Word document.
std::optional<std::string> annotate_docx(const std::string& bytes, const std::vector<Finding>& findings,
                                         Language language);

}  // namespace svodka::render
