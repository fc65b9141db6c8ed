#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/console.h"

namespace svodka::cli {

/// What an option takes, checked when the command line is read; CLI11's own checks speak English only.
CLI::Validator one_of(const Console& console, const std::vector<std::string>& words);
CLI::Validator number_within(const Console& console, int least, int most);
CLI::Validator reporting_period(const Console& console);
CLI::Validator calendar_day(const Console& console);

/// What is wrong with the command line, for CLI11's error, in both languages.
Text usage_problem(const CLI::ParseError& error, const CLI::App& app);

/// The option that was given an empty value, as an unset variable of a shell gives it; "": none.
std::string option_without_value(const CLI::App& app);

/// Why documents cannot go to the folder that --out names (""): it holds what they are made of. Empty: they
/// can.
Text problem_of_outputs(const Console& console, const std::string& outputs);

}  // namespace svodka::cli
