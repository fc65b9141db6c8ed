#include "check/rules.h"

#include <algorithm>

#include "base/embedded.h"
#include "base/report_findings.h"
#include "load/yaml.h"

namespace svodka::check {
namespace {

using load::Node;

class RuleReader {
 public:
  RuleReader(const SourceFile& file, std::vector<Rule>& rules, Diagnostics& out)
      : file_(file), rules_(rules), out_(out) {}

  void read(const Node& root) {
    const auto* list = root.find("rules");
    if (root.is_null()) return;
    if (list == nullptr || !list->is_sequence() || root.entries.size() != 1) {
      return error(root, "wrong-form",
                   text("здесь ожидается список `rules:`", "a list `rules:` is expected here"));
    }
    for (const auto& item : list->items) {
      if (item.is_mapping())
        read_rule(item);
      else
        error(item, "wrong-form",
              text("здесь ожидаются поля правила", "the fields of a rule are expected here"));
    }
  }

 private:
  void error(const Node& node, std::string rule, Text message, Text hint = {}) {
    out_.error(node.mark.in(file_.path), std::move(rule), std::move(message), std::move(hint));
  }

  std::string words(const Node& rule, std::string_view key) {
    const auto* node = rule.find(key);
    if (node == nullptr || node->is_null()) return {};
    if (!node->is_scalar())
      error(*node, "wrong-form", text("здесь ожидается текст", "a text is expected here"));
    auto value = node->scalar;
    while (value.ends_with('\n')) value.pop_back();
    return value;
  }

  Text both(const Node& rule, const std::string& key) {
    const auto dash = key.empty() ? "" : key + "-";
    return {words(rule, dash + "ru"), words(rule, dash + "en")};
  }

  bool known_keys(const Node& rule) {
    static const std::vector<std::string> kKeys{"rule",     "severity",   "on",         "at",      "sql",
                                                "ru",       "en",         "hint-ru",    "hint-en", "about-ru",
                                                "about-en", "related-ru", "related-en", "off"};
    bool sound = true;
    for (const auto& [key, value] : rule.entries) {
      if (std::find(kKeys.begin(), kKeys.end(), key.scalar) != kKeys.end()) continue;
      error(key, "unknown-key", text("непонятный ключ `{}`", "unknown key `{}`", key.scalar),
            suggestion(key.scalar, kKeys));
      sound = false;
    }
    return sound;
  }

  void read_rule(const Node& node) {
    if (!known_keys(node)) return;
    const auto name = words(node, "rule");
    if (name.empty())
      return error(node, "missing-field",
                   text("у правила нет имени: `rule`", "the rule has no name: `rule`"));
    const auto known =
        std::find_if(rules_.begin(), rules_.end(), [&](const Rule& r) { return r.name == name; });
    const bool is_new = known == rules_.end();
    Rule rule = is_new ? Rule{} : *known;
    rule.name = name;
    read_severity(node, rule);
    if (const auto off = words(node, "off"); !off.empty()) {
      if (off != "true" && off != "false")
        error(*node.find("off"), "unknown-value",
              text("здесь ожидается true или false", "true or false is expected here"));
      rule.off = off == "true";
    }
    if (const auto* sql = node.find("sql")) {
      rule.sql = words(node, "sql");
      rule.source = sql->mark.in(file_.path);
    }
    take(rule.on, sql_name(words(node, "on")));
    take(rule.at, sql_name(words(node, "at")));
    take(rule.message, both(node, ""));
    take(rule.hint, both(node, "hint"));
    take(rule.about, both(node, "about"));
    take(rule.related, both(node, "related"));
    if (!is_complete(node, rule, is_new)) return;
    if (is_new)
      rules_.push_back(std::move(rule));
    else
      *known = std::move(rule);
  }

  // plan-items in the records is plan_items in SQL.
  static std::string sql_name(std::string name) {
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
  }
  static void take(std::string& to, std::string words) {
    if (!words.empty()) to = std::move(words);
  }
  static void take(Text& to, Text words) {
    if (!words.empty()) to = std::move(words);
  }

