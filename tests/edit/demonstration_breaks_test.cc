#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <sstream>

#include "base/files.h"
#include "base/report_findings.h"
#include "edit/overlay.h"
#include "package/zip.h"
#include "pipeline.h"
#include "support/paths.h"

// A newcomer who breaks any file of the demonstration in one place must be told the file, the line and what
// to do. SVODKA_BREAK_STRIDE=1 breaks every line in every way (some 11,500 breaks, 20 minutes of a
// processor), SVODKA_BREAK_SHARD=1/2 and =2/2 share that between two processes, SVODKA_BREAK_FILES=plan takes
// only the files whose names hold that; the default takes every 61st break. Each break that is not told well
// is printed as COMPLAINT, with what was told.
//
// On 2026-11-28 every third break of all files was tried (3,842): all but two were told well. Then every
// break of the templates, of inputs/activities, inputs/results, plan.yaml and organisations.yaml was
// (9,908): all but four were told well. Those six have been mended since. The other inputs (people,
// indicators, authority, orders, agreements, schema) have not been broken in every way to the end.

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

/// A slip of the pen: what becomes of a line, or nothing where it cannot happen.
struct Slip {
  const char* name;
  std::function<std::optional<std::string>(const std::string& line)> make;
  bool must_be_told = false;  // no such slip leaves a sound file behind
};

std::optional<std::string> replaced(std::string line, const std::string& from, const std::string& to) {
  const auto at = line.find(from);
  if (at == line.npos) return std::nullopt;
  return line.replace(at, from.size(), to);
}

std::size_t key_end(const std::string& line) {
  const auto colon = line.find(": ");
  return colon != line.npos ? colon : line.ends_with(':') ? line.size() - 1 : line.npos;
}

