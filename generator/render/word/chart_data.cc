#include "render/word/chart_data.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/utf8.h"
#include "language/modifiers.h"
#include "language/period.h"

namespace svodka::render {
namespace {

constexpr std::size_t kMostSeries = 255;  // that Word draws in one chart
constexpr int kDigits = 16;               // that libxlsxwriter writes

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "`" : ", `") + name + "`";
  return all;
}

std::string trimmed(const std::string& words) {
  const auto begin = words.find_first_not_of(' ');
  return begin == std::string::npos ? "" : words.substr(begin, words.find_last_not_of(' ') + 1 - begin);
}

bool holds_no_numbers(ColumnType type) {
  return type == ColumnType::kText || type == ColumnType::kDay || type == ColumnType::kPeriod;
}

class OptionReader {
 public:
  OptionReader(const bind::ValueSlot& marker, Diagnostics& out) : marker_(marker), out_(out) {}

  std::optional<ChartOptions> read() {
    if (!marker_.embed.argument.empty())
      fail("bad-chart-option",
           text("у `chart` нет значения: «{}»", "`chart` takes no argument: “{}”", marker_.embed.argument));
    for (const auto& option : marker_.embed.options) take(option);
    if (!categories_named_) options_.categories = first_free();
    check_columns();
    return sound_ ? std::optional(options_) : std::nullopt;
  }

 private:
  void fail(std::string rule, Text message, Text hint = {}) {
    sound_ = false;
    out_.error(marker_.at, std::move(rule), std::move(message), std::move(hint));
  }

  void take(const language::Modifier& option) {
    const auto name = utf8::lower(option.name);
    if (name == "categories" || name == "категории") {
      options_.categories = column(option.argument);
      categories_named_ = true;
    } else if (name == "series" || name == "ряды") {
      take_series(option.argument);
    } else if (name == "names" || name == "имена") {
      take_names(option.argument);
    } else {
      fail("bad-chart-option",
           text("у `chart` нет параметра `{}`", "`chart` has no option `{}`", option.name),
           text("есть `categories` (`категории`), `series` (`ряды`), `names` (`имена`)",
                "there are `categories`, `series`, `names`"));
    }
  }

  void take_names(const std::string& argument) {
    const auto from = utf8::lower(argument);
    options_.drawn_names = from == "template" || from == "шаблон";
    if (!options_.drawn_names && from != "columns" && from != "столбцы")
      fail(
          "bad-chart-option", text("`names` не бывает «{}»", "`names` cannot be “{}”", argument),
          text("возможны `template` (`шаблон`), `columns` (`столбцы`)", "it may be `template` or `columns`"));
  }

  void take_series(const std::string& argument) {
    for (std::size_t from = 0; from <= argument.size();) {
      const auto end = std::min(argument.find(',', from), argument.size());
      const auto name = trimmed(argument.substr(from, end - from));
      from = end + 1;
      if (const int index = column(name); index >= 0) take_numbers(index);
    }
  }

  void take_numbers(int index) {
    const auto& asked = marker_.columns[static_cast<std::size_t>(index)];
    if (holds_no_numbers(asked.type))
      fail("chart-of-text", text("в столбце `{}` не числа, ряда из него не выйдет",
                                 "the column `{}` holds no numbers, it makes no series", asked.name));
    options_.series.push_back(index);
  }

  // -1 when there is none.
  int column(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& known : marker_.columns) names.push_back(known.name);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<int>(found - names.begin());
    if (names.empty()) return -1;
    auto hint = suggestion(name, names);
    if (hint.empty()) hint = text("есть {}", "there are {}", joined(names));
    fail("unknown-field",
         text("у списка `{}` нет столбца `{}`", "the list `{}` has no column `{}`", marker_.name, name),
         std::move(hint));
    return -1;
  }

  int first_free() const {
    for (int i = 0; i < static_cast<int>(marker_.columns.size()); ++i) {
      if (std::find(options_.series.begin(), options_.series.end(), i) == options_.series.end()) return i;
    }
    return 0;
  }

  void check_columns() {
    if (!sound_ || marker_.columns.empty() || !options_.series.empty()) return;
    for (int i = 0; i < static_cast<int>(marker_.columns.size()); ++i) {
      if (i != options_.categories && !holds_no_numbers(marker_.columns[static_cast<std::size_t>(i)].type))
        return;
    }
    fail("chart-of-text",
         text("в списке `{}` нет столбцов с числами, диаграмме нечего показать",
              "the list `{}` has no columns of numbers, the chart has nothing to show", marker_.name),
         text("первый столбец запроса — подписи, остальные — числа",
              "the first column of the query is the categories, the others are numbers"));
  }

  const bind::ValueSlot& marker_;
  Diagnostics& out_;
  ChartOptions options_;
  bool sound_ = true, categories_named_ = false;
};

