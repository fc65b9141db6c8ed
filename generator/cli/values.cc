#include "cli/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/links.h"
#include "language/period.h"
#include "pipeline.h"

namespace svodka::cli {
namespace fs = std::filesystem;

CLI::Validator one_of(const Console& console, const std::vector<std::string>& words) {
  const auto check = [&console, words](const std::string& word) {
    if (std::find(words.begin(), words.end(), word) != words.end()) return std::string();
    return console.say(text("«{0}» — не одно из: {1}", "“{0}” is none of: {1}", word,
                            fmt::format("{}", fmt::join(words, ", "))));
  };
  return CLI::Validator(check, "");
}

CLI::Validator number_within(const Console& console, int least, int most) {
  const auto check = [&console, least, most](const std::string& word) {
    int number = 0;
    const auto* end = word.data() + word.size();
    const auto read = std::from_chars(word.data(), end, number);
    if (read.ec == std::errc() && read.ptr == end && number >= least && number <= most) return std::string();
    return console.say(
        text("«{}» — не число от {} до {}", "“{}” is no number from {} to {}", word, least, most));
  };
  return CLI::Validator(check, "");
}

CLI::Validator reporting_period(const Console& console) {
  const auto check = [&console](const std::string& words) {
    if (!period_before(words).empty()) return std::string();
    return console.say(
        text("«{}» — не отчётный период; нужен месяц, квартал или год: 2020-11, 2020-Q4, 2020",
             "“{}” is no reporting period; a month, quarter or year is needed: 2020-11, 2020-Q4, "
             "2020",
             words));
  };
  return CLI::Validator(check, "");
}

CLI::Validator calendar_day(const Console& console) {
  const auto check = [&console](const std::string& words) {
    if (language::parse_day(words)) return std::string();
    return console.say(text("«{}» — не дата; нужен день: 2020-12-01",
                            "“{}” is no date; a day is needed: 2020-12-01", words));
  };
  return CLI::Validator(check, "");
}

Text usage_problem(const CLI::ParseError& error, const CLI::App& app) {
  const auto code = static_cast<CLI::ExitCodes>(error.get_exit_code());
  const std::string words = error.what();
  const auto colon = words.rfind(": ");
  if (code == CLI::ExitCodes::ExtrasError) {
    const auto extra = colon == std::string::npos ? words : words.substr(colon + 2);
    std::vector<std::string> names;
    const auto called = app.get_subcommands();
    const auto add = [&](const CLI::App& of) {
      for (const auto* option : of.get_options()) names.push_back(option->get_name());
    };
    add(app);
    if (!called.empty()) add(*called.front());
    if (called.empty()) {
      for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(command->get_name());
    }
    const auto near = did_you_mean(extra, names);
    if (near.empty()) return text("непонятный аргумент: {}", "unexpected argument: {}", extra);
    return text("непонятный аргумент: {} (возможно, {})", "unexpected argument: {} (did you mean {}?)", extra,
                near);
  }
  if (code == CLI::ExitCodes::RequiredError)
    return {"не хватает: " + words.substr(0, words.find(' ')), words};
  const auto subject = words.substr(0, words.find(colon == std::string::npos ? ' ' : ':'));
  if (code == CLI::ExitCodes::ArgumentMismatch && words.find(": At Most ") != std::string::npos)
    return text("{} дано больше одного раза", "{} is given more than once", subject);
  if (code == CLI::ExitCodes::ArgumentMismatch) return {"не хватает значения: " + subject, words};
  if (code == CLI::ExitCodes::ExcludesError) {
    constexpr std::string_view kBetween = " excludes ";
    const auto at = words.find(kBetween);
    if (at != words.npos)
      return {"вместе не бывают: " + words.substr(0, at) + " и " + words.substr(at + kBetween.size()), words};
  }
  if (code == CLI::ExitCodes::ValidationError) return same_text(words);  // of this file
  if (code == CLI::ExitCodes::ConversionError) return {"недопустимое значение: " + words, words};
  return same_text(words);
}

std::string option_without_value(const CLI::App& app) {
  auto apps = app.get_subcommands();
  std::vector<const CLI::App*> all{&app};
  all.insert(all.end(), apps.begin(), apps.end());
  for (const auto* each : all) {
    for (const auto* option : each->get_options()) {
      const auto& values = option->results();
      const bool needs_value = !option->get_positional() && option->get_items_expected_min() > 0;
      if (needs_value && std::find(values.begin(), values.end(), "") != values.end())
        return option->get_name();
    }
  }
  return {};
}

Text problem_of_outputs(const Console& console, const std::string& outputs) {
  if (outputs.empty()) return {};
  const auto out = real_path(outputs);
  if (out == real_path(console.root))
    return text("--out: «{}» — папка самого проекта", "--out: “{}” is the project's own folder", outputs);
  for (const char* own : {"inputs", "templates"}) {
    if (is_within(out, real_path(console.root / own)))
      return text("--out: в папке «{}» лежит то, из чего делаются документы",
                  "--out: the folder “{}” holds what documents are made of", own);
  }
  return {};
}

}  // namespace svodka::cli