const std::vector<Slip>& slips() {
  static const std::vector<Slip> kSlips{
      {"a line is lost", [](const std::string&) { return std::optional<std::string>("\x01"); }},
      {"a line comes twice", [](const std::string& line) { return std::optional(line + "\n" + line); }},
      {"two letters of a key change places",
       [](std::string line) -> std::optional<std::string> {
         const auto end = key_end(line);
         const auto begin = line.find_first_not_of(" -");
         if (end == line.npos || begin == line.npos || begin + 3 > end || line[begin] == '{' ||
             line[begin + 1] == line[begin + 2])
           return std::nullopt;
         std::swap(line[begin + 1], line[begin + 2]);
         return line;
       }},
      {"the colon is forgotten", [](const std::string& line) { return replaced(line, ": ", " "); }},
      {"the blank after the colon is forgotten",
       [](const std::string& line) { return replaced(line, ": ", ":"); }},
      {"the value is lost",
       [](const std::string& line) -> std::optional<std::string> {
         const auto end = key_end(line);
         if (end == line.npos || end + 2 > line.size() || line.find('{') < end) return std::nullopt;
         return line.substr(0, end + 1);
       }},
      {"a list where a value should be",
       [](const std::string& line) -> std::optional<std::string> {
         const auto end = key_end(line);
         if (end == line.npos || end + 2 > line.size() || line.find('{') < end) return std::nullopt;
         return line.substr(0, end + 2) + "[[1, 2]]";
       }},
      {"a letter of an id comes twice",
       [](const std::string& line) -> std::optional<std::string> {
         auto at = line.find(" [");
         at = at != line.npos                     ? at + 2
              : line.find("-item: ") != line.npos ? line.find("-item: ") + 7
                                                  : line.npos;
         if (at == line.npos || at >= line.size() || line[at] < 'a' || line[at] > 'z') return std::nullopt;
         auto out = line;
         return out.insert(at, 1, line[at]);
       }},
      {"a quote is not closed",
       [](std::string line) -> std::optional<std::string> {
         const auto at = line.rfind('"');
         if (at == line.npos) return std::nullopt;
         return line.erase(at, 1);
       }},
      {"a bracket is not closed",
       [](std::string line) -> std::optional<std::string> {
         const auto at = line.find_last_of("]}");
         if (at == line.npos) return std::nullopt;
         return line.erase(at, 1);
       }},
      {"a tab instead of blanks", [](const std::string& line) { return replaced(line, "    ", "\t"); }},
      {"a no-break space in the indentation",
       [](const std::string& line) {
         return line.starts_with("  ") ? std::optional(" \u00A0" + line.substr(2)) : std::nullopt;
       }},
      {"a blank too many", [](const std::string& line) { return std::optional(" " + line); }},
      {"a blank too few",
       [](const std::string& line) {
         return line.starts_with(' ') ? std::optional(line.substr(1)) : std::nullopt;
       }},
      {"the dash is forgotten",
       [](const std::string& line) -> std::optional<std::string> {
         const auto at = line.find_first_not_of(' ');
         return at != line.npos && line[at] == '-'
                    ? std::optional(line.substr(0, at) + " " + line.substr(at + 1))
                    : std::nullopt;
       }},
      {"a month that is none", [](const std::string& line) { return replaced(line, "2020-1", "2020-3"); }},
      {"a day that is none", [](const std::string& line) { return replaced(line, "-27", "-47"); }},
      {"a Cyrillic letter in a name",
       [](const std::string& line) -> std::optional<std::string> {
         const auto at = line.find("[");
         const auto o = line.find('o', at == line.npos ? key_end(line) : at);
         if (o == line.npos || line.find('#') < o) return std::nullopt;
         auto out = line;
         return out.replace(o, 1, "о");
       }},
      {"another encoding", [](const std::string& line) { return replaced(line, "о", "\xEE"); }, true},
      {"a control character", [](const std::string& line) { return replaced(line, " ", "\x0B"); }, true},
      {"the marker is not closed", [](const std::string& line) { return replaced(line, "}}", "}"); }, true},
      {"a letter of a marker is lost",
       [](std::string line) -> std::optional<std::string> {
         const auto at = line.find("{{");
         if (at == line.npos || at + 5 > line.size()) return std::nullopt;
         return line.erase(at + 4, 1);
       }},
      {"SQL is misspelt",
       [](const std::string& line) {
         return line.find('#') < line.find("SELECT") ? std::nullopt : replaced(line, "SELECT", "SELCT");
       },
       true},
      {"a column is misspelt",
       [](std::string line) -> std::optional<std::string> {
         const auto at = line.find("SELECT ");
         if (at == line.npos || line.size() < at + 10 || line[at + 7] == '*') return std::nullopt;
         return line.erase(at + 8, 1);
       }},
      {"a delimiter is lost", [](const std::string& line) { return replaced(line, ";", ""); }},
      {"a letter instead of a number", [](const std::string& line) { return replaced(line, ";1", ";l"); }},
  };
  return kSlips;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) {
    if (line != "\x01") out += line + "\n";
  }
  return out;
}

// The line, from 1, where the record of the line i begins: the nearest `  - ` above it.
int record_around(const std::vector<std::string>& lines, std::size_t i) {
  for (auto at = i + 1; at-- > 0;) {
    if (lines[at].starts_with("  - ")) return static_cast<int>(at) + 1;
    if (!lines[at].empty() && lines[at][0] != ' ' && lines[at][0] != '#') break;
  }
  return static_cast<int>(i) + 1;
}

bool is_worth(const std::string& line) {
  const auto first = line.find_first_not_of(" \t");
  return first != line.npos && line[first] != '#';
}

using Told = std::vector<Finding>;

Told news(const Told& now, const Told& before) {
  Told fresh;
  for (const auto& finding : now) {
    const bool known = std::any_of(before.begin(), before.end(), [&](const Finding& old) {
      const bool same_place = old.at.line == finding.at.line && old.at.column == finding.at.column;
      return old.rule == finding.rule && old.at.file == finding.at.file &&
             (old.message == finding.message || (same_place && finding.severity != Severity::kError));
    });
    if (!known) fresh.push_back(finding);
  }
  return fresh;
}

