#pragma once

#include <string_view>
#include <vector>

#include "base/value.h"
#include "bind/resolver.h"

namespace svodka::render {

/// How many bytes an expansion will have, roughly, so that a long text need not move while it grows. Counts
/// the repetitions of sections that stand in no other and show rows of the root.
class ExpansionRoom {
 public:
  ExpansionRoom() = default;
  ExpansionRoom(std::string_view body, const bind::Program& program);
  std::size_t of(const Row& root) const;

 private:
  struct Repeated {
    std::size_t section = 0;  // of the root
    std::size_t bytes = 0;
  };
  std::size_t body_ = 0;
  std::vector<Repeated> repeated_;
};

}  // namespace svodka::render
