#include "store/project.h"

using namespace svodka;
using test::Project;
using Rows = std::vector<std::string>;

namespace {

constexpr const char* kDirectory = R"(authority:
  organisation: uo
  municipality: Соль-Илецкий городской округ
  municipality-genitive: Соль-Илецкого городского округа
  region: Оренбургская область
  head: head
  executor: executor
  recipient: ministry
organisations:
  - {id: ministry, kind: ministry, name: министерство образования, declension: {genitive: министерства образования}}
  - {id: uo, kind: authority, name: Управление образования, declension: {instrumental: Управлением образования}}
  - {id: imc, kind: methodical-centre, name: МКУ «ИМЦ», short: ИМЦ}
  - {id: s10, kind: school, name: МОБУ «СОШ № 10», head: director}
  - {id: s4, kind: school, name: МОБУ «СОШ № 4», partners: [licey]}
  - {id: licey, kind: school, name: МОАУ «Лицей»}
  - {id: both, kind: group, name: Школы плана, members: [s4, s10]}
people:
  - {id: head, surname: Иванова, name: Инна, patronymic: Ивановна, post: Начальник, post-dative: Начальнику}
  - {id: executor, surname: Петров, name: Пётр, post: Методист, phone: 8 (35336) 2-00-00}
  - {id: director, surname: Сидоров, name: Семён, patronymic: Семёнович, post: Директор}
orders:
  - {id: base, kind: order, issuer: ministry, number: 01-21/744, date: 2020-05-15}
  - {id: own, kind: order, issuer: uo, number: 257, date: 2020-08-27}
)";

constexpr const char* kPlan = R"(plan:
  title: План
  subject: по поддержке школ
  from: 2020
  to: 2021
  basis: base
  approved-by: own
  goal: Повысить
  schools: [both]
plan-items:
  - {id: d1, number: 1, title: Раздел первый}
  - {id: i12, number: 1.2, parent: d1, title: Второй, due: 2020-10, responsible: [imc, uo]}
  - {id: i110, number: "1.10", parent: d1, title: Десятый, due: 2020-11, responsible: [imc]}
  - {id: i11, number: 1.1, parent: d1, title: Первый, from: 2020-09, to: 2021-05}
  - {id: d2, number: 2, title: Раздел второй}
  - {id: i21, number: 2.1, parent: d2, title: Далёкий, due: 2021-03}
  - {id: i22, number: 2.2, parent: d2, title: Начатый, due: 2020-12}
)";

constexpr const char* kActivities = R"(activities:
  - {id: a1, plan-item: i12, title: Методический день, from: 2020-10-26, to: 2020-10-28, status: done, organisers: [imc, uo], schools: [both],
     participants: [{who: учителя, count: 12}, {who: директора}], documents: [own]}
  - {id: a2, plan-item: i11, title: Консультация, text: Проведена консультация, date: 2020-10, status: done, schools: [s4]}
  - {id: a3, plan-item: i22, title: Подготовка, date: 2020-11-20, status: in-progress}
  - {id: a4, plan-item: i22, title: Межрегиональный семинар, date: 2020-12-09, status: done}
  - {id: a5, title: Отменённое, date: 2020-11-01, status: cancelled, reason: карантин}
  - {id: a6, plan-item: i21, title: Будущее, date: 2021-03, status: planned}
)";

struct Ready : Project {
  explicit Ready(const std::string& more = "") {
    write("inputs/1.yaml", kDirectory);
    write("inputs/2.yaml", kPlan);
    write("inputs/3.yaml", kActivities);
    if (!more.empty()) write("inputs/4.yaml", more);
    refresh();
    REQUIRE(rules() == Rows{});
  }
};

}  // namespace

TEST_CASE("reporting has what a letterhead and a signature need") {
  Ready project;
  CHECK(project.ask("SELECT authority_name, authority_instrumental, municipality_genitive, head_initials, "
                    "head_post, head_post_dative FROM reporting") ==
        Rows{"Управление образования|Управлением образования|Соль-Илецкого городского "
             "округа|И.И.\u00a0Иванова|Начальник|Начальнику"});
  CHECK(
      project.ask(
          "SELECT executor_name, executor_phone, recipient_genitive, recipient_person_name FROM reporting") ==
      Rows{"Петров Пётр|8 (35336) 2-00-00|министерства образования|∅"});
  CHECK(project.ask("SELECT initials, surname_first FROM officials WHERE id = 'executor'") ==
        Rows{"П.\u00a0Петров|Петров\u00a0П."});
}

