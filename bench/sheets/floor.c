/* floor SHEET.tsv OUT.xlsx: the workbook of bench/sheets/run.py by libxlsxwriter alone, in constant-memory mode: the
   cells that svodka writes, and nothing else done. Lines of the .tsv: ten values, the last a mark of two decimals. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

enum { kColumns = 12, kRead = 10 };

static lxw_format *format(lxw_workbook *book, uint8_t align, const char *number) {
  lxw_format *made = workbook_add_format(book);
  format_set_font_name(made, "Times New Roman");
  format_set_font_size(made, 11);
  format_set_align(made, align);
  format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
  format_set_text_wrap(made);
  format_set_border(made, LXW_BORDER_THIN);
  if (number) format_set_num_format(made, number);
  return made;
}

int main(int argc, char **argv) {
  static const char *kHeads[kColumns] = {"№",    "Муниципалитет", "Школа",     "Ученик", "Предмет",       "Класс",
                                         "Дата", "Балл",          "Наибольший", "Оценка", "Выполнение, %", "Итог"};
  if (argc != 3) return 2;
  FILE *file = fopen(argv[1], "rb");
  if (!file) return 1;
  lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = getenv("TMPDIR")};
  lxw_workbook *book = workbook_new_opt(argv[2], &options);
  lxw_worksheet *sheet = workbook_add_worksheet(book, "Результаты");
  lxw_format *text = format(book, LXW_ALIGN_LEFT, NULL), *number = format(book, LXW_ALIGN_RIGHT, NULL),
             *day = format(book, LXW_ALIGN_CENTER, "dd.mm.yyyy"), *mark = format(book, LXW_ALIGN_RIGHT, "0.00"),
             *share = format(book, LXW_ALIGN_RIGHT, "0.0%");
  worksheet_freeze_panes(sheet, 1, 0);
  for (int c = 0; c < kColumns; c++) worksheet_set_column(sheet, c, c, 20, NULL);
  for (int c = 0; c < kColumns; c++) worksheet_write_string(sheet, 0, c, kHeads[c], text);
  char line[4096], formula[128];
  lxw_row_t r = 1;
  for (; fgets(line, sizeof line, file); r++) {
    char *cells[kRead], *at = line;
    line[strcspn(line, "\n")] = 0;
    for (int c = 0; c < kRead; c++) {
      cells[c] = at;
      at = strchr(at, '\t');
      if (at) *at++ = 0;
    }
    worksheet_write_number(sheet, r, 0, atoi(cells[0]), number);
    for (int c = 1; c <= 4; c++) worksheet_write_string(sheet, r, c, cells[c], text);
    worksheet_write_number(sheet, r, 5, atoi(cells[5]), number);
    lxw_datetime date = {atoi(cells[6]), atoi(cells[6] + 5), atoi(cells[6] + 8), 0, 0, 0};
    worksheet_write_datetime(sheet, r, 6, &date, day);
    const double score = atoi(cells[7]), most = atoi(cells[8]);
    worksheet_write_number(sheet, r, 7, score, number);
    worksheet_write_number(sheet, r, 8, most, number);
    worksheet_write_number(sheet, r, 9, atof(cells[9]), mark);
    sprintf(formula, "=IF(COUNT(H%u,I%u)=2,IFERROR(ROUND(ROUND(H%u/I%u,9),3),\"\"),\"\")", r + 1, r + 1, r + 1, r + 1);
    worksheet_write_formula_num(sheet, r, 10, formula, share, (long)(score / most * 1000 + 0.5) / 1000.0);
    worksheet_write_string(sheet, r, 11, score / most >= 0.6 ? "освоил" : "не освоил", text);
  }
  fclose(file);
  worksheet_autofilter(sheet, 0, 0, r - 1, kColumns - 1);
  return workbook_close(book) != LXW_NO_ERROR;
}
