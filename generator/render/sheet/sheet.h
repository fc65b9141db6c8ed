#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "base/finding.h"
#include "base/value.h"
#include "bind/sheet_layout.h"

namespace svodka::render {

/// Opens the rows of a table: `section` is the index of the query among the sections of the root shape. May
/// be called several times for one.
using OpenRows = std::function<std::unique_ptr<RowSource>(int section)>;

/// The rows as they stand in `root.sections`. `shape` and `root` must outlive what is opened.
OpenRows rows_in_memory(const Shape& shape, const Row& root);

/// Writes a workbook as .xlsx to `path` (a temporary name: whoever asks renames or removes it). Rows pass
/// through and are not kept, so the memory does not grow with them. `root` fills the texts round the tables.
///
/// The library is not trusted: what it would write wrongly without a word is found before it sees it (texts
/// too long for a cell, infinite numbers, bad or doubled sheet names, overlapping merges, too many rows:
/// findings at the places of the layout), and the finished package is read again. The same data give the same
/// bytes: the date of creation is 1980-01-01, or SOURCE_DATE_EPOCH. Throws EnvironmentError when the file
/// cannot be written whole.
void render_workbook(const bind::WorkbookLayout& layout, const Row& root, const OpenRows& open_rows,
                     const std::filesystem::path& path, Diagnostics& out);

}  // namespace svodka::render
