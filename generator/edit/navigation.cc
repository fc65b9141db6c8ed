#include "edit/navigation.h"

#include <algorithm>

#include "base/utf8.h"

namespace svodka::edit {
namespace {

constexpr int kMostLines = 20;  // of a record in a hover

std::string code_block(std::string_view language, std::string_view words) {
  return "```" + std::string(language) + "\n" + std::string(words) + (words.ends_with('\n') ? "" : "\n") +
         "```\n";
}

// The lines of the record that a place is in, moved to the left margin.
std::string record_text(const std::string& text, int line) {
  const TextDocument document(text);
  const auto offset = document.offset({line - 1, 0});
  const Outline root = outline_of(text);
  const Outline* record = nullptr;
  for (const auto& collection : root.entries) {
    const bool is_list = collection.value.kind == Outline::Kind::kSequence;
    if (!is_list && collection.value.begin <= offset + 1 && offset <= collection.value.end)
      record = &collection.value;
    for (const auto& item : collection.value.entries) {
      if (is_list && document.position(item.key_begin).line + 1 <= line && offset <= item.value.end)
        record = &item.value;
    }
  }
  if (record == nullptr) return {};
  const auto first = document.position(record->begin);
  const auto last = document.position(record->end);
  std::string out;
  for (int i = first.line; i <= last.line; ++i) {
    if (i - first.line == kMostLines) return out + "…\n";
    auto words = document.line(i);
    const auto indent =
        i == first.line ? static_cast<std::size_t>(first.character)
                        : std::min(words.find_first_not_of(' '), static_cast<std::size_t>(first.character));
    out += std::string(words.substr(std::min(indent, words.size()))) + "\n";
  }
  return out;
}

class Hoverer {
 public:
  Hoverer(const Question& question, const TextOf& text_of)
      : question_(question), text_of_(text_of), text_(question.document.text()), root_(outline_of(text_)) {}

  std::optional<Hover> run() {
    const auto spot = spot_at(root_, question_.offset);
    if (!spot) return std::nullopt;
    Hover hover{"", spot->begin, spot->end};
    if (spot->key)
      hover.markdown = key(*spot);
    else
      hover.markdown = value(*spot, hover);
    return hover.markdown.empty() ? std::nullopt : std::optional(hover);
  }

 private:
  const char* say(const char* ru, const char* en) const {
    return question_.language == Language::kRussian ? ru : en;
  }

  std::string key(const Spot& spot) const {
    const auto words = description_at(question_.schema, spot.path);
    if (words.empty()) return {};
    auto out = "**" + spot.path.back().key + "** — " + words + "\n";
    for (const auto& known : values_of(schemas_at(question_.schema, spot.path)))
      out += "\n- `" + known.value + "`" + (known.description.empty() ? "" : " — " + known.description);
    return out;
  }

  std::string value(const Spot& spot, Hover& hover) const {
    const auto schemas = schemas_at(question_.schema, spot.path);
    const auto words = std::string(scalar_text(*spot.node, text_));
    if (mark_of(schemas, "x-sql") != nullptr) return sql(hover);
    if (const auto* collection = mark_of(schemas, "x-reference"))
      return record(collection->get<std::string>(), words);
    if (mark_of(schemas, "x-query") != nullptr) return query(words);
    if (mark_of(schemas, "x-rule") != nullptr) return rule(words);
    for (const auto& known : values_of(schemas)) {
      if (known.value == words && !known.description.empty()) return "`" + words + "` — " + known.description;
    }
    return {};
  }

  std::string record(const std::string& collection, const std::string& id) const {
    const auto* found = record_called(question_.analysis, collection, id);
    if (found == nullptr) return {};
    auto out = "**" + (found->label.empty() ? id : found->label) + "** (" + collection + ")\n\n";
    const auto text = found->at.line > 0 ? text_of_(found->at.file) : std::nullopt;
    if (text) out += code_block("yaml", record_text(*text, found->at.line));
    return out + "\n" + to_string(found->at, question_.language);
  }

  std::string query(const std::string& name) const {
    const auto* node = follow(root_, {{"data", -1}, {name, -1}});
    if (node == nullptr) return {};
    auto out = "**" + name + "**\n\n" + code_block("sql", text_.substr(node->begin, node->end - node->begin));
    const auto report = question_.analysis.reports.find(question_.path);
    if (report == question_.analysis.reports.end() || !report->second.columns.contains(name)) return out;
    return out + "\n" + say("Столбцы: ", "Columns: ") +
           fmt::format("{}", fmt::join(report->second.columns.at(name), ", "));
  }

  std::string rule(const std::string& name) const {
    for (const auto& rule : question_.analysis.rules) {
      if (rule.name == name) return "**" + name + "** — " + rule.about.in(question_.language);
    }
    return {};
  }

