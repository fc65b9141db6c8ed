#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/edit.h"
#include "base/report_findings.h"
#include "base/source_file.h"

namespace svodka::check {

/// What a rule says of a piece of a text value: the columns `_value`, `_from`, `_length`, `_fix`.
struct Piece {
  std::string value;
  std::size_t from = 0, length = 0;  ///< characters
  bool has_fix = false;
  std::string fix;  ///< what belongs in the place of the piece
};

/// Leads findings about a piece of a value to the piece itself in the source, with the edit that cures it.
class Narrower {
 public:
  explicit Narrower(SourceLookup source) : source_(std::move(source)) {}

  /// Moves `at`, the place of the whole value, to `piece` of it; returns the edits that put the piece right.
  /// Nothing changes when the value is not written there letter by letter: an alias, a value of a workbook.
  std::vector<Edit> narrow(Position& at, const Piece& piece);

 private:
  struct Known {
    SourceFile file;
    LineIndex lines;
    explicit Known(SourceFile read) : file(std::move(read)), lines(file) {}
  };
  const Known* source(const std::string& file);

  SourceLookup source_;
  std::map<std::string, std::unique_ptr<Known>> known_;
};

}  // namespace svodka::check
