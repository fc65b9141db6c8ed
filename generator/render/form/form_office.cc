#include "render/form/form_office.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <utility>

#include "base/utf8.h"
#include "render/expand/xml.h"
#include "render/form/form_cells.h"
#include "render/form/form_formula.h"
#include "render/form/form_package.h"
#include "render/form/form_text.h"

namespace svodka::render {
namespace {

struct ReadSheet {
  std::string xml;
  SheetCells cells;
  std::vector<CellFormula> formulas;
};

/// A workbook that was made a moment ago: what is wrong with it would have been told.
class ReadBook {
 public:
  ReadBook(const std::string& file, const std::string& bytes)
      : file_(file), package(read_form_package(file, bytes, unsaid_)) {
    pugi::xml_document strings;
    if (package && load_xml(package->read(file_, package->strings, unsaid_), strings)) {
      for (const auto& runs : read_shared_strings(strings)) texts_.push_back(words_of(runs));
    }
  }

  ReadSheet sheet(const SheetPart& part) {
    ReadSheet read{package->read(file_, part.part, unsaid_), {}, {}};
    read.cells.read(read.xml, 0, texts_, read.formulas);
    return read;
  }

 private:
  std::string file_;
  Diagnostics unsaid_;
  std::vector<std::string> texts_;

 public:
  std::optional<FormPackage> package;
};

bool is_missing(const CellContent& cell) {
  return cell.formula >= 0 && std::holds_alternative<std::monostate>(cell.value);
}

bool asks_the_clock(const std::string& formula) {
  static constexpr std::array kClock{"TODAY(", "NOW(", "RAND(", "RANDBETWEEN(", "RANDARRAY("};
  const auto words = utf8::upper(formula);
  return std::any_of(kClock.begin(), kClock.end(),
                     [&](const char* name) { return words.find(name) != std::string::npos; });
}

bool is_result(const CellValue& value) {
  const auto* error = std::get_if<CellError>(&value);
  return !std::holds_alternative<std::monostate>(value) && (error == nullptr || *error != CellError::kName);
}

/// Every formula with the values that its cells have, and for those that lack one that of `other`.
void settle(ReadSheet& sheet, const ReadSheet& other) {
  for (auto& formula : sheet.formulas) {
    const auto& area = formula.area;
    formula.result = {area.rows(), area.columns(), {}};
    bool all = true;
    for (int row = area.first_row; row <= area.last_row; ++row) {
      for (int column = area.first_column; column <= area.last_column; ++column) {
        const auto* own = sheet.cells.find(column, row);
        const auto* computed = other.cells.find(column, row);
        const bool missing = own == nullptr || is_missing(*own);
        const auto& value = !missing ? own->value : computed != nullptr ? computed->value : CellValue();
        all = all && is_result(value);
        formula.result.values.push_back(value);
      }
    }
    formula.state = all ? CellFormula::State::kDone : CellFormula::State::kUnknown;
  }
}

}  // namespace

FormulasLeft formulas_without_result(const std::string& file, const std::string& bytes) {
  FormulasLeft left;
  ReadBook book(file, bytes);
  if (!book.package) return left;
  for (const auto& part : book.package->sheets) {
    const auto sheet = book.sheet(part);
    std::map<std::pair<int, int>, int> missing;  // by row and column
    for (const auto& cell : sheet.cells.all()) {
      if (is_missing(cell)) missing[{cell.row, cell.column}] = cell.formula;
    }
    for (const auto& [at, formula] : missing) {
      left.cells.push_back(part.name + "!" + cell_name({at.second, at.first}));
      left.by_the_clock |= asks_the_clock(sheet.formulas[static_cast<std::size_t>(formula)].words);
    }
  }
  return left;
}

std::string with_results_of(const std::string& file, const std::string& bytes, const std::string& computed) {
  ReadBook book(file, bytes), other(file, computed);
  if (!book.package || !other.package) return bytes;
  for (const auto& part : book.package->sheets) {
    auto sheet = book.sheet(part);
    const auto& others = other.package->sheets;
    const auto twin = std::find_if(others.begin(), others.end(),
                                   [&](const SheetPart& each) { return each.name == part.name; });
    const bool lacks = std::any_of(sheet.cells.all().begin(), sheet.cells.all().end(), is_missing);
    if (!lacks || twin == others.end()) continue;
    settle(sheet, other.sheet(*twin));
    book.package->write(part.part, with_results(sheet.xml, sheet.cells, sheet.formulas));
  }
  return book.package->bytes();
}

}  // namespace svodka::render
