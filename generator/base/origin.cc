#include "base/origin.h"

#include <algorithm>
#include <charconv>

namespace svodka {
namespace {

constexpr int kMostRows = 1'048'576, kMostColumns = 16'384;

}  // namespace

Position Origin::at(const Mark& mark) const {
  auto at = mark.in(file);
  if (sheet.empty()) return at;
  at.length = 0;
  at.part = sheet;
  if (mark.line > 0) at.cell = cell_address(mark.line, std::max(mark.column, 1));
  return at;
}

std::string to_source(const Origin& origin, int line) {
  return origin.sheet.empty() ? fmt::format("{}:{}", origin.file, line)
                              : fmt::format("{}:{}!{}", origin.file, origin.sheet, line);
}

std::pair<Origin, int> parse_source(std::string_view source) {
  const auto colon = source.rfind(':');
  if (colon == std::string_view::npos) return {{std::string(source), {}}, 0};
  auto place = source.substr(colon + 1);
  Origin origin{std::string(source.substr(0, colon)), {}};
  if (const auto mark = place.rfind('!'); mark != std::string_view::npos) {
    origin.sheet = place.substr(0, mark);
    place.remove_prefix(mark + 1);
  }
  int line = 0;
  std::from_chars(place.data(), place.data() + place.size(), line);
  return {std::move(origin), line};
}

std::string cell_address(int row, int column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  return letters + std::to_string(row);
}

std::optional<std::pair<int, int>> parse_cell_address(std::string_view address) {
  int row = 0, column = 0;
  if (address.starts_with('$')) address.remove_prefix(1);
  while (!address.empty() && column <= kMostColumns) {
    const char letter = static_cast<char>(address.front() & ~0x20);
    if (letter < 'A' || letter > 'Z') break;
    column = column * 26 + (letter - 'A' + 1);
    address.remove_prefix(1);
  }
  if (address.starts_with('$')) address.remove_prefix(1);
  const auto [end, error] = std::from_chars(address.data(), address.data() + address.size(), row);
  const bool whole = error == std::errc() && end == address.data() + address.size();
  if (!whole || row < 1 || row > kMostRows || column < 1 || column > kMostColumns) return std::nullopt;
  return std::pair{row, column};
}

}  // namespace svodka
