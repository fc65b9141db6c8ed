#include "render/sheet/sheet_page.h"

#include <algorithm>

#include "base/utf8.h"
#include "render/sheet/repeated_rows.h"
#include "render/sheet/sheet_measure.h"

namespace svodka::render {
namespace {

using bind::LineStyle;

constexpr double kPlainWidth = 12;  ///< columns of a sheet without tables
constexpr int kPlainColumns = 8;
constexpr double kRowHeight = 15;
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

SheetPage::SheetPage(SheetBook& book, const std::string& name, const bind::SheetLayout& layout,
                     const Row& root, Diagnostics& out)
    : book_(book), layout_(layout), root_(root), out_(out), name_(name) {}

void SheetPage::begin_sheet(const std::string& name) {
  canvas_ = &book_.add(name);
  row_ = 0;
  height_above_ = 0;
  validations_ = 0;
  ++sheets_;
  here_.clear();
  const bool beside = std::any_of(layout_.charts.begin(), layout_.charts.end(), [](const auto& chart) {
    return chart.place == bind::SheetChart::Place::kRight;
  });
  const bool pictures = std::any_of(layout_.tables.begin(), layout_.tables.end(), [](const auto& table) {
    return std::any_of(table.columns.begin(), table.columns.end(), [](const auto& column) {
      return column.embed.kind == bind::Embed::Kind::kImage || column.embed.kind == bind::Embed::Kind::kQr;
    });
  });
  const auto has_picture = [](const bind::SheetLine& line) { return line.picture.has_value(); };
  const bool in_lines = std::any_of(layout_.above.begin(), layout_.above.end(), has_picture) ||
                        std::any_of(layout_.below.begin(), layout_.below.end(), has_picture);
  if (beside || pictures || in_lines) canvas_->remember_heights();
}

void SheetPage::end_sheet() {
  set_columns();
  freeze();
  protect();
  printing();
}

void SheetPage::write(const OpenTable& open_table) {
  auto tables = plan(open_table);
  begin_sheet(name_);
  set_columns();
  codes();
  lines(layout_.above);
  for (auto& planned : tables) table(planned, open_table);
  charts_below();
  if (!layout_.below.empty()) ++row_;
  lines(layout_.below);
  for (const auto& spec : layout_.signatures) signature(spec);
  charts_elsewhere();
  end_sheet();
}

double SheetPage::page_pixels() const {
  const auto& print = layout_.print;
  if (print.fit == bind::SheetPrint::Fit::kNone) return 0;
  const double width = print.a3 ? (print.landscape ? 420 : 297) : (print.landscape ? 297 : 210);
  return pixels(width - print.left - print.right);
}

/// Opens the tables, and by their first rows decides how wide the columns are.
std::vector<SheetPage::PlannedTable> SheetPage::plan(const OpenTable& open_table) {
  std::vector<PlannedTable> tables;
  WidthPlan widths;
  for (const auto& spec : layout_.tables) {
    auto& planned = tables.emplace_back(PlannedTable{&spec, fill_bands(spec, root_, out_), nullptr});
    widths.add_header(spec, planned.bands, layout_.filter || spec.excel_table.has_value());
    auto rows = std::make_unique<RepeatedRows>(open_table(spec.rows), spec.source_notes);
    Diagnostics found_again;  // when the rows are written
    CellMaker maker(spec, book_.pictures(), found_again);
    for (const auto& row : rows->seen()) {
      maker.make(row);
      widths.add_cells(spec, maker.cells());
    }
    planned.rows = std::move(rows);
  }
  grid_.widths = widths.widths(page_pixels());
  if (grid_.widths.empty()) grid_.widths.assign(kPlainColumns, kPlainWidth);
  return tables;
}

void SheetPage::set_columns() {
  for (int i = 0; i <= grid_.last(); ++i)
    worksheet_set_column(canvas_->raw(), static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i),
                         grid_.widths[i], nullptr);
}

/// Numbers do not wrap: what came after the rows that were looked at may need more room.
void SheetPage::widen(const bind::SheetTable& table, const std::vector<NumberRange>& numbers) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].width > 0 || (numbers[i].least == 0 && numbers[i].greatest == 0)) continue;
    const bool bold = table.levels || table.total;
    grid_.widths[i] =
        std::max(grid_.widths[i], WidthPlan::for_numbers(numbers[i], table.columns[i].format, bold));
  }
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
    canvas_->height(row_, std::max(kRowHeight, needed));
    if (code > 0 && !label_text.empty()) canvas_->across(row_, label, code - 1, label_text, beside, at);
    canvas_->across(row_, code, grid_.last(), value, box, at);
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
    if (one.picture) {
      picture_line(one);
      continue;
    }
    const auto words = fill(one.text, root_, out_);
    if (one.text.blank()) {
      ++row_;
      height_above_ += kRowHeight;
    } else if (!words.empty()) {
      line(words, one);
    }
  }
}

void SheetPage::heading(const bind::Phrase& phrase) {
  const auto words = fill(phrase, root_, out_);
  if (words.empty()) return;
  bind::SheetLine spec{.style = LineStyle::kHeading};
  spec.text.at = phrase.at;
  line(words, spec);
}

