#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bind/report.h"
#include "bind/sheet_layout.h"
#include "render/office.h"
#include "render/template.h"
#include "render/trace.h"
#include "render/word/page_numbers.h"

namespace svodka::render {

/// A file name with markers over the root's columns, matched with them.
class FileName {
 public:
  static std::optional<FileName> compile(const std::string& pattern, const Position& at, const Shape& shape,
                                         Diagnostics& out);
  /// The name for one document; a name that a file cannot have is a finding.
  std::optional<std::string> expand(const Row& root, Diagnostics& out) const;

 private:
  FileName(Expander expander, Position at)
      : expander_(std::make_shared<const Expander>(std::move(expander))), at_(std::move(at)) {}
  std::shared_ptr<const Expander> expander_;
  Position at_;
};

/// One output of a report, ready to be made.
struct PreparedOutput {
  const bind::Output* output = nullptr;
  FileName file;
  std::optional<Template> source;                ///< of a template
  std::optional<bind::WorkbookLayout> workbook;  ///< of a workbook
};

/// A report bound to its data and compiled: what is left is to read rows and write bytes.
class PreparedReport {
 public:
  /// Binds the definition and compiles every template and layout it names; mistakes of all of them are
  /// findings together, and nothing is returned.
  static std::optional<PreparedReport> prepare(const std::filesystem::path& root, bind::Report report,
                                               const store::Reader& reader, Diagnostics& out);

  const bind::Report& report() const { return *report_; }
  const bind::BoundReport& bound() const { return *bound_; }
  const std::vector<PreparedOutput>& outputs() const { return outputs_; }

  /// The rows of the documents, without sections, and what the files of each are called: a name for each
  /// output, "" where it cannot be one (a finding).
  struct Plan {
    std::vector<Row> rows;
    std::vector<std::string> files;  ///< rows.size() × outputs().size()
  };
  Plan plan(Diagnostics& out) const;
  /// The same in parts of so many rows, one after another.
  void plan(std::size_t rows_at_once, const std::function<void(Plan)>& take, Diagnostics& out) const;
  /// How many rows the plan has.
  std::size_t count_rows() const { return bound_->count_documents(); }

  /// Called for each document that is made to be traced.
  using DeliverMarked =
      std::function<void(const PreparedOutput&, const std::string& file, const MarkedDocument& made)>;
  /// Makes the documents again whose names `wanted` takes, with marks round their values (trace_document()).
  /// From then on the report's rows carry where they came from.
  void make_marked(const std::function<bool(const std::string& file)>& wanted,
                   const std::function<std::filesystem::path(const std::string& file)>& scratch,
                   const DeliverMarked& deliver, Diagnostics& out) const;

 private:
  friend class DocumentMaker;
  PreparedReport() = default;
  MarkedDocument marked(const PreparedOutput& output, const std::string& file, const Row& root,
                        const std::function<std::filesystem::path(const std::string&)>& scratch) const;

  std::filesystem::path root_;            // of the project
  std::unique_ptr<bind::Report> report_;  // the bound report points into it
  std::unique_ptr<bind::BoundReport> bound_;
  std::vector<PreparedOutput> outputs_;
};

/// Makes the documents of a report one after another. For one thread.
class DocumentMaker {
 public:
  /// `scratch` names a file that a library may write. The report must outlive the maker.
  DocumentMaker(const PreparedReport& report,
                std::function<std::filesystem::path(const std::string&)> scratch)
      : report_(report), scratch_(std::move(scratch)) {}

  /// Reads the rows of the queries for a row of the plan. False when there is an error.
  bool begin(Row row, Diagnostics& out);

  /// What tells the values that the output shows from others: the same digest, the same document, as far as
  /// the data decide it. Rows that are streamed are read for it, unless make() has just read them.
  std::string digest(const PreparedOutput& output, Diagnostics& out);

  /// A document's bytes; nothing when there is an error. Throws EnvironmentError.
  std::optional<std::string> make(const PreparedOutput& output, const std::string& file, Diagnostics& out);

 private:
  std::unique_ptr<RowSource> open(const bind::RowsAt& at, const Row* row, Diagnostics& out) const;

  const PreparedReport& report_;
  std::function<std::filesystem::path(const std::string&)> scratch_;
  PageNumbers pages_;
  Office office_;
  Row root_;
  std::string streamed_;  // digest of the rows that stream into the workbook of `streamed_into_`
  const PreparedOutput* streamed_into_ = nullptr;
};

/// Makes every document of a report. `deliver` is called for each: the output it comes of, its name and its
/// bytes. A document that has an error is not delivered.
void make_documents(
    const PreparedReport& report, const std::function<std::filesystem::path(const std::string&)>& scratch,
    const std::function<void(const PreparedOutput&, const std::string& file, std::string bytes)>& deliver,
    Diagnostics& out);

}  // namespace svodka::render
