#include "redaction.h"

#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "bind/sign_off.h"
#include "render/document_text.h"
#include "store/personal.h"
#include "store/project_stores.h"

namespace svodka {
namespace fs = std::filesystem;
namespace {

// Shorter words stand in any text by chance.
constexpr std::size_t kShortest = 4;

// Whether a letter or digit ends before `at`, or begins there. Letters are those of ASCII and Cyrillic, lower
// case.
bool is_letter(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  return byte == 0xD0 || byte == 0xD1 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z');
}
bool follows_letter(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  do --at;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  return is_letter(text, at);
}

// Where `words` stands in `text` as whole words, from `at` on; both lower case.
std::size_t find_words(std::string_view text, std::string_view words, std::size_t at = 0) {
  for (at = text.find(words, at); at != std::string_view::npos; at = text.find(words, at + 1)) {
    const auto end = at + words.size();
    const bool begins = !is_letter(words, 0) || !follows_letter(text, at);
    const bool ends = end == text.size() || !follows_letter(words, words.size()) || !is_letter(text, end);
    if (begins && ends) break;
  }
  return at;
}

bool holds(std::string_view text, std::string_view words) {
  return find_words(text, words) != std::string_view::npos;
}

void hide(std::string& text, const std::string& words) {
  auto folded = utf8::lower(text);
  if (folded.size() != text.size()) {  // a letter whose cases differ in length: no place is known
    if (holds(folded, words)) text = store::hidden_words(0);
    return;
  }
  for (auto at = find_words(folded, words); at != std::string::npos; at = find_words(folded, words, at + 1)) {
    text.replace(at, words.size(), store::hidden_words(0));
    folded.replace(at, words.size(), store::hidden_words(0));
  }
}

}  // namespace

std::string redacted_name(const std::string& file) {
  const fs::path name(file);
  return name.stem().string() + " (обезличено)" + name.extension().string();
}

bool hides_people(const store::Reader& shown, const store::Reader& hidden) {
  const auto before = bind::sign_off_people(shown), now = bind::sign_off_people(hidden);
  return before.size() != now.size() ||
         !std::equal(before.begin(), before.end(), now.begin(), [](const auto& a, const auto& b) {
           return a.first == b.first && a.second.name == b.second.name && a.second.post == b.second.post;
         });
}

PersonalValues::PersonalValues(const Project& project) : projects_(project.projects) {
  read(*project.reader, project.schema, {});
}

// Values of the fields of one store; `folder` is that of a region's project.
void PersonalValues::read(const store::Reader& reader, const load::Schema& schema,
                          const std::string& folder) const {
  const store::Tables tables(schema);
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& [table, column] : store::personal_columns(tables)) {
    const auto field = table->name + "." + column->name;
    auto rows = reader.prepare("SELECT _row, CAST(" + store::quote_name(column->name) +
                               " AS TEXT) AS value FROM " + store::quote_name(table->name) + " WHERE " +
                               store::quote_name(column->name) + " IS NOT NULL");
    while (rows.step()) {
      const auto value = rows.value(1);
      const auto* words = std::get_if<std::string>(&value);
      if (words == nullptr || utf8::length(*words) < kShortest) continue;
      auto folded = utf8::lower(*words);
      if (!seen.emplace(field, folded).second) continue;
      const auto row = rows.value(0);
      auto at = reader.position(table->name, std::get<std::int64_t>(row), column->name);
      if (!folder.empty()) at.file.insert(0, folder + "/");
      values_.push_back({std::move(folded), field, std::move(at)});
    }
  }
}

void PersonalValues::read_projects() const {
  if (!projects_) return;
  for (std::size_t i = 0; i < projects_->members().size(); ++i) {
    const auto& member = projects_->members()[i];
    read(*projects_->open(i, store::Personal::kShown), member.schema, member.folder);
  }
}

void PersonalValues::look_for(const std::string& file, const std::string& bytes, Diagnostics& out) const {
  std::call_once(projects_read_, [&] { read_projects(); });
  if (values_.empty()) return;
  Diagnostics unread;
  const auto pieces = render::document_text(file, bytes, unread);
  if (!pieces) return;
  for (const auto& piece : *pieces) {
    const auto words = utf8::lower(piece.words);
    for (const auto& value : values_) {
      if (!holds(words, value.words)) continue;
      out.warning({.file = file}, "personal-data-left",
                  text("{0}: здесь стоят персональные данные, поле `{2}` ({3})",
                       "{1}: personal data stand here, the field `{2}` ({3})", piece.place.ru, piece.place.en,
                       value.field, to_string(value.at, Language::kRussian)),
                  text("они стоят в тексте другого поля или в шаблоне: исправьте его",
                       "they stand in the text of another field or in the template: correct it"));
    }
  }
}

std::vector<Finding> PersonalValues::hidden(std::vector<Finding> findings) const {
  std::string all;  // most values stand in none of them
  for (const auto& finding : findings) {
    for (const auto* words : {&finding.message.ru, &finding.message.en, &finding.hint.ru, &finding.hint.en})
      all += *words + "\n";
  }
  all = utf8::lower(all);
  for (const auto& value : values_) {
    if (!holds(all, value.words)) continue;
    for (auto& finding : findings) {
      for (auto* words : {&finding.message.ru, &finding.message.en, &finding.hint.ru, &finding.hint.en})
        hide(*words, value.words);
    }
  }
  return findings;
}

}  // namespace svodka
