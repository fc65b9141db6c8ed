#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "pipeline.h"

namespace svodka {

/// «Отчёт.docx» → «Отчёт (обезличено).docx»: a copy without personal data lies beside its document.
std::string redacted_name(const std::string& file);

/// Whether the names of people are among what `hidden` hides: then those of the ledger must go, too.
bool hides_people(const store::Reader& shown, const store::Reader& hidden);

/// The personal data of a project, and of a region's projects, for looking whether a document that was made
/// without them shows some of them all the same: in the free text of another field, or in its template.
class PersonalValues {
 public:
  explicit PersonalValues(const Project& project);

  /// A warning for each value that stands in the document, by where it stands and whose it is; the value
  /// itself is not told. `file` names the document.
  void look_for(const std::string& file, const std::string& bytes, Diagnostics& out) const;

  /// Findings as they may be kept beside the documents: without the values that their words quote.
  std::vector<Finding> hidden(std::vector<Finding> findings) const;

 private:
  struct Known {
    std::string words;  ///< lower case
    std::string field;  ///< "people.phone"
    Position at;
  };
  void read(const store::Reader& reader, const load::Schema& schema, const std::string& folder) const;
  void read_projects() const;

  std::shared_ptr<const store::ProjectStores> projects_;
  mutable std::once_flag projects_read_;  // not before they are asked for: many runs hide nothing
  mutable std::vector<Known> values_;
};

}  // namespace svodka
