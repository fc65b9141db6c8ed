#include "edit/question.h"

#include <algorithm>

#include "base/files.h"
#include "base/utf8.h"
#include "store/sql_text.h"

namespace svodka::edit {
namespace {

bool is_sql_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         c == ':' || static_cast<unsigned char>(c) > 0x7F;
}

// What may follow a table's name without being its alias.
bool is_keyword(const std::string& word) {
  static const std::vector<std::string> kWords{
      "where", "join",  "left",  "right", "inner",  "outer",  "cross",  "natural",   "on",   "using",
      "group", "order", "limit", "union", "except", "window", "having", "intersect", "full", "as"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

}  // namespace

std::vector<std::string> files_beside(const std::filesystem::path& project, const std::string& path,
                                      const std::vector<std::string>& extensions) {
  return list_files(project / std::filesystem::path(path).parent_path(), extensions);
}

std::string nearest_value(const Outline& root, const Path& path, const char* key, std::string_view text) {
  for (auto up = path;; up.pop_back()) {
    const auto* node = follow(root, up);
    const auto* found = node != nullptr ? node->find(key) : nullptr;
    if (found != nullptr && found->kind == Outline::Kind::kScalar)
      return std::string(scalar_text(*found, text));
    if (up.empty()) return {};
  }
}

std::vector<std::string> columns_around(const Question& question, const Outline& root, const Path& path) {
  const auto report = question.analysis.reports.find(question.path);
  if (report == question.analysis.reports.end()) return {};
  const auto query = nearest_value(root, path, "rows", question.document.text());
  const auto columns = report->second.columns.find(query);
  return columns == report->second.columns.end() ? std::vector<std::string>() : columns->second;
}

const KnownRecord* record_called(const Analysis& analysis, const std::string& collection,
                                 std::string_view id) {
  const auto records = analysis.records.find(collection);
  if (records == analysis.records.end()) return nullptr;
  const auto found = std::find_if(records->second.begin(), records->second.end(),
                                  [&](const KnownRecord& record) { return record.id == id; });
  return found == records->second.end() ? nullptr : &*found;
}

SqlWord sql_word_at(std::string_view text, std::size_t offset) {
  SqlWord word{offset, offset};
  while (word.begin > 0 && is_sql_word(text[word.begin - 1])) --word.begin;
  while (word.end < text.size() && is_sql_word(text[word.end])) ++word.end;
  return word;
}

std::vector<UsedRelation> relations_in(const Analysis& analysis, std::string_view sql) {
  using Kind = store::SqlToken::Kind;
  std::vector<UsedRelation> used;
  const auto tokens = store::scan_sql(sql);
  const auto word = [&](std::size_t i) {
    return i < tokens.size() && tokens[i].kind == Kind::kWord ? utf8::lower(tokens[i].in(sql))
                                                              : std::string();
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto name = word(i);
    const auto relation = std::find_if(analysis.relations.begin(), analysis.relations.end(),
                                       [&](const auto& each) { return each.name == name; });
    if (name.empty() || relation == analysis.relations.end()) continue;
    auto alias = word(i + 1);
    if (alias == "as") alias = word(i + 2);
    used.push_back({&*relation, is_keyword(alias) ? std::string() : alias});
  }
  return used;
}

}  // namespace svodka::edit
