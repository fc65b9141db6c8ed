#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/origin.h"
#include "load/workbook.h"
#include "load/xml_stream.h"

namespace svodka::load {
namespace {

constexpr std::size_t kMostRowBytes = 16u << 20;
constexpr std::size_t kMostMerged = 200'000;

std::optional<MergedCells> merged_in(std::string_view reference) {
  const auto colon = reference.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto first = parse_cell_address(reference.substr(0, colon)),
             last = parse_cell_address(reference.substr(colon + 1));
  if (!first || !last || last->first < first->first || last->second < first->second) return std::nullopt;
  return MergedCells{first->first, first->second, last->first, last->second};
}

/// What stands behind the rows, and is wanted before them.
class MergeHandler : public XmlHandler {
 public:
  explicit MergeHandler(std::vector<MergedCells>& merged) : merged_(merged) {}
  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element != "mergeCell" || merged_.size() >= kMostMerged) return;
    if (const auto cells = merged_in(attributes["ref"])) merged_.push_back(*cells);
  }

 private:
  std::vector<MergedCells>& merged_;
};

/// Unpacks the part to see whether it speaks of merged cells at all, which is far quicker than to parse it.
bool mentions_merged(const Workbook& book, const package::ZipEntry& part) {
  constexpr std::string_view kWanted = "mergeCell";
  package::InflateStream stream(book.path(), part);
  Diagnostics ignored;  // the part is read once more
  std::string seam;
  for (auto piece = stream.next(ignored); !piece.empty(); piece = stream.next(ignored)) {
    seam += piece.substr(0, kWanted.size());
    if (piece.find(kWanted) != std::string_view::npos || seam.find(kWanted) != std::string::npos) return true;
    seam = piece.substr(piece.size() - std::min(piece.size(), kWanted.size()));
  }
  return false;
}

}  // namespace

/// Rows as the parser comes to their ends.
class SheetReader::Rows : public XmlHandler {
 public:
  Rows(const Workbook& book, const package::ZipEntry& part)
      : book_(book), stream_(book.path(), part, *this) {}

