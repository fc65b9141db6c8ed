#pragma once

#include <string>
#include <vector>

namespace svodka::cli {

/// A run of words that two texts share (`before` and `after` are equal), or that one has in the place of the
/// other's.
struct WordRun {
  std::string before, after;

  bool is_common() const { return before == after; }
};

/// The words of two texts side by side, in their order. The runs of each side, one after another, are that
/// text.
std::vector<WordRun> word_runs(const std::string& before, const std::string& after);

/// From 0, nothing in common, to 1: how much of two texts is the same words in the same order.
double likeness(const std::string& before, const std::string& after);

/// Line ends as « / ».
std::string on_one_line(std::string words);

/// What changed, on one line. Texts that are much alike show their changes alone, with some words about each:
/// «На [01.12.2020 → 31.12.2020] года исполнены …»; others both, «было → стало». «—» for nothing.
std::string shown_change(const std::string& before, const std::string& after);

}  // namespace svodka::cli
