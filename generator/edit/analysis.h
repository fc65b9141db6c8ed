#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "bind/report.h"
#include "edit/overlay.h"
#include "load/schema.h"
#include "pipeline.h"
#include "store/reader.h"

namespace svodka::edit {

/// A record that others may refer to.
struct KnownRecord {
  std::string id;
  std::string label;  ///< its required texts: «1.2.1 Определение организаций-партнёров»
  Position at;  ///< of the id
};

/// A report's definition and what its queries give.
struct KnownReport {
  bind::Report report;
  std::map<std::string, std::vector<std::string>> columns;  ///< by query
};

/// What one check of the project found out: the findings, and what completion and hovers draw on.
struct Analysis {
  load::Schema schema;
  std::vector<Finding> findings;                            ///< those of `svodka check`, in its order
  std::map<std::string, std::vector<KnownRecord>> records;  ///< by collection
  std::vector<store::Reader::Relation> relations;           ///< tables and views that queries may use
  std::vector<check::Rule> rules;                           ///< built in, and the project's own
  std::map<std::string, KnownReport> reports;               ///< by path
};

/// Checks a project as its editor has it: the stages that `svodka check` runs, over an Overlay. For one
/// thread.
class Analyst {
 public:
  /// `options.root` is the project. Throws EnvironmentError.
  explicit Analyst(ProjectOptions options);

  /// `texts`: the unsaved files by path. Never null. What cannot be read at the moment (a file that is half
  /// typed) keeps the records and the report that it had before, so that its names can still be completed.
  /// Throws EnvironmentError.
  std::shared_ptr<const Analysis> analyse(const std::map<std::string, std::string>& texts);

 private:
  void keep_what_is_half_typed(Analysis& now) const;

  ProjectOptions options_;
  Overlay overlay_;
  std::shared_ptr<const Analysis> last_;
};

}  // namespace svodka::edit
