#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "language/modifiers.h"
#include "render/sheet/sheet_page.h"

namespace svodka::render {
namespace {

constexpr double kMaxFrozenHeight =
    360;  ///< points; a frozen part higher than this would leave no room to scroll on a notebook
constexpr double kMillimetresInInch = 25.4;
constexpr std::uint8_t kPaperA3 = 8, kPaperA4 = 9;
constexpr std::size_t kMostListItems = 10'000;

constexpr std::uint8_t kIconSets[] = {LXW_CONDITIONAL_ICONS_3_ARROWS_COLORED,
                                      LXW_CONDITIONAL_ICONS_3_ARROWS_GRAY,
                                      LXW_CONDITIONAL_ICONS_3_FLAGS,
                                      LXW_CONDITIONAL_ICONS_3_TRAFFIC_LIGHTS_UNRIMMED,
                                      LXW_CONDITIONAL_ICONS_3_TRAFFIC_LIGHTS_RIMMED,
                                      LXW_CONDITIONAL_ICONS_3_SIGNS,
                                      LXW_CONDITIONAL_ICONS_3_SYMBOLS_CIRCLED,
                                      LXW_CONDITIONAL_ICONS_3_SYMBOLS_UNCIRCLED,
                                      LXW_CONDITIONAL_ICONS_4_ARROWS_COLORED,
                                      LXW_CONDITIONAL_ICONS_4_ARROWS_GRAY,
                                      LXW_CONDITIONAL_ICONS_4_RED_TO_BLACK,
                                      LXW_CONDITIONAL_ICONS_4_RATINGS,
                                      LXW_CONDITIONAL_ICONS_4_TRAFFIC_LIGHTS,
                                      LXW_CONDITIONAL_ICONS_5_ARROWS_COLORED,
                                      LXW_CONDITIONAL_ICONS_5_ARROWS_GRAY,
                                      LXW_CONDITIONAL_ICONS_5_RATINGS,
                                      LXW_CONDITIONAL_ICONS_5_QUARTERS};

void set_look(lxw_conditional_format& format, const bind::Highlight& rule) {
  using Look = bind::Highlight::Look;
  if (rule.look == Look::kBars) {
    format.type = LXW_CONDITIONAL_DATA_BAR;
    format.bar_color = rule.fill;
    format.data_bar_2010 = LXW_TRUE;
    format.bar_solid = LXW_TRUE;
    format.bar_only = rule.only ? LXW_TRUE : LXW_FALSE;
  } else if (rule.look == Look::kIcons) {
    format.type = LXW_CONDITIONAL_TYPE_ICON_SETS;
    format.icon_style = kIconSets[rule.icons];
    format.reverse_icons = rule.reversed ? LXW_TRUE : LXW_FALSE;
    format.icons_only = rule.only ? LXW_TRUE : LXW_FALSE;
  } else {
    format.type = rule.scale.size() == 2 ? LXW_CONDITIONAL_2_COLOR_SCALE : LXW_CONDITIONAL_3_COLOR_SCALE;
    format.min_color = rule.scale.front();
    format.max_color = rule.scale.back();
    if (rule.scale.size() == 3) format.mid_color = rule.scale[1];
  }
}

void set_range(lxw_data_validation& out, const bind::Validation& spec) {
  using Kind = bind::Validation::Kind;
  out.validate = spec.kind == Kind::kWhole    ? LXW_VALIDATION_TYPE_INTEGER
                 : spec.kind == Kind::kNumber ? LXW_VALIDATION_TYPE_DECIMAL
                 : spec.kind == Kind::kDay    ? LXW_VALIDATION_TYPE_DATE_NUMBER
                                              : LXW_VALIDATION_TYPE_LENGTH;
  if (spec.least && spec.greatest) {
    out.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
    out.minimum_number = *spec.least;
    out.maximum_number = *spec.greatest;
  } else {
    out.criteria = spec.least ? LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO
                              : LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO;
    out.value_number = spec.least ? *spec.least : spec.greatest.value_or(0);
  }
}

void set_style(lxw_table_options& options, int style) {
  constexpr int kFirstMedium = 22, kFirstDark = 50;
  options.style_type = style < kFirstMedium ? LXW_TABLE_STYLE_TYPE_LIGHT
                       : style < kFirstDark ? LXW_TABLE_STYLE_TYPE_MEDIUM
                                            : LXW_TABLE_STYLE_TYPE_DARK;
  const int before = style < kFirstMedium ? 0 : style < kFirstDark ? kFirstMedium - 1 : kFirstDark - 1;
  options.style_type_number = static_cast<std::uint8_t>(style - before);
  options.no_banded_rows = style == 0 ? LXW_TRUE : LXW_FALSE;
}

/// The values of a query's column, each once.
std::vector<std::string> list_of(const bind::Validation& spec, const OpenTable& open_table) {
  if (spec.field < 0) return spec.items;
  std::vector<std::string> items;
  std::set<std::string> taken;
  const auto rows = open_table(spec.rows);
  for (Row row; items.size() < kMostListItems && rows->next(row);) {
    auto words = language::to_text(row.values[static_cast<std::size_t>(spec.field)]);
    if (!words.empty() && taken.insert(words).second) items.push_back(std::move(words));
  }
  return items;
}

/// A list that can stand in the rule itself: Excel bounds its length, and parts it by commas.
bool is_short(const std::vector<std::string>& items) {
  constexpr std::size_t kMost = 255;
  std::size_t length = 0;
  for (const auto& item : items) {
    if (item.find_first_of(",\"") != std::string::npos) return false;
    length += utf8::length(item) + 1;
  }
  return length <= kMost;
}

}  // namespace

// The library takes a filter only while its last row is still at hand.
void SheetPage::filter(const TablePlace& place) {
  if (!layout_.filter || place.last_data < place.first_data) return;
  worksheet_autofilter(canvas_->raw(), static_cast<lxw_row_t>(place.header_end), 0,
                       static_cast<lxw_row_t>(place.last_data), static_cast<lxw_col_t>(place.columns - 1));
}

void SheetPage::finish_table(const TablePlace& place, const OpenTable& open_table) {
  const auto& spec = *place.table;
  here_.push_back(place);
  for (std::size_t i = 0; i < spec.columns.size(); ++i) {
    const auto words = fill(spec.columns[i].note, root_, out_);
    if (!words.empty()) canvas_->late_comment(place.header, static_cast<int>(i), words, spec.columns[i].at);
  }
  if (place.last_data < place.first_data) return;
  for (const auto& rule : spec.highlight) highlight(rule, place);
  for (std::size_t i = 0; i < spec.columns.size(); ++i)
    if (spec.columns[i].validation) validate(spec.columns[i], static_cast<int>(i), place, open_table);
  if (spec.excel_table) excel_table(place);
  range_names(place);
  if (spec.outline != bind::Outline::kNone) {
    const bool below = spec.group && !spec.group->subtotal.blank();
    worksheet_outline_settings(canvas_->raw(), LXW_TRUE, below ? LXW_TRUE : LXW_FALSE, LXW_TRUE, LXW_FALSE);
  }
}

void SheetPage::highlight(const bind::Highlight& rule, const TablePlace& place) {
  const auto& spec = *place.table;
  const auto& column = spec.columns[rule.column];
  const std::string cell = "$" + cell_name(place.first_data, rule.column);
  std::string formula = highlight_formula(rule, cell, empty_mark(spec, column));
  lxw_conditional_format format{};
  if (rule.look == bind::Highlight::Look::kCells) {
    format.type = LXW_CONDITIONAL_TYPE_FORMULA;
    format.value_string = formula.data();
    format.format = canvas_->styles().highlight(rule);
  } else {
    set_look(format, rule);
  }
  const int first = rule.row ? 0 : rule.column;
  const int last = rule.row ? place.columns - 1 : rule.column;
  worksheet_conditional_format_range(canvas_->raw(), static_cast<lxw_row_t>(place.first_data),
                                     static_cast<lxw_col_t>(first), static_cast<lxw_row_t>(place.last_data),
                                     static_cast<lxw_col_t>(last), &format);
}

void SheetPage::excel_table(const TablePlace& place) {
  const auto& spec = *place.table;
  std::vector<std::string> names = place.headings, seen;
  for (auto& name : names) {
    const auto caseless = utf8::lower(name);
    if (name.empty() || std::find(seen.begin(), seen.end(), caseless) != seen.end())
      return canvas_->error(
          place.header_end, 0, spec.at, "excel-table",
          text("таблицы Excel не получится: заголовок «{}» пуст или повторяется",
               "no Excel table can be made: the heading “{}” is empty or there twice", name));
    seen.push_back(caseless);
  }
  std::vector<lxw_table_column> columns(names.size());
  std::vector<lxw_table_column*> pointers;
  for (std::size_t i = 0; i < names.size(); ++i) {
    columns[i].header = names[i].data();
    pointers.push_back(&columns[i]);
  }
  pointers.push_back(nullptr);
  std::string name = spec.excel_table->name;
  if (!name.empty() && sheets_ > 1) name += "_" + std::to_string(sheets_);
  lxw_table_options options{};
  if (!name.empty()) options.name = name.data();
  set_style(options, spec.excel_table->style);
  options.columns = pointers.data();
  // The library keeps tables and rows on disk apart, since it would write the headings. They stand already,
  // and what it writes now into its list of rows goes nowhere.
  auto* sheet = canvas_->raw();
  sheet->optimize = LXW_FALSE;
  const auto code = worksheet_add_table(sheet, static_cast<lxw_row_t>(place.header_end), 0,
                                        static_cast<lxw_row_t>(place.last_data),
                                        static_cast<lxw_col_t>(place.columns - 1), &options);
  sheet->optimize = LXW_TRUE;
  if (code != LXW_NO_ERROR)
    canvas_->error(
        place.header_end, 0, spec.at, "excel-table",
        text("таблицы Excel не получится: {}", "no Excel table can be made: {}", lxw_strerror(code)));
}

void SheetPage::range_names(const TablePlace& place) {
  const auto& spec = *place.table;
  const auto define = [&](const std::string& name, int first, int last, const Position& at) {
    if (name.empty()) return;
    const auto range = "=" + quoted_sheet(canvas_->name()) + "!$" + sheet_column(first) + "$" +
                       std::to_string(place.first_data + 1) + ":$" + sheet_column(last) + "$" +
                       std::to_string(place.last_data + 1);
    const auto own = sheets_ > 1 ? name + "_" + std::to_string(sheets_) : name;
    const auto code = workbook_define_name(book_.workbook(), own.c_str(), range.c_str());
    if (code != LXW_NO_ERROR)
      canvas_->error(
          place.first_data, first, at, "range-name",
          text("имя «{}» не дать: {}", "the name “{}” cannot be given: {}", own, lxw_strerror(code)));
  };
  define(spec.range_name, 0, place.columns - 1, spec.at);
  for (std::size_t i = 0; i < spec.columns.size(); ++i)
    define(spec.columns[i].range_name, static_cast<int>(i), static_cast<int>(i), spec.columns[i].at);
}

void SheetPage::validate(const bind::SheetColumn& column, int index, const TablePlace& place,
                         const OpenTable& open_table) {
  constexpr int kMostValidations = 255;  // the library counts them in a byte
  if (++validations_ > kMostValidations)
    return canvas_->error(place.first_data, index, column.at, "too-many-validations",
                          text("проверок ввода на листе больше {}", "the sheet has more than {} validations",
                               kMostValidations));
  const auto& spec = *column.validation;
  lxw_data_validation out{};
  std::string range, prompt = spec.prompt, message = spec.message;
  std::vector<std::string> items;
  std::vector<char*> pointers;
  if (spec.kind == bind::Validation::Kind::kList) {
    items = list_of(spec, open_table);
    if (items.empty()) return;
    if (is_short(items)) {
      for (auto& item : items) pointers.push_back(item.data());
      pointers.push_back(nullptr);
      out.validate = LXW_VALIDATION_TYPE_LIST;
      out.value_list = pointers.data();
    } else {
      range = book_.list_range(items);
      out.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
      out.value_formula = range.data();
    }
  } else {
    set_range(out, spec);
  }
  if (!prompt.empty()) out.input_message = prompt.data();
  if (!message.empty()) out.error_message = message.data();
  out.error_type = spec.strict ? LXW_VALIDATION_ERROR_TYPE_STOP : LXW_VALIDATION_ERROR_TYPE_WARNING;
  const auto code = worksheet_data_validation_range(
      canvas_->raw(), static_cast<lxw_row_t>(place.first_data), static_cast<lxw_col_t>(index),
      static_cast<lxw_row_t>(place.last_data), static_cast<lxw_col_t>(index), &out);
  if (code != LXW_NO_ERROR)
    canvas_->error(place.first_data, index, column.at, "sheet-library",
                   text("библиотека отказалась: {}", "the library refused: {}", lxw_strerror(code)));
}

void SheetPage::freeze() {
  const bool header = layout_.freeze_header && !here_.empty() && height_above_ < kMaxFrozenHeight;
  const int rows = header ? here_[0].header_end + 1 : 0;
  if (rows > 0 || layout_.freeze_columns > 0)
    worksheet_freeze_panes(canvas_->raw(), static_cast<lxw_row_t>(rows),
                           static_cast<lxw_col_t>(layout_.freeze_columns));
  if (layout_.tab_colour) worksheet_set_tab_color(canvas_->raw(), *layout_.tab_colour);
}

void SheetPage::protect() {
  if (!layout_.protection) return;
  const auto& spec = *layout_.protection;
  lxw_protection options{};
  options.autofilter = spec.filter ? LXW_TRUE : LXW_FALSE;
  options.sort = spec.sort ? LXW_TRUE : LXW_FALSE;
  options.format_cells = options.format_columns = options.format_rows = spec.format ? LXW_TRUE : LXW_FALSE;
  worksheet_protect(canvas_->raw(), spec.password.empty() ? nullptr : spec.password.c_str(), &options);
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
  auto* sheet = canvas_->raw();
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
  if (print.repeat_header && here_.size() == 1)
    worksheet_repeat_rows(sheet, static_cast<lxw_row_t>(here_[0].header),
                          static_cast<lxw_row_t>(here_[0].header_end));
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
