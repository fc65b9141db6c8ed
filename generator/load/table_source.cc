#include "load/table_source.h"

#include <algorithm>

#include "base/files.h"
#include "base/utf8.h"
#include "load/csv.h"
#include "load/pattern.h"

namespace svodka::load {
namespace {

constexpr std::size_t kSearchedRows = 30;  ///< the headings are looked for this far down

const std::vector<MergedCells> kNoneMerged;

/// Rows of a CSV file: every cell of a line, blank ones too.
class CsvRows : public TableRows {
 public:
  CsvRows(const SourceFile& file, char delimiter) : reader_(file, delimiter) {}

  bool next(TableRow& row, Diagnostics& out) override {
    if (!reader_.next(line_, out)) return false;
    row.clear();
    row.line = line_.line;
    for (const auto& cell : line_.cells) {
      row.cells.push_back({.column = static_cast<int>(row.cells.size()) + 1,
                           .mark = cell.mark,
                           .begin = row.buffer.size(),
                           .size = cell.text.size()});
      row.buffer += cell.text;
    }
    return true;
  }
  const std::vector<MergedCells>& merged() const override { return kNoneMerged; }

 private:
  CsvReader reader_;
  CsvRow line_;
};

/// Reads rows as far as the headings may stand, and looks for them.
void look_for_headings(const TableDefinition& table, OpenTable& open) {
  TableRow row;
  while ((open.head.size() < kSearchedRows || row.line < table.heading) && open.rows->next(row, open.found))
    open.head.push_back(row);
  open.headings = find_headings(table, open.head, open.rows->merged());
}

/// The first row that is not blank: where a person looks for the headings.
std::optional<Position> top_of(const OpenTable& open) {
  const auto row =
      std::find_if(open.head.begin(), open.head.end(), [](const TableRow& r) { return !r.is_blank(); });
  if (row == open.head.end()) return std::nullopt;
  return open.origin.at(open.is_csv ? Mark{row->line, 1, 0} : row->cells.front().mark);
}

void report_missing_heading(const TableDefinition& table, const SourceFile& by, const std::string& path,
                            const std::optional<Position>& top, Diagnostics& out) {
  Finding finding{
      .rule = "missing-heading",
      .at = table.file_mark.in(by.path),
      .message = text("в таблице `{}` не найдена строка заголовков",
                      "the row of headings is not found in the table `{}`", path),
      .hint = text("сверьте заголовки в `columns` с таблицей или укажите номер строки: `heading: 3`",
                   "compare the headings in `columns` with the table, or give the number of the row: "
                   "`heading: 3`")};
  if (top) finding.related.push_back({*top, text("таблица начинается здесь", "the table begins here")});
  out.add(std::move(finding));
}

class CsvFile : public TableFile {
 public:
  CsvFile(SourceFile text, const SourceFile& by, const TableDefinition& table)
      : text_(std::move(text)), by_(by), table_(table) {}

  std::vector<OpenTable> tables(Diagnostics& out) override {
    OpenTable best;
    std::optional<Position> top;
    for (const char delimiter : {';', ',', '\t'}) {
      if (table_.delimiter != 0 && delimiter != ';') break;
      OpenTable open{.origin = {text_.path, {}}, .is_csv = true};
      open.rows = std::make_unique<CsvRows>(text_, table_.delimiter != 0 ? table_.delimiter : delimiter);
      look_for_headings(table_, open);
      if (!top) top = top_of(open);
      if (open.headings.matches > best.headings.matches) best = std::move(open);
    }
    std::vector<OpenTable> tables;
    if (best.headings.matches > 0)
      tables.push_back(std::move(best));
    else
      report_missing_heading(table_, by_, text_.path, top, out);
    return tables;
  }

  TableRow row(const std::string&, int, Diagnostics&) override {
    return {};
  }  // only those at the top can be named

 private:
  SourceFile text_;
  const SourceFile& by_;
  const TableDefinition& table_;
};

class WorkbookFile : public TableFile {
 public:
  WorkbookFile(std::unique_ptr<Workbook> book, const SourceFile& by, const TableDefinition& table)
      : book_(std::move(book)), by_(by), table_(table) {}

  std::vector<OpenTable> tables(Diagnostics& out) override {
    std::vector<OpenTable> tables;
    for (const auto* sheet : chosen(out)) {
      OpenTable open{.origin = {book_->path(), sheet->name},
                     .from_1904 = book_->from_1904(),
                     .is_uncalculated = book_->is_uncalculated()};
      open.rows = std::make_unique<SheetReader>(*book_, *sheet, open.found);
      look_for_headings(table_, open);
      if (open.headings.matches > 0)
        tables.push_back(std::move(open));
      else if (open.found.has_errors())
        out.add(open.found);
      else if (!table_.sheets.empty())
        report_missing_heading(table_, by_, book_->path() + ": " + sheet->name, top_of(open), out);
    }
    if (table_.sheets.empty()) leave_one(tables, out);
    return tables;
  }

  TableRow row(const std::string& sheet, int number, Diagnostics& out) override {
    const auto* entry = book_->sheet(sheet);
    if (entry == nullptr) {
      report_missing_sheet(sheet, out);
      return {};
    }
    SheetReader rows(*book_, *entry, out);
    TableRow found;
    while (rows.next(found, out) && found.line <= number) {
      if (found.line == number) return found;
    }
    return {};
  }

