#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/form_map.h"
#include "bind/resolver.h"

namespace svodka::render {

/// A blank `.xlsx` with markers in its cells, or filled by a map, compiled once for any number of forms. What
/// is not filled stays as it is: parts that nothing changes keep their bytes.
///
/// Rows, columns and sheets repeat as form_sheet.h and form_scope.h say; what lies below and to the right
/// moves, and whatever speaks of it with it: formulas of all sheets, merged cells, conditional formats,
/// validations, filters, tables, print areas, names, links, notes, drawings, charts. Results of formulas are
/// computed (form_compute.h), and the workbook asks to be computed when it is opened.
class FormTemplate {
 public:
  /// `path` is the blank's name for findings, `definition` that of the report which has the map. Not a
  /// workbook, one with macros or a password, every mistake of the markers (at its cell) and of the map (in
  /// the definition): findings, and nothing is returned.
  static std::optional<FormTemplate> compile(const std::string& path, const std::string& bytes,
                                             const Shape& shape, const bind::FormMap& map,
                                             const std::string& definition, Diagnostics& out);
  static std::optional<FormTemplate> compile(const std::string& path, const std::string& bytes,
                                             const Shape& shape, Diagnostics& out) {
    return compile(path, bytes, shape, {}, {}, out);
  }

  /// The bytes of the form over one document's rows; the same rows give the same bytes. Cells that the map
  /// requires and that stay empty are findings.
  std::string render(const Row& root, Diagnostics& out) const;
  const std::vector<bind::MarkerUse>& uses() const;

 private:
  struct Impl;
  explicit FormTemplate(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

}  // namespace svodka::render
