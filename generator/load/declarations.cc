#include "load/declarations.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/source_file.h"
#include "base/words.h"
#include "load/pattern.h"
#include "load/record.h"
#include "load/yaml.h"

namespace svodka::load {
namespace {

namespace fs = std::filesystem;

std::optional<Node> read_yaml(const fs::path& root, const std::string& path, std::string_view must_hold) {
  std::error_code error;
  Diagnostics ignored;  // told when the file was read
  if (!fs::exists(root / path, error)) return std::nullopt;
  const auto file = read_source(root, path, ignored);
  if (!file || file->text.find(must_hold) == std::string::npos) return std::nullopt;
  return parse_yaml(*file, ignored);
}

/// The fields that the project declares.
class Declared {
 public:
  explicit Declared(const fs::path& root) {
    const auto schema = read_yaml(root, kFile, "collections");
    const auto* collections = schema ? schema->find("collections") : nullptr;
    if (collections == nullptr) return;
    for (const auto& [name, body] : collections->entries) take_fields(name.scalar, body);
  }

  void point(Finding& finding) const {
    auto names = words_between(finding.message.en, "`", "`");
    const auto meant = words_between(finding.hint.en, "`", "`");
    names.insert(names.end(), meant.begin(), meant.end());
    for (const auto& name : names) {
      const auto known =
          std::find_if(fields_.begin(), fields_.end(), [&](const auto& field) { return field.name == name; });
      if (known == fields_.end()) continue;
      finding.related.push_back(
          {known->mark.in(kFile), text("поле `{}` объявлено здесь, у `{}`",
                                       "the field `{}` is declared here, of `{}`", name, known->collection)});
      return;
    }
  }

 private:
  static constexpr const char* kFile = "inputs/schema.yaml";

  struct Field {
    std::string name, collection;
    Mark mark;
  };

  void take_fields(const std::string& collection, const Node& body) {
    if (const auto* item = body.find("of")) take_fields(collection, *item);
    const auto* fields = body.find("fields");
    if (fields == nullptr) return;
    for (const auto& [name, declared] : fields->entries) {
      fields_.push_back({name.scalar, collection, name.mark});
      take_fields(collection, declared);
    }
  }

  std::vector<Field> fields_;
};

/// The words that descriptions of tables put in the place of what stands in a cell.
class Translations {
 public:
  explicit Translations(const fs::path& root) {
    for (const auto& name : list_files(root / "inputs", {".yaml", ".yml"})) {
      const auto path = "inputs/" + name;
      if (!is_record_file(path)) continue;
      const auto file = read_yaml(root, path, "values:");
      const auto* tables = file ? file->find("tables") : nullptr;
      if (tables == nullptr) continue;
      for (const auto& table : tables->items) take(path, table);
    }
  }

  void point(Finding& finding) const {
    for (const auto& word : words_between(finding.message.en, "“", "”")) {
      for (const auto& known : words_) {
        if (known.word != word || !known.is_for(finding.at.file)) continue;
        finding.related.push_back(
            {known.mark.in(known.by),
             text("«{}» стоит в описании таблицы", "“{}” is in the table's description", word)});
        return;
      }
    }
  }

 private:
  struct Word {
    std::string word, by;
    std::vector<std::string> tables;
    Mark mark;

    bool is_for(const std::string& file) const {
      return std::any_of(tables.begin(), tables.end(), [&](const std::string& table) {
        return table == file || (is_pattern(table) && match_pattern(table, file));
      });
    }
  };

  void take(const std::string& by, const Node& table) {
    const auto *file = table.find("file"), *values = table.find("values");
    if (file == nullptr || values == nullptr) return;
    std::vector<std::string> tables;
    const auto add = [&](const Node& name) {
      tables.push_back((fs::path(by).parent_path() / name.scalar).lexically_normal().generic_string());
    };
    if (file->is_scalar()) add(*file);
    std::for_each(file->items.begin(), file->items.end(), add);
    for (const auto& [column, translation] : values->entries) {
      for (const auto& [cell, value] : translation.entries)
        words_.push_back({value.scalar, by, tables, value.mark});
    }
  }

  std::vector<Word> words_;
};

}  // namespace

void add_with_declarations(const fs::path& root, const Diagnostics& found, Diagnostics& out) {
  std::optional<Declared> declared;
  std::optional<Translations> translations;
  for (auto finding : found.in_order()) {
    if (finding.severity == Severity::kError && !finding.at.file.empty()) {
      if (!declared) declared.emplace(root);
      declared->point(finding);
      if (!is_record_file(finding.at.file)) {
        if (!translations) translations.emplace(root);
        translations->point(finding);
      }
    }
    out.add(std::move(finding));
  }
}

}  // namespace svodka::load
