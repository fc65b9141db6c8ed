#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "bind/markers.h"

namespace svodka::render {

/// A file that a template takes in by `{{>name}}`.
struct Fragment {
  std::string path;  ///< as the template's own: relative to the project
  std::string bytes;
};

/// The way from the template to the file that is being read: the template first, each named by the one
/// before.
using IncludeChain = std::vector<std::string>;

/// An include has no modifiers: a finding.
void refuse_modifiers(const bind::Marker& marker, const Position& at, Diagnostics& out);

/// Finds and reads the files that templates take in. One for each template.
class Fragments {
 public:
  static constexpr std::size_t kDeepest = 20;
  static constexpr std::size_t kMost = 1000;             ///< files taken in, one several times too
  static constexpr std::size_t kMostBytes = 256u << 20;  ///< of all of them

  /// `root` is the folder that the paths of templates are relative to.
  explicit Fragments(std::filesystem::path root) : root_(std::move(root)) {}

  /// The file `name` beside the last of `chain`, or in a folder below it; a name without an extension has
  /// that of the includer (.odt when that is an .ott). A file that is not there (with the name that was
  /// probably meant), that would include itself, or that leads elsewhere, also by a link of the file system,
  /// and more files than a document can need: findings at `at`, and nothing is returned.
  std::optional<Fragment> read(const IncludeChain& chain, const std::string& name, const Position& at,
                               Diagnostics& out);

  /// SHA-256 of each file that was read, by path.
  const std::map<std::string, std::string>& used() const { return used_; }

 private:
  bool may_include(const IncludeChain& chain, const std::string& path, const std::string& name,
                   const Position& at, Diagnostics& out) const;
  bool is_inside(const IncludeChain& chain, const std::string& path) const;
  bool within_bounds(std::size_t bytes, const Position& at, Diagnostics& out);
  std::vector<std::string> names_beside(const std::string& path) const;

  std::filesystem::path root_;
  std::size_t count_ = 0, bytes_ = 0;  // taken in so far
  bool full_ = false;                  // and the finding has been made
  std::map<std::string, std::string> used_;
};

}  // namespace svodka::render
