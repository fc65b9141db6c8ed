// The workbook of run.py by exceljs in its streaming mode: node write_exceljs.js SHEET.tsv OUT.xlsx
const fs = require('fs'), readline = require('readline'), Excel = require('exceljs');

const heads = ['№', 'Муниципалитет', 'Школа', 'Ученик', 'Предмет', 'Класс', 'Дата', 'Балл', 'Наибольший', 'Оценка',
  'Выполнение, %', 'Итог'];
const side = {style: 'thin'}, border = {left: side, right: side, top: side, bottom: side};
const font = {name: 'Times New Roman', size: 11};
const style = (horizontal, numFmt) => ({font, border, alignment: {horizontal, vertical: 'top', wrapText: true}, numFmt});
const left = style('left'), right = style('right');
const styles = [right, left, left, left, left, right, style('center', 'dd.mm.yyyy'), right, right, style('right', '0.00'),
  style('right', '0.0%'), left];

(async () => {
  const book = new Excel.stream.xlsx.WorkbookWriter({filename: process.argv[3], useStyles: true, useSharedStrings: false});
  const sheet = book.addWorksheet('Результаты', {views: [{state: 'frozen', ySplit: 1}]});
  let r = 1;
  const put = values => {
    const row = sheet.getRow(r);
    values.forEach((value, i) => { const cell = row.getCell(i + 1); cell.value = value; cell.style = styles[i]; });
    row.commit();
  };
  put(heads);
  for await (const line of readline.createInterface({input: fs.createReadStream(process.argv[2])})) {
    const v = line.split('\t'), score = +v[7], most = +v[8];
    r++;
    put([+v[0], v[1], v[2], v[3], v[4], +v[5], new Date(v[6] + 'T00:00:00Z'), score, most, +v[9],
      {formula: `IF(COUNT(H${r},I${r})=2,IFERROR(ROUND(ROUND(H${r}/I${r},9),3),""),"")`, result: Math.round(score / most * 1000) / 1000},
      score / most >= 0.6 ? 'освоил' : 'не освоил']);
  }
  sheet.autoFilter = {from: 'A1', to: {row: r, column: 12}};
  await book.commit();
})();