  std::string sql(Hover& hover) const {
    const auto word = sql_word_at(text_, question_.offset);
    hover.begin = word.begin;
    hover.end = word.end;
    auto name = utf8::lower(text_.substr(word.begin, word.end - word.begin));
    if (name.starts_with(':'))
      return query(name.substr(1, name.find('.') == name.npos ? name.npos : name.find('.') - 1));
    name = name.substr(0, name.find('.'));
    for (const auto& relation : question_.analysis.relations) {
      if (relation.name != name) continue;
      auto out = "**" + name + "** (" +
                 (relation.view ? say("представление", "view") : say("таблица", "table")) + ")\n";
      for (const auto& column : relation.columns)
        out += "\n- `" + column.name + "` " + std::string(svodka::to_string(column.type));
      return out;
    }
    return {};
  }

  const Question& question_;
  const TextOf& text_of_;
  const std::string& text_;
  Outline root_;
};

Position place(const Question& question, std::size_t begin, std::size_t end) {
  const SourceFile file{question.path, question.document.text()};
  return file.at(begin, end - begin);
}

// A query of this report, wherever it is nested.
const Outline::Entry* query_called(const Outline& queries, std::string_view name) {
  for (const auto& entry : queries.entries) {
    if (entry.key == name) return &entry;
    if (const auto* each = entry.value.find("each")) {
      if (const auto* found = query_called(*each, name)) return found;
    }
  }
  return nullptr;
}

std::optional<Position> query_place(const Question& question, const Outline& root, std::string_view name) {
  const auto* data = root.find("data");
  const auto* entry = data == nullptr ? nullptr : query_called(*data, name);
  if (entry == nullptr) return std::nullopt;
  return place(question, entry->key_begin, entry->key_end);
}

std::string first_text(const Outline& node, std::string_view text, const char* key) {
  const auto* found = node.find(key);
  return found == nullptr ? std::string() : std::string(scalar_text(*found, text).substr(0, 200));
}

Symbol symbol_of(const Outline::Entry& entry, std::string_view text, int depth);

void add_children(const Outline& node, std::string_view text, int depth, Symbol& symbol) {
  constexpr int kDeepest = 2;
  if (depth > kDeepest) return;
  for (const auto& child : node.entries) {
    const bool worth = child.value.kind == Outline::Kind::kMapping ||
                       child.value.kind == Outline::Kind::kSequence ||
                       (depth == 0 && node.kind == Outline::Kind::kMapping);
    if (worth) symbol.children.push_back(symbol_of(child, text, depth + 1));
  }
}

// An item of a list is known by its first plain value, and told by its title.
Symbol symbol_of(const Outline::Entry& entry, std::string_view text, int depth) {
  Symbol symbol{entry.key,     "", entry.key_begin, std::max(entry.key_end, entry.value.end), entry.key_begin,
                entry.key_end, {}};
  if (symbol.name.empty()) {
    for (const auto& field : entry.value.entries) {
      if (field.value.kind != Outline::Kind::kScalar) continue;
      symbol.name = std::string(scalar_text(field.value, text));
      symbol.name_begin = field.value.begin;
      symbol.name_end = field.value.end;
      break;
    }
    for (const char* key : {"title", "name"}) {
      if (symbol.detail.empty()) symbol.detail = first_text(entry.value, text, key);
    }
    if (symbol.detail == symbol.name) symbol.detail.clear();
  }
  if (symbol.name.empty()) symbol.name = "-";
  add_children(entry.value, text, depth, symbol);
  return symbol;
}

}  // namespace

std::optional<Hover> hover(const Question& question, const TextOf& text_of) {
  return Hoverer(question, text_of).run();
}

std::optional<Position> definition(const Question& question) {
  const auto& text = question.document.text();
  const auto root = outline_of(text);
  const auto spot = spot_at(root, question.offset);
  if (!spot || spot->key) return std::nullopt;
  const auto schemas = schemas_at(question.schema, spot->path);
  const auto words = std::string(scalar_text(*spot->node, text));
  if (const auto* collection = mark_of(schemas, "x-reference")) {
    const auto* record = record_called(question.analysis, collection->get<std::string>(), words);
    return record == nullptr || record->at.file.empty() ? std::nullopt : std::optional(record->at);
  }
  if (mark_of(schemas, "x-query") != nullptr) return query_place(question, root, words);
  if (mark_of(schemas, "x-sql") != nullptr) {
    const auto word = sql_word_at(text, question.offset);
    const auto name = std::string_view(text).substr(word.begin, word.end - word.begin);
    if (!name.starts_with(':')) return std::nullopt;
    return query_place(question, root,
                       name.substr(1, name.find('.') == name.npos ? name.npos : name.find('.') - 1));
  }
  if (mark_of(schemas, "x-template") != nullptr || mark_of(schemas, "x-table") != nullptr) {
    const auto file = (std::filesystem::path(question.path).parent_path() / words).lexically_normal();
    std::error_code error;
    if (!words.empty() && std::filesystem::exists(question.project / file, error))
      return Position{.file = file.generic_string(), .line = 1, .column = 1};
  }
  return std::nullopt;
}

std::vector<Symbol> symbols(std::string_view text) {
  Symbol root;
  const auto outline = outline_of(text);
  for (const auto& entry : outline.entries) root.children.push_back(symbol_of(entry, text, 0));
  return root.children;
}

}  // namespace svodka::edit
