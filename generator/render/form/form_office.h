#pragma once

#include <string>
#include <vector>

namespace svodka::render {

/// Formulas of a filled form that have no result, since form_compute.h cannot tell it.
struct FormulasLeft {
  std::vector<std::string> cells;  ///< "Лист!B7", in order
  bool by_the_clock = false;       ///< one of them gives another result at another time: TODAY, NOW, RAND
};

FormulasLeft formulas_without_result(const std::string& file, const std::string& bytes);

/// The form with what `computed`, the same workbook as another program has saved it, has for these formulas.
/// An unknown function (#NAME?) is no result. All else stays as it is.
std::string with_results_of(const std::string& file, const std::string& bytes, const std::string& computed);

}  // namespace svodka::render
