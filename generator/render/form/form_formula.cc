#include "render/form/form_formula.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "base/utf8.h"

namespace svodka::render {
namespace {

using End = ReferenceEnd;

struct Reference {
  std::string_view sheet;     // as written, without the '!'; may be empty
  std::string_view function;  // whose argument it is, alone; may be empty
  End first;
  std::optional<End> last;
};

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '$' || c == '\\' || c == '?' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string written(const End& end) {
  std::string words;
  if (end.column > 0) words += (end.column_absolute ? "$" : "") + column_letters(end.column);
  if (end.row > 0) words += (end.row_absolute ? "$" : "") + std::to_string(end.row);
  return words;
}

std::string written(const Reference& reference) {
  auto words = written(reference.first);
  if (reference.last) words += ":" + written(*reference.last);
  return words;
}

// Copies a formula and asks what stands for each reference in it.
class FormulaScanner {
 public:
  using Change = std::function<std::string(const Reference&)>;
  using Rename = std::function<std::string(std::string_view table)>;
  FormulaScanner(std::string_view formula, Change change, Rename rename = {})
      : in_(formula), change_(std::move(change)), rename_(std::move(rename)) {}

  std::string scan() {
    while (at_ < in_.size()) step();
    return std::move(out_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < in_.size() ? in_[at_ + ahead] : '\0'; }

  void step() {
    const char c = peek();
    if (c == '"')
      copy(after_quotes(at_, '"'));
    else if (c == '\'')
      quoted_sheet();
    else if (c == '[')
      bracketed();
    else if (c == '#' && is_letter(peek(1)))
      error_value();
    else if (is_name(c))
      name();
    else
      other(c);
  }

  // Brackets tell whose arguments stand where.
  void other(char c) {
    if (c == '(') {
      functions_.push_back(std::exchange(called_, {}));
    } else if (c == ')' && !functions_.empty()) {
      functions_.pop_back();
    }
    if (c != ' ') called_ = {};
    copy(at_ + 1);
  }

  // The function of which [begin, end) of the formula is a whole argument.
  std::string_view argument_of(std::size_t begin, std::size_t end) const {
    while (begin > 0 && in_[begin - 1] == ' ') --begin;
    while (end < in_.size() && in_[end] == ' ') ++end;
    const bool alone = begin > 0 && (in_[begin - 1] == '(' || in_[begin - 1] == ',') && end < in_.size() &&
                       (in_[end] == ')' || in_[end] == ',');
    return alone && !functions_.empty() ? functions_.back() : std::string_view();
  }

  void copy(std::size_t to) {
    out_ += in_.substr(at_, to - at_);
    at_ = to;
  }

  // The place behind a quoted text that begins at `at`; a doubled quote is one of the text's own.
  std::size_t after_quotes(std::size_t at, char quote) const {
    for (++at; at < in_.size(); ++at) {
      if (in_[at] != quote) continue;
      if (at + 1 == in_.size() || in_[at + 1] != quote) return at + 1;
      ++at;
    }
    return in_.size();
  }

  std::size_t after_brackets(std::size_t at) const {
    int depth = 0;
    for (; at < in_.size(); ++at) {
      if (in_[at] == '\'' && at + 1 < in_.size()) {
        ++at;  // escapes the next character
      } else if (in_[at] == '[') {
        ++depth;
      } else if (in_[at] == ']' && --depth == 0) {
        return at + 1;
      }
    }
    return in_.size();
  }

  std::size_t after_name(std::size_t at) const {
    while (at < in_.size() && is_name(in_[at])) ++at;
    return at;
  }

  void quoted_sheet() {
    const auto begin = at_, end = after_quotes(at_, '\'');
    if (end >= in_.size() || in_[end] != '!') return copy(end);
    at_ = end + 1;
    after_sheet(begin, end);
  }

  // `[1]Лист!B7` leads into another workbook, `[@факт]` into the table round the cell.
  void bracketed() {
    copy(after_brackets(at_));
    const auto end = after_name(at_);
    if (end == at_ || end >= in_.size() || in_[end] != '!') return;
    copy(end + 1);
    copy_reference();
  }

  void error_value() {
    auto end = at_ + 1;
    while (end < in_.size() &&
           (is_letter(in_[end]) || is_digit(in_[end]) || in_[end] == '/' || in_[end] == '_'))
      ++end;
    if (end < in_.size() && (in_[end] == '!' || in_[end] == '?')) ++end;
    copy(end);
  }

  void name() {
    const auto begin = at_, end = after_name(at_);
    const char next = end < in_.size() ? in_[end] : '\0';
    if (next == '!') {
      at_ = end + 1;
      after_sheet(begin, end);
    } else if (next == '(') {
      called_ = in_.substr(begin, end - begin);
      copy(end);
    } else if (next == '[') {
      table(end);
    } else if (const auto sheets = sheets_end(end); sheets > 0) {
      at_ = sheets;
      after_sheet(begin, sheets - 1);
    } else {
      reference({}, begin);
    }
  }

  void table(std::size_t end) {
    const auto written_name = in_.substr(at_, end - at_);
    if (rename_) {
      out_ += rename_(written_name);
      at_ = end;
    }
    copy(after_brackets(end));
  }

  // Behind the '!' of `Январь:Март!`, when a name's end stands at its ':'; 0 when it does not.
  std::size_t sheets_end(std::size_t colon) const {
    if (colon >= in_.size() || in_[colon] != ':') return 0;
    const auto end = after_name(colon + 1);
    return end > colon + 1 && end < in_.size() && in_[end] == '!' ? end + 1 : 0;
  }

  // Behind the '!' of a sheet that is written in [begin, end).
  void after_sheet(std::size_t begin, std::size_t end) {
    const auto sheet = in_.substr(begin, end - begin);
    if (sheet.find('[') != std::string_view::npos) {
      at_ = begin;
      copy(end + 1);
      copy_reference();
    } else {
      reference(sheet, begin);
    }
  }

  void copy_reference() {
    copy(after_name(at_));
    if (peek() == ':' && is_name(peek(1))) copy(after_name(at_ + 1));
  }

  // What stands at at_, behind its sheet; both begin at `begin`.
  void reference(std::string_view sheet, std::size_t begin) {
    const auto end = after_name(at_);
    const auto first = parse_reference_end(in_.substr(at_, end - at_));
    if (first && end < in_.size() && in_[end] == ':') {
      const auto last_end = after_name(end + 1);
      const auto last = parse_reference_end(in_.substr(end + 1, last_end - end - 1));
      const bool alike =
          last && (first->column > 0) == (last->column > 0) && (first->row > 0) == (last->row > 0);
      if (alike) return replace({sheet, argument_of(begin, last_end), *first, last}, last_end);
    }
    if (first && first->is_cell())
      return replace({sheet, argument_of(begin, end), *first, std::nullopt}, end);
    const auto to = end > at_ ? end : at_ + (at_ < in_.size() ? 1 : 0);
    at_ = begin;
    copy(to);
  }

  void replace(const Reference& found, std::size_t end) {
    out_ += change_(found);
    at_ = end;
  }

  std::string_view in_;
  Change change_;
  Rename rename_;
  std::size_t at_ = 0;
  std::string_view called_;                  // the function whose '(' comes next
  std::vector<std::string_view> functions_;  // of the brackets that are open
  std::string out_;
};

// The name of a sheet as it is written in a reference.
std::string sheet_name(std::string_view written_name) {
  if (written_name.size() < 2 || written_name.front() != '\'') return utf8::lower(written_name);
  std::string name;
  for (std::size_t i = 1; i + 1 < written_name.size(); ++i) {
    name += written_name[i];
    if (written_name[i] == '\'') ++i;
  }
  return utf8::lower(name);
}

// Functions that take a run of sheets (ECMA-376 part 1, 18.17.2.3).
bool takes_sheets(std::string_view function) {
  static constexpr std::array kTaking{"SUM",   "AVERAGE", "AVERAGEA", "COUNT", "COUNTA", "MAX",  "MAXA",
                                      "MIN",   "MINA",    "PRODUCT",  "STDEV", "STDEVP", "VAR",  "VARP",
                                      "SUMSQ", "MEDIAN",  "LARGE",    "SMALL", "STDEVA", "VARA", "VARPA"};
  return std::find(kTaking.begin(), kTaking.end(), utf8::upper(function)) != kTaking.end();
}

// One end of a made reference, as a row or column of its sheet.
int moved_line(const LinePlan& plan, int from, int line, bool absolute) {
  return plan.row(from, {line, absolute}).value_or(plan.most());
}

void move_span(const LinePlan& plan, int from, int& first, bool first_absolute, int& last,
               bool last_absolute) {
  const auto span = plan.span(from, {first, first_absolute}, {last, last_absolute});
  first = span ? span->first : plan.most();
  last = span ? span->last : plan.most();
}

// The reference in a copy of its sheet; `from` is the made cell that it is seen from (0: from outside).
Reference moved(Reference reference, const SheetPlan& plan, CellName from, SingleReference single) {
  auto& first = reference.first;
  if (!reference.last && single == SingleReference::kAll) {
    const auto many = [](const LinePlan& lines, int line) {
      const auto span = lines.span(0, line, line);
      return span && span->first < span->last;
    };
    if (many(plan.rows, first.row) || many(plan.columns, first.column)) reference.last = first;
  }
  if (!reference.last) {
    first.row = moved_line(plan.rows, from.row, first.row, first.row_absolute);
    first.column = moved_line(plan.columns, from.column, first.column, first.column_absolute);
    return reference;
  }
  auto& last = *reference.last;
  if (last.row > 0)
    move_span(plan.rows, from.row, first.row, first.row_absolute, last.row, last.row_absolute);
  if (last.column > 0)
    move_span(plan.columns, from.column, first.column, first.column_absolute, last.column,
              last.column_absolute);
  return reference;
}

class ReferenceMover {
 public:
  ReferenceMover(const FormulaPlace& place, const SheetPlans& plans, SingleReference single)
      : place_(place), plans_(plans), single_(single) {}

