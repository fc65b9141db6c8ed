#include "store/difference.h"

#include <algorithm>
#include <map>
#include <set>

#include "language/modifiers.h"
#include "store/personal.h"
#include "store/sqlite.h"
#include "store/tables.h"

namespace svodka::store {
namespace {

using load::FieldType;

// What a record says in one field.
struct Said {
  std::string column, field;
  Text words;
  bool tells_apart = false;  // references, enumerations, texts and dates, unlike figures and lists
  bool personal = false;     // is not told when the record is named
};

struct Version {
  std::int64_t row = 0;
  std::string key, first_text;
  std::vector<Said> said;  // what is given

  std::string words() const {
    if (!key.empty()) return first_text;
    std::string out;
    for (const auto& each : said) {
      if (each.tells_apart && !each.personal) out += (out.empty() ? "" : ", ") + each.words.ru;
    }
    return out;
  }

  const Said* find(const std::string& column) const {
    const auto found =
        std::find_if(said.begin(), said.end(), [&](const Said& each) { return each.column == column; });
    return found == said.end() ? nullptr : &*found;
  }
  std::string identity() const {
    if (!key.empty()) return key;
    std::string out;
    for (const auto& each : said) {
      if (each.tells_apart) out += each.column + '\x1f' + each.words.ru + '\x1e';
    }
    return out;
  }
};

Text shown(const load::Field& field, Value value) {
  if (is_null(value)) return {};
  if (field.type == FieldType::kEnum) {
    const auto name = language::to_text(value);
    for (const auto& each : field.values) {
      if (each.name == name) return each.label;
    }
  }
  if (field.type == FieldType::kBool && std::holds_alternative<std::int64_t>(value))
    return std::get<std::int64_t>(value) != 0 ? text("да", "yes") : text("нет", "no");
  if (field.type == FieldType::kDay || field.type == FieldType::kPeriod)
    language::apply({"date", "short"}, value);
  return same_text(language::to_text(value));
}

bool tells_apart(FieldType type) {
  return type == FieldType::kReference || type == FieldType::kEnum || type == FieldType::kText ||
         type == FieldType::kDay || type == FieldType::kPeriod;
}

void append(Text& words, const char* between, const Text& more) {
  words.ru += (words.ru.empty() ? "" : between) + more.ru;
  words.en += (words.en.empty() ? "" : between) + more.en;
}

// Reads the records of one store as they would be said to a person.
class VersionReader {
 public:
  VersionReader(const Reader& reader, const Tables& tables) : reader_(reader), tables_(tables) {
    for (const auto& relation : reader.relations()) known_.insert(relation.name);
  }

  std::vector<Version> read(int table) const {
    const auto& spec = tables_[table];
    std::vector<Version> versions;
    rows(spec, [&](Statement& statement, const std::vector<int>& at) {
      Version version;
      version.row = std::get<std::int64_t>(statement.value(0));
      for (std::size_t i = 0; i < spec.columns.size(); ++i) take(spec, i, statement, at[i], version);
      versions.push_back(std::move(version));
    });
    for (const int child : spec.children) {
      const auto& list = tables_[child];
      const auto items = list_items(child);
      for (auto& version : versions) {
        const auto found = items.find(version.row);
        if (found != items.end())
          version.said.push_back({list.name.substr(spec.name.size() + 1), list.yaml_name, found->second});
      }
    }
    return versions;
  }

 private:
  // Calls `take` for each row; `at` has the result's column of each of the table's columns, -1 for none.
  template <typename Take>
  void rows(const TableSpec& spec, Take take) const {
    if (!known_.contains(spec.name)) return;
    const char* first = spec.is_list() ? "_parent, _row" : "_row";
    auto statement = reader_.prepare("SELECT " + std::string(first) + " AS _first, * FROM " +
                                     quote_name(spec.name) + " ORDER BY _row");
    std::vector<int> at;
    for (const auto& column : spec.columns) {
      const auto& columns = statement.columns();
      const auto found = std::find_if(columns.begin(), columns.end(),
                                      [&](const Column& each) { return each.name == column.name; });
      at.push_back(found == columns.end() ? -1 : static_cast<int>(found - columns.begin()));
    }
    while (statement.step()) take(statement, at);
  }

  void take(const TableSpec& spec, std::size_t index, const Statement& statement, int at,
            Version& version) const {
    const auto& column = spec.columns[index];
    if (at < 0 || column.part != ColumnSpec::Part::kValue) return;
    const auto value = statement.value(at);
    if (is_null(value)) return;
    const auto words = shown(*column.field, value);
    const bool is_key = column.path.size() == 1 && column.field->name == spec.collection->key;
    const bool personal = tells_personal(tables_, spec, column);
    if (is_key) version.key = words.ru;
    if (version.first_text.empty() && column.field->type == FieldType::kText && !is_key && !personal)
      version.first_text = words.ru;
    version.said.push_back({column.name, column.yaml_name, words, tells_apart(column.field->type), personal});
  }

