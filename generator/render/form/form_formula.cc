#include "render/form/form_formula.h"

#include <functional>

#include "base/utf8.h"

namespace svodka::render {
namespace {

using End = ReferenceEnd;

struct Reference {
  std::string_view sheet;  // as written, without the '!'; may be empty
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
  FormulaScanner(std::string_view formula, Change change) : in_(formula), change_(std::move(change)) {}

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
      copy(at_ + 1);
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
    copy(end);
    if (peek() != '!') return;
    copy(at_ + 1);
    after_sheet(in_.substr(begin, end - begin));
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
      copy(end + 1);
      after_sheet(in_.substr(begin, end - begin));
    } else if (next == '(' || next == '[') {
      copy(next == '[' ? after_brackets(end) : end);
    } else if (const auto sheets = sheets_end(end); sheets > 0) {
      copy(sheets);
      after_sheet(in_.substr(begin, sheets - 1 - begin));
    } else {
      reference({});
    }
  }

  // Behind the '!' of `Январь:Март!`, when a name's end stands at its ':'; 0 when it does not.
  std::size_t sheets_end(std::size_t colon) const {
    if (colon >= in_.size() || in_[colon] != ':') return 0;
    const auto end = after_name(colon + 1);
    return end > colon + 1 && end < in_.size() && in_[end] == '!' ? end + 1 : 0;
  }

  void after_sheet(std::string_view sheet) {
    if (sheet.find('[') != std::string_view::npos)
      copy_reference();
    else
      reference(sheet);
  }

  void copy_reference() {
    copy(after_name(at_));
    if (peek() == ':' && is_name(peek(1))) copy(after_name(at_ + 1));
  }

  // Behind a reference no '(' or '!' may stand, or its words are something else.
  void reference(std::string_view sheet) {
    const auto end = after_name(at_);
    const auto first = parse_reference_end(in_.substr(at_, end - at_));
    if (!first) return copy(end > at_ ? end : at_ + (at_ < in_.size() ? 1 : 0));
    if (end < in_.size() && in_[end] == ':') {
      const auto last_end = after_name(end + 1);
      const auto last = parse_reference_end(in_.substr(end + 1, last_end - end - 1));
      const bool alike =
          last && (first->column > 0) == (last->column > 0) && (first->row > 0) == (last->row > 0);
      if (alike) return replace({sheet, *first, last}, last_end);
    }
    if (first->is_cell()) return replace({sheet, *first, std::nullopt}, end);
    copy(end);
  }

  void replace(const Reference& found, std::size_t end) {
    out_ += change_(found);
    at_ = end;
  }

  std::string_view in_;
  Change change_;
  std::size_t at_ = 0;
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

const RowPlan* plan_of(const std::string& sheet, const SheetPlans& plans) {
  // `Январь:Март` is a run of sheets: it moves as the first of them does.
  const auto found = plans.find(sheet.substr(0, sheet.find(':')));
  return found == plans.end() ? nullptr : found->second;
}

std::string moved(Reference reference, const RowPlan& plan, int from, SingleReference single) {
  if (!reference.last && single == SingleReference::kAll) {
    const auto rows = plan.span(0, reference.first.row, reference.first.row);
    if (rows && rows->first < rows->last) reference.last = reference.first;
  }
  if (!reference.last) {
    const auto row = plan.row(from, {reference.first.row, reference.first.row_absolute});
    reference.first.row = row.value_or(kMostRows);
    return written(reference);
  }
  const auto& last = *reference.last;
  if (last.row == 0) return written(reference);
  const auto span =
      plan.span(from, {reference.first.row, reference.first.row_absolute}, {last.row, last.row_absolute});
  reference.first.row = span ? span->first : kMostRows;
  reference.last->row = span ? span->last : kMostRows;
  return written(reference);
}

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

std::string moved_formula(std::string_view formula, const std::string& sheet, int from,
                          const SheetPlans& plans, SingleReference single) {
  const auto own = utf8::lower(sheet);
  return FormulaScanner(formula,
                        [&](const Reference& reference) {
                          const auto target = reference.sheet.empty() ? own : sheet_name(reference.sheet);
                          const auto* plan = plan_of(target, plans);
                          return plan == nullptr ? written(reference)
                                                 : moved(reference, *plan, target == own ? from : 0, single);
                        })
      .scan();
}

std::string shifted_formula(std::string_view formula, int columns, int rows) {
  return FormulaScanner(formula,
                        [&](Reference reference) -> std::string {
                          const bool stays = shift(reference.first, columns, rows) &&
                                             (!reference.last || shift(*reference.last, columns, rows));
                          return stays ? written(reference) : "#REF!";
                        })
      .scan();
}

}  // namespace svodka::render
