#include "render/template.h"

#include "base/files.h"
#include "base/hash.h"
#include "base/utf8.h"

namespace svodka::render {
namespace {

std::optional<Escape> text_format(const std::string& extension) {
  if (extension == ".html" || extension == ".htm") return Escape::kHtml;
  if (extension == ".csv") return Escape::kCsv;
  if (extension == ".txt" || extension == ".md" || extension == ".tex") return Escape::kNone;
  return std::nullopt;
}

std::optional<std::string> bytes_of(const std::filesystem::path& root, const std::string& path,
                                    Diagnostics& out) {
  try {
    return read_file(root / path);
  } catch (const EnvironmentError& e) {
    out.error({.file = path}, "unreadable-file", e.message());
    return std::nullopt;
  }
}

}  // namespace

std::optional<Template> Template::compile_form(const std::filesystem::path& root, const std::string& path,
                                               const Shape& shape, const bind::FormMap& map,
                                               const std::string& definition, Diagnostics& out) {
  auto bytes = bytes_of(root, path, out);
  if (!bytes) return std::nullopt;
  auto compiled = FormTemplate::compile(path, *bytes, shape, map, definition, out);
  if (!compiled) return std::nullopt;
  return Template(std::move(*compiled), svodka::sha256(*bytes), {});
}

std::optional<Template> Template::compile(const std::filesystem::path& root, const std::string& path,
                                          const std::filesystem::path& folder, const Shape& shape,
                                          Diagnostics& out) {
  const auto extension = utf8::lower(std::filesystem::path(path).extension().string());
  const auto format = text_format(extension);
  const bool odt = extension == ".odt" || extension == ".ott";
  const bool form = extension == ".xlsx";
  if (!format && !odt && !form && extension != ".docx") {
    out.error(
        {.file = path}, "unknown-template-format",
        text("шаблон вида «{}» не поддерживается", "templates of the kind “{}” are not supported", extension),
        extension == ".docm" || extension == ".dotm" || extension == ".xlsm"
            ? text("файлы с макросами не принимаются: сохраните его как .docx или .xlsx",
                   "files with macros are refused: save it as .docx or .xlsx")
            : text("годятся .docx, .odt, .xlsx, .html и .txt", "use .docx, .odt, .xlsx, .html or .txt"));
    return std::nullopt;
  }
  if (form) return compile_form(root, path, shape, {}, {}, out);
  auto read = bytes_of(root, path, out);
  if (!read) return std::nullopt;
  auto& bytes = *read;
  Fragments fragments(root);
  if (format) {
    const auto source = make_source(path, bytes, out);
    if (!source) return std::nullopt;
    auto compiled = TextTemplate::compile(*source, fragments, folder, shape, *format, out);
    if (!compiled) return std::nullopt;
    return Template(std::move(*compiled), svodka::sha256(bytes), fragments.used());
  }
  if (odt) {
    auto compiled = OdtTemplate::compile(fragments, folder, path, bytes, shape, out);
    if (!compiled) return std::nullopt;
    return Template(std::move(*compiled), svodka::sha256(bytes), fragments.used());
  }
  auto compiled = DocxTemplate::compile(fragments, folder, path, bytes, shape, out);
  if (!compiled) return std::nullopt;
  return Template(std::move(*compiled), svodka::sha256(bytes), fragments.used());
}

std::string Template::render(const Row& root, Diagnostics& out) const {
  return std::visit([&](const auto& compiled) { return compiled.render(root, out); }, kind_);
}

bool Template::has_contents() const {
  const auto* word = std::get_if<DocxTemplate>(&kind_);
  return word != nullptr && word->has_contents();
}

const std::vector<bind::MarkerUse>& Template::uses() const {
  return std::visit(
      [](const auto& compiled) -> const std::vector<bind::MarkerUse>& { return compiled.uses(); }, kind_);
}

}  // namespace svodka::render
