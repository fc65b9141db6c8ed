-- Представления, с которых начинаются запросы отчётов. Данные предметной области: программа об их содержании не знает.
-- Создаются заново (как TEMP) в каждом подключении читателя, поэтому вправе называть таблицу report и базу previous.
--
-- Правила, общие для всех:
--   * по состоянию на report.as_of: исполнено то, что начато не позже этого дня; запись без даты исполнена по своей отметке;
--   * срок прошёл, когда его последний день раньше as_of (as_of по умолчанию — день после отчётного периода);
--   * проценты: percent(часть, целое) — целые числа, половина вверх, один знак; при нулевом целом — NULL;
--   * итоги складывают числители и знаменатели и никогда не усредняют проценты;
--   * разность процентов (п.п.) — разность округлённых значений: так её вычтет читатель отчёта из того, что видит;
--   * *_key — ключ сортировки sort_key(): без регистра, ё как е, числа по величине («1.10» после «1.2»);
--   * подписи значений перечней (…_label) берутся из enum_labels, то есть из схемы.

-- ---------------------------------------------------------------- справочники

-- Должностные лица: имя в формах, нужных документам. initials — «И.И. Иванов» с неразрывным пробелом.
CREATE TEMP VIEW officials AS
SELECT p._row, p._source, p.id, p.surname, p.name, p.patronymic,
       p.surname || coalesce(' ' || p.name, '') || coalesce(' ' || p.patronymic, '') AS full_name,
       coalesce(substr(p.name, 1, 1) || '.', '') || coalesce(substr(p.patronymic, 1, 1) || '.', '')
         || char(160) || p.surname AS initials,
       p.surname || char(160) || coalesce(substr(p.name, 1, 1) || '.', '')
         || coalesce(substr(p.patronymic, 1, 1) || '.', '') AS surname_first,
       p.post, p.post_dative, p.declension_genitive AS genitive, p.declension_dative AS dative,
       p.declension_instrumental AS instrumental, p.declension_prepositional AS prepositional,
       p.phone, p.email, p.in_office_from, p.in_office_to,
       p.organisation, o.name AS organisation_name
  FROM people p
  LEFT JOIN organisations o ON o.id = p.organisation;

-- Кто вправе утверждать и подписывать документы: на это представление опирается sign-off отчётов.
CREATE TEMP VIEW sign_off_people AS
SELECT id, full_name AS name, surname, post, in_office_from, in_office_to FROM officials;

-- Образец исходящего номера, с какого числа его отсчитывать и кому обычно направляют; на это опирается svodka register.
CREATE TEMP VIEW outgoing_numbers AS
SELECT a.outgoing_number AS pattern, coalesce(a.outgoing_start, 1) AS start, o.name AS addressee
  FROM authority a
  LEFT JOIN organisations o ON o.id = a.recipient;

-- Журнал исходящих: документы, которым присвоен номер, по порядку номеров каждого года.
-- Таблицы documents (версии документов) и sign_off_steps (что с ними делали) заполняет программа.
CREATE TEMP VIEW outgoing_register AS
SELECT _row, number, date, year, series, ordinal, addressee, title, report, period, document, version, file, name,
       format, pages, signer, signer_name, signer_post, signed, certificate
  FROM documents
 WHERE state = 'registered'
 ORDER BY year, series, ordinal, date, number;

-- Подписи под документами.
CREATE TEMP VIEW signatures AS
SELECT _row, document, version, file, period, report, day, time, person, name, post, certificate, certificate_owner,
       certificate_issuer, certificate_from, certificate_to
  FROM sign_off_steps
 WHERE step = 'sign'
 ORDER BY _row;

-- Нерабочие праздничные дни (статья 112 Трудового кодекса), день года и название.
CREATE TEMP VIEW public_holidays AS
SELECT column1 AS day, column2 AS title FROM (VALUES
  ('01-01', 'новогодние каникулы'), ('01-02', 'новогодние каникулы'), ('01-03', 'новогодние каникулы'),
  ('01-04', 'новогодние каникулы'), ('01-05', 'новогодние каникулы'), ('01-06', 'новогодние каникулы'),
  ('01-07', 'Рождество Христово'), ('01-08', 'новогодние каникулы'), ('02-23', 'День защитника Отечества'),
  ('03-08', 'Международный женский день'), ('05-01', 'Праздник Весны и Труда'), ('05-09', 'День Победы'),
  ('06-12', 'День России'), ('11-04', 'День народного единства'));

-- Слова и имена собственные, которые проверка правописания принимает.
CREATE TEMP VIEW proper_names AS
SELECT value FROM texts
 WHERE collection IN ('organisations', 'people', 'authority', 'abbreviations') AND NOT is_key;

-- Общеобразовательные организации.
CREATE TEMP VIEW schools AS
SELECT o._row, o._source, o.id, o.name, coalesce(o.short, o.name) AS short, coalesce(o.full, o.name) AS "full",
       o.legal_form, o.declension_genitive AS genitive, o.declension_dative AS dative,
       o.declension_instrumental AS instrumental, o.declension_prepositional AS prepositional,
       o.head, h.initials AS head_initials, h.full_name AS head_name, h.post AS head_post,
       sort_key(coalesce(o.short, o.name)) AS name_key
  FROM organisations o
  LEFT JOIN officials h ON h.id = o.head
 WHERE o.kind = 'school'
 ORDER BY name_key, o._row;

