#include "check/rules.h"

#include <algorithm>

#include "base/embedded.h"
#include "base/report_findings.h"
#include "base/suggest.h"
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
                   text("здесь ожидается список `rules:`", "a list `rules:` is expected here"),
                   text("в файле одно поле `rules:`, а под ним правила с дефиса: `- rule: имя`",
                        "the file has one field `rules:`, and below it rules with a dash: `- rule: name`"));
    }
    for (const auto& item : list->items) {
      if (item.is_mapping())
        read_rule(item);
      else
        error(item, "wrong-form",
              text("здесь ожидаются поля правила", "the fields of a rule are expected here"),
              text("например: `- rule: имя`, а под ним `severity`, `on`, `sql`, `ru`",
                   "for example: `- rule: name`, and below it `severity`, `on`, `sql`, `en`"));
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
      error(*node, "wrong-form", text("здесь ожидается текст", "a text is expected here"),
            text("напишите его без скобок и дефисов: `{}: …`",
                 "write it without brackets and dashes: `{}: …`", key));
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
            suggestion_or_names(key.scalar, kKeys));
      sound = false;
    }
    return sound;
  }

  void read_rule(const Node& node) {
    if (!known_keys(node)) return;
    const auto name = words(node, "rule");
    if (name.empty())
      return error(node, "missing-field", text("у правила нет имени: `rule`", "the rule has no name: `rule`"),
                   text("добавьте его: `rule: имя`", "add it: `rule: name`"));
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
      rule.off_by_project = rule.off && file_.path.starts_with("inputs/");
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

}  // namespace

void read_rules(const SourceFile& file, std::vector<Rule>& rules, Diagnostics& out) {
  if (const auto root = load::parse_yaml(file, out)) RuleReader(file, rules, out).read(*root);
}

std::vector<Rule> builtin_rules() {
  // Read once: for all projects of a region, and with every letter that is typed in an editor.
  static const std::vector<Rule> kRules = [] {
    std::vector<Rule> rules;
    Diagnostics ignored;
    read_rules({"checks.yaml", std::string(builtin_checks())}, rules, ignored);
    return rules;
  }();
  return kRules;
}

std::vector<Rule> project_rules(const std::filesystem::path& root, Diagnostics& out) {
  auto rules = builtin_rules();
  std::error_code error;
  if (std::filesystem::exists(root / "inputs/checks.yaml", error)) {
    if (const auto file = read_source(root, "inputs/checks.yaml", out)) read_rules(*file, rules, out);
  }
  return rules;
}

}  // namespace svodka::check