 private:
  std::vector<const SheetEntry*> chosen(Diagnostics& out) const {
    std::vector<const SheetEntry*> sheets;
    const auto add = [&](const SheetEntry& sheet) {
      if (std::find(sheets.begin(), sheets.end(), &sheet) == sheets.end()) sheets.push_back(&sheet);
    };
    for (const auto& sheet : book_->sheets()) {
      if (table_.sheets.empty() && !sheet.hidden) add(sheet);
    }
    for (const auto& wanted : table_.sheets) {
      const auto before = sheets.size();
      for (const auto& sheet : book_->sheets()) {
        if (is_pattern(wanted) ? !sheet.hidden && match_pattern(wanted, sheet.name)
                               : utf8::lower(sheet.name) == utf8::lower(wanted))
          add(sheet);
      }
      if (sheets.size() == before) report_missing_sheet(wanted, out);
    }
    return sheets;
  }

  void report_missing_sheet(const std::string& wanted, Diagnostics& out) const {
    std::vector<std::string> names;
    std::string all;
    for (const auto& sheet : book_->sheets()) {
      names.push_back(sheet.name);
      all += (all.empty() ? "«" : ", «") + sheet.name + "»";
    }
    auto hint = suggestion(wanted, names);
    if (hint.empty()) hint = text("листы книги: {}", "the workbook's sheets: {}", all);
    const auto& mark = table_.sheets.empty() ? table_.file_mark : table_.sheet_mark;
    out.error(
        mark.in(by_.path), "missing-sheet",
        text("в книге `{}` нет листа «{}»", "the workbook `{}` has no sheet “{}”", book_->path(), wanted),
        std::move(hint));
  }

  /// Without `sheet:`, the table is the sheet that has its headings.
  void leave_one(std::vector<OpenTable>& tables, Diagnostics& out) const {
    int most = 0;
    for (const auto& open : tables) most = std::max(most, open.headings.matches);
    std::erase_if(tables, [&](const OpenTable& open) { return open.headings.matches < most; });
    if (tables.empty()) {
      if (!out.has_errors()) report_missing_heading(table_, by_, book_->path(), std::nullopt, out);
    } else if (tables.size() > 1) {
      std::string names;
      for (const auto& open : tables) names += (names.empty() ? "«" : ", «") + open.origin.sheet + "»";
      out.error(table_.file_mark.in(by_.path), "several-sheets",
                text("в книге `{}` такие заголовки на нескольких листах: {}",
                     "several sheets of the workbook `{}` have these headings: {}", book_->path(), names),
                text("назовите нужный: `sheet: …`, или все: `sheet: \"*\"`",
                     "name the one you want: `sheet: …`, or all: `sheet: \"*\"`"));
      tables.clear();
    }
  }

  std::unique_ptr<Workbook> book_;
  const SourceFile& by_;
  const TableDefinition& table_;
};

std::optional<SourceFile> read_csv(const std::filesystem::path& root, const std::string& path,
                                   const TableDefinition& table, Diagnostics& out) {
  if (!table.windows_1251) {
    Diagnostics faults;
    auto source = read_source(root, path, faults);
    for (auto finding : faults.in_order()) {
      if (finding.rule == "not-utf8")
        finding.hint = text("сохраните его в UTF-8 или укажите `encoding: windows-1251`",
                            "save it as UTF-8, or say `encoding: windows-1251`");
      out.add(std::move(finding));
    }
    return source;
  }
  std::error_code error;
  if (std::filesystem::file_size(root / path, error) > kMaxSourceBytes) return read_source(root, path, out);
  try {
    const auto bytes = read_file(root / path);
    const bool ascii =
        std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!ascii && !utf8::first_invalid(bytes)) {
      out.error({.file = path}, "not-windows-1251",
                text("файл в UTF-8, а указано `encoding: windows-1251`",
                     "the file is UTF-8, but `encoding: windows-1251` is given"),
                text("уберите `encoding`", "remove `encoding`"));
      return std::nullopt;
    }
    return make_source(path, from_windows_1251(bytes), out);
  } catch (const EnvironmentError& fault) {
    out.error({.file = path}, "unreadable-file", fault.message());
    return std::nullopt;
  }
}

std::unique_ptr<Workbook> read_workbook(const std::filesystem::path& root, const std::string& path,
                                        Diagnostics& out) {
  std::error_code error;
  if (std::filesystem::file_size(root / path, error) > kMaxSourceBytes && !error) {
    out.error({.file = path}, "file-too-large",
              text("файл больше {} МБ", "the file is larger than {} MB", kMaxSourceBytes >> 20),
              text("разделите его на несколько", "divide it into several"));
    return nullptr;
  }
  try {
    return Workbook::open(path, read_file(root / path), out);
  } catch (const EnvironmentError& fault) {
    out.error({.file = path}, "unreadable-file", fault.message());
    return nullptr;
  }
}

}  // namespace

std::unique_ptr<TableFile> open_table_file(const std::filesystem::path& root, const std::string& path,
                                           const SourceFile& by, const TableDefinition& table,
                                           Diagnostics& out) {
  const std::vector<std::string> kinds{".csv", ".tsv", ".txt", ".xlsx", ".xlsm"};
  std::error_code error;
  if (!std::filesystem::is_regular_file(root / path, error)) {
    const std::filesystem::path name(path);
    const auto near = suggestion(name.filename().string(), list_files(root / name.parent_path(), kinds));
    out.error(table.file_mark.in(by.path), "missing-file",
              text("нет файла `{}`", "there is no file `{}`", path),
              near.empty() ? text("положите таблицу рядом с этим файлом или исправьте её имя",
                                  "put the table beside this file, or correct its name")
                           : near);
    return nullptr;
  }
  const auto lower = utf8::lower(path);
  if (lower.ends_with(".xlsx") || lower.ends_with(".xlsm")) {
    auto book = read_workbook(root, path, out);
    return book ? std::make_unique<WorkbookFile>(std::move(book), by, table) : nullptr;
  }
  auto text = read_csv(root, path, table, out);
  return text ? std::make_unique<CsvFile>(std::move(*text), by, table) : nullptr;
}

}  // namespace svodka::load
