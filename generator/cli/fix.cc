#include "cli/fix.h"

#include <algorithm>
#include <dtl/dtl.hpp>
#include <map>
#include <sstream>

#include "base/files.h"
#include "base/process.h"
#include "load/apply_edits.h"

namespace svodka::cli {
namespace {

namespace fs = std::filesystem;

// Edits that touch are made one after the other; so many rounds are enough for any text that people write.
constexpr int kRounds = 5;
constexpr std::string_view kBom = "\xEF\xBB\xBF";

std::map<std::string, std::vector<Edit>> offered_edits(const ProjectOptions& options,
                                                       const std::vector<std::string>& only) {
  Diagnostics out;
  std::map<std::string, std::vector<Edit>> edits;
  const auto project = open_project(options, out);
  if (!project) return edits;
  std::vector<Fix> fixes;
  check_project(*project, out, {.all_fixable = true, .fixes = &fixes, .only = only});
  for (const auto& fix : fixes) {
    const bool wanted = only.empty() || std::find(only.begin(), only.end(), fix.rule) != only.end();
    if (!wanted) continue;
    for (const auto& edit : fix.edits) edits[edit.at.file].push_back(edit);
  }
  return edits;
}

// Makes the edits of one file; false when none could be made.
bool fix_file(const fs::path& root, const std::string& path, const std::vector<Edit>& edits,
              FixedFile& file) {
  const auto bytes = read_file(root / path);
  Diagnostics ignored;
  const auto source = make_source(path, bytes, ignored);
  if (!source) return false;
  auto edited = load::apply_edits(*source, edits);
  if (edited.made.empty() || edited.text == source->text) return false;
  const auto whole = (bytes.starts_with(kBom) ? std::string(kBom) : std::string()) + edited.text;
  if (file.path.empty()) file = {path, bytes, {}, 0};
  file.after = whole;
  file.places += edited.made.size();
  // A link stays a link: what it leads to is replaced.
  const auto target = fs::canonical(root / path);
  const auto mode = fs::status(target).permissions();
  write_file_atomically(target, whole);
  fs::permissions(target, mode);
  return true;
}

}  // namespace

std::vector<FixedFile> fix_project(const Console& console, const ProjectArguments& arguments,
                                   const std::vector<std::string>& only, bool dry_run) {
  auto options = project_options(console, arguments);
  std::optional<ScratchFolder> copy;
  if (dry_run) {
    copy.emplace();
    std::error_code error;
    for (const char* folder : {"inputs", "templates"}) {
      const auto from = options.root / folder;
      if (!fs::is_directory(from, error)) continue;
      fs::copy(from, copy->path() / folder, fs::copy_options::recursive, error);
      if (error) fail_with_errno(from, "не удалось прочитать", "cannot read", error.value());
    }
    options.root = copy->path();
    options.outputs = copy->path() / "outputs";
  }
  std::map<std::string, FixedFile> files;
  for (int round = 0; round < kRounds; ++round) {
    bool changed = false;
    for (const auto& [path, edits] : offered_edits(options, only))
      changed |= fix_file(options.root, path, edits, files[path]);
    if (!changed) break;
  }
  std::vector<FixedFile> fixed;
  for (auto& [path, file] : files) {
    if (!file.path.empty() && file.after != file.before) fixed.push_back(std::move(file));
  }
  return fixed;
}

std::string unified_diff(const std::vector<FixedFile>& files) {
  const auto lines_of = [](const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  };
  std::ostringstream out;
  for (const auto& file : files) {
    dtl::Diff<std::string> diff(lines_of(file.before), lines_of(file.after));
    diff.onHuge();
    diff.compose();
    diff.composeUnifiedHunks();
    out << "--- a/" << file.path << "\n+++ b/" << file.path << "\n";
    diff.printUnifiedFormat(out);
  }
  return out.str();
}

}  // namespace svodka::cli
