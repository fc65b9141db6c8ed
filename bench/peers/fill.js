// Fills a template for a record, or for each record of a list, in one process:
//   node fill.js ENGINE TEMPLATE DATA.json OUTPUT        OUTPUT is a file, or a folder for a list
// The libraries are found through NODE_PATH.
const fs = require('fs');
const path = require('path');

const engines = {
  docxtemplater() {
    const PizZip = require('pizzip');
    const Docxtemplater = require('docxtemplater');
    return async (template, record) => {
      const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
      document.render(record);
      return document.getZip().generate({ type: 'nodebuffer', compression: 'DEFLATE' });
    };
  },
  'easy-template-x'() {
    const { TemplateHandler } = require('easy-template-x');
    const handler = new TemplateHandler();
    return (template, record) => handler.process(template, record);
  },
  carbone() {
    const carbone = require('carbone');
    return (template, record, file) =>
      new Promise((made, failed) => carbone.render(file, record, (error, bytes) => (error ? failed(error) : made(bytes))));
  },
  'xlsx-template'() {
    const XlsxTemplate = require('xlsx-template');
    return (template, record) => {
      const workbook = new XlsxTemplate(template);
      workbook.substitute(1, record);
      return workbook.generate({ type: 'nodebuffer', compression: 'DEFLATE' });
    };
  },
};

async function main([engine, file, data, output]) {
  const fill = engines[engine]();
  const template = fs.readFileSync(file);
  const records = JSON.parse(fs.readFileSync(data, 'utf8'));
  if (!Array.isArray(records)) {
    fs.writeFileSync(output, await fill(template, records, path.resolve(file)));
    return;
  }
  fs.mkdirSync(output, { recursive: true });
  for (const record of records) {
    fs.writeFileSync(path.join(output, `${record.id}.docx`), await fill(template, record, path.resolve(file)));
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
