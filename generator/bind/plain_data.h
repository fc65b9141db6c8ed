#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/source_file.h"
#include "base/value.h"
#include "bind/plain_node.h"

namespace svodka::bind {

/// Data without a project: records of one shape, each the root of a document.
class PlainData {
 public:
  Shape shape;

  std::size_t size() const { return records_.size(); }
  /// A record (from 0); made when it is asked for, so that the rows of all need not stand in memory.
  Row record(std::size_t index) const;

 private:
  friend std::optional<PlainData> load_plain_data(std::vector<SourceFile> files, bool each, Diagnostics& out);
  std::vector<std::unique_ptr<PlainTree>> files_;
  std::vector<const PlainNode*> records_;  // in the files
};

/// Reads data files for `svodka render`: JSON when the name ends in .json, else YAML. A mapping is a section
/// of one row (so its values have dotted names), a list of mappings a section, a list of plain values a
/// section whose rows have the column ".". The shape is what all records have together; what one of them
/// lacks is null there. Numbers and true/false are typed unless they stand in quotes; 007 and whole numbers
/// over 64 bits stay text. A list that is empty in every record has a shape without columns, of which
/// Resolver lets a template name any.
///
/// With `each` a file may be a list of records, or a mapping whose only value is one; else each file is one
/// record. A field that is now a value and now a list, a list of mixed things, characters that no document
/// can hold, syntax errors: findings; nothing is returned when there is one.
std::optional<PlainData> load_plain_data(std::vector<SourceFile> files, bool each, Diagnostics& out);

}  // namespace svodka::bind
