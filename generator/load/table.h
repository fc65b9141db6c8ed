#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "load/record.h"
#include "load/yaml.h"

namespace svodka::load {

/// Reads a table (CSV, as spreadsheets save it) that an entry of `tables:` in an input file describes, a
/// record a row:
///
///     tables:
///       - file: results-2020.csv           # beside the YAML file
///         collection: results
///         columns: {Школа: school, Предмет: subject, "«2»": marks-2}   # heading: field
///         values: {Школа: {Покровская СОШ: pokrovskaya}}               # translates cells
///         constants: {exam: oge, year: 2020}                           # the same in every record
///         delimiter: ";"                   # found out when absent; also "," and "tab"
///         encoding: windows-1251           # utf-8 when absent
///         heading: 3                       # the row of headings; found by its headings when absent
///
/// A field is a field of the collection, a part of a nested record (`declension.genitive`) or the end of a
/// period (`from`). A cell for a list of references or enum values may hold several, separated by `;` or `,`.
/// Numbers may have separated thousands, a decimal comma and a percent sign; a dash in a number's place is
/// nothing.
///
/// Passed over: blank rows, a row of column numbers (1 2 3 …) under the headings, rows that begin with
/// «Итого» or «Всего», and the rows after the last record: those in which no key column (required text,
/// reference or enum) or only a single cell is filled. What is not blank of these is named in an info
/// finding. Columns that nothing is made of are named in an info finding too. A fault in the headings
/// (missing, twice) ends the table.
///
/// Values go through the same conversion as those of YAML; they have their places in the table, and the
/// records its path.
void read_table(const std::filesystem::path& root, const SourceFile& file, const Node& entry,
                const Schema& schema, const RecordSink& sink, std::vector<std::string>& also_read,
                Diagnostics& out);

}  // namespace svodka::load
