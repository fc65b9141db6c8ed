#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.h"
#include "package/zip.h"

namespace svodka::render {

/// Reads the package of a text document of OpenDocument (ODF 1.3 part 2) or a template of one, as the entries
/// that documents are made of: `mimetype` first and stored, that of a document; signatures and the thumbnail,
/// which would not be true any more, are gone. Not such a package, macros, encryption: findings, and nothing.
std::optional<std::vector<package::ZipEntry>> read_odf_package(const std::string& path,
                                                               std::string_view bytes, Diagnostics& out);

/// Takes a file out of a package and its manifest. False, and nothing is changed, when it is not there or the
/// manifest is written in another way than programs write it.
bool take_file_away(std::vector<package::ZipEntry>& entries, const std::string& name);

/// Takes a folder with all that is in it out of a package and its manifest.
void take_folder_away(std::vector<package::ZipEntry>& entries, const std::string& folder);

/// Names further parts in the manifest of a package, {name, media type}; those that are there already not
/// again.
void add_to_manifest(std::vector<package::ZipEntry>& entries,
                     const std::vector<std::pair<std::string, std::string>>& parts);

/// The media type that the manifest of a package gives for a file or a folder ("Object 1/"); "" for none.
std::string media_type(const std::vector<package::ZipEntry>& entries, const std::string& name);

/// A name for the folder of one more object: "Object 3".
std::string free_object(const std::vector<package::ZipEntry>& entries);

}  // namespace svodka::render
