#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"

namespace svodka {

/// A text file in memory: valid UTF-8 without a byte-order mark, with its name as findings show it.
struct SourceFile {
  std::string path;  ///< relative to the project
  std::string text;

  /// The place of the byte at `offset`, covering `bytes` bytes. Linear in the offset; use LineIndex for many.
  Position at(std::size_t offset, std::size_t bytes = 0) const;
};

/// Finds the line and column of many offsets in one text quickly.
class LineIndex {
 public:
  explicit LineIndex(const SourceFile& file);
  Position at(std::size_t offset, std::size_t bytes = 0) const;
  /// The text of a line (from 1) without its end.
  std::string_view line(int number) const;

 private:
  const SourceFile* file_;
  std::vector<std::size_t> starts_;
};

/// Limits on what is read, so that a hostile or mistaken file cannot exhaust the machine.
inline constexpr std::size_t kMaxSourceBytes = 256u << 20;

/// Reads `root/path`. A file that cannot be read, is too large, is not UTF-8 (Windows-1251 is recognised and
/// named) or holds NUL becomes a finding with its place, and nothing is returned. A BOM is dropped.
std::optional<SourceFile> read_source(const std::filesystem::path& root, const std::string& path,
                                      Diagnostics& out);

/// The same checks on bytes already in memory.
std::optional<SourceFile> make_source(std::string path, std::string bytes, Diagnostics& out);

}  // namespace svodka
