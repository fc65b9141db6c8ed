#include "bind/plain_data.h"

#include <doctest/doctest.h>

#include "bind/json_nodes.h"
#include "bind/resolver.h"
#include "language/modifiers.h"

using namespace svodka;
using bind::load_plain_data;

namespace {

/// "name:type, section[…]".
std::string shown(const Shape& shape) {
  std::string out;
  for (const auto& column : shape.columns)
    out += (out.empty() ? "" : ", ") + column.name + ":" + std::string(to_string(column.type));
  for (const auto& section : shape.sections)
    out += (out.empty() ? "" : ", ") + section.name + "[" + shown(section.shape) + "]";
  return out;
}

std::string shown(const Value& value) {
  if (is_null(value)) return "∅";
  if (const auto* words = std::get_if<std::string>(&value)) return "'" + *words + "'";
  return language::to_text(value);
}

std::string shown(const Row& row) {
  std::string out;
  for (const auto& value : row.values) out += (out.empty() ? "" : " ") + shown(value);
  for (const auto& section : row.sections) {
    out += out.empty() ? "(" : " (";
    for (std::size_t i = 0; i < section.size(); ++i) out += (i == 0 ? "" : "; ") + shown(section[i]);
    out += ")";
  }
  return out;
}

/// Shape, then each record on a line, then what was found.
std::string loaded(const std::vector<SourceFile>& files, bool each = false) {
  Diagnostics out;
  std::string all;
  if (const auto data = load_plain_data(files, each, out)) {
    all = shown(data->shape);
    for (std::size_t i = 0; i < data->size(); ++i) all += "\n" + shown(data->record(i));
  }
  for (const auto& f : out.sorted()) {
    all += (all.empty() ? "" : "\n") + to_string(f.at, Language::kRussian) + " " + f.rule + ": " +
           f.message.ru + (f.hint.ru.empty() ? "" : " (" + f.hint.ru + ")");
  }
  return all;
}

std::string yaml(const std::string& text, bool each = false) { return loaded({{"d.yaml", text}}, each); }
std::string json(const std::string& text, bool each = false) { return loaded({{"d.json", text}}, each); }

}  // namespace

TEST_CASE("numbers and truth values are typed, what is quoted or begins with 0 stays text") {
  CHECK(yaml("a: 12\nb: -3.5\nc: true\nd: false\ne: 007\nf: '12'\ng: 2020-12-01\nh: да\ni:\nj: 0\nk: 0.5\nl: "
             "1e3\nm: 8 (922) 1-23\n") ==
        "a:integer, b:number, c:bool, d:bool, e:text, f:text, g:text, h:text, i:unknown, j:integer, "
        "k:number, l:number, m:text\n"
        "12 −3,5 1 0 '007' '12' '2020-12-01' 'да' ∅ 0 0,5 1000 '8 (922) 1-23'");
  CHECK(json(R"({"a": 12, "b": -3.5, "c": true, "d": "12", "e": null, "f": "007"})") ==
        "a:integer, b:number, c:bool, d:text, e:unknown, f:text\n12 −3,5 1 '12' ∅ '007'");
}

TEST_CASE("a whole number too long to count with keeps its digits") {
  CHECK(yaml("a: 40702810900000000001") == "a:text\n'40702810900000000001'");
  CHECK(json(R"({"a": 40702810900000000001})") == "a:text\n'40702810900000000001'");
  CHECK(yaml("a: 9223372036854775807") == "a:integer\n9223372036854775807");
}

TEST_CASE("mappings are sections of one row, lists of mappings sections, plain lists have the item '.'") {
  CHECK(yaml("plan: {title: План}\nschools:\n  - name: А\n    teachers: [{name: И}]\n  - name: Б\n    "
             "teachers: []\ntags: [а, 2]\n") ==
        "plan[title:text], schools[name:text, teachers[name:text]], tags[.:text]\n('План') ('А' ('И'); 'Б' "
        "()) ('а'; 2)");
}

