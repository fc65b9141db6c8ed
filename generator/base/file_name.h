#pragma once

#include <string>
#include <string_view>

namespace svodka {

/// What names have in common that one file system takes for two files and another (Windows, macOS, a share)
/// for one: case and the composition of letters (Unicode case folding and NFC, by utf8proc). `name` is valid
/// UTF-8.
std::string file_name_key(std::string_view name);

/// The name with its letters composed (NFC), as most programs write them; disks of a Mac give them in parts.
std::string composed_name(std::string_view name);

/// Whether nobody sees the character: controls, line separators and format characters (Unicode categories Cc,
/// Zl, Zp, Cf), which hide in a name or turn it round.
bool is_invisible(char32_t character);

}  // namespace svodka
