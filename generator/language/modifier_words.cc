#include <array>

#include "base/utf8.h"
#include "language/letters.h"
#include "language/modifier_definition.h"
#include "language/names.h"
#include "language/typography.h"

namespace svodka::language {
namespace {

// A modifier over the text of any value.
template <std::string (*kChange)(std::string_view)>
Problem over_text(const std::string&, Value& value) {
  value = kChange(to_text(value));
  return std::nullopt;
}

std::string upper(std::string_view words) { return utf8::upper(words); }
std::string lower(std::string_view words) { return utf8::lower(words); }

bool is_short_words(const std::string& argument) {
  return argument == "short-words" || argument == "предлоги";
}

Problem check_typo(const std::string& argument) {
  if (argument.empty() || is_short_words(argument)) return std::nullopt;
  return unknown_argument(argument, {"short-words"});
}

Problem apply_typo(const std::string& argument, Value& value) {
  value = typeset(to_text(value), {.short_words = is_short_words(argument)});
  return std::nullopt;
}

bool is_after(const std::string& argument) {
  return argument == "after" || argument == "последними" || argument == "last";
}

Problem check_initials(const std::string& argument) {
  const bool before =
      argument.empty() || argument == "before" || argument == "первыми" || argument == "first";
  if (before || is_after(argument)) return std::nullopt;
  return unknown_argument(argument, {"before", "after"});
}

Problem apply_initials(const std::string& argument, Value& value) {
  value = with_initials(to_text(value), is_after(argument) ? Initials::kAfter : Initials::kBefore);
  return std::nullopt;
}

Problem apply_default(const std::string& argument, Value& value) {
  const auto* words = std::get_if<std::string>(&value);
  if (is_null(value) || (words != nullptr && trimmed(*words).empty())) value = argument;
  return std::nullopt;
}

std::vector<Definition> letters() {
  return {
      {{"upper",
        "прописными",
        {},
        {},
        text("прописными буквами", "in capitals"),
        {},
        {{"{{kind:upper}}", "приказ", "ПРИКАЗ"}}},
       no_argument,
       over_text<upper>},
      {{"lower",
        "строчными",
        {},
        {},
        text("строчными буквами", "in small letters"),
        {},
        {{"{{kind:lower}}", "ПРИКАЗ", "приказ"}}},
       no_argument,
       over_text<lower>},
      {{"capitalize",
        "с-прописной",
        {"capital"},
        {},
        text("с прописной буквы", "the first letter capital"),
        {},
        {{"{{text:capitalize}}", "сделан анализ", "Сделан анализ"}}},
       no_argument,
       over_text<with_capital>},
      {{"small",
        "со-строчной",
        {},
        {},
        text("со строчной буквы", "the first letter small"),
        {},
        {{"{{text:small}}", "Сделан анализ", "сделан анализ"}}},
       no_argument,
       over_text<with_small>},
      {{"sentence",
        "предложение",
        {},
        {},
        text("с прописной буквы и с точкой в конце", "a capital first and a full stop last"),
        {},
        {{"{{text:sentence}}", "сделан анализ", "Сделан анализ."},
         {"{{text:sentence}}", "проведён семинар;", "Проведён семинар."},
         {"{{text:sentence}}", "Готово!", "Готово!"}}},
       no_argument,
       over_text<as_sentence>},
      {{"item",
        "в-список",
        {},
        {},
        text("пункт перечня: со строчной буквы и без знака в конце, его ставит шаблон; сокращения и кавычки "
             "остаются. Имён собственных не знает",
             "an item of a list: a small letter first and no mark last, the template puts it; abbreviations "
             "and quotations stay. Knows nothing of proper names"),
        {},
        {{"{{text:item}};", "Сделан анализ.", "сделан анализ;"},
         {"{{text:item}};", "МОБУ «Лицей» выбран партнёром", "МОБУ «Лицей» выбран партнёром;"},
         {"{{text:item}};", "Планы на 2020 г.", "планы на 2020 г.;"}}},
       no_argument,
       over_text<as_list_item>},
      {{"trim",
        "без-пробелов",
        {},
        {},
        text("без пробелов по краям, внутри один пробел вместо многих",
             "no blanks at the ends, one inside instead of many"),
        {},
        {{"{{text:trim}}", "  сделан \n анализ ", "сделан анализ"}}},
       no_argument,
       over_text<trimmed>},
  };
}

std::vector<Definition> print() {
  return {
      {{"quotes",
        "кавычки",
        {},
        {},
        text("в кавычках «», внутренние становятся „“", "in «», inner quotes become „“"),
        {},
        {{"{{title:quotes}}", "О плане", "«О плане»"},
         {"{{title:quotes}}", "О школе \"Лицей\"", "«О школе „Лицей“»"}}},
       no_argument,
       over_text<quoted>},
      {{"typo",
        "типографика",
        {},
        text("short-words", "short-words"),
        text("кавычки «», тире, минусы и неразрывные пробелы, как в официальной печати; правильное не "
             "меняется, адреса и имена файлов тоже",
             "quotes «», dashes, minuses and non-breaking spaces as in official print; what is right stays, "
             "so do addresses and names of files"),
        {{"short-words", "предлоги",
          text("ещё и предлоги и союзы из одной буквы не остаются в конце строки",
               "also keeps one-letter words from the end of a line")}},
        {{"{{text:typo}}", "МОБУ \"СОШ № 4\"", "МОБУ «СОШ №\u00A04»"},
         {"{{text:typo}}", "на 2020-2021 годы", "на 2020–2021\u00A0годы"},
         {"{{text:typo}}", "директор И.И. Иванов", "директор И.И.\u00A0Иванов"},
         {"{{text:typo=short-words}}", "мероприятия в октябре", "мероприятия в\u00A0октябре"}}},
       check_typo,
       apply_typo},
      {{"nbsp",
        "неразрывно",
        {},
        {},
        text("все пробелы неразрывные", "every space non-breaking"),
        {},
        {{"{{name:nbsp}}", "СОШ № 4", "СОШ\u00A0№\u00A04"}}},
       no_argument,
       over_text<unbreakable>},
      {{"initials",
        "инициалы",
        {},
        text("after", "after"),
        text("«Фамилия Имя Отчество» с инициалами; без аргумента они перед фамилией",
             "“Surname Name Patronymic” with initials; before the surname without an argument"),
        {{"before", "первыми", text("перед фамилией", "before the surname")},
         {"after", "последними", text("после фамилии", "after the surname")}},
        {{"{{head:initials}}", "Иванов Пётр Сергеевич", "П.С.\u00A0Иванов"},
         {"{{head:initials=after}}", "Иванов Пётр Сергеевич", "Иванов\u00A0П.С."}}},
       check_initials,
       apply_initials},
      {{"default",
        "иначе",
        {},
        text("текст", "text"),
        text("что показать, если значения нет или оно пустое; ноль — значение",
             "what to show when there is no value or it is empty; a zero is a value"),
        {},
        {{"{{result:default=нет}}", Value(), "нет"},
         {"{{result:default=нет}}", "", "нет"},
         {"{{result:default=нет}}", std::int64_t{0}, "0"},
         {"{{share:percent=1:default=—}}", Value(), "—"}}},
       any_argument,
       apply_default,
       true},
  };
}

}  // namespace

std::vector<Definition> word_modifiers() {
  auto all = letters();
  for (auto& definition : print()) all.push_back(std::move(definition));
  return all;
}

}  // namespace svodka::language