-- Школы, которым оказывается поддержка, в порядке плана (группы раскрыты по составу).
CREATE TEMP VIEW supported_schools AS
SELECT s.*, min(l._row * 1000 + coalesce(m._index, 0)) AS position
  FROM plan_schools l
  LEFT JOIN organisations_members m ON m._parent = (SELECT _row FROM organisations WHERE id = l.value)
  JOIN schools s ON s.id = coalesce(m.value, l.value)
 GROUP BY s.id
 ORDER BY position;

-- Организации-партнёры: названы партнёрами школы или имеют роль partner. supports — кого поддерживают.
CREATE TEMP VIEW partner_schools AS
SELECT o._row, o._source, o.id, o.name, coalesce(o.short, o.name) AS short,
       o.declension_genitive AS genitive, o.declension_dative AS dative, o.declension_instrumental AS instrumental,
       (SELECT group_concat(name, ', ')
          FROM (SELECT s.name FROM organisations_partners l JOIN organisations s ON s._row = l._parent
                 WHERE l.value = o.id ORDER BY s._row)) AS supports,
       sort_key(coalesce(o.short, o.name)) AS name_key
  FROM organisations o
 WHERE o.id IN (SELECT value FROM organisations_partners)
    OR o._row IN (SELECT _parent FROM organisations_roles WHERE value = 'partner')
 ORDER BY name_key, o._row;

-- Пары «школа — партнёр».
CREATE TEMP VIEW school_partners AS
SELECT s.id AS school, s.name AS school_name, p.id AS partner, p.name AS partner_name, l._index AS position
  FROM organisations_partners l
  JOIN organisations s ON s._row = l._parent
  JOIN organisations p ON p.id = l.value;

-- Всё для бланка, адресата, подписи и отметки об исполнителе. Одна строка.
CREATE TEMP VIEW reporting AS
SELECT a._row, a._source,
       o.id AS authority, o.name AS authority_name, coalesce(o.short, o.name) AS authority_short,
       coalesce(o.full, o.name) AS authority_full,
       o.declension_genitive AS authority_genitive, o.declension_dative AS authority_dative,
       o.declension_instrumental AS authority_instrumental, o.declension_prepositional AS authority_prepositional,
       a.municipality, a.municipality_genitive, a.region, a.address, a.phone, a.email, a.okpo, a.okud,
       h.initials AS head_initials, h.surname_first AS head_surname_first, h.full_name AS head_name,
       h.surname AS head_surname, h.post AS head_post, h.post_dative AS head_post_dative,
       h.genitive AS head_genitive, h.dative AS head_dative, h.instrumental AS head_instrumental,
       e.full_name AS executor_name, e.initials AS executor_initials, e.surname_first AS executor_surname_first,
       e.post AS executor_post, e.phone AS executor_phone, e.email AS executor_email,
       r.name AS recipient_name, r.declension_genitive AS recipient_genitive, r.declension_dative AS recipient_dative,
       t.initials AS recipient_person_initials, t.full_name AS recipient_person_name,
       t.post AS recipient_person_post, t.post_dative AS recipient_person_post_dative,
       t.dative AS recipient_person_dative
  FROM authority a
  LEFT JOIN organisations o ON o.id = a.organisation
  LEFT JOIN officials h ON h.id = a.head
  LEFT JOIN officials e ON e.id = a.executor
  LEFT JOIN organisations r ON r.id = a.recipient
  LEFT JOIN officials t ON t.id = a.recipient_person
 LIMIT 1;

-- Документы с издателем. kind_genitive и kind_instrumental — «приказа», «приказом».
CREATE TEMP VIEW orders_list AS
SELECT d._row, d._source, d.id, d.kind, l.ru AS kind_label,
       CASE d.kind WHEN 'order' THEN 'приказа' WHEN 'letter' THEN 'письма' WHEN 'decree' THEN 'постановления'
                   WHEN 'minutes' THEN 'протокола' ELSE 'документа' END AS kind_genitive,
       CASE d.kind WHEN 'order' THEN 'приказом' WHEN 'letter' THEN 'письмом' WHEN 'decree' THEN 'постановлением'
                   WHEN 'minutes' THEN 'протоколом' ELSE 'документом' END AS kind_instrumental,
       d.number, d.date, d.title, d.issuer, o.name AS issuer_name, coalesce(o.short, o.name) AS issuer_short,
       o.declension_genitive AS issuer_genitive, o.declension_dative AS issuer_dative,
       o.declension_instrumental AS issuer_instrumental
  FROM orders d
  LEFT JOIN organisations o ON o.id = d.issuer
  LEFT JOIN enum_labels l ON l.collection = 'orders' AND l.field = 'kind' AND l.value = d.kind;

-- План с документом, которым утверждён (approved_…), и документом-основанием (basis_…). Одна строка.
CREATE TEMP VIEW plan_with_order AS
SELECT p._row, p._source, p.id, p.title, p.subject, p.goal, p.years, p.years_from, p.years_to,
       CAST(substr(p.years_from, 1, 4) AS INTEGER) AS year_from, CAST(substr(p.years_to, 1, 4) AS INTEGER) AS year_to,
       a.id AS approved_by, a.kind_label AS approved_kind, a.kind_genitive AS approved_kind_genitive,
       a.kind_instrumental AS approved_kind_instrumental, a.number AS approved_number, a.date AS approved_date,
       a.title AS approved_title, a.issuer_name AS approved_issuer, a.issuer_short AS approved_issuer_short,
       a.issuer_genitive AS approved_issuer_genitive, a.issuer_instrumental AS approved_issuer_instrumental,
       b.id AS basis, b.kind_label AS basis_kind, b.kind_genitive AS basis_kind_genitive,
       b.kind_instrumental AS basis_kind_instrumental, b.number AS basis_number, b.date AS basis_date,
       b.title AS basis_title, b.issuer_name AS basis_issuer, b.issuer_short AS basis_issuer_short,
       b.issuer_genitive AS basis_issuer_genitive, b.issuer_instrumental AS basis_issuer_instrumental,
       (SELECT count(*) FROM supported_schools) AS schools_count
  FROM plan p
  LEFT JOIN orders_list a ON a.id = p.approved_by
  LEFT JOIN orders_list b ON b.id = p.basis
 LIMIT 1;

