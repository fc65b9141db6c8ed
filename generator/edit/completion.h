#pragma once

#include <string>
#include <vector>

#include "edit/question.h"

namespace svodka::edit {

/// One thing that may be put in at the place that was asked about.
struct Completion {
  /// What it is, for the editor's icon.
  enum class Kind { kKey, kValue, kRecord, kRelation, kColumn, kFile };

  Kind kind = Kind::kValue;
  std::string label;
  std::string detail;  ///< its meaning, or the title of the record
  std::string insert;
  std::size_t begin = 0;  ///< what it replaces: bytes of the document
  std::size_t end = 0;
};

/// What may stand at the place: keys of the mapping that the schema allows and that are not there yet, values
/// of enumerations, ids of records, queries and columns, tables and columns in SQL. Works in a document that
/// is half typed.
std::vector<Completion> complete(const Question& question);

}  // namespace svodka::edit
