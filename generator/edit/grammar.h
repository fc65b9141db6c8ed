#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "load/schema.h"

namespace svodka::edit {

using Json = nlohmann::ordered_json;

/// The kinds of YAML files that the users of a project write.
enum class FileKind { kInputs, kSchema, kChecks, kReport, kProjects };

/// "inputs", "schema", "checks", "report", "projects": how the command line and the schemas' files call a
/// kind.
std::string_view name_of(FileKind kind);
std::optional<FileKind> kind_called(std::string_view name);
std::vector<std::string> kind_names();

/// What the file at `path` (relative to the project) is: inputs/schema.yaml, inputs/checks.yaml, any other
/// YAML file below inputs/, templates/NAME.yaml, projects.yaml. Nothing for other files.
std::optional<FileKind> kind_of_file(std::string_view path);

/// JSON Schema (draft 7) of a kind of file, with descriptions in `language`. What validators pass over and
/// editors use: `enumDescriptions`, beside `enum`; `x-reference` (a collection whose records a value names),
/// `x-collection`, `x-rule`, `x-sql`, `x-query`, `x-column`, `x-template` (grammar/report.yaml says what they
/// mean).
Json schema_of(FileKind kind, const load::Schema& schema, Language language);

/// A file that a project has for its editors.
struct EditorFile {
  std::string path;  ///< relative to the project
  std::string bytes;
};

/// The schemas (.svodka/schemas/KIND.json), and .vscode/settings.json, which says which files they are for.
std::vector<EditorFile> editor_files(const load::Schema& schema, Language language);

}  // namespace svodka::edit