TEST_CASE("the shape is what all records have together, what one lacks is null") {
  CHECK(yaml("rows:\n  - {a: 1}\n  - {b: x, c: [{d: 1.5}]}\n  - {a: 2.5, c:}\n") ==
        "rows[a:number, b:text, c[d:number]]\n(1 ∅ (); ∅ 'x' (1,5); 2,5 ∅ ())");
  CHECK(yaml("rows:\n  - {a:}\n  - {a: {b: 1}}\n") == "rows[a[b:integer]]\n((); (1))");
}

TEST_CASE("of a list that is empty everywhere a template may name any field") {
  Diagnostics out;
  const auto data = load_plain_data({{"d.yaml", "title: т\nschools: []\n"}}, false, out);
  REQUIRE(data);
  bind::Resolver resolver(data->shape, out);
  for (const auto& marker :
       bind::scan_markers("{{#schools}}{{name}}{{#teachers}}{{post}}{{/teachers}}{{title}}{{/schools}}")
           .markers)
    resolver.resolve(marker, {});
  resolver.finish();
  CHECK(out.empty());
  resolver.resolve(bind::scan_markers("{{name}}").markers.front(), {});
  CHECK(out.count(Severity::kError) == 1);
}

TEST_CASE("several files, or a list of records, are documents of one shape") {
  CHECK(loaded({{"a.yaml", "name: А"}, {"b.json", R"({"name": "Б", "n": 1})"}}) ==
        "name:text, n:integer\n'А' ∅\n'Б' 1");
  CHECK(yaml("- name: А\n- name: Б\n", true) == "name:text\n'А'\n'Б'");
  CHECK(yaml("schools:\n  - name: А\n  - name: Б\n", true) == "name:text\n'А'\n'Б'");
  CHECK(json(R"([{"name": "А"}, {"name": "Б"}])", true) == "name:text\n'А'\n'Б'");
  CHECK(yaml("- name: А\n") ==
        "d.yaml:1:1 wrong-form: здесь ожидаются поля вида `имя: значение` (для списка записей добавьте "
        "--each)");
  CHECK(
      yaml("- А\n", true) ==
      "d.yaml:1:3 wrong-form: здесь ожидаются поля вида `имя: значение` (например: `{\"имя\": \"значение\"}` "
      "или строка `имя: значение`)");
}

TEST_CASE("what cannot be one thing is found, with its place") {
  CHECK(yaml("rows:\n  - {a: 1}\n  - просто\n") ==
        "d.yaml:3:5 mixed-list: в одном списке и значения, и записи (разделите их на два списка)");
  CHECK(yaml("rows:\n  - просто\n  - {a: 1}\n") ==
        "d.yaml:3:5 mixed-list: в одном списке и значения, и записи (разделите их на два списка)");
  CHECK(yaml("rows:\n  - [1, 2]\n") ==
        "d.yaml:2:5 nested-list: список прямо внутри списка (дайте внутреннему списку имя)");
  CHECK(yaml("rows:\n  - {a: 1}\n  - {a: [1]}\n") ==
        "d.yaml:3:9 mixed-field: поле `a` то значение, то список (пусть оно везде будет одним и тем же)");
  CHECK(yaml("a: \"x\\x01\"\n") ==
        "d.yaml:1:4 control-character: запись с `\\` в кавычках даёт управляющий символ U+0001 (удалите его: "
        "в документ он "
        "попасть не может)");
  CHECK(json("{\n \"rows\": [\n  {\"a\": 1},\n  \"просто\"]}") ==
        "d.json:4:3 mixed-list: в одном списке и значения, и записи (разделите их на два списка)");
  CHECK(json("{\"имя\": \"a\\u0001\"}").starts_with("d.json:1:"));
}

