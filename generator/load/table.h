#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "load/record.h"
#include "load/table_definition.h"
#include "load/yaml.h"

namespace svodka::load {

/// Reads the tables that an entry of `tables:` in an input file describes, a record a row (docs/tables.md):
///
///     tables:
///       - file: results-2020.xlsx          # beside the YAML file; .xlsx or .csv; `oge-*.xlsx` for several
///         sheet: ОГЭ                       # or a pattern; the one with these headings when absent
///         collection: results
///         columns: {Школа: school, Предмет: subject, Отметки: {«2»: marks-2}}   # heading: field
///         values: {Школа: {Покровская СОШ: pokrovskaya}}               # translates cells
///         constants: {exam: oge, year: {cell: B2}}                     # the same in every record
///         delimiter: ";"                   # of CSV; found out when absent; also "," and "tab"
///         encoding: windows-1251           # of CSV; utf-8 when absent
///         heading: 3                       # the last row of headings; found by its words when absent
///         hidden: skip                     # rows that are hidden; read when absent
///
/// A field is a field of the collection, a part of a nested record (`declension.genitive`) or the end of a
/// period (`from`). A cell for a list of references or enum values may hold several, separated by `;` or `,`.
/// Numbers may have separated thousands, a decimal comma, a percent sign and the units that the column names;
/// a dash in a number's place is nothing. Days may be serial numbers or written in words.
///
/// Passed over: blank rows, a row of column numbers (1 2 3 …) under the headings, rows that begin with
/// «Итого» or «Всего», and the rows after the last record: those in which no key column (required text,
/// reference or enum) or only a single cell is filled. What is not blank of these is named in an info
/// finding. Columns that nothing is made of are named in an info finding too. A fault in the headings
/// (missing, twice) ends the table.
///
/// Values go through the same conversion as those of YAML; they have their places in the table, and the
/// records its path and sheet.
void read_table(const std::filesystem::path& root, const SourceFile& file, const Node& entry,
                const Schema& schema, const RecordSink& sink, std::vector<std::string>& also_read,
                Diagnostics& out);

/// The same of a definition that has been read; `by` is the file that it stands in.
void read_tables(const std::filesystem::path& root, const SourceFile& by, const TableDefinition& table,
                 const RecordSink& sink, std::vector<std::string>& also_read, Diagnostics& out);

}  // namespace svodka::load
