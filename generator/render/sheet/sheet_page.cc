#include "render/sheet/sheet_page.h"

#include <algorithm>

#include "base/utf8.h"
#include "render/sheet/sheet_measure.h"

namespace svodka::render {
namespace {

using bind::LineStyle;

constexpr double kPlainWidth = 12;  ///< columns of a sheet without tables
constexpr int kPlainColumns = 8;
constexpr double kMaxFrozenHeight =
    360;  ///< points; a frozen part higher than this would leave no room to scroll on a notebook
constexpr double kRowHeight = 15;
constexpr double kChartWidth = 180;  ///< millimetres, of a chart beside its table
constexpr std::uint8_t kPaperA3 = 8, kPaperA4 = 9;
constexpr double kMillimetresInInch = 25.4;

CellStyle style_of(LineStyle style) {
  CellStyle out{.border = false};
  switch (style) {
    case LineStyle::kTitle:
      out.size = 14, out.bold = true, out.align = LXW_ALIGN_CENTER;
      break;
    case LineStyle::kSubtitle:
      out.size = 12, out.align = LXW_ALIGN_CENTER;
      break;
    case LineStyle::kHeading:
      out.size = 12, out.bold = true;
      break;
    case LineStyle::kRight:
      out.size = 12, out.align = LXW_ALIGN_RIGHT;
      break;
    case LineStyle::kCorner:
      out.size = 12;
      break;
    case LineStyle::kNote:
      out.size = 10;
      break;
    case LineStyle::kText:
      out.size = 12;
      break;
  }
  return out;
}

double pixels(double millimetres) { return millimetres / kMillimetresInInch * 96; }

}  // namespace

SheetPage::SheetPage(lxw_workbook* workbook, lxw_worksheet* sheet, const std::string& name, StyleBook& styles,
                     const bind::SheetLayout& layout, const Row& root, Diagnostics& out)
    : workbook_(workbook), canvas_(sheet, name, styles, out), layout_(layout), root_(root), out_(out) {}

void SheetPage::write(const OpenRows& open_rows) {
  set_columns();
  codes();
  lines(layout_.above);
  for (const auto& spec : layout_.tables) table(spec, open_rows);
  charts_below();
  if (!layout_.below.empty()) ++row_;
  lines(layout_.below);
  for (const auto& spec : layout_.signatures) signature(spec);
  charts_elsewhere();
  freeze();
  printing();
}

void SheetPage::set_columns() {
  for (const auto& spec : layout_.tables)
    for (std::size_t i = 0; i < spec.columns.size(); ++i) {
      if (grid_.widths.size() <= i) grid_.widths.push_back(0);
      grid_.widths[i] = std::max(grid_.widths[i], natural_width(spec.columns[i]));
    }
  if (grid_.widths.empty()) grid_.widths.assign(kPlainColumns, kPlainWidth);
  for (int i = 0; i <= grid_.last(); ++i)
    worksheet_set_column(canvas_.raw(), static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), grid_.widths[i],
                         nullptr);
}

/// The first of the last columns that are together at least so wide.
int SheetPage::first_of_last(double width) const {
  int first = grid_.last();
  while (first > 0 && grid_.width(first, grid_.last()) < width) --first;
  return first;
}

void SheetPage::codes() {
  constexpr double kCodeWidth = 12;
  constexpr double kLabelWidth = 44;
  if (!layout_.codes) return;
  const int code = first_of_last(kCodeWidth);
  const int label = code == 0 ? 0 : std::min(code - 1, first_of_last(kCodeWidth + kLabelWidth));
  const CellStyle box{.align = LXW_ALIGN_CENTER, .vertical = LXW_ALIGN_VERTICAL_CENTER};
  const CellStyle beside{
      .align = LXW_ALIGN_RIGHT, .vertical = LXW_ALIGN_VERTICAL_CENTER, .border = false, .indent = 1};
  const auto put = [&](const std::string& label_text, const std::string& value, const Position& at) {
    const double needed =
        std::max(wrapped_height(label_text, grid_.width(label, std::max(label, code - 1)), 11, false),
                 wrapped_height(value, grid_.width(code, grid_.last()), 11, false));
    canvas_.height(row_, std::max(kRowHeight, needed));
    if (code > 0 && !label_text.empty()) canvas_.across(row_, label, code - 1, label_text, beside, at);
    canvas_.across(row_, code, grid_.last(), value, box, at);
    height_above_ += std::max(kRowHeight, needed);
    ++row_;
  };
  const auto& corner = *layout_.codes;
  put("", fill(corner.title, root_, out_), corner.title.at);
  for (const auto& row : corner.rows)
    put(fill(row.label, root_, out_), fill(row.value, root_, out_), row.value.at);
  ++row_;
  height_above_ += kRowHeight;
}

