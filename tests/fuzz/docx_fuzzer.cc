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

// Mostly changes of the tree, which get past the parser; some of bare bytes. What is no template begins anew
// with one of the program's own, so that no corpus is needed.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  if (seed % 8 == 0) return LLVMFuzzerMutate(data, size, max_size);
  static const auto seeds = svodka::test::template_seeds();
  std::string xml(reinterpret_cast<const char*>(data), size);
  if (xml.find("<w:body>") == std::string::npos) xml = seeds[seed / 8 % seeds.size()];
  const auto changed = svodka::test::mutated_template(xml, seed);
  if (changed.size() > max_size) return size;
  std::memcpy(data, changed.data(), changed.size());
  return changed.size();
}

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  for (const auto& seed : svodka::test::template_seeds()) {
    if (!svodka::test::fault_of_template(seed).empty()) std::abort();
  }
  return 0;
}
