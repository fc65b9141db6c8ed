#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "load/number_format.h"
#include "load/table_row.h"
#include "package/zip.h"

namespace svodka::load {

/// A sheet as the workbook lists it.
struct SheetEntry {
  std::string name;
  bool hidden = false;
  std::string part;  ///< "xl/worksheets/sheet1.xml"
};

/// An .xlsx file (ECMA-376 part 1, 18) opened for reading: all but the rows of its sheets, which stream
/// (SheetReader). Bounded as package/zip.h and XmlStream are; nothing but the package is ever opened.
class Workbook {
 public:
  /// Nothing when it is no such file: not a package, damaged, encrypted, or one of its neighbours (.xls,
  /// .ods, .xlsb, a web page named .xls), which the finding names with what to do.
  static std::unique_ptr<Workbook> open(const std::string& path, std::string bytes, Diagnostics& out);

  const std::string& path() const { return path_; }
  const std::vector<SheetEntry>& sheets() const { return sheets_; }
  const SheetEntry* sheet(std::string_view name) const;
  /// Days are counted from 1904, not from 1900.
  bool from_1904() const { return from_1904_; }
  /// The formulas were not calculated by the program that wrote the file (`fullCalcOnLoad`), so their results
  /// may be old or made up.
  bool is_uncalculated() const { return is_uncalculated_; }

  /// The format of a cell's style (an index into cellXfs); an unknown one is that of plain numbers.
  NumberFormat format(std::size_t style) const;
  /// A shared string; nothing when there is none of that number.
  std::optional<std::string_view> shared(std::size_t index) const;
  /// Null pointer when there is none.
  const package::ZipEntry* entry(std::string_view name) const;

 private:
  Workbook(std::string path, std::vector<package::ZipEntry> entries);
  bool read(Diagnostics& out);
  bool read_sheets(const std::string& part, Diagnostics& out);
  bool read_styles(Diagnostics& out);
  bool read_strings(Diagnostics& out);

  std::string path_;
  std::vector<package::ZipEntry> entries_;
  std::map<std::string, std::size_t, std::less<>> index_;  ///< by name in lower case
  std::vector<SheetEntry> sheets_;
  std::vector<NumberFormat> formats_;
  std::string strings_;  ///< all shared strings, one behind the other
  std::vector<std::size_t> string_ends_;
  std::string styles_part_, strings_part_;
  bool from_1904_ = false;
  bool is_uncalculated_ = false;
};

/// Streams the rows of one sheet.
class SheetReader : public TableRows {
 public:
  /// Both must outlive the reader.
  SheetReader(const Workbook& book, const SheetEntry& sheet, Diagnostics& out);
  ~SheetReader() override;

  bool next(TableRow& row, Diagnostics& out) override;
  const std::vector<MergedCells>& merged() const override { return merged_; }

 private:
  class Rows;
  std::unique_ptr<Rows> rows_;  ///< null when the workbook lacks the sheet's part
  std::vector<MergedCells> merged_;
};

/// Text as the format writes it (ST_Xstring: `_x000D_` for a line end) as plain text. A control character
/// becomes a blank.
std::string unescaped(std::string_view text);

}  // namespace svodka::load
