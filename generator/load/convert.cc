#include "load/convert.h"

#include <algorithm>

#include "base/utf8.h"
#include "load/scalars.h"

namespace svodka::load {
namespace {

using language::Period;
using language::Precision;

constexpr const char* kWaive = "waive";

/// From `expected` on and then from the start: people keep to the order of the fields.
std::size_t index_of(const std::vector<Field>& fields, std::string_view name, std::size_t expected) {
  for (std::size_t i = expected; i < fields.size(); ++i) {
    if (fields[i].name == name) return i;
  }
  for (std::size_t i = 0; i < std::min(expected, fields.size()); ++i) {
    if (fields[i].name == name) return i;
  }
  return fields.size();
}

bool has_ends(const Field& field) { return field.type == FieldType::kPeriod && !field.from_key.empty(); }

/// A value in a message must not fill the screen.
std::string shortened(std::string_view text) {
  constexpr std::size_t kMost = 60;
  std::size_t end = 0;
  for (std::size_t i = 0; end < text.size() && i < kMost && text[end] != '\n'; ++i) utf8::next(text, end);
  return std::string(text.substr(0, end)) + (end < text.size() ? "…" : "");
}

std::string shown(const Node& node) { return shortened(trimmed(node.scalar)); }

/// Without the line end that a block (`|`, `>`) leaves.
std::string without_last_line_end(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

Text names_of_days() {
  return text("запишите `2020-12-01` или `01.12.2020`", "write `2020-12-01` or `01.12.2020`");
}

Text names_of_periods() {
  return text(
      "запишите день `2020-12-01`, месяц `2020-12`, квартал `2020-Q4`, год `2020` или дни списком",
      "write a day `2020-12-01`, a month `2020-12`, a quarter `2020-Q4`, a year `2020` or a list of days");
}

Text kind_of(const Node& node) {
  return node.is_sequence() ? Text{"список", "a list"} : Text{"вложенная запись", "a nested record"};
}

/// How to write a record in the place of what is none: `who:учителя` lacks only its blank.
Text form_of_record(const Field& declared, const Node& node) {
  const auto colon = node.is_scalar() ? node.scalar.find(':') : std::string::npos;
  if (colon != std::string::npos && colon + 1 < node.scalar.size())
    return text("после двоеточия нужен пробел: `{}: {}`", "a blank is due after the colon: `{}: {}`",
                node.scalar.substr(0, colon),
                shortened(trimmed(std::string_view(node.scalar).substr(colon + 1))));
  const auto needed = std::find_if(declared.fields.begin(), declared.fields.end(),
                                   [](const Field& field) { return field.required; });
  const auto& field = needed != declared.fields.end() ? *needed : declared.fields.front();
  return text("запишите её поля, например `{{{}: …}}`", "write its fields, for example `{{{}: …}}`",
              field.name);
}

void set_period(Period period, FieldValue& value) {
  value.value = language::canonical(period);
  value.period = std::move(period);
}

}  // namespace

void Converter::error(const Mark& at, const char* rule, Text message, Text hint) {
  out_.error(origin_.at(at), rule, std::move(message), std::move(hint));
}

void Converter::wrong(const Node& node, std::string_view name, Text expected, Text hint) {
  const auto found = node.is_scalar() ? text("«{}»", "“{}”", shown(node)) : kind_of(node);
  error(node.mark, "wrong-type",
        {fmt::format("поле `{}`: ожидается {}, а здесь {}", name, expected.ru, found.ru),
         fmt::format("the field `{}`: expected {}, found {}", name, expected.en, found.en)},
        std::move(hint));
}

Record Converter::record(const Collection& collection, const Node& node,
                         const std::vector<Constant>& constants) {
  Record record{.collection = &collection, .origin = origin_, .mark = node.mark};
  if (!node.entries.empty()) record.mark = node.entries.front().first.mark;
  Progress progress{.waivers = &record.waivers};
  record.fields = fields(collection.fields, node, progress);
  for (const auto& constant : constants) {
    if (progress.seen[constant.field]) continue;
    progress.seen[constant.field] = 1;
    record.fields[constant.field] = constant.value;
    if (constant.value.present()) record.fields[constant.field].mark = record.mark;
  }
  require(collection.fields, &collection, node, record.fields, progress);
  return record;
}

std::vector<FieldValue> Converter::given_fields(const Collection& collection, const Node& node) {
  Progress progress;
  return fields(collection.fields, node, progress);
}

std::vector<FieldValue> Converter::fields(const std::vector<Field>& declared, const Node& node,
                                          Progress& progress) {
  std::vector<FieldValue> values(declared.size());
  progress.seen.assign(declared.size(), 0);
  for (const auto& [key, value] : node.entries) entry(declared, key, value, values, progress);
  close_periods(declared, values, progress);
  return values;
}

void Converter::entry(const std::vector<Field>& declared, const Node& key, const Node& value,
                      std::vector<FieldValue>& values, Progress& progress) {
  const auto index = index_of(declared, key.scalar, progress.next);
  progress.next = index + 1;
  if (index == declared.size()) {
    if (!period_end(declared, key, value, progress) && !waiver(key, value, progress))
      report_unknown(declared, key);
    return;
  }
  const auto before = out_.in_order().size();
  values[index] = field(declared[index], value, key.scalar);
  progress.seen[index] = values[index].present() || out_.in_order().size() > before;
}

bool Converter::period_end(const std::vector<Field>& declared, const Node& key, const Node& value,
                           Progress& progress) {
  for (std::size_t i = 0; i < declared.size(); ++i) {
    if (!has_ends(declared[i]) || (key.scalar != declared[i].from_key && key.scalar != declared[i].to_key))
      continue;
    progress.from.resize(declared.size());
    progress.to.resize(declared.size());
    if (!value.is_null()) (key.scalar == declared[i].from_key ? progress.from : progress.to)[i] = &value;
    return true;
  }
  return false;
}

// `waive: {activity-after-report: "why"}`, in a record of any collection.
bool Converter::waiver(const Node& key, const Node& value, Progress& progress) {
  if (progress.waivers == nullptr || key.scalar != kWaive) return false;
  if (!value.is_mapping()) {
    wrong(value, kWaive, {"набор правил с причинами", "rules with reasons"},
          text("запишите `waive: {{правило: \"причина\"}}`", "write `waive: {{rule: \"reason\"}}`"));
    return true;
  }
  for (const auto& [rule, reason] : value.entries) {
    const auto words = reason.is_scalar() ? trimmed(reason.scalar) : std::string_view();
    if (words.empty())
      error(rule.mark, "waiver-without-reason",
            text("у исключения из правила `{}` нет причины", "the waiver of the rule `{}` has no reason",
                 rule.scalar),
            text("напишите её: `{}: \"почему\"`", "write it: `{}: \"why\"`", rule.scalar));
    else
      progress.waivers->push_back({rule.scalar, std::string(words), rule.mark});
  }
  return true;
}

void Converter::close_periods(const std::vector<Field>& declared, std::vector<FieldValue>& values,
                              Progress& progress) {
  for (std::size_t i = 0; i < progress.from.size(); ++i) {
    const auto *from = progress.from[i], *to = progress.to[i];
    if (from == nullptr && to == nullptr) continue;
    const auto& field = declared[i];
    const auto& given = from != nullptr ? *from : *to;
    if (progress.seen[i]) {
      error(given.mark, "period-twice",
            text("указано и `{}`, и `{}`/`{}`", "both `{}` and `{}`/`{}` are given", field.name,
                 field.from_key, field.to_key),
            text("оставьте что-то одно", "keep one of them"));
    } else if (from == nullptr || to == nullptr) {
      const auto& absent = from == nullptr ? field.from_key : field.to_key;
      error(given.mark, "incomplete-period",
            text("указано `{}`, но нет `{}`", "`{}` is given, but no `{}`",
                 from == nullptr ? field.to_key : field.from_key, absent),
            text("добавьте `{}` или запишите один день в `{}`", "add `{}`, or write a single day as `{}`",
                 absent, field.name));
    } else {
      ends(field, *from, *to, values[i]);
    }
    progress.seen[i] = 1;
  }
}

void Converter::require(const std::vector<Field>& declared, const Collection* collection, const Node& node,
                        const std::vector<FieldValue>& values, const Progress& progress) {
  for (std::size_t i = 0; i < declared.size(); ++i) {
    const auto& field = declared[i];
    const bool is_key = collection != nullptr && field.name == collection->key;
    if (values[i].present() || progress.seen[i] || !(field.required || is_key)) continue;
    const auto written = std::find_if(node.entries.begin(), node.entries.end(),
                                      [&](const auto& e) { return e.first.scalar == field.name; });
    if (written != node.entries.end()) {
      error(written->first.mark, "missing-field",
            text("обязательное поле `{}` пусто", "the required field `{}` is empty", field.name),
            text("заполните его", "fill it in"));
      continue;
    }
    if (cut_off_) continue;
    const auto place = node.entries.empty() ? node.mark : node.entries.front().first.mark;
    const auto hint = has_ends(field)
                          ? text("добавьте `{}:` или `{}:` и `{}:`", "add `{}:`, or `{}:` and `{}:`",
                                 field.name, field.from_key, field.to_key)
                          : text("добавьте `{}:`", "add `{}:`", field.name);
    error(place, "missing-field",
          text("нет обязательного поля `{}`", "the required field `{}` is missing", field.name), hint);
  }
}

void Converter::report_unknown(const std::vector<Field>& declared, const Node& key) {
  std::vector<std::string> names;
  for (const auto& field : declared) {
    names.push_back(field.name);
    if (!has_ends(field)) continue;
    names.push_back(field.from_key);
    names.push_back(field.to_key);
  }
  auto hint = suggestion(key.scalar, names);
  if (hint.empty())
    hint = text("бывают: {}; новое объявляют в inputs/schema.yaml",
                "there are: {}; a new one is declared in inputs/schema.yaml",
                fmt::format("{}", fmt::join(names, ", ")));
  error(key.mark, "unknown-field", text("неизвестное поле `{}`", "unknown field `{}`", shortened(key.scalar)),
        std::move(hint));
}

FieldValue Converter::field(const Field& declared, const Node& node, std::string_view name) {
  if (node.is_null()) return {};
  switch (declared.type) {
    case FieldType::kList:
      return list(declared, node);
    case FieldType::kRecord:
      return nested(declared, node, name);
    default:
      return scalar(declared, node, name);
  }
}

FieldValue Converter::list(const Field& declared, const Node& node) {
  FieldValue value{.mark = node.mark};
  if (!node.is_sequence()) {
    value.items.push_back(field(declared.item(), node, declared.name));
    return value.items.front().present() ? value : FieldValue{};
  }
  for (const auto& item : node.items) {
    if (item.is_null()) {
      error(item.mark, "empty-item",
            text("пустой пункт в списке `{}`", "an empty item in the list `{}`", declared.name),
            text("удалите его или допишите", "remove it or complete it"));
      continue;
    }
    auto converted = field(declared.item(), item, declared.name);
    if (converted.present()) value.items.push_back(std::move(converted));
  }
  return value;
}

FieldValue Converter::nested(const Field& declared, const Node& node, std::string_view name) {
  if (!node.is_mapping()) {
    wrong(node, name, {"запись из полей `имя: значение`", "a record of fields `name: value`"},
          form_of_record(declared, node));
    return {};
  }
  Progress progress;
  FieldValue value{.mark = node.entries.empty() ? node.mark : node.entries.front().first.mark};
  value.items = fields(declared.fields, node, progress);
  require(declared.fields, nullptr, node, value.items, progress);
  return value;
}

FieldValue Converter::scalar(const Field& declared, const Node& node, std::string_view name) {
  FieldValue value;
  if (declared.type == FieldType::kPeriod && node.is_sequence()) {
    days(node, name, value);
  } else if (!node.is_scalar()) {
    wrong(node, name, {"одно значение", "a single value"},
          text("если это текст, возьмите его в кавычки", "if it is text, put it in quotes"));
  } else if (!trimmed(node.scalar).empty()) {
    switch (declared.type) {
      case FieldType::kInteger:
        value.value = integer(declared, node, name);
        break;
      case FieldType::kNumber:
        value.value = number(declared, node, name);
        break;
      case FieldType::kBool:
        value.value = truth(node, name);
        break;
      case FieldType::kDay:
        value.value = day(node, name);
        break;
      case FieldType::kPeriod:
        period(node, name, value);
        break;
      case FieldType::kEnum:
        value.value = choice(declared, node, name);
        break;
      case FieldType::kReference:
        value.value = std::string(trimmed(node.scalar));
        break;
      default:
        value.value = without_last_line_end(node.scalar);
    }
  }
  if (!is_null(value.value)) value.mark = node.mark;
  return value;
}

Value Converter::integer(const Field& declared, const Node& node, std::string_view name) {
  const auto written = trimmed(node.scalar);
  if (const auto parsed = parse_integer(written)) {
    return in_range(declared, static_cast<double>(*parsed), node, name) ? Value(*parsed) : Value();
  }
  if (has_leading_zero(written)) {
    error(node.mark, "leading-zero",
          text("поле `{}`: число «{}» начинается с нуля",
               "the field `{}`: the number “{}” begins with a zero", name, shown(node)),
          text("запишите число без нуля впереди", "write the number without the zero"));
  } else {
    const bool fraction =
        node.scalar.find_first_of(".,") != std::string::npos && parse_number(trimmed(node.scalar));
    wrong(node, name, {"целое число", "a whole number"},
          fraction ? text("запишите его без дробной части", "write it without a fraction")
                   : text("запишите одни цифры, например `12`", "write digits alone, for example `12`"));
  }
  return {};
}

Value Converter::number(const Field& declared, const Node& node, std::string_view name) {
  const auto written = trimmed(node.scalar);
  if (const auto parsed = parse_number(written))
    return in_range(declared, *parsed, node, name) ? Value(*parsed) : Value();
  wrong(node, name, {"число", "a number"},
        text("запишите одни цифры, например `3,5`", "write digits alone, for example `3.5`"));
  return {};
}

bool Converter::in_range(const Field& declared, double number, const Node& node, std::string_view name) {
  const bool low = declared.minimum && number < *declared.minimum;
  if (!low && !(declared.maximum && number > *declared.maximum)) return true;
  error(node.mark, "out-of-range",
        low ? text("поле `{}`: {} меньше допустимого ({})", "the field `{}`: {} is less than allowed ({})",
                   name, shown(node), *declared.minimum)
            : text("поле `{}`: {} больше допустимого ({})", "the field `{}`: {} is more than allowed ({})",
                   name, shown(node), *declared.maximum),
        text("проверьте число", "check the number"));
  return false;
}

Value Converter::truth(const Node& node, std::string_view name) {
  if (const auto parsed = parse_bool(trimmed(node.scalar))) return std::int64_t{*parsed};
  wrong(node, name, {"`да` или `нет`", "`yes` or `no`"}, text("запишите одно из них", "write one of them"));
  return {};
}

Value Converter::day(const Node& node, std::string_view name) {
  const auto written = trimmed(node.scalar);
  if (const auto parsed = language::parse_day(written)) {
    saw_day(node);
    return language::iso(*parsed);
  }
  if (!report_impossible(node, written)) wrong(node, name, {"день", "a day"}, names_of_days());
  return {};
}

bool Converter::report_impossible(const Node& node, std::string_view text_of_day) {
  if (!looks_like_day(text_of_day)) return false;
  error(node.mark, "impossible-date",
        text("даты «{}» нет в календаре", "there is no date “{}” in the calendar", text_of_day),
        text("проверьте день и месяц", "check the day and the month"));
  return true;
}

Value Converter::choice(const Field& declared, const Node& node, std::string_view name) {
  const auto written = trimmed(node.scalar);
  for (const auto& value : declared.values) {
    if (value.name == written) return value.name;
  }
  std::vector<std::string> names;
  for (const auto& value : declared.values) names.push_back(value.name);
  const auto labelled =
      std::find_if(declared.values.begin(), declared.values.end(), [&](const EnumValue& value) {
        return utf8::lower(value.label.ru) == utf8::lower(written) ||
               utf8::lower(value.label.en) == utf8::lower(written);
      });
  auto hint = labelled != declared.values.end() ? text("возможно, `{}`", "did you mean `{}`?", labelled->name)
                                                : suggestion(written, names);
  if (hint.empty()) hint = text("допустимо: {}", "allowed: {}", fmt::format("{}", fmt::join(names, ", ")));
  error(node.mark, "unknown-value",
        text("поле `{}` не принимает значения «{}»", "the field `{}` does not take the value “{}”", name,
             shown(node)),
        std::move(hint));
  return {};
}

void Converter::period(const Node& node, std::string_view name, FieldValue& value) {
  const auto written = trimmed(node.scalar);
  if (auto parsed = language::parse_period(written)) {
    saw_day(node);
    set_period(std::move(*parsed), value);
  } else if (!report_impossible(node, written)) {
    wrong(node, name, {"день, месяц, квартал или год", "a day, a month, a quarter or a year"},
          names_of_periods());
  }
}

void Converter::days(const Node& node, std::string_view name, FieldValue& value) {
  Period period{.precision = Precision::kDays};
  bool sound = true;
  for (const auto& item : node.items) {
    const auto parsed = item.is_scalar() ? language::parse_day(trimmed(item.scalar)) : std::nullopt;
    if (parsed) period.days.push_back(*parsed);
    if (parsed) saw_day(item);
    if (!parsed && !(item.is_scalar() && report_impossible(item, trimmed(item.scalar))))
      wrong(item, name, {"день", "a day"}, names_of_days());
    sound = sound && parsed;
  }
  if (!sound || period.days.empty()) return;
  std::sort(period.days.begin(), period.days.end());
  period.days.erase(std::unique(period.days.begin(), period.days.end()), period.days.end());
  if (period.days.size() == 1) period.precision = Precision::kDay;
  set_period(std::move(period), value);
}

void Converter::ends(const Field& declared, const Node& from, const Node& to, FieldValue& value) {
  bool sound = true;
  for (const auto* end : {&from, &to}) {
    const auto name = end == &from ? declared.from_key : declared.to_key;
    const auto written = trimmed(end->scalar);
    if (end->is_scalar() && language::parse_period(written)) {
      saw_day(*end);
      continue;
    }
    sound = false;
    if (!end->is_scalar() || !report_impossible(*end, written))
      wrong(*end, name, {"день, месяц или год", "a day, a month or a year"}, names_of_days());
  }
  if (!sound) return;
  if (auto span = language::make_span(trimmed(from.scalar), trimmed(to.scalar))) {
    set_period(std::move(*span), value);
    value.mark = from.mark;
  } else {
    wrong(from, declared.from_key,
          {"день, месяц или год, и в конце так же", "a day, a month or a year, and the end likewise"},
          names_of_days());
  }
}

}  // namespace svodka::load
