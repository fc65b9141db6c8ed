#include "load/table.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "base/utf8.h"
#include "load/pattern.h"
#include "load/scalars.h"
#include "load/table_cell.h"
#include "load/table_definition.h"
#include "load/table_record.h"
#include "load/table_source.h"

namespace svodka::load {
namespace {

constexpr std::array<std::string_view, 3> kTotals{"итого", "всего", "total"};
constexpr std::size_t kLongestEnd = 1000;  ///< so many rows of notes may follow a table
constexpr int kForEver = std::numeric_limits<int>::max();

/// Begins with «Итого» or «Всего» as a word: «Итого по школе», not «Итоговое сочинение».
bool is_total(const TableRow& row) {
  const auto first =
      std::find_if(row.cells.begin(), row.cells.end(), [&](const TableCell& c) { return !row.is_blank(c); });
  if (first == row.cells.end() || first->kind != TableCell::Kind::kText) return false;
  const auto words = comparable(row.text(*first));
  return std::any_of(kTotals.begin(), kTotals.end(), [&](std::string_view total) {
    if (!words.starts_with(total)) return false;
    std::size_t end = total.size();
    return end == words.size() || !utf8::is_letter(utf8::next(words, end));
  });
}

/// 1 2 3 …, as forms have under their headings.
bool is_numbering(const TableRow& row) {
  std::int64_t expected = 0;
  for (const auto& cell : row.cells) {
    if (!row.is_blank(cell) && parse_integer(trimmed(row.text(cell))) != ++expected) return false;
  }
  return expected >= 3;
}

/// A cell's value that holds for rows below it too.
struct Carried {
  Node node;
  bool reported = false;
  int from = 0;
  int until = 0;  ///< the last row that it holds for
};

/// Makes records of the rows of one table.
class TableReader {
 public:
  TableReader(const SourceFile& by, const TableDefinition& table, TableFile& file, OpenTable& open,
              const RecordSink& sink, Diagnostics& out)
      : by_(by),
        table_(table),
        file_(file),
        open_(open),
        origin_(open.origin),
        sink_(sink),
        out_(out),
        cells_(origin_, by.path, open.from_1904, out),
        converter_(origin_, out),
        record_(table) {}

  void read() {
    out_.add(open_.found);
    auto bound = bind_headings(table_, open_.headings, origin_, by_.path, out_);
    if (!bound) return;
    bound_ = std::move(*bound);
    carried_.resize(bound_.columns.size());
    group_words_.resize(bound_.groups.size());
    place_constants();
    place_headings();
    const auto after = open_.headings.last < open_.head.size() ? open_.head[open_.headings.last].line : 0;
    for (const auto& cells : open_.rows->merged()) {
      if (cells.top > after && cells.bottom > cells.top) merged_[{cells.top, cells.left}] = cells.bottom;
    }
    read_rows();
  }

 private:
  void read_rows() {
    std::size_t waiting = open_.headings.last + 1;
    TableRow row;
    const auto next = [&] {
      if (waiting >= open_.head.size()) return open_.rows->next(row, out_);
      row = std::move(open_.head[waiting++]);
      return true;
    };
    bool first = true;
    while (next()) {
      if (row.is_blank()) continue;
      const bool numbering = first && is_numbering(row);
      first = false;
      if (!numbering) take(row);
    }
    for (const auto& left : waiting_) skipped_.push_back(left.line);
    report_lines(skipped_, "skipped-rows",
                 {"строки итогов и примечаний не читаются", "rows of totals and notes are not read"}, {});
    if (table_.skip_hidden)
      report_lines(hidden_, "hidden-rows", {"скрытые строки не читаются", "hidden rows are not read"}, {});
    else
      report_lines(hidden_, "hidden-rows", {"скрытые строки прочитаны", "hidden rows are read"},
                   text("если они не нужны: `hidden: skip`", "if they are not wanted: `hidden: skip`"));
  }

  void take(const TableRow& row) {
    if (is_total(row)) {
      skipped_.push_back(row.line);
      return;
    }
    if (row.hidden) hidden_.push_back(row.line);
    if (row.hidden && table_.skip_hidden) return;
    if (!has_key(row)) {
      waiting_.push_back(row);  // a note at the end, or a row with a fault in the middle
      if (waiting_.size() > kLongestEnd) deliver_waiting();
    } else {
      deliver_waiting();
      deliver(row);
    }
  }

