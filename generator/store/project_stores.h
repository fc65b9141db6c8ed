#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "load/schema.h"
#include "store/personal.h"
#include "store/reader.h"

namespace svodka::store {

/// What stands before the name of a relation of the projects: "projects.activities".
inline constexpr std::string_view kProjects = "projects.";

/// A project of a region: its store, and what its own queries see.
struct MemberProject {
  std::string id, name;
  std::string folder;              ///< from the region's root, with '/': "municipalities/berdsk"
  std::filesystem::path database;  ///< its store; empty when that is not to be had any more
  std::filesystem::path previous;  ///< the store of the period before; empty when there is none
  load::Schema schema;
  ReportContext context;
  /// Changes when rows of the tables `documents` and `sign_off_steps` may have; asked when they are named.
  std::function<std::string()> documents_state;
  std::function<std::shared_ptr<DocumentRows>()> documents;  ///< may be empty

  /// The path of a file of the project, from the region's root.
  std::string path_of(const std::string& file) const { return file.empty() ? file : folder + "/" + file; }
};

/// The stores of many projects as one, for queries that read `projects.NAME`.
///
/// The merged store has a table for each relation that the region's queries name, be it a table, a list or a
/// view of the projects: `project` (id), then the columns of all projects' relations of that name (NULL where
/// a project has none); a column of the projects that is itself called `project` becomes `own_project`. And
/// `projects(id, name, folder)`. Views hold the rows that each project's own queries see, for its period.
/// `_row` and `_parent` are numbered through all projects, so that joins by them hold.
class ProjectStores {
 public:
  /// `root`: the region's own store. `file`: where the merged store lies. `sql`: all texts that hold queries
  /// of the region; what follows `projects.` in them is what gets merged.
  ProjectStores(MemberProject root, std::vector<MemberProject> members, std::filesystem::path file,
                std::string_view sql);

  /// From now on the merged store is this one, which an earlier run kept.
  void keep_to(std::filesystem::path kept) { kept_ = std::move(kept); }

  const std::vector<MemberProject>& members() const { return members_; }
  /// The names that are merged, lower case.
  const std::set<std::string>& names() const { return names_; }

  /// The merged store, made or brought up to date when this is first called; from any thread. With
  /// Personal::kHidden one in which personal data are hidden, the same words by the same number in all
  /// projects. Throws EnvironmentError.
  std::filesystem::path merged(Personal personal) const;

  /// A connection to the project at this place of members(). With Personal::kHidden numbers of hidden words
  /// are those of merged(Personal::kHidden). Throws EnvironmentError.
  std::unique_ptr<Reader> open(std::size_t member, Personal personal) const;

  /// All relations that queries may name, called "projects.NAME": the tables of the projects, and the views,
  /// which are those that a project of its own has (`own`).
  std::vector<Reader::Relation> relations(const std::vector<Reader::Relation>& own) const;

 private:
  MemberProject root_;
  std::vector<MemberProject> members_;
  std::filesystem::path file_, kept_;
  std::set<std::string> names_;
  mutable std::mutex mutex_;
  mutable HiddenWords hidden_;  // of the root and all members, once the hidden store is merged
  mutable std::set<Personal> fresh_;
};

/// The names that follow `projects.` in a text, lower case.
std::set<std::string> names_after_projects(std::string_view text);

/// The number of a row in a merged store: of the row `row` of the project at place `member`.
constexpr int kRowBits = 40;
constexpr std::int64_t merged_row(std::size_t member, std::int64_t row) {
  return (static_cast<std::int64_t>(member + 1) << kRowBits) + row;
}
struct MemberRow {
  std::size_t member = 0;
  std::int64_t row = 0;
};
/// The way back; nothing for a number that is of no project.
std::optional<MemberRow> member_row(std::int64_t merged, std::size_t members);

/// What a column of a project is called in the merged store, and back ("" of the id of the project).
std::string merged_column(const std::string& column);
std::string member_column(const std::string& merged);

/// The key of the rows of a merged view, which have no number of their own.
inline constexpr std::string_view kViewRow = "_view_row";

/// How a project stands in a merged store that was kept.
struct KeptMember {
  std::string id, name, folder;
  std::string store;  ///< SHA-256 of its store
};
/// The projects of a merged store. Throws SqliteError.
std::vector<KeptMember> kept_members(const std::filesystem::path& merged);

}  // namespace svodka::store
