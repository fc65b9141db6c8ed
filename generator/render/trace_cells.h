#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "render/trace.h"

namespace svodka::render {

/// The cells of a spreadsheet for trace_document(): of forms by the marks in their texts, of layouts by the
/// marked cell of each row (MarkedRows), and formulas by what they refer to, through other formulas too.
/// `clean` is what MarkedDocument::clean says: cells of the document that say other things are `changed`.
void trace_cells(const std::vector<DocumentPiece>& with_marks, const std::vector<DocumentPiece>& clean,
                 const MarkedDocument& made, const std::function<void(int id, TracedValue value)>& add,
                 DocumentTrace& trace);

/// Gives cells that have a formula the one that `from` has at the same place: how another program writes it
/// is no change.
void take_formulas(const std::vector<DocumentPiece>& from, std::vector<DocumentPiece>& pieces);

/// "B7" as column and row, both from 0; nothing for what is no cell.
std::optional<std::pair<int, int>> cell_at(std::string_view name);
/// The other way round.
std::string cell_called(int column, int row);

}  // namespace svodka::render
