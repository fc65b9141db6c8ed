#include "render/sheet/blank.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/files.h"
#include "base/origin.h"
#include "base/utf8.h"
#include "language/dates.h"
#include "load/table_cell.h"
#include "render/sheet/day_serial.h"
#include "render/sheet/sheet_book.h"
#include "render/sheet/sheet_measure.h"

namespace svodka::render {
namespace {

using load::FieldType;

constexpr lxw_row_t kHeadingRow = 4;
constexpr lxw_color_t kToFill = 0xFFF9E5, kKnown = 0xF2F2F2, kBorder = 0xBFBFBF;
constexpr std::size_t kLongestInlineList = 250;  // 255 characters with the quotes, Excel's own bound
constexpr std::size_t kLongestText = 32'767;
constexpr double kTextSize = 12;
constexpr double kNarrowest = 11, kWidest = 45, kWidestWriting = 24;  // characters

/// The items that a column's cells may hold: from an enumeration, of yes and no, or from a query.
std::vector<std::string> choices_of(const BlankColumn& column, const load::BlankIdentity& identity) {
  std::vector<std::string> words;
  for (const auto& choice : identity.choices) {
    if (choice.field == column.name) words.push_back(choice.words);
  }
  if (!words.empty()) return words;
  if (column.field->type == FieldType::kBool) return {"да", "нет"};
  for (const auto& value : column.field->values)
    words.push_back(value.label.ru.empty() ? value.name : value.label.ru);
  return words;
}

class BlankWriter {
 public:
  BlankWriter(lxw_workbook* book, const Blank& blank) : book_(book), blank_(blank) {}

  void write() {
    sheet_ = workbook_add_worksheet(book_, load::kBlankSheet);
    hidden_ = workbook_add_worksheet(book_, load::kHiddenSheet);
    write_hidden();
    write_head();
    write_rows();
    for (std::size_t i = 0; i < blank_.columns.size(); ++i) {
      validate(i);
      worksheet_set_column(sheet_, column(i), column(i), width(i), nullptr);
    }
    protect();
    lxw_doc_properties properties{};
    properties.title = const_cast<char*>(blank_.title.c_str());
    properties.created = 1;  // the same bytes whenever it is made
    workbook_set_properties(book_, &properties);
  }

 private:
  static lxw_col_t column(std::size_t index) { return static_cast<lxw_col_t>(index); }
  lxw_row_t first_row() const { return kHeadingRow + 1; }
  lxw_row_t last_row() const {
    const auto count = blank_.rows.size() + static_cast<std::size_t>(blank_.free_rows);
    return kHeadingRow + static_cast<lxw_row_t>(std::max<std::size_t>(count, 1));
  }

  /// Text is text: never a formula, never too long.
  void put_text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t at, const std::string& words,
                lxw_format* format) {
    std::string cut = words;
    while (utf8::length(cut) > kLongestText) cut.resize(cut.size() / 2);
    worksheet_write_string(sheet, row, at, cut.c_str(), format);
  }

  void write_hidden() {
    put_text(hidden_, 0, 0, load::kBlankMark, nullptr);
    put_text(hidden_, 0, 1, blank_.identity.definition, nullptr);
    put_text(hidden_, 1, 0, "recipient", nullptr);
    put_text(hidden_, 1, 1, blank_.identity.recipient, nullptr);
    lxw_row_t row = 2;
    for (const auto& choice : blank_.identity.choices) {
      put_text(hidden_, row, 0, choice.field, nullptr);
      put_text(hidden_, row, 1, choice.value, nullptr);
      put_text(hidden_, row, 2, choice.words, nullptr);
      auto& span = spans_[choice.field];
      if (span.first == 0) span.first = row + 1;
      span.second = ++row;
    }
    hidden_row_ = row;
    worksheet_hide(hidden_);
    worksheet_protect(hidden_, nullptr, nullptr);
  }

  lxw_format* format(bool bold, double size) {
    auto* made = workbook_add_format(book_);
    format_set_font_name(made, "Times New Roman");
    format_set_font_size(made, size);
    if (bold) format_set_bold(made);
    format_set_align(made, LXW_ALIGN_VERTICAL_CENTER);
    return made;
  }

  lxw_format* cell_format(const BlankColumn& column, bool locked) {
    auto*& made = formats_[{&column, locked}];
    if (made != nullptr) return made;
    made = format(false, kTextSize);
    format_set_border(made, LXW_BORDER_THIN);
    format_set_border_color(made, kBorder);
    format_set_bg_color(made, locked ? kKnown : kToFill);
    format_set_text_wrap(made);
    if (!locked) format_set_unlocked(made);
    if (column.field->type == FieldType::kDay) format_set_num_format(made, "dd.mm.yyyy");
    const auto type = column.field->type;  // "5-6" and "2020-12" are to stay what was typed
    if (type == FieldType::kText || type == FieldType::kPeriod) format_set_num_format(made, "@");
    return made;
  }

