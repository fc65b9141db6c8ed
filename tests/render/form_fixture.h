#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/source_file.h"
#include "bind/plain_data.h"
#include "package/zip.h"
#include "render/form/form.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::test {

inline const std::filesystem::path kForms = std::filesystem::path(SVODKA_ROOT) / "tests/data/forms";

/// A blank filled with YAML; findings go to `out`.
inline std::string filled_form(const std::string& blank, const std::string& yaml, Diagnostics& out) {
  const auto data = bind::load_plain_data({{"data.yaml", yaml}}, false, out);
  if (!data) return {};
  const auto form = render::FormTemplate::compile("form.xlsx", blank, data->shape, out);
  return form ? form->render(data->record(0), out) : std::string();
}

inline std::string blank(const std::string& name) { return read_file(kForms / (name + ".xlsx")); }
inline std::string data_of(const std::string& name) { return read_file(kForms / (name + ".yaml")); }

/// One part of a workbook, inflated; "" when there is none.
inline std::string form_part(const std::string& bytes, const std::string& name) {
  Diagnostics out;
  for (const auto& entry :
       package::read_zip("a.xlsx", bytes, out).value_or(std::vector<package::ZipEntry>())) {
    if (entry.name == name) return package::inflate("a.xlsx", entry, out).value_or("");
  }
  return {};
}

/// What tests/render/form_read.py says about files in `folder`.
inline std::string form_read(const std::filesystem::path& folder, const std::string& arguments) {
  return shell(folder, "/usr/bin/python3 " +
                           (std::filesystem::path(SVODKA_ROOT) / "tests/render/form_read.py").string() + " " +
                           arguments)
      .output;
}

}  // namespace svodka::test
