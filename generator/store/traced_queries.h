#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/lineage.h"
#include "store/lineage_sql.h"
#include "store/member_sources.h"
#include "store/record_source.h"
#include "store/sqlite.h"
#include "store/tables.h"

namespace svodka::store {

/// Follows the queries of one connection (lineage_sql.h).
class TracedQueries {
 public:
  /// `members` leads into the projects of a region; may be null.
  TracedQueries(const Database& database, const Tables& tables, MemberSources* members = nullptr);
  TracedQueries(const TracedQueries&) = delete;
  TracedQueries& operator=(const TracedQueries&) = delete;

  /// The query with its sets. Throws NotUnderstood.
  std::string rewrite(std::string_view sql);
  /// The set of all tables that a query names, also through views: what is known of one that cannot be
  /// followed.
  Lineage::Id whole_tables(std::string_view sql);
  /// What a set holds, fields in the order of their files.
  std::vector<RecordSource> sources(Lineage::Id set) const;
  Lineage::Id join(std::vector<Lineage::Id> sets) { return lineage_.join(std::move(sets)); }

 private:
  const LineageRelation* find(std::string_view schema, std::string_view name);
  LineageRelation describe(const std::string& schema, const std::string& name) const;
  std::string column_of(const Lineage::Leaf& leaf, const std::string& key) const;
  std::vector<RecordSource> sources_of(const Lineage::Leaf& leaf) const;

  const Database& database_;
  const Tables& tables_;
  MemberSources* members_;
  Lineage lineage_;
  std::map<std::string, std::unique_ptr<LineageRelation>> relations_;  // by folded name; null: there is none
};

}  // namespace svodka::store
