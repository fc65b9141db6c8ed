#include "edit/completion.h"

#include <algorithm>

#include "base/utf8.h"

namespace svodka::edit {
namespace {

// Stands where the cursor is, so that there is always a word there (U+E000, for private use).
constexpr std::string_view kCursor = "\uE000";

const std::vector<std::string> kTemplates{".docx", ".odt", ".ott", ".xlsx", ".html", ".txt"};
const std::vector<std::string> kTables{".csv", ".tsv", ".xlsx", ".ods"};

class Completer {
 public:
  explicit Completer(const Question& question)
      : question_(question),
        text_(question.document.text().substr(0, question.offset) + std::string(kCursor) +
              question.document.text().substr(question.offset)),
        root_(outline_of(text_)) {}

  std::vector<Completion> run() {
    const auto spot = spot_at(root_, question_.offset);
    if (!spot || in_comment()) return {};
    begin_ = spot->begin;
    end_ = spot->end >= begin_ + kCursor.size() ? spot->end - kCursor.size() : question_.offset;
    // What is replaced must not go beyond the line that is being typed.
    const auto& text = question_.document.text();
    begin_ = std::max(begin_, question_.offset == 0 ? 0 : text.rfind('\n', question_.offset - 1) + 1);
    end_ = std::min(end_, std::min(text.find('\n', question_.offset), text.size()));
    if (spot->key)
      key(*spot);
    else
      value(*spot);
    return std::move(found_);
  }

 private:
  using Kind = Completion::Kind;

  bool in_comment() const {
    const auto line = std::string_view(text_).substr(0, question_.offset);
    const auto start = line.rfind('\n') + 1;
    const auto first = line.find_first_not_of(" \t", start);
    return first != line.npos && line[first] == '#';
  }

  void add(Kind kind, std::string label, std::string detail, std::string insert) {
    found_.push_back({kind, std::move(label), std::move(detail), std::move(insert), begin_, end_});
  }

  std::size_t column_of(std::size_t offset) const {
    return offset - (std::string_view(text_).substr(0, offset).rfind('\n') + 1);
  }

  void key(const Spot& spot) {
    // A word at another depth than the keys beside it is not going to be a key of theirs.
    const auto& first = spot.mapping->entries.front();
    const bool flow = text_[spot.mapping->begin] == '{';
    if (!flow && column_of(first.key_begin) != column_of(spot.begin)) return;
    auto path = spot.path;
    path.pop_back();
    add_keys(schemas_at(question_.schema, path), path, spot.mapping, "", spot.loose);
  }

  void add_keys(const std::vector<const Json*>& schemas, const Path& path, const Outline* present,
                const std::string& before, bool with_colon) {
    const auto is_present = [&](const std::string& name) {
      return present != nullptr && present->find(name) != nullptr;
    };
    for (const auto& known : keys_of(question_.schema, schemas)) {
      if (!is_present(known.name))
        add(Kind::kKey, known.name, known.description,
            before + known.name +
                (!with_colon    ? ""
                 : known.nested ? ":"
                                : ": "));
    }
    for (const auto* schema : schemas) {
      const auto names = schema->find("propertyNames");
      if (names == schema->end()) continue;
      const auto count = found_.size();
      marked({&*names}, path);
      for (auto i = count; i < found_.size(); ++i) {
        found_[i].kind = Kind::kKey;
        if (with_colon) found_[i].insert += ": ";
      }
    }
  }

  void value(const Spot& spot) {
    const auto schemas = schemas_at(question_.schema, spot.path);
    if (mark_of(schemas, "x-sql") != nullptr) return sql(*spot.node);
    if (spot.node->block) return;
    if (spot.node->quoted) {
      ++begin_;
      const bool closed = end_ > begin_ && text_[spot.end - 1] == text_[spot.begin];
      if (closed) --end_;
    }
    const auto line_start = std::string_view(text_).substr(0, begin_).rfind('\n') + 1;
    const bool own_line = std::string_view(text_).find_first_not_of(" \t", line_start) == begin_;
    const bool of_list = !spot.path.empty() && spot.path.back().is_item();
    if (own_line || of_list || spot.path.empty()) add_keys(schemas, spot.path, nullptr, "", true);
    // A list under a key begins with a dash; on the key's line a single value will do for a list.
    const auto items = items_of(question_.schema, schemas);
    if (own_line && !of_list && !items.empty()) {
      found_.clear();
      add_keys(items, spot.path, nullptr, "- ", true);
      values(items, spot.path, "- ");
    } else {
      values(schemas, spot.path, "");
    }
  }

