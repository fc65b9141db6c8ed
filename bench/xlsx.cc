// Reads every value of the first sheet of a workbook, as bench/tables.py does with openpyxl: bench_xlsx FILE
#include <cstdio>

#include "base/files.h"
#include "load/workbook.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  svodka::Diagnostics out;
  const auto book = svodka::load::Workbook::open(argv[1], svodka::read_file(argv[1]), out);
  if (!book) return 1;
  svodka::load::SheetReader rows(*book, book->sheets().front(), out);
  std::size_t values = 0, bytes = 0;
  for (svodka::load::TableRow row; rows.next(row, out);) {
    for (const auto& cell : row.cells) {
      ++values;
      bytes += row.text(cell).size();
    }
  }
  std::printf("%zu values, %zu bytes\n", values, bytes);
  return out.has_errors() ? 1 : 0;
}
