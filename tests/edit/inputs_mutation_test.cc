#include <doctest/doctest.h>

#include "fuzz/inputs_target.h"

namespace svodka::test {

TEST_CASE(
    "inputs: bytes that no person would write are read or refused, never more (short form of ./dev "
    "fuzz-inputs)") {
  for (const auto& target : fuzz_targets()) {
    for (std::size_t s = 0; s < target.seeds.size(); ++s) {
      INFO(target.name << ", seed " << s);
      CHECK_EQ(target.fault_of(target.seeds[s]), "");
      auto bytes = target.seeds[s];
      for (std::uint64_t step = 0; step < 300; ++step) {
        if (step % 8 == 0) bytes = target.seeds[s];  // some changes at once, then from the beginning
        bytes = mutated_input(target, bytes, step * 1000 + s);
        INFO("step " << step << ": " << bytes);
        REQUIRE_EQ(target.fault_of(bytes), "");
      }
    }
  }
}

}  // namespace svodka::test
