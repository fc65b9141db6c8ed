// Looks at the page of a period as its readers do: eyes (light, dark, telephone, paper), keyboard, screen reader.
// usage: node look.mjs NODE_MODULES CHROMIUM INDEX.HTML EMPTY.HTML FOLDER [PICTURES]
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, executablePath, index, empty, folder, pictures] = process.argv.slice(2);
const require = createRequire(join(modules, 'x.js'));
const { chromium } = require('playwright-core');
const axe = readFileSync(join(modules, 'axe-core', 'axe.min.js'), 'utf8');

const faults = [];
const check = (right, what) => right || faults.push(what);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

async function open(file, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => faults.push(`the console: ${message.text()}`));
  await page.goto(pathToFileURL(file).href);
  check(asked.length === 1, `the page asks for more than itself: ${asked.slice(1)}`);
  return page;
}

async function rules(page, where) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  for (const each of found.violations)
    for (const node of each.nodes) faults.push(`${where}: ${each.id}: ${node.failureSummary} ${node.html.slice(0, 150)}`);
  check(found.passes.length > 15, `${where}: hardly any rule was looked at`);
}

// What is cut off or runs into something else.
async function layout(page, where) {
  const wide = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  check(wide[0] <= wide[1], `${where}: the page is wider (${wide[0]}) than the window (${wide[1]})`);
  const cut = await page.evaluate(() => {
    const out = [];
    for (const svg of document.querySelectorAll('svg')) {
      const frame = svg.getBoundingClientRect();
      let last = null;
      for (const text of svg.querySelectorAll('text')) {
        const box = text.getBoundingClientRect();
        if (box.right > frame.right + 1 || box.bottom > frame.bottom + 1) out.push(`cut off: ${text.textContent}`);
        if (last && Math.abs(last.top - box.top) < 2 && box.left < last.right && box.right > last.left) out.push(`runs into another: ${text.textContent}`);
        last = box;
      }
    }
    return out;
  });
  for (const each of cut) faults.push(`${where}: ${each}`);
}

const brightness = (page) => page.evaluate(() => {
  const parts = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
  return (parts[0] + parts[1] + parts[2]) / 3;
});

const sizes = { wide: { width: 1180, height: 900 }, narrow: { width: 320, height: 640 } };
for (const colorScheme of ['light', 'dark']) {
  for (const [size, viewport] of Object.entries(sizes)) {
    const where = `${colorScheme}, ${size}`;
    const page = await open(index, { colorScheme, viewport });
    await rules(page, where);
    await layout(page, where);
    check((await brightness(page)) > 200 === (colorScheme === 'light'), `${where}: the background is not ${colorScheme}`);
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `page-${colorScheme}-${size}.png`), fullPage: true });
    }
  }
}

// The keyboard: past the header, then everything that can be used, each seen when it has the focus, in the order of the page.
let page = await open(index, { viewport: sizes.wide });
await page.keyboard.press('Tab');
const focused = () => page.evaluate(() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  return { tag: at.tagName, id: at.id, href: at.getAttribute('href'), outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    shown: box.width > 0 && box.left >= 0, index: [...document.querySelectorAll('*')].indexOf(at) };
});
let at = await focused();
check(at.href === '#main' && at.shown, 'the first stop of the keyboard is not the link past the header');
await page.keyboard.press('Enter');
check((await focused()).id === 'main', 'the link past the header does not lead to the content');
page = await open(index, { viewport: sizes.wide });
const stops = await page.evaluate(() => document.querySelectorAll('a:not(details a), summary, [tabindex="0"]').length);
let last = -1;
for (let i = 0; i < stops; ++i) {
  await page.keyboard.press('Tab');
  at = await focused();
  check(at.tag !== 'BODY' && at.outline && at.shown, `stop ${i + 1} of the keyboard is not seen: ${JSON.stringify(at)}`);
  check(at.index > last, `the keyboard goes back at stop ${i + 1}`);
  last = at.index;
}
for (const link of await page.locator('nav a').all()) {
  const id = (await link.getAttribute('href')).slice(1);
  check((await page.locator(`[id="${id}"] h2`).count()) === 1, `the link to ${id} leads to no section`);
}
await page.locator('summary').focus();
await page.keyboard.press('Enter');
check(await page.locator('details').evaluate((details) => details.open), 'the keyboard does not open the remarks');

// What a screen reader is told.
const told = await page.locator('body').ariaSnapshot();
for (const words of ['heading "Исполнение плана: декабрь 2020 года" [level=1]', 'heading "Просрочено" [level=2]', 'navigation "Разделы страницы"',
  'region "План по пунктам"', 'columnheader "Пункт, срок и состояние"', 'img "Диаграмма: качество знаний по школам, те же числа в таблице ниже"',
  /img "Полоса: из 17 пунктов плана исполнено \d+, исполняется \d+, просрочено 1, срок не наступил у \d+"/, 'rowheader "Покровская СОШ"',
  'deletion: "41"', 'insertion: 57,5'])
  check(words instanceof RegExp ? words.test(told) : told.includes(words), `a screen reader is not told: ${words}`);

// Links to documents lead to files.
const links = await page.locator('#documents a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
check(links.length === 5, `${links.length} documents instead of 5`);
for (const link of links.concat(await page.locator('a.place').evaluateAll((all) => all.map((a) => a.getAttribute('href')))))
  check(existsSync(join(dirname(index), decodeURIComponent(link))), `the link ${link} leads nowhere`);

// On paper.
const print = await open(index, { colorScheme: 'dark', viewport: sizes.wide });
const pdf = join(pictures || folder, 'page.pdf');
await print.pdf({ path: pdf, preferCSSPageSize: true, printBackground: false });
const facts = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
const sheets = Number(/Pages:\s+(\d+)/.exec(facts)[1]);
check(/Page size:\s+59[45](\.\d+)? x 84[12](\.\d+)? pts \(A4\)/.test(facts), `paper: not A4: ${facts}`);
check(sheets >= 2 && sheets <= 6, `paper: ${sheets} sheets`);
for (let sheet = 1; sheet <= sheets; ++sheet) {
  const words = execFileSync('pdftotext', ['-f', String(sheet), '-l', String(sheet), '-layout', pdf, '-'], { encoding: 'utf8' });
  check(words.length > 300, `paper: sheet ${sheet} is all but empty`);
  check(words.includes(`${sheet} из ${sheets}`), `paper: sheet ${sheet} has no number`);
}

// A project without any of the domain's records.
const bare = await open(empty, { viewport: sizes.wide });
await rules(bare, 'empty');
const headings = await bare.locator('h2').allInnerTexts();
check(headings.join('; ') === 'Документы; Что изменилось; Замечания проверки', `empty: the page shows ${headings.join('; ')}`);

await browser.close();
if (faults.length) console.log([...new Set(faults)].join('\n'));
else console.log('fine');
process.exit(faults.length ? 1 : 0);