  bool next(TableRow& row, Diagnostics& out) {
    if (!stream_.sound()) return false;
    if (taken_ == ready_) {
      if (in_row_) std::swap(rows_[0], rows_[ready_]);
      taken_ = ready_ = 0;
    }
    while (ready_ == 0) {
      const bool more = stream_.advance(out);
      if (!stream_.sound() || (!more && ready_ == 0)) return false;
    }
    std::swap(row, rows_[taken_++]);
    return true;
  }

  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "c") {
      begin_cell(attributes);
    } else if (element == "v" || (element == "t" && !in_phonetic_ && in_cell_)) {
      in_text_ = in_cell_;
      has_value_ = has_value_ || in_cell_;
    } else if (element == "f") {
      cell_.formula = true;
    } else if (element == "row") {
      begin_row(attributes);
    } else if (element == "rPh") {
      in_phonetic_ = true;
    }
  }

  void characters(std::string_view words) override {
    if (!in_text_) return;
    row().buffer += words;
    if (row().buffer.size() > kMostRowBytes)
      refuse(text("в строке {} больше {} МБ текста", "row {} holds more than {} MB of text", row().line,
                  kMostRowBytes >> 20));
  }

  void end(std::string_view element) override {
    if (element == "v" || element == "t") {
      in_text_ = false;
    } else if (element == "c") {
      end_cell();
    } else if (element == "row" && in_row_) {
      in_row_ = false;
      if (!row().cells.empty()) ++ready_;
    } else if (element == "rPh") {
      in_phonetic_ = false;
    }
  }

 private:
  TableRow& row() { return rows_[ready_]; }

  void begin_row(const XmlAttributes& attributes) {
    const auto written = attributes["r"];
    const auto number = written.empty() ? last_row_ + 1 : number_in<int>(written).value_or(0);
    if (number <= last_row_ || number > 1'048'576)
      return refuse(
          text("после строки {} идёт строка «{}»", "row {} is followed by row “{}”", last_row_, written));
    if (rows_.size() == ready_) rows_.emplace_back();
    row().clear();
    row().line = last_row_ = number;
    row().hidden = attributes["hidden"] == "1" || attributes["hidden"] == "true";
    last_column_ = 0;
    in_row_ = true;
  }

  void begin_cell(const XmlAttributes& attributes) {
    in_cell_ = in_row_;
    if (!in_row_) return;
    const auto written = attributes["r"];
    const auto at =
        written.empty() ? std::optional(std::pair(last_row_, last_column_ + 1)) : parse_cell_address(written);
    if (!at || at->first != last_row_ || at->second <= last_column_ || at->second > 16'384)
      return refuse(
          text("ячейка «{}» стоит не на своём месте", "the cell “{}” is out of its place", written));
    cell_ = {.column = at->second, .mark = {last_row_, at->second, 0}, .begin = row().buffer.size()};
    last_column_ = at->second;
    type_ = attributes["t"];
    style_ = number_in<std::size_t>(attributes["s"]).value_or(0);
    has_value_ = false;
  }

  void end_cell() {
    if (!in_cell_) return;
    in_cell_ = false;
    cell_.size = row().buffer.size() - cell_.begin;
    const auto words = row().text(cell_);
    // A text that a formula made may be empty; anything else that is has not been calculated.
    if (cell_.formula && (type_ == "str" ? !has_value_ : words.empty())) {
      cell_.uncalculated = true;
    } else if (!has_value_ || (words.empty() && !cell_.formula)) {
      return;
    } else if (!set_value(words)) {
      return refuse(text("в ячейке {} непонятное значение «{}»", "the cell {} holds an unknown value “{}”",
                         cell_address(last_row_, cell_.column), std::string(words.substr(0, 40))));
    }
    row().cells.push_back(cell_);
  }

  bool set_value(std::string_view words) {
    using Kind = TableCell::Kind;
    if (type_ == "s") {
      const auto index = number_in<std::size_t>(words);
      const auto shared = index ? book_.shared(*index) : std::nullopt;
      if (shared) cell_.pooled = *shared;
      return shared.has_value();
    }
    if (type_ == "str" || type_ == "inlineStr" || type_ == "d") {
      if (words.find("_x") == std::string_view::npos) return true;
      const auto plain = unescaped(words);
      row().buffer.replace(cell_.begin, cell_.size, plain);
      cell_.size = plain.size();
      return true;
    }
    if (type_ == "b") {
      cell_.kind = Kind::kBool;
      cell_.number = words == "1" || words == "true" ? 1 : 0;
      return cell_.number > 0 || words == "0" || words == "false";
    }
    if (type_ == "e") {
      cell_.kind = Kind::kError;
      return true;
    }
    const auto number = type_.empty() || type_ == "n" ? number_in<double>(words) : std::nullopt;
    if (!number || !std::isfinite(*number)) return false;
    cell_.kind = Kind::kNumber;
    cell_.number = *number;
    cell_.format = book_.format(style_);
    return true;
  }

  const Workbook& book_;
  std::vector<TableRow> rows_;  ///< `ready_` of them read, `taken_` of these handed out; and one in work
  std::size_t ready_ = 0, taken_ = 0;
  TableCell cell_;
  std::string type_;
  std::size_t style_ = 0;
  int last_row_ = 0, last_column_ = 0;
  bool in_row_ = false, in_cell_ = false, in_text_ = false, in_phonetic_ = false, has_value_ = false;
  XmlStream stream_;
};

SheetReader::SheetReader(const Workbook& book, const SheetEntry& sheet, Diagnostics& out) {
  const auto* part = book.entry(sheet.part);
  if (part == nullptr) {
    out.error({.file = book.path(), .part = sheet.name}, "damaged-package",
              text("в книге нет листа «{}»: части `{}`", "the workbook lacks the sheet “{}”: the part `{}`",
                   sheet.name, sheet.part));
    return;
  }
  if (mentions_merged(book, *part)) {
    MergeHandler merged(merged_);
    Diagnostics ignored;  // the part is read once more
    XmlStream(book.path(), *part, merged).read(ignored);
  }
  rows_ = std::make_unique<Rows>(book, *part);
}

SheetReader::~SheetReader() = default;

bool SheetReader::next(TableRow& row, Diagnostics& out) { return rows_ != nullptr && rows_->next(row, out); }

}  // namespace svodka::load