  void deliver_waiting() {
    for (const auto& row : waiting_) deliver(row);
    waiting_.clear();
  }

  bool is_filled(const TableRow& row, std::size_t index) const {
    const auto* cell = row.find(bound_.columns[index].column);
    if (cell != nullptr && !row.is_blank(*cell)) return true;
    const auto& above = carried_[index];
    return above.from > 0 && row.line <= above.until && !above.node.is_null();
  }

  /// A row without a key, or with nothing but one cell (a note, the name of a group), is no record if it
  /// comes at the end.
  bool has_key(const TableRow& row) const {
    const auto filled = std::count_if(row.cells.begin(), row.cells.end(),
                                      [&](const TableCell& c) { return !row.is_blank(c); });
    if (filled == 1 && bound_.columns.size() > 2) return false;
    bool any = false;
    for (std::size_t i = 0; i < bound_.columns.size(); ++i) {
      if (!bound_.columns[i].definition->is_key) continue;
      any = true;
      if (is_filled(row, i)) return true;
    }
    return !any;
  }

  void check_width(const TableRow& row) {
    if (!open_.is_csv) return;
    const auto headings = open_.head[open_.headings.last].cells.size();
    for (auto i = headings; i < row.cells.size(); ++i) {
      if (row.is_blank(row.cells[i])) continue;
      out_.error(
          origin_.at(row.cells[i].mark), "extra-cells",
          text("в строке больше ячеек, чем заголовков", "the row has more cells than there are headings"),
          text("значение с разделителем внутри возьмите в кавычки",
               "put a value that holds the delimiter in quotes"));
      return;
    }
  }

  Mark place_of(const TableRow& row, int column) const {
    if (const auto* cell = row.find(column)) return cell->mark;
    if (!open_.is_csv) return {row.line, column, 0};
    return {row.line, row.cells.empty() ? 1 : row.cells.back().mark.column, 0};
  }

  void deliver(const TableRow& row) {
    check_width(row);
    auto& values = values_;
    auto& reported = reported_values_;
    values.resize(bound_.columns.size());
    reported.resize(bound_.columns.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = value(row, i);
      reported[i] = reported_;
    }
    if (bound_.groups.empty()) return make_record(row, values, reported, -1);
    for (std::size_t group = 0; group < bound_.groups.size(); ++group) {
      bool any = false;
      for (std::size_t i = 0; i < values.size(); ++i) {
        const auto is_own = bound_.columns[i].group == static_cast<int>(group);
        any = any || (is_own && (!values[i].is_null() || reported[i]));
      }
      if (any) make_record(row, values, reported, static_cast<int>(group));
    }
  }

  /// The value of one column in this row: its cell's, or that of a cell above that holds for this row too.
  Node value(const TableRow& row, std::size_t index) {
    const auto& bound = bound_.columns[index];
    const auto* cell = row.find(bound.column);
    auto& above = carried_[index];
    const auto mark = place_of(row, bound.column);
    if ((cell == nullptr || row.is_blank(*cell)) && above.from > 0 && row.line <= above.until) {
      reported_ = above.reported;
      return from_above(above, bound, mark);
    }
    auto node = cells_.value(*bound.definition, row, cell, mark);
    reported_ = cells_.reported();
    if (node.is_null() && !reported_ && bound.definition->required) {
      reported_ = true;
      out_.error(origin_.at(mark), "blank-cell",
                 text("ячейка «{}» не заполнена", "the cell “{}” is not filled", bound.definition->heading()),
                 text("впишите значение или уберите `required` у этого столбца в `{0}`",
                      "fill it in, or take `required` away from this column in `{0}`", by_.path));
    }
    if (cell != nullptr) warn_uncalculated(*cell);
    const auto merge = merged_.empty() ? merged_.end() : merged_.find({row.line, bound.column});
    const int until = bound.definition->fill_down ? kForEver : merge != merged_.end() ? merge->second : 0;
    if (until > 0) above = {node, reported_, row.line, until};
    return node;
  }

