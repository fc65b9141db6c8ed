// The target of libFuzzer: ./dev fuzz-xlsx
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "fuzz/xlsx_target.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto fault = svodka::test::fault_of_workbook({reinterpret_cast<const char*>(data), size});
  if (fault.empty()) return 0;
  std::fprintf(stderr, "%s\n", fault.c_str());
  std::abort();
}

// Half of the inputs are XML, which gets past the checksums of the package; half of these are changed by
// tags.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  static const auto seeds = svodka::test::workbook_seeds();
  std::string input(reinterpret_cast<const char*>(data), size);
  if (size < 4) input = seeds[seed / 8 % seeds.size()];
  if (seed % 4 == 0) {
    if (size >= 4) return LLVMFuzzerMutate(data, size, max_size);
  } else {
    input = svodka::test::mutated_workbook(input, seed);
  }
  if (input.size() > max_size) return size;
  std::memcpy(data, input.data(), input.size());
  return input.size();
}

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  for (const auto& seed : svodka::test::workbook_seeds()) {
    if (!svodka::test::fault_of_workbook(seed).empty()) std::abort();
  }
  return 0;
}
