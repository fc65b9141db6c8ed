#include "render/form/form_fill.h"

#include <algorithm>
#include <cstdlib>
#include <pugixml.hpp>
#include <sstream>

#include "base/utf8.h"
#include "render/expand/xml.h"
#include "render/form/form_values_xml.h"

namespace svodka::render {
namespace {

constexpr std::string_view kMarkBegin = "<?svodka-row ", kRowBegin = "<row r=\"", kCellBegin = "<c r=\"",
                           kRowClose = "</row>";

// A text of which all markers came out empty is no text.
std::string without_empty_texts(const std::string& rows) {
  constexpr std::string_view kEmpty = " t=\"inlineStr\"><is><t xml:space=\"preserve\"></t></is></c>";
  std::string out;
  std::size_t done = 0;
  for (auto at = rows.find(kEmpty); at != std::string::npos; at = rows.find(kEmpty, done)) {
    out.append(rows, done, at - done);
    out += "/>";
    done = at + kEmpty.size();
  }
  return done == 0 ? rows : out.append(rows, done);
}

int number_at(std::string_view words, std::size_t at) {
  return std::atoi(std::string(words.substr(at, 8)).c_str());
}

// What stands next in the rows, from `from` on.
struct Token {
  enum class Kind { kEnd, kMark, kRow, kCell, kRowEnd };
  Kind kind = Kind::kEnd;
  std::size_t at = std::string::npos;
};

Token next_token(std::string_view rows, std::size_t from) {
  for (auto at = rows.find('<', from); at != std::string_view::npos; at = rows.find('<', at + 1)) {
    if (rows.compare(at, kCellBegin.size(), kCellBegin) == 0) return {Token::Kind::kCell, at};
    if (rows.compare(at, kRowBegin.size(), kRowBegin) == 0) return {Token::Kind::kRow, at};
    if (rows.compare(at, kRowClose.size(), kRowClose) == 0) return {Token::Kind::kRowEnd, at};
    if (rows.compare(at, kMarkBegin.size(), kMarkBegin) == 0) return {Token::Kind::kMark, at};
  }
  return {Token::Kind::kEnd, rows.size()};
}

// Calls `see` with each token and its text, up to the next token.
template <typename See>
void each_token(std::string_view rows, See see) {
  for (auto token = next_token(rows, 0); token.kind != Token::Kind::kEnd;) {
    const auto next = next_token(rows, token.at + 1);
    auto words = rows.substr(token.at, next.at - token.at);
    if (token.kind == Token::Kind::kMark)
      words = words.substr(kMarkBegin.size(), words.find("?>") - kMarkBegin.size());
    see(token.kind, words);
    token = next;
  }
}

// Columns that a section repeats, and what became of them: the marks of one row.
struct ColumnStory {
  int last = 0;
  std::string marks;  // "A", "Z", "c 3 "
  std::string cell;   // where it was told first
};

class Planner {
 public:
  Planner(FilledSheet& filled, const std::string& file, Diagnostics& out)
      : filled_(filled), file_(file), out_(out) {}

  void plan() {
    each_token(filled_.rows, [&](Token::Kind kind, std::string_view words) {
      if (kind == Token::Kind::kRow) {
        row_ = number_at(words, kRowBegin.size());
        filled_.plan.rows.add_rows(row_, 1);
      }
      if (kind == Token::Kind::kMark) follow(words);
    });
    plan_columns();
    check(filled_.plan.rows, text("строк", "rows"));
    check(filled_.plan.columns, text("столбцов", "columns"));
  }

 private:
  void follow(std::string_view mark) {
    auto& rows = filled_.plan.rows;
    switch (mark.front()) {
      case 'a':
        return rows.begin_repetition();
      case 'z':
        return rows.end_repetition();
      case 'g':
        return rows.add_rows(number_at(mark, 2), number_at(mark, mark.find(' ', 2) + 1));
      case '[':
        first_ = number_at(mark, 2);
        story_ = {number_at(mark, mark.find(' ', 2) + 1), "", cell_name({first_, std::max(row_, 1)})};
        return;
      case ']':
        return end_story();
      case 'A':
      case 'Z':
      case 'c':
        story_.marks += mark;
        story_.marks += ' ';
        return;
      default:
        return;
    }
  }

