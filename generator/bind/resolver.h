#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/embed.h"
#include "bind/markers.h"

namespace svodka::bind {

/// Where a name leads, from the row a marker stands in: `up` rows out, through the first rows of the sections
/// `through`, then to the column or section `index` of the row reached.
struct Path {
  int up = 0;
  std::vector<int> through;
  int index = 0;
  friend bool operator==(const Path&, const Path&) = default;
};

struct ValueSlot {
  Path path;
  std::vector<language::Modifier> modifiers;
  std::string literal;  ///< not empty: the slot is these words ("{{"), path is unused
  Position at;          ///< of the marker, for findings about the value
  std::string name;     ///< full name from the root: "schools.title"
  Embed embed;          ///< when it puts in something else than words; of a chart `path` leads to a section
  std::vector<Column> columns;  ///< of the section that a chart shows
  bool merge = false;           ///< its cell becomes one with equal cells of the rows around
  bool address = false;         ///< it begins the address of a link, so that it says where the link leads
};

struct SectionSlot {
  /// kRows repeats for each row, kCondition shows by a column.
  enum class Kind { kRows, kCondition };
  Kind kind = Kind::kRows;
  bool inverted = false;
  Path path;         ///< to a section (kRows) or a column (kCondition)
  Position at;       ///< of the opening marker
  std::string name;  ///< full name from the root
  /// Of kRows: the first row that it takes and how many; -1: all that are left.
  int first = 0, count = -1;
};

/// What the markers of one template (or one part of a Word file) mean: its slots are what the compiled
/// template names.
struct Program {
  std::vector<ValueSlot> values;
  std::vector<SectionSlot> sections;
};

/// A marker beside what fills it, for `svodka fields`.
struct MarkerUse {
  std::string marker;  ///< "{{#schools}}"
  std::string name;    ///< full name from the root: "schools.title"
  Position at;
  ColumnType type = ColumnType::kUnknown;
  bool section = false;
};

/// What a marker became. Template text names slots: a value `V<slot>`, a section `S<slot>`, and the separator
/// of a section `S<slot>_separator`.
struct Resolved {
  enum class Kind { kNothing, kValue, kOpen, kClose, kOpenSeparator, kCloseSeparator, kInclude };
  Kind kind = Kind::kNothing;  ///< kNothing: a comment, or a marker in error
  int slot = -1;
};

/// What template text names a resolved marker by: "V3", "#S1", "/S1_separator"; "" for one that shows
/// nothing.
std::string slot_name(const Resolved& resolved);

/// The same as a marker: `{{V3}}`; "" for one that shows nothing.
std::string slot_marker(const Resolved& resolved);

/// Matches the markers of a template with the shape of its data, before any data is read. Feed it the markers
/// in document order.
///
/// A name is looked for as a column or section of the row it stands in, then outwards (for a value, sections
/// on the way are passed over). `a.b` is the column b of the (single) row of section a. A bare name that is
/// nowhere is taken from the root's only section that has such a column.
///
/// `{{#name}}` of a section repeats it for each row, of a column is a condition; `{{^name}}` shows when there
/// are no rows, or the column is null, empty or 0. Directly inside a repeated section `{{#name_separator}}`
/// stands between its rows; the last part of a dotted name will do. A closing marker may say the name as the
/// opening one did, or the full name.
///
/// Inside a section whose shape has no columns (a list that is empty in all of svodka render's data) any name
/// will do; it shows nothing.
///
/// `{{name:image}}` and the like (embed.h), `{{name:merge}}` and options of sections are taken when the
/// format's `abilities` have them.
///
/// Unknown names (with a suggestion), closing markers without opening, crossed and unclosed sections,
/// sections that begin in one file and end in another, unknown modifiers, sections deeper than
/// kDeepestSection: findings.
class Resolver {
 public:
  static constexpr std::size_t kDeepestSection = 100;

  Resolver(const Shape& shape, Diagnostics& out, Abilities abilities = {});
  ~Resolver();

  Resolved resolve(const Marker& marker, const Position& at);

  /// What no marker names, for the map of a form: a value of the row that is open, in the first rows of the
  /// sections `through`; a section of that row, of which rows [first, first + count) are taken (-1: all).
  /// close_section() ends it. `words` tell what it is in `svodka fields`.
  Resolved add_value(const std::vector<int>& through, int column, const std::string& words,
                     const Position& at);
  Resolved add_section(int section, int first, int count, const std::string& words, const Position& at);
  Resolved close_section();
  /// Reports what was not closed. Call once, after the last marker.
  void finish();

  const Program& program() const;
  const std::vector<MarkerUse>& uses() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace svodka::bind
