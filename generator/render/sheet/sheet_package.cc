#include "render/sheet/sheet_package.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>

#include "package/deflate_stream.h"

namespace svodka::render {
namespace {

constexpr std::string_view kSheetPart = "xl/worksheets/sheet";
constexpr std::string_view kEmpty = "<sheetData/>", kOpen = "<sheetData>", kClose = "</sheetData>";

/// Our own package: no bomb.
constexpr package::ZipLimits kNoLimits{.max_entries = 100'000,
                                       .max_entry_bytes = std::numeric_limits<std::uint32_t>::max(),
                                       .max_ratio = std::numeric_limits<std::uint32_t>::max()};

/// Where the library's own rows stand in a sheet's part: from, to. Nothing of a user's is written with `<`.
std::optional<std::pair<std::size_t, std::size_t>> rows_of(std::string_view part) {
  if (const auto at = part.find(kEmpty); at != std::string_view::npos)
    return std::pair{at, at + kEmpty.size()};
  const auto from = part.find(kOpen), to = part.rfind(kClose);
  if (from == std::string_view::npos || to == std::string_view::npos) return std::nullopt;
  return std::pair{from, to + kClose.size()};
}

package::ZipEntry with_rows(std::string name, std::string_view part,
                            const std::pair<std::size_t, std::size_t>& place, package::ZipEntry rows) {
  using package::DeflateStream;
  DeflateStream before(std::move(name), DeflateStream::Use::kPieces), after("", DeflateStream::Use::kPieces);
  before.write(part.substr(0, place.first));
  after.write(part.substr(place.second));
  auto whole = before.finish_piece();
  package::append_piece(whole, std::move(rows));
  package::append_piece(whole, after.finish());
  return whole;
}

}  // namespace

std::optional<std::string> complete_workbook(std::string& workbook, std::vector<package::ZipEntry> rows) {
  Diagnostics found;
  auto entries = package::read_zip("", std::string(workbook), found, kNoLimits);
  if (!entries) return "not a zip package";
  for (const char* needed : {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/styles.xml",
                             "xl/_rels/workbook.xml.rels"}) {
    const auto is_it = [&](const auto& entry) { return entry.name == needed; };
    if (std::none_of(entries->begin(), entries->end(), is_it)) return fmt::format("{} is missing", needed);
  }
  std::size_t sheets = 0;
  for (auto& entry : *entries) {
    const auto part = package::inflate("", entry, found, kNoLimits);
    if (!part || part->empty()) return fmt::format("{} is damaged", entry.name);
    if (!entry.name.starts_with(kSheetPart)) continue;
    std::size_t number = 0;
    std::from_chars(entry.name.data() + kSheetPart.size(), entry.name.data() + entry.name.size(), number);
    if (number == 0 || number > rows.size()) return fmt::format("{} is too much", entry.name);
    const auto place = rows_of(*part);
    if (!place || !part->ends_with("</worksheet>")) return fmt::format("{} is cut off", entry.name);
    entry = with_rows(std::move(entry.name), *part, *place, std::move(rows[number - 1]));
    if (entry.size > std::numeric_limits<std::uint32_t>::max())
      return fmt::format("{} is larger than 4 GB", entry.name);
    ++sheets;
  }
  if (sheets != rows.size()) return fmt::format("{} sheets of {}", sheets, rows.size());
  workbook = package::write_zip(*entries);
  return std::nullopt;
}

}  // namespace svodka::render
