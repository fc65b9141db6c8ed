#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace svodka {

/// Files that there is something to say about, which may be thousands: how many, and the names of the first.
struct NamedFiles {
  std::size_t count = 0;
  std::vector<std::string> first;

  void add(const std::string& name) { add(NamedFiles{1, {name}}); }
  void add(const NamedFiles& more) {
    constexpr std::size_t kNamed = 3;
    count += more.count;
    for (const auto& name : more.first) {
      if (first.size() < kNamed) first.push_back(name);
    }
  }
  /// «a», «b», «c», …
  std::string words() const {
    std::string words;
    for (const auto& name : first) words += (words.empty() ? "«" : ", «") + name + "»";
    return count > first.size() ? words + ", …" : words;
  }
};

}  // namespace svodka