  void write_head() {
    put_text(sheet_, 0, 0, blank_.title, format(true, 14));
    put_text(sheet_, 1, 0, blank_.name, format(true, kTextSize));
    std::string note = blank_.note;
    if (!blank_.due.empty()) note += (note.empty() ? "" : " ") + ("Срок: " + blank_.due + ".");
    if (!note.empty()) put_text(sheet_, 2, 0, note, format(false, 11));
    auto* head = format(true, kTextSize);
    format_set_border(head, LXW_BORDER_THIN);
    format_set_align(head, LXW_ALIGN_CENTER);
    format_set_text_wrap(head);
    for (std::size_t i = 0; i < blank_.columns.size(); ++i)
      put_text(sheet_, kHeadingRow, column(i), blank_.columns[i].heading, head);
    double height = 0;
    for (std::size_t i = 0; i < blank_.columns.size(); ++i)
      height = std::max(height, wrapped_height(blank_.columns[i].heading, width(i), kTextSize, true));
    worksheet_set_row(sheet_, kHeadingRow, height + 6, nullptr);
  }

  void write_rows() {
    for (auto row = first_row(); row <= last_row(); ++row) {
      const auto index = static_cast<std::size_t>(row - first_row());
      for (std::size_t i = 0; i < blank_.columns.size(); ++i) {
        const auto known = index < blank_.rows.size() ? blank_.rows[index][i] : Value();
        const auto& at = blank_.columns[i];
        const bool locked = at.locked && index < blank_.rows.size();
        put(row, i, known, cell_format(at, locked));
        if (locked && !is_null(known))
          note_known(cell_address(static_cast<int>(row) + 1, column(i) + 1), at, known);
      }
    }
  }

  void note_known(const std::string& address, const BlankColumn& at, const Value& known) {
    std::string words;
    if (const auto* integer = std::get_if<std::int64_t>(&known)) words = std::to_string(*integer);
    if (const auto* real = std::get_if<double>(&known)) words = load::decimal(*real);
    if (const auto* own = std::get_if<std::string>(&known)) words = *own;
    const auto day = at.field->type == FieldType::kDay ? language::parse_period(words) : std::nullopt;
    if (day) words = language::format_period(*day, language::DateStyle::kShort);
    put_text(hidden_, hidden_row_, 0, load::kKnownMark, nullptr);
    put_text(hidden_, hidden_row_, 1, address, nullptr);
    put_text(hidden_, hidden_row_++, 2, words, nullptr);
  }

  void put(lxw_row_t row, std::size_t index, const Value& value, lxw_format* cell) {
    const auto at = column(index);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      worksheet_write_number(sheet_, row, at, static_cast<double>(*integer), cell);
    } else if (const auto* real = std::get_if<double>(&value)) {
      worksheet_write_number(sheet_, row, at, *real, cell);
    } else if (const auto* words = std::get_if<std::string>(&value)) {
      const auto serial =
          blank_.columns[index].field->type == FieldType::kDay ? day_serial(*words) : std::nullopt;
      if (serial)
        worksheet_write_number(sheet_, row, at, *serial, cell);
      else
        put_text(sheet_, row, at, *words, cell);
    } else {
      worksheet_write_blank(sheet_, row, at, cell);
    }
  }

  void validate(std::size_t index) {
    const auto& at = blank_.columns[index];
    lxw_data_validation rule{};
    rule.ignore_blank = at.required ? LXW_VALIDATION_OFF : LXW_VALIDATION_ON;
    std::string range, message;
    std::vector<std::string> words;
    std::vector<const char*> items;
    const auto choices = choices_of(at, blank_.identity);
    if (!choices.empty()) {
      set_list(at, choices, rule, range, items);
      message = "Выберите значение из списка.";
    } else if (!set_numbers(at, rule, message)) {
      return;
    }
    rule.error_title = const_cast<char*>("Недопустимое значение");
    rule.error_message = message.data();
    const auto code =
        worksheet_data_validation_range(sheet_, first_row(), column(index), last_row(), column(index), &rule);
    if (code != LXW_NO_ERROR)
      throw EnvironmentError(text("столбец «{}»: {}", "the column “{}”: {}", at.heading, lxw_strerror(code)));
  }

