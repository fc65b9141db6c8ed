#include "load/yaml.h"

#include <doctest/doctest.h>

#include "load/findings.h"
#include "load/yaml_brackets.h"

namespace svodka::load {
namespace {

using test::findings_of;

struct Parsed {
  std::optional<Node> root;
  std::string findings;
};

Parsed parse(std::string text, const YamlLimits& limits = {}) {
  Diagnostics out;
  auto root = parse_yaml({"a.yaml", std::move(text)}, out, limits);
  return {std::move(root), findings_of(out)};
}

std::string faults(std::string text) { return parse(std::move(text)).findings; }

/// "key=value@line:column" for each item that was streamed.
std::string streamed(const std::string& text, std::string* findings = nullptr) {
  std::string items;
  Diagnostics out;
  stream_yaml(
      {"a.yaml", text},
      [&](const Node& key, const Node& item) {
        const auto* id = item.find("id");
        items += key.scalar + "=" +
                 (id != nullptr    ? id->scalar
                  : item.is_null() ? "~"
                                   : item.scalar) +
                 "@" + std::to_string(item.mark.line) + ":" + std::to_string(item.mark.column) + " ";
      },
      out);
  if (findings != nullptr) *findings = findings_of(out);
  return items;
}

TEST_CASE("values know where they are, counted in characters") {
  const auto [root, findings] = parse("имя: Покровская\r\nсписок: [«а», \"б\", в г]\r\n");
  CHECK_EQ(findings, "");
  REQUIRE(root);
  CHECK_EQ(root->find("имя")->mark, Mark{1, 6, 10});
  const auto& items = root->find("список")->items;
  REQUIRE_EQ(items.size(), 3);
  CHECK_EQ(items[0].mark, Mark{2, 10, 3});
  CHECK_EQ(items[1].mark, Mark{2, 15, 3});
  CHECK(items[1].quoted);
  CHECK_EQ(items[2].mark, Mark{2, 20, 3});
}

TEST_CASE("an empty value is placed at its key or dash, not at what follows") {
  const auto [root, findings] = parse("a:\n\nb: ~\nc:\n  - x\n  -\n  # comment\n  - y\n");
  CHECK_EQ(findings, "");
  REQUIRE(root);
  CHECK_EQ(root->find("a")->mark, Mark{1, 1, 1});
  CHECK_EQ(root->find("b")->mark, Mark{3, 4, 0});
  CHECK_EQ(root->find("c")->items[1].mark, Mark{6, 3, 1});
  CHECK(root->find("c")->items[1].is_null());
}

TEST_CASE("an empty file is a null node") {
  CHECK(parse("").root->is_null());
  CHECK(parse("# nothing yet\n").root->is_null());
  CHECK_EQ(streamed(""), "");
}

TEST_CASE("blocks of text keep their lines") {
  const auto [root, findings] = parse("a: |\n  one\n  two\nb: >\n  one\n  two\n");
  CHECK_EQ(root->find("a")->scalar, "one\ntwo\n");
  CHECK(root->find("a")->quoted);
  CHECK_EQ(root->find("b")->scalar, "one two\n");
}

TEST_CASE("a key given twice is told with both places") {
  CHECK_EQ(faults("имя: 1\nимя: 2\n"),
           "a.yaml:2:1: [duplicate-key] поле `имя` здесь уже второй раз; оставьте одно из двух (см. "
           "a.yaml:1:1)\n");
  std::string many;
  for (int i = 0; i < 50; ++i) many += "k" + std::to_string(i) + ": 1\n";
  CHECK_EQ(faults(many + "k7: 2\n"),
           "a.yaml:51:1: [duplicate-key] поле `k7` здесь уже второй раз; оставьте одно из двух (см. "
           "a.yaml:8:1)\n");
  std::string findings;
  CHECK_EQ(streamed("a:\n  - id: x\nb:\n  - id: y\na:\n  - id: z\n", &findings), "a=x@2:5 b=y@4:5 a=z@6:5 ");
  CHECK_EQ(
      findings,
      "a.yaml:5:1: [duplicate-key] поле `a` здесь уже второй раз; оставьте одно из двух (см. a.yaml:1:1)\n");
}

TEST_CASE("text after the end is told, and not dropped in silence") {
  CHECK_EQ(faults("- a: 1\n- b: 2\nc: 3\n"),
           "a.yaml:3:1: [text-after-end] эта строка не относится ни к чему выше: на ней разбор закончился; "
           "проверьте её отступ и дефис в начале\n");
  CHECK_EQ(faults("- a\n-b\n- c\n"),
           "a.yaml:2:1: [text-after-end] эта строка не относится ни к чему выше: на ней разбор закончился; "
           "поставьте пробел после дефиса\n");
  CHECK_EQ(
      faults("  a: 1\nb: 2\n"),
      "a.yaml:1:3: [text-after-end] первое имя файла начинается с отступа, а следующие — нет; сдвиньте его к "
      "началу строки (см. a.yaml:2:1)\n");
  CHECK_EQ(faults("- a: 1\n\u00a0\u00a0b: 2\n"),
           "a.yaml:2:1: [text-after-end] эта строка не относится ни к чему выше: на ней разбор закончился; "
           "в её отступе знак табуляции или неразрывный пробел: замените его обычными пробелами\n");
  CHECK_EQ(faults("a: 1\n---\nb: 2\n"),
           "a.yaml:2:1: [second-document] второй документ YAML в одном файле; уберите строку `---` или "
           "разнесите по двум файлам\n");
  CHECK_EQ(faults("a: 1\n...\nb: 2\n"),
           "a.yaml:3:1: [second-document] второй документ YAML в одном файле; уберите строку `---` или "
           "разнесите по двум файлам\n");
  CHECK_EQ(faults("---\na: 1\n...\n"), "");
}

TEST_CASE("a text that begins with a comma does not hang the program") {
  CHECK_EQ(faults(","), "a.yaml:1:1: [yaml-syntax] файл начинается с запятой; удалите её\n");
  CHECK_EQ(faults("# c\n--- ,a"), "a.yaml:2:5: [yaml-syntax] файл начинается с запятой; удалите её\n");
}

TEST_CASE("lines that end in CR alone are told") {
  CHECK_EQ(faults("a: x\rb: 1\r"),
           "a.yaml:1:5: [line-end] строка кончается одним знаком CR (U+000D); сохраните файл с концами строк "
           "LF или CRLF\n");
}

TEST_CASE("aliases: reuse, merge keys, and what goes wrong with them") {
  const auto [root, findings] = parse("a: &x {p: 1, q: 2}\nb: *x\nc: {<<: *x, q: 3}\n");
  CHECK_EQ(findings, "");
  REQUIRE(root);
  CHECK_EQ(root->find("b")->find("p")->scalar, "1");
  CHECK_EQ(root->find("b")->mark, Mark{2, 4, 1});
  CHECK_EQ(root->find("c")->find("p")->scalar, "1");
  CHECK_EQ(root->find("c")->find("q")->scalar, "3");
  CHECK_EQ(root->find("c")->entries.size(), 2);
  CHECK_EQ(faults("a: &x [*x]\n"),
           "a.yaml:1:8: [yaml-alias] ссылка `*` внутри того, на что она ссылается; запишите на её месте само "
           "значение\n");
  CHECK_EQ(faults("a: **Важно**\n"),
           "a.yaml:1:4: [yaml-syntax] ссылка `*` на метку, которой нет выше; если это не ссылка, возьмите "
           "значение в кавычки\n");
  CHECK_EQ(faults("<<: 5\n"),
           "a.yaml:1:1: [yaml-merge] после `<<` ожидается ссылка на запись; запишите `<<: *метка`, а саму "
           "метку поставьте у записи: `&метка`\n");
}

TEST_CASE("an alias bomb is a finding") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const auto last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int k = 1; k < 10; ++k) bomb += ", " + last;
    bomb += "]\n";
  }
  const auto text = faults(bomb);
  CHECK(text.find("[yaml-too-large] слишком много значений после раскрытия ссылок `*`: больше 5000000") !=
        std::string::npos);
  std::string wide = "a: &a \"" + std::string(100000, 'x') + "\"\nb: [*a";
  for (int i = 0; i < 5000; ++i) wide += ", *a";
  CHECK(faults(wide + "]\n").find("[yaml-too-large]") != std::string::npos);
}

