#include "base/utf8.h"

#include <simdjson.h>

#include <algorithm>

namespace svodka::utf8 {
namespace {

// Length of the well-formed sequence at `offset`, 0 if there is none.
std::size_t sequence(std::string_view bytes, std::size_t offset) {
  const auto at = [&](std::size_t i) -> unsigned {
    return offset + i < bytes.size() ? static_cast<unsigned char>(bytes[offset + i]) : 0u;
  };
  const auto tail = [&](std::size_t i) { return (at(i) & 0xC0u) == 0x80u; };
  const unsigned lead = at(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (!tail(1) || !tail(2)) return 0;
    if (lead == 0xE0 && at(1) < 0xA0) return 0;
    if (lead == 0xED && at(1) > 0x9F) return 0;
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (!tail(1) || !tail(2) || !tail(3)) return 0;
    if (lead == 0xF0 && at(1) < 0x90) return 0;
    if (lead == 0xF4 && at(1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

// Without branches, so that the compiler makes it many bytes a step.
bool may_hold_not_xml(std::string_view bytes) {
  unsigned found = 0;
  for (const char byte : bytes) {
    const auto c = static_cast<unsigned char>(byte);
    found |= static_cast<unsigned>(c < 0x20) & static_cast<unsigned>((c != '\t') & (c != '\n') & (c != '\r'));
    found |= static_cast<unsigned>(c == 0xEF);
  }
  return found != 0;
}

template <typename F>
std::string mapped(std::string_view bytes, F map) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size();) append(out, map(next(bytes, i)));
  return out;
}

}  // namespace

std::optional<std::size_t> first_invalid(std::string_view bytes) {
  if (simdjson::validate_utf8(bytes.data(), bytes.size())) return std::nullopt;
  for (std::size_t i = 0; i < bytes.size();) {
    const auto n = sequence(bytes, i);
    if (n == 0) return i;
    i += n;
  }
  return std::nullopt;
}

std::optional<std::size_t> first_not_xml(std::string_view bytes) {
  constexpr std::size_t kBlock = 256;
  for (std::size_t start = 0; start < bytes.size(); start += kBlock) {
    const auto block = bytes.substr(start, kBlock);
    if (!may_hold_not_xml(block)) continue;
    for (std::size_t i = start; i < start + block.size(); ++i) {
      const auto c = static_cast<unsigned char>(bytes[i]);
      if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return i;
      if (c == 0xEF && bytes.substr(i, 3) >= "\xEF\xBF\xBE") return i;
    }
  }
  return std::nullopt;
}

std::size_t length(std::string_view bytes) {
  std::size_t n = 0;
  for (const char c : bytes) n += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
  return n;
}

char32_t next(std::string_view bytes, std::size_t& offset) {
  const auto n = sequence(bytes, offset);
  const auto at = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(bytes[offset + i]));
  };
  char32_t c = at(0);
  if (n == 2) c = (c & 0x1F) << 6 | (at(1) & 0x3F);
  if (n == 3) c = (c & 0x0F) << 12 | (at(1) & 0x3F) << 6 | (at(2) & 0x3F);
  if (n == 4) c = (c & 0x07) << 18 | (at(1) & 0x3F) << 12 | (at(2) & 0x3F) << 6 | (at(3) & 0x3F);
  offset += n == 0 ? 1 : n;
  return c;
}

void append(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18), put(0x80 | (c >> 12 & 0x3F)), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  }
}

char32_t lower(char32_t c) {
  if (c >= U'A' && c <= U'Z') return c + 32;
  if (c >= U'А' && c <= U'Я') return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  return c;
}

char32_t upper(char32_t c) {
  if (c >= U'a' && c <= U'z') return c - 32;
  if (c >= U'а' && c <= U'я') return c - 32;
  if (c >= 0x450 && c <= 0x45F) return c - 80;
  return c;
}

std::string lower(std::string_view bytes) {
  if (std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    std::string out(bytes);
    for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return out;
  }
  return mapped(bytes, [](char32_t c) { return lower(c); });
}

std::string upper(std::string_view bytes) {
  return mapped(bytes, [](char32_t c) { return upper(c); });
}

bool is_cyrillic(char32_t c) { return c >= 0x400 && c <= 0x52F; }

bool is_letter(char32_t c) { return is_cyrillic(c) || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z'); }

bool looks_like_windows_1251(std::string_view bytes) {
  // In Windows-1251 the Russian letters are 0xC0-0xFF, and nearly every high byte of a Russian text is one.
  std::size_t high = 0, letters = 0;
  for (const char byte : bytes) {
    const auto c = static_cast<unsigned char>(byte);
    if (c < 0x80) continue;
    ++high;
    letters += c >= 0xC0 || c == 0xA8 || c == 0xB8;
  }
  return high > 0 && letters * 10 >= high * 8;
}

}  // namespace svodka::utf8
