"""Seeded data for the documents of look.py: data.py FOLDER"""
import json
import random
import sys
from pathlib import Path

SURNAMES = "Абрамова Белов Власова Громов Дёмина Егоров Журавлёва Зимин Ильина Климов Лапина Мальцев Носова".split()
INITIALS = ["А. И.", "Б. С.", "В. П.", "Г. Н.", "Е. В.", "К. Ю.", "М. А.", "Н. Л."]
POSTS = ["директор", "заместитель директора", "методист", "учитель математики", "учитель русского языка", "психолог"]
PLACES = ["МБОУ «Степная СОШ»", "МАОУ «Лицей № 3»", "МБОУ «Заречная ООШ»", "Дом учителя", "Центр развития образования"]
TITLES = ["Семинар «Работа с трудностями в обучении»", "Круглый стол по итогам проверочных работ",
          "Мастер-класс «Урок & оценка»", "Практикум по подготовке к ОГЭ (< 9 класс)", "Совещание кураторов",
          "Открытые уроки наставников"]
SUMMARIES = ["Разобраны типичные ошибки учеников и способы их преодоления, показаны приёмы работы с разными группами.",
             "Участники сравнили результаты школ за три года и договорились о мерах на следующее полугодие.",
             "Показан урок с последующим разбором; материалы размещены на сайте методической службы.",
             "Рассмотрены демонстрационные варианты, критерии оценивания и организация консультаций."]
OUTCOMES = ["составлен план индивидуальной работы", "материалы переданы в школы", "назначены наставники",
            "подготовлены методические рекомендации", "проведён повторный срез знаний"]
VERDICTS = ["рост", "без изменений", "снижение", "нужна поддержка"]
MONTHS = ["января", "февраля", "марта", "апреля", "мая", "сентября", "октября", "ноября", "декабря"]


def person(rng):
    return f"{rng.choice(SURNAMES)} {rng.choice(INITIALS)}"


def day(rng):
    return f"{rng.randint(1, 28)} {rng.choice(MONTHS)} 2020 г."


def decimal(rng, low, high):
    return f"{rng.uniform(low, high):.1f}".replace(".", ",")


def activity(rng):
    people = [{"name": person(rng), "post": rng.choice(POSTS), "school": rng.choice(PLACES)}
              for _ in range(rng.randint(3, 6))]
    return {"day": day(rng), "title": rng.choice(TITLES), "place": rng.choice(PLACES), "summary": rng.choice(SUMMARIES),
            "people": people, "outcome": rng.choice(OUTCOMES)}


def school(rng, no):
    return {"no": no, "title": f"{rng.choice(PLACES)}, филиал {no}", "pupils": rng.randint(60, 900),
            "teachers": rng.randint(8, 60), "success": decimal(rng, 80, 100), "quality": decimal(rng, 20, 70),
            "exam": decimal(rng, 3, 5), "verdict": rng.choice(VERDICTS)}


def report(number):
    rng = random.Random(number)
    schools = [school(rng, no) for no in range(1, 13)]
    late = rng.choice([0, 0, 1, 2, 3])
    return {"id": f"{number:04}", "number": f"01-17/{number}", "date": day(rng), "period": "второе полугодие 2020 года",
            "addressee": f"Министру образования {person(rng)}", "district": f"{rng.randint(1, 40)}-й округ",
            "order": rng.randint(10, 999), "order_date": day(rng), "lead_school": rng.choice(PLACES),
            "activities": [activity(rng) for _ in range(rng.randint(7, 9))], "schools": schools,
            "pupils_total": sum(s["pupils"] for s in schools), "teachers_total": sum(s["teachers"] for s in schools),
            "late": late, "late_note": f"Не выполнено в срок мероприятий: {late}.", "signer_post": "Начальник управления",
            "signer": person(rng), "author": person(rng), "phone": f"8 (353) {rng.randint(10, 99)}-{rng.randint(10, 99)}"}


def register(count):
    rng = random.Random(count)
    rows = [{"no": no, "day": day(rng), "school": rng.choice(PLACES), "kind": rng.choice(["семинар", "урок", "сбор"]),
             "topic": rng.choice(TITLES), "person": person(rng), "reach": rng.randint(5, 90), "outcome": rng.choice(OUTCOMES)}
            for no in range(1, count + 1)]
    return {"title": "Реестр мероприятий", "period": "2020 год", "rows": rows, "reach_total": sum(r["reach"] for r in rows)}


def main(folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in {"report": report(1), "reports": [report(n) for n in range(1, 1001)],
                       "register": register(5000)}.items():
        (folder / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