-- Договоры о сотрудничестве с наименованиями сторон.
CREATE TEMP VIEW agreements_list AS
SELECT g._row, g._source, g.id, g.number, g.date, g.subject, g.activity,
       g.school, s.name AS school_name, s.declension_instrumental AS school_instrumental,
       g.partner, p.name AS partner_name, p.declension_instrumental AS partner_instrumental
  FROM agreements g
  LEFT JOIN organisations s ON s.id = g.school
  LEFT JOIN organisations p ON p.id = g.partner;

-- ---------------------------------------------------------------- план

-- Дерево плана: level с 1, direction — раздел верхнего уровня, leaf — под пунктом ничего нет.
CREATE TEMP VIEW plan_tree AS
WITH RECURSIVE tree(id, level, direction) AS (
  SELECT p.id, 1, p.id FROM plan_items p
   WHERE NOT EXISTS (SELECT 1 FROM plan_items u WHERE u.id = p.parent)
  UNION
  SELECT p.id, t.level + 1, t.direction FROM tree t JOIN plan_items p ON p.parent = t.id WHERE t.level < 20)
SELECT p._row, p._source, p.id, p.number, p.title, p.parent, t.level, t.direction,
       d.number AS direction_number, d.title AS direction_title, sort_key(p.number) AS number_key,
       NOT EXISTS (SELECT 1 FROM plan_items c WHERE c.parent = p.id) AS leaf
  FROM tree t
  JOIN plan_items p ON p.id = t.id
  JOIN plan_items d ON d.id = t.direction;

-- Разделы плана верхнего уровня.
CREATE TEMP VIEW directions AS
SELECT p._row, p._source, p.id, p.number, p.title, p.due, p.due_from, p.due_to, p.result, sort_key(p.number) AS number_key
  FROM plan_items p
 WHERE p.parent IS NULL
 ORDER BY number_key, p._row;

-- Мероприятия пункта: всего (без отменённых), исполнено к as_of, исполняется; границы исполненного.
CREATE TEMP VIEW plan_item_work AS
SELECT a.plan_item AS item,
       sum(a.status <> 'cancelled') AS activities_all,
       sum(a.status = 'done' AND coalesce(a.date_from <= r.as_of, 1)) AS activities_done,
       sum(a.status = 'in-progress') AS activities_running,
       min(a.date_from) FILTER (WHERE a.status = 'done' AND coalesce(a.date_from <= r.as_of, 1)) AS done_from,
       max(a.date_to) FILTER (WHERE a.status = 'done' AND coalesce(a.date_from <= r.as_of, 1)) AS done_to,
       count(DISTINCT a.date) FILTER (WHERE a.status = 'done' AND coalesce(a.date_from <= r.as_of, 1)) AS done_dates,
       max(a.date) FILTER (WHERE a.status = 'done' AND coalesce(a.date_from <= r.as_of, 1)) AS done_date,
       max(a.date_precision IN ('month', 'months', 'quarter', 'year'))
         FILTER (WHERE a.status = 'done' AND coalesce(a.date_from <= r.as_of, 1)) AS by_months
  FROM activities a, report r
 WHERE a.plan_item IS NOT NULL
 GROUP BY a.plan_item;

-- Состояние того, что исполняется само (пункт без подпунктов или с собственными мероприятиями):
--   done — есть исполненные мероприятия и нет незавершённых; работа, растянутая на срок (с … по …, месяцы), исполнена, когда срок прошёл;
--   overdue — не исполнено, а срок прошёл; in-progress — начато; planned — не начато.
CREATE TEMP VIEW plan_unit_state AS
SELECT i.id,
       CASE
         WHEN coalesce(w.activities_done, 0) > 0 AND w.activities_done = w.activities_all
              AND NOT (i.due_precision IN ('span', 'months') AND coalesce(i.due_to >= r.as_of, 0)) THEN 'done'
         WHEN i.due_to < r.as_of THEN 'overdue'
         WHEN coalesce(w.activities_done, 0) > 0 OR coalesce(w.activities_running, 0) > 0 THEN 'in-progress'
         ELSE 'planned'
       END AS state,
       i.due_to, w.*
  FROM plan_items i
  CROSS JOIN report r
  LEFT JOIN plan_item_work w ON w.item = i.id
 WHERE w.item IS NOT NULL OR NOT EXISTS (SELECT 1 FROM plan_items c WHERE c.parent = i.id);

