#include "load/table.h"

#include <algorithm>
#include <array>

#include "base/files.h"
#include "base/utf8.h"
#include "load/csv.h"
#include "load/scalars.h"
#include "load/table_definition.h"

namespace svodka::load {
namespace {

constexpr std::array<const char*, 3> kTotals{"итого", "всего", "total"};
constexpr std::size_t kLongestEnd = 1000;  ///< so many rows of notes may follow a table
constexpr int kSearchedRows = 30;          ///< the headings are looked for this far down

bool is_numeric(const Field& field) {
  return field.type == FieldType::kInteger || field.type == FieldType::kNumber;
}

bool is_dash(std::string_view cell) { return cell == "-" || cell == "–" || cell == "—" || cell == "−"; }

bool is_total(const CsvRow& row) {
  const auto first = std::find_if(row.cells.begin(), row.cells.end(),
                                  [](const CsvCell& c) { return !trimmed(c.text).empty(); });
  if (first == row.cells.end()) return false;
  const auto words = comparable(first->text);
  return std::any_of(kTotals.begin(), kTotals.end(),
                     [&](const char* word) { return words.starts_with(word); });
}

/// 1 2 3 …, as forms have under their headings.
bool is_numbering(const CsvRow& row) {
  std::int64_t expected = 0;
  for (const auto& cell : row.cells) {
    const auto words = trimmed(cell.text);
    if (!words.empty() && parse_integer(words) != ++expected) return false;
  }
  return expected >= 3;
}

std::optional<SourceFile> read_csv(const std::filesystem::path& root, const SourceFile& by,
                                   const TableDefinition& table, Diagnostics& out) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(root / table.file, error)) {
    const auto folder = std::filesystem::path(table.file).parent_path();
    out.error(table.file_mark.in(by.path), "missing-file",
              text("нет файла `{}`", "there is no file `{}`", table.file),
              suggestion(std::filesystem::path(table.file).filename().string(),
                         list_files(root / folder, {".csv", ".tsv", ".txt"})));
    return std::nullopt;
  }
  if (!table.windows_1251) {
    Diagnostics faults;
    auto source = read_source(root, table.file, faults);
    for (auto finding : faults.in_order()) {
      if (finding.rule == "not-utf8")
        finding.hint = text("сохраните его в UTF-8 или укажите `encoding: windows-1251`",
                            "save it as UTF-8, or say `encoding: windows-1251`");
      out.add(std::move(finding));
    }
    return source;
  }
  if (std::filesystem::file_size(root / table.file, error) > kMaxSourceBytes)
    return read_source(root, table.file, out);
  try {
    const auto bytes = read_file(root / table.file);
    const bool ascii =
        std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!ascii && !utf8::first_invalid(bytes)) {
      out.error({.file = table.file}, "not-windows-1251",
                text("файл в UTF-8, а указано `encoding: windows-1251`",
                     "the file is UTF-8, but `encoding: windows-1251` is given"),
                text("уберите `encoding`", "remove `encoding`"));
      return std::nullopt;
    }
    return make_source(table.file, from_windows_1251(bytes), out);
  } catch (const EnvironmentError& fault) {
    out.error({.file = table.file}, "unreadable-file", fault.message());
    return std::nullopt;
  }
}

/// How a table is laid out: what separates its cells, which row has the headings.
struct Layout {
  char delimiter = ';';
  int heading = 0;
  int matches = 0;
};

int matching_headings(const TableDefinition& table, const CsvRow& row) {
  std::vector<std::string> cells;
  for (const auto& cell : row.cells) cells.push_back(comparable(cell.text));
  return static_cast<int>(
      std::count_if(table.columns.begin(), table.columns.end(), [&](const TableColumn& c) {
        return std::find(cells.begin(), cells.end(), comparable(c.heading)) != cells.end();
      }));
}

