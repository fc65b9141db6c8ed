#!/usr/bin/python3
"""Makes a large project for measuring: usage: make_project.py DIR [ACTIVITIES] (default 20000, in 12 monthly files,
about 10 MB). Seeded: the same project every time. Copies inputs/ of the repository beside it, without its logs."""
import datetime
import os
import random
import shutil
import sys

target = sys.argv[1]
count = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
shutil.rmtree(target, ignore_errors=True)
shutil.copytree(os.path.join(root, "inputs"), os.path.join(target, "inputs"), ignore=shutil.ignore_patterns("activities"))
shutil.copytree(os.path.join(root, "templates"), os.path.join(target, "templates"))
os.makedirs(os.path.join(target, "inputs", "activities"))

random_source = random.Random(2020)
kinds = ["Семинар", "Вебинар", "Мастер-класс", "Круглый стол", "Методический день", "Консультация", "Стажировка"]
topics = ["по подготовке к государственной итоговой аттестации", "по сопровождению неуспевающих обучающихся",
          "по анализу результатов проверочных работ", "по построению индивидуальных маршрутов обучающихся",
          "по организации наставничества в паре «учитель — учитель»", "по объективности оценивания результатов"]
outcomes = ["Составлен график индивидуальных занятий и дополнительных консультаций для обучающихся.",
            "Утверждён план совместных мероприятий школ-партнёров на второе полугодие учебного года.",
            "Определены направления методического сопровождения педагогов на учебный год."]
schools = ["izobilnaya", "pokrovskaya", "vetlyanskaya"]
for month in range(1, 13):
    with open(os.path.join(target, "inputs", "activities", f"2020-{month:02d}.yaml"), "w") as log:
        log.write("activities:\n")
        for n in range(count // 12 + (month <= count % 12)):
            day = datetime.date(2020, month, 1 + random_source.randrange(28))
            title = f"{random_source.choice(kinds)} {random_source.choice(topics)}"
            log.write(f"""  - id: a-{month:02d}-{n:05d}
    title: {title}
    date: {day.isoformat()}
    format: {random_source.choice(["online", "on-site", "mixed"])}
    organisers: [imc]
    schools: [{", ".join(random_source.sample(schools, 2))}]
    participants: [{{who: учителя, count: {random_source.randrange(3, 150)}}}]
    status: done
    text: проведён {title.lower()} для учителей школ городского округа
    outcome: {random_source.choice(outcomes)}
    evidence: [{{title: Список участников, file: evidence/{month:02d}-{n:05d}.pdf}}]
""")
