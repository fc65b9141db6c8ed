#include <cstdio>

#include "check/check.h"
#include "cli/commands.h"

namespace svodka::cli {
namespace {

int explain_rule(const Console& console, const std::string& name) {
  Diagnostics out;
  const auto rules = check::project_rules(console.root, out);
  std::vector<std::string> names;
  for (const auto& rule : rules) {
    if (rule.name == name) {
      std::fputs(check::explain(rule, console.language).c_str(), stdout);
      return kDone;
    }
    names.push_back(rule.name);
  }
  if (name.empty()) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& rule : rules) rows.push_back({rule.name, console.say(rule.about)});
    std::fputs(format_table({console.say(text("правило", "rule")), console.say(text("о чём", "what"))}, rows)
                   .c_str(),
               stdout);
    return kDone;
  }
  console.complain(text("нет правила «{}»", "there is no rule “{}”", name), suggestion(name, names));
  return kUsage;
}

}  // namespace

void add_explain(CLI::App& app, const Console& console, Action& action) {
  auto name = std::make_shared<std::string>();
  auto* command = app.add_subcommand("explain", console.say("что значит правило проверки и что с ним делать",
                                                            "what a rule means and what to do about it"));
  command->add_option("RULE", *name,
                      console.say("имя правила (без него: список)", "name of the rule (without: the list)"));
  command->footer(console.say("Пример: svodka explain activity-after-report",
                              "Example: svodka explain activity-after-report"));
  command->callback([&, name] { action = [&, name] { return explain_rule(console, *name); }; });
}

}  // namespace svodka::cli