  void values(const std::vector<const Json*>& schemas, const Path& path, const std::string& before) {
    const auto count = found_.size();
    for (const auto& known : values_of(schemas))
      add(Kind::kValue, known.value, known.description, known.value);
    marked(schemas, path);
    for (auto i = count; i < found_.size(); ++i) found_[i].insert.insert(0, before);
  }

  void names(Kind kind, const std::vector<std::string>& words) {
    for (const auto& word : words) add(kind, word, "", word);
  }

  // What the x-… keywords of the schema ask for.
  void marked(const std::vector<const Json*>& schemas, const Path& path) {
    if (const auto* collection = mark_of(schemas, "x-reference")) records(collection->get<std::string>());
    if (mark_of(schemas, "x-collection") != nullptr) {
      for (const auto& collection : question_.analysis.schema.collections)
        add(Kind::kValue, collection.name, collection.description.in(question_.language), collection.name);
    }
    if (mark_of(schemas, "x-rule") != nullptr) {
      for (const auto& rule : question_.analysis.rules)
        add(Kind::kValue, rule.name, rule.about.in(question_.language), rule.name);
    }
    if (mark_of(schemas, "x-query") != nullptr) queries();
    if (mark_of(schemas, "x-column") != nullptr) names(Kind::kColumn, columns_around(question_, root_, path));
    if (mark_of(schemas, "x-field") != nullptr) fields(nearest_value(root_, path, "collection", text_));
    if (mark_of(schemas, "x-template") != nullptr)
      names(Kind::kFile, files_beside(question_.project, question_.path, kTemplates));
    if (mark_of(schemas, "x-table") != nullptr)
      names(Kind::kFile, files_beside(question_.project, question_.path, kTables));
  }

  void records(const std::string& collection) {
    const auto known = question_.analysis.records.find(collection);
    if (known == question_.analysis.records.end()) return;
    for (const auto& record : known->second) add(Kind::kRecord, record.id, record.label, record.id);
  }

  void queries() {
    const auto* data = root_.find("data");
    if (data == nullptr) return;
    for (const auto& entry : data->entries) add(Kind::kRelation, entry.key, "", entry.key);
  }

  void fields(const std::string& name) {
    const auto* collection = question_.analysis.schema.collection(name);
    if (collection == nullptr) return;
    for (const auto& field : collection->fields)
      add(Kind::kColumn, field.name, field.description.in(question_.language), field.name);
  }

  // Tables, and the columns of those that the query names; after `alias.`, its columns only.
  void sql(const Outline& node) {
    const auto& text = question_.document.text();
    const auto word = sql_word_at(text, question_.offset);
    const auto before = text.substr(word.begin, question_.offset - word.begin);
    const auto query = text.substr(node.begin, std::min(node.end, text.size()) - node.begin);
    const auto used = relations_in(question_.analysis, query);
    const auto dot = before.rfind('.');
    begin_ = dot == before.npos ? word.begin : word.begin + dot + 1;
    end_ = word.end;
    for (const auto& [relation, alias] : used) {
      const auto owner = utf8::lower(before.substr(0, dot));
      if (dot != before.npos && owner != relation->name && owner != alias) continue;
      for (const auto& column : relation->columns) {
        if (!has(column.name)) add(Kind::kColumn, column.name, relation->name, column.name);
      }
    }
    if (dot != before.npos) return;
    for (const auto& relation : question_.analysis.relations)
      add(Kind::kRelation, relation.name, "", relation.name);
  }

  bool has(const std::string& label) const {
    return std::any_of(found_.begin(), found_.end(), [&](const Completion& c) { return c.label == label; });
  }

  const Question& question_;
  std::string text_;
  Outline root_;
  std::vector<Completion> found_;
  std::size_t begin_ = 0, end_ = 0;
};

}  // namespace

std::vector<Completion> complete(const Question& question) { return Completer(question).run(); }

}  // namespace svodka::edit