void SheetPage::lines(const std::vector<bind::SheetLine>& all) {
  for (const auto& one : all) {
    const auto words = fill(one.text, root_, out_);
    if (one.text.blank()) {
      ++row_;
      height_above_ += kRowHeight;
    } else if (!words.empty()) {
      line(words, one.style, one.text.at);
    }
  }
}

void SheetPage::line(const std::string& words, LineStyle style, const Position& at) {
  const auto look = style_of(style);
  const int first = style == LineStyle::kCorner ? first_of_last(grid_.width(0, grid_.last()) / 3) : 0;
  const double height = wrapped_height(words, grid_.width(first, grid_.last()), look.size, look.bold);
  canvas_.height(row_, height);
  canvas_.across(row_, first, grid_.last(), words, look, at);
  height_above_ += height;
  ++row_;
}

void SheetPage::table(const bind::SheetTable& spec, const OpenRows& open_rows) {
  if (row_ > 0) ++row_;
  const auto heading = fill(spec.heading, root_, out_);
  if (!heading.empty()) line(heading, LineStyle::kHeading, spec.heading.at);
  TablePlace place{.header = row_, .columns = static_cast<int>(spec.columns.size())};
  row_ = write_header(canvas_, spec, grid_, row_, root_, out_);
  place.header_end = row_ - 1;
  TableWriter writer(canvas_, spec, grid_, out_);
  if (!layout_.charts.empty()) writer.keep_points();
  const auto rows = open_rows(spec.rows);
  writer.write_rows(*rows, row_, root_);
  place.first_data = writer.first_data();
  place.last_data = writer.last_data();
  // The library takes a filter only while its last row is still at hand.
  if (layout_.filter && place.last_data >= place.first_data)
    worksheet_autofilter(canvas_.raw(), static_cast<lxw_row_t>(place.header_end), 0,
                         static_cast<lxw_row_t>(place.last_data), static_cast<lxw_col_t>(place.columns - 1));
  row_ = writer.write_total();
  place.points = writer.take_points();
  places_.push_back(std::move(place));
  highlights(spec, places_.back());
  lines(spec.notes);
}

void SheetPage::signature(const bind::Signature& spec) {
  const auto post = fill(spec.post, root_, out_);
  const auto name = fill(spec.name, root_, out_);
  ++row_;
  const CellStyle left{.size = 12, .vertical = LXW_ALIGN_VERTICAL_BOTTOM, .border = false};
  CellStyle right = left;
  right.align = LXW_ALIGN_RIGHT;
  const int split = std::max(grid_.last() == 0 ? 0 : 1, first_of_last(grid_.width(0, grid_.last()) * 0.35));
  canvas_.height(
      row_, std::max(20.0, wrapped_height(post, grid_.width(0, std::max(0, split - 1)), left.size, false)));
  canvas_.across(row_, 0, std::max(0, split - 1), post, left, spec.post.at);
  if (split > 0) canvas_.across(row_, split, grid_.last(), name, right, spec.name.at);
  ++row_;
}

void SheetPage::highlights(const bind::SheetTable& spec, const TablePlace& place) {
  if (place.last_data < place.first_data) return;
  for (const auto& rule : spec.highlight) highlight(rule, spec, place);
}

void SheetPage::highlight(const bind::Highlight& rule, const bind::SheetTable& spec,
                          const TablePlace& place) {
  const auto& column = spec.columns[rule.column];
  const std::string cell = "$" + cell_name(place.first_data, rule.column);
  std::string formula = highlight_formula(rule, cell, column.empty ? *column.empty : spec.empty);
  lxw_conditional_format format{};
  format.type = LXW_CONDITIONAL_TYPE_FORMULA;
  format.value_string = formula.data();
  format.format = canvas_.styles().highlight(rule.fill, rule.bold);
  const int first = rule.row ? 0 : rule.column;
  const int last = rule.row ? place.columns - 1 : rule.column;
  worksheet_conditional_format_range(canvas_.raw(), static_cast<lxw_row_t>(place.first_data),
                                     static_cast<lxw_col_t>(first), static_cast<lxw_row_t>(place.last_data),
                                     static_cast<lxw_col_t>(last), &format);
}

void SheetPage::charts_below() {
  for (const auto& spec : layout_.charts) {
    if (spec.place != bind::SheetChart::Place::kBelow) continue;
    auto* chart = make_chart(workbook_, spec, layout_.tables[spec.table], places_[spec.table], canvas_.name(),
                             root_, out_);
    if (!chart) continue;
    ++row_;
    const double width = std::min(spec.width > 0 ? pixels(spec.width) : grid_.pixels(), grid_.pixels());
    lxw_chart_options options{.x_offset = 0,
                              .y_offset = 0,
                              .x_scale = width / 480.0,
                              .y_scale = pixels(spec.height) / 288.0,
                              .object_position = LXW_OBJECT_MOVE_DONT_SIZE};
    worksheet_insert_chart_opt(canvas_.raw(), static_cast<lxw_row_t>(row_), 0, chart, &options);
    row_ += static_cast<int>(pixels(spec.height) / 20) + 2;
  }
}

