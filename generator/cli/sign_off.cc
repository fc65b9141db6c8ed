#include "cli/sign_off.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <set>

#include "cli/values.h"
#include "language/dates.h"
#include "page.h"

namespace svodka::cli {
namespace {

// The first line of a descriptor, byte by byte so that what follows stays there.
std::optional<std::string> read_line(int descriptor) {
  std::string line;
  char byte = 0;
  ssize_t got = 0;
  while ((got = ::read(descriptor, &byte, 1)) == 1 && byte != '\n') line += byte;
  if (got < 0 || (got == 0 && line.empty())) return std::nullopt;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

// The terminal, silent until it goes.
class SilentTerminal {
 public:
  SilentTerminal() : descriptor_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {
    if (descriptor_ < 0 || ::tcgetattr(descriptor_, &before_) != 0) return;
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    is_silent_ = ::tcsetattr(descriptor_, TCSAFLUSH, &silent) == 0;
  }
  ~SilentTerminal() {
    if (is_silent_) ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

  std::optional<std::string> ask(const std::string& question) const {
    if (!is_silent_) return std::nullopt;
    const auto answer =
        ::write(descriptor_, question.data(), question.size()) >= 0 ? read_line(descriptor_) : std::nullopt;
    (void)!::write(descriptor_, "\n", 1);
    return answer;
  }

 private:
  int descriptor_;
  termios before_{};
  bool is_silent_ = false;
};

}  // namespace

void add_document_arguments(CLI::App& command, const Console& console, DocumentArguments& arguments,
                            bool required) {
  auto* names = command.add_option(
      "DOC", arguments.targets.names,
      console.say("документы, отчёты или периоды (2020-12)", "documents, reports or periods (2020-12)"));
  if (required) names->required();
  command
      .add_option("--period", arguments.targets.period,
                  console.say("период, о котором речь (по умолчанию последний)",
                              "the period meant (default: the last one)"))
      ->type_name(console.say("ПЕРИОД", "PERIOD"))
      ->check(reporting_period(console));
  command
      .add_option(
          "--out", arguments.outputs,
          console.say("папка результатов (по умолчанию outputs)", "folder of results (default: outputs)"))
      ->type_name(console.say("ПАПКА", "DIR"));
}

ProjectOptions project_of(const Console& console, const DocumentArguments& arguments) {
  ProjectOptions options;
  options.root = console.root;
  options.outputs = arguments.outputs;
  return options;
}

publish::AskPassphrase ask_passphrase(const Console& console, int descriptor) {
  return [&console, descriptor](const std::string& file) -> std::optional<std::string> {
    if (descriptor >= 0) return read_line(descriptor);
    const SilentTerminal terminal;
    return terminal.ask(console.say(text("Пароль к «{}»: ", "Passphrase of “{}”: ", file)));
  };
}

int finish(const Console& console, const Diagnostics& out) {
  console.print(out.sorted());
  if (!out.empty()) console.note(summary_line(out.in_order()));
  return out.has_errors() ? kFindings : kDone;
}

void refresh_pages(const Console& console, const ProjectOptions& project,
                   const std::vector<publish::LedgerEntry>& entries) {
  std::set<std::string> periods;
  for (const auto& entry : entries) periods.insert(entry.period);
  for (const auto& period : periods) {
    try {
      refresh_page(project, period);
    } catch (const EnvironmentError& e) {
      console.note(text("страница периода {} не обновлена: {}", "the page of {} was not made again: {}",
                        period, console.say(e.message())));
    }
  }
}

Text entry_words(const publish::LedgerEntry& entry) {
  switch (entry.action) {
    case publish::Action::kApprove:
      return entry.complete ? text("утверждён", "approved") : text("согласован", "agreed to");
    case publish::Action::kSign:
      return text("подписан", "signed");
    case publish::Action::kRegister:
      break;
  }
  return text("зарегистрирован № {} от {}", "registered № {} of {}", entry.outgoing, short_day(entry.date));
}

std::string short_day(const std::string& iso) {
  const auto day = language::parse_period(iso);
  return day ? language::format_period(*day, language::DateStyle::kShort) : iso;
}

std::string local_time(const std::string& utc) {
  std::tm parts{};
  if (::strptime(utc.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) == nullptr) return utc;
  const auto seconds = ::timegm(&parts);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  std::array<char, 32> words{};
  std::strftime(words.data(), words.size(), "%d.%m.%Y %H:%M", &local);
  return words.data();
}

}  // namespace svodka::cli
