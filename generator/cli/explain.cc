#include <cstdio>

#include "base/embedded.h"
#include "check/check.h"
#include "cli/commands.h"
#include "load/yaml.h"

namespace svodka::cli {
namespace {

// What a finding means that is no rule.
struct Explained {
  std::string name;
  Text about;
};

std::vector<Explained> explained_findings() {
  Diagnostics ignored;
  const auto root = load::parse_yaml({"findings.yaml", std::string(findings_explained())}, ignored);
  std::vector<Explained> all;
  const auto* list = root ? root->find("findings") : nullptr;
  if (list == nullptr) return all;
  for (const auto& item : list->items) {
    const auto words = [&](const char* key) {
      const auto* node = item.find(key);
      return node == nullptr ? std::string() : node->scalar;
    };
    all.push_back({words("name"), {words("ru"), words("en")}});
  }
  return all;
}

void print_list(const Console& console, const std::vector<check::Rule>& rules,
                const std::vector<Explained>& others) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& rule : rules) rows.push_back({rule.name, console.say(rule.about)});
  for (const auto& other : others) rows.push_back({other.name, console.say(other.about)});
  std::fputs(
      format_table({console.say(text("правило", "rule")), console.say(text("о чём", "what"))}, rows).c_str(),
      stdout);
}

int explain_rule(const Console& console, const std::string& name) {
  Diagnostics out;
  const auto rules = check::project_rules(console.root, out);
  const auto others = explained_findings();
  std::vector<std::string> names;
  for (const auto& rule : rules) {
    if (rule.name == name) {
      std::fputs(check::explain(rule, console.language).c_str(), stdout);
      return kDone;
    }
    names.push_back(rule.name);
  }
  for (const auto& other : others) {
    if (other.name == name) {
      const auto* end = console.say(
          "Это не правило проверки: так программа читает записи и шаблоны, выключить этого нельзя.",
          "This is no rule of the checks: it is how records and templates are read, and cannot be switched "
          "off.");
      std::fputs((name + "\n\n" + console.say(other.about) + "\n\n" + end + "\n").c_str(), stdout);
      return kDone;
    }
    names.push_back(other.name);
  }
  if (name.empty()) {
    print_list(console, rules, others);
    return kDone;
  }
  console.complain(text("нет правила «{}»", "there is no rule “{}”", name), suggestion(name, names));
  return kUsage;
}

}  // namespace

void add_explain(CLI::App& app, const Console& console, Action& action) {
  auto name = std::make_shared<std::string>();
  auto* command = app.add_subcommand(
      "explain", console.say("что значит правило проверки или замечание и что с ним делать",
                             "what a rule or a finding means and what to do about it"));
  command->add_option("RULE", *name,
                      console.say("имя правила (без него: список)", "name of the rule (without: the list)"));
  command->footer(console.say("Пример: svodka explain activity-after-report",
                              "Example: svodka explain activity-after-report"));
  command->callback([&, name] { action = [&, name] { return explain_rule(console, *name); }; });
}

}  // namespace svodka::cli