-- Каждый пункт плана с его состоянием на as_of. Состояние раздела складывается из состояний всего, что под ним:
-- просрочен, если просрочено хоть что-то; исполнен, если исполнено всё.
--   done_period — когда исполнено (для отметки «Исполнено 26–28 октября 2020 г.»): дата единственного мероприятия как она
--   записана; для нескольких — от первой до последней, месяцами, если хоть одна известна лишь до месяца.
--   days_overdue — дней после срока у неисполненного; days_late — насколько позже срока исполнено.
CREATE TEMP VIEW plan_items_state AS
WITH RECURSIVE below(top, id) AS (
  SELECT id, id FROM plan_items
  UNION
  SELECT b.top, p.id FROM below b JOIN plan_items p ON p.parent = b.id),
rolled AS (
  SELECT b.top AS id,
         CASE WHEN sum(u.state = 'overdue') > 0 THEN 'overdue'
              WHEN sum(u.state <> 'done') = 0 THEN 'done'
              WHEN sum(u.state IN ('done', 'in-progress')) > 0 THEN 'in-progress'
              ELSE 'planned' END AS state,
         max(CASE WHEN u.state = 'overdue' THEN days_between(u.due_to, r.as_of) END) AS days_overdue,
         max(CASE WHEN u.state = 'done' AND u.done_to > u.due_to THEN days_between(u.due_to, u.done_to) END) AS days_late,
         coalesce(sum(u.activities_all), 0) AS activities_all, coalesce(sum(u.activities_done), 0) AS activities_done,
         min(u.done_from) AS done_from, max(u.done_to) AS done_to,
         max(u.by_months) AS by_months, max(u.done_dates) AS done_dates,
         count(DISTINCT u.done_date) AS unit_dates, max(u.done_date) AS done_date
    FROM below b JOIN plan_unit_state u ON u.id = b.id CROSS JOIN report r
   GROUP BY b.top)
SELECT t._row, t._source, t.id, t.number, t.number_key, t.title, t.level, t.parent, t.leaf,
       t.direction, t.direction_number, t.direction_title,
       i.due, i.due_from, i.due_to, i.result, i.delay_reason,
       (SELECT group_concat(name, ', ')
          FROM (SELECT o.name FROM plan_items_responsible l JOIN organisations o ON o.id = l.value
                 WHERE l._parent = i._row ORDER BY l._index)) AS responsible,
       (SELECT group_concat(name, ', ')
          FROM (SELECT coalesce(o.short, o.name) AS name FROM plan_items_responsible l
                  JOIN organisations o ON o.id = l.value
                 WHERE l._parent = i._row ORDER BY l._index)) AS responsible_short,
       s.state,
       CASE s.state WHEN 'done' THEN 'исполнено' WHEN 'in-progress' THEN 'исполняется'
                    WHEN 'overdue' THEN 'просрочено' ELSE 'запланировано' END AS state_label,
       CASE WHEN s.state = 'done' THEN s.done_to END AS done_on,
       CASE WHEN s.done_from IS NULL THEN NULL
            WHEN s.done_dates = 1 AND s.unit_dates = 1 THEN s.done_date
            WHEN s.by_months AND substr(s.done_from, 1, 7) = substr(s.done_to, 1, 7) THEN substr(s.done_from, 1, 7)
            WHEN s.by_months THEN substr(s.done_from, 1, 7) || '/' || substr(s.done_to, 1, 7)
            WHEN s.done_from = s.done_to THEN s.done_from
            ELSE s.done_from || '/' || s.done_to END AS done_period,
       s.done_from, s.done_to, s.days_overdue, CASE WHEN s.state = 'done' THEN s.days_late END AS days_late,
       s.activities_all, s.activities_done
  FROM plan_tree t
  JOIN plan_items i ON i._row = t._row
  JOIN rolled s ON s.id = t.id
 ORDER BY t.number_key, t._row;

-- Исполнение плана одной строкой, по пунктам без подпунктов. due — срок прошёл к as_of; overdue — из них не исполнено;
-- percent_of_due — исполнено из тех, чей срок прошёл; percent_of_all — исполнено из всех. Это две разные величины.
CREATE TEMP VIEW plan_progress AS
SELECT count(*) AS total,
       coalesce(sum(s.state = 'done'), 0) AS done,
       coalesce(sum(s.state = 'in-progress'), 0) AS in_progress,
       coalesce(sum(s.state = 'overdue'), 0) AS overdue,
       coalesce(sum(s.state = 'planned'), 0) AS planned,
       coalesce(sum(s.due_to < r.as_of), 0) AS due,
       coalesce(sum(s.due_to < r.as_of AND s.state = 'done'), 0) AS done_of_due,
       percent(sum(s.due_to < r.as_of AND s.state = 'done'), sum(s.due_to < r.as_of)) AS percent_of_due,
       percent(sum(s.state = 'done'), count(*)) AS percent_of_all
  FROM plan_items_state s, report r
 WHERE s.leaf;

-- То же по разделам плана.
CREATE TEMP VIEW plan_progress_by_direction AS
SELECT s.direction AS id, s.direction_number AS number, s.direction_title AS title,
       sort_key(s.direction_number) AS number_key,
       count(*) AS total, sum(s.state = 'done') AS done, sum(s.state = 'in-progress') AS in_progress,
       sum(s.state = 'overdue') AS overdue, sum(s.state = 'planned') AS planned,
       coalesce(sum(s.due_to < r.as_of), 0) AS due,
       coalesce(sum(s.due_to < r.as_of AND s.state = 'done'), 0) AS done_of_due,
       percent(sum(s.due_to < r.as_of AND s.state = 'done'), sum(s.due_to < r.as_of)) AS percent_of_due,
       percent(sum(s.state = 'done'), count(*)) AS percent_of_all
  FROM plan_items_state s, report r
 WHERE s.leaf
 GROUP BY s.direction
 ORDER BY number_key;

