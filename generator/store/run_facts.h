#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace svodka::store {

/// What a run knows of itself, for the page of the period (docs/page.md). Queries see it as tables named
/// run_…. Words are in Russian, as in documents; `href` leads from the folder of the period, percent-encoded
/// (RFC 3986), and is empty where nothing can be linked.
struct RunFacts {
  struct Document {
    std::string report, title;
    std::string file, href;
    std::string kind;  ///< "docx": the file's extension
    std::int64_t bytes = 0;
    std::string state, state_label;  ///< "draft", «проект»; "ready" when nobody signs it off
    std::int64_t version = 1;
    struct File {
      std::string kind, label;  ///< "pdf", «PDF»; "signed-pdf", "signature", "stamped"
      std::string file, href;
    };
    std::vector<File> files{};  ///< that belong to it and lie beside it
  };
  struct Report {
    std::string report, title;
    std::int64_t documents = 0, shown = 0;       ///< all of them; those among `documents`
    std::map<std::string, std::int64_t> states;  ///< how many there are, by `state_label`
  };
  struct Finding {
    std::string severity, severity_label;  ///< "warning", «предупреждение»
    std::string rule, message, hint;
    std::string place, href;  ///< "inputs/a.yaml:14:9"
  };
  struct FieldChange {
    std::string field, before, after;
  };
  struct Change {
    std::string collection, collection_label;
    std::string kind, kind_label;  ///< "added", «добавлено»
    std::string record, words;     ///< its id, and what it is called
    std::string place, href;
    std::vector<FieldChange> fields;
  };
  std::string previous;                                ///< the period before, when it was built
  std::int64_t errors = 0, warnings = 0, remarks = 0;  ///< of all findings
  std::int64_t changed_records = 0;                    ///< of all changes
  std::vector<Report> reports;                         ///< in the order of their documents
  std::vector<Document> documents;                     ///< of each report the first
  std::vector<Finding> findings;                       ///< the first of them
  std::vector<Change> changes;                         ///< the first of them
};

}  // namespace svodka::store