// "" when someone who made the slip in this line is told what he needs.
std::string shortcoming(const Told& told, const std::string& file, int line, int record, bool lost,
                        bool must_be_told) {
  const bool sound =
      std::all_of(told.begin(), told.end(), [](const Finding& f) { return f.severity == Severity::kInfo; });
  if (sound) return must_be_told ? "nothing is told" : "";  // a note about something else may change with it
  // What is missing is told at the record that lacks it (it may be a long one), and SQL where its query
  // begins.
  const int near_by = lost ? 12 : 6;
  std::string worst = "no finding names the file";
  for (const auto& finding : told) {
    const bool here =
        finding.at.file == file && (finding.at.line == 0 || std::abs(finding.at.line - line) <= near_by ||
                                    (finding.at.line >= record && finding.at.line <= line));
    const bool related =
        std::any_of(finding.related.begin(), finding.related.end(), [&](const Related& other) {
          return other.at.file == file && std::abs(other.at.line - line) <= near_by;
        });
    if (finding.at.file == file && worst.starts_with("no")) worst = "the line is far off";
    // A hint may lead to the place: it names the file, or the word there that was meant.
    const bool by_hint = finding.hint.ru.find(file) != std::string::npos ||
                         (finding.at.file == file && finding.hint.ru.starts_with("возможно, `"));
    // The lost line was all that used a query: what is left is sound, and nobody can say where the line
    // stood.
    const bool unused = lost && finding.rule == "unused-query" && finding.at.file == file;
    if (!here && !related && !by_hint && !unused) continue;
    // A message that says what is expected is hint enough.
    const bool tells = finding.message.ru.find("ожида") != std::string::npos;
    if (finding.hint.empty() && !tells && finding.severity == Severity::kError)
      worst = "there is no hint";
    else
      return "";
  }
  return worst;
}

class Breaker {
 public:
  Breaker() { before_ = checked({}); }

  /// The file with the broken line, or with other bytes altogether.
  void try_break(const std::string& file, int line, int record, const std::string& slip,
                 const std::string& was, const std::string& broken, bool lost, bool must_be_told) {
    const auto told = news(checked({{file, broken}}), before_);
    const auto fault = shortcoming(told, file, line, record, lost, must_be_told);
    ++broken_;
    silent_ += told.empty() ? 1 : 0;
    if (fault.empty()) return;
    const auto source = [](const std::string&) { return std::optional<SourceFile>(); };
    MESSAGE("COMPLAINT " << file << ":" << line << ": " << slip << ": " << fault << "\n  " << was << "\n"
                         << findings_as_text(told, Language::kRussian, false, source));
    CHECK_EQ(fault, "");
  }

  int broken() const { return broken_; }
  int silent() const { return silent_; }

 private:
  // What `svodka check` says of the demonstration with these files in the place of its own.
  Told checked(const std::map<std::string, std::string>& texts) {
    overlay_.update(texts);
    Diagnostics out;
    const auto project = open_project(
        {.root = overlay_.root(), .period = "2020-12", .as_of = "2020-12-31", .outputs = {}}, out);
    if (project) check_all(*project, out);
    return out.sorted();
  }

  edit::Overlay overlay_{SVODKA_ROOT};
  Told before_;
  int broken_ = 0, silent_ = 0;
};

// A number that the one who runs the test may set.
std::size_t wanted(const char* variable, std::size_t otherwise) {
  const char* value = std::getenv(variable);
  return value != nullptr ? std::strtoul(value, nullptr, 10) : otherwise;
}

std::size_t stride() { return std::max<std::size_t>(wanted("SVODKA_BREAK_STRIDE", 61), 1); }

// SVODKA_BREAK_SHARD=1/2 and =2/2 share a run between two processes.
bool is_mine(std::size_t number) {
  const char* shard = std::getenv("SVODKA_BREAK_SHARD");
  unsigned long one = 1, of = 1;
  if (shard != nullptr) REQUIRE_EQ(std::sscanf(shard, "%lu/%lu", &one, &of), 2);
  return number % of == one - 1;
}

// SVODKA_BREAK_FILES=templates/meeting breaks only the files whose names hold that.
bool is_wanted(const std::string& file) {
  const char* files = std::getenv("SVODKA_BREAK_FILES");
  return files == nullptr || file.find(files) != std::string::npos;
}

