#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace svodka::test {

/// Each reads bytes as one kind of file that users write. "" when all that must hold for any bytes holds;
/// else what does not: whatever is refused has a finding with an error; every finding has a place inside of
/// the file, and words in both languages that are sound UTF-8 and can be printed. (No crash, no hang: that is
/// the fuzzer's to see.)
std::string fault_of_yaml(std::string_view bytes);  ///< load::parse_yaml, load::stream_yaml
std::string fault_of_records(
    std::string_view bytes);  ///< an input file by the built-in schema, and as a schema file
std::string fault_of_csv(std::string_view bytes);  ///< a table that a definition names
std::string fault_of_report(
    std::string_view bytes);  ///< templates/NAME.yaml, its queries and sheets bound to a store
std::string fault_of_markers(std::string_view bytes);  ///< bind::scan_markers, bind::Resolver
std::string fault_of_outline(std::string_view bytes);  ///< what editors make of a half-typed file

struct FuzzTarget {
  const char* name;
  std::string (*fault_of)(std::string_view);
  std::vector<std::string> seeds;
};

/// Every target, with something sound to begin with.
const std::vector<FuzzTarget>& fuzz_targets();

/// One change such as a person or a bad disk makes: bytes changed, removed, doubled, moved; pieces of
/// `dictionary` and of the other seeds put in. The same seed makes the same change.
std::string mutated_input(const FuzzTarget& target, const std::string& bytes, std::uint64_t seed);

}  // namespace svodka::test
