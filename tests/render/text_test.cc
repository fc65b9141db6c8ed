#include "render/text/text.h"

#include <doctest/doctest.h>

#include "bind/plain_data.h"

using namespace svodka;
using render::Escape;
using render::TextTemplate;

namespace {

/// Fills a template with YAML data; findings follow the text, one a line.
std::string fill(const std::string& source, const std::string& yaml, Escape escape = Escape::kNone) {
  Diagnostics out;
  std::string text;
  const auto data = bind::load_plain_data({{"data.yaml", yaml}}, false, out);
  if (data) {
    if (const auto compiled = TextTemplate::compile({"t.txt", source}, data->shape, escape, out))
      text = compiled->render(data->record(0), out);
  }
  for (const auto& f : out.sorted())
    text += "! " + to_string(f.at, Language::kRussian) + " " + f.rule + ": " + f.message.ru +
            (f.hint.ru.empty() ? "" : " (" + f.hint.ru + ")") + "\n";
  return text;
}

std::string html(const std::string& source, const std::string& yaml) {
  return fill(source, yaml, Escape::kHtml);
}

constexpr const char* kSchools = R"(
title: Отчёт
schools:
  - {name: Изобильная, pupils: 120, teachers: [{name: Иванова}, {name: Петров}]}
  - {name: Покровская, pupils: 80, teachers: []}
)";

}  // namespace

