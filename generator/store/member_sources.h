#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/project_stores.h"
#include "store/record_source.h"
#include "store/tables.h"

namespace svodka::store {

/// Leads from the rows of a merged store (ProjectStores) to what they came from in the projects' own stores:
/// of a table to the field's place, of a view to the fields that the project's query made the value of. Opens
/// the stores that it is asked about, and keeps them open. For one thread.
class MemberSources {
 public:
  MemberSources(std::shared_ptr<const ProjectStores> stores, Personal personal)
      : stores_(std::move(stores)), personal_(personal) {}

  /// What a column's value in the row of projects.`relation` came from; "" or a column that the project does
  /// not have: the record. Places are told from the region's root. A project whose store is not to be had any
  /// more gives RecordSource::kTable.
  std::vector<RecordSource> of(const std::string& relation, std::int64_t row, const std::string& column);

  /// Where the row of a table came from, or the field's value; no place for a row of a view.
  Position position(std::string_view relation, std::int64_t row, std::string_view column);

 private:
  /// A view as the project's own query follows it: the sets behind each row's columns, in the order of rows.
  struct View {
    std::vector<std::string> columns;
    std::vector<std::vector<std::int64_t>> sets;  ///< the last of a row's is that of its records
    std::int64_t whole = 0;                       ///< all that the view reads: when it cannot be followed
  };
  struct Opened {
    std::unique_ptr<Reader> reader;
    std::unique_ptr<Tables> tables;
    std::map<std::string, View> views;
  };
  Opened& opened(std::size_t member);
  static View follow(const Reader& reader, const std::string& name);
  std::vector<RecordSource> of_table(std::size_t member, int table, std::int64_t row,
                                     const std::string& column);

  std::shared_ptr<const ProjectStores> stores_;
  Personal personal_;
  std::map<std::size_t, Opened> opened_;
};

}  // namespace svodka::store
