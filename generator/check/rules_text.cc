#include <algorithm>

#include "base/report_findings.h"
#include "check/rules.h"

// Rules for people: svodka explain and the pages docs/checks.md, docs/checks.ru.md.
namespace svodka::check {
namespace {

constexpr const char* kHeadRu =
    R"(# Проверки

Страница составлена программой из `generator/domain/checks.yaml`. Одно правило подробно, с запросом: `svodka explain ПРАВИЛО`.

Проект выключает правило, меняет его строгость или добавляет своё в `inputs/checks.yaml`:

```yaml
rules:
  - {rule: small-group, off: true}
  - {rule: actor-missing, severity: error}
  - rule: no-topic                # новое правило
    severity: warning
    on: activities                # чьи строки
    at: topic                     # место какого поля показать
    sql: SELECT _row, title FROM activities WHERE topic IS NULL
    ru: у мероприятия «{title}» не указана тема
    en: “{title}” has no topic
```

Запрос возвращает строки с нарушением: `_row` и столбцы, названные в сообщении. Ошибки останавливают создание документов, предупреждения и замечания — нет. После ста нарушений одного правила называется только число остальных.

Столбец в сообщении берёт модификаторы: `{date:date=short}`, `{days:plural=день,дня,дней}`. Необязательные столбцы запроса:

| столбец | что делает |
|---|---|
| `_at` | место этого поля показать в этой строке вместо `at` |
| `_table` | чья эта строка вместо `on`; годится и таблица списка: `activities_evidence` |
| `_related_table`, `_related_row` | второе место, слова к нему — `related-ru`, `related-en` |
| `_source` | файл записи, которой больше нет (`_row` пуст): `previous.activities._source` |
| `_value`, `_from`, `_length` | текст и кусок в нём (знаки, с нуля): показать сам кусок |
| `_fix` | что поставить вместо куска: тогда `svodka check --fix` сделает это |

Запись можно избавить от правила, сказав почему (причины перечисляют `svodka check`, `svodka build` и `manifest.json`; исключение, которое больше не нужно, и исключение из неизвестного правила — сами замечания):

```yaml
activities:
  - id: seminar
    date: 2020-12-09
    waive: {activity-after-report: "включён в отчёт по указанию министерства"}
```

## Тексты

Правила о текстах смотрят и записи, и постоянный текст шаблонов (представление `written_texts`). Что в них не так, даёт таблица `written_slips(вид)`, строка на каждое место: текст (`collection`, `_row`, `field`, `value`), место в нём (`at`, `length`, `piece`) и, если оно бесспорно, исправление (`fix`). Свои выражения проект ищет так:

```yaml
rules:
  - rule: own-words
    severity: info
    on: activities
    sql: >
      SELECT collection AS _table, _row, field AS _at, value AS _value, at AS _from, length AS _length, piece
      FROM written_slips('phrases', '["образовательн* учрежден*"]')
    ru: "«{piece}» теперь называют образовательной организацией"
```

Слова сравниваются целиком, без учёта регистра и буквы ё; `*` заменяет окончание. Другие виды: `leftovers`, `mixed-alphabets`, `surplus-spaces`, `wrong-quotes`, `range-hyphens`, `dash-hyphens`, `missing-spaces`, `breaking-spaces`, `yearless-dates`, `impossible-dates`, `wrong-weekdays`, `written-dates`, `abbreviations`, `explained-abbreviations`, `person-names`, `personal-numbers`, `misspelt` и, со списком слов, `free-phrases` (не в кавычках), `percent-differences`, `quoted-names`. Один отдельный текст смотрит функция `slips(вид, текст[, слова])`.

Правописание проверяет `svodka check`, когда установлен словарь (`apt install hunspell-ru`); имена из справочников и слова из `inputs/words.txt` (слово на строке, `#` начинает примечание) приняты.

## Исправление

`svodka check --fix` исправляет в записях то, что не требует человека: кавычки, лишние пробелы, неразрывные пробелы, тире в промежутках, слова с буквами чужого алфавита, вид дат. Меняются только нужные знаки: примечания, кавычки YAML, отступы и концы строк остаются. Каждый файл после правки читается заново, и если изменилось что-то, кроме названного значения, правка не делается. Идентификаторы не меняются никогда. `--fix --dry-run` только показывает разницу; `--select ПРАВИЛО,…` берёт одни эти правила.

)";

constexpr const char* kHeadEn =
    R"(# Checks

Made by the program from `generator/domain/checks.yaml`. One rule in full, with its query: `svodka explain RULE`.

A project switches a rule off, changes its severity or adds its own in `inputs/checks.yaml`:

```yaml
rules:
  - {rule: small-group, off: true}
  - {rule: actor-missing, severity: error}
  - rule: no-topic                # a new rule
    severity: warning
    on: activities                # whose rows
    at: topic                     # which field's place to show
    sql: SELECT _row, title FROM activities WHERE topic IS NULL
    ru: у мероприятия «{title}» не указана тема
    en: “{title}” has no topic
```

The query returns the rows at fault: `_row`, and the columns that the message names. Errors stop the making of documents, warnings and notes do not. After a hundred findings a rule only says how many more there are.

A column in a message takes modifiers: `{date:date=short}`, `{days:plural=день,дня,дней}`. Columns that a query may add:

| column | what it does |
|---|---|
| `_at` | the field whose place is shown for this row, instead of `at` |
| `_table` | whose row this is, instead of `on`; a list's table will do: `activities_evidence` |
| `_related_table`, `_related_row` | a second place; its words are `related-ru`, `related-en` |
| `_source` | the file of a record that is gone (`_row` is null): `previous.activities._source` |
| `_value`, `_from`, `_length` | a text and a piece of it (characters, from 0): the piece itself is shown |
| `_fix` | what belongs in the place of the piece: `svodka check --fix` then puts it there |

A record is spared a rule by saying why (`svodka check`, `svodka build` and `manifest.json` list the reasons; a waiver that is no longer needed and one of an unknown rule are findings themselves):

```yaml
activities:
  - id: seminar
    date: 2020-12-09
    waive: {activity-after-report: "the ministry wants it in this report"}
```

## Texts

The rules about texts look at the records and at the fixed text of the templates (the view `written_texts`). What is amiss in them is the table `written_slips(kind)`, a row for each place: the text (`collection`, `_row`, `field`, `value`), the place in it (`at`, `length`, `piece`) and, where it is beyond doubt, what belongs there (`fix`). A project looks for phrases of its own like this:

```yaml
rules:
  - rule: own-words
    severity: info
    on: activities
    sql: >
      SELECT collection AS _table, _row, field AS _at, value AS _value, at AS _from, length AS _length, piece
      FROM written_slips('phrases', '["образовательн* учрежден*"]')
    ru: "«{piece}» теперь называют образовательной организацией"
```

Whole words are compared, whatever their case and ё as е; `*` stands for the rest of a word. Other kinds: `leftovers`, `mixed-alphabets`, `surplus-spaces`, `wrong-quotes`, `range-hyphens`, `dash-hyphens`, `missing-spaces`, `breaking-spaces`, `yearless-dates`, `impossible-dates`, `wrong-weekdays`, `written-dates`, `abbreviations`, `explained-abbreviations`, `person-names`, `personal-numbers`, `misspelt` and, with a list of words, `free-phrases` (not in quotes), `percent-differences`, `quoted-names`. A text by itself is looked at by the function `slips(kind, text[, words])`.

Spelling is checked by `svodka check` when the dictionary is installed (`apt install hunspell-ru`); names of the directories and the words of `inputs/words.txt` (a word a line, `#` begins a note) are accepted.

## Fixing

`svodka check --fix` puts right in the records what needs no person: quotation marks, surplus spaces, non-breaking spaces, dashes in ranges, words with letters of the other alphabet, the form of dates. Only the characters in question change: comments, YAML's quotes, indents and line ends stay. Each file is read again after it was edited, and when anything but the value in question has changed the edit is not made. Ids are never changed. `--fix --dry-run` only shows the differences; `--select RULE,…` takes these rules and no others.

)";