TEST_CASE("plan_with_order names both orders and who issued them") {
  Ready project;
  CHECK(project.ask(
            "SELECT title, years, year_from, year_to, approved_kind_instrumental, approved_number, "
            "approved_date, approved_issuer_instrumental, "
            "basis_kind_genitive, basis_number, basis_issuer_genitive, schools_count FROM plan_with_order") ==
        Rows{"План|2020/2021|2020|2021|приказом|257|2020-08-27|Управлением "
             "образования|приказа|01-21/744|министерства образования|2"});
}

TEST_CASE("schools come in the order of people, groups are taken apart, partners know whom they support") {
  Ready project;
  CHECK(project.ask("SELECT id, head_initials FROM schools") ==
        Rows{"licey|∅", "s4|∅", "s10|С.С.\u00a0Сидоров"});
  CHECK(project.ask("SELECT id FROM supported_schools") == Rows{"s4", "s10"});
  CHECK(project.ask("SELECT id, supports FROM partner_schools") == Rows{"licey|МОБУ «СОШ № 4»"});
  CHECK(project.ask("SELECT activity, school FROM activity_schools ORDER BY 1, 2") ==
        Rows{"a1|s10", "a1|s4", "a2|s4"});
}

TEST_CASE("activity_list joins names, labels and counts") {
  Ready project;
  CHECK(project.ask("SELECT item_number, direction, organisers, schools, schools_count, participants, "
                    "participants_count, documents, status_label "
                    "FROM activity_list WHERE id = 'a1'") ==
        Rows{"1.2|d1|МКУ «ИМЦ», Управление образования|Школы плана|2|учителя — 12\u00a0чел.; "
             "директора|12|приказ от 27.08.2020 №\u00a0257|исполнено"});
  CHECK(project.ask("SELECT text FROM activity_list WHERE id IN ('a1', 'a2')") ==
        Rows{"Методический день", "Проведена консультация"});
}

TEST_CASE("done activities are those begun by the day of the report") {
  Ready project;
  CHECK(project.ask("SELECT id FROM done_activities ORDER BY starts") == Rows{"a2", "a1"});
  CHECK(Project::rows(project.reader("2020-12", "2021-01-01"),
                      "SELECT id FROM done_activities ORDER BY starts") == Rows{"a2", "a1", "a4"});
  CHECK(Project::rows(project.reader("2020-10", "2020-11-01"),
                      "SELECT id FROM period_activities ORDER BY id") == Rows{"a1", "a2"});
  CHECK(project.ask("SELECT id FROM period_activities") == Rows{});
  CHECK(project.ask("SELECT id FROM planned_activities ORDER BY id") == Rows{"a3", "a6"});
}

TEST_CASE("plan items are in the order of their numbers, each with its state on the day of the report") {
  Ready project;
  CHECK(project.ask("SELECT number, level, state, state_label, days_overdue FROM plan_items_state") ==
        Rows{"1|1|overdue|просрочено|1", "1.1|2|in-progress|исполняется|∅", "1.2|2|done|исполнено|∅",
             "1.10|2|overdue|просрочено|1", "2|1|in-progress|исполняется|∅", "2.1|2|planned|запланировано|∅",
             "2.2|2|in-progress|исполняется|∅"});
  CHECK(project.ask("SELECT responsible, responsible_short, done_on, done_period, activities_done, "
                    "activities_all FROM plan_items_state WHERE id = 'i12'") ==
        Rows{"МКУ «ИМЦ», Управление образования|ИМЦ, Управление "
             "образования|2020-10-28|2020-10-26/2020-10-28|1|1"});
  CHECK(project.ask("SELECT done_on, done_period FROM plan_items_state WHERE id = 'i11'") ==
        Rows{"∅|2020-10"});
  CHECK(project.ask(
            "SELECT activities_done, activities_all, done_period FROM plan_items_state WHERE id = 'd1'") ==
        Rows{"2|2|2020-10"});
}