TEST_CASE("JSON: syntax errors, duplicate keys and depth are found with line and column") {
  CHECK(json("{\n  \"a\": 1,\n}").starts_with("d.json:3:1 json-syntax: файл не читается как JSON: "));
  CHECK(json("{\"a\": 1} x").starts_with("d.json:1:10 json-syntax: "));
  CHECK(json("").starts_with("d.json:1:1 json-syntax: "));
  CHECK(json("{\"имя\": 1,\n \"имя\": 2}") == "d.json:2:2 duplicate-key: ключ `имя` стоит дважды");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
  CHECK(json(deep) == "d.json:1:321 too-deep: значения вложены глубже 64 уровней");
}

TEST_CASE("JSON: every value knows its place, and so does its key") {
  Diagnostics out;
  const auto tree =
      bind::read_json({"d.json", "{\n  \"a\": 12,\n  \"б\": \"ы\",\n  \"c\": [true, null, -1.5]}"}, out);
  REQUIRE(tree);
  const auto place = [](const Position& at) {
    return std::to_string(at.line) + ":" + std::to_string(at.column) + "+" + std::to_string(at.length);
  };
  std::string places;
  for (auto node = &tree->root(), end = node + node->size; node != end; ++node) {
    places += place(tree->at(*node)) + " ";
    if (!node->key.empty()) places += "(" + place(tree->at_key(*node)) + ") ";
  }
  CHECK(places == "1:1+1 2:8+2 (2:3+3) 3:8+3 (3:3+3) 4:8+1 (4:3+3) 4:9+4 4:15+4 4:21+4 ");
}

TEST_CASE("JSON: escapes are resolved in values and keys, and places count what the file has") {
  CHECK(json("{\"\\u0438мя\": \"a\\n\\\"\\u00e9\\ud83d\\ude00\"}") == "имя:text\n'a\n\"é😀'");
  CHECK(json("{\"a\": \"\\u0041\", \"b\": {\"c\": 1, \"c\": 2}}") ==
        "d.json:1:31 duplicate-key: ключ `c` стоит дважды");
  CHECK(json("{\"a\": \"\\udc00\"}").starts_with("d.json:1:13 json-syntax: "));
  CHECK(json("{\"a\": \"\\ud83d\"}").starts_with("d.json:1:14 json-syntax: "));
}

TEST_CASE("JSON: what is nearly a number, a word or a string is a mistake of syntax") {
  for (const std::string value :
       {"01",        "-",      "1.",   ".5",  "+1",        "1e",  "0x1",   "tru",
        "nul",       "True",   "'a'",  "\"a", "\"a\"b",    "1 2", "NaN",   "\"\\x\"",
        "{\"a\" 1}", "{a: 1}", "[1,]", "[1",  "{\"a\": 1", "]",   "\"\t\""}) {
    CAPTURE(value);
    CHECK(json("{\"a\": " + value + "}").find("json-syntax") != std::string::npos);
    CHECK(json(value).find("json-syntax") != std::string::npos);
  }
  for (const std::string value : {"12", "\"a\"", "true"})
    CHECK(json(value).starts_with("d.json:1:1 wrong-form"));
  CHECK(json("{\"a\": -0, \"b\": 1e3, \"c\": 1E+2, \"d\": 0.0}") ==
        "a:integer, b:number, c:number, d:number\n0 1000 100 0");
}

TEST_CASE("JSON: a key that stands twice is found among many") {
  std::string many = "{";
  for (int i = 0; i < 100; ++i) many += "\"k" + std::to_string(i) + "\": 1,\n";
  CHECK(json(many + "\"k5\": 1}") == "d.json:101:1 duplicate-key: ключ `k5` стоит дважды");
  CHECK(json(many + "\"k99\": 1}") == "d.json:101:1 duplicate-key: ключ `k99` стоит дважды");
}

TEST_CASE("an empty file is a record without fields") { CHECK(yaml("") == "\n"); }
