#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "render/word/wordml_styles.h"

namespace svodka::render {

/// A number as w:numFmt writes it (ECMA-376 part 1, 17.18.59): decimal, decimalZero, upperRoman, lowerRoman,
/// upperLetter, lowerLetter, russianUpper, russianLower; "" for bullet and none; others as decimal.
std::string format_number(int number, std::string_view format);

/// One level of a list (17.9.6 lvl).
struct ListLevel {
  std::string format = "decimal";
  std::string text;    ///< "%1.%2."
  std::string style;   ///< the paragraph style that is numbered by this level
  std::string suffix;  ///< what follows the number: "\t", " " or ""
  int start = 1;
  int restart = -1;    ///< restarts after a level below this (from 1) was used; -1 any higher, 0 none
  bool legal = false;  ///< all levels as decimal
};

/// The lists of a document: word/numbering.xml.
class WordNumbering {
 public:
  static constexpr int kLevels = 9;
  struct List {
    std::string counter;  ///< lists that count together (w:abstractNumId)
    std::array<ListLevel, kLevels> levels;
    std::vector<int> begins_anew;  ///< levels that this list starts by itself (w:startOverride)
  };

  WordNumbering() = default;
  explicit WordNumbering(const std::string& xml);
  const List* find(std::string_view id) const;  ///< by w:numId

 private:
  std::map<std::string, List, std::less<>> lists_;
};

/// Counts the numbered paragraphs of a document, called for each in the order of the text.
class ListCounter {
 public:
  explicit ListCounter(const WordNumbering& numbering) : numbering_(numbering) {}

  struct Number {
    std::string text;    ///< "2.1."
    std::string suffix;  ///< "\t", " " or ""
  };
  /// The next number of this list and level; without a level, that of `style`. Nothing for a list that does
  /// not exist or shows no number.
  std::optional<Number> next(const std::string& list, std::optional<int> level, const std::string& style);

 private:
  struct Counts {
    std::array<int, WordNumbering::kLevels> at{};
    std::array<bool, WordNumbering::kLevels> used{};
  };
  static void count(Counts& counts, const WordNumbering::List& list, int level);

  const WordNumbering& numbering_;
  std::map<std::string, Counts> counts_;
  std::set<std::string> begun_;  // lists whose own starts have been heeded
};

}  // namespace svodka::render
