"""A region for measuring: municipalities' projects with schools, a year's activities and results, and the region's own.

Seeded: the same files every time. Names are made up of syllables; nobody is meant. What a municipality holds: its
schools, people, a plan, a log of activities for each month, results as a table (CSV), definitions and templates of
letters and sheets to each school, notes about each direction of the plan, a workbook or two, a page of its own.
"""
import datetime
import os
import random

import docx

YEAR, PERIOD = 2020, "2020-11"
FIRST = ["Верхне", "Нижне", "Ново", "Старо", "Красно", "Бело", "Черно", "Светло", "Тихо", "Усть-"]
SECOND = ["озёрский", "реченский", "полянский", "горский"]
SURNAMES = ["Иванова", "Петрова", "Смирнова", "Кузнецова", "Соколова", "Лебедева", "Козлова", "Новикова", "Морозова", "Волкова"]
NAMES = ["Анна", "Елена", "Ольга", "Ирина", "Наталья", "Татьяна", "Мария", "Светлана"]
PATRONYMICS = ["Ивановна", "Петровна", "Сергеевна", "Николаевна", "Алексеевна", "Викторовна"]
VILLAGES = ["Берёзовка", "Сосновка", "Дубки", "Ольховка", "Ключи", "Заречье", "Лесное", "Степное", "Полевое", "Родники"]
KINDS = ["Семинар", "Вебинар", "Мастер-класс", "Круглый стол", "Методический день", "Консультация", "Стажировка"]
TOPICS = ["по подготовке к государственной итоговой аттестации", "по сопровождению неуспевающих обучающихся",
          "по анализу результатов проверочных работ", "по построению индивидуальных маршрутов обучающихся",
          "по организации наставничества в паре «учитель — учитель»", "по объективности оценивания результатов"]
OUTCOMES = ["Составлен график индивидуальных занятий и консультаций для обучающихся.",
            "Утверждён план совместных мероприятий школ-партнёров на второе полугодие.",
            "Определены направления методического сопровождения педагогов на учебный год."]
DIRECTIONS = ["Организационно-аналитическая работа", "Работа с педагогами", "Работа с обучающимися", "Работа с родителями"]
SUBJECTS = [(grade, subject) for grade, subjects in {
    4: "Русский язык, Математика, Окружающий мир", 5: "Русский язык, Математика, История, Биология",
    6: "Русский язык, Математика, История, Биология, География, Обществознание",
    7: "Русский язык, Математика, История, Биология, География, Обществознание, Физика, Английский язык",
    8: "Русский язык, Математика, История, Биология, География, Обществознание, Физика, Химия"}.items()
    for subject in subjects.split(", ")]
