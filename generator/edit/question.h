#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "edit/analysis.h"
#include "edit/grammar.h"
#include "edit/outline.h"
#include "edit/schema_walk.h"
#include "edit/text_document.h"

namespace svodka::edit {

/// What an editor asks about: a place in a file, and all that is known of the file and the project.
struct Question {
  const TextDocument& document;
  std::string path;  ///< relative to the project
  FileKind kind;
  const Json& schema;  ///< of the kind
  const Analysis& analysis;
  std::filesystem::path project;
  std::size_t offset;  ///< byte in the document
  Language language = Language::kRussian;
};

/// Files below the folder of `path` that a definition may name, relative to that folder.
std::vector<std::string> files_beside(const std::filesystem::path& project, const std::string& path,
                                      const std::vector<std::string>& extensions);

/// The nearest mapping above the end of `path` that has the plain key `key`, as its text; "" when there is
/// none.
std::string nearest_value(const Outline& root, const Path& path, const char* key, std::string_view text);

/// The columns of the query that fills the table round `path`.
std::vector<std::string> columns_around(const Question& question, const Outline& root, const Path& path);

/// The record that `id` of `collection` names; null pointer when there is none.
const KnownRecord* record_called(const Analysis& analysis, const std::string& collection,
                                 std::string_view id);

/// The word of SQL round an offset: letters, digits, '_', '.' and ':'.
struct SqlWord {
  std::size_t begin = 0, end = 0;
};
SqlWord sql_word_at(std::string_view text, std::size_t offset);

/// The tables and views that a query names, each with the names it goes by (its own, its alias).
struct UsedRelation {
  const store::Reader::Relation* relation = nullptr;
  std::string alias;
};
std::vector<UsedRelation> relations_in(const Analysis& analysis, std::string_view sql);

}  // namespace svodka::edit
