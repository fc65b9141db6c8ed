#pragma once

#include <optional>
#include <vector>

namespace svodka::render {

inline constexpr int kMostRows = 1'048'576;  ///< of a worksheet
inline constexpr int kMostColumns = 16'384;

/// Rows (or columns) of a worksheet, counted from 1 as Excel does.
struct RowSpan {
  int first = 0, last = 0;
  friend bool operator==(const RowSpan&, const RowSpan&) = default;
};

/// What the rows (or columns) of a blank became in one filled sheet: each row that was made is a copy of one
/// of the blank's, and stands in the repetitions of the sections round it. Told from the top down. Rows
/// behind the last one follow it as they did in the blank. Every question takes time by the logarithm of the
/// rows.
class LinePlan {
 public:
  /// `most`: kMostRows or kMostColumns.
  explicit LinePlan(int most = kMostRows) : most_(most) {}

  /// A repetition of a section begins (ends); repetitions nest.
  void begin_repetition();
  void end_repetition();
  /// The next rows that were made are copies of `count` rows of the blank from `old` on.
  void add_rows(int old, int count);

  /// Nothing moved: row n is row n.
  bool is_identity() const { return identity_; }
  /// The number of the row that was made last, and the last one of the blank that was told of.
  int last_row() const { return last_; }
  int last_old() const { return last_old_; }
  /// The blank's row that a made one is a copy of.
  int old_row(int row) const;
  int most() const { return most_; }

  /// A row as a formula names it: `$5` stays the same when the formula is filled down.
  struct Line {
    int row = 0;
    bool absolute = false;
  };

  /// What rows [first, last] of the blank became, as something in made row `from` means it (0: something
  /// outside of all repetitions): from the first copy of the first to the last copy of the last, where a
  /// repetition round `from` holds copies, of these only. An absolute row of the repetition that `from`
  /// itself stands in is that of all its repetitions. Rows at an end that went make the span shorter. Nothing
  /// when none of them is left.
  std::optional<RowSpan> span(int from, Line first, Line last) const;
  std::optional<RowSpan> span(int from, int first, int last) const {
    return span(from, {first, false}, {last, false});
  }
  /// The row that a reference to one row means: the copy in the same repetition, or the first one when the
  /// reference is absolute or there is none. A relative reference to the row right above a repetition means,
  /// as when a formula is filled down, the row right above each. Nothing when the row went.
  std::optional<int> row(int from, Line line) const;
  std::optional<int> row(int from, int old) const { return row(from, {old, false}); }
  /// Each copy of rows that belong together, such as a merged cell's: a span for each repetition of the
  /// section round them, in order, none over another.
  std::vector<RowSpan> copies(int first, int last) const;

 private:
  // Rows that moved together.
  struct Run {
    int old = 0, row = 0, count = 0, repetition = -1;
  };
  struct Repetition {
    int begin = 0, end = 0;  // made rows [begin, end)
    int parent = -1;
  };
  using Runs = std::vector<Run>;

  void sort() const;
  Repetition round(int repetition) const;
  int repetition_of(int row) const;
  std::optional<RowSpan> within(const Repetition& bounds, int old) const;
  std::optional<RowSpan> seen(int from, Line line) const;
  std::optional<RowSpan> nearest(int from, Line first, int last) const;
  std::optional<int> above(int from, int old) const;

  std::vector<Repetition> repetitions_;
  Runs runs_;            // as they were made
  mutable Runs by_old_;  // by the blank's row, then by the made one
  int most_;
  int open_ = -1;
  int last_ = 0, last_old_ = 0;
  bool identity_ = true;
};

/// What became of a sheet.
struct SheetPlan {
  LinePlan rows{kMostRows}, columns{kMostColumns};

  bool is_identity() const { return rows.is_identity() && columns.is_identity(); }
};

}  // namespace svodka::render
