#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/resolver.h"

namespace svodka::render {

/// A blank `.xlsx` with markers in its cells, compiled once for any number of forms. What is not filled stays
/// as it is: parts without markers keep their bytes.
///
/// Rows repeat as form_sheet.h says; what lies below moves, and whatever speaks of it with it: formulas of
/// all sheets, merged cells, conditional formats, validations, filters, tables, print areas, names, links,
/// notes, drawings, charts. Results of formulas are computed (form_compute.h), and the workbook asks to be
/// computed when it is opened.
class FormTemplate {
 public:
  /// `path` is the blank's name for findings. Not a workbook, one with macros or a password, every mistake of
  /// the markers (at its cell): findings, and nothing is returned.
  static std::optional<FormTemplate> compile(const std::string& path, const std::string& bytes,
                                             const Shape& shape, Diagnostics& out);

  /// The bytes of the form over one document's rows; the same rows give the same bytes.
  std::string render(const Row& root, Diagnostics& out) const;
  const std::vector<bind::MarkerUse>& uses() const;

 private:
  struct Impl;
  explicit FormTemplate(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

}  // namespace svodka::render
