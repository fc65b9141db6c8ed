#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace svodka::test {

/// Compiles a Word template whose word/document.xml these bytes are, and fills it. "" when all that must hold
/// for any input holds: what is refused has a finding with an error; what is made is XML without anything of
/// the engine's own left in it. Else what does not hold.
std::string fault_of_template(std::string_view document_xml);

/// Whole parts to begin with: paragraphs, tables, lists, content controls, fields, text boxes with sections
/// and values in the places where people put them.
std::vector<std::string> template_seeds();

/// One change of a part's tree or text such as no person would make: elements removed, doubled and moved,
/// markers put into texts, texts cut over runs. `seed` chooses it; the same seed makes the same change.
std::string mutated_template(const std::string& document_xml, std::uint64_t seed);

}  // namespace svodka::test
