#pragma once

#include <filesystem>
#include <memory>

#include "publish/publisher.h"

namespace svodka {

/// Where a run keeps what it makes for itself (the store of the records): outputs/.svodka, or where nothing
/// can be written there, a folder of this process that goes with it and begins with links to the stores of
/// outputs. So what only reads a project needs no right to write into it. The same for the same outputs;
/// thread-safe. Throws EnvironmentError.
std::filesystem::path work_folder(const std::filesystem::path& outputs);

/// The lock of a run; null when it only looks (`dry_run`) where nothing can be written. Throws
/// EnvironmentError.
std::unique_ptr<publish::ProjectLock> lock_for(const std::filesystem::path& outputs, bool dry_run);

}  // namespace svodka