TEST_CASE("nesting is bounded") {
  CHECK_EQ(faults(std::string(100, '[') + "1" + std::string(100, ']')),
           "a.yaml:1:65: [yaml-too-deep] слишком глубокая вложенность: больше 64 уровней; проверьте, закрыты "
           "ли скобки\n");
  CHECK(faults(std::string(200000, '[')).find("[yaml-too-deep]") != std::string::npos);
  CHECK(parse("[[[1]]]", {.max_depth = 3}).root.has_value());
  CHECK(
      faults(std::string(200000, '{')).find("a.yaml:1:1: [yaml-syntax] значение начинается со скобок `{{`") ==
      0);
}

TEST_CASE("frequent slips are explained at the place where they are put right") {
  const std::pair<std::string, std::string> kSlips[] = {
      {"a:\n\tb: 1\n",
       "a.yaml:2:1: [yaml-syntax] в отступе знак табуляции; замените его пробелами: YAML принимает в "
       "отступах только их\n"},
      {"a:\n  - b: 1\n\t  c: 2\n",
       "a.yaml:3:1: [yaml-syntax] в отступе знак табуляции; замените его пробелами: YAML принимает в "
       "отступах только их\n"},
      {"a:\n\u00a0\u00a0b: 2\n",
       "a.yaml:2:1: [yaml-syntax] в отступе неразрывный пробел; замените его обычными пробелами\n"},
      {"b: 1\nназвание:Семинар\n",
       "a.yaml:2:1: [yaml-syntax] после двоеточия нет пробела; запишите `название: Семинар`\n"},
      {"- id: a\n  title:Семинар\n  x: 1\n",
       "a.yaml:2:8: [yaml-syntax] после двоеточия нет пробела; запишите `имя: значение`\n"},
      {"- id: a\n  title\n  status: done\n",
       "a.yaml:2:3: [yaml-syntax] после имени поля нет двоеточия; запишите `имя: значение`\n"},
      {"a: 1\nb\n", "a.yaml:2:1: [yaml-syntax] после имени поля нет двоеточия; запишите `имя: значение`\n"},
      {"a: Приказ: № 1\n",
       "a.yaml:1:10: [yaml-syntax] второе двоеточие в строке; возьмите значение в кавычки: `имя: \"одно: "
       "другое\"`\n"},
      {"- id: a\n     title: x\n",
       "a.yaml:2:6: [yaml-syntax] отступ строки не такой, как у соседних; поля одной записи начинайте с "
       "одного и того же места\n"},
      {"a:\n  - id: a\n    b: c\n   d: e\n",
       "a.yaml:4:4: [yaml-syntax] отступ строки не такой, как у соседних; поля одной записи начинайте с "
       "одного и того же места\n"},
      {"a: \"xxx\nb: 2\n",
       "a.yaml:1:4: [yaml-syntax] кавычка открыта, но не закрыта; закройте её в конце значения\n"},
      {"a: 'xxx\nb: 2\n",
       "a.yaml:1:4: [yaml-syntax] кавычка открыта, но не закрыта; закройте её в конце значения\n"},
      {"a: \"xxx\nb: \"foo\"\n",
       "a.yaml:1:4: [yaml-syntax] кавычка открыта здесь, а закрыта только через несколько строк; закройте её "
       "в конце значения\n"},
      {"a: \"Семинар\" и другое\n",
       "a.yaml:1:14: [yaml-syntax] после закрывающей кавычки остался текст; возьмите в кавычки всё значение "
       "целиком; кавычки внутри него сделайте «ёлочками»\n"},
      {"a: [1, 2\nb: 3\n",
       "a.yaml:1:4: [yaml-syntax] скобка `[` открыта, но не закрыта; поставьте `]` в конце списка (см. "
       "a.yaml:2:2)\n"},
      {"a: {b: 1\nc: 2\n",
       "a.yaml:1:4: [yaml-syntax] скобка `{` открыта, но не закрыта; поставьте `}` в конце записи (см. "
       "a.yaml:2:2)\n"},
      {"a: [б?, в]\n",
       "a.yaml:1:6: [yaml-syntax] знак `?` не может стоять здесь внутри скобок; возьмите значение в "
       "кавычки\n"},
      {"a: [b: c: d]\n",
       "a.yaml:1:9: [yaml-syntax] внутри `[…]` ожидается запятая или `]`; значение со знаками `: , [ ] { }` "
       "возьмите в кавычки\n"},
      {"a: {{x}} y\n",
       "a.yaml:1:4: [yaml-syntax] значение начинается со скобок `{{`; возьмите значение в кавычки\n"},
      {"a: @b\n",
       "a.yaml:1:4: [yaml-syntax] значение не может начинаться со знака `@`; возьмите значение в кавычки\n"},
      {"a: , b\n",
       "a.yaml:1:4: [yaml-syntax] значение не может начинаться со знака `,`; возьмите значение в кавычки\n"},
      {"a: !Важно b\n",
       "a.yaml:1:4: [yaml-tag] неизвестный тег «!»; если значение начинается с `!`, возьмите его в "
       "кавычки\n"},
      {"a: !foo b\n",
       "a.yaml:1:4: [yaml-tag] неизвестный тег «!foo»; если значение начинается с `!`, возьмите его в "
       "кавычки\n"},
      {"a: - b\n",
       "a.yaml:1:4: [yaml-syntax] дефис пункта списка не на своём месте; начните список со следующей строки "
       "или возьмите значение в кавычки\n"},
      {"a: | text\n  b\n",
       "a.yaml:1:6: [yaml-syntax] после `|` или `>` в той же строке стоит текст; начните текст со следующей "
       "строки с отступом\n"},
      {"a: \"C:\\Приказы\"\n",
       "a.yaml:1:7: [yaml-syntax] внутри двойных кавычек косая черта `\\` имеет особый смысл; возьмите "
       "значение в одинарные кавычки или удвойте черту: `\\\\`\n"},
      {": b\n",
       "a.yaml:1:1: [yaml-key] перед двоеточием нет имени поля; допишите имя или уберите двоеточие\n"},
      {"[a]: b\n",
       "a.yaml:1:1: [yaml-key] имя поля должно быть простым текстом; значение со скобками `{ } [ ]` возьмите "
       "в кавычки\n"},
  };
  for (const auto& [text, expected] : kSlips) {
    CAPTURE(text);
    CHECK_EQ(faults(text), expected);
  }
}