-- ---------------------------------------------------------------- мероприятия

-- Каждое мероприятие с подписями и наименованиями. text — предложение для отчёта, а если его нет, наименование;
-- starts, ends — первый и последний день; position — место в отчёте, заданное автором (поле order).
CREATE TEMP VIEW activity_list AS
SELECT a._row, a._source, a.id, a.title, coalesce(a.text, a.title) AS text, a.topic,
       a.date, a.date_from AS starts, a.date_to AS ends, a.date_precision AS "precision", a."order" AS position,
       a.plan_item AS item, t.number AS item_number, t.title AS item_title, t.number_key AS item_key,
       t.direction, t.direction_number, t.direction_title,
       a.format, f.ru AS format_label, a.level, v.ru AS level_label, a.status, s.ru AS status_label,
       a.reason, a.outcome,
       (SELECT group_concat(name, ', ')
          FROM (SELECT o.name FROM activities_organisers l JOIN organisations o ON o.id = l.value
                 WHERE l._parent = a._row ORDER BY l._index)) AS organisers,
       (SELECT group_concat(name, ', ')
          FROM (SELECT o.name FROM activities_schools l JOIN organisations o ON o.id = l.value
                 WHERE l._parent = a._row ORDER BY l._index)) AS schools,
       (SELECT count(*) FROM activity_schools e WHERE e.activity_row = a._row) AS schools_count,
       (SELECT group_concat(words, '; ')
          FROM (SELECT p.who || coalesce(' — ' || p.count || char(160) || 'чел.', '') AS words
                  FROM activities_participants p WHERE p._parent = a._row ORDER BY p._index)) AS participants,
       (SELECT sum(p.count) FROM activities_participants p WHERE p._parent = a._row) AS participants_count,
       (SELECT group_concat(words, '; ')
          FROM (SELECT d.kind_label || ' от ' || strftime('%d.%m.%Y', d.date) || ' №' || char(160) || d.number AS words
                  FROM activities_documents l JOIN orders_list d ON d.id = l.value
                 WHERE l._parent = a._row ORDER BY l._index)) AS documents,
       (SELECT group_concat(title, '; ')
          FROM (SELECT e.title FROM activities_evidence e WHERE e._parent = a._row ORDER BY e._index)) AS evidence
  FROM activities a
  LEFT JOIN plan_tree t ON t.id = a.plan_item
  LEFT JOIN enum_labels f ON f.collection = 'activities' AND f.field = 'format' AND f.value = a.format
  LEFT JOIN enum_labels v ON v.collection = 'activities' AND v.field = 'level' AND v.value = a.level
  LEFT JOIN enum_labels s ON s.collection = 'activities' AND s.field = 'status' AND s.value = a.status;

-- Кто участвовал: мероприятие × школа, группы раскрыты по составу.
CREATE TEMP VIEW activity_schools AS
SELECT DISTINCT a._row AS activity_row, a.id AS activity, coalesce(m.value, l.value) AS school
  FROM activities a
  JOIN activities_schools l ON l._parent = a._row
  JOIN organisations o ON o.id = l.value
  LEFT JOIN organisations_members m ON m._parent = o._row;

-- Исполнено к as_of, с начала плана.
CREATE TEMP VIEW done_activities AS
SELECT l.* FROM activity_list l, report r
 WHERE l.status = 'done' AND coalesce(l.starts <= r.as_of, 1);

-- Исполнено в отчётном периоде (хотя бы частью своего времени) и не позже as_of.
CREATE TEMP VIEW period_activities AS
SELECT l.* FROM done_activities l, report r
 WHERE l.starts <= r.period_to AND l.ends >= r.period_from;

-- Предстоит: запланировано, исполняется или перенесено.
CREATE TEMP VIEW planned_activities AS
SELECT l.* FROM activity_list l
 WHERE l.status IN ('planned', 'in-progress', 'postponed');

-- Месяц последнего исполненного или исполняемого мероприятия: период по умолчанию. Нет таких — нет строки.
CREATE TEMP VIEW default_period AS
SELECT month_of(max(a.date_from)) AS period
  FROM activities a
 WHERE a.status IN ('done', 'in-progress')
HAVING max(a.date_from) IS NOT NULL;

-- ---------------------------------------------------------------- изменения с прошлого периода

-- Исполненные мероприятия, которых в прошлом периоде не было или которые тогда ещё не были исполнены.
-- Когда прошлого периода нет, новым считается всё.
CREATE TEMP VIEW new_since_previous AS
SELECT l.*, p.status AS previous_status
  FROM done_activities l
  LEFT JOIN previous.activities p ON p.id = l.id
 WHERE p.status IS NOT 'done';

-- Что стало с мероприятиями: change — added (появилось), removed (исчезло), status (сменило состояние),
-- date (сменило дату), title (сменило наименование).
CREATE TEMP VIEW activity_changes AS
SELECT n.id, n.title, 'added' AS change, NULL AS was, n.status AS now
  FROM activities n WHERE NOT EXISTS (SELECT 1 FROM previous.activities p WHERE p.id = n.id)
UNION ALL
SELECT p.id, p.title, 'removed', p.status, NULL
  FROM previous.activities p WHERE NOT EXISTS (SELECT 1 FROM activities n WHERE n.id = p.id)
