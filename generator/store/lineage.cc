#include "store/lineage.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <unordered_set>

namespace svodka::store {
namespace {

enum class Gather { kAll, kGiven, kCounted, kLeast, kGreatest };

// What an aggregate has of one row.
struct Contribution {
  Lineage::Id id = 0;
  std::optional<double> number;  // of its value
  std::string text;

  friend bool operator<(const Contribution& a, const Contribution& b) {
    if (a.number && b.number) return *a.number < *b.number;
    if (a.number || b.number) return a.number.has_value();  // numbers stand before texts
    return a.text < b.text;
  }
};

struct Gathered {
  std::deque<Contribution> rows;
};

template <typename T>
T* pointer_in(void* place) {
  return place == nullptr ? nullptr : *static_cast<T**>(place);
}

Lineage& lineage_of(sqlite3_context* context) { return *static_cast<Lineage*>(sqlite3_user_data(context)); }

void call_leaf(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[1]) == SQLITE_NULL) return sqlite3_result_int64(context, 0);
  sqlite3_result_int64(context,
                       lineage_of(context).leaf({sqlite3_value_int(values[0]), sqlite3_value_int64(values[1]),
                                                 sqlite3_value_int(values[2])}));
}

void call_join(sqlite3_context* context, int count, sqlite3_value** values) {
  std::vector<Lineage::Id> parts;
  for (int i = 0; i < count; ++i) parts.push_back(sqlite3_value_int64(values[i]));
  sqlite3_result_int64(context, lineage_of(context).join(std::move(parts)));
}

bool counts(int arguments, sqlite3_value** values) {
  return arguments < 2 || sqlite3_value_type(values[1]) != SQLITE_NULL;
}

void gather_step(sqlite3_context* context, int arguments, sqlite3_value** values) {
  if (!counts(arguments, values)) return;
  auto** place = static_cast<Gathered**>(sqlite3_aggregate_context(context, sizeof(Gathered*)));
  if (place == nullptr) return sqlite3_result_error_nomem(context);
  if (*place == nullptr) *place = new Gathered;  // NOLINT: SQLite keeps it until gather_final
  Contribution row{sqlite3_value_int64(values[0]), {}, {}};
  if (arguments > 1) {
    const int type = sqlite3_value_type(values[1]);
    if (type == SQLITE_INTEGER || type == SQLITE_FLOAT)
      row.number = sqlite3_value_double(values[1]);
    else if (const auto* words = reinterpret_cast<const char*>(sqlite3_value_text(values[1])))
      row.text = words;
  }
  (*place)->rows.push_back(std::move(row));
}

void gather_inverse(sqlite3_context* context, int arguments, sqlite3_value** values) {
  auto* gathered = pointer_in<Gathered>(sqlite3_aggregate_context(context, 0));
  if (gathered != nullptr && counts(arguments, values) && !gathered->rows.empty()) gathered->rows.pop_front();
}

template <Gather kWhat>
Lineage::Id gathered_set(Lineage& lineage, const std::deque<Contribution>& rows) {
  std::vector<Lineage::Id> parts;
  const auto take = [&](auto wanted) {
    for (const auto& row : rows) {
      if (wanted(row)) parts.push_back(row.id);
    }
  };
  if constexpr (kWhat == Gather::kCounted) {
    take([](const Contribution& row) { return row.number.value_or(0) != 0; });
  } else if constexpr (kWhat == Gather::kLeast || kWhat == Gather::kGreatest) {
    const auto extreme = kWhat == Gather::kLeast ? std::min_element(rows.begin(), rows.end())
                                                 : std::max_element(rows.begin(), rows.end());
    if (extreme != rows.end())
      take([&](const Contribution& row) { return !(row < *extreme) && !(*extreme < row); });
  }
  if (parts.empty()) take([](const Contribution&) { return true; });
  return lineage.join(std::move(parts));
}

template <Gather kWhat>
void gather_value(sqlite3_context* context) {
  const auto* gathered = pointer_in<Gathered>(sqlite3_aggregate_context(context, 0));
  sqlite3_result_int64(context,
                       gathered == nullptr ? 0 : gathered_set<kWhat>(lineage_of(context), gathered->rows));
}

template <Gather kWhat>
void gather_final(sqlite3_context* context) {
  const std::unique_ptr<Gathered> gathered(pointer_in<Gathered>(sqlite3_aggregate_context(context, 0)));
  sqlite3_result_int64(context, gathered ? gathered_set<kWhat>(lineage_of(context), gathered->rows) : 0);
}

template <Gather kWhat>
void register_gather(sqlite3* connection, const char* name, int arguments, Lineage* lineage) {
  sqlite3_create_window_function(connection, name, arguments, SQLITE_UTF8, lineage, gather_step,
                                 gather_final<kWhat>, gather_value<kWhat>, gather_inverse, nullptr);
}

}  // namespace

int Lineage::relation(const std::string& name) {
  const auto at = std::find(names_.begin(), names_.end(), name);
  if (at == names_.end()) {
    names_.push_back(name);
    return static_cast<int>(names_.size()) - 1;
  }
  return static_cast<int>(at - names_.begin());
}

Lineage::Id Lineage::leaf(const Leaf& leaf) {
  const auto [at, is_new] = leaf_ids_.try_emplace(leaf, static_cast<Id>(nodes_.size()));
  if (is_new) nodes_.push_back({leaf});
  return at->second;
}

Lineage::Id Lineage::join(std::vector<Id> parts) {
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  if (!parts.empty() && parts.front() == 0) parts.erase(parts.begin());
  if (parts.empty()) return 0;
  if (parts.size() == 1) return parts.front();
  const auto [at, is_new] = joint_ids_.try_emplace(std::move(parts), static_cast<Id>(nodes_.size()));
  if (is_new) nodes_.push_back({{}, &at->first});
  return at->second;
}

std::vector<Lineage::Leaf> Lineage::leaves(Id id) const {
  std::unordered_set<Id> seen;
  std::vector<Id> todo{id};
  std::set<Leaf> found;
  while (!todo.empty()) {
    const Id at = todo.back();
    todo.pop_back();
    if (at <= 0 || at >= static_cast<Id>(nodes_.size()) || !seen.insert(at).second) continue;
    const Node& node = nodes_[static_cast<std::size_t>(at)];
    if (node.parts == nullptr)
      found.insert(node.leaf);
    else
      todo.insert(todo.end(), node.parts->begin(), node.parts->end());
  }
  return {found.begin(), found.end()};
}

void Lineage::register_functions(sqlite3* connection) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
  sqlite3_create_function_v2(connection, "_leaf", 3, kFlags, this, call_leaf, nullptr, nullptr, nullptr);
  sqlite3_create_function_v2(connection, "_join", -1, kFlags, this, call_join, nullptr, nullptr, nullptr);
  register_gather<Gather::kAll>(connection, "_gather", 1, this);
  register_gather<Gather::kGiven>(connection, "_gather_given", 2, this);
  register_gather<Gather::kCounted>(connection, "_gather_counted", 2, this);
  register_gather<Gather::kLeast>(connection, "_gather_least", 2, this);
  register_gather<Gather::kGreatest>(connection, "_gather_greatest", 2, this);
}

}  // namespace svodka::store
