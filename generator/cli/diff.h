#pragma once

#include <filesystem>

#include "cli/console.h"

namespace svodka::cli {

/// Prints what differs between two versions of a document, as `svodka diff` does. A file that cannot be read
/// is passed over.
void print_document_changes(const Console& console, const std::filesystem::path& before,
                            const std::filesystem::path& after);

}  // namespace svodka::cli