MAP = """tables:
  - file: vpr.csv
    collection: results
    constants: {exam: vpr, year: 2020}
    columns: {Школа: school, Класс: grade, Буква: class, Предмет: subject, По списку: roll, Писали: participants, «2»: marks-2, «3»: marks-3, «4»: marks-4, «5»: marks-5}
"""
HOLIDAYS = {(2, 24), (6, 24)}  # of 2020, among the days that are taken
SCHOOLS = "SELECT id AS school, name AS whom FROM organisations WHERE kind = 'school' ORDER BY id"
DEFINITIONS = {
    "sheet": f"""title: Лист школы
one-per: {SCHOOLS}
outputs: [{{template: sheet.docx, file: "Лист {{{{school}}}}.docx"}}]
data:
  reporting: SELECT authority_name, head_post, head_initials FROM reporting
  total: SELECT sum(participants) AS participants FROM results WHERE school = :school
  results: |
    SELECT subject, class AS grade, roll, participants, marks_2, marks_3, marks_4, marks_5
      FROM results WHERE school = :school ORDER BY subject, grade, class
""",
    "letter": f"""title: Письмо школе
one-per: {SCHOOLS}
outputs: [{{template: letter.docx, file: "Письмо {{{{school}}}}.docx"}}]
data:
  reporting: SELECT authority_name, head_post, head_initials FROM reporting
  activities: |
    SELECT a.title, a.date, a.outcome FROM activities a JOIN activities_schools s ON s._parent = a._row
     WHERE s.value = :school AND a.date >= (SELECT period_from FROM report) AND a.date <= (SELECT period_to FROM report)
     ORDER BY a.date, a.id
""",
    "direction": """title: Справка по направлению
one-per: SELECT id AS direction, number, title AS name FROM directions ORDER BY number_key
outputs: [{template: direction.docx, file: "Справка {{direction}}.docx"}]
data:
  activities: SELECT title, date, outcome FROM period_activities WHERE direction = :direction ORDER BY starts, id
""",
    "information": """title: Информация за месяц
outputs:
  - {template: information.docx, file: "Информация {{period}}.docx"}
  - {template: information.html, file: "Информация {{period}}.html"}
data:
  reporting: SELECT authority_name, head_post, head_initials FROM reporting
  progress: SELECT total, done FROM plan_progress
  activities: SELECT title, date, outcome FROM period_activities ORDER BY starts, id
""",
    "results": """title: Результаты школ
outputs:
  - file: "Результаты {{period}}.xlsx"
    sheets:
      - name: По школам
        rows: schools
        columns:
          - {header: Школа, value: school_name, width: 40}
          - {header: Участников, value: participants, width: 12}
          - {header: "Успеваемость, %", value: success, format: "0.0", width: 14}
          - {header: "Качество, %", value: quality, format: "0.0", width: 12}
      - name: По предметам
        rows: subjects
        columns:
          - {header: Предмет, value: subject, width: 30}
          - {header: Участников, value: participants, width: 12}
          - {header: "Качество, %", value: quality, format: "0.0", width: 12}
data:
  schools: SELECT school_name, participants, success, quality FROM results_by_school ORDER BY school_key
  subjects: SELECT subject, participants, quality FROM results_by_subject ORDER BY subject
""",
    "log": """title: Журнал мероприятий
outputs:
  - file: "Журнал {{period}}.xlsx"
    sheets:
      - name: Мероприятия
        rows: activities
        columns:
          - {header: Мероприятие, value: title, width: 60}
          - {header: Дата, value: date, width: 16}
          - {header: Участников, value: participants_count, width: 12}
          - {header: Итог, value: outcome, width: 60}
data:
  activities: SELECT title, date, participants_count, outcome FROM period_activities ORDER BY starts, id
""",
}
# Every second municipality has one more workbook, so that there are 100 of 40.
ALL_RESULTS = """title: Все результаты
outputs:
  - file: "Все результаты {{period}}.xlsx"
    sheets:
      - name: Результаты
        rows: results
        columns:
          - {header: Школа, value: school_name, width: 40}
          - {header: Класс, value: class, width: 8}
          - {header: Предмет, value: subject, width: 30}
          - {header: Участников, value: participants, width: 12}
data:
  results: SELECT o.name AS school_name, r.class, r.subject, r.participants FROM results r JOIN organisations o ON o.id = r.school ORDER BY o.id, r.grade, r.class, r.subject
"""
TOTALS = """title: Итоги региона
outputs:
  - {template: totals.docx, file: "Итоги {{period}}.docx"}
  - file: "Итоги {{period}}.xlsx"
    sheets:
      - name: Муниципалитеты
        rows: projects
        columns:
          - {header: Муниципалитет, value: project, width: 20}
          - {header: Школ, value: schools, width: 12, total: sum}
          - {header: Мероприятий, value: done, width: 14, total: sum}
          - {header: Участников, value: participants, width: 14, total: sum}
        total: Всего
data:
  total: |
    SELECT (SELECT count(*) FROM projects.activities WHERE status = 'done') AS done,
           (SELECT sum(participants) FROM projects.results) AS participants
  projects: |
    SELECT s.project, s.schools, a.done, r.participants
      FROM (SELECT project, count(*) AS schools FROM projects.organisations WHERE kind = 'school' GROUP BY project) s
      JOIN (SELECT project, count(*) AS done FROM projects.activities WHERE status = 'done' GROUP BY project) a USING (project)
      JOIN (SELECT project, sum(participants) AS participants FROM projects.results GROUP BY project) r USING (project)
     ORDER BY s.project
"""
PAGE = """<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>{{title}}</title></head><body>
<h1>{{reporting.authority_name}}</h1><p>Исполнено {{progress.done}} из {{progress.total}}.</p>
<table>{{#activities}}<tr><td>{{date:date}}</td><td>{{title}}</td><td>{{outcome}}</td></tr>
{{/activities}}</table></body></html>
"""


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def word_template(paragraphs, heading=(), cells=()):
    """A template with a table whose one row is repeated."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if cells:
        table = document.add_table(rows=2, cols=len(cells))
        table.style = "Table Grid"
        for i, words in enumerate(heading):
            table.rows[0].cells[i].text = words
        for i, words in enumerate(cells):
            table.rows[1].cells[i].text = words
    document.add_paragraph("{{reporting.head_post}}\t{{reporting.head_initials}}" if "reporting" in paragraphs[0] else "")
    return document


def templates():
    """Templates by name, the same for all municipalities."""
    activities = ["{{#activities}}{{date:date}}", "{{title}}", "{{outcome}}{{/activities}}"]
    columns = ["subject", "grade", "roll", "participants", "marks_2", "marks_3", "marks_4", "marks_5"]
    row = ["{{%s}}" % column for column in columns]
    return {
        "sheet.docx": word_template(["{{reporting.authority_name}}", "{{whom}}", "Результаты проверочных работ, участников {{total.participants}}"],
                                    ["Предмет", "Класс", "По списку", "Писали", "«2»", "«3»", "«4»", "«5»"],
                                    ["{{#results}}" + row[0], *row[1:-1], row[-1] + "{{/results}}"]),
        "letter.docx": word_template(["{{reporting.authority_name}}", "{{whom}}", "Сообщаем о мероприятиях, в которых участвовала школа."],
                                     ["Дата", "Мероприятие", "Итог"], activities),
        "direction.docx": word_template(["Направление {{number}}. {{name}}"], ["Дата", "Мероприятие", "Итог"], activities),
        "information.docx": word_template(["{{reporting.authority_name}}", "Исполнено {{progress.done}} из {{progress.total}} пунктов плана."],
                                          ["Дата", "Мероприятие", "Итог"], activities),
    }


class Region:
    """`municipalities` projects in ROOT/municipalities, the region's own in ROOT. Of each: schools, activities a year,
    rows of results, so that 40 have 900, 20,000 and 60,000."""

    def __init__(self, root, municipalities=40, schools=900, activities=20_000, results=60_000, whole=40):
        self.root, self.random = root, random.Random(2020)
        made = templates()
        for n in range(municipalities):
            share = lambda total: total // whole + (n < total % whole)
            self.municipality(n, share(schools), share(activities), share(results), made)
        self.own()

    def person(self, id, organisation, post):
        pick = self.random.choice
        return (f"  - {{id: {id}, surname: {pick(SURNAMES)}, name: {pick(NAMES)}, patronymic: {pick(PATRONYMICS)}, "
                f"organisation: {organisation}, post: {post}}}\n")

    def municipality(self, n, schools, activities, results, made):
        folder = os.path.join(self.root, f"municipalities/m{n + 1:02}")
        name = FIRST[n % 10] + SECOND[n // 10 % 4]
        ids = [f"m{n + 1:02}-s{i + 1:02}" for i in range(schools)]
        organisations = [f"  - {{id: uo, kind: authority, name: Управление образования муниципального образования {name} район, head: head}}\n"]
        organisations.append("  - {id: ministry, kind: ministry, name: министерство образования Степной области}\n")
        for i, school in enumerate(ids):
            organisations.append(f"  - {{id: {school}, kind: school, name: МБОУ «СОШ № {i + 1} села {VILLAGES[i % 10]}», head: {school}-head}}\n")
        people = [self.person("head", "uo", "Начальник Управления образования")]
        people.append(self.person("executor", "uo", "Методист, phone: 8 (00000) 0-00-00"))
        people += [self.person(f"{school}-head", school, "Директор") for school in ids]
        write(folder, "inputs/organisations.yaml", "organisations:\n" + "".join(organisations))
        write(folder, "inputs/people.yaml", "people:\n" + "".join(people))
        write(folder, "inputs/authority.yaml",
              f"authority: {{organisation: uo, municipality: {name} район, municipality-genitive: {name[:-2]}ого района, "
              "region: Степная область, head: head, executor: executor, recipient: ministry}\n")
        items = self.plan(folder)
        for month in range(1, 13):
            count = activities // 12 + (month <= activities % 12)
            write(folder, f"inputs/activities/{YEAR}-{month:02}.yaml", "activities:\n" + "".join(
                self.activity(f"a-{month:02}-{i:04}", month, ids, items) for i in range(count)))
        write(folder, "inputs/results/vpr.yaml", MAP)
        write(folder, "inputs/results/vpr.csv", "Школа;Класс;Буква;Предмет;По списку;Писали;«2»;«3»;«4»;«5»\n" + "".join(
            self.result(ids, i) for i in range(results)))
        for name, text in DEFINITIONS.items():
            write(folder, f"templates/{name}.yaml", text)
        if n % 2 == 0:
            write(folder, "templates/all-results.yaml", ALL_RESULTS)
        write(folder, "templates/information.html", PAGE)
        for name, template in made.items():
            template.save(os.path.join(folder, "templates", name))

    def plan(self, folder):
        lines, items = [], []
        for d, direction in enumerate(DIRECTIONS, 1):
            lines.append(f"  - {{id: d{d}, number: \"{d}\", title: {direction}}}\n")
            for i in range(1, 6):
                items.append(f"d{d}-{i}")
                lines.append(f"  - {{id: d{d}-{i}, number: \"{d}.{i}\", parent: d{d}, title: {self.random.choice(KINDS)} "
                             f"{self.random.choice(TOPICS)}, due: {YEAR}-01/{YEAR}-12, responsible: [uo]}}\n")
        write(folder, "inputs/plan.yaml", "orders:\n  - {id: order, kind: order, issuer: uo, number: \"15\", date: 2020-01-10, title: Об утверждении плана}\n"
              "plan: {id: plan, title: план поддержки школ, years: 2020, approved-by: order}\nplan-items:\n" + "".join(lines))
        return items

    def activity(self, id, month, schools, items):
        pick = self.random.choice
        day = datetime.date(YEAR, month, self.random.randrange(13, 29))
        day -= datetime.timedelta(days=max(0, day.weekday() - 4))
        day += datetime.timedelta(days=4 * ((month, day.day) in HOLIDAYS))
        done = month <= int(PERIOD[-2:])
        title = f"{pick(KINDS)} {pick(TOPICS)}"
        return (f"  - id: {id}\n    plan-item: {pick(items)}\n    title: {title}\n    date: {day.isoformat()}\n"
                f"    format: {pick(['online', 'on-site', 'mixed'])}\n    organisers: [uo]\n"
                f"    schools: [{', '.join(self.random.sample(schools, min(2, len(schools))))}]\n"
                f"    participants: [{{who: учителя, count: {self.random.randrange(3, 150)}}}]\n"
                + (f"    status: done\n    text: проведён {title.lower()} для учителей школ района\n    outcome: {pick(OUTCOMES)}\n"
                   f"    evidence: [{{title: Список участников, url: \"https://example.org/{id}\"}}]\n" if done
                   else "    status: planned\n"))

    def result(self, schools, i):
        """Of each school the subjects of its classes, none twice."""
        school, place = schools[i % len(schools)], i // len(schools)
        grade, subject = SUBJECTS[place % len(SUBJECTS)]
        marks = [self.random.randrange(1, 9) for _ in range(4)]
        return (f"{school};{grade};{grade}{'АБВГДЕ'[place // len(SUBJECTS)]};{subject};{sum(marks) + self.random.randrange(4)};"
                f"{sum(marks)};{';'.join(map(str, marks))}\n")

    def own(self):
        """The region's own project: totals of all."""
        write(self.root, "projects.yaml", "projects: [municipalities/*]\n")
        write(self.root, "inputs/region.yaml",
              "organisations:\n  - {id: ministry, kind: ministry, name: министерство образования Степной области}\n")
        write(self.root, "templates/totals.yaml", TOTALS)
        word_template(["Проведено мероприятий: {{total.done}}, писали работы: {{total.participants}}."],
                      ["Муниципалитет", "Школ", "Мероприятий", "Участников"],
                      ["{{#projects}}{{project}}", "{{schools}}", "{{done}}", "{{participants}}{{/projects}}"]
                      ).save(os.path.join(self.root, "templates/totals.docx"))