  std::string operator()(const Reference& reference) const {
    const std::string before = reference.sheet.empty() ? "" : std::string(reference.sheet) + "!";
    const auto target = reference.sheet.empty() ? place_.sheet : sheet_name(reference.sheet);
    // `Январь:Март` is a run of sheets: it moves as the first of them does.
    const auto colon = target.find(':');
    const auto found = plans_.find(target.substr(0, colon));
    if (found == plans_.end()) return before + written(reference);
    const auto& copies = found->second;
    const bool own = target == place_.sheet;
    if (copies.empty()) return "#REF!";
    if (own && reference.sheet.empty()) return at(reference, copies[place_.copy], true);
    const auto name = [&](const SheetCopy& copy) {
      return utf8::lower(copy.name) == target ? before : written_sheet(copy.name) + "!";
    };
    if (own) return name(copies[place_.copy]) + at(reference, copies[place_.copy], true);
    if (colon != std::string::npos) {
      const auto end = target.substr(colon + 1);
      const auto last = plans_.find(end);
      const bool known = last != plans_.end() && !last->second.empty();
      const bool same =
          copies.size() == 1 && utf8::lower(copies.front().name) == found->first &&
          (!known || (last->second.size() == 1 && utf8::lower(last->second.back().name) == end));
      if (same) return before + at(reference, copies.front(), false);
      const auto run = copies.front().name + ":" + (known ? last->second.back().name : end);
      return written_sheet(run) + "!" + at(reference, copies.front(), false);
    }
    if (copies.size() > 1 && takes_sheets(reference.function)) return in_all(reference, copies);
    return name(copies.front()) + at(reference, copies.front(), false);
  }

