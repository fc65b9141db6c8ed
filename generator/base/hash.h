#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace svodka {

/// SHA-256 of the bytes, as 64 lower-case hexadecimal digits (FIPS 180-4, by OpenSSL).
std::string sha256(std::string_view bytes);

/// The same of a file, which is read in pieces. Throws EnvironmentError.
std::string sha256_of_file(const std::filesystem::path& path);

/// The same; "" when there is no such file.
std::string sha256_if_there(const std::filesystem::path& path);

}  // namespace svodka
