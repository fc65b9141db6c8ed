#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>

#include "base/files.h"
#include "base/utf8.h"
#include "base/version.h"
#include "cli/commands.h"
#include "cli/values.h"

namespace svodka::cli {
namespace {

// The language must be known before the options are described, so it is looked for first.
Language wanted_language(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    std::string_view word = argv[i];
    if (word == "--lang" && i + 1 < argc)
      word = argv[i + 1];
    else if (word.starts_with("--lang="))
      word.remove_prefix(7);
    else
      continue;
    if (word == "en") return Language::kEnglish;
    if (word == "ru") return Language::kRussian;
  }
  return environment_language(std::getenv("LC_ALL"), std::getenv("LC_MESSAGES"), std::getenv("LANG"));
}

// CLI11's own words in Russian, and columns that line up in characters, not bytes.
class Formatter : public CLI::Formatter {
 public:
  explicit Formatter(Language language) : russian_(language == Language::kRussian) {}

  std::string make_usage(const CLI::App* app, std::string name) const override {
    std::string out = say("Использование: ", "Usage: ") + name;
    for (const auto* option : app->get_options()) {
      if (!option->get_positional()) continue;
      const auto word = option->get_single_name();
      out += " " + (option->get_required() ? word : "[" + word + "]") +
             (option->get_items_expected_max() > 1 ? "…" : "");
    }
    if (has_commands(app)) out += say(" КОМАНДА", " COMMAND");
    return "\n" + out + say(" [ПАРАМЕТРЫ]", " [OPTIONS]") + "\n";
  }
  std::string make_group(std::string group, bool is_positional,
                         std::vector<const CLI::Option*> options) const override {
    if (group == "Positionals") group = say("Аргументы", "Arguments");
    if (group == "Options") group = say("Параметры", "Options");
    return CLI::Formatter::make_group(group, is_positional, std::move(options));
  }
  std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode) const override {
    if (!has_commands(app)) return {};
    std::string out = say("\nКоманды:\n", "\nCommands:\n");
    for (const auto* command : commands_of(app)) out += line(command->get_name(), command->get_description());
    return out;
  }
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    auto name = option->get_name(is_positional, true);
    for (auto comma = name.find(','); comma != std::string::npos; comma = name.find(',', comma + 2))
      name.insert(comma + 1, " ");
    const auto type = option->get_type_size() == 0 || is_positional ? std::string() : option->get_type_name();
    const auto shown = type.substr(0, type.find(':'));
    return line(name + (shown.empty() ? "" : " " + shown), option->get_description());
  }

 private:
  static std::string line(const std::string& name, const std::string& description) {
    constexpr std::size_t kColumn = 28;
    const auto width = utf8::length(name);
    return "  " + name +
           (width < kColumn ? std::string(kColumn - width, ' ') : "\n" + std::string(kColumn + 2, ' ')) +
           description + "\n";
  }
  static std::vector<const CLI::App*> commands_of(const CLI::App* app) {
    return app->get_subcommands([](const CLI::App*) { return true; });
  }
  static bool has_commands(const CLI::App* app) { return !commands_of(app).empty(); }
  const char* say(const char* ru, const char* en) const { return russian_ ? ru : en; }
  bool russian_;
};

