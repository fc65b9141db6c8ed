#pragma once

#include <string>
#include <string_view>

#include "base/value.h"

namespace svodka::render {

/// A hash of rows with their types and their nesting, so that equal digests mean equal data.
class DataDigest {
 public:
  /// A row with its sections.
  void add(const Row& row);
  /// All rows of a source; with `places` also where their values were written.
  void add(RowSource& rows, bool places);
  /// Of all that was added so far: a SHA-256 in hexadecimal.
  std::string hex() const;

 private:
  void add(const Value& value);
  void add_bytes(std::string_view bytes);

  std::string held_;  // not hashed yet, behind the hash of what came before
};

}  // namespace svodka::render
