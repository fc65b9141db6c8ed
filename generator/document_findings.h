#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/finding.h"
#include "named_files.h"

namespace svodka {

/// What there is to say of single documents of a report that makes many: the same words about several are one
/// finding, which names the first of them.
class DocumentFindings {
 public:
  void add(const Diagnostics& found, const std::string& document);
  /// Those of the documents after these.
  void add(const DocumentFindings& others);
  bool empty() const { return told_.empty(); }
  bool has_errors() const;
  /// In the order in which they were met.
  void tell(Diagnostics& out) const;

 private:
  struct Told {
    Finding finding;
    NamedFiles documents;
  };
  Told& of(const Finding& finding);

  std::vector<Told> told_;
  std::unordered_multimap<std::string, std::size_t> places_;  // by the message
};

}  // namespace svodka