  Node from_above(Carried& above, const BoundColumn& bound, const Mark& mark) {
    const auto type = bound.definition->field->type;
    const bool number = type == FieldType::kInteger || type == FieldType::kNumber;
    if (!number || above.node.is_null()) return above.node;
    if (above.from != last_merged_number_) {
      last_merged_number_ = above.from;
      out_.warning(
          origin_.at(above.node.mark), "merged-number",
          text("число в ячейке, объединённой по строкам {}–{}, отнесено только к строке {}",
               "the number in a cell that is merged over the rows {}–{} is taken for the row {} only",
               above.from, above.until == kForEver ? above.from : above.until, above.from));
    }
    return {.kind = Node::Kind::kNull, .mark = mark};
  }

  void warn_uncalculated(const TableCell& cell) {
    if (!cell.formula || cell.uncalculated || !open_.is_uncalculated || warned_) return;
    warned_ = true;
    out_.warning(
        origin_.at(cell.mark), "formulas-not-calculated",
        text("файл записан программой, которая не вычисляет формулы: их значения могут быть неверны",
             "the file was written by a program that does not calculate formulas: their values may be wrong"),
        text("откройте файл в Excel или LibreOffice и сохраните",
             "open the file in Excel or LibreOffice and save it"));
  }

  void make_record(const TableRow& row, const std::vector<Node>& values, const std::vector<char>& reported,
                   int group) {
    const auto& first = row.cells.empty() ? Mark{row.line, 1, 0} : row.cells.front().mark;
    record_.begin(open_.is_csv ? Mark{row.line, 1, 0} : Mark{row.line, first.column, 0});
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto& bound = bound_.columns[i];
      if (bound.group < 0 || bound.group == group)
        record_.put(*bound.definition, values[i], reported[i] != 0);
    }
    for (const auto& [target, node] : placed_) record_.put(*target, node, node.is_null());
    if (group >= 0) {
      const auto index = static_cast<std::size_t>(group);
      for (const auto& [target, node] : group_words_[index]) record_.put(*target, node, node.is_null());
      record_.put(bound_.groups[index].definition->with);
    }
    sink_(record_.made(converter_));
  }

  /// Constants that stand in a cell, or in the name of the file or the sheet.
  void place_constants() {
    for (const auto& constant : table_.placed) {
      Mark mark{1, 1, 0};
      std::string words;
      if (constant.place == PlacedConstant::Place::kFileName) {
        words = std::filesystem::path(origin_.file).filename().string();
      } else if (constant.place == PlacedConstant::Place::kSheetName) {
        words = origin_.sheet;
      } else {
        mark = {constant.row, constant.column, 0};
        placed_.emplace_back(&constant, cell_constant(constant, mark));
        continue;
      }
      placed_.emplace_back(&constant, matched(constant, words, mark, origin_.at({})));
    }
  }

  Node cell_constant(const PlacedConstant& constant, Mark& mark) {
    const bool elsewhere = !constant.sheet.empty() && constant.sheet != origin_.sheet;
    const Origin origin{origin_.file, elsewhere ? constant.sheet : origin_.sheet};
    const auto near = std::find_if(open_.head.begin(), open_.head.end(),
                                   [&](const TableRow& r) { return r.line == constant.row; });
    const auto row =
        !elsewhere && near != open_.head.end() ? *near : file_.row(origin.sheet, constant.row, out_);
    const auto* cell = row.find(constant.column);
    if (cell == nullptr || row.is_blank(*cell)) {
      out_.error(origin.at(mark), "missing-constant",
                 text("ячейка пуста, а из неё берётся поле `{}`",
                      "the cell is blank, and the field `{}` is taken from it", constant.name()),
                 text("заполните её или исправьте `constants` в `{}`",
                      "fill it in, or correct `constants` in `{}`", by_.path));
      return {.kind = Node::Kind::kNull, .mark = mark};
    }
    if (open_.is_csv) mark = cell->mark;
    if (constant.pattern != "{}") return matched(constant, cells_.shown(row, *cell), mark, origin.at(mark));
    CellReader reader(origin, by_.path, open_.from_1904, out_);
    return reader.value(constant, row, cell, mark);
  }