// The number that the workbook will hold, so that the chart shows the same.
double as_kept(double number) {
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, std::chars_format::general, kDigits);
  std::from_chars(digits, end.ptr, number);
  return number == 0 ? 0 : number;  // no minus zero
}

std::optional<double> number_of(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return as_kept(static_cast<double>(*whole));
  const auto* number = std::get_if<double>(&value);
  return number != nullptr && std::isfinite(*number) ? std::optional(as_kept(*number)) : std::nullopt;
}

bool is_day(const Value& value) {
  const auto* words = std::get_if<std::string>(&value);
  if (words == nullptr) return false;
  const auto day = language::parse_day(*words);
  return day && language::iso(*day) == *words;
}

class DataReader {
 public:
  DataReader(const std::vector<Row>& rows, const bind::ValueSlot& marker, Diagnostics& out)
      : rows_(rows), marker_(marker), out_(out) {}

  std::optional<ChartData> read(const ChartOptions& options) {
    if (marker_.columns.empty()) return ChartData{};
    read_categories(static_cast<std::size_t>(options.categories));
    const auto columns = options.series.empty() ? numeric(options.categories) : options.series;
    for (const int column : columns) read_series(static_cast<std::size_t>(column));
    if (columns.empty())
      fail("chart-of-text",
           text("в списке `{}` нет столбцов с числами, диаграмме нечего показать",
                "the list `{}` has no columns of numbers, the chart has nothing to show", marker_.name));
    if (columns.size() > kMostSeries)
      fail("chart-too-large",
           text("рядов {}, а на диаграмме их не больше {}", "there are {} series, a chart has {} at most",
                columns.size(), kMostSeries));
    return sound_ ? std::optional(std::move(data_)) : std::nullopt;
  }

 private:
  void fail(std::string rule, Text message) {
    sound_ = false;
    out_.error(marker_.at, std::move(rule), std::move(message));
  }

  const Value& at(const Row& row, std::size_t column) const { return row.values.at(column); }

  // True when every value that there is passes, and there is one.
  template <typename F>
  bool all_of(std::size_t column, F&& passes) const {
    bool any = false;
    for (const auto& row : rows_) {
      if (is_null(at(row, column))) continue;
      if (!passes(at(row, column))) return false;
      any = true;
    }
    return any;
  }

  void read_categories(std::size_t column) {
    using Kind = ChartData::Categories;
    data_.heading = marker_.columns[column].name;
    const bool numbers = all_of(column, [](const Value& v) { return number_of(v).has_value(); });
    data_.kind = numbers ? Kind::kNumber : all_of(column, is_day) ? Kind::kDay : Kind::kText;
    for (const auto& row : rows_) {
      const auto& value = at(row, column);
      if (is_null(value))
        data_.categories.emplace_back();
      else if (numbers)
        data_.categories.emplace_back(*number_of(value));
      else
        data_.categories.emplace_back(language::to_text(value));
    }
  }

  std::vector<int> numeric(int categories) const {
    std::vector<int> columns;
    for (int i = 0; i < static_cast<int>(marker_.columns.size()); ++i) {
      const auto type = marker_.columns[static_cast<std::size_t>(i)].type;
      const auto is_words = [](const Value& v) { return std::holds_alternative<std::string>(v); };
      if (i == categories || holds_no_numbers(type) || type == ColumnType::kBool ||
          all_of(static_cast<std::size_t>(i), is_words))
        continue;
      columns.push_back(i);
    }
    return columns;
  }

  void read_series(std::size_t column) {
    ChartSeries series{marker_.columns[column].name, {}};
    for (const auto& row : rows_) {
      const auto& value = at(row, column);
      series.values.push_back(number_of(value));
      if (!is_null(value) && !series.values.back()) return bad_number(series, value);
    }
    data_.series.push_back(std::move(series));
  }

  void bad_number(const ChartSeries& series, const Value& value) {
    const auto row = series.values.size();
    const auto* words = std::get_if<std::string>(&value);
    fail("chart-of-text",
         words != nullptr
             ? text("`{}`, строка {}: «{}» — не число, на диаграмме его не показать",
                    "`{}`, row {}: “{}” is no number, the chart cannot show it", series.name, row, *words)
             : text("`{}`, строка {}: число бесконечно, на диаграмме его не показать",
                    "`{}`, row {}: the number is infinite, the chart cannot show it", series.name, row));
  }

  const std::vector<Row>& rows_;
  const bind::ValueSlot& marker_;
  Diagnostics& out_;
  ChartData data_;
  bool sound_ = true;
};

}  // namespace

std::optional<ChartOptions> read_chart_options(const bind::ValueSlot& marker, Diagnostics& out) {
  return OptionReader(marker, out).read();
}

std::optional<ChartData> chart_data(const ChartOptions& options, const std::vector<Row>& rows,
                                    const bind::ValueSlot& marker, Diagnostics& out) {
  return DataReader(rows, marker, out).read(options);
}

}  // namespace svodka::render
