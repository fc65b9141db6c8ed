#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "render/document_text.h"
#include "render/marked_values.h"
#include "store/reader.h"

namespace svodka::render {

/// A document made a second time with marks round its values.
struct MarkedDocument {
  std::string bytes;
  std::string clean;  ///< of a spreadsheet: the same without marks, which turn numbers into text
  MarkedValues values;
  /// Of a workbook made from a layout: MarkedRows::cells().
  std::function<std::vector<std::pair<int, int>>(int id, int column)> cells;
};

/// A value of a document with what it came from.
struct TracedValue {
  enum class How {
    kFields,  ///< exactly these fields
    kRow,     ///< the query gave a constant or a count of nothing: the records that its row stands for
    kTables,  ///< the query could not be followed: somewhere in these collections
    kNothing  ///< no record: the definition of the report says it
  };
  std::string name;   ///< of the marker: "schools.title"
  std::string words;  ///< as the document shows it
  Text place;  ///< «абзац 12», «Лист1!B7»; empty for what stands in no text (an address, a picture)
  int id = -1;                                ///< of MarkedDocument::values; -1 for a formula
  std::size_t piece = 0, begin = 0, end = 0;  ///< of the document's text, in bytes; end 0: nowhere
  How how = How::kFields;
  std::vector<std::size_t> sources;  ///< of DocumentTrace::sources
};

/// Where every value of a document came from.
struct DocumentTrace {
  std::vector<DocumentPiece> pieces;  ///< of the document itself
  std::vector<TracedValue> values;    ///< in the order of the document
  std::vector<store::RecordSource> sources;
  std::vector<Text> changed;  ///< places whose words are others than the inputs give: somebody wrote there
};

/// Finds the values of a document. `bytes` is the document itself, `path` tells its format, `made` what the
/// same inputs make of it with marks. A cell with a formula has what the cells have that it refers to.
std::optional<DocumentTrace> trace_document(const std::string& path, const std::string& bytes,
                                            const MarkedDocument& made, const store::Reader& reader,
                                            Diagnostics& out);

/// The sources of single values, for review copies.
class SourceFinder {
 public:
  SourceFinder(const store::Reader& reader, std::vector<store::RecordSource>& sources)
      : reader_(reader), sources_(sources) {}
  struct Found {
    TracedValue::How how = TracedValue::How::kNothing;
    std::vector<std::size_t> sources;
  };
  const Found& of(const ShownValue& value);

 private:
  std::vector<std::size_t> listed(std::int64_t set);

  const store::Reader& reader_;
  std::vector<store::RecordSource>& sources_;
  std::map<std::pair<std::int64_t, std::int64_t>, Found> found_;
  std::map<std::string, std::size_t> known_;
};

}  // namespace svodka::render