TEST_CASE(
    "what is opened and not closed is told where it was opened, however far below the parser gives up") {
  const auto rest =
      std::string("  - {id: b, title: Сеть}\n  - {id: c, title: \"Школы\"}\n") +
      "  # note\n  - id: d\n    title: Д\n    schools: [x, y]\n    result: Отчёт\nplan: {id: p}\n";
  const std::pair<std::string, std::string> kRecords[] = {
      {"{id: a, number: \"1\", title: Анализ работы", "2:5: [yaml-syntax] скобка `{` открыта, но не закрыта"},
      {"{id: a, number: \"1, title: Анализ работы}", "2:21: [yaml-syntax] кавычка открыта"},
      {"{id: a, title: 'Анализ работы}", "2:20: [yaml-syntax] кавычка открыта"},
      {"id: a\n    schools: [x, y\n    title: \"Анализ\"", "3:14: [yaml-syntax] скобка `[` открыта"},
      {"id: a\n    title: \"Анализ\n    result: \"О\"", "3:12: [yaml-syntax] кавычка открыта"},
      {"{text \"на {{x:date=long}}\", style: c}", "2:6: [yaml-syntax] после имени поля нет двоеточия"},
  };
  for (const auto& [record, expected] : kRecords) {
    INFO(record);
    CHECK_NE(faults("plan-items:\n  - " + record + "\n" + rest).find("a.yaml:" + expected),
             std::string::npos);
  }
}

