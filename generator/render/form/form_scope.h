#pragma once

#include <string>
#include <vector>

#include "base/finding.h"
#include "bind/resolver.h"
#include "render/form/form_map.h"

namespace svodka::render {

/// What stands round all of a sheet: the sections in its name (`{{#schools}}{{title}}`), or in the map of the
/// form, and its name.
struct SheetScope {
  std::vector<bind::Marker> opened;   ///< sections in the name, the outermost first
  std::string name;                   ///< what is left of the name, with markers
  const SheetFills* fills = nullptr;  ///< when its map repeats the sheet
  Position at;

  bool repeats() const { return !opened.empty() || fills != nullptr; }
  bool names() const { return repeats() || name.find("{{") != std::string::npos; }
};

/// Reads the name of a sheet. Markers that cannot stand in one are findings.
SheetScope read_scope(const std::string& name, const SheetFills* fills, const Position& at, Diagnostics& out);

/// The beginning of a body round which the scope stands: its sections, and a mark with the name of the sheet;
/// and its end.
std::string open_scope(const SheetScope& scope, bind::Resolver& resolver, Diagnostics& out);
std::string close_scope(const SheetScope& scope, bind::Resolver& resolver);

/// One sheet of an expanded body.
struct ScopedText {
  std::string name;
  std::string text;
};

/// The sheets of an expanded body, in order.
std::vector<ScopedText> split_scopes(const std::string& expanded);

/// Names as Excel takes them: no `[]:*?/\`, at most 31 characters, no two alike, not "History". `taken` holds
/// those of the workbook in lower case and gets the new one.
std::string valid_sheet_name(const std::string& name, std::vector<std::string>& taken);

}  // namespace svodka::render
