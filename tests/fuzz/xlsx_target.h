#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace svodka::test {

/// A small workbook: two sheets, shared strings, styles with a date, a percent and a zero-filled format.
/// `parts` (name, XML) replace its parts or are added to them.
std::string workbook(const std::vector<std::pair<std::string, std::string>>& parts = {});

/// The XML of a sheet with these rows ("<row …>…</row>") and what follows them.
std::string sheet_xml(std::string_view rows, std::string_view after = "");

/// Reads a workbook as svodka would: every row of every sheet, the headings in it, its cells as values of
/// every type. The input is a package, or (when it begins with '<') the XML of a sheet, or of shared strings,
/// put into workbook(). "" when all that must hold for any input holds: what is refused has a finding with an
/// error; rows and columns ascend and stay within a sheet's bounds; texts are UTF-8. Else what does not hold.
std::string fault_of_workbook(std::string_view input);

/// Inputs to begin with.
std::vector<std::string> workbook_seeds();

/// One change of tags, attributes, texts or bytes such as no program would make; `seed` chooses it.
std::string mutated_workbook(const std::string& input, std::uint64_t seed);

}  // namespace svodka::test