TEST_CASE("lines that hold only section markers or comments disappear with their line ends") {
  CHECK(fill(R"({{title}}
{{! шапка }}
{{#schools}}
- {{name}}: {{pupils}}
  {{#teachers}}
  * {{name}} ({{title}})
  {{/teachers}}
  {{^teachers}}
  * нет
  {{/teachers}}
{{/schools}}
конец
)",
             kSchools) == R"(Отчёт
- Изобильная: 120
  * Иванова (Отчёт)
  * Петров (Отчёт)
- Покровская: 80
  * нет
конец
)");
}

TEST_CASE("several markers on a line, comments over several lines, a last line without end") {
  CHECK(fill("a\n{{#schools}}{{#teachers}}\n{{name}}\n{{/teachers}} {{/schools}}\nb", kSchools) ==
        "a\nИванова\nПетров\nb");
  CHECK(fill("a\n{{! одна\nдругая\n}}\nb\n", kSchools) == "a\nb\n");
  CHECK(fill("a\n{{! одна\nдругая }} x\nb", kSchools) == "a\n x\nb");
  CHECK(fill("{{#schools}}\n{{name}}\n{{/schools}}", kSchools) == "Изобильная\nПокровская\n");
}

TEST_CASE("a line with anything else stays") {
  CHECK(fill("{{#schools}}{{name}} {{/schools}}\n\n- {{#title}}\n{{/title}}\n", kSchools) ==
        "Изобильная Покровская \n\n- \n");
  CHECK(fill("{{title}}\n", kSchools) == "Отчёт\n");
}

TEST_CASE("a template with CRLF line ends keeps them") {
  CHECK(fill("{{#schools}}\r\n- {{name}}\r\n{{/schools}}\r\nконец\r\n", kSchools) ==
        "- Изобильная\r\n- Покровская\r\nконец\r\n");
}

TEST_CASE("lists in a line, with separators, plain lists") {
  CHECK(fill("{{#schools}}{{name}}{{#schools_separator}}, {{/schools_separator}}{{/schools}}.", kSchools) ==
        "Изобильная, Покровская.");
  CHECK(fill("{{#Теги}}{{.}}{{#Теги_separator}}; {{/Теги_separator}}{{/Теги}}", "Теги: [а, б, 3]") ==
        "а; б; 3");
}

TEST_CASE("braces: escaped, before a marker, in data") {
  CHECK(fill("\\{{title}} {{{title}}} {{title}}}", "title: т") == "{{title}} {т} т}");
  CHECK(fill("{{title}}", "title: '{{x}} {{#y}} {{%AUTOESCAPE context=\"HTML\"}}'") ==
        "{{x}} {{#y}} {{%AUTOESCAPE context=\"HTML\"}}");
  CHECK(fill("{{! c }}{title} {{{! c }}{x", "title: т") == "{title} {{x");
}

TEST_CASE("all mistakes of a template are found in one run, with line and column") {
  CHECK(fill("{{titel}}\n  {{#schols}}x{{/schols}}\n{{title\n{{}}\n{{#schools}}\n", kSchools) ==
        "! t.txt:1:1 unknown-field: в данных нет поля `titel` (возможно, `title`)\n"
        "! t.txt:2:3 unknown-section: в данных нет ни списка, ни поля `schols` (возможно, `schools`)\n"
        "! t.txt:3:1 unclosed-marker: метка не закрыта: нет `}}` (закройте её `}}`, а если это просто "
        "скобки, напишите `\\{{`)\n"
        "! t.txt:4:1 bad-marker: пустая метка (впишите имя поля, а если это просто скобки, напишите `\\{{`)\n"
        "! t.txt:5:1 unclosed-section: раздел `schools` не закрыт (поставьте `{{/schools}}` там, где он "
        "кончается)\n");
}

TEST_CASE("a column counts letters, not bytes") {
  CHECK(fill("Школа: {{имя}}", "Имя: x").starts_with("! t.txt:1:8 unknown-field"));
}

TEST_CASE("HTML: values are escaped in text and in attributes") {
  const std::string evil = "x: '<script>alert(1)</script> & \" onclick=\"x'";
  CHECK(html("<p>{{x}}</p>", evil) ==
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot; onclick=&quot;x</p>");
  const auto attribute = html("<p title=\"{{x}}\">", evil);
  CHECK(attribute.find("<script>") == std::string::npos);
  CHECK(attribute.find("\" onclick") == std::string::npos);
}

TEST_CASE("HTML: an address cannot be a script, a script's string cannot be left") {
  CHECK(html("<a href=\"{{x}}\">a</a>", "x: https://example.ru/?a=1&b=2") ==
        "<a href=\"https://example.ru/?a=1&amp;b=2\">a</a>");
  CHECK(html("<a href=\"{{x}}\">a</a>", "x: 'javascript:alert(1)'").find("javascript") == std::string::npos);
  CHECK(html("<script>var a = '{{x}}';</script>", "x: \"';alert(1)//</script>\"").find("';alert") ==
        std::string::npos);
  CHECK(html("<script>var a = '{{x}}';</script>", "x: \"</script>\"") ==
        "<script>var a = '\\x3c/script\\x3e';</script>");
}

TEST_CASE("HTML: where no value can be made safe, the marker is named") {
  CHECK(html("<p>{{a}}</p>\n<a href={{b}}>", "{a: 1, b: 2}") ==
        "! t.txt:2:9 unsafe-html: в этом месте HTML значение `b` нельзя сделать безопасным (перенесите метку "
        "в текст или в значение атрибута в кавычках)\n");
  CHECK(html("<p {{a}}=1>", "a: 1") ==
        "! t.txt unsafe-html: HTML шаблона не разобрать около «=1>» (проверьте, что все теги и кавычки "
        "закрыты)\n");
}

TEST_CASE("HTML: where little would be left of a value, the marker is named") {
  CHECK(html("<p title={{a}}><{{a}}>\n<script>f({{a}}); g('{{a}}')</script>", "a: Школа") ==
        "! t.txt:1:10 unsafe-html: в этом месте HTML значение `a` исказится: оно не в кавычках (возьмите "
        "метку в кавычки)\n"
        "! t.txt:1:17 unsafe-html: в этом месте HTML значение `a` исказится: оно не в кавычках (возьмите "
        "метку в кавычки)\n"
        "! t.txt:2:11 unsafe-html: в этом месте HTML значение `a` исказится: оно не в кавычках (возьмите "
        "метку в кавычки)\n");
  CHECK(html("<p title='{{a}}' style=\"width:{{b}}%\">", "{a: Школа, b: 40}") ==
        "<p title='Школа' style=\"width:40%\">");
}

TEST_CASE("HTML: sections in tables and lists, literal braces in scripts") {
  CHECK(html("<ul>\n{{#schools}}\n<li>{{name}}</li>\n{{/schools}}\n</ul>\n", kSchools) ==
        "<ul>\n<li>Изобильная</li>\n<li>Покровская</li>\n</ul>\n");
  CHECK(html("<script>f(\\{{a:1}});</script>{{title}}", kSchools) == "<script>f({{a:1}});</script>Отчёт");
}

TEST_CASE("modifiers and dotted names work as in every template") {
  CHECK(fill("{{plan.until:date=long}}, {{n:plural=\"школа, школы, школ\"}}, {{none:default=«нет: данных»}}",
             "plan: {until: 2020-12-01}\nn: 3\nnone:") ==
        "1\u00A0декабря\u00A02020\u00A0г., 3\u00A0школы, нет: данных");
}

TEST_CASE("Markdown and links in HTML are markup of ours, in plain text words") {
  const auto of = [](const std::string& source, const std::string& value, Escape escape) {
    Diagnostics out;
    const Shape shape{{{"v", ColumnType::kText}}, {}};
    const auto compiled = TextTemplate::compile({"t", source}, shape, escape, out);
    REQUIRE(compiled);
    auto made = compiled->render({{value}, {}}, out);
    for (const auto& finding : out.in_order()) made += "! " + finding.rule;
    return made;
  };
  CHECK_EQ(of("<p>{{v:markdown}}</p>", "**да** <b>нет</b>", Escape::kHtml),
           "<p><strong>да</strong> <!-- raw HTML omitted -->нет<!-- raw HTML omitted --></p>");
  CHECK_EQ(of("{{v:markdown}}", "- раз\n- два", Escape::kHtml), "<ul>\n<li>раз</li>\n<li>два</li>\n</ul>");
  CHECK_EQ(of("{{v:markdown}}", "**да** [сайт](http://a)", Escape::kNone), "да сайт");
  CHECK_EQ(of("{{v:link}}", "a.ru/?x=\"1", Escape::kHtml),
           "<a href=\"http://a.ru/?x=%221\">a.ru/?x=&quot;1</a>");
  CHECK_EQ(of("{{v:link=\"Сайт\"}}", "a.ru", Escape::kNone), "Сайт (a.ru)");
  CHECK_EQ(of("{{v:link}}", "javascript:x", Escape::kHtml), "! unsafe-link");
}
