#include "kept_checks.h"

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/hash.h"
#include "store/build_id.h"
#include "store/findings_json.h"
#include "store/project_stores.h"

namespace svodka {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

fs::path place(const Project& project) { return project.outputs / ".svodka" / "checks.json"; }

std::vector<Finding> findings_from(const json& value) {
  Diagnostics read;
  if (!store::add_from_json(value.get<std::string>(), read)) throw std::invalid_argument("findings");
  return read.in_order();
}

// A waiver's own place travels as a finding's.
std::string waived_to_json(const std::vector<Waived>& waived) {
  std::vector<Finding> both;
  for (const auto& each : waived) {
    both.push_back(each.finding);
    both.push_back(
        {.severity = Severity::kInfo, .rule = "", .at = each.at, .message = same_text(each.reason)});
  }
  return store::to_json(both);
}

std::vector<Waived> waived_from(const std::vector<Finding>& both) {
  if (both.size() % 2 != 0) throw std::invalid_argument("waived");
  std::vector<Waived> waived;
  for (std::size_t i = 0; i < both.size(); i += 2)
    waived.push_back({both[i], both[i + 1].message.ru, both[i + 1].at});
  return waived;
}

}  // namespace

std::string circumstances_of_checks(const Project& project,
                                    const std::vector<std::pair<Position, std::string>>& template_texts) {
  std::string all = store::build_id() + "\n" + project.context.period + "\n" + project.context.as_of + "\n" +
                    project.context.previous_period + "\n";
  for (const auto& file : {project.database, project.previous_database(), project.history / "register.head",
                           project.root / "inputs/checks.yaml"})
    all += sha256_if_there(file) + "\n";
  if (project.projects) all += sha256_if_there(project.projects->merged(store::Personal::kShown)) + "\n";
  for (const auto& [at, words] : template_texts)
    all += fmt::format("{}\n{} {} {} {}\n{}\n{}\n", at.file, at.line, at.column, at.paragraph, at.part,
                       at.cell, words);
  return sha256(all);
}

std::optional<KeptChecks> find_checks(const Project& project, const std::string& circumstances) {
  std::error_code error;
  if (store::build_id().empty() || !fs::exists(place(project), error)) return std::nullopt;
  try {
    const auto kept = json::parse(read_file(place(project)));
    if (kept.at("circumstances") != circumstances) return std::nullopt;
    return KeptChecks{findings_from(kept.at("of_rules")), findings_from(kept.at("findings")),
                      waived_from(findings_from(kept.at("waived")))};
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

void keep_checks(const Project& project, const std::string& circumstances, const KeptChecks& checks) {
  const json kept{{"circumstances", circumstances},
                  {"of_rules", store::to_json(checks.of_rules)},
                  {"findings", store::to_json(checks.findings)},
                  {"waived", waived_to_json(checks.waived)}};
  try {
    write_file_in_place(place(project), kept.dump());
  } catch (const EnvironmentError&) {
    return;
  }
}

}  // namespace svodka
