#pragma once

#include <string>
#include <vector>

#include "base/edit.h"
#include "base/source_file.h"

namespace svodka::load {

/// A file of records with edits made.
struct Edited {
  std::string text;
  std::vector<Edit> made;  ///< those of the edits that were made, in order of their places
};

/// Makes the edits of `file` (YAML or CSV) and reads the result again. An edit that overlaps an earlier one,
/// has no place, or would change more than the value it is about (a key, another value, the form of the file)
/// is left out. Bytes outside of the edits stay as they are.
Edited apply_edits(const SourceFile& file, std::vector<Edit> edits);

}  // namespace svodka::load
