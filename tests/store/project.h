#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "load/schema.h"
#include "store/reader.h"
#include "store/refresh.h"
#include "support/temp_folder.h"

namespace svodka::test {

/// A small project in a temporary folder, its store, and short ways to ask it.
class Project {
 public:
  Project() : schema(load::builtin_schema_definition()) {}

  void write(const std::string& name, std::string_view bytes) const { folder.write(name, bytes); }

  /// Brings the store up to date; the findings are in `found`.
  store::RefreshSummary refresh(int jobs = 0) {
    found = {};
    return store::refresh(folder.path(), schema, database(), found, jobs);
  }

  std::filesystem::path database() const { return folder.path() / "outputs/.svodka/data.db"; }

  store::Reader reader(const std::string& period = "2020-11", const std::string& as_of = "2020-12-01",
                       const std::filesystem::path& previous = {}) const {
    return store::Reader(database(), schema, {period, as_of, period == "2020-11" ? "2020-10" : ""}, previous);
  }

  /// All rows of a query, "a|b" a row; null is "∅".
  std::vector<std::string> ask(const std::string& sql) const { return rows(reader(), sql); }

  static std::vector<std::string> rows(const store::Reader& reader, const std::string& sql);

  /// The rules of the findings in order: "duplicate-id inputs/a.yaml:3:9".
  std::vector<std::string> rules() const;

  TempFolder folder;
  load::Schema schema;
  Diagnostics found;
};

/// A value as tests write it: 91.3, "текст", "∅" for null.
std::string shown(const Value& value);

}  // namespace svodka::test

template <>
struct doctest::StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& rows) {
    std::string all;
    for (const auto& row : rows) all += "\n    \"" + row + "\"";
    return all.c_str();
  }
};
