#include "cli/region_output.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

#include "base/words.h"
#include "cli/build_output.h"
#include "page.h"

namespace svodka::cli {
namespace {

namespace fs = std::filesystem;
using publish::Outcome;

bool stays(const BuiltDocument& document) {
  return document.outcome == Outcome::kUnchanged && document.causes.empty();
}

// «создано 3, без изменений 12».
Text counts_of(const BuildResult& result) {
  std::array<std::size_t, 3> counts{};
  for (const auto& document : result.documents) ++counts[static_cast<std::size_t>(document.outcome)];
  constexpr std::array<std::pair<const char*, const char*>, 3> kWords{
      {{"создано", "new"}, {"обновлено", "changed"}, {"без изменений", "unchanged"}}};
  Text words;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const auto* comma = words.empty() ? "" : ", ";
    words.ru += comma + std::string(kWords[i].first) + ": " + std::to_string(counts[i]);
    words.en += comma + std::string(kWords[i].second) + ": " + std::to_string(counts[i]);
  }
  return words;
}

Text state_of(const RegionProject& project) {
  if (!project.member.lost.empty()) return project.member.lost;
  if (!project.stopped.empty()) return project.stopped;
  if (!project.begun) return text("не начат", "not begun");
  if (!project.is_over)
    return text("прерван: создано {}, осталось {}", "interrupted: {} made, {} left", project.done,
                project.left);
  if (!project.result.outdated.empty()) return text("не собран", "not built");
  auto words = counts_of(project.result);
  const auto add = [&](const Text& more) {
    words.ru += (words.ru.empty() ? "" : "; ") + more.ru;
    words.en += (words.en.empty() ? "" : "; ") + more.en;
  };
  if (!project.asked) add(text("таких отчётов нет", "has no such reports"));
  auto failed = project.result.failed;
  const auto& documents = project.result.failed_documents;
  failed.insert(failed.end(), documents.begin(), documents.end());
  if (!failed.empty()) add(text("не создано: {0}", "not made: {0}", first_of(failed)));
  if (project.errors > 0) add(text("ошибок: {}", "errors: {}", project.errors));
  if (project.warnings > 0) add(text("предупреждений: {}", "warnings: {}", project.warnings));
  return words;
}

void print_projects(const Console& console, const RegionResult& region, bool only_made) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& project : region.projects) {
    const auto& documents = project.result.documents;
    if (only_made && !project.failed && std::all_of(documents.begin(), documents.end(), stays)) continue;
    std::size_t bytes = 0;
    for (const auto& document : documents) bytes += document.bytes;
    const auto count = project.result.outdated.empty() ? documents.size() : 0;
    if (count == 0) bytes = 0;
    rows.push_back({project.member.name, project.member.folder, std::to_string(count),
                    std::to_string((bytes + 1023) / 1024) + console.say(" КБ", " KB"),
                    console.say(state_of(project))});
  }
  if (rows.empty()) return;
  std::fputs(format_table({console.say("проект", "project"), console.say("папка", "folder"),
                           console.say("документов", "documents"), console.say("размер", "size"),
                           console.say("состояние", "state")},
                          rows, {false, false, true, true, false})
                 .c_str(),
             stdout);
}

// Projects were to be joined and are not there.
bool is_not_built(const RegionResult& region) {
  return std::any_of(region.projects.begin(), region.projects.end(),
                     [](const RegionProject& project) { return !project.result.outdated.empty(); });
}

// Results that make the document, with the folder of their project.
struct Place {
  std::string folder;
  const BuildResult* result = nullptr;
};

bool may_mean(const fs::path& asked, const std::string& folder) {
  if (!asked.has_parent_path() || folder.empty()) return true;
  const auto inside = asked.lexically_normal().generic_string();
  return inside.starts_with(folder + "/");
}

