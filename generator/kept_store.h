#pragma once

#include <filesystem>
#include <string>
#include <system_error>

namespace svodka {

/// The store that a period's last build left beside its documents, outputs/2020-12/data.db; empty when there
/// is none, or no period ("").
inline std::filesystem::path kept_store(const std::filesystem::path& outputs, const std::string& period) {
  std::error_code error;
  auto path = outputs / period / "data.db";
  return !period.empty() && std::filesystem::exists(path, error) ? path : std::filesystem::path();
}

}  // namespace svodka
