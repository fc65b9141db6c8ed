#pragma once

#include <string>

#include "render/expand/expand.h"
#include "render/form/form_sheet.h"

namespace svodka::render {

/// Writes the cells that are one value: all behind `<c r="B7"`. A number, a day, a truth value keep their
/// type; text is text whatever it begins with. What a cell cannot hold is a finding at the cell.
class CellWriter : public Embedder {
 public:
  CellWriter(const CompiledSheet& sheet, const std::string& file, bool from_1904, Diagnostics& out)
      : sheet_(sheet), file_(file), from_1904_(from_1904), out_(out) {}

  std::string embed(const EmbedRequest& request) override;

 private:
  std::string value(const TypedCell& cell, const EmbedRequest& request) const;
  std::string numeric(const TypedCell& cell, double number) const;
  std::string text(const TypedCell& cell, const std::string& words) const;
  std::string formula(const TypedCell& cell, const std::string& words) const;
  std::string link(const TypedCell& cell, const EmbedRequest& request) const;
  Position place(const TypedCell& cell) const;

  const CompiledSheet& sheet_;
  const std::string& file_;
  bool from_1904_;
  Diagnostics& out_;
};

}  // namespace svodka::render
