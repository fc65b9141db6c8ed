#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/source_file.h"
#include "base/value.h"
#include "bind/resolver.h"
#include "render/expand/expand.h"
#include "render/expand/fragments.h"

namespace svodka::render {

/// A plain text or HTML template, compiled once for any number of documents.
///
/// A line that holds only section markers or comments disappears with its line end, as a person expects.
class TextTemplate {
 public:
  /// Matches every marker with `shape`; mistakes are findings with line and column, and nothing is returned.
  static std::optional<TextTemplate> compile(const SourceFile& file, const Shape& shape, Escape escape,
                                             Diagnostics& out) {
    Fragments fragments("");
    return compile(file, fragments, {}, shape, escape, out);
  }
  /// The same; `fragments` finds the files it includes, and HTML takes pictures: files that values name are
  /// looked for in `folder`.
  static std::optional<TextTemplate> compile(const SourceFile& file, Fragments& fragments,
                                             const std::filesystem::path& folder, const Shape& shape,
                                             Escape escape, Diagnostics& out);

  std::string render(const Row& root, Diagnostics& out) const;
  const std::vector<bind::MarkerUse>& uses() const;

 private:
  struct Impl;
  explicit TextTemplate(std::shared_ptr<const Impl> impl);
  std::shared_ptr<const Impl> impl_;
};

}  // namespace svodka::render
