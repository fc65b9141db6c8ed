#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/text.h"

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
  /// «a», «b», «c» и ещё 37.
  Text words() const {
    Text all;
    for (const auto& name : first) {
      all.ru += (all.ru.empty() ? "«" : ", «") + name + "»";
      all.en += (all.en.empty() ? "“" : ", “") + name + "”";
    }
    const auto more = count - first.size();
    return more == 0 ? all : text("{0} и ещё {2}", "{1} and {2} more", all.ru, all.en, more);
  }
};

}  // namespace svodka
