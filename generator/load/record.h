#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/origin.h"
#include "base/value.h"
#include "language/period.h"
#include "load/schema.h"

namespace svodka::load {

/// A field's value with its place. `value` holds scalars: kInteger and kBool as whole numbers, kNumber as a
/// number, text, enum, reference and day (ISO) as text, a period as its canonical text (with `period`
/// filled). `items` holds a list's items, or the values of a nested record in the order of its fields.
/// Absent: null, no items.
struct FieldValue {
  Value value;
  std::optional<language::Period> period;
  std::vector<FieldValue> items;
  Mark mark;  ///< of the value; line 0 when the field is absent

  bool present() const { return mark.line > 0; }
};

/// A rule of the checks that a record asks to be spared, and why: `waive: {activity-after-report: "…"}`.
struct Waiver {
  std::string rule;
  std::string reason;
  Mark mark;  ///< of the rule's name
};

/// One record, checked against its collection: every value has the type of its field.
struct Record {
  const Collection* collection = nullptr;
  std::vector<FieldValue> fields;  ///< one for each of collection->fields
  Origin origin;  ///< the file ("inputs/activities/2020-12.yaml"), or the sheet of a workbook
  Mark mark;      ///< where the record begins
  std::vector<Waiver> waivers;
};

using RecordSink = std::function<void(Record&&)>;

/// Reads one input file (`.yaml`) by the schema and hands each record to `sink` in file order.
///
/// Unknown collections and fields (with a suggestion), missing required fields, wrong types, values outside
/// an enumeration or range: findings, all of them in one run. A record with a wrong value is still delivered,
/// the wrong value absent, so that later checks do not report what follows from it as well. Empty values
/// (`note:`, `""`) are absent. A value where a list is expected is a list of one. Records of a `single`
/// collection are not counted here, for they may come from several files.
///
/// `tables:` entries read their workbooks and CSV files (table.h), from `root`; the path of each goes to
/// `also_read` (relative to the project, also when it cannot be read; and the pattern that it was found by),
/// for whoever wants to know when this file must be read again.
void read_input(const std::filesystem::path& root, const SourceFile& file, const Schema& schema,
                const RecordSink& sink, std::vector<std::string>& also_read, Diagnostics& out);

/// True for a file below `inputs/` that holds records: `.yaml` or `.yml`, but not `inputs/schema.yaml`
/// (schema.h) and `inputs/checks.yaml`. `path` is relative to the project.
bool is_record_file(std::string_view path);

}  // namespace svodka::load
