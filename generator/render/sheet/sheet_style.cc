#include "render/sheet/sheet_style.h"

namespace svodka::render {
namespace {

constexpr lxw_color_t kLinkColour = 0x0563C1;

}  // namespace

StyleBook::StyleBook(lxw_workbook* workbook) : workbook_(workbook) {
  // The widths of columns are counted in digits of the workbook's own font. It is the library's first format,
  // Calibri unless changed, and where that font is missing every column would come out wider than the text in
  // it was reckoned for.
  auto* own = STAILQ_FIRST(workbook->formats);
  format_set_font_name(own, kSheetFont);
  format_set_font_scheme(own, "");
}

lxw_format* StyleBook::get(const CellStyle& style) {
  auto& format = made_[style];
  if (format) return format;
  format = workbook_add_format(workbook_);
  format_set_font_name(format, kSheetFont);
  format_set_font_size(format, style.size);
  if (style.bold) format_set_bold(format);
  if (style.italic) format_set_italic(format);
  if (style.strike) format_set_font_strikeout(format);
  if (style.link) {
    format_set_font_color(format, kLinkColour);
    format_set_underline(format, LXW_UNDERLINE_SINGLE);
  }
  if (style.unlocked) format_set_unlocked(format);
  format_set_align(format, static_cast<std::uint8_t>(style.align));
  format_set_align(format, static_cast<std::uint8_t>(style.vertical));
  format_set_text_wrap(format);
  if (style.border) format_set_border(format, LXW_BORDER_THIN);
  if (style.underline) format_set_bottom(format, LXW_BORDER_THIN);
  if (style.indent > 0) format_set_indent(format, static_cast<std::uint8_t>(style.indent));
  if (!style.number_format.empty()) format_set_num_format(format, style.number_format.c_str());
  return format;
}

lxw_format* StyleBook::highlight(const bind::Highlight& rule) {
  auto* format = workbook_add_format(workbook_);
  if (rule.fill) format_set_bg_color(format, rule.fill);
  if (rule.text_fill) format_set_font_color(format, rule.text_fill);
  if (rule.bold) format_set_bold(format);
  if (rule.italic) format_set_italic(format);
  return format;
}

}  // namespace svodka::render
