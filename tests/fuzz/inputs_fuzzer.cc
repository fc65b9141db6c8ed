// The targets of libFuzzer for what users write: ./dev fuzz-inputs. One program each, SVODKA_FUZZ_NAME says
// which.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "fuzz/inputs_target.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

const svodka::test::FuzzTarget& target() {
  const auto& all = svodka::test::fuzz_targets();
  return *std::find_if(all.begin(), all.end(),
                       [](const auto& t) { return std::strcmp(t.name, SVODKA_FUZZ_NAME) == 0; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto fault = target().fault_of({reinterpret_cast<const char*>(data), size});
  if (fault.empty()) return 0;
  std::fprintf(stderr, "%s\n", fault.c_str());
  std::abort();
}

// Half of the changes are libFuzzer's, led by what they reach; half are such as people make. What is nearly
// nothing begins anew with a seed, so that no corpus is needed.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  const auto& seeds = target().seeds;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  if (size < 8) bytes = seeds[seed / 2 % seeds.size()];
  if (seed % 2 == 0 && size >= 8) return LLVMFuzzerMutate(data, size, max_size);
  const auto changed = svodka::test::mutated_input(target(), bytes, seed);
  if (changed.size() > max_size) return size;
  std::memcpy(data, changed.data(), changed.size());
  return changed.size();
}

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  for (const auto& seed : target().seeds) {
    const auto fault = target().fault_of(seed);
    if (fault.empty()) continue;
    std::fprintf(stderr, "a seed: %s\n", fault.c_str());
    std::abort();
  }
  return 0;
}