void SheetPage::line(const std::string& words, const bind::SheetLine& spec) {
  const auto look = style_of(spec.style);
  const int first = spec.style == LineStyle::kCorner ? first_of_last(grid_.width(0, grid_.last()) / 3) : 0;
  const auto runs = spec.markdown ? cell_runs(words) : std::vector<CellRun>{{words}};
  const double height = wrapped_height(plain_text(runs), grid_.width(first, grid_.last()), look.size,
                                       look.bold || spec.markdown);
  canvas_->height(row_, height);
  canvas_->rich(row_, first, runs, look, spec.text.at);
  for (int column = first + 1; column <= grid_.last(); ++column) canvas_->blank(row_, column, look);
  canvas_->merge(row_, first, row_, grid_.last(), spec.text.at);
  height_above_ += height;
  ++row_;
}

void SheetPage::picture_line(const bind::SheetLine& spec) {
  const auto file = fill(spec.picture->file, root_, out_);
  if (file.empty()) return;
  const PictureSource source{spec.picture->file.at, "picture", file};
  auto picture = book_.pictures().read(source, out_);
  if (picture && picture->kind == PictureKind::kSvg) {
    auto png = read_picture(source, picture->fallback, out_);
    picture = png ? std::make_shared<const Picture>(std::move(*png)) : nullptr;
  }
  if (!picture) return;
  const double natural = picture->height / picture->dpi_y / (picture->width / picture->dpi_x);
  double width = pixels(spec.picture->width), height = pixels(spec.picture->height);
  if (width == 0 && height == 0) width = picture->width * 96 / picture->dpi_x;
  if (height == 0) height = width * natural;
  if (width == 0) width = height / natural;
  constexpr double kHighestRow = 540;  // pixels
  if (const double scale = std::min({1.0, grid_.pixels() / width, kHighestRow / height}); scale < 1)
    width *= scale, height *= scale;
  const auto align = style_of(spec.style).align;
  const double room = grid_.pixels() - width;
  double left = align == LXW_ALIGN_CENTER ? room / 2 : align == LXW_ALIGN_RIGHT ? room : 0;
  int column = 0;  // the one in which the picture begins
  while (column < grid_.last() && left >= column_pixels(grid_.widths[column]))
    left -= column_pixels(grid_.widths[column++]);
  canvas_->height(row_, height * 0.75 + 4);
  canvas_->picture({.row = row_, .column = column, .left = left, .top = 2, .width = width, .height = height},
                   *picture, file, spec.picture->file.at);
  height_above_ += height * 0.75 + 4;
  ++row_;
}

void SheetPage::table(PlannedTable& planned, const OpenTable& open_table) {
  const auto& spec = *planned.spec;
  if (row_ > 0) ++row_;
  heading(spec.heading);
  TablePlace place{.table = &spec, .header = row_, .columns = static_cast<int>(spec.columns.size())};
  for (const auto& band : planned.bands) place.headings.push_back(band.back());
  row_ = write_header(*canvas_, spec, planned.bands, grid_, row_);
  place.header_end = row_ - 1;
  TableWriter writer(*canvas_, spec, grid_, book_.pictures(), book_.limits(), out_);
  if (!layout_.charts.empty()) writer.keep_points();
  writer.write_rows(*planned.rows, row_, root_, [&](int first, int last) {
    place.first_data = first, place.last_data = last;
    filter(place);
    widen(spec, writer.numbers());
    finish_table(place, open_table);
    return next_sheet(planned, place);
  });
  planned.rows.reset();
  place.first_data = writer.first_data();
  place.last_data = writer.last_data();
  filter(place);
  row_ = writer.write_total();
  widen(spec, writer.numbers());
  place.points = writer.take_points();
  divided_.push_back(writer.divided());
  finish_table(place, open_table);
  places_.push_back(std::move(place));
  lines(spec.notes);
}

/// Ends a sheet that is full and begins the next with the table's header.
std::pair<SheetCanvas*, int> SheetPage::next_sheet(const PlannedTable& planned, TablePlace& place) {
  row_ = place.last_data + 1;
  end_sheet();
  begin_sheet(book_.next_name(name_));
  set_columns();
  place.header = 0;
  row_ = write_header(*canvas_, *planned.spec, planned.bands, grid_, 0);
  place.header_end = row_ - 1;
  return {canvas_, row_};
}

void SheetPage::signature(const bind::Signature& spec) {
  const auto post = fill(spec.post, root_, out_);
  const auto name = fill(spec.name, root_, out_);
  ++row_;
  const CellStyle left{.size = 12, .vertical = LXW_ALIGN_VERTICAL_BOTTOM, .border = false};
  CellStyle right = left;
  right.align = LXW_ALIGN_RIGHT;
  const int split = std::max(grid_.last() == 0 ? 0 : 1, first_of_last(grid_.width(0, grid_.last()) * 0.35));
  canvas_->height(
      row_, std::max(20.0, wrapped_height(post, grid_.width(0, std::max(0, split - 1)), left.size, false)));
  canvas_->across(row_, 0, std::max(0, split - 1), post, left, spec.post.at);
  if (split > 0) canvas_->across(row_, split, grid_.last(), name, right, spec.name.at);
  ++row_;
}

}  // namespace svodka::render
