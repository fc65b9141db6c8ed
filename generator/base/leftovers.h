#pragma once

#include <filesystem>
#include <string>

namespace svodka {

/// The name of this machine (gethostname(2)); "" when it has none.
std::string own_host();

/// What a temporary name says of its owner: the process and the machine (as eight hexadecimal digits), for
/// outputs may be shared by several machines, whose processes have the same numbers.
std::string owner_mark();

/// Whether a process of this machine runs.
bool is_running(int pid);

/// The file that a temporary name stands for, which a user knows; any other path as it is.
std::filesystem::path meant_by(const std::filesystem::path& path);

/// Removes the temporary files of the folder (temporary_beside() named them, and SQLite their journals) whose
/// processes have ended: what a killed run left behind. Those of running processes and of other machines
/// stay. Says nothing of what it cannot remove, or of a folder that is not there.
void remove_leftovers(const std::filesystem::path& folder);

}  // namespace svodka
