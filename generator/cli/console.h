#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "base/report_findings.h"

namespace svodka::cli {

/// How a run ended, as the shell sees it.
enum ExitCode { kDone = 0, kFindings = 1, kUsage = 2, kEnvironment = 3 };

/// What every command knows: the project, the language, how to print.
struct Console {
  std::filesystem::path root = ".";
  Language language = Language::kRussian;
  std::string color = "auto";  ///< auto | always | never
  bool quiet = false;
  bool verbose = false;

  /// Words in the user's language.
  const std::string& say(const Text& text) const { return text.in(language); }
  const char* say(const char* ru, const char* en) const { return language == Language::kRussian ? ru : en; }
  /// Why a command could not do what it was asked, to stderr, and what to do about it when `hint` says so.
  void complain(const Text& message, const Text& hint = {}) const;
  /// True when what goes to `stream` (1: stdout, 2: stderr) is to be coloured.
  bool colored(int stream) const;

  /// Prints findings to stderr as text with source lines, then how many there were. Quiet: errors only.
  void print(const std::vector<Finding>& findings) const;
  /// Prints what records are spared of the checks, with the reasons, to stderr unless quiet.
  void print(const std::vector<Waived>& waived) const;
  /// A line to stderr unless quiet.
  void note(const Text& text) const;
};

/// The language of the environment (LC_ALL, LC_MESSAGES, LANG, in POSIX's order): English when it says so,
/// else Russian.
Language environment_language(const char* lc_all, const char* lc_messages, const char* lang);

/// A table with aligned columns (widths in characters), for people. Cells are single lines.
std::string format_table(const std::vector<std::string>& head,
                         const std::vector<std::vector<std::string>>& rows,
                         const std::vector<bool>& right_aligned = {});

}  // namespace svodka::cli
