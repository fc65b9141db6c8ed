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
  std::string name;                                          ///< as people see it
  std::string part;                                          ///< "xl/worksheets/sheet1.xml"
  std::vector<std::string> tables, comments, vml, drawings;  ///< names of parts
};

/// The package of a workbook as it is read. Names of parts are those of its zip entries.
struct FormPackage {
  std::vector<package::ZipEntry> entries;
  std::string workbook;  ///< "xl/workbook.xml"
  std::string strings, styles;
  std::vector<SheetPart> sheets;  ///< in the order of the tabs; chart sheets are left out
  std::vector<std::string> charts, pivot_caches;
  bool from_1904 = false;

  /// The place of an entry; -1 when there is none.
  int find(const std::string& part) const;
  /// The inflated part; "" when there is none or it is damaged (a finding).
  std::string read(const std::string& file, const std::string& part, Diagnostics& out) const;
  void write(const std::string& part, const std::string& xml);
};

/// Reads the bytes of an `.xlsx`. No workbook, macros, a password (which makes another kind of file):
/// findings.
std::optional<FormPackage> read_form_package(const std::string& file, const std::string& bytes,
                                             Diagnostics& out);

/// Takes the order of computing away, which no longer fits (`calcChain`), with all that speaks of it.
void drop_calc_chain(FormPackage& package, const std::string& file, Diagnostics& out);

}  // namespace svodka::render
