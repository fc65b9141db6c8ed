#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "load/collect.h"

namespace svodka::render {

/// A column of a blank as people see it.
struct BlankColumn {
  std::string heading;
  const load::Field* field = nullptr;
  std::string name;  ///< of the field, as the choices name it
  bool locked = false;
  bool required = false;
};

/// A blank to be sent to one recipient: a sheet of rows to fill, protected but for the cells that are wanted,
/// and a hidden sheet that says whose it is (load/collect.h).
struct Blank {
  load::BlankIdentity identity;
  std::string title, name, note, due;
  std::vector<BlankColumn> columns;
  std::vector<std::vector<Value>> rows;  ///< known values in the order of the columns; null: to be filled
  int free_rows = 0;
};

/// Writes the blank as an .xlsx file, whole or not at all. What Excel could not hold (texts too long, too
/// many rows) is cut off as it would itself. Throws EnvironmentError.
void write_blank(const std::filesystem::path& path, const Blank& blank);

}  // namespace svodka::render
