#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "store/sqlite.h"

namespace svodka::store {

/// Names of SQL functions that queries may call: those that depend on nothing but their arguments.
const std::vector<std::string>& safe_functions();

/// Stands between a user's query and SQLite. Lets SELECT read the relations it was told of and call
/// safe_functions(); refuses all else, and ends a statement after a number of steps of SQLite's machine.
///
/// The store's own statements run with the guard lowered (GuardLowered).
class Guard {
 public:
  /// Why a statement was refused.
  struct Refusal {
    Text message;
    Text hint;
  };

  explicit Guard(sqlite3* connection);
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  /// Queries may read this table or view.
  void allow(const std::string& relation);
  /// Queries may not so much as count the rows of this one. (Any other name that is not allowed may stand
  /// only where no column is read: SQLite asks about the names of a WITH in this way.)
  void hide(const std::string& relation);

  /// Notes from now on which columns of this relation statements read, also through views.
  void watch(const std::string& relation) { watched_.insert(relation); }
  /// Those noted so far: relation and column, lower case; "" for a relation of which no column is read.
  const std::set<std::pair<std::string, std::string>>& watched_reads() const { return reads_; }
  void forget_watched_reads() { reads_.clear(); }

  /// Ends statements after so many steps, counted by begin().
  void limit_steps(std::int64_t steps) { limit_ = steps; }
  std::int64_t step_limit() const { return limit_; }
  /// `steps` counts those of the statement that runs from now on.
  void count_in(std::int64_t* steps) { steps_ = steps; }

  /// The refusal since the last call of forget_refusal().
  const std::optional<Refusal>& refusal() const { return refusal_; }
  void forget_refusal() { refusal_.reset(); }

 private:
  friend class GuardLowered;
  static int authorize(void* guard, int action, const char* a, const char* b, const char* database,
                       const char* view);
  static int progress(void* guard);
  int judge(int action, const char* a, const char* b);
  bool may_read(const std::string& table, bool any_column) const;
  int refuse(Text message, Text hint);

  std::set<std::string> relations_;  ///< lower case
  std::set<std::string> hidden_;     ///< lower case
  std::set<std::string> functions_;
  std::set<std::string> watched_;  ///< lower case
  std::set<std::pair<std::string, std::string>> reads_;
  std::optional<Refusal> refusal_;
  std::int64_t limit_;
  std::int64_t* steps_ = nullptr;
  int lowered_ = 0;
};

/// While it lives, the store's own statements pass.
class GuardLowered {
 public:
  explicit GuardLowered(Guard& guard) : guard_(guard) { ++guard_.lowered_; }
  ~GuardLowered() { --guard_.lowered_; }
  GuardLowered(const GuardLowered&) = delete;
  GuardLowered& operator=(const GuardLowered&) = delete;

 private:
  Guard& guard_;
};

}  // namespace svodka::store
