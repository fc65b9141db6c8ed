#pragma once

#include "sheet_fixture.h"

/// Two reports that several tests look at from different sides.
namespace svodka::test {

inline Data plan() {
  return report(
      {{"items",
        {{"number", ColumnType::kText},
         {"title", ColumnType::kText},
         {"level", ColumnType::kInteger},
         {"due", ColumnType::kPeriod},
         {"done_on", ColumnType::kDay},
         {"planned", ColumnType::kInteger},
         {"done", ColumnType::kInteger},
         {"is_event", ColumnType::kBool}},
        {{words("1."), words("Нормативное обеспечение"), whole(1), none(), none(), whole(16), whole(1),
          whole(0)},
         {words("1.1."), words("Приказ"), whole(2), words("2020-10"), words("2020-08-27"), whole(16),
          whole(1), whole(1)},
         {words("2."), words("Сопровождение"), whole(1), none(), none(), whole(8), whole(8), whole(0)},
         {words("2.1."), words("Семинар"), whole(2), words("2020-10-12"), none(), whole(0), whole(0),
          whole(1)}}}});
}

inline constexpr char kPlan[] = R"yaml(properties: {title: "{{title}} на {{as_of:date=short}}", author: Отдел}
sheets:
- name: Мониторинг
  codes: {rows: [{label: Форма по ОКУД, value: "0506001"}]}
  above:
  - {text: "{{title}}", style: title}
  - "{{remark}}"
  rows: items
  levels: {column: level, indent: title}
  column-numbers: true
  empty: "—"
  not-applicable: x
  columns:
  - {header: № п/п, value: number}
  - {header: Мероприятие, value: title, width: 40}
  - {header: [Срок, плановый], value: due, applies: is_event}
  - {header: [Срок, фактический], value: done_on, applies: is_event}
  - {header: План, value: planned, total: sum, format: "#,##0"}
  - {header: Факт, value: done, total: sum}
  - {header: "Исполнение, %", formula: "гр. 6 / гр. 5 × 100", format: "0.0", total: formula}
  total: {label: Итого, level: 1}
  highlight: [{column: гр. 7, when: "< 50", color: red, row: true}]
  signature: {post: Начальник, name: В.И. Лагунина}
)yaml";

inline Data schools() {
  return report({{"schools",
                  {{"school", ColumnType::kText},
                   {"subject", ColumnType::kText},
                   {"n", ColumnType::kInteger},
                   {"good", ColumnType::kInteger},
                   {"mean", ColumnType::kNumber}},
                  {{words("А"), words("Математика"), whole(16), whole(1), 3.1},
                   {words("А"), words("Русский"), whole(1600), whole(800), 0.1},
                   {words("Б"), words("Математика"), whole(200), whole(57), 0.2},
                   {words("В"), words("Математика"), none(), whole(5), none()}}}});
}

inline constexpr char kSchools[] = R"yaml(sheets:
- name: Свод
  rows: schools
  filter: true
  freeze: {columns: 2}
  total: Итого
  columns:
  - {header: №, row-number: true}
  - {header: Школа, value: school, merge: true}
  - {header: Предмет, value: subject}
  - {header: Участники, value: n, total: sum}
  - {header: "4 и 5", value: good, total: sum}
  - {header: "%", formula: "{good}/{n}*100", format: "0", total: formula}
  - {header: Доля, formula: "{good}/{n}", format: "0.0%", total: formula}
  - {header: Балл, value: mean, format: "0.00", total: average}
  - {header: Сумма, formula: "СУММ(гр. 4–5)", total: max}
  charts:
  - {title: Участники, categories: subject, series: [n, гр. 6], axis: {y: "%"}}
  - {type: pie, title: Доли, categories: subject, series: n, place: sheet}
- name: Группы
  rows: schools
  group: {by: school, heading: "Школа {{school}}", subtotal: "Всего по {{school}}"}
  total: Итого
  columns:
  - {header: Предмет, value: subject}
  - {header: Участники, value: n, total: sum}
  - {header: "4 и 5", value: good, total: sum}
  - {header: "%", formula: "{good}/{n}*100", format: "0.0", total: formula}
  - {header: Балл, value: mean, total: max}
)yaml";

}  // namespace svodka::test