Layout layout_with(const TableDefinition& table, const SourceFile& csv, char delimiter) {
  Layout best{.delimiter = delimiter, .heading = table.heading};
  Diagnostics ignored;  // the table is read once more
  CsvReader reader(csv, delimiter);
  CsvRow row;
  for (int number = 1; number <= std::max(kSearchedRows, table.heading) && reader.next(row, ignored);
       ++number) {
    if (table.heading > 0 && number != table.heading) continue;
    const int matches = matching_headings(table, row);
    if (matches > best.matches) best = {delimiter, number, matches};
  }
  return best;
}

Layout find_layout(const TableDefinition& table, const SourceFile& csv) {
  if (table.delimiter != 0) return layout_with(table, csv, table.delimiter);
  Layout best{.heading = table.heading};
  for (const char delimiter : {';', ',', '\t'}) {
    const auto layout = layout_with(table, csv, delimiter);
    if (layout.matches > best.matches) best = layout;
  }
  return best;
}

/// Makes records of the rows of one table.
class TableReader {
 public:
  TableReader(const SourceFile& by, const TableDefinition& table, const SourceFile& csv,
              const RecordSink& sink, Diagnostics& out)
      : by_(by), table_(table), csv_(csv), sink_(sink), out_(out), converter_(csv.path, out) {}

  void read() {
    const auto layout = find_layout(table_, csv_);
    CsvReader reader(csv_, layout.delimiter);
    CsvRow row;
    if (!find_heading(reader, layout, row) || !bind(row)) return;
    read_rows(reader, row);
  }

 private:
  void read_rows(CsvReader& reader, CsvRow& row) {
    bool first = true;
    while (reader.next(row, out_)) {
      if (row.is_blank()) continue;
      const bool numbering = first && is_numbering(row);
      first = false;
      if (!numbering) take(row);
    }
    for (const auto& left : waiting_) skipped_.push_back(left.line);
    report_skipped();
  }

  bool find_heading(CsvReader& reader, const Layout& layout, CsvRow& row) {
    for (int number = 1; layout.heading > 0 && reader.next(row, out_); ++number) {
      if (number == layout.heading) return true;
    }
    out_.error(
        table_.file_mark.in(by_.path), "missing-heading",
        text("в таблице `{}` не найдена строка заголовков",
             "the row of headings is not found in the table `{}`", csv_.path),
        text(
            "сверьте заголовки в `columns` с таблицей или укажите номер строки: `heading: 3`",
            "compare the headings in `columns` with the table, or give the number of the row: `heading: 3`"));
    return false;
  }

