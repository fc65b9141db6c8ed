#include <iostream>

#include "cli/commands.h"
#include "cli/project.h"
#include "edit/server.h"

namespace svodka::cli {

void add_lsp(CLI::App& app, const Console& console, Action& action) {
  auto arguments = std::make_shared<ProjectArguments>();
  auto* command = app.add_subcommand(
      "lsp", console.say("языковой сервер для редактора: ошибки, подсказки и переходы по мере набора",
                         "language server for editors: findings, completion and jumps while you type"));
  add_project_arguments(*command, console, *arguments);
  command->add_flag("--stdio")->description(console.say("обмен через stdin и stdout (так и есть всегда)",
                                                        "talk over stdin and stdout (as it always does)"));
  command->footer(console.say("Его запускает редактор, настройки — в docs/editor.ru.md. Пример: svodka lsp",
                              "Editors start it; docs/editor.md has their settings. Example: svodka lsp"));
  command->callback([&, arguments] {
    action = [&, arguments] {
      std::ios::sync_with_stdio(false);
      return edit::serve(std::cin, std::cout,
                         {.language = console.language,
                          .project = project_options(console, *arguments),
                          .root_given = console.root != "."});
    };
  });
}

}  // namespace svodka::cli