TEST_CASE("an item is overdue only after the last day it was due") {
  Ready project;
  const auto state = [&](const char* as_of) {
    return Project::rows(project.reader("2020-11", as_of),
                         "SELECT state, days_overdue FROM plan_items_state WHERE id = 'i110'")
        .front();
  };
  CHECK(state("2020-11-30") == "planned|∅");
  CHECK(state("2020-12-01") == "overdue|1");
  CHECK(state("2020-12-11") == "overdue|11");
}

TEST_CASE("work that goes on over its whole time is done when that is over") {
  Ready project;
  CHECK(Project::rows(project.reader("2021-05", "2021-06-01"),
                      "SELECT state FROM plan_items_state WHERE id = 'i11'") == Rows{"done"});
}

TEST_CASE("what was done after it was due is done, late") {
  Ready project(
      "activities:\n  - {id: late, plan-item: i110, title: Поздно, date: 2020-12-05, status: done}\n");
  CHECK(Project::rows(
            project.reader("2020-12", "2021-01-01"),
            "SELECT state, days_overdue, days_late, done_period FROM plan_items_state WHERE id = 'i110'") ==
        Rows{"done|∅|5|2020-12-05"});
}

TEST_CASE("a plan whose items go round in a circle does not run for ever") {
  Ready project(
      "plan-items:\n  - {id: x, number: 9, parent: y, title: X}\n  - {id: y, number: 9.1, parent: x, title: "
      "Y}\n");
  CHECK(project.ask("SELECT count(*) FROM plan_items_state") == Rows{"7"});
}

TEST_CASE("progress tells done of what was due from done of all") {
  Ready project;
  CHECK(project.ask("SELECT total, done, in_progress, overdue, planned, due, done_of_due, percent_of_due, "
                    "percent_of_all FROM plan_progress") == Rows{"5|1|2|1|1|2|1|50|20"});
  CHECK(project.ask("SELECT number, total, done, due FROM plan_progress_by_direction") ==
        Rows{"1|3|1|2", "2|2|0|0"});
  CHECK(project.ask("SELECT percent_of_due FROM plan_progress_by_direction WHERE number = '2'") == Rows{"∅"});
}

TEST_CASE("the default period is the month of the latest activity that was held") {
  Ready project;
  CHECK(Project::rows(project.reader("", ""), "SELECT period FROM default_period") == Rows{"2020-12"});
  Project empty;
  empty.refresh();
  CHECK(empty.ask("SELECT period FROM default_period") == Rows{});
}

TEST_CASE("the worked example of the indicators: 3/8/10/2 of 23") {
  Ready project(
      "results:\n  - {exam: vpr, year: 2020, grade: 5, subject: математика, school: s4, participants: 23, "
      "marks-5: 3, marks-4: 8, marks-3: 10, marks-2: 2}\n");
  CHECK(
      project.ask("SELECT n, success, quality, sou, mean_mark, school_name, exam_label FROM results_rates") ==
      Rows{"23|91.3|47.8|52.3|3.52|МОБУ «СОШ № 4»|ВПР"});
  CHECK(project.ask("SELECT success, quality, sou, mean_mark FROM results_total") ==
        Rows{"91.3|47.8|52.3|3.52"});
}

TEST_CASE("a pupil without a mark counts in the denominator of shares, not of the mean mark") {
  Ready project(
      "results:\n  - {exam: vpr, year: 2020, grade: 5, subject: математика, school: s4, participants: 24, "
      "marks-5: 3, marks-4: 8, marks-3: 10, marks-2: 2}\n");
  CHECK(project.ask("SELECT success, quality, mean_mark FROM results_rates") == Rows{"87.5|45.8|3.52"});
}

TEST_CASE("totals add up numerators and denominators: 60, not the mean 75") {
  Ready project(R"(results:
  - {exam: vpr, year: 2020, grade: 5, subject: математика, school: s4, participants: 2, marks-5: 2}
  - {exam: vpr, year: 2020, grade: 5, subject: математика, school: s10, participants: 8, marks-3: 4, marks-2: 4}
)");
  CHECK(project.ask("SELECT success FROM results_by_school ORDER BY school_key") == Rows{"100", "50"});
  CHECK(project.ask("SELECT participants, success, quality FROM results_total") == Rows{"10|60|20"});
  CHECK(project.ask("SELECT subject, success FROM results_by_subject") == Rows{"математика|60"});
  CHECK(project.ask("SELECT count(*) FROM results_by_school_subject") == Rows{"2"});
}

