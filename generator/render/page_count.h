#pragma once

#include <string>
#include <vector>

#include "render/word/page_numbers.h"

namespace svodka::render {

/// A document whose pages are to be counted.
struct Countable {
  std::string extension;  ///< ".docx"
  std::string bytes;
};

/// Whether documents of this name have pages that can be counted: .docx, .odt, .xlsx, .ods, .pdf.
bool has_pages(const std::string& file);

/// How many pages each document has when it is printed; 0 where nobody can say. LibreOffice lays all of them
/// out in one start (nearly, not always, as Word does); a PDF's are read. `why` says why a number is missing.
std::vector<int> count_pages(const std::vector<Countable>& documents, Text& why,
                             const LayoutProgram& program = LayoutProgram::installed());

/// The pages of a PDF whose objects are not packed (ISO 32000-1, 7.7.3.2: Count of the root of the page
/// tree); 0 when it has none to be seen.
int pages_of_pdf(std::string_view pdf);

}  // namespace svodka::render