 private:
  std::string at(const Reference& reference, const SheetCopy& copy, bool own) const {
    if (copy.plan == nullptr) return written(reference);
    return written(moved(reference, *copy.plan, own ? place_.cell : CellName{}, single_));
  }

  // The same cells of all copies as a run of sheets; each by itself where they lie apart.
  std::string in_all(const Reference& reference, const std::vector<SheetCopy>& copies) const {
    const auto first = at(reference, copies.front(), false);
    bool alike = true;
    std::string each;
    for (const auto& copy : copies) {
      const auto words = at(reference, copy, false);
      alike &= words == first;
      each += (each.empty() ? "" : ",") + written_sheet(copy.name) + "!" + words;
    }
    return alike ? written_sheet(copies.front().name + ":" + copies.back().name) + "!" + first : each;
  }

  const FormulaPlace& place_;
  const SheetPlans& plans_;
  SingleReference single_;
};

int shifted(int line, bool absolute, int by, int most) {
  if (line == 0 || absolute) return line;
  return line + by >= 1 && line + by <= most ? line + by : -1;
}

bool shift(End& end, int columns, int rows) {
  end.column = shifted(end.column, end.column_absolute, columns, kMostColumns);
  end.row = shifted(end.row, end.row_absolute, rows, kMostRows);
  return end.column >= 0 && end.row >= 0;
}

}  // namespace

std::optional<ReferenceEnd> parse_reference_end(std::string_view words) {
  End end;
  std::size_t i = 0;
  bool dollar = i < words.size() && words[i] == '$';
  i += dollar ? 1 : 0;
  const auto letters = i;
  for (; i < words.size() && is_letter(words[i]) && i - letters < 4; ++i)
    end.column = end.column * 26 + (words[i] & 0x1f);
  if (end.column > 0) {
    end.column_absolute = dollar;
    dollar = i < words.size() && words[i] == '$';
    i += dollar ? 1 : 0;
  }
  const auto digits = i;
  for (; i < words.size() && is_digit(words[i]) && i - digits < 8; ++i)
    end.row = end.row * 10 + (words[i] - '0');
  end.row_absolute = dollar && end.row > 0;
  if (i != words.size() || (dollar && end.row == 0) || (i > digits && end.row == 0)) return std::nullopt;
  if (end.column > kMostColumns || end.row > kMostRows || (end.column == 0 && end.row == 0))
    return std::nullopt;
  return end;
}

std::optional<CellName> parse_cell(std::string_view name) {
  const auto end = parse_reference_end(name);
  if (!end || !end->is_cell()) return std::nullopt;
  return CellName{end->column, end->row};
}

std::string column_letters(int column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  return letters;
}

std::string cell_name(CellName cell) { return column_letters(cell.column) + std::to_string(cell.row); }

std::string written_sheet(const std::string& name) {
  // A name of letters (and digits behind them) that is no cell stands as it is.
  bool plain = !name.empty() && !is_digit(name.front()) && !parse_reference_end(name);
  for (std::size_t i = 0; i < name.size() && plain;) {
    const char32_t c = utf8::next(name, i);
    plain = utf8::is_letter(c) || c == '_' || (c >= '0' && c <= '9');
  }
  if (plain && name != "R" && name != "C" && name != "r" && name != "c") return name;
  std::string out = "'";
  for (const char c : name) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

std::string moved_formula(std::string_view formula, const FormulaPlace& place, const SheetPlans& plans,
                          SingleReference single) {
  const auto own = plans.find(place.sheet);
  FormulaScanner::Rename rename;
  if (own != plans.end() && !own->second.empty() && !own->second[place.copy].tables.empty()) {
    rename = [&tables = own->second[place.copy].tables](std::string_view table) {
      const auto found = tables.find(utf8::lower(table));
      return found == tables.end() ? std::string(table) : found->second;
    };
  }
  return FormulaScanner(formula, ReferenceMover(place, plans, single), rename).scan();
}

std::string shifted_formula(std::string_view formula, int columns, int rows) {
  return FormulaScanner(formula,
                        [&](Reference reference) -> std::string {
                          const bool stays = shift(reference.first, columns, rows) &&
                                             (!reference.last || shift(*reference.last, columns, rows));
                          const auto sheet =
                              reference.sheet.empty() ? "" : std::string(reference.sheet) + "!";
                          return sheet + (stays ? written(reference) : "#REF!");
                        })
      .scan();
}

}  // namespace svodka::render
