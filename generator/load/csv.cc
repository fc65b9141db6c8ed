#include "load/csv.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "load/scalars.h"

namespace svodka::load {
namespace {

/// 0x80 to 0xBF of Windows-1251; from 0xC0 on the Cyrillic alphabet follows in order.
constexpr std::array<char16_t, 64> kUpperHalf{
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x0409, 0x2039, 0x040A,
    0x040C, 0x040B, 0x040F, 0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0xFFFD, 0x2122,
    0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F, 0x00A0, 0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6,
    0x00A7, 0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x0407, 0x00B0, 0x00B1, 0x0406, 0x0456,
    0x0491, 0x00B5, 0x00B6, 0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455, 0x0457};

}  // namespace

bool CsvRow::is_blank() const {
  return std::all_of(cells.begin(), cells.end(),
                     [](const CsvCell& cell) { return trimmed(cell.text).empty(); });
}

bool CsvReader::next(CsvRow& row, Diagnostics& out) {
  row.cells.clear();
  if (at_ >= file_->text.size()) return false;
  row.line = line_;
  while (true) {
    row.cells.push_back(cell(out));
    if (at_ >= file_->text.size() || file_->text[at_] != delimiter_) break;
    ++at_;
  }
  end_line();
  return true;
}

CsvCell CsvReader::cell(Diagnostics& out) {
  CsvCell result;
  const auto start = at_;
  result.mark = places_.at(line_, line_start_, start);
  result.text = at_ < file_->text.size() && file_->text[at_] == '"' ? quoted(out, result.mark) : plain();
  auto written = std::string_view(file_->text).substr(start, at_ - start);
  result.mark.length = static_cast<int>(utf8::length(written.substr(0, written.find('\n'))));
  return result;
}

std::string CsvReader::plain() {
  const auto start = at_;
  const std::string_view text = file_->text;
  while (at_ < text.size() && text[at_] != delimiter_ && text[at_] != '\n' && text[at_] != '\r') ++at_;
  return std::string(text.substr(start, at_ - start));
}

std::string CsvReader::quoted(Diagnostics& out, const Mark& mark) {
  const std::string_view text_view = file_->text;
  std::string value;
  for (++at_; at_ < text_view.size(); ++at_) {
    if (text_view[at_] == '"') {
      if (at_ + 1 >= text_view.size() || text_view[at_ + 1] != '"') break;
      ++at_;
    } else if (text_view[at_] == '\n') {
      ++line_;
      line_start_ = at_ + 1;
    }
    value += text_view[at_];
  }
  if (at_ >= text_view.size()) {
    out.error(places_.position(mark), "csv-syntax",
              text("кавычка открыта, но не закрыта до конца файла",
                   "a quote is opened and not closed to the end of the file"),
              text("закройте её в конце значения", "close it at the end of the value"));
    return value;
  }
  ++at_;
  const auto rest = plain();
  if (!trimmed(rest).empty()) {
    out.error(
        places_.position(mark), "csv-syntax",
        text("после закрывающей кавычки остался текст «{}»", "there is text after the closing quote: “{}”",
             rest),
        text("кавычки внутри значения удваиваются: `\"\"`", "quotes inside a value are doubled: `\"\"`"));
  }
  return value;
}

void CsvReader::end_line() {
  const std::string_view text_view = file_->text;
  if (at_ < text_view.size() && text_view[at_] == '\r') ++at_;
  if (at_ >= text_view.size() || text_view[at_] != '\n') return;  // a CR alone ends a row, not a line
  ++at_;
  ++line_;
  line_start_ = at_;
}

std::string from_windows_1251(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      utf8::append(out, byte >= 0xC0 ? char32_t{0x410} + (byte - 0xC0u) : char32_t{kUpperHalf[byte - 0x80u]});
    }
  }
  return out;
}

}  // namespace svodka::load