UNION ALL
SELECT n.id, n.title, 'status', p.status, n.status
  FROM activities n JOIN previous.activities p ON p.id = n.id WHERE n.status IS NOT p.status
UNION ALL
SELECT n.id, n.title, 'date', p.date, n.date
  FROM activities n JOIN previous.activities p ON p.id = n.id WHERE n.date IS NOT p.date
UNION ALL
SELECT n.id, n.title, 'title', p.title, n.title
  FROM activities n JOIN previous.activities p ON p.id = n.id WHERE n.title IS NOT p.title;

-- ---------------------------------------------------------------- результаты обучающихся

-- Слагаемые показателей по каждой записи. counted — участники, чьи отметки известны (названа хоть одна из групп 2–5;
-- неназванная группа пуста); знаменатель всех долей — участники, а не сумма отметок (в ней может не быть «н/а»).
CREATE TEMP VIEW results_counted AS
SELECT x._row, x._source, x.exam, x.year, x.date, x.grade, x.class, x.subject, x.school, x.roll, x.participants,
       x.marks_2 AS n2, x.marks_3 AS n3, x.marks_4 AS n4, x.marks_5 AS n5,
       CASE WHEN x.known THEN x.participants END AS counted,
       CASE WHEN x.known THEN coalesce(x.marks_3, 0) + coalesce(x.marks_4, 0) + coalesce(x.marks_5, 0) END AS passed,
       CASE WHEN x.known THEN coalesce(x.marks_4, 0) + coalesce(x.marks_5, 0) END AS good,
       CASE WHEN x.known THEN 100 * coalesce(x.marks_5, 0) + 64 * coalesce(x.marks_4, 0) + 36 * coalesce(x.marks_3, 0)
                              + 16 * coalesce(x.marks_2, 0) END AS sou_points,
       CASE WHEN x.known THEN 5 * coalesce(x.marks_5, 0) + 4 * coalesce(x.marks_4, 0) + 3 * coalesce(x.marks_3, 0)
                              + 2 * coalesce(x.marks_2, 0) END AS mark_sum,
       CASE WHEN x.known THEN coalesce(x.marks_5, 0) + coalesce(x.marks_4, 0) + coalesce(x.marks_3, 0)
                              + coalesce(x.marks_2, 0) END AS marks,
       x.mean_score * x.participants AS score_sum,
       CASE WHEN x.mean_score IS NOT NULL THEN x.participants END AS scored,
       x.below_threshold, CASE WHEN x.below_threshold IS NOT NULL THEN x.participants END AS threshold_of,
       x.lowered, x.confirmed, x.raised,
       CASE WHEN coalesce(x.lowered, x.confirmed, x.raised) IS NOT NULL THEN x.participants END AS compared,
       x.success AS reported_success, x.quality AS reported_quality
  FROM (SELECT s.*, coalesce(s.marks_2, s.marks_3, s.marks_4, s.marks_5) IS NOT NULL AS known FROM results s) x,
       report r
 WHERE coalesce(x.date <= r.as_of, 1);

-- Суммы по разрезам (scope): total, school, subject, school-subject, grade-subject. Каждая запись входит в свой год и, как
-- прошлогодняя (previous_…), в следующий: один проход, и условие на школу или год доходит до самих записей.
CREATE TEMP VIEW results_sums AS
SELECT s.scope, c.exam, c.year + t.ago AS year,
       CASE WHEN s.by_school THEN c.school END AS school,
       CASE WHEN s.by_subject THEN c.subject END AS subject,
       CASE WHEN s.by_grade THEN c.grade END AS grade,
       count(DISTINCT c.school) FILTER (WHERE t.ago = 0) AS schools,
       sum(c.roll) FILTER (WHERE t.ago = 0) AS roll, sum(c.participants) FILTER (WHERE t.ago = 0) AS participants,
       sum(c.n2) FILTER (WHERE t.ago = 0) AS n2, sum(c.n3) FILTER (WHERE t.ago = 0) AS n3,
       sum(c.n4) FILTER (WHERE t.ago = 0) AS n4, sum(c.n5) FILTER (WHERE t.ago = 0) AS n5,
       sum(c.passed) FILTER (WHERE t.ago = 0) AS passed, sum(c.good) FILTER (WHERE t.ago = 0) AS good,
       sum(c.counted) FILTER (WHERE t.ago = 0) AS counted, sum(c.sou_points) FILTER (WHERE t.ago = 0) AS sou_points,
       sum(c.mark_sum) FILTER (WHERE t.ago = 0) AS mark_sum, sum(c.marks) FILTER (WHERE t.ago = 0) AS marks,
       sum(c.score_sum) FILTER (WHERE t.ago = 0) AS score_sum, sum(c.scored) FILTER (WHERE t.ago = 0) AS scored,
       sum(c.below_threshold) FILTER (WHERE t.ago = 0) AS below_threshold, sum(c.threshold_of) FILTER (WHERE t.ago = 0) AS threshold_of,
       sum(c.lowered) FILTER (WHERE t.ago = 0) AS lowered, sum(c.confirmed) FILTER (WHERE t.ago = 0) AS confirmed,
       sum(c.raised) FILTER (WHERE t.ago = 0) AS raised, sum(c.compared) FILTER (WHERE t.ago = 0) AS compared,
       sum(c.participants) FILTER (WHERE t.ago = 1) AS previous_participants,
       sum(c.passed) FILTER (WHERE t.ago = 1) AS previous_passed, sum(c.good) FILTER (WHERE t.ago = 1) AS previous_good,
       sum(c.counted) FILTER (WHERE t.ago = 1) AS previous_counted, sum(c.sou_points) FILTER (WHERE t.ago = 1) AS previous_sou_points,
       sum(c.mark_sum) FILTER (WHERE t.ago = 1) AS previous_mark_sum, sum(c.marks) FILTER (WHERE t.ago = 1) AS previous_marks,
       sum(c.score_sum) FILTER (WHERE t.ago = 1) AS previous_score_sum, sum(c.scored) FILTER (WHERE t.ago = 1) AS previous_scored
  FROM results_counted c,
       (SELECT 'total' AS scope, 0 AS by_school, 0 AS by_subject, 0 AS by_grade
        UNION ALL SELECT 'school', 1, 0, 0
        UNION ALL SELECT 'subject', 0, 1, 0
        UNION ALL SELECT 'school-subject', 1, 1, 0
        UNION ALL SELECT 'grade-subject', 0, 1, 1) s,
       (SELECT 0 AS ago UNION ALL SELECT 1) t
 GROUP BY 1, 2, 3, 4, 5, 6
