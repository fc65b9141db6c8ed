#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bind/sign_off.h"
#include "signoff/documents.h"

namespace svodka::signoff {

/// Today, as the computer's clock and time zone have it.
std::string today();

/// The ground that sign-off stands on, for the documents of one command: who people are, what a report's
/// definition says, whether the data are as they were. Reads each once.
class Grounds {
 public:
  explicit Grounds(ProjectOptions project) : project_(std::move(project)) {}

  /// The person in the directory of the document's period. Unknown, or not in office on the document's day or
  /// today: a finding at the document, and nothing.
  std::optional<publish::LedgerPerson> person(const Document& document, const std::string& id,
                                              Diagnostics& out);
  /// Like person(), with the surname alone, for comparing with a certificate.
  std::string surname(const Document& document, const std::string& id);

  /// Who approves and signs, as the report's definition says now. A definition that cannot be read is a
  /// finding.
  std::optional<bind::SignOff> sign_off(const Document& document, Diagnostics& out);

  /// The pattern of outgoing numbers, the number that a year begins with, and whom documents mostly go to.
  struct Numbers {
    std::string pattern;
    std::int64_t start = 1;
    std::string addressee;
  };
  Numbers numbers(const Document& document);

  /// Whether each document would come out today as it was built or approved. Only when files that it was made
  /// of have changed is it made again, to be compared. A finding at each that would not.
  void require_same_data(const std::vector<Document>& documents, Diagnostics& out);

  /// The files that a draft was made of, a line "SHA-256  FILE" for each, as its build recorded them.
  std::string input_list(const Document& document);

  std::filesystem::path outputs() const { return outputs_of(project_); }
  const std::filesystem::path& root() const { return project_.root; }

 private:
  struct Opened {
    std::optional<Project> project;
    std::map<std::string, bind::Official> people;
  };
  const Opened& opened(const Document& document);
  const std::optional<publish::Manifest>& manifest(const std::string& period);
  std::string recorded_list(const Document& document);
  BuildResult made_again(const std::vector<const Document*>& documents, Diagnostics& findings) const;
  void say_changed(const Document& document, bool data_have_errors, Diagnostics& out);
  std::vector<std::string> changed_files(const std::string& list);
  const std::string& current_hash(const std::string& file);

  ProjectOptions project_;
  std::map<std::pair<std::string, std::string>, Opened> opened_;       // by period and day
  std::map<std::string, std::optional<bind::SignOff>> sign_offs_;      // by report
  std::map<std::string, std::optional<publish::Manifest>> manifests_;  // by period
  std::map<std::string, std::string> lists_;                           // of inputs, by name
  std::map<std::string, std::string> hashes_;                          // of files as they are now
  std::optional<std::vector<std::string>> inputs_;  // names of the input files there are now
};

/// Whether the document's files are those that the ledger, or for a draft its build, has recorded: each that
/// is changed or gone is a finding.
void require_unchanged(const std::filesystem::path& outputs, const Document& document, Diagnostics& out);

/// Whether the PDF that was approved has since got a signature inside: it then lies there with that.
bool is_signed_inside(const Document& document, const publish::LedgerFile& pdf);

/// A file of the outputs against what was recorded of it; a finding when they differ.
bool is_unchanged(const std::filesystem::path& outputs, const publish::LedgerFile& file, Diagnostics& out);

}  // namespace svodka::signoff
