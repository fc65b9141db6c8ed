#pragma once

#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "render/form/form_map.h"

namespace svodka::render {

/// "B7" or "A6:D8".
std::string words_of(const FormArea& area);

/// The places of a blank: what an address, a defined name or a table of it means, and what stands there.
class FormPlaces {
 public:
  /// `definition` is the file that names the places: findings stand in it.
  FormPlaces(const std::string& definition, const FormPackage& package, const std::string& file,
             Diagnostics& out);

  struct Spot {
    std::size_t sheet = 0;  ///< of FormPackage::sheets
    FormArea area;
  };
  /// `key` is "B7", "Свод!A12:F12", a defined name or a table; without a sheet it is on `own`, or the first.
  /// What is not there is a finding at `at`.
  std::optional<Spot> find(const std::string& key, const Mark& at,
                           std::optional<std::size_t> own = std::nullopt) const;
  std::optional<std::size_t> sheet_named(std::string name) const;
  void report_unknown_sheet(const std::string& name, const Mark& at) const;

  /// The merged cells that hold this one; null pointer when none do.
  const FormArea* merge_at(std::size_t sheet, CellName cell) const;
  /// Empty when the blank has no such cell.
  pugi::xml_node cell(std::size_t sheet, CellName at) const;
  /// The text of a cell.
  std::string said(const pugi::xml_node& cell) const;

 private:
  struct BlankSheet {
    pugi::xml_document document;
    std::vector<FormArea> merged;
    std::map<std::pair<int, int>, pugi::xml_node> cells;  ///< by row and column
  };

  void error(const Mark& at, std::string rule, Text message, Text hint = {}) const;
  void read_sheet(std::size_t index);
  void read_names();
  std::optional<Spot> find_name(const std::string& key, const Mark& at) const;

  const std::string& definition_;
  const FormPackage& package_;
  const std::string& file_;
  Diagnostics& out_;
  std::vector<BlankSheet> sheets_;
  std::vector<std::string> strings_;  ///< the shared ones
  std::map<std::string, std::string> names_;
};

}  // namespace svodka::render