HAVING count(*) FILTER (WHERE t.ago = 0) > 0;

-- Показатели по разрезам и прошлогодние рядом:
--   success — успеваемость, %: (n3+n4+n5) / участники;  quality — качество знаний, %: (n4+n5) / участники;
--   sou — степень обученности, %: (100·n5 + 64·n4 + 36·n3 + 16·n2) / участники;
--   mean_mark — средняя отметка, 2 знака;  mean_score — средний балл, взвешенный по участникам.
CREATE TEMP VIEW results_figures AS
SELECT s.scope, s.exam, l.ru AS exam_label, s.year, s.school, o.name AS school_name,
       coalesce(o.short, o.name) AS school_short, sort_key(coalesce(o.short, o.name)) AS school_key,
       s.subject, s.grade, s.schools, s.roll, s.participants, s.n2, s.n3, s.n4, s.n5,
       percent(s.passed, s.counted) AS success, percent(s.good, s.counted) AS quality,
       ratio(s.sou_points, s.counted, 1) AS sou, ratio(s.mark_sum, s.marks, 2) AS mean_mark,
       ratio(s.score_sum, s.scored, 1) AS mean_score,
       s.below_threshold, percent(s.below_threshold, s.threshold_of) AS below_threshold_percent,
       s.lowered, s.confirmed, s.raised, percent(s.lowered, s.compared) AS lowered_percent,
       percent(s.confirmed, s.compared) AS confirmed_percent, percent(s.raised, s.compared) AS raised_percent,
       s.previous_participants, percent(s.previous_passed, s.previous_counted) AS previous_success,
       percent(s.previous_good, s.previous_counted) AS previous_quality,
       ratio(s.previous_sou_points, s.previous_counted, 1) AS previous_sou,
       ratio(s.previous_mark_sum, s.previous_marks, 2) AS previous_mean_mark,
       ratio(s.previous_score_sum, s.previous_scored, 1) AS previous_mean_score
  FROM results_sums s
  LEFT JOIN organisations o ON o.id = s.school
  LEFT JOIN enum_labels l ON l.collection = 'results' AND l.field = 'exam' AND l.value = s.exam;

-- То же с изменением за год: …_change — в п.п. (mean_mark_change — в отметках, mean_score_change — в баллах).
CREATE TEMP VIEW results_compared AS
SELECT f.*,
       round_half_up(f.success - f.previous_success, 1) AS success_change,
       round_half_up(f.quality - f.previous_quality, 1) AS quality_change,
       round_half_up(f.sou - f.previous_sou, 1) AS sou_change,
       round_half_up(f.mean_mark - f.previous_mean_mark, 2) AS mean_mark_change,
       round_half_up(f.mean_score - f.previous_mean_score, 1) AS mean_score_change
  FROM results_figures f;

CREATE TEMP VIEW results_by_school AS
SELECT exam, exam_label, year, school, school_name, school_short, school_key, participants, n2, n3, n4, n5,
       success, quality, sou, mean_mark, mean_score, below_threshold, below_threshold_percent,
       lowered, confirmed, raised, lowered_percent, confirmed_percent, raised_percent,
       previous_participants, previous_success, previous_quality, previous_sou, previous_mean_mark, previous_mean_score,
       success_change, quality_change, sou_change, mean_mark_change, mean_score_change
  FROM results_compared WHERE scope = 'school';

CREATE TEMP VIEW results_by_subject AS
SELECT exam, exam_label, year, subject, schools, participants, n2, n3, n4, n5,
       success, quality, sou, mean_mark, mean_score, below_threshold, below_threshold_percent,
       lowered, confirmed, raised, lowered_percent, confirmed_percent, raised_percent,
       previous_participants, previous_success, previous_quality, previous_sou, previous_mean_mark, previous_mean_score,
       success_change, quality_change, sou_change, mean_mark_change, mean_score_change
  FROM results_compared WHERE scope = 'subject';

-- Предмет в каждой параллели.
CREATE TEMP VIEW results_by_grade_subject AS
SELECT exam, exam_label, year, grade, subject, schools, participants, n2, n3, n4, n5,
       success, quality, sou, mean_mark, mean_score, below_threshold, below_threshold_percent,
       lowered, confirmed, raised, lowered_percent, confirmed_percent, raised_percent,
       previous_participants, previous_success, previous_quality, previous_sou, previous_mean_mark, previous_mean_score,
       success_change, quality_change, sou_change, mean_mark_change, mean_score_change
  FROM results_compared WHERE scope = 'grade-subject';

