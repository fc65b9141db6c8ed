#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"

namespace svodka::render {

/// A file that a template takes in by `{{>name}}`.
struct Fragment {
  std::string path;  ///< as the template's own: relative to the project
  std::string bytes;
};

/// The way from the template to the file that is being read: the template first, each named by the one
/// before.
using IncludeChain = std::vector<std::string>;

/// Finds and reads the files that templates take in. One for each template.
class Fragments {
 public:
  static constexpr std::size_t kDeepest = 20;

  /// `root` is the folder that the paths of templates are relative to.
  explicit Fragments(std::filesystem::path root) : root_(std::move(root)) {}

  /// The file `name` beside the last of `chain`, or in a folder below it; a name without an extension has
  /// that of the includer. A file that is not there (with the name that was probably meant), that would
  /// include itself, or that leads elsewhere: findings at `at`, and nothing is returned.
  std::optional<Fragment> read(const IncludeChain& chain, const std::string& name, const Position& at,
                               Diagnostics& out);

  /// SHA-256 of each file that was read, by path.
  const std::map<std::string, std::string>& used() const { return used_; }

 private:
  bool may_include(const IncludeChain& chain, const std::string& path, const std::string& name,
                   const Position& at, Diagnostics& out) const;
  std::vector<std::string> names_beside(const std::string& path) const;

  std::filesystem::path root_;
  std::map<std::string, std::string> used_;
};

}  // namespace svodka::render