/// «Диаграмма», «Диаграмма 2» …: the first that no sheet has.
std::string SheetPage::chart_sheet_name() const {
  const std::string base = "Диаграмма";
  for (int n = 1;; ++n) {
    auto name = n == 1 ? base : base + " " + std::to_string(n);
    if (!workbook_get_worksheet_by_name(workbook_, name.c_str()) &&
        !workbook_get_chartsheet_by_name(workbook_, name.c_str()))
      return name;
  }
}

void SheetPage::chart_sheet(lxw_chart* chart) {
  auto* sheet = workbook_add_chartsheet(workbook_, chart_sheet_name().c_str());
  if (!sheet) return;
  chartsheet_set_chart(sheet, chart);
  chartsheet_set_landscape(sheet);
  chartsheet_set_paper(sheet, kPaperA4);
}

void SheetPage::charts_elsewhere() {
  for (const auto& spec : layout_.charts) {
    if (spec.place == bind::SheetChart::Place::kBelow) continue;
    auto* chart = make_chart(workbook_, spec, layout_.tables[spec.table], places_[spec.table], canvas_.name(),
                             root_, out_);
    if (!chart) continue;
    if (spec.place == bind::SheetChart::Place::kSheet) {
      chart_sheet(chart);
      continue;
    }
    lxw_chart_options options{.x_offset = 20,
                              .y_offset = 0,
                              .x_scale = pixels(spec.width > 0 ? spec.width : kChartWidth) / 480.0,
                              .y_scale = pixels(spec.height) / 288.0,
                              .object_position = LXW_OBJECT_MOVE_DONT_SIZE};
    worksheet_insert_chart_opt(canvas_.raw(), static_cast<lxw_row_t>(places_[spec.table].header),
                               static_cast<lxw_col_t>(grid_.last() + 1), chart, &options);
  }
}

void SheetPage::freeze() {
  const bool header = layout_.freeze_header && !places_.empty() && height_above_ < kMaxFrozenHeight;
  const int rows = header ? places_[0].header_end + 1 : 0;
  if (rows > 0 || layout_.freeze_columns > 0)
    worksheet_freeze_panes(canvas_.raw(), static_cast<lxw_row_t>(rows),
                           static_cast<lxw_col_t>(layout_.freeze_columns));
}

/// A header or footer, in the sheet's font. Its own codes (&P, &N) are for the user to write.
std::string SheetPage::running_text(const bind::Phrase& phrase) {
  constexpr std::size_t kMaxRunningText = 254;
  auto words = fill(phrase, root_, out_);
  if (words.empty()) return words;
  words = std::string("&C&9&\"") + kSheetFont + ",Regular\"" + words;
  if (utf8::length(words) <= kMaxRunningText) return words;
  out_.error(phrase.at, "running-text-too-long",
             text("колонтитул длиннее {} знаков", "the header or footer is longer than {} characters",
                  kMaxRunningText - 40));
  return {};
}

void SheetPage::printing() {
  auto* sheet = canvas_.raw();
  const auto& print = layout_.print;
  if (print.landscape)
    worksheet_set_landscape(sheet);
  else
    worksheet_set_portrait(sheet);
  worksheet_set_paper(sheet, print.a3 ? kPaperA3 : kPaperA4);
  worksheet_set_margins(sheet, print.left / kMillimetresInInch, print.right / kMillimetresInInch,
                        print.top / kMillimetresInInch, print.bottom / kMillimetresInInch);
  if (print.fit != bind::SheetPrint::Fit::kNone)
    worksheet_fit_to_pages(sheet, 1, print.fit == bind::SheetPrint::Fit::kPage ? 1 : 0);
  if (print.repeat_header && places_.size() == 1)
    worksheet_repeat_rows(sheet, static_cast<lxw_row_t>(places_[0].header),
                          static_cast<lxw_row_t>(places_[0].header_end));
  const auto header = running_text(print.header);
  const auto footer = running_text(print.footer);
  if (!header.empty()) worksheet_set_header(sheet, header.c_str());
  if (!footer.empty()) worksheet_set_footer(sheet, footer.c_str());
  const bool beside = std::any_of(layout_.charts.begin(), layout_.charts.end(), [](const auto& chart) {
    return chart.place == bind::SheetChart::Place::kRight;
  });
  if (!beside && row_ > 0)
    worksheet_print_area(sheet, 0, 0, static_cast<lxw_row_t>(row_ - 1), static_cast<lxw_col_t>(grid_.last()));
}

}  // namespace svodka::render
