#pragma once

#include <optional>
#include <string>
#include <vector>

#include "package/zip.h"

namespace svodka::render {

/// Puts the rows of the sheets (pieces that SheetRows made, in the order of the sheets) into the package that
/// the library has written, which reads as whole with them, or is left as it is: what is wrong with it is
/// returned then. Parts that are not sheets keep their bytes.
///
/// The library reports few of its failures: of its package every part is inflated and held against its
/// checksum, the parts that a workbook must have are there, and as many sheets as there are lists of rows.
std::optional<std::string> complete_workbook(std::string& workbook, std::vector<package::ZipEntry> rows);

}  // namespace svodka::render
