// The target of libFuzzer: ./dev fuzz-docx
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "fuzz/docx_target.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto fault = svodka::test::fault_of_template({reinterpret_cast<const char*>(data), size});
  if (fault.empty()) return 0;
  std::fprintf(stderr, "%s\n", fault.c_str());
  std::abort();
}

// Mostly changes of the tree, which get past the parser; some of bare bytes.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  if (seed % 8 == 0) return LLVMFuzzerMutate(data, size, max_size);
  const std::string xml(reinterpret_cast<const char*>(data), size);
  const auto changed = svodka::test::mutated_template(xml, seed);
  if (changed.size() > max_size) return size;
  std::memcpy(data, changed.data(), changed.size());
  return changed.size();
}

// The seeds are in the program, so that no corpus is needed to begin.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  for (const auto& seed : svodka::test::template_seeds()) {
    if (!svodka::test::fault_of_template(seed).empty()) std::abort();
  }
  return 0;
}