  void end_story() {
    const auto [known, is_new] = stories_.emplace(first_, story_);
    if (is_new || known->second.marks == story_.marks || told_) return;
    told_ = true;
    out_.error(
        {.file = file_, .part = filled_.sheet->name, .cell = story_.cell}, "columns-differ",
        text("столбцов здесь получилось не столько, сколько в {}",
             "there came out another number of columns here than in {}", known->second.cell),
        text("списки одной таблицы должны быть одной длины", "the lists of one table must be of one length"));
  }

  void plan_columns() {
    auto& columns = filled_.plan.columns;
    int next = 1;
    for (const auto& [first, story] : stories_) {
      columns.add_rows(next, first - next);
      std::istringstream marks(story.marks);
      for (std::string mark; marks >> mark;) {
        if (mark == "A") columns.begin_repetition();
        if (mark == "Z") columns.end_repetition();
        int column = 0;
        if (mark == "c" && marks >> column) columns.add_rows(column, 1);
      }
      next = story.last + 1;
    }
    if (!stories_.empty()) columns.add_rows(next, 1);
  }

  void check(const LinePlan& plan, const Text& lines) {
    if (plan.last_row() <= plan.most()) return;
    out_.error({.file = file_, .part = filled_.sheet->name}, "too-many-rows",
               Text{fmt::format("на листе получилось {} {}, Excel вмещает {}", plan.last_row(), lines.ru,
                                plan.most()),
                    fmt::format("the sheet would have {} {}, Excel holds {}", plan.last_row(), lines.en,
                                plan.most())});
  }

  FilledSheet& filled_;
  const std::string& file_;
  Diagnostics& out_;
  int row_ = 0, first_ = 0;
  ColumnStory story_;
  std::map<int, ColumnStory> stories_;
  bool told_ = false;
};

class RowWriter {
 public:
  RowWriter(const FilledSheet& filled, std::size_t copy, const std::string& file, const SheetPlans& plans,
            Diagnostics& out)
      : filled_(filled), file_(file), plans_(plans), out_(out) {
    place_.sheet = utf8::lower(filled.sheet->name);
    place_.copy = copy;
    made_.xml.reserve(filled.rows.size());
  }

  WrittenRows write() {
    each_token(filled_.rows, [&](Token::Kind kind, std::string_view words) {
      switch (kind) {
        case Token::Kind::kRow:
          return begin_row(words);
        case Token::Kind::kCell:
          return take_cell(words);
        case Token::Kind::kRowEnd:
          return end_row();
        case Token::Kind::kMark:
          return follow(words);
        case Token::Kind::kEnd:
          return;
      }
    });
    return std::move(made_);
  }

 private:
  struct Cell {
    int column = 0;  // made
    std::string_view xml;
    std::string_view link;
  };

  void begin_row(std::string_view row) {
    ++row_;
    made_.xml += kRowBegin;
    made_.xml += std::to_string(row_);
    made_.xml += row.substr(row.find('"', kRowBegin.size()));
    cells_.clear();
    spans_.clear();
  }

  void take_cell(std::string_view cell) {
    int column = 0;
    for (auto i = kCellBegin.size(); cell[i] >= 'A' && cell[i] <= 'Z'; ++i)
      column = column * 26 + (cell[i] - 'A' + 1);
    if (next_ > 0)
      cells_.push_back({next_, cell, {}});
    else
      loose_.push_back({column, cell, {}});
    last_loose_ = next_ == 0;
  }

  void follow(std::string_view mark) {
    const auto& columns = filled_.plan.columns;
    if (mark.front() == 'g') row_ += number_at(mark, mark.find(' ', 2) + 1);
    if (mark.front() == 'l') (last_loose_ ? loose_ : cells_).back().link = mark.substr(2);
    if (mark.front() == '[') {
      const int first = number_at(mark, 2);
      spans_.push_back({first, number_at(mark, mark.find(' ', 2) + 1)});
      const auto made = columns.span(0, first, spans_.back().last);
      next_ = made ? made->first - 1 : kMostColumns;
    }
    if (mark.front() == 'c') ++next_;
    if (mark.front() == ']') next_ = 0;
  }

