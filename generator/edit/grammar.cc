#include "edit/grammar.h"

#include <algorithm>
#include <array>

#include "base/embedded.h"
#include "load/projects_file.h"
#include "load/record.h"
#include "load/scalars.h"
#include "load/yaml.h"

namespace svodka::edit {
namespace {

using load::Node;

struct Kind {
  FileKind kind;
  std::string_view name;
  std::string_view pattern;  ///< of .vscode/settings.json
};

constexpr std::array kKinds{Kind{FileKind::kInputs, "inputs", "inputs/**/*.yaml"},
                            Kind{FileKind::kSchema, "schema", "inputs/schema.yaml"},
                            Kind{FileKind::kChecks, "checks", "inputs/checks.yaml"},
                            Kind{FileKind::kReport, "report", "templates/*.yaml"},
                            Kind{FileKind::kProjects, "projects", load::kProjectsFile}};

/// Makes JSON Schema of the form in which grammar/*.yaml is written.
class GrammarReader {
 public:
  explicit GrammarReader(Language language) : language_(language) {}

  Json schema(const Node& node) const {
    Json json = Json::object();
    for (const auto& [key, value] : node.entries) {
      const auto& name = key.scalar;
      if (name == "ru" || name == "en") {
        if ((name == "ru") == (language_ == Language::kRussian)) json["description"] = value.scalar;
      } else if (name == "values") {
        choice(value, json);
      } else if (name == "properties" || name == "definitions") {
        json[name] = Json::object();
        for (const auto& [property, body] : value.entries) json[name][property.scalar] = schema(body);
      } else if (name == "items" || name == "propertyNames" ||
                 (name == "additionalProperties" && value.is_mapping())) {
        json[name] = schema(value);
      } else if (name == "anyOf" || name == "oneOf") {
        json[name] = Json::array();
        for (const auto& item : value.items) json[name].push_back(schema(item));
      } else {
        json[name] = plain(value);
      }
    }
    return json;
  }

 private:
  void choice(const Node& values, Json& json) const {
    json["enum"] = json["enumDescriptions"] = Json::array();
    for (const auto& [name, words] : values.entries) {
      json["enum"].push_back(name.scalar);
      json["enumDescriptions"].push_back(words.find(language_ == Language::kRussian ? "ru" : "en")->scalar);
    }
  }

  static Json plain(const Node& node) {
    if (node.is_sequence()) {
      Json list = Json::array();
      for (const auto& item : node.items) list.push_back(plain(item));
      return list;
    }
    if (node.quoted) return node.scalar;
    if (node.scalar == "true" || node.scalar == "false") return node.scalar == "true";
    if (const auto number = load::parse_integer(node.scalar)) return *number;
    return node.scalar;
  }

  Language language_;
};

std::string_view grammar_text(FileKind kind) {
  switch (kind) {
    case FileKind::kSchema:
      return schema_grammar();
    case FileKind::kChecks:
      return checks_grammar();
    case FileKind::kProjects:
      return projects_grammar();
    default:
      return report_grammar();
  }
}

std::string settings() {
  Json schemas = Json::object();
  for (const auto& kind : kKinds) {
    Json patterns = Json::array({kind.pattern});
    if (kind.kind == FileKind::kInputs) {
      patterns.push_back("!inputs/schema.yaml");
      patterns.push_back("!inputs/checks.yaml");
    }
    schemas[".svodka/schemas/" + std::string(kind.name) + ".json"] = patterns;
  }
  return Json{{"yaml.schemas", schemas}}.dump(2) + "\n";
}

}  // namespace

std::string_view name_of(FileKind kind) {
  return std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& k) { return k.kind == kind; })->name;
}

std::optional<FileKind> kind_called(std::string_view name) {
  const auto found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& k) { return k.name == name; });
  return found == kKinds.end() ? std::nullopt : std::optional(found->kind);
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const auto& kind : kKinds) names.emplace_back(kind.name);
  return names;
}

std::optional<FileKind> kind_of_file(std::string_view path) {
  if (path == "inputs/schema.yaml") return FileKind::kSchema;
  if (path == "inputs/checks.yaml") return FileKind::kChecks;
  if (path == load::kProjectsFile) return FileKind::kProjects;
  if (load::is_record_file(path)) return FileKind::kInputs;
  const bool report =
      path.starts_with("templates/") && path.ends_with(".yaml") && path.find('/', 10) == path.npos;
  return report ? std::optional(FileKind::kReport) : std::nullopt;
}

Json schema_of(FileKind kind, const load::Schema& schema, Language language) {
  if (kind == FileKind::kInputs) return Json::parse(load::json_schema(schema, language));
  Diagnostics never_any;  // a test reads the grammars and looks
  const SourceFile file{std::string(name_of(kind)) + ".yaml", std::string(grammar_text(kind))};
  const auto root = load::parse_yaml(file, never_any);
  auto json = GrammarReader(language).schema(root.value_or(Node{}));
  Json headed{{"$schema", "http://json-schema.org/draft-07/schema#"}};
  headed.update(json);
  return headed;
}

std::vector<EditorFile> editor_files(const load::Schema& schema, Language language) {
  std::vector<EditorFile> files;
  for (const auto& kind : kKinds)
    files.push_back({".svodka/schemas/" + std::string(kind.name) + ".json",
                     schema_of(kind.kind, schema, language).dump(2) + "\n"});
  files.push_back({".vscode/settings.json", settings()});
  return files;
}

}  // namespace svodka::edit
