#include "store/project_stores.h"

#include <algorithm>

#include "base/files.h"
#include "base/utf8.h"
#include "store/document_tables.h"
#include "store/merge_projects.h"
#include "store/sqlite.h"
#include "store/tables.h"

namespace svodka::store {
namespace {

bool is_word(char c) {
  return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_space_or_quote(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '"' || c == '`' || c == '[' || c == ']' ||
         c == '\\';
}

}  // namespace

std::set<std::string> names_after_projects(std::string_view text) {
  constexpr std::string_view kSchema = "projects";
  const auto folded = utf8::lower(text);
  std::set<std::string> names;
  const auto skip = [&](std::size_t& at) {
    while (at < folded.size() && is_space_or_quote(folded[at])) ++at;
  };
  for (auto at = folded.find(kSchema); at != std::string::npos; at = folded.find(kSchema, at + 1)) {
    if (at > 0 && is_word(folded[at - 1])) continue;
    auto next = at + kSchema.size();
    skip(next);
    if (next >= folded.size() || folded[next] != '.') continue;
    skip(++next);
    const auto start = next;
    while (next < folded.size() && is_word(folded[next])) ++next;
    if (next > start) names.insert(folded.substr(start, next - start));
  }
  return names;
}

std::optional<MemberRow> member_row(std::int64_t merged, std::size_t members) {
  const auto number = merged >> kRowBits;
  if (number < 1 || static_cast<std::size_t>(number) > members) return std::nullopt;
  return MemberRow{static_cast<std::size_t>(number - 1), merged & ((std::int64_t{1} << kRowBits) - 1)};
}

std::string merged_column(const std::string& column) { return column == "project" ? "own_project" : column; }

std::string member_column(const std::string& merged) {
  if (merged == "project") return {};
  return merged == "own_project" ? "project" : merged;
}

ProjectStores::ProjectStores(MemberProject root, std::vector<MemberProject> members,
                             std::filesystem::path file, std::string_view sql)
    : root_(std::move(root)),
      members_(std::move(members)),
      file_(std::move(file)),
      names_(names_after_projects(sql)) {}

std::filesystem::path ProjectStores::merged(Personal personal) const {
  if (personal == Personal::kShown && !kept_.empty()) return kept_;
  auto file = file_;
  if (personal == Personal::kHidden) file.replace_filename(file_.stem().string() + "-hidden.db");
  const std::lock_guard<std::mutex> lock(mutex_);
  if (fresh_.contains(personal)) return file;
  try {
    if (personal == Personal::kHidden)  // the root's own reader numbers its words by itself, the same
      Reader(root_.database, root_.schema, root_.context, root_.previous, personal, nullptr, &hidden_);
    merge_projects(*this, personal, file);
  } catch (const SqliteError& error) {
    fail_to_write_store(error, file);
  }
  fresh_.insert(personal);
  return file;
}

std::unique_ptr<Reader> ProjectStores::open(std::size_t member, Personal personal) const {
  const auto& project = members_[member];
  auto reader = std::make_unique<Reader>(project.database, project.schema, project.context, project.previous,
                                         personal, nullptr, &hidden_);
  if (project.documents) reader->provide_documents(project.documents());
  return reader;
}

std::vector<Reader::Relation> ProjectStores::relations(const std::vector<Reader::Relation>& own) const {
  const Column project{"project", ColumnType::kText};
  const auto called = [](const std::string& name) { return std::string(kProjects) + name; };
  const auto named = [](auto& list, const std::string& name) {
    return std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
  };
  std::vector<Reader::Relation> all{
      {called("projects"),
       false,
       {{"id", ColumnType::kText}, {"name", ColumnType::kText}, {"folder", ColumnType::kText}}}};
  for (const auto& member : members_) {
    const Tables tables(member.schema);
    for (const auto& table : tables.all()) {
      auto at = named(all, called(table.name));
      if (at == all.end()) at = all.insert(all.end(), Reader::Relation{called(table.name), false, {project}});
      for (const auto& column : table.columns) {
        const auto merged = merged_column(column.name);
        if (named(at->columns, merged) == at->columns.end()) at->columns.push_back({merged, column.type()});
      }
    }
  }
  for (const auto& relation : own) {
    if (!relation.view) continue;
    all.push_back({called(relation.name), true, {project}});
    all.back().columns.insert(all.back().columns.end(), relation.columns.begin(), relation.columns.end());
  }
  return all;
}

}  // namespace svodka::store
