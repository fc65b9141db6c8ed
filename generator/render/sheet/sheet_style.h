#pragma once

#include <xlsxwriter.h>

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "bind/sheet_layout.h"

namespace svodka::render {

/// How a cell looks. The defaults are those of a table's cell of text.
struct CellStyle {
  double size = 11;
  bool bold = false;
  bool italic = false;
  bool strike = false;
  int align = LXW_ALIGN_LEFT;
  int vertical = LXW_ALIGN_VERTICAL_TOP;
  bool border = true;
  bool underline = false;  ///< a line under the cell
  bool link = false;       ///< blue, with a line under the letters
  bool unlocked = false;   ///< may be changed on a protected sheet
  int indent = 0;
  std::string number_format;

  auto key() const {
    return std::tie(size, bold, italic, strike, align, vertical, border, underline, link, unlocked, indent,
                    number_format);
  }
  friend bool operator<(const CellStyle& a, const CellStyle& b) { return a.key() < b.key(); }
};

/// The formats of a workbook, each made once.
class StyleBook {
 public:
  explicit StyleBook(lxw_workbook* workbook);
  lxw_format* get(const CellStyle& style);
  /// What a conditional format puts over a cell.
  lxw_format* highlight(const bind::Highlight& rule);

 private:
  lxw_workbook* workbook_;
  std::map<CellStyle, lxw_format*> made_;
};

inline constexpr char kSheetFont[] = "Times New Roman";

}  // namespace svodka::render