  void set_list(const BlankColumn& at, const std::vector<std::string>& choices, lxw_data_validation& rule,
                std::string& range, std::vector<const char*>& items) {
    const auto span = spans_.find(at.name);
    std::size_t length = 0;
    bool is_plain = true;  // a comma would part one choice into two
    for (const auto& choice : choices) {
      length += utf8::length(choice) + 1;
      is_plain = is_plain && choice.find_first_of(",\"") == std::string::npos;
      items.push_back(choice.c_str());
    }
    items.push_back(nullptr);
    if (span == spans_.end() && is_plain && length <= kLongestInlineList) {
      rule.validate = LXW_VALIDATION_TYPE_LIST;
      rule.value_list = const_cast<char**>(items.data());
      return;
    }
    if (span != spans_.end())
      range = fmt::format("={}!$C${}:$C${}", load::kHiddenSheet, span->second.first, span->second.second);
    else
      range = written_range(choices);
    rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    rule.value_formula = range.data();
  }

  /// A list that is too long to stand in the rule stands in the hidden sheet, to the right.
  std::string written_range(const std::vector<std::string>& choices) {
    const auto at = static_cast<lxw_col_t>(4 + lists_++);
    for (std::size_t i = 0; i < choices.size(); ++i)
      put_text(hidden_, static_cast<lxw_row_t>(i), at, choices[i], nullptr);
    const auto letters = sheet_column(at);
    return fmt::format("={}!${}$1:${}${}", load::kHiddenSheet, letters, letters, choices.size());
  }

  static bool set_numbers(const BlankColumn& at, lxw_data_validation& rule, std::string& message) {
    constexpr double kLargest = 1e9;
    const auto type = at.field->type;
    if (type == FieldType::kDay) {
      rule.validate = LXW_VALIDATION_TYPE_DATE_NUMBER;
      rule.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
      rule.minimum_number = 1;
      rule.maximum_number = 73'050;  // 31.12.2099
      message = "Введите дату: 09.12.2020.";
      return true;
    }
    if (type != FieldType::kInteger && type != FieldType::kNumber) return false;
    rule.validate = type == FieldType::kInteger ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL;
    rule.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
    rule.minimum_number = at.field->minimum.value_or(-kLargest);
    rule.maximum_number = at.field->maximum.value_or(kLargest);
    message = type == FieldType::kInteger ? "Введите целое число" : "Введите число";
    if (at.field->minimum) message += fmt::format(" от {}", *at.field->minimum);
    if (at.field->maximum) message += fmt::format(" до {}", *at.field->maximum);
    message += ".";
    return true;
  }

  /// As wide as the longest word of the heading, the known values and the choices; texts to be written get
  /// room.
  double width(std::size_t index) const {
    const auto& at = blank_.columns[index];
    double pixels = text_extent(at.heading, {.size = kTextSize, .bold = true}).word;
    const auto line = [&](std::string_view words, double beside) {
      pixels = std::max(pixels, text_extent(words, {.size = kTextSize}).line + beside);
    };
    for (const auto& row : blank_.rows) {
      if (const auto* words = std::get_if<std::string>(&row[index])) line(*words, 0);
    }
    for (const auto& choice : choices_of(at, blank_.identity)) line(choice, column_pixels(2));
    const bool is_writing = at.field->type == FieldType::kText && !at.locked;
    return std::clamp(column_width(pixels), is_writing ? kWidestWriting : kNarrowest, kWidest);
  }

  void protect() {
    worksheet_freeze_panes(sheet_, first_row(), 0);
    worksheet_set_landscape(sheet_);
    worksheet_set_paper(sheet_, 9);  // A4
    worksheet_fit_to_pages(sheet_, 1, 0);
    worksheet_repeat_rows(sheet_, kHeadingRow, kHeadingRow);
    lxw_protection allowed{};
    allowed.format_columns = LXW_TRUE;
    allowed.format_rows = LXW_TRUE;
    worksheet_protect(sheet_, nullptr, &allowed);
    worksheet_activate(sheet_);
  }

  lxw_workbook* book_;
  const Blank& blank_;
  lxw_worksheet *sheet_ = nullptr, *hidden_ = nullptr;
  std::map<std::string, std::pair<lxw_row_t, lxw_row_t>>
      spans_;  ///< rows of a field's choices in the hidden sheet, from 1
  std::map<std::pair<const BlankColumn*, bool>, lxw_format*> formats_;
  lxw_row_t hidden_row_ = 2;
  int lists_ = 0;
};

}  // namespace

void write_blank(const std::filesystem::path& path, const Blank& blank) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  const auto temporary = temporary_beside(path);
  const ScopedRemoval removal(temporary);
  // Not in constant memory, for the lists are written beside rows that are there already.
  std::unique_ptr<lxw_workbook, decltype(&lxw_workbook_free)> book(workbook_new(temporary.c_str()),
                                                                   lxw_workbook_free);
  if (!book) fail_to_write(path, "out of memory");
  BlankWriter(book.get(), blank).write();
  if (const auto code = workbook_close(book.release()); code != LXW_NO_ERROR)
    fail_to_write(path, lxw_strerror(code));
  commit_file(temporary, path);
}

}  // namespace svodka::render
