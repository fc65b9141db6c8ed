#pragma once

#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "publish/ledger/versions.h"
#include "publish/made_records.h"
#include "publish/publisher.h"

namespace svodka {

/// A document that the build made, or would make.
struct BuiltDocument {
  std::string report;
  std::string file;  ///< relative to the folder of the period
  std::size_t bytes = 0;
  publish::Outcome outcome = publish::Outcome::kNew;
  bool signed_off = false;   ///< its report wants it approved, or somebody has approved it
  std::string document;      ///< its name without a version; `file` when nobody signs it off
  std::string clean_sha256;  ///< of its bytes without the mark of a draft
  publish::VersionPlace version;
  std::string pdf{};                     ///< the PDF beside it; "" when there is none
  std::vector<publish::Cause> causes{};  ///< why it was made; none: it stays as it was
};

/// The documents of one run, in the order of their reports and of the rows that they are made for, whichever
/// thread made them first. They lie in a temporary file, so that memory does not grow with their number.
/// Several threads may add at once; reading is for one, when nobody adds. Throws EnvironmentError when there
/// is no room for the file.
class RunDocuments {
 public:
  /// Where a document stands: its report among those of the run, its place among those of the report, and a
  /// number for what goes with it (a copy for review).
  struct Place {
    std::size_t report = 0;
    std::int64_t place = 0;
    int copy = 0;
  };

  RunDocuments();
  ~RunDocuments();
  RunDocuments(RunDocuments&&) noexcept;
  RunDocuments& operator=(RunDocuments&&) noexcept;

  /// A document with where it stands.
  struct Row {
    /// `manifest_entry`: what the manifest says of it; null for what it does not name.
    Row(const Place& at, BuiltDocument made, const publish::ManifestEntry* manifest_entry);
    Place place;
    BuiltDocument document;
    std::string entry;  ///< the lines of the manifest; "": none
  };

  /// Several at once are cheaper when other threads add as well.
  void add(const std::vector<Row>& rows);
  void add(const Row& row) { add(std::vector{row}); }
  /// What the manifest of the run before says of a document that this run has nothing to do with: it is no
  /// document of the run, but stands among the entries by the name of its report.
  void keep(const publish::ManifestEntry& entry);
  /// Forgets a report's documents.
  void drop(std::size_t report);
  void clear();

  struct Claimed {
    std::string file, report;
  };
  /// The document that has this name already, or one that is the same file elsewhere (file_name_key()), with
  /// its report; or nothing: then it is `report`'s from now on.
  std::optional<Claimed> claim(const std::string& file, const std::string& report);
  /// Claims the names of all documents of a report that nobody has yet.
  void claim_all(std::size_t report, const std::string& name);

  /// Whether the manifest names this file; with a report of that name, or with another one.
  bool names(const std::string& file) const;
  bool names_of_others(const std::string& file, const std::string& report) const;

  /// The entries of a report, with where they stand.
  void each_of(std::size_t report,
               const std::function<void(const Place&, const publish::ManifestEntry&)>& take) const;
  void set_entry(const Place& place, const publish::ManifestEntry& entry);
  void set_pdf(const std::string& file, const publish::ManifestPdf& pdf);

  using EachEntry = std::function<void(const publish::ManifestEntry&)>;
  /// The entries of the manifest in order; `last`: a report whose documents come after all others.
  void each_entry(const std::string& last, const EachEntry& take) const;
  /// The same as the lines of the manifest, with the name of the report.
  using EachLines = std::function<void(const std::string& report, std::string_view lines)>;
  void each_lines(const std::string& last, const EachLines& take) const;

  std::size_t size() const;
  bool empty() const { return size() == 0; }

  /// Goes over the documents once.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = BuiltDocument;
    using difference_type = std::ptrdiff_t;
    using pointer = const BuiltDocument*;
    using reference = const BuiltDocument&;
    reference operator*() const { return *at_; }
    pointer operator->() const { return at_.get(); }
    Iterator& operator++();
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }

   private:
    friend class RunDocuments;
    struct Rows;
    std::shared_ptr<Rows> rows_;
    std::shared_ptr<BuiltDocument> at_;  // null: the end
  };
  Iterator begin() const;
  Iterator end() const { return {}; }

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace svodka
