#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "check/rules.h"
#include "store/reader.h"

namespace svodka::check {

/// What the records of a store are spared: `waive: {rule: "reason"}`.
class Waivers {
 public:
  explicit Waivers(const store::Reader& reader);

  struct Waiver {
    std::string rule, reason;
    Position at;
    bool used = false;
  };
  /// The waiver of `rule` by the record that row `row` of `table` is, or is a part of; null pointer when
  /// there is none. Counts as used.
  const Waiver* find(const std::string& table, std::int64_t row, std::string_view rule);

  /// Waivers of rules that do not exist (`unknown-rule`, an error), and those that spared nothing
  /// (`waiver-unused`).
  void report(const std::vector<Rule>& rules, Diagnostics& out) const;

 private:
  const Waiver* of_record(const std::string& collection, std::int64_t row, std::string_view rule);
  std::string holder(const std::string& table) const;

  const store::Reader& reader_;
  std::map<std::pair<std::string, std::int64_t>, std::vector<Waiver>> by_record_;
  std::vector<std::string> tables_;  // every table, in order of names
};

}  // namespace svodka::check
