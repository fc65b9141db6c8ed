#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "base/finding.h"
#include "base/value.h"
#include "bind/sheet_layout.h"
#include "render/sheet/sheet_canvas.h"

namespace svodka::render {

/// Opens the rows of a table. `row` is a row of the query `at.section` when a query nested in it is asked
/// for. May be called several times for one.
using OpenRows = std::function<std::unique_ptr<RowSource>(const bind::RowsAt& at, const Row* row)>;

/// The rows as they stand in `root.sections`. `shape` and `root` must outlive what is opened.
OpenRows rows_in_memory(const Shape& shape, const Row& root);

/// Writes a workbook as .xlsx to `path` (a temporary name: whoever asks renames or removes it). Rows pass
/// through and are deflated at once, so of each only some tens of bytes are kept. `root` fills the texts round the
/// tables.
///
/// The library is not trusted: what it would write wrongly without a word is found before it sees it (texts
/// too long for a cell, infinite numbers, bad or doubled sheet names, overlapping merges, too many links:
/// findings at the places of the layout), and the finished package is read again. Rows that are more than a
/// sheet holds go on in the next. The same data give the same
/// bytes: the date of creation is 1980-01-01, or SOURCE_DATE_EPOCH. Throws EnvironmentError when the file
/// cannot be written whole.
/// `folder` has the files that the layout and the data name (pictures).
void render_workbook(const bind::WorkbookLayout& layout, const Row& root, const OpenRows& open_rows,
                     const std::filesystem::path& folder, const std::filesystem::path& path, Diagnostics& out,
                     const SheetLimits& limits = {});

}  // namespace svodka::render