TEST_CASE("nobody took part: the share is unknown") {
  Ready project(
      "results:\n  - {exam: vpr, year: 2020, grade: 5, subject: математика, school: s4, participants: 0, "
      "marks-5: 0, marks-4: 0, marks-3: 0, marks-2: 0}\n");
  CHECK(project.ask("SELECT success, quality, sou, mean_mark FROM results_rates") == Rows{"∅|∅|∅|∅"});
  CHECK(project.ask("SELECT success, sou FROM results_total") == Rows{"∅|∅"});
}

TEST_CASE("a year later: the change in percentage points is the difference of what is printed") {
  Ready project(R"(results:
  - {exam: vpr, year: 2019, grade: 5, subject: математика, school: s4, participants: 16, marks-4: 1, marks-3: 9, marks-2: 6}
  - {exam: vpr, year: 2020, grade: 5, subject: математика, school: s4, participants: 23, marks-5: 3, marks-4: 8, marks-3: 10, marks-2: 2}
  - {exam: oge, year: 2019, grade: 9, subject: математика, school: s4, participants: 10, marks-3: 10}
)");
  // 10/16 = 62.5; 21/23 = 91.3; 1/16 = 6.25 -> 6.3; 11/23 = 47.8; 47.8 - 6.3 = 41.5 (of the unrounded: 41.6)
  CHECK(project.ask("SELECT success, previous_success, success_change, quality, previous_quality, "
                    "quality_change FROM results_rates WHERE year = 2020") ==
        Rows{"91.3|62.5|28.8|47.8|6.3|41.5"});
  CHECK(project.ask("SELECT previous_success, success_change, quality_change FROM results_by_school WHERE "
                    "year = 2020") == Rows{"62.5|28.8|41.5"});
  CHECK(
      project.ask(
          "SELECT previous_success, success_change FROM results_total WHERE year = 2020 AND exam = 'vpr'") ==
      Rows{"62.5|28.8"});
  CHECK(
      project.ask(
          "SELECT previous_success, success_change FROM results_total WHERE year = 2019 AND exam = 'oge'") ==
      Rows{"∅|∅"});
}

TEST_CASE("last year's results alone make no row of this year") {
  Ready project(
      "results:\n  - {exam: oge, year: 2019, grade: 9, subject: физика, school: s4, participants: 10, "
      "marks-3: 10}\n");
  for (const std::string view : {"results_total", "results_by_school", "results_by_subject",
                                 "results_by_school_subject", "results_by_grade_subject"}) {
    CHECK(project.ask("SELECT year, success FROM " + view) == Rows{"2019|100"});
  }
}

TEST_CASE("the mean score of a total is weighted by the pupils") {
  Ready project(R"(results:
  - {exam: ege, year: 2020, grade: 11, subject: физика, school: s4, participants: 1, mean-score: 80}
  - {exam: ege, year: 2020, grade: 11, subject: физика, school: s10, participants: 3, mean-score: 50.5}
)");
  CHECK(project.ask("SELECT mean_score, success FROM results_total") ==
        Rows{"57.9|∅"});  // 231.5 / 4 = 57.875
}

TEST_CASE("rates that a school only reported stand in its own row and in no total") {
  Ready project(
      "results:\n  - {exam: vpr, year: 2020, grade: 5, subject: история, school: s4, participants: 20, "
      "success: 87.45, quality: 40}\n");
  CHECK(project.ask("SELECT success, quality, sou FROM results_rates") == Rows{"87.5|40|∅"});
  CHECK(project.ask("SELECT participants, success FROM results_total") == Rows{"20|∅"});
}

TEST_CASE("results of works after the day of the report are not in it") {
  Ready project(
      "results:\n  - {exam: vpr, year: 2020, date: 2020-12-02, grade: 5, subject: история, school: s4, "
      "participants: 20, marks-5: 20}\n");
  CHECK(project.ask("SELECT count(*) FROM results_rates") == Rows{"0"});
  CHECK(Project::rows(project.reader("2020-12", "2021-01-01"), "SELECT success FROM results_rates") ==
        Rows{"100"});
}
