#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "cli/console.h"

namespace svodka::cli {

/// A command adds its subcommand to the app and, when it is the one called, puts what is to be done into
/// `action`, which returns the exit code.
using Action = std::function<int()>;
using AddCommand = void (*)(CLI::App& app, const Console& console, Action& action);

void add_build(CLI::App& app, const Console& console, Action& action);
void add_merge(CLI::App& app, const Console& console, Action& action);
void add_watch(CLI::App& app, const Console& console, Action& action);
void add_check(CLI::App& app, const Console& console, Action& action);
void add_render(CLI::App& app, const Console& console, Action& action);
void add_fields(CLI::App& app, const Console& console, Action& action);
void add_trace(CLI::App& app, const Console& console, Action& action);
void add_diff(CLI::App& app, const Console& console, Action& action);
void add_query(CLI::App& app, const Console& console, Action& action);
void add_schema(CLI::App& app, const Console& console, Action& action);
void add_explain(CLI::App& app, const Console& console, Action& action);
void add_collect(CLI::App& app, const Console& console, Action& action);
void add_approve(CLI::App& app, const Console& console, Action& action);
void add_sign(CLI::App& app, const Console& console, Action& action);
void add_register(CLI::App& app, const Console& console, Action& action);
void add_verify(CLI::App& app, const Console& console, Action& action);
void add_log(CLI::App& app, const Console& console, Action& action);
void add_export(CLI::App& app, const Console& console, Action& action);
void add_lsp(CLI::App& app, const Console& console, Action& action);
void add_new(CLI::App& app, const Console& console, Action& action);

/// Runs the program: parses the arguments, runs the command, turns what it throws into a message and an exit
/// code.
int run(int argc, char** argv);

}  // namespace svodka::cli
