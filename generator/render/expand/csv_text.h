#pragma once

#include <string>
#include <string_view>

namespace svodka::render {

/// A text as a cell of a CSV file (RFC 4180): in quotes where it must be, and with an apostrophe before what
/// a spreadsheet would take for a formula (=, +, -, @, a tab or a carriage return at the beginning; OWASP,
/// CSV injection).
std::string csv_cell(std::string_view words);

/// The same inside of quotes that stand in the template: they are doubled.
std::string csv_quoted(std::string_view words);

/// A template of a CSV file whose values are cells: `{{V1}}` becomes `{{V1:x-csv}}` where it is a whole cell,
/// `{{V1:x-csv-quoted}}` where it begins a cell in quotes, `{{V1:x-csv-start}}` where other text of the cell
/// follows it, and `{{V1:x-csv-inner}}` (quotes doubled) further on in quotes.
std::string with_csv_modifiers(const std::string& body);

/// Registers the modifiers with ctemplate.
bool register_csv_modifiers();

}  // namespace svodka::render
