#include "render/sheet/sheet_verify.h"

#include <fmt/format.h>
#include <zip.h>

#include <array>
#include <memory>
#include <string_view>

namespace svodka::render {
namespace {

using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;
using Entry = std::unique_ptr<zip_file_t, decltype(&zip_fclose)>;

struct PartSummary {
  bool whole = false;  ///< read to the end, with the right checksum
  std::size_t bytes = 0;
  long rows = 0;
  std::string tail;
};

constexpr std::string_view kRow = "<row ";
constexpr std::size_t kTail = 16;

long count_rows(std::string_view text) {
  long rows = 0;
  for (auto at = text.find(kRow); at != std::string_view::npos; at = text.find(kRow, at + 1)) ++rows;
  return rows;
}

PartSummary read_part(zip_t* archive, zip_uint64_t index) {
  PartSummary summary;
  const Entry entry(zip_fopen_index(archive, index, 0), &zip_fclose);
  if (!entry) return summary;
  std::string block(1 << 16, '\0');
  std::string kept;
  while (true) {
    const auto got = zip_fread(entry.get(), block.data(), block.size());
    if (got < 0) return summary;
    if (got == 0) break;
    summary.bytes += static_cast<std::size_t>(got);
    kept.append(block.data(), static_cast<std::size_t>(got));
    summary.rows += count_rows(kept);
    const auto keep = std::min(kept.size(), kRow.size() - 1);
    summary.tail =
        (summary.tail + kept).substr(std::max<std::size_t>(summary.tail.size() + kept.size(), kTail) - kTail);
    kept.erase(0, kept.size() - keep);
  }
  summary.whole = true;
  return summary;
}

}  // namespace

std::optional<std::string> workbook_fault(const std::filesystem::path& path,
                                          const std::vector<long>& rows_of_sheets) {
  int code = 0;
  const Archive archive(zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code), &zip_discard);
  if (!archive) return "not a zip package";
  std::size_t sheets = 0;
  for (const char* needed : {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/styles.xml",
                             "xl/_rels/workbook.xml.rels"})
    if (zip_name_locate(archive.get(), needed, 0) < 0) return fmt::format("{} is missing", needed);
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(zip_get_num_entries(archive.get(), 0)); ++i) {
    const std::string_view name = zip_get_name(archive.get(), i, 0);
    const auto part = read_part(archive.get(), i);
    if (!part.whole || part.bytes == 0) return fmt::format("{} is damaged", name);
    if (!name.starts_with("xl/worksheets/sheet")) continue;
    const auto number = static_cast<std::size_t>(std::atoi(std::string(name.substr(19)).c_str()));
    if (number == 0 || number > rows_of_sheets.size()) return fmt::format("{} is too much", name);
    if (part.rows != rows_of_sheets[number - 1])
      return fmt::format("{} has {} rows of {}", name, part.rows, rows_of_sheets[number - 1]);
    if (part.tail.find("</worksheet>") == std::string::npos) return fmt::format("{} is cut off", name);
    ++sheets;
  }
  if (sheets != rows_of_sheets.size()) return fmt::format("{} sheets of {}", sheets, rows_of_sheets.size());
  return std::nullopt;
}

}  // namespace svodka::render