  /// Finds each column's cell by its heading; false when the table cannot be read.
  bool bind(const CsvRow& row) {
    std::vector<std::string> headings;
    for (const auto& cell : row.cells) headings.emplace_back(trimmed(cell.text));
    headings_ = headings.size();
    bool sound = true;
    for (const auto& column : table_.columns) {
      cells_.push_back(row.cells.size());
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (comparable(headings[i]) != comparable(column.heading)) continue;
        if (cells_.back() < row.cells.size()) {
          sound = false;
          out_.error(row.cells[i].mark.in(csv_.path), "duplicate-column",
                     text("столбец «{}» встречается дважды", "the column “{}” is there twice", headings[i]));
          continue;
        }
        cells_.back() = i;
      }
      if (cells_.back() < row.cells.size()) continue;
      sound = false;
      out_.error(column.mark.in(by_.path), "missing-column",
                 text("в таблице `{}` нет столбца «{}»", "the table `{}` has no column “{}”", csv_.path,
                      column.heading),
                 suggestion(column.heading, headings));
    }
    if (sound) report_unused(row, headings);
    return sound;
  }

  void report_unused(const CsvRow& row, const std::vector<std::string>& headings) {
    std::string names;
    for (std::size_t i = 0; i < headings.size(); ++i) {
      if (headings[i].empty() || std::find(cells_.begin(), cells_.end(), i) != cells_.end()) continue;
      names += (names.empty() ? "«" : ", «") + on_one_line(headings[i]) + "»";
    }
    if (names.empty()) return;
    out_.info(row.cells.front().mark.in(csv_.path), "unused-columns",
              text("столбцы не используются: {}", "columns that are not used: {}", names),
              text("если они нужны, назовите их в `columns` файла `{}`",
                   "if they are wanted, name them in `columns` of `{}`", by_.path));
  }

  static std::string on_one_line(std::string heading) {
    std::replace_if(
        heading.begin(), heading.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return heading;
  }

  void take(const CsvRow& row) {
    if (is_total(row)) {
      skipped_.push_back(row.line);
    } else if (!has_key(row)) {
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

  /// A row without a key, or with nothing but one cell (a note, the name of a group), is no record if it
  /// comes at the end.
  bool has_key(const CsvRow& row) const {
    const auto filled = std::count_if(row.cells.begin(), row.cells.end(),
                                      [](const CsvCell& c) { return !trimmed(c.text).empty(); });
    if (filled == 1 && table_.columns.size() > 2) return false;
    bool any = false;
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      if (!table_.columns[i].is_key) continue;
      any = true;
      if (cells_[i] < row.cells.size() && !trimmed(row.cells[cells_[i]].text).empty()) return true;
    }
    return !any;
  }

  void check_width(const CsvRow& row) {
    for (auto i = headings_; i < row.cells.size(); ++i) {
      if (trimmed(row.cells[i].text).empty()) continue;
      out_.error(
          row.cells[i].mark.in(csv_.path), "extra-cells",
          text("в строке больше ячеек, чем заголовков", "the row has more cells than there are headings"),
          text("значение с разделителем внутри возьмите в кавычки",
               "put a value that holds the delimiter in quotes"));
      return;
    }
  }

  void deliver(const CsvRow& row) {
    check_width(row);
    Node mapping{.kind = Node::Kind::kMapping, .mark = {row.line, 1, 0}};
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const auto& column = table_.columns[i];
      const Mark end{row.line, row.cells.empty() ? 1 : row.cells.back().mark.column, 0};
      const CsvCell blank{.text = {}, .mark = end};
      insert(mapping, column, 0, cells_[i] < row.cells.size() ? row.cells[cells_[i]] : blank);
    }
    auto record = converter_.record(*table_.collection, mapping,
                                    reported_.empty() ? table_.constants : reported_and_constants());
    reported_.clear();
    record.mark = mapping.mark;
    sink_(std::move(record));
  }

  /// What has been reported already stays empty, and is not missed as well.
  std::vector<Constant> reported_and_constants() const {
    auto all = reported_;
    all.insert(all.end(), table_.constants.begin(), table_.constants.end());
    return all;
  }

  void insert(Node& mapping, const TableColumn& column, std::size_t step, const CsvCell& cell) {
    const auto name = [&] {
      return Node{.kind = Node::Kind::kScalar, .scalar = column.path[step], .mark = cell.mark};
    };
    if (step + 1 == column.path.size()) {
      mapping.entries.emplace_back(name(), value(column, cell));
      return;
    }
    if (trimmed(cell.text).empty()) return;  // a nested record is there when something in it is
    const auto known = std::find_if(mapping.entries.begin(), mapping.entries.end(),
                                    [&](const auto& e) { return e.first.scalar == column.path[step]; });
    auto& part =
        known != mapping.entries.end()
            ? known->second
            : mapping.entries.emplace_back(name(), Node{.kind = Node::Kind::kMapping, .mark = cell.mark})
                  .second;
    insert(part, column, step + 1, cell);
  }

  Node value(const TableColumn& column, const CsvCell& cell) {
    Node node{.kind = Node::Kind::kNull, .mark = cell.mark};
    const auto& field = *column.field;
    if (field.type != FieldType::kList) {
      set_scalar(node, column, field, cell.text);
      return node;
    }
    const bool several = field.item().type == FieldType::kReference || field.item().type == FieldType::kEnum;
    for (std::string_view rest = trimmed(cell.text); !rest.empty();) {
      const bool whole = !several || column.values.contains(comparable(rest));
      const auto end = whole ? rest.size() : std::min(rest.find_first_of(";,"), rest.size());
      Node item{.kind = Node::Kind::kNull, .mark = cell.mark};
      set_scalar(item, column, field.item(), rest.substr(0, end));
      if (!item.is_null()) node.items.push_back(std::move(item));
      rest = end < rest.size() ? trimmed(rest.substr(end + 1)) : std::string_view();
    }
    if (!node.items.empty()) node.kind = Node::Kind::kSequence;
    return node;
  }

  void set_scalar(Node& node, const TableColumn& column, const Field& field, std::string_view cell) {
    auto words = std::string(trimmed(cell));
    if (words.empty()) return;
    if (!column.values.empty()) translate(words, column, node.mark);
    if (is_numeric(field)) {
      if (is_dash(words)) return;
      if (words.ends_with('%')) words = trimmed(words.substr(0, words.size() - 1));
      words = without_thousands(words);
    }
    node.scalar = std::move(words);
    if (!node.scalar.empty()) node.kind = Node::Kind::kScalar;
  }

  void translate(std::string& words, const TableColumn& column, const Mark& mark) {
    const auto known = column.values.find(comparable(words));
    if (known != column.values.end()) {
      words = known->second;
      return;
    }
    const bool is_value = std::any_of(column.values.begin(), column.values.end(),
                                      [&](const auto& entry) { return entry.second == words; });
    if (is_value || is_numeric(*column.field) || column.field->type == FieldType::kText) return;
    auto hint = suggestion(words, column.known_cells);
    if (hint.empty())
      hint = text("добавьте его в `values` файла `{}`", "add it to `values` of `{}`", by_.path);
    out_.error(mark.in(csv_.path), "unknown-value",
               text("значения «{}» нет среди `values` столбца «{}»",
                    "the value “{}” is not among the `values` of the column “{}”", words, column.heading),
               std::move(hint));
    words.clear();
    const auto& fields = table_.collection->fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].name == column.path.front()) reported_.push_back({i, {}});
    }
  }

  void report_skipped() {
    if (skipped_.empty()) return;
    std::sort(skipped_.begin(), skipped_.end());
    std::string lines;
    for (std::size_t i = 0; i < std::min<std::size_t>(skipped_.size(), 10); ++i)
      lines += (i == 0 ? "" : ", ") + std::to_string(skipped_[i]);
    if (skipped_.size() > 10) lines += ", …";
    out_.info({.file = csv_.path, .line = skipped_.front(), .column = 1}, "skipped-rows",
              text("строки итогов и примечаний не читаются: {}", "rows of totals and notes are not read: {}",
                   lines));
  }

  const SourceFile& by_;
  const TableDefinition& table_;
  const SourceFile& csv_;
  const RecordSink& sink_;
  Diagnostics& out_;
  Converter converter_;
  std::vector<std::size_t> cells_;  ///< for each of table_.columns, the number of its cell
  std::size_t headings_ = 0;        ///< how many cells the row of headings has
  std::vector<CsvRow> waiting_;     ///< rows without a key that may turn out to be the end
  std::vector<int> skipped_;
  std::vector<Constant> reported_;  ///< fields of this row with a finding
};

}  // namespace

void read_table(const std::filesystem::path& root, const SourceFile& file, const Node& entry,
                const Schema& schema, const RecordSink& sink, std::vector<std::string>& also_read,
                Diagnostics& out) {
  const auto table = read_table_definition(file, entry, schema, out);
  if (!table) return;
  also_read.push_back(table->file);
  const auto csv = read_csv(root, file, *table, out);
  if (csv) TableReader(file, *table, *csv, sink, out).read();
}

}  // namespace svodka::load
