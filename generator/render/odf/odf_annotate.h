#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"

namespace svodka::render {

/// A copy of an OpenDocument template with a comment (ODF 1.3 part 3, 14.1 office:annotation) at each
/// finding, by the rules of annotate_docx(). Nothing is returned when the file cannot be read.
std::optional<std::string> annotate_odt(const std::string& bytes, const std::vector<Finding>& findings,
                                        Language language);

}  // namespace svodka::render