  Node matched(const PlacedConstant& constant, const std::string& words, const Mark& mark, Position at) {
    const auto found = match_pattern(constant.pattern, words);
    if (found) return cells_.word(constant, *found, mark);
    out_.error(std::move(at), "missing-constant",
               text("«{}» не похоже на «{}», а отсюда берётся поле `{}`",
                    "“{}” does not look like “{}”, and the field `{}` is taken from it", words,
                    constant.pattern, constant.name()),
               text("исправьте эти слова или образец в `constants` файла `{}`",
                    "correct these words, or the pattern in `constants` of `{}`", by_.path));
    return {.kind = Node::Kind::kNull, .mark = mark};
  }

  void place_headings() {
    for (std::size_t i = 0; i < bound_.groups.size(); ++i) {
      const auto& group = bound_.groups[i];
      for (std::size_t k = 0; k < group.words.size(); ++k) {
        const auto& target = group.definition->from_headings[k];
        group_words_[i].emplace_back(&target, cells_.word(target, group.words[k].words, group.words[k].mark));
      }
    }
  }

  void report_lines(std::vector<int> lines, const char* rule, const Text& words, Text hint) {
    if (lines.empty()) return;
    std::sort(lines.begin(), lines.end());
    std::string list;
    for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 10); ++i)
      list += (i == 0 ? "" : ", ") + std::to_string(lines[i]);
    if (lines.size() > 10) list += ", …";
    out_.info(origin_.at({lines.front(), 1, 0}), rule, {words.ru + ": " + list, words.en + ": " + list},
              std::move(hint));
  }

  const SourceFile& by_;
  const TableDefinition& table_;
  TableFile& file_;
  OpenTable& open_;
  Origin origin_;
  const RecordSink& sink_;
  Diagnostics& out_;
  CellReader cells_;
  Converter converter_;
  TableRecord record_;
  BoundHeadings bound_;
  std::map<std::pair<int, int>, int> merged_;  ///< first cell to last row, of those over several rows
  std::vector<Carried> carried_;               ///< for each of bound_.columns
  std::vector<std::pair<const TableTarget*, Node>> placed_;
  std::vector<std::vector<std::pair<const TableTarget*, Node>>> group_words_;  ///< for each of bound_.groups
  std::vector<TableRow> waiting_;  ///< rows without a key that may turn out to be the end
  std::vector<int> skipped_, hidden_;
  std::vector<Node> values_;           ///< of the row at hand, for each of bound_.columns
  std::vector<char> reported_values_;  ///< and whether they have a finding
  int last_merged_number_ = 0;
  bool reported_ = false;  ///< the value at hand has a finding
  bool warned_ = false;
};

}  // namespace

void read_table(const std::filesystem::path& root, const SourceFile& file, const Node& entry,
                const Schema& schema, const RecordSink& sink, std::vector<std::string>& also_read,
                Diagnostics& out) {
  const auto table = read_table_definition(file, entry, schema, out);
  if (!table) return;
  if (gives_required_fields(file, entry, *table, out)) {
    read_tables(root, file, *table, sink, also_read, out);
    return;
  }
  // What else is wrong is told as well, without a finding for each row.
  Diagnostics found;
  read_tables(
      root, file, *table, [](Record&&) {}, also_read, found);
  for (const auto& finding : found.in_order()) {
    if (finding.rule != "missing-field") out.add(finding);
  }
}

void read_tables(const std::filesystem::path& root, const SourceFile& by, const TableDefinition& table,
                 const RecordSink& sink, std::vector<std::string>& also_read, Diagnostics& out) {
  for (const auto& name : table.files) {
    const auto paths = matching_files(root, name);
    if (is_pattern(name)) also_read.push_back(name);
    if (paths.empty())
      out.warning(table.file_mark.in(by.path), "missing-file",
                  text("нет файлов `{}`", "there are no files `{}`", name),
                  text("положите таблицы в эту папку или исправьте имя в `file`",
                       "put the tables into this folder, or correct the name in `file`"));
    for (const auto& path : paths) {
      also_read.push_back(path);
      const auto opened = open_table_file(root, path, by, table, out);
      if (!opened) continue;
      for (auto& open : opened->tables(out)) TableReader(by, table, *opened, open, sink, out).read();
    }
  }
}

}  // namespace svodka::load