CREATE TEMP VIEW results_by_school_subject AS
SELECT exam, exam_label, year, school, school_name, school_short, school_key, subject, participants, n2, n3, n4, n5,
       success, quality, sou, mean_mark, mean_score, below_threshold, below_threshold_percent,
       lowered, confirmed, raised, lowered_percent, confirmed_percent, raised_percent,
       previous_participants, previous_success, previous_quality, previous_sou, previous_mean_mark, previous_mean_score,
       success_change, quality_change, sou_change, mean_mark_change, mean_score_change
  FROM results_compared WHERE scope = 'school-subject';

-- Итог по муниципалитету за каждую процедуру и год.
CREATE TEMP VIEW results_total AS
SELECT exam, exam_label, year, schools, participants, n2, n3, n4, n5,
       success, quality, sou, mean_mark, mean_score, below_threshold, below_threshold_percent,
       lowered, confirmed, raised, lowered_percent, confirmed_percent, raised_percent,
       previous_participants, previous_success, previous_quality, previous_sou, previous_mean_mark, previous_mean_score,
       success_change, quality_change, sou_change, mean_mark_change, mean_score_change
  FROM results_compared WHERE scope = 'total';

-- Каждая запись о результатах с показателями. Без отметок по группам берутся сообщённые школой успеваемость и качество.
-- Прошлогодние — та же процедура, школа, предмет, параллель и класс.
CREATE TEMP VIEW results_rates AS
SELECT y.*, round_half_up(y.success - y.previous_success, 1) AS success_change,
       round_half_up(y.quality - y.previous_quality, 1) AS quality_change,
       round_half_up(y.sou - y.previous_sou, 1) AS sou_change
  FROM (SELECT c._row, c._source, c.exam, l.ru AS exam_label, c.year, c.date, c.grade, c.class, c.subject, c.school,
               o.name AS school_name, coalesce(o.short, o.name) AS school_short,
               sort_key(coalesce(o.short, o.name)) AS school_key,
               c.roll, c.participants AS n, c.participants, c.n2, c.n3, c.n4, c.n5,
               coalesce(percent(c.passed, c.counted), round_half_up(c.reported_success, 1)) AS success,
               coalesce(percent(c.good, c.counted), round_half_up(c.reported_quality, 1)) AS quality,
               ratio(c.sou_points, c.counted, 1) AS sou, ratio(c.mark_sum, c.marks, 2) AS mean_mark,
               ratio(c.score_sum, c.scored, 1) AS mean_score,
               c.below_threshold, percent(c.below_threshold, c.threshold_of) AS below_threshold_percent,
               c.lowered, c.confirmed, c.raised, percent(c.lowered, c.compared) AS lowered_percent,
               percent(c.confirmed, c.compared) AS confirmed_percent, percent(c.raised, c.compared) AS raised_percent,
               percent(p.passed, p.counted) AS previous_success, percent(p.good, p.counted) AS previous_quality,
               ratio(p.sou_points, p.counted, 1) AS previous_sou
          FROM results_counted c
          LEFT JOIN organisations o ON o.id = c.school
          LEFT JOIN enum_labels l ON l.collection = 'results' AND l.field = 'exam' AND l.value = c.exam
          LEFT JOIN (SELECT exam, year, school, subject, grade, class, sum(passed) AS passed, sum(good) AS good,
                            sum(counted) AS counted, sum(sou_points) AS sou_points
                       FROM results_counted GROUP BY exam, year, school, subject, grade, class) p
            ON p.school = c.school AND p.subject = c.subject AND p.grade = c.grade AND p.exam = c.exam
           AND p.year = c.year - 1 AND p.class IS c.class) y;

-- Показатели плана с выполнением; percent_of_target — факт в процентах от плана.
CREATE TEMP VIEW indicators_list AS
SELECT i._row, i._source, i.id, i.title, i.unit, i.period, i.period_from, i.period_to, i.target, i.actual, i.cumulative,
       percent(i.actual, i.target) AS percent_of_target, i.plan_item, i.school, o.name AS school_name
  FROM indicators i
  LEFT JOIN organisations o ON o.id = i.school;

-- Показатели, у которых названо, по каким результатам они сосчитаны (of-results): pooled — по всем участникам, как должно быть;
-- mean — среднее процентов школ, частая ошибка.
CREATE TEMP VIEW indicators_of_results AS
SELECT i._row, i._source, i.id, i.title, i.actual, percent(sum(s.part), sum(s.whole)) AS pooled,
       round_half_up(avg(100.0 * s.part / s.whole), 1) AS mean
  FROM indicators i
  JOIN (SELECT n._row AS indicator, c.school, sum(c.counted) AS whole,
               sum(CASE n.of_results_figure WHEN 'quality' THEN c.good ELSE c.passed END) AS part
          FROM indicators n
          JOIN results_counted c ON c.exam = n.of_results_exam AND c.year = n.of_results_year
           AND (n.school IS NULL OR c.school = n.school)
           AND (n.of_results_subject IS NULL OR lower(c.subject) = lower(n.of_results_subject))
         WHERE c.counted > 0
         GROUP BY n._row, c.school) s
    ON s.indicator = i._row
 WHERE i.actual IS NOT NULL
 GROUP BY i._row;
