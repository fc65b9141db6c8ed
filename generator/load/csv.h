#pragma once

#include <string>
#include <vector>

#include "base/source_file.h"
#include "load/yaml_places.h"

namespace svodka::load {

struct CsvCell {
  std::string text;  ///< without its quotes
  Mark mark;
};

struct CsvRow {
  int line = 0;  ///< where it begins
  std::vector<CsvCell> cells;

  bool is_blank() const;  ///< nothing but blanks in every cell
};

/// Reads a table in the form of RFC 4180: quotes, `""` for a quote inside them, line ends inside them; LF,
/// CRLF and CR alone, which ends a row but no line as SourceFile counts them. One row at a time, so that a
/// long table need not stand in memory.
class CsvReader {
 public:
  CsvReader(const SourceFile& file, char delimiter) : file_(&file), places_(file), delimiter_(delimiter) {}

  /// Puts the next row into `row`; false at the end. A quote that is never closed and text after a closing
  /// quote are findings `csv-syntax`; the first ends the table.
  bool next(CsvRow& row, Diagnostics& out);

 private:
  CsvCell cell(Diagnostics& out);
  std::string quoted(Diagnostics& out, const Mark& mark);
  std::string plain();
  void end_line();

  const SourceFile* file_;
  Places places_;
  char delimiter_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
};

/// Text in Windows-1251 as UTF-8. The one byte that stands for nothing (0x98) becomes U+FFFD.
std::string from_windows_1251(std::string_view bytes);

}  // namespace svodka::load
