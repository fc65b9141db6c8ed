#pragma once

#include <filesystem>

#include "store/project_stores.h"

namespace svodka::store {

/// Makes `file`, the merged store (ProjectStores), unless it is that of these projects as they are. Rows of
/// views are taken from the old file for projects that did not change. Throws SqliteError, EnvironmentError.
void merge_projects(const ProjectStores& stores, Personal personal, const std::filesystem::path& file);

}  // namespace svodka::store
