#include <doctest/doctest.h>

#include "fuzz/docx_target.h"

namespace svodka::test {

TEST_CASE(
    "docx: templates that no person would make are refused or filled, never more (short form of ./dev "
    "fuzz-docx)") {
  const auto seeds = template_seeds();
  for (std::size_t s = 0; s < seeds.size(); ++s) {
    INFO("seed " << s);
    CHECK_EQ(fault_of_template(seeds[s]), "");
    auto xml = seeds[s];
    for (std::uint64_t step = 0; step < 250; ++step) {
      if (step % 12 == 0) xml = seeds[s];  // some changes at once, then from the beginning
      xml = mutated_template(xml, step * 1000 + s);
      INFO("step " << step << ": " << xml);
      REQUIRE_EQ(fault_of_template(xml), "");
    }
  }
}

}  // namespace svodka::test
