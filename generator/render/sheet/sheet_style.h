#pragma once

#include <xlsxwriter.h>

#include <map>
#include <string>
#include <tuple>

namespace svodka::render {

/// How a cell looks. The defaults are those of a table's cell of text.
struct CellStyle {
  double size = 11;
  bool bold = false;
  bool italic = false;
  int align = LXW_ALIGN_LEFT;
  int vertical = LXW_ALIGN_VERTICAL_TOP;
  bool border = true;
  bool underline = false;  ///< a line under the cell
  int indent = 0;
  std::string number_format;

  auto key() const {
    return std::tie(size, bold, italic, align, vertical, border, underline, indent, number_format);
  }
  friend bool operator<(const CellStyle& a, const CellStyle& b) { return a.key() < b.key(); }
};

/// The formats of a workbook, each made once.
class StyleBook {
 public:
  explicit StyleBook(lxw_workbook* workbook);
  lxw_format* get(const CellStyle& style);
  /// What a conditional format puts over a cell.
  lxw_format* highlight(std::uint32_t fill, bool bold);

 private:
  lxw_workbook* workbook_;
  std::map<CellStyle, lxw_format*> made_;
};

inline constexpr char kSheetFont[] = "Times New Roman";

}  // namespace svodka::render
