#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/form_map.h"
#include "bind/resolver.h"
#include "load/yaml.h"
#include "store/reader.h"

namespace svodka::bind {

/// A query of a report's `data:` (or `each:` of another query): rows under a name.
struct Query {
  std::string name;
  std::string sql;
  Mark at;                  ///< of the SQL
  Mark named_at;            ///< of the name
  std::vector<Query> each;  ///< run again for each row of this one
};

/// One document that a report makes.
struct Output {
  std::string template_file;         ///< relative to the project: "templates/report.docx"; "" for a workbook
  std::optional<load::Node> sheets;  ///< layout of a workbook (docs/sheets.md)
  std::optional<load::Node> properties;  ///< of a workbook
  std::string file;  ///< pattern of the document's name; may hold markers over the root's columns
  FormMap map;       ///< of a form (.xlsx): what fills it besides markers
  std::string pdf;   ///< "", "pdf" or "pdf/a-2b": wanted beside the document
  /// What becomes of page numbers in a Word document's contents: "pages" (laid out by LibreOffice), "update"
  /// (Word is asked to), "entries" (they stay); "" when the definition does not say.
  std::string contents;
  /// Who computes the formulas of a form that Svodka does not: "libreoffice", or "" for nobody.
  std::string compute;
  Mark at, file_at;
};

/// Who approves and signs: ids of people.
struct SignOff {
  std::vector<std::string> approve;  ///< in the order they act in
  std::string sign;
  std::vector<Mark> approve_at;  ///< of each of them
  Mark sign_at;

  /// Documents of the report are drafts until they are approved.
  bool wanted() const { return !approve.empty() || !sign.empty(); }
  /// Who approves: where only a signer is named, that one does.
  std::vector<std::string> approvers() const {
    return approve.empty() ? std::vector<std::string>{sign} : approve;
  }
};

/// A report's definition, templates/NAME.yaml (docs/reports.md).
struct Report {
  std::string name;    ///< "progress-report"
  std::string path;    ///< "templates/progress-report.yaml"
  std::string sha256;  ///< of the definition
  std::string text;    ///< the definition itself, for places inside its SQL
  std::string title;
  std::vector<Output> outputs;
  std::vector<Query> data;
  std::optional<Query> one_per;  ///< a document for each of its rows, whose columns the root then has
  SignOff sign_off;
  bool redact = false;  ///< its documents are made without personal data
};

/// Reads templates/NAME.yaml of the project `root`. All mistakes are findings at their places; nothing is
/// returned when there is one.
std::optional<Report> load_report(const std::filesystem::path& root, const std::string& name,
                                  Diagnostics& out);

/// The same for whoever looks for further mistakes: a report whose data and templates can be read comes back
/// although something is wrong with what its documents are saved as (`format`, `file`, `pdf`, `contents`).
std::optional<Report> load_report_in_part(const std::filesystem::path& root, const std::string& name,
                                          Diagnostics& out);

/// Rows of a query that know which lines of the inputs they come from.
class SourcedRows : public RowSource {
 public:
  /// Where a column of the current row was written; no file when nobody can say: the value was computed, or
  /// the query does not have the `_row` of the table that the column stands in.
  virtual Position source(int column) const = 0;
};

/// A report whose queries are prepared: the names that its templates may use are known, and no row has been
/// read.
///
/// The root has the columns of the table `report` (period, as_of, …), `title`, and those of `one-per`; its
/// sections are the queries. A nested query binds `:query.column` or `:column` from the rows that enclose it.
/// Must not outlive the Reader.
class BoundReport {
 public:
  /// Mistakes in SQL, unknown parameters, two columns of one name: findings in the definition; nothing is
  /// returned when there is one.
  static std::optional<BoundReport> prepare(const Report& report, const store::Reader& reader,
                                            Diagnostics& out);
  ~BoundReport();
  BoundReport(BoundReport&&) noexcept;
  BoundReport& operator=(BoundReport&&) noexcept;

  const Shape& shape() const;

  /// Says which queries the outputs use. `held`: a template shows them, so fetch() reads their rows; else
  /// they are streamed by open_rows().
  void use(const std::vector<MarkerUse>& uses);
  void use_rows(int section);
  /// A warning for each query that nothing uses.
  void report_unused(Diagnostics& out) const;

  /// From now on the rows say where their values came from: a row of n columns has 2n + 1 values, the sets of
  /// store::Reader::prepare_traced() behind its own. Values of the definition itself (`title`) have the set
  /// 0. Where a query cannot be followed, or what follows it would give other rows, all its values have the
  /// tables it reads.
  void trace();

  /// The rows of `one-per`, as root rows without sections; one root row when there is none. An SQL mistake
  /// met while running is a finding.
  std::vector<Row> documents(Diagnostics& out) const;
  /// The same, so many at a time, so that the rows of many documents need not be in memory together.
  void documents(std::size_t at_once, const std::function<void(std::vector<Row>)>& take,
                 Diagnostics& out) const;
  /// How many there are.
  std::size_t count_documents() const;
  /// Reads the rows of the queries that templates show into `root` (of documents()). More than a million rows
  /// is a finding.
  void fetch(Row& root, Diagnostics& out) const;
  /// Takes the rows of a document that is done; what all documents show alike is not read for each of them.
  void give_back(Row& root) const;
  /// The rows of one query one after another. With `row`, a row of the query `section`, those of the query
  /// `nested` in it. The statement belongs to the caller; findings go to `out`, which must outlive it.
  std::unique_ptr<RowSource> open_rows(int section, const Row& root, Diagnostics& out, int nested = -1,
                                       const Row* row = nullptr) const;

 private:
  struct Impl;
  explicit BoundReport(std::unique_ptr<Impl> impl);
  std::unique_ptr<RowSource> open_traced(int section, const Row& root, Diagnostics& out, int nested,
                                         const Row* row) const;
  std::unique_ptr<Impl> impl_;
};

/// A name made of data as a file can have it: '/', '\', ':' and '|' become '-', straight quotes become «»,
/// other characters that Windows or a shell cannot bear go, line breaks become spaces; leading dots and
/// dashes and trailing dots go; what is over 240 bytes is cut before the extension. May come out empty or
/// reserved: ask file_name_problem().
std::string safe_file_name(std::string_view name);

/// What keeps a document's name from being one (empty, "/" or control characters in it, a leading dot, a name
/// that Windows reserves, over 255 bytes); nothing when it is fine.
std::optional<Text> file_name_problem(std::string_view name);

}  // namespace svodka::bind