// What a table cell of Markdown can hold.
std::string cell(std::string words) {
  for (auto at = words.find('|'); at != std::string::npos; at = words.find('|', at + 2))
    words.replace(at, 1, "\\|");
  std::replace(words.begin(), words.end(), '\n', ' ');
  return words;
}

std::string state(const Rule& rule, bool ru) {
  std::string words(severity_name(rule.severity));
  if (rule.off) words += ru ? ", выключено" : ", off";
  if (rule.fixes()) words += ru ? ", исправляется" : ", can be fixed";
  return words;
}

std::string entry(const Rule& rule, Language language) {
  const bool ru = language == Language::kRussian;
  std::string out =
      "### " + rule.name + "\n\n*" + state(rule, ru) + "* — " + rule.about.in(language) + "\n\n";
  out += std::string(ru ? "Сообщение: " : "Message: ") + "`" + rule.message.in(language) + "`\n\n";
  if (!rule.hint.empty())
    out += std::string(ru ? "Что делать: " : "What to do: ") + rule.hint.in(language) + "\n\n";
  return out;
}

}  // namespace

std::string explain(const Rule& rule, Language language) {
  const bool ru = language == Language::kRussian;
  std::string out = rule.name + " (" + state(rule, ru) + ")\n\n";
  if (!rule.about.empty()) out += rule.about.in(language) + "\n\n";
  out += (ru ? "Сообщение: " : "Message: ") + rule.message.in(language) + "\n";
  if (!rule.hint.empty()) out += (ru ? "Что делать: " : "What to do: ") + rule.hint.in(language) + "\n";
  out += (ru ? "\nПроверка:\n" : "\nQuery:\n") + rule.sql + "\n";
  const auto* how = ru ? "\nВыключить или смягчить в inputs/checks.yaml:\nrules:\n  - {{rule: {}, severity: "
                         "warning}}   # или off: true\n"
                       : "\nSwitch it off or lower it in inputs/checks.yaml:\nrules:\n  - {{rule: {}, "
                         "severity: warning}}   # or off: true\n";
  return out + fmt::format(fmt::runtime(how), rule.name);
}

std::string checks_as_markdown(Language language) {
  const bool ru = language == Language::kRussian;
  std::string out = ru ? kHeadRu : kHeadEn;
  out += ru ? "## Правила\n\n| правило | строгость |\n|---|---|\n"
            : "## Rules\n\n| rule | severity |\n|---|---|\n";
  const auto rules = builtin_rules();
  for (const auto& rule : rules)
    out += "| [`" + rule.name + "`](#" + rule.name + ") | " + cell(state(rule, ru)) + " |\n";
  out += "\n";
  for (const auto& rule : rules) out += entry(rule, language);
  out.pop_back();
  return out;
}

}  // namespace svodka::check
