#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "load/schema.h"
#include "load/yaml.h"

namespace svodka::load {

/// The name of a field's type in schema files: "text", "plan-item" has "reference".
std::string_view to_string(FieldType type);

/// Reads the declarations of a schema file into a schema; see extend_schema.
class SchemaReader {
 public:
  SchemaReader(Schema& schema, const SourceFile& file, Diagnostics& out)
      : schema_(schema), file_(file), out_(out) {}

  void read(const Node& root);

 private:
  struct Target {
    std::string name;
    Mark mark;
  };

  void read_collection(const Node& name, const Node& body);
  void read_collection_settings(Collection& collection, const Node& name, const Node& body, bool is_new);
  void read_fields(std::vector<Field>& fields, const Node& body, const std::string& owner);
  Field read_field(const Node& name, const Node& body);
  void read_setting(Field& field, const Node& key, const Node& value);
  void read_type(Field& field, const Node& value);
  void read_target_or_end(Field& field, const Node& value);
  void read_values(Field& field, const Node& value);
  void read_item(Field& field, const Node& value);
  void check_complete(Field& field, const Node& name);
  void merge(Field& known, Field&& added, const Node& name);

  bool check_name(const Node& name, bool of_collection);
  void check_clash(const std::vector<Field>& fields, const Field& added, const Node& name,
                   const std::string& owner);
  void check_tables();
  void check_targets();
  void check_key(const Collection& collection, const Mark& at);
  void read_names(Collection& collection, const Node& value);

  bool flag(const Node& value);
  std::string word(const Node& value);
  std::optional<double> number(const Node& value);
  bool is_mapping(const Node& value, const Mark& fallback);
  void error(const Mark& at, const char* rule, Text message, Text hint = {});

  Schema& schema_;
  const SourceFile& file_;
  Diagnostics& out_;
  std::vector<Target> targets_;                      ///< references to check when every collection is known
  std::vector<std::pair<std::string, Mark>> names_;  ///< of the collections in this file
};

}  // namespace svodka::load