// False when none of these makes the document.
bool tell(const Console& console, const std::vector<Place>& places, const std::string& asked,
          std::vector<std::string>& known) {
  const auto name = fs::path(asked).filename().string();
  bool found = false;
  for (const auto& [folder, result] : places) {
    if (!may_mean(asked, folder)) continue;
    for (const auto& document : result->documents) {
      known.push_back(document.document);
      if (document.document != name && document.file != name) continue;
      found = true;
      const auto shown = (folder.empty() ? "" : folder + "/") + document.file;
      if (document.causes.empty())
        std::puts(console.say(text("«{}» останется как есть", "“{}” stays as it is", shown)).c_str());
      for (const auto cause : document.causes) {
        const auto why = publish::cause_words(cause);
        std::puts(
            console.say(text("«{0}» будет создан: {1}", "“{0}” would be made: {2}", shown, why.ru, why.en))
                .c_str());
      }
    }
  }
  return found;
}

int tell_why(const Console& console, const std::vector<Place>& places, const std::string& asked) {
  const auto name = fs::path(asked).filename().string();
  if (name == kPageFile) {
    std::puts(console.say("сводная страница создаётся после остальных документов, по тому, что вышло",
                          "the page is made after the other documents, of what became of them"));
    return kDone;
  }
  std::vector<std::string> known;
  if (tell(console, places, asked, known)) return kDone;
  console.complain(text("ни один отчёт не создаёт документ «{}»", "no report makes a document “{}”", name),
                   suggestion(name, known));
  return kFindings;
}

}  // namespace

void print_region(const Console& console, const RegionResult& region, bool dry_run, bool only_made) {
  print_projects(console, region, only_made);
  if (region.own && (region.own->made || !region.own->failed.empty())) {
    if (!only_made) std::puts("");
    print_summary(console, *region.own, dry_run, only_made);
  } else if (region.has_own && is_not_built(region)) {
    console.note(text("документы самого региона не созданы: собраны не все проекты",
                      "the region's own documents were not made: not all projects are built"));
  } else if (region.has_own && region.failed && region.is_join) {
    console.note(text("документы самого региона не созданы из-за ошибок",
                      "the region's own documents were not made because of the errors"));
  } else if (region.has_own && region.failed) {
    console.note(
        text("документы самого региона не созданы из-за ошибок (с --keep-going они создаются по исправным "
             "проектам)",
             "the region's own documents were not made because of the errors (with --keep-going they are "
             "made of the sound projects)"));
  } else if (dry_run) {
    console.note(text("пробный запуск: ничего не записано", "dry run: nothing was written"));
  }
}

void print_interrupted(const Console& console, const InterruptedRegion& stopped) {
  std::array<std::size_t, 3> counts{};  // over, in hand, not begun
  for (const auto& project : stopped.region->projects) {
    if (!project.member.lost.empty()) continue;
    ++counts[project.is_over ? 0 : project.begun ? 1 : 2];
  }
  if (!console.quiet) print_projects(console, *stopped.region, false);
  console.complain(
      text("прервано: проектов готово {0}, прервано {1}, не начато {2}; в прерванных создано документов {3}, "
           "осталось {4}, и их прежние документы не тронуты",
           "interrupted: {0} projects are done, {1} were in hand, {2} are not begun; of those in hand {3} "
           "documents "
           "are made, {4} are left, and their earlier documents are untouched",
           counts[0], counts[1], counts[2], stopped.done, stopped.left),
      text("следующий svodka build продолжит с этого места", "the next svodka build goes on from there"));
}

int tell_why(const Console& console, const BuildResult& result, const std::string& asked) {
  return tell_why(console, std::vector<Place>{{{}, &result}}, asked);
}

int tell_why(const Console& console, const RegionResult& region, const std::string& asked) {
  std::vector<Place> places;
  for (const auto& project : region.projects) places.push_back({project.member.folder, &project.result});
  if (region.own) places.push_back({{}, &*region.own});
  return tell_why(console, places, asked);
}

int exit_code(const RegionResult& region, const Diagnostics& out) {
  std::size_t no_office = region.own && region.own->no_office ? 1 : 0;
  for (const auto& project : region.projects) {
    if (!project.stopped.empty()) return kEnvironment;
    no_office += project.result.no_office ? 1 : 0;
  }
  // That LibreOffice is missing is no fault of the data.
  if (no_office > 0 && out.count(Severity::kError) == no_office) return kEnvironment;
  return region.failed || out.has_errors() ? kFindings : kDone;
}

}  // namespace svodka::cli