  void read_severity(const Node& node, Rule& rule) {
    const auto severity = words(node, "severity");
    if (severity.empty()) return;
    for (const auto value : {Severity::kError, Severity::kWarning, Severity::kInfo}) {
      if (severity == severity_name(value)) {
        rule.severity = value;
        return;
      }
    }
    error(*node.find("severity"), "unknown-value",
          text("непонятная строгость «{}»", "unknown severity “{}”", severity),
          text("бывают error, warning, info", "there are error, warning, info"));
  }

  bool is_complete(const Node& node, Rule& rule, bool is_new) {
    if (rule.message.ru.empty()) rule.message.ru = rule.message.en;
    if (rule.message.en.empty()) rule.message.en = rule.message.ru;
    if (rule.hint.en.empty()) rule.hint.en = rule.hint.ru;
    if (!is_new || (!rule.sql.empty() && !rule.message.ru.empty())) return true;
    std::vector<std::string> names;
    for (const auto& known : rules_) names.push_back(known.name);
    error(node, "missing-field",
          text("у нового правила `{}` должны быть `sql` и сообщение `ru`",
               "the new rule `{}` needs `sql` and a message `ru`", rule.name),
          suggestion(rule.name, names));
    return false;
  }

  const SourceFile& file_;
  std::vector<Rule>& rules_;
  Diagnostics& out_;
};

// Text between «…» that a table cell of Markdown can hold.
std::string cell(std::string words) {
  for (auto at = words.find('|'); at != std::string::npos; at = words.find('|', at + 2))
    words.replace(at, 1, "\\|");
  std::replace(words.begin(), words.end(), '\n', ' ');
  return words;
}

}  // namespace

void read_rules(const SourceFile& file, std::vector<Rule>& rules, Diagnostics& out) {
  if (const auto root = load::parse_yaml(file, out)) RuleReader(file, rules, out).read(*root);
}

std::vector<Rule> builtin_rules() {
  std::vector<Rule> rules;
  Diagnostics ignored;
  read_rules({"checks.yaml", std::string(builtin_checks())}, rules, ignored);
  return rules;
}

std::vector<Rule> project_rules(const std::filesystem::path& root, Diagnostics& out) {
  auto rules = builtin_rules();
  std::error_code error;
  if (std::filesystem::exists(root / "inputs/checks.yaml", error)) {
    if (const auto file = read_source(root, "inputs/checks.yaml", out)) read_rules(*file, rules, out);
  }
  return rules;
}

std::string explain(const Rule& rule, Language language) {
  const bool ru = language == Language::kRussian;
  std::string out = rule.name + " (" + std::string(severity_name(rule.severity)) +
                    (rule.off ? ru ? ", выключено" : ", off" : "") + ")\n\n";
  if (!rule.about.empty()) out += rule.about.in(language) + "\n\n";
  out += (ru ? "Сообщение: " : "Message: ") + rule.message.in(language) + "\n";
  if (!rule.hint.empty()) out += (ru ? "Что делать: " : "What to do: ") + rule.hint.in(language) + "\n";
  out += (ru ? "\nПроверка:\n" : "\nQuery:\n") + rule.sql + "\n";
  out += ru ? fmt::format(
                  "\nВыключить или смягчить в inputs/checks.yaml:\nrules:\n  - {{rule: {}, severity: "
                  "warning}}   # или off: true\n",
                  rule.name)
            : fmt::format(
                  "\nSwitch it off or lower it in inputs/checks.yaml:\nrules:\n  - {{rule: {}, severity: "
                  "warning}}   # or off: true\n",
                  rule.name);
  return out;
}

std::string checks_as_markdown(Language language) {
  const bool ru = language == Language::kRussian;
  std::string out =
      ru ? "# Проверки\n\nСтраница составлена программой из `generator/domain/checks.yaml`. Одно правило "
           "подробно: `svodka explain ПРАВИЛО`.\n\n"
           "Проект выключает правило, меняет его строгость или добавляет своё в "
           "`inputs/checks.yaml`:\n\n```yaml\nrules:\n  - {rule: small-group, off: true}\n  - {rule: "
           "actor-missing, severity: error}\n"
           "  - rule: no-topic                # новое правило\n    severity: warning\n    on: activities     "
           "           # чьи строки\n    at: topic                     # место какого поля показать\n    "
           "sql: SELECT _row, title FROM activities WHERE topic IS NULL\n"
           "    ru: у мероприятия «{title}» не указана тема\n    en: “{title}” has no topic\n```\n\n"
           "Запрос возвращает строки с нарушением: `_row` и столбцы, названные в сообщении. Ошибки "
           "останавливают создание документов, предупреждения и замечания — нет. После ста нарушений "
           "одного правила называется только число остальных.\n\n"
           "Столбец в сообщении берёт модификаторы: `{date:date=short}`, `{days:plural=день,дня,дней}`. "
           "Необязательные столбцы запроса:\n\n"
           "| столбец | что делает |\n|---|---|\n"
           "| `_at` | место этого поля показать в этой строке вместо `at` |\n"
           "| `_table` | чья эта строка вместо `on`; годится и таблица списка: `activities_evidence` |\n"
           "| `_related_table`, `_related_row` | второе место, слова к нему — `related-ru`, `related-en` |\n"
           "| `_source` | файл записи, которой больше нет (`_row` пуст): `previous.activities._source` |\n\n"
           "Запись можно избавить от правила, сказав почему (причины перечисляют `svodka check`, `svodka "
           "build` и "
           "`manifest.json`):\n\n```yaml\nactivities:\n  - id: seminar\n    date: 2020-12-09\n    waive: "
           "{activity-after-report: \"включён в отчёт по указанию министерства\"}\n```\n\n"
           "| правило | строгость | о чём |\n|---|---|---|\n"
         : "# Checks\n\nMade by the program from `generator/domain/checks.yaml`. One rule in full: `svodka "
           "explain RULE`.\n\n"
           "A project switches a rule off, changes its severity or adds its own in "
           "`inputs/checks.yaml`:\n\n```yaml\nrules:\n  - {rule: small-group, off: true}\n  - {rule: "
           "actor-missing, severity: error}\n"
           "  - rule: no-topic                # a new rule\n    severity: warning\n    on: activities        "
           "        # whose rows\n    at: topic                     # which field's place to show\n    sql: "
           "SELECT _row, title FROM activities WHERE topic IS NULL\n"
           "    ru: у мероприятия «{title}» не указана тема\n    en: “{title}” has no topic\n```\n\n"
           "The query returns the rows at fault: `_row`, and the columns that the message names. Errors stop "
           "the making of documents, warnings and notes do not. After a hundred findings a rule only says "
           "how many more there are.\n\n"
           "A column in a message takes modifiers: `{date:date=short}`, `{days:plural=день,дня,дней}`. "
           "Columns that a query may add:\n\n"
           "| column | what it does |\n|---|---|\n"
           "| `_at` | the field whose place is shown for this row, instead of `at` |\n"
           "| `_table` | whose row this is, instead of `on`; a list's table will do: `activities_evidence` "
           "|\n"
           "| `_related_table`, `_related_row` | a second place; its words are `related-ru`, `related-en` |\n"
           "| `_source` | the file of a record that is gone (`_row` is null): `previous.activities._source` "
           "|\n\n"
           "A record is spared a rule by saying why (`svodka check`, `svodka build` and `manifest.json` list "
           "the "
           "reasons):\n\n```yaml\nactivities:\n  - id: seminar\n    date: 2020-12-09\n    waive: "
           "{activity-after-report: \"the ministry wants it in this report\"}\n```\n\n"
           "| rule | severity | about |\n|---|---|---|\n";
  for (const auto& rule : builtin_rules()) {
    out += "| `" + rule.name + "` | " + std::string(severity_name(rule.severity)) +
           (rule.off ? ru ? ", выключено" : ", off" : "") + " | " + cell(rule.about.in(language)) + " |\n";
  }
  return out;
}

}  // namespace svodka::check
