#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "store/guard.h"
#include "store/sqlite.h"

namespace svodka::store {

/// What queries may know of the documents that a project has made and signed off, which no record says: rows
/// of the tables `documents` (a row a version of a document) and `sign_off_steps` (a row a step of one),
/// columns in the order of kDocumentTables.
class DocumentRows {
 public:
  using Rows = std::vector<std::vector<Value>>;
  virtual ~DocumentRows() = default;
  /// `pages`: the query reads the column of that name, whose values may cost a layout.
  virtual Rows documents(bool pages) = 0;
  virtual Rows steps() = 0;
};

/// CREATE TEMP TABLE for both.
extern const std::string_view kDocumentTables;
inline constexpr std::string_view kDocumentsName = "documents", kStepsName = "sign_off_steps";

/// Fills both tables of a connection when a query first reads them.
class DocumentTables {
 public:
  /// From now on rows come from here; what was filled is forgotten. Null: there are none.
  void provide(std::shared_ptr<DocumentRows> rows);
  /// Brings in what the queries prepared so far read (Guard::watch). The guard must be lowered.
  void fill(const Database& database, const Guard& guard);

 private:
  std::shared_ptr<DocumentRows> rows_;
  bool has_documents_ = false, has_pages_ = false, has_steps_ = false;
};

/// Whether a text that holds SQL names one of these tables or a view on them: then its queries may read
/// documents. May say so of a text that only has such a word in it, never the other way round.
bool may_read_documents(std::string_view text);

}  // namespace svodka::store
