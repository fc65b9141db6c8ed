#include "base/file_name.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace svodka {
namespace {

bool is_ascii(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// The name itself when it is no UTF-8.
std::string mapped(std::string_view name, int how) {
  utf8proc_uint8_t* made = nullptr;
  const auto size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(name.data()),
                   static_cast<utf8proc_ssize_t>(name.size()), &made, static_cast<utf8proc_option_t>(how));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(made, &std::free);
  if (size < 0) return std::string(name);
  return {reinterpret_cast<const char*>(made), static_cast<std::size_t>(size)};
}

constexpr int kComposed = UTF8PROC_STABLE | UTF8PROC_COMPOSE;

}  // namespace

std::string file_name_key(std::string_view name) {
  if (!is_ascii(name)) return mapped(name, kComposed | UTF8PROC_CASEFOLD);
  std::string key(name);
  for (char& c : key) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return key;
}

std::string composed_name(std::string_view name) {
  return is_ascii(name) ? std::string(name) : mapped(name, kComposed);
}

bool is_invisible(char32_t character) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(character))) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    default:
      return false;
  }
}

}  // namespace svodka
