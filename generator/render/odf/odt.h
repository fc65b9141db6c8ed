#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/resolver.h"
#include "render/expand/fragments.h"

namespace svodka::render {

/// A text template of OpenDocument (.odt, .ott; ODF 1.3 parts 2 and 3), compiled once for any number of
/// documents by the rules of DocxTemplate: the text, headers and footers, notes, text boxes, the words in
/// charts and properties are filled, every other part keeps its compressed bytes. The thumbnail, which shows
/// the template, goes. An .ott makes .odt documents.
class OdtTemplate {
 public:
  /// `path` names the file in findings, `bytes` is the package; names of files in values (pictures) are
  /// relative to `folder`. Mistakes, macros and encryption: findings; then nothing is returned.
  static std::optional<OdtTemplate> compile(const std::filesystem::path& folder, const std::string& path,
                                            std::string bytes, const Shape& shape, Diagnostics& out) {
    Fragments fragments(folder);
    return compile(fragments, folder, path, std::move(bytes), shape, out);
  }
  /// The same; `fragments` finds the files that the template includes.
  static std::optional<OdtTemplate> compile(Fragments& fragments, const std::filesystem::path& folder,
                                            const std::string& path, std::string bytes, const Shape& shape,
                                            Diagnostics& out);

  /// The bytes of the filled document. The same row gives the same bytes.
  std::string render(const Row& root, Diagnostics& out) const;
  const std::vector<bind::MarkerUse>& uses() const;

 private:
  struct Impl;
  explicit OdtTemplate(std::shared_ptr<const Impl> impl);
  std::shared_ptr<const Impl> impl_;
};

}  // namespace svodka::render
