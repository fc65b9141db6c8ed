#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "package/zip.h"

namespace svodka::render {

/// A worksheet of a package, and the parts that belong to it.
struct SheetPart {
  std::string name;                                                  ///< as people see it
  std::string part;                                                  ///< "xl/worksheets/sheet1.xml"
  std::vector<std::string> tables, comments, vml, drawings, charts;  ///< names of parts
  bool has_pivots = false;                                           ///< pivot tables, slicers or timelines
};

/// The package of a workbook as it is read. Names of parts are those of its zip entries.
struct FormPackage {
  std::vector<package::ZipEntry> entries;
  std::string workbook;  ///< "xl/workbook.xml"
  std::string strings, styles;
  std::vector<SheetPart> sheets;  ///< in the order of the tabs; chart sheets are left out
  std::vector<std::string> pivot_caches;
  bool from_1904 = false;

  /// The place of an entry; -1 when there is none.
  int find(const std::string& part) const;
  /// The inflated part; "" when there is none or it is damaged (a finding).
  std::string read(const std::string& file, const std::string& part, Diagnostics& out) const;
  /// Changes a part, or adds one at the end.
  void write(const std::string& part, std::string xml);
  /// A name for a new part beside `part` that no part has: "xl/worksheets/sheet7.xml".
  std::string free_name(const std::string& part) const;
  void copy(const std::string& part, const std::string& to);
  void remove(const std::string& part);
  /// The bytes of the file: what was not written as it was read.
  std::string bytes() const;

 private:
  std::map<std::string, std::string> written_;  // parts, not deflated yet
};

/// "xl/worksheets/sheet1.xml" → "xl/worksheets/_rels/sheet1.xml.rels"; "" → "_rels/.rels".
std::string relations_part(const std::string& part);

/// The part that a relation of `part` leads to (ECMA-376 part 2, 8.3).
std::string relation_target(const std::string& part, std::string target);

/// Reads the bytes of an `.xlsx`. No workbook, macros, a password (which makes another kind of file):
/// findings.
std::optional<FormPackage> read_form_package(const std::string& file, const std::string& bytes,
                                             Diagnostics& out);

/// Takes the order of computing away, which no longer fits (`calcChain`), with all that speaks of it.
void drop_calc_chain(FormPackage& package, const std::string& file, Diagnostics& out);

}  // namespace svodka::render
