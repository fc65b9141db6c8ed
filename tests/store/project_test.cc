#include "store/project.h"

#include <fmt/format.h>

namespace svodka::test {

std::string shown(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *integer);
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  if (const auto* words = std::get_if<std::string>(&value)) return *words;
  return "∅";
}

std::vector<std::string> Project::rows(const store::Reader& reader, const std::string& sql) {
  std::vector<std::string> rows;
  auto statement = reader.prepare(sql);
  while (statement.step()) {
    std::string row;
    for (std::size_t i = 0; i < statement.columns().size(); ++i) {
      row += (i > 0 ? "|" : "") + shown(statement.value(static_cast<int>(i)));
    }
    rows.push_back(row);
  }
  return rows;
}

std::vector<std::string> Project::rules() const {
  std::vector<std::string> rules;
  for (const auto& finding : found.sorted())
    rules.push_back(finding.rule + " " + to_string(finding.at, Language::kRussian));
  return rules;
}

}  // namespace svodka::test
