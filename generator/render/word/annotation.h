#pragma once

#include <string>
#include <vector>

#include "base/finding.h"

namespace svodka::render {

/// The paragraphs of the comment at a finding: what is wrong, what to do, what it has to do with. `here`: the
/// comment stands where the finding is; otherwise it says the place.
std::vector<std::string> comment_of(const Finding& finding, bool here, Language language);

/// The words of a finding as they stand in the paragraph: without the dots where they were cut.
std::string searched_words(std::string words);

}  // namespace svodka::render
