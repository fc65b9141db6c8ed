#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_file.h"

namespace svodka::load {

/// The types a field can have. From these come validation, SQL columns and the JSON Schema.
enum class FieldType { kText, kInteger, kNumber, kBool, kDay, kPeriod, kEnum, kReference, kList, kRecord };

struct EnumValue {
  std::string name;  ///< as written in YAML: "on-site"
  Text label;        ///< as read by people: «очно»
};

/// One field of a collection, of a nested record, or the item of a list.
struct Field {
  std::string name;    ///< in YAML: "plan-item"
  std::string column;  ///< in SQL: "plan_item" ('-' and '.' become '_')
  FieldType type = FieldType::kText;
  bool required = false;
  bool personal = false;  ///< personal data (152-ФЗ): hidden by --redact
  Text description;
  std::string target;             ///< kReference: name of the collection whose key it holds
  std::vector<EnumValue> values;  ///< kEnum
  std::vector<Field> fields;      ///< kRecord: its fields; kList: exactly one, the item
  std::string from_key, to_key;   ///< kPeriod: keys that give its ends instead ("from", "to"); may be empty
  std::optional<double> minimum, maximum;  ///< kInteger, kNumber

  const Field& item() const { return fields.front(); }
};

struct Collection {
  std::string name;   ///< in YAML: "plan-items"
  std::string table;  ///< in SQL: "plan_items"
  Text description;
  bool single = false;  ///< at most one record in the whole project ("authority")
  std::string key;      ///< field that identifies a record ("id"); "" when records have none
  std::vector<Field> fields;
  /// What a table may call a record instead of its key (parse_name_pattern()): "name", "{surname} {name}", a
  /// list of texts.
  std::vector<std::string> names;

  const Field* field(std::string_view name) const;
};

/// Which records there are. Built in (builtin_schema()), extended by a project's `inputs/schema.yaml`.
struct Schema {
  std::vector<Collection> collections;

  const Collection* collection(std::string_view name) const;
  std::vector<std::string> names() const;
};

/// The built-in schema. Never fails (a test parses it).
Schema builtin_schema_definition();

/// Adds what a schema file declares: new collections, new fields of known ones, new values of enumerations. A
/// field that exists with another type, an unknown type or setting, a reference to nothing, a key that is no
/// field, a reserved name, two names that give the same SQL table or column: findings with their places.
void extend_schema(Schema& schema, const SourceFile& file, Diagnostics& out);

/// The schema of a project: built in, and `inputs/schema.yaml` when it is there.
Schema project_schema(const std::filesystem::path& root, Diagnostics& out);

/// The fields of one collection (or, with "", a list of collections) for people; "" when there is no such
/// collection.
std::string describe(const Schema& schema, std::string_view collection, Language language);

/// JSON Schema (draft 7, what YAML editors read) of an input file, with descriptions in `language`.
std::string json_schema(const Schema& schema, Language language);

}  // namespace svodka::load