TEST_CASE("breaks: whoever breaks a file of the demonstration is told the file, the line and what to do") {
  const fs::path root = SVODKA_ROOT;
  std::vector<std::string> files;
  for (const auto& name : list_files(root / "inputs", {".yaml", ".csv"})) files.push_back("inputs/" + name);
  for (const auto& name : list_files(root / "templates", {".yaml", ".txt", ".html"}))
    files.push_back("templates/" + name);
  REQUIRE_GE(files.size(), 20);
  Breaker breaker;
  std::size_t turn = 0, taken = 0;
  std::map<std::string, int> by_slip;
  for (const auto& file : files) {
    if (!is_wanted(file)) continue;
    const auto lines = lines_of(read_file(root / file));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!is_worth(lines[i])) continue;
      for (const auto& slip : slips()) {
        const auto slipped = slip.make(lines[i]);
        if (!slipped || (turn++ % stride() != 0 && by_slip[slip.name] > 1))
          continue;  // each slip at least twice
        ++by_slip[slip.name];
        if (!is_mine(taken++)) continue;
        auto changed = lines;
        changed[i] = *slipped;
        breaker.try_break(file, static_cast<int>(i) + 1, record_around(lines, i), slip.name, lines[i],
                          joined(changed), *slipped == "\x01", slip.must_be_told);
      }
    }
  }
  if (std::getenv("SVODKA_BREAK_FILES") == nullptr) CHECK_EQ(by_slip.size(), slips().size());
  CHECK_GT(breaker.broken(), breaker.silent() * 2);
  MESSAGE(breaker.broken() << " breaks, of " << breaker.silent() << " a sound file came");
}

// A Word template as it lies on the disk, with one part changed.
std::string with_part(const std::string& package, const std::string& part, const std::string& bytes) {
  Diagnostics out;
  auto entries = package::read_zip("t.docx", package, out);
  REQUIRE(entries.has_value());
  for (auto& entry : *entries) {
    if (entry.name == part) entry = package::deflate(part, bytes);
  }
  return package::write_zip(*entries);
}

TEST_CASE("breaks: whoever breaks a marker of the Word template is told the paragraph and what to do") {
  const std::string file = "templates/progress-report.docx", part = "word/document.xml";
  const auto package = read_file(fs::path(SVODKA_ROOT) / file);
  Diagnostics out;
  std::string xml;
  const auto entries = package::read_zip(file, package, out);
  REQUIRE(entries.has_value());
  for (const auto& entry : *entries) {
    if (entry.name == part) xml = package::inflate(file, entry, out).value_or("");
  }
  REQUIRE_NE(xml.find("{{"), std::string::npos);
  Breaker breaker;
  std::size_t turn = 0;
  for (auto at = xml.find("{{"); at != std::string::npos; at = xml.find("{{", at + 2)) {
    const auto end = xml.find("}}", at);
    const auto marker = xml.substr(at, end + 2 - at);
    const auto slips = std::map<std::string, std::string>{
        {"the marker is not closed", marker.substr(0, marker.size() - 2)},
        {"a letter of the marker is lost", marker.substr(0, 4) + marker.substr(5)},
        {"a modifier that is none", marker.substr(0, marker.size() - 2) + ":upcase}}"},
        {"a section that never ends", "{{#no_such}}" + marker}};
    for (const auto& [name, broken] : slips) {
      if (turn++ % std::max<std::size_t>(stride() / 8, 1) != 0 ||
          (marker[2] == '/' && name.starts_with("a modifier")))
        continue;
      auto changed = xml;
      changed.replace(at, marker.size(), broken);
      breaker.try_break(file, 0, 0, name, marker, with_part(package, part, changed), false, true);
    }
  }
  CHECK_GT(breaker.broken(), 3);
  auto cut = package;
  cut.resize(cut.size() / 2);
  breaker.try_break(file, 0, 0, "half of the file is lost", "", cut, false, true);
  breaker.try_break(file, 0, 0, "the file is empty", "", "", false, true);
  breaker.try_break(file, 0, 0, "XML that is none", "",
                    with_part(package, part, xml.substr(0, xml.size() / 2)), false, true);
}

}  // namespace
}  // namespace svodka::test