TEST_CASE("brackets and quotes that are closed, or none at all, are not taken for open ones") {
  for (const std::string text :
       {"a: [1,\n  2]\nb: {c: \"x]\",\n  d: 'it''s'}\n", "a: |\n  text [ { \"\nb: >-\n  '\nc: don't [stop\n",
        "- a: \"x\n    y\"\n- b # [\n- \"[\": {c: d}\n- &x [e]\n- !!str \"f\"\n", "a: {b: 12:30, c: it's}\n"})
    CHECK_FALSE(first_unclosed(text).has_value());
}

TEST_CASE("a fault far below its cause shows the cause") {
  CHECK_EQ(
      faults(" plan:\n   a: b\nplan-items:\n  - c: d\n"),
      "a.yaml:1:2: [text-after-end] первое имя файла начинается с отступа, а следующие — нет; сдвиньте его к "
      "началу строки (см. a.yaml:3:1)\n");
  CHECK_EQ(faults("a:\n  b:|\n    SELECT 1\n      FROM x\n     ORDER BY 1\n  c: d\n"),
           "a.yaml:2:4: [yaml-syntax] после двоеточия нет пробела; запишите `имя: значение`\n");
  CHECK_EQ(
      faults("a:\n  b: |\n      SELECT 1\n        FROM x\n    ORDER BY 1\n"),
      "a.yaml:5:5: [yaml-syntax] строка текста начинается левее его первой строки; начните все строки текста "
      "с одного места (см. a.yaml:3:7)\n");
  CHECK_EQ(faults("a: &columns\n  b: c\nd: *colums\n"),
           "a.yaml:3:4: [yaml-syntax] ссылка `*` на метку, которой нет выше; возможно, `*columns` (см. "
           "a.yaml:1:4)\n");
  CHECK_EQ(faults("columns:\n  b: c\nd: *columns\n"),
           "a.yaml:3:4: [yaml-syntax] ссылка `*` на метку, которой нет выше; поставьте метку там, где её "
           "значение: "
           "`columns: &columns`; а если это не ссылка, возьмите значение в кавычки (см. a.yaml:1:1)\n");
}

