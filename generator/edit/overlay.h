#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace svodka::edit {

/// A project as its editor sees it: the files on the disk, and unsaved texts in the place of those that are
/// being edited. It is a folder of links to the project's files, with the unsaved texts as files of its own,
/// so every stage reads it as any project, be it YAML, a template or a table. It lies in the user's run-time
/// folder (in memory, readable by nobody else) or else in the temporary folder, and goes when this object
/// does; what a server that was killed left behind goes with the next one.
class Overlay {
 public:
  /// Throws EnvironmentError when no folder can be made.
  explicit Overlay(std::filesystem::path project);
  ~Overlay();
  Overlay(const Overlay&) = delete;
  Overlay& operator=(const Overlay&) = delete;

  const std::filesystem::path& root() const { return root_; }

  /// Brings the folder up to date: `texts` are the unsaved ones by path relative to the project. Files that
  /// came or went on the disk are seen as well. Throws EnvironmentError.
  void update(const std::map<std::string, std::string>& texts);

 private:
  void mirror(const std::filesystem::path& relative, std::set<std::string>& seen);
  void link(const std::filesystem::path& relative, std::set<std::string>& seen);
  void link_periods(std::set<std::string>& seen);
  void remove_gone(const std::set<std::string>& seen);

  std::filesystem::path project_;
  std::filesystem::path root_;
  std::map<std::string, std::string> texts_;  ///< as written
  std::set<std::string> links_;
};

}  // namespace svodka::edit
