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

  /// Called for each document: the output it comes of, its name and its bytes.
  using Deliver = std::function<void(const PreparedOutput&, const std::string& file, std::string bytes)>;
  /// Makes every document of the report. `scratch` names a file that a library may write. Findings met while
  /// reading or rendering go to `out`; a document that has an error is not delivered. Throws
  /// EnvironmentError.
  void make(const std::function<std::filesystem::path(const std::string& file)>& scratch,
            const Deliver& deliver, Diagnostics& out) const;

  /// Called for each document that is made to be traced.
  using DeliverMarked =
      std::function<void(const PreparedOutput&, const std::string& file, const MarkedDocument& made)>;
  /// Makes the documents again whose names `wanted` takes, with marks round their values (trace_document()).
  /// From then on the report's rows carry where they came from.
  void make_marked(const std::function<bool(const std::string& file)>& wanted,
                   const std::function<std::filesystem::path(const std::string& file)>& scratch,
                   const DeliverMarked& deliver, Diagnostics& out) const;

 private:
  PreparedReport() = default;
  std::optional<std::string> bytes(const PreparedOutput& output, const std::string& file, const Row& root,
                                   const std::function<std::filesystem::path(const std::string&)>& scratch,
                                   PageNumbers& pages, Office& office, Diagnostics& out) const;
  MarkedDocument marked(const PreparedOutput& output, const std::string& file, const Row& root,
                        const std::function<std::filesystem::path(const std::string&)>& scratch) const;

  std::filesystem::path root_;            // of the project
  std::unique_ptr<bind::Report> report_;  // the bound report points into it
  std::unique_ptr<bind::BoundReport> bound_;
  std::vector<PreparedOutput> outputs_;
};

}  // namespace svodka::render