  // By the row that holds the list, its items in words.
  std::map<std::int64_t, Text> list_items(int table) const {
    const auto& spec = tables_[table];
    std::map<int, std::map<std::int64_t, Text>> below;
    for (const int child : spec.children) below[child] = list_items(child);
    std::map<std::int64_t, Text> lists;
    rows(spec, [&](Statement& statement, const std::vector<int>& at) {
      Text item;
      for (std::size_t i = 0; i < spec.columns.size(); ++i) {
        if (at[i] >= 0 && spec.columns[i].part == ColumnSpec::Part::kValue)
          add_value(spec, i, statement.value(at[i]), item);
      }
      for (const auto& [child, items] : below) {
        const auto found = items.find(std::get<std::int64_t>(statement.value(1)));
        if (found != items.end()) append(item, ", ", found->second);
      }
      append(lists[std::get<std::int64_t>(statement.value(0))], "; ", item);
    });
    return lists;
  }

  static void add_value(const TableSpec& spec, std::size_t index, const Value& value, Text& item) {
    if (is_null(value)) return;
    const auto& column = spec.columns[index];
    auto words = shown(*column.field, value);
    const bool plain = spec.item->type != FieldType::kRecord;
    if (!plain) {
      auto name = column.yaml_name;
      if (name.starts_with(spec.yaml_name + ".")) name.erase(0, spec.yaml_name.size() + 1);
      words = {name + ": " + words.ru, name + ": " + words.en};
    }
    append(item, ", ", words);
  }

  const Reader& reader_;
  const Tables& tables_;
  std::set<std::string> known_;
};

std::vector<FieldDifference> changed_fields(const Version& before, const Version& after) {
  std::vector<FieldDifference> fields;
  for (const auto& said : after.said) {
    const auto* old = before.find(said.column);
    if (old == nullptr || old->words != said.words)
      fields.push_back({said.field, old == nullptr ? Text{} : old->words, said.words, {}});
  }
  for (const auto& old : before.said) {
    if (after.find(old.column) == nullptr) fields.push_back({old.field, old.words, {}, {}});
  }
  return fields;
}

constexpr std::size_t kMostCandidates = 200;  // looked at for one record

// Of several versions of one identity, which was which: those that agree most.
class Matcher {
 public:
  explicit Matcher(const std::vector<Version>& before) : before_(before), used_(before.size()) {
    for (std::size_t i = 0; i < before.size(); ++i) by_identity_[before[i].identity()].push_back(i);
  }

  const Version* match(const Version& after) {
    const auto found = by_identity_.find(after.identity());
    if (found == by_identity_.end()) return nullptr;
    std::size_t best = before_.size(), least = 0, looked_at = 0;
    for (const auto candidate : found->second) {
      if (used_[candidate]) continue;
      if (++looked_at > kMostCandidates) break;
      const auto differing = changed_fields(before_[candidate], after).size();
      if (best == before_.size() || differing < least) {
        best = candidate;
        least = differing;
      }
      if (least == 0) break;
    }
    if (best == before_.size()) return nullptr;
    used_[best] = 1;
    return &before_[best];
  }

  std::vector<const Version*> left() const {
    std::vector<const Version*> versions;
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (!used_[i]) versions.push_back(&before_[i]);
    }
    return versions;
  }

 private:
  const std::vector<Version>& before_;
  std::vector<char> used_;
  std::map<std::string, std::vector<std::size_t>> by_identity_;
};

class CollectionComparer {
 public:
  CollectionComparer(const Reader& before, const Reader& after, const TableSpec& spec)
      : before_(before), after_(after), spec_(spec) {}

  std::vector<RecordDifference> compare(const std::vector<Version>& old,
                                        const std::vector<Version>& now) const {
    using Kind = RecordDifference::Kind;
    std::vector<RecordDifference> records;
    Matcher matcher(old);
    for (const auto& version : now) {
      const auto* was = matcher.match(version);
      if (was == nullptr) {
        records.push_back({Kind::kAdded, version.key, version.words(), {}, place(after_, version), {}});
        continue;
      }
      auto fields = changed_fields(*was, version);
      if (fields.empty()) continue;
      for (auto& field : fields) field.at = place_of(version, field);
      records.push_back({Kind::kChanged, version.key, version.words(), place(before_, *was),
                         place(after_, version), std::move(fields)});
    }
    for (const auto* gone : matcher.left())
      records.push_back({Kind::kRemoved, gone->key, gone->words(), place(before_, *gone), {}, {}});
    return records;
  }

 private:
  Position place(const Reader& reader, const Version& version) const {
    return reader.position(spec_.name, version.row);
  }

  Position place_of(const Version& version, const FieldDifference& field) const {
    for (const auto& said : version.said) {
      if (said.field == field.field) return after_.position(spec_.name, version.row, said.column);
    }
    return place(after_, version);
  }

  const Reader &before_, &after_;
  const TableSpec& spec_;
};

}  // namespace

std::vector<CollectionDifference> differences(const Reader& before, const Reader& after,
                                              const load::Schema& schema) {
  const Tables tables(schema);
  const VersionReader old(before, tables), now(after, tables);
  std::vector<CollectionDifference> all;
  for (std::size_t i = 0; i < tables.all().size(); ++i) {
    const auto& spec = tables.all()[i];
    if (spec.is_list()) continue;
    const int table = static_cast<int>(i);
    auto records = CollectionComparer(before, after, spec).compare(old.read(table), now.read(table));
    if (!records.empty())
      all.push_back({spec.collection->name, spec.collection->description, std::move(records)});
  }
  return all;
}

}  // namespace svodka::store
