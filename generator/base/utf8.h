#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace svodka::utf8 {

/// Offset of the first byte that is not well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms,
/// nothing above U+10FFFF); nothing when all of `bytes` is.
std::optional<std::size_t> first_invalid(std::string_view bytes);

/// Offset of the first character that XML 1.0 cannot carry (clause 2.2: C0 controls but tab, line feed and
/// carriage return, U+FFFE, U+FFFF). `bytes` must be valid UTF-8.
std::optional<std::size_t> first_not_xml(std::string_view bytes);

/// Number of characters (code points).
std::size_t length(std::string_view bytes);

/// Decodes the character at `offset` (valid UTF-8) and moves `offset` past it.
char32_t next(std::string_view bytes, std::size_t& offset);

void append(std::string& out, char32_t character);

/// Lower and upper case of ASCII and Cyrillic letters; every other character stays as it is.
char32_t lower(char32_t character);
char32_t upper(char32_t character);
std::string lower(std::string_view bytes);
std::string upper(std::string_view bytes);

bool is_cyrillic(char32_t character);
bool is_letter(char32_t character);  ///< ASCII or Cyrillic letter

/// True when the bytes, which are not UTF-8, look like Russian text in Windows-1251.
bool looks_like_windows_1251(std::string_view bytes);

}  // namespace svodka::utf8