void describe(CLI::App& app, Console& console) {
  const auto say = [&](const char* ru, const char* en) { return console.say(ru, en); };
  app.name("svodka");
  app.description(
      say("Svodka: официальные отчёты, таблицы и сводки из записей методистов (YAML).",
          "Svodka: official reports, spreadsheets and meeting sheets from methodists' YAML records."));
  app.formatter(std::make_shared<Formatter>(console.language));
  app.set_help_flag("-h,--help", say("эта справка; у каждой команды своя: svodka build --help",
                                     "this help; each command has its own: svodka build --help"));
  app.set_version_flag("--version", "svodka " + std::string(version()),
                       say("версия программы", "the program's version"));
  app.add_option("-C,--project", console.root,
                 say("папка проекта (по умолчанию текущая)", "project folder (default: this one)"))
      ->type_name(say("ПАПКА", "DIR"));
  app.add_option(
         "--lang", [](const CLI::results_t&) { return true; },  // wanted_language() has read it
         say("язык сообщений: ru или en", "language of messages: ru or en"))
      ->type_name("ru|en")
      ->check(one_of(console, {"ru", "en"}));
  app.add_option("--color", console.color, say("цвет: auto, always, never", "colour: auto, always, never"))
      ->type_name("auto|always|never")
      ->check(one_of(console, {"auto", "always", "never"}));
  app.add_flag("-q,--quiet", console.quiet, say("только ошибки", "errors only"));
  app.add_flag(
      "-v,--verbose", console.verbose,
      say("подробнее: сколько файлов и записей прочитано", "more: how many files and records were read"));
  app.fallthrough();
  app.require_subcommand(0, 1);
  app.footer(
      say("Пример: svodka build --period 2020-11 --as-of 2020-12-01\n"
          "Коды завершения: 0 готово, 1 ошибки в данных или шаблонах, 2 неверный вызов, 3 сбой среды.",
          "Example: svodka build --period 2020-11 --as-of 2020-12-01\n"
          "Exit status: 0 done, 1 errors in data or templates, 2 usage, 3 the environment failed."));
}

// A full disk behind stdout must not pass for success.
int flushed(int code) {
  const bool lost = std::fflush(stdout) != 0 || std::ferror(stdout) != 0;
  return lost && code == kDone ? static_cast<int>(kEnvironment) : code;
}

int perform(const Action& action, const Console& console) {
  const auto fail = [&](const Text& message) {
    console.complain(message);
    return static_cast<int>(kEnvironment);
  };
  try {
    return flushed(action());
  } catch (const EnvironmentError& e) {
    return fail(e.message());
  } catch (const std::bad_alloc&) {
    return fail(text("не хватило памяти", "out of memory"));
  } catch (const std::exception& e) {
    return fail(text("внутренняя ошибка: {}", "internal error: {}", e.what()));
  }
}

}  // namespace

int run(int argc, char** argv) {
  std::signal(SIGPIPE,
              SIG_IGN);  // a closed pipe is an error of the write, not a death in the middle of a file
  Console console;
  console.language = wanted_language(argc, argv);
  CLI::App app;
  describe(app, console);
  Action action;
  for (const AddCommand add :
       {add_build,    add_merge,  add_watch,  add_check,   add_render,  add_fields,  add_trace,
        add_diff,     add_query,  add_schema, add_collect, add_explain, add_approve, add_sign,
        add_register, add_verify, add_log,    add_export,  add_lsp,     add_new}) {
    add(app, console, action);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const auto called = app.get_subcommands();
    std::fputs((called.empty() ? app.help() : called.front()->help("svodka")).c_str(), stdout);
    return flushed(kDone);
  } catch (const CLI::CallForVersion&) {
    std::fputs(("svodka " + std::string(version()) + "\n").c_str(), stdout);
    return flushed(kDone);
  } catch (const CLI::ParseError& e) {
    const auto called = app.get_subcommands();
    const std::string command = called.empty() ? "" : called.front()->get_name() + " ";
    console.complain(usage_problem(e, app));
    std::fputs(console.say(text("справка: svodka {}--help\n", "help: svodka {}--help\n", command)).c_str(),
               stderr);
    return kUsage;
  }
  if (const auto option = option_without_value(app); !option.empty()) {
    console.complain(text("у параметра {} пустое значение", "the option {} has an empty value", option));
    return kUsage;
  }
  if (!action) {
    std::fputs(app.help().c_str(), stderr);
    return kUsage;
  }
  return perform(action, console);
}

}  // namespace svodka::cli
