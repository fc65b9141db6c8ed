#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace svodka {

/// A place in an input, as its author sees it.
///
/// Text files: line and column count from 1, 0 is "unknown"; column and length count characters
/// (Unicode code points), not bytes, so editors jump to the right letter of a Cyrillic line.
/// Word files: `part` ("word/document.xml"), `paragraph` (the number of the w:p in that part, from 1)
/// and `around` (its words). Spreadsheets: `part` (the sheet's name) and `cell` ("B7"; see Origin).
struct Position {
  std::string file;  ///< relative to the project folder, '/' between names
  int line = 0;
  int column = 0;
  int length = 0;
  std::string part;
  int paragraph = 0;
  std::string cell;
  std::string around;

  friend auto operator<=>(const Position&, const Position&) = default;
};

/// A place inside one text file, kept small for the many values that carry one.
struct Mark {
  int line = 0;
  int column = 0;
  int length = 0;

  Position in(std::string file) const {
    return {.file = std::move(file), .line = line, .column = column, .length = length};
  }
  friend auto operator<=>(const Mark&, const Mark&) = default;
};

enum class Severity { kError, kWarning, kInfo };

/// A second place that explains a finding ("the plan item is defined here").
struct Related {
  Position at;
  Text message;
  friend bool operator==(const Related&, const Related&) = default;
};

/// One thing that is wrong with what the user wrote: where, under which rule, what, and what to do.
struct Finding {
  Severity severity = Severity::kError;
  std::string rule;  ///< stable English name, "unknown-field"
  Position at;
  Text message;
  Text hint;  ///< may be empty
  std::vector<Related> related;

  friend bool operator==(const Finding&, const Finding&) = default;
};

/// Collects the findings of a run. A stage adds to it and goes on, so one run reports every mistake.
class Diagnostics {
 public:
  void add(Finding finding) { findings_.push_back(std::move(finding)); }
  void add(const Diagnostics& others);
  void error(Position at, std::string rule, Text message, Text hint = {});
  void warning(Position at, std::string rule, Text message, Text hint = {});
  void info(Position at, std::string rule, Text message, Text hint = {});

  bool has_errors() const { return count(Severity::kError) > 0; }
  std::size_t count(Severity severity) const;
  bool empty() const { return findings_.empty(); }

  /// In the order they were added.
  const std::vector<Finding>& in_order() const { return findings_; }

  /// Ordered by file, part, line, column, paragraph and rule, without exact duplicates.
  std::vector<Finding> sorted() const;

 private:
  std::vector<Finding> findings_;
};

/// "inputs/a.yaml:14:9", "templates/r.docx: word/document.xml, абзац 12 «…»", "blank.xlsx: Лист1!B7".
std::string to_string(const Position& at, Language language);

/// The name from `candidates` that a person most likely meant by `name`: the nearest by edit distance
/// (Damerau, over characters, caseless for ASCII and Cyrillic) if it is near enough to be a slip; "" if none.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

/// The hint "возможно, `x`" / "did you mean `x`?" for did_you_mean(); empty when there is no suggestion.
Text suggestion(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace svodka