TEST_CASE("messages come in both languages") {
  Diagnostics out;
  parse_yaml({"a.yaml", "a: b: c\n"}, out);
  REQUIRE_EQ(out.in_order().size(), 1);
  CHECK_EQ(out.in_order()[0].message.en, "a second colon in the line");
  CHECK_EQ(out.in_order()[0].hint.en, "put the value in quotes: `name: \"one: two\"`");
}

TEST_CASE("what looks dangerous but is ordinary YAML passes") {
  CHECK_EQ(parse("a: Приказ № 5 # комментарий\n").root->find("a")->scalar, "Приказ № 5");
  CHECK_EQ(parse("a: http://example.org:80/x#y\n").root->find("a")->scalar, "http://example.org:80/x#y");
  CHECK_EQ(parse("a: 1:30\nb: 01-21/744\n").root->find("b")->scalar, "01-21/744");
  CHECK_EQ(parse("a: !!str 5\n").findings, "");
  CHECK(parse("a: !!str 5\n").root->find("a")->quoted);
  CHECK_EQ(parse("on: 1\nno: 2\n").root->find("no")->scalar, "2");
}

TEST_CASE("a stream hands over one record at a time, and everything before a fault") {
  std::string findings;
  CHECK_EQ(streamed("a:\n  - id: x\n  - {id: y}\nb: {id: z}\nc:\nd: []\n", &findings),
           "a=x@2:5 a=y@3:5 b=z@4:4 c=~@5:1 d=~@6:1 ");
  CHECK_EQ(findings, "");
  CHECK_EQ(streamed("a:\n  - id: x\n  - id: y: z\n", &findings), "a=x@2:5 ");
  CHECK_EQ(findings,
           "a.yaml:3:10: [yaml-syntax] второе двоеточие в строке; возьмите значение в кавычки: `имя: \"одно: "
           "другое\"`\n");
  CHECK_EQ(streamed("- id: x\n", &findings), "");
  CHECK_EQ(findings,
           "a.yaml:1:1: [root-not-mapping] файл должен начинаться с имени коллекции; например `activities:`, "
           "а записи под ним\n");
  CHECK_EQ(streamed("a: &all\n  - id: x\nb: *all\n", &findings), "a=x@2:5 ");
  CHECK(findings.find("[yaml-alias]") != std::string::npos);
}

}  // namespace
}  // namespace svodka::load
