#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline.h"

namespace svodka {

/// What the rules found in a project, kept in outputs/.svodka/checks.json under a hash of all that they look
/// at: while that stays the same, they need not run again.
struct KeptChecks {
  std::vector<Finding> of_rules;  ///< about the rules themselves
  std::vector<Finding> findings;
  std::vector<Waived> waived;
};

/// The hash of what the rules of check_project() look at: the store and that of the period before, the
/// period, the ledger's head, the program, the project's own rules, the fixed texts of the templates.
std::string circumstances_of_checks(const Project& project,
                                    const std::vector<std::pair<Position, std::string>>& template_texts);

/// What was found in these circumstances; nothing when the last run met others, or the file is damaged.
std::optional<KeptChecks> find_checks(const Project& project, const std::string& circumstances);

/// Keeps it. A folder that cannot be written is no fault: the rules run again.
void keep_checks(const Project& project, const std::string& circumstances, const KeptChecks& checks);

}  // namespace svodka
