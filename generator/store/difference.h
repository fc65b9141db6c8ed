#pragma once

#include <string>
#include <vector>

#include "base/finding.h"
#include "load/schema.h"
#include "store/reader.h"

namespace svodka::store {

/// A field whose value is another one than before. Empty text: it was, or is, not given.
struct FieldDifference {
  std::string field;   ///< as its author knows it: "plan-item", "declension.genitive", "schools"
  Text before, after;  ///< for people: labels of enumerations, days as «09.12.2020», items joined by «; »
  Position at;         ///< of the new value; of the record when the value is gone
};

/// A record that came, went or changed between two stores.
struct RecordDifference {
  enum class Kind { kAdded, kRemoved, kChanged };
  Kind kind = Kind::kChanged;
  std::string key;                      ///< its id; "" in a collection without one
  std::string words;                    ///< its first text field, or without a key all that tells it apart
  Position before;                      ///< in the files of the older store; no file when it was added
  Position after;                       ///< no file when it was removed
  std::vector<FieldDifference> fields;  ///< kChanged
};

/// What changed in one collection, records in the order of the files, those that are gone last.
struct CollectionDifference {
  std::string collection;  ///< as in YAML: "plan-items"
  Text description;
  std::vector<RecordDifference> records;
};

/// What changed from the records of `before` to those of `after`, collection by collection in the order of
/// the schema; collections where nothing did are left out. Records are told apart by their key. Where a
/// collection has none, records with the same references, enumerations, texts and dates are one another's
/// versions; of several, those that agree in most values. A store of an older schema may lack tables and
/// columns: nothing was given there.
std::vector<CollectionDifference> differences(const Reader& before, const Reader& after,
                                              const load::Schema& schema);

}  // namespace svodka::store
