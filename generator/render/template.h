#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "render/form/form.h"
#include "render/odf/odt.h"
#include "render/text/text.h"
#include "render/word/docx.h"

namespace svodka::render {

/// A template of any format, told by the file's extension: .docx is a Word document, .odt and .ott are
/// OpenDocument texts, .xlsx a form to be filled, .html and .htm are HTML, .txt, .md, .csv and .tex are plain
/// text.
class Template {
 public:
  /// Reads `root/path` and compiles it for data of this shape. A file that cannot be read, a format that is
  /// not known, and every mistake in the markers: findings; then nothing is returned.
  static std::optional<Template> compile(const std::filesystem::path& root, const std::string& path,
                                         const Shape& shape, Diagnostics& out) {
    return compile(root, path, root, shape, out);
  }
  /// The same; files that values name (pictures) are looked for in `folder`, and nowhere else.
  static std::optional<Template> compile(const std::filesystem::path& root, const std::string& path,
                                         const std::filesystem::path& folder, const Shape& shape,
                                         Diagnostics& out);
  /// A form (.xlsx) that the map of the report's definition `definition` fills besides its markers.
  static std::optional<Template> compile_form(const std::filesystem::path& root, const std::string& path,
                                              const Shape& shape, const bind::FormMap& map,
                                              const std::string& definition, Diagnostics& out);

  /// The bytes of the document. The same row gives the same bytes.
  std::string render(const Row& root, Diagnostics& out) const;
  const std::vector<bind::MarkerUse>& uses() const;
  bool is_word() const { return std::holds_alternative<DocxTemplate>(kind_); }
  /// It has a table of contents that is written anew for each document.
  bool has_contents() const;
  /// SHA-256 of the template's bytes as they were compiled.
  const std::string& sha256() const { return sha256_; }
  /// The files that it includes, and SHA-256 of each.
  const std::map<std::string, std::string>& fragments() const { return fragments_; }

 private:
  using Kind = std::variant<TextTemplate, DocxTemplate, OdtTemplate, FormTemplate>;
  Template(Kind kind, std::string sha256, std::map<std::string, std::string> fragments)
      : kind_(std::move(kind)), sha256_(std::move(sha256)), fragments_(std::move(fragments)) {}
  Kind kind_;
  std::string sha256_;
  std::map<std::string, std::string> fragments_;
};

}  // namespace svodka::render
