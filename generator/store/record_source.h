#pragma once

#include <string>

#include "base/finding.h"

namespace svodka::store {

/// Something that a value came from.
struct RecordSource {
  enum class Kind {
    kField,  ///< a field of a record, or the record: `at` is its place
    kTable,  ///< somewhere in a collection: the query could not be followed
    kRun     ///< what the run was asked for: the period, the day
  };
  Kind kind = Kind::kField;
  std::string collection;  ///< as its table is called: "activities", "activities_schools"
  std::string
      field;  ///< as its author knows it: "plan-item"; "" for the record. Of a run: the column of `report`
  bool previous = false;  ///< of the period before
  Position at;

  friend bool operator==(const RecordSource&, const RecordSource&) = default;
};

}  // namespace svodka::store