  // Cells outside of the row's own sections go where their columns went.
  void end_row() {
    const auto& columns = filled_.plan.columns;
    for (const auto& cell : loose_) {
      if (columns.is_identity()) {
        cells_.push_back(cell);
        continue;
      }
      for (const auto& span : columns.copies(cell.column, cell.column)) {
        for (int column = span.first; column <= span.last; ++column)
          cells_.push_back({column, cell.xml, cell.link});
      }
    }
    loose_.clear();
    if (!columns.is_identity() || !spans_.empty())
      std::sort(cells_.begin(), cells_.end(),
                [](const Cell& a, const Cell& b) { return a.column < b.column; });
    for (const auto& cell : cells_) write_cell(cell);
    made_.xml += kRowClose;
  }

  void write_cell(const Cell& cell) {
    place_.cell = {cell.column, row_};
    const auto name = cell_name(place_.cell);
    made_.xml += kCellBegin;
    made_.xml += name;
    const auto quote = cell.xml.find('"', kCellBegin.size());
    const auto formula = filled_.sheet->has_formulas ? cell.xml.find("<f", quote) : std::string_view::npos;
    if (formula != std::string_view::npos && (cell.xml[formula + 2] == '>' || cell.xml[formula + 2] == ' ')) {
      made_.xml += cell.xml.substr(quote, formula - quote);
      made_.xml += cell.xml.substr(write_formula(cell.xml, formula, name));
    } else {
      made_.xml += cell.xml.substr(quote);
    }
    if (!cell.link.empty()) made_.links.push_back({place_.cell, unescaped(cell.link)});
  }

  static std::string unescaped(std::string_view xml) {
    pugi::xml_document document;
    document.load_string(("<t>" + std::string(xml) + "</t>").c_str());
    return document.child("t").text().get();
  }

  // Writes the element `f` that begins at `at`; returns where it ends.
  std::size_t write_formula(std::string_view cell, std::size_t at, const std::string& name) {
    const auto tag_end = cell.find('>', at);
    const bool empty = cell[tag_end - 1] == '/';
    const auto close = empty ? tag_end + 1 : cell.find("</f>", tag_end) + 4;
    pugi::xml_document document;
    const auto xml = cell.substr(at, close - at);
    if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata)) return at;
    auto formula = document.child("f");
    const std::string_view type = formula.attribute("t").value();
    if (type == "dataTable" && !filled_.plan.is_identity())
      out_.error({.file = file_, .part = filled_.sheet->name, .cell = name}, "form-data-table",
                 text("таблица подстановки не может сдвинуться вместе со строками",
                      "a data table cannot move with the rows"),
                 text("перенесите её на другой лист", "move it to another sheet"));
    formula.text().set(moved_formula(formula.text().get(), place_, plans_).c_str());
    // The area of an array formula is as much of the sheet as a reference to it would be.
    if (auto area = formula.attribute("ref"))
      area.set_value(moved_formula(area.value(), place_, plans_).c_str());
    std::ostringstream written;
    formula.print(written, "", pugi::format_raw);
    made_.xml += written.str();
    return close;
  }

  struct Span {
    int first = 0, last = 0;
  };

  const FilledSheet& filled_;
  const std::string& file_;
  const SheetPlans& plans_;
  Diagnostics& out_;
  FormulaPlace place_;
  WrittenRows made_;
  std::vector<Cell> cells_, loose_;  // of the row; those whose columns are not told yet
  std::vector<Span> spans_;
  bool last_loose_ = true;
  int row_ = 0, next_ = 0;  // made row; the made column of the next cell in repeated columns, 0 outside
};

}  // namespace

std::vector<FilledSheet> fill_sheet(const CompiledSheet& sheet, const std::string& file, bool from_1904,
                                    const Row& root, Diagnostics& out) {
  CellWriter cells(sheet, file, from_1904, out);
  std::vector<FilledSheet> all;
  for (auto& [name, rows] : split_scopes(sheet.expander->expand(root, out, &cells))) {
    all.push_back({&sheet, std::move(name), without_empty_texts(rows), {}});
    Planner(all.back(), file, out).plan();
  }
  return all;
}

WrittenRows written_rows(const FilledSheet& filled, std::size_t copy, const std::string& file,
                         const SheetPlans& plans, Diagnostics& out) {
  return RowWriter(filled, copy, file, plans, out).write();
}

}  // namespace svodka::render
