#include "cli/console.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/report_findings.h"
#include "base/source_file.h"
#include "base/utf8.h"

namespace svodka::cli {
namespace {

std::string padded(const std::string& cell, std::size_t width, bool right) {
  const std::string spaces(width - std::min(width, utf8::length(cell)), ' ');
  return right ? spaces + cell : cell + spaces;
}

std::string table_line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
                       const std::vector<bool>& right_aligned) {
  std::string line;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) line += "  ";
    line += padded(i < cells.size() ? cells[i] : "", widths[i], i < right_aligned.size() && right_aligned[i]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

bool Console::colored(int stream) const {
  if (color == "always") return true;
  if (color == "never" || std::getenv("NO_COLOR") != nullptr) return false;
  return ::isatty(stream) == 1;
}

void Console::print(const std::vector<Finding>& findings) const {
  std::vector<Finding> shown;
  std::copy_if(findings.begin(), findings.end(), std::back_inserter(shown),
               [&](const Finding& f) { return !quiet || f.severity == Severity::kError; });
  if (shown.empty()) return;
  const auto source = [&](const std::string& file) -> std::optional<SourceFile> {
    Diagnostics ignored;
    return read_source(root, file, ignored);
  };
  std::fputs(findings_as_text(shown, language, colored(2), source).c_str(), stderr);
}

void Console::complain(const Text& message, const Text& hint) const {
  std::fputs(("svodka: " + say(message) + "\n").c_str(), stderr);
  if (!hint.empty()) std::fputs(("   = " + say(hint) + "\n").c_str(), stderr);
}

void Console::print(const std::vector<Waived>& waived) const {
  if (quiet || waived.empty()) return;
  note(text("исключения из правил:", "spared by waivers:"));
  std::fputs(waived_as_text(waived, language).c_str(), stderr);
}

void Console::note(const Text& text) const {
  if (!quiet) std::fputs((say(text) + "\n").c_str(), stderr);
}

Language environment_language(const char* lc_all, const char* lc_messages, const char* lang) {
  for (const char* value : {lc_all, lc_messages, lang}) {
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).starts_with("en") ? Language::kEnglish : Language::kRussian;
  }
  return Language::kRussian;
}

std::string format_table(const std::vector<std::string>& head,
                         const std::vector<std::vector<std::string>>& rows,
                         const std::vector<bool>& right_aligned) {
  std::vector<std::size_t> widths(head.size());
  const auto widen = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < std::min(widths.size(), cells.size()); ++i) {
      widths[i] = std::max(widths[i], utf8::length(cells[i]));
    }
  };
  widen(head);
  for (const auto& row : rows) widen(row);
  std::string rule;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) rule += "  ";
    for (std::size_t n = 0; n < widths[i]; ++n) rule += "─";
  }
  std::string out = table_line(head, widths, right_aligned) + rule + "\n";
  for (const auto& row : rows) out += table_line(row, widths, right_aligned);
  return out;
}

}  // namespace svodka::cli
