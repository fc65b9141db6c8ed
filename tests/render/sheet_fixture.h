#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/finding.h"
#include "base/source_file.h"
#include "base/value.h"
#include "bind/sheet_layout.h"
#include "load/yaml.h"
#include "render/sheet/sheet.h"
#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::test {

inline Value none() { return {}; }
inline Value whole(std::int64_t n) { return n; }
inline Value words(std::string text) { return text; }

/// A query with its rows.
struct Query {
  std::string name;
  std::vector<Column> columns;
  std::vector<std::vector<Value>> rows;
};

/// The data of a report: `as_of` and `title`, and queries.
inline Data report(std::vector<Query> queries) {
  Data data;
  data.shape.columns = {
      {"as_of", ColumnType::kDay}, {"title", ColumnType::kText}, {"remark", ColumnType::kText}};
  data.root.values = {words("2020-12-01"), words("Мониторинг исполнения плана"), words("")};
  for (auto& query : queries) {
    data.shape.sections.push_back({query.name, Shape{query.columns, {}}});
    auto& rows = data.root.sections.emplace_back();
    for (auto& values : query.rows) rows.push_back({std::move(values), {}});
  }
  return data;
}

/// Parses the YAML of `sheets:` as it stands in a definition.
inline std::optional<bind::WorkbookLayout> layout(const std::string& yaml, const Shape& shape,
                                                  Diagnostics& out) {
  const auto source = make_source("templates/r.yaml", yaml, out);
  if (!source) return std::nullopt;
  const auto node = load::parse_yaml(*source, out);
  const auto* sheets = node ? node->find("sheets") : nullptr;
  if (!sheets) return std::nullopt;
  return bind::parse_workbook(*sheets, node->find("properties"), source->path, shape, out);
}

/// Parses and renders; the findings of both. Pictures are looked for beside the workbook.
inline Diagnostics make_workbook(const std::string& yaml, const Data& data, const std::filesystem::path& path,
                                 const render::SheetLimits& limits = {}) {
  Diagnostics out;
  if (const auto book = layout(yaml, data.shape, out))
    render::render_workbook(*book, data.root, render::rows_in_memory(data.shape, data.root),
                            path.parent_path(), path, out, limits);
  return out;
}

/// What sheet_read.py says; empty (and a message) when openpyxl is not installed.
inline std::string read_back(const TempFolder& folder, const std::string& arguments) {
  const auto result = shell(folder.path(), std::string("/usr/bin/python3 ") + SVODKA_TESTS_DIR +
                                               "/render/sheet_read.py " + arguments);
  CHECK(result.code == 0);
  if (result.output.starts_with("no openpyxl")) {
    MESSAGE("skipped: python3-openpyxl is not installed");
    return {};
  }
  return result.output;
}

inline bool has(const std::string& dump, const std::string& line) {
  return ("\n" + dump).find("\n" + line + "\n") != std::string::npos;
}

/// Findings as lines "line:column rule: message | hint", in Russian.
inline std::string lines_of(const Diagnostics& findings) {
  std::string out;
  for (const auto& f : findings.sorted())
    out += std::to_string(f.at.line) + ":" + std::to_string(f.at.column) + " " + f.rule + ": " +
           f.message.ru + (f.hint.empty() ? "" : " | " + f.hint.ru) + "\n";
  return out;
}

}  // namespace svodka::test
