#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/resolver.h"
#include "render/expand/fragments.h"

namespace svodka::render {

/// A Word template (.docx), compiled once for any number of documents: markers healed, sections stretched to
/// what a person means (runs, paragraphs, table rows), every part with markers turned into an Expander, every
/// other part kept as its compressed bytes.
class DocxTemplate {
 public:
  /// `path` names the file in findings, `bytes` is the package; names of files in values (pictures) are
  /// relative to `folder`. Mistakes: findings with part, paragraph and the words around; then nothing is
  /// returned.
  static std::optional<DocxTemplate> compile(const std::filesystem::path& folder, const std::string& path,
                                             std::string bytes, const Shape& shape, Diagnostics& out) {
    Fragments fragments(folder);
    return compile(fragments, folder, path, std::move(bytes), shape, out);
  }
  /// The same; `fragments` finds the files that the template includes.
  static std::optional<DocxTemplate> compile(Fragments& fragments, const std::filesystem::path& folder,
                                             const std::string& path, std::string bytes, const Shape& shape,
                                             Diagnostics& out);

  /// The bytes of the filled document. The same row gives the same bytes.
  std::string render(const Row& root, Diagnostics& out) const;
  const std::vector<bind::MarkerUse>& uses() const;
  /// It has a table of contents that is written anew for each document (wordml_contents.h).
  bool has_contents() const;

 private:
  struct Impl;
  explicit DocxTemplate(std::shared_ptr<const Impl> impl);
  std::shared_ptr<const Impl> impl_;
};

}  // namespace svodka::render
