#pragma once

#include <string>
#include <vector>

#include "load/table_definition.h"

namespace svodka::load {

/// Reads one entry of `tables:`; in table_definition.cc its settings, in table_columns.cc what becomes of the
/// columns.
class TableDefinitionReader {
 public:
  TableDefinitionReader(const SourceFile& file, const Schema& schema, Diagnostics& out)
      : file_(file), schema_(schema), out_(out) {}

  std::optional<TableDefinition> read(const Node& entry);

 private:
  void error(const Mark& at, const char* rule, Text message, Text hint = {});
  void setting(const Node& key, const Node& value);
  void read_files(const Node& value);
  void read_file_name(const Node& value);
  void read_collection(const Node& value);
  void read_delimiter(const Node& value);
  void read_encoding(const Node& value);
  void read_hidden(const Node& value);
  void read_heading(const Node& value);
  void read_constants(const Node& constants);
  bool read_placed(const Node& name, const Node& value);
  void read_values(const Node& name, const Node& translation);
  void refuse_values(const Node& name, const std::vector<std::string>& names);

  void read_columns(const Node& columns, const std::vector<std::string>& above, int group);
  void read_column(const Node& heading, const Node& target, const std::vector<std::string>& above, int group);
  void read_settings(const Node& heading, const Node& settings, std::vector<std::string> headings, int group);
  void read_column_setting(const Node& key, const Node& value, TableColumn& column);
  int read_group(const Node& settings, const std::vector<std::string>& headings, int above);
  void add_column(TableColumn column, const Node& target);
  bool is_unwanted(const Node& target) const;
  void say_no_field(const Node& heading);
  bool read_target(const Node& target, TableTarget& result);
  void read_units(const Node& value, TableColumn& column);
  bool read_flag(const Node& key, const Node& value);
  std::vector<std::string> read_words(const Node& key, const Node& value);
  const Field* field_at(const std::vector<std::string>& path) const;
  std::vector<std::string> field_names() const;
  void choose_keys();

  const SourceFile& file_;
  const Schema& schema_;
  Diagnostics& out_;
  TableDefinition table_;
  Mark columns_mark_;  ///< of the first heading of `columns`; an alias leads to where it is written
  bool sound_ = true;
};

}  // namespace svodka::load
