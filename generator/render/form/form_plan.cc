#include "render/form/form_plan.h"

#include <algorithm>
#include <limits>

namespace svodka::render {

void LinePlan::begin_repetition() {
  repetitions_.push_back({last_ + 1, std::numeric_limits<int>::max(), open_});
  open_ = static_cast<int>(repetitions_.size()) - 1;
}

void LinePlan::end_repetition() {
  if (open_ < 0) return;
  auto& repetition = repetitions_[static_cast<std::size_t>(open_)];
  repetition.end = last_ + 1;
  open_ = repetition.parent;
}

void LinePlan::add_rows(int old, int count) {
  if (count <= 0) return;
  if (old != last_ + 1) identity_ = false;
  const bool follows = !runs_.empty() && runs_.back().repetition == open_ &&
                       runs_.back().row + runs_.back().count == last_ + 1 &&
                       runs_.back().old + runs_.back().count == old;
  if (follows)
    runs_.back().count += count;
  else
    runs_.push_back({old, last_ + 1, count, open_});
  last_ += count;
  last_old_ = std::max(last_old_, old + count - 1);
  by_old_.clear();
}

void LinePlan::sort() const {
  if (!by_old_.empty()) return;
  by_old_ = runs_;
  std::sort(by_old_.begin(), by_old_.end(),
            [](const Run& a, const Run& b) { return a.old != b.old ? a.old < b.old : a.row < b.row; });
}

int LinePlan::old_row(int row) const {
  if (row > last_) return last_old_ + row - last_;
  const auto after =
      std::upper_bound(runs_.begin(), runs_.end(), row, [](int r, const Run& run) { return r < run.row; });
  return after == runs_.begin() ? row : std::prev(after)->old + row - std::prev(after)->row;
}

LinePlan::Repetition LinePlan::round(int repetition) const {
  if (repetition < 0) return {1, std::numeric_limits<int>::max(), -1};
  return repetitions_[static_cast<std::size_t>(repetition)];
}

int LinePlan::repetition_of(int row) const {
  const auto after =
      std::upper_bound(runs_.begin(), runs_.end(), row, [](int r, const Run& run) { return r < run.row; });
  return after == runs_.begin() ? -1 : std::prev(after)->repetition;
}

// The first and the last copy of a row among the made rows of a repetition. All copies of a run begin at the
// same row of the blank, for sections cut runs where they begin and end.
std::optional<RowSpan> LinePlan::within(const Repetition& bounds, int old) const {
  sort();
  const auto after = std::upper_bound(by_old_.begin(), by_old_.end(), old,
                                      [](int o, const Run& run) { return o < run.old; });
  if (after == by_old_.begin()) return std::nullopt;
  const int start = std::prev(after)->old, offset = old - start;
  const auto begin = std::lower_bound(
      by_old_.begin(), after, Run{start, bounds.begin, 0, 0},
      [](const Run& a, const Run& b) { return a.old != b.old ? a.old < b.old : a.row < b.row; });
  const auto end =
      std::lower_bound(begin, after, bounds.end, [](const Run& run, int row) { return run.row < row; });
  if (begin == end || std::prev(end)->count <= offset) return std::nullopt;
  return RowSpan{begin->row + offset, std::prev(end)->row + offset};
}

std::optional<RowSpan> LinePlan::seen(int from, Line line) const {
  if (line.row > last_old_) {
    const int row = std::min(most_, last_ + (line.row - last_old_));
    return RowSpan{row, row};
  }
  int repetition = from > 0 ? repetition_of(from) : -1;
  if (line.absolute && repetition >= 0) {
    const auto own = within(round(repetition), line.row);
    if (own && repetition_of(own->first) == repetition) repetition = round(repetition).parent;
  }
  for (;; repetition = round(repetition).parent) {
    if (auto rows = within(round(repetition), line.row)) return rows;
    if (repetition < 0) return std::nullopt;
  }
}

// The nearest row that is left, from `first` down to `last` or up to it.
std::optional<RowSpan> LinePlan::nearest(int from, Line first, int last) const {
  const bool down = first.row <= last;
  for (int old = first.row; down ? old <= last : old >= last;) {
    if (auto rows = seen(from, {old, first.absolute})) return rows;
    const auto next = std::upper_bound(by_old_.begin(), by_old_.end(), old,
                                       [](int o, const Run& run) { return o < run.old; });
    if (down)
      old = next == by_old_.end() ? last_old_ + 1 : next->old;
    else if (next == by_old_.begin())
      break;
    else
      old = std::min(old - 1, std::prev(next)->old + std::prev(next)->count - 1);
  }
  return std::nullopt;
}

std::optional<RowSpan> LinePlan::span(int from, Line first, Line last) const {
  if (identity_) return RowSpan{first.row, last.row};
  const auto begin = nearest(from, first, last.row), end = nearest(from, last, first.row);
  if (!begin || !end || begin->first > end->last) return std::nullopt;
  return RowSpan{begin->first, end->last};
}

// The made row right above the repetition that `from` stands in, when `old` is right above it in the blank.
std::optional<int> LinePlan::above(int from, int old) const {
  const int repetition = from > 0 ? repetition_of(from) : -1;
  if (repetition < 0) return std::nullopt;
  const int begin = round(repetition).begin;
  const auto run = std::upper_bound(runs_.begin(), runs_.end(), begin,
                                    [](int r, const Run& each) { return r < each.row; });
  const bool right_above = run != runs_.begin() && std::prev(run)->old - 1 == old;
  return right_above && begin > 1 ? std::optional(begin - 1) : std::nullopt;
}

std::optional<int> LinePlan::row(int from, Line line) const {
  if (identity_) return line.row;
  if (!line.absolute) {
    if (const auto row = above(from, line.row)) return row;
  }
  const auto rows = seen(from, line);
  if (!rows) return std::nullopt;
  return rows->first;
}

std::vector<RowSpan> LinePlan::copies(int first, int last) const {
  if (identity_) return {{first, last}};
  sort();
  std::vector<RowSpan> spans;
  const auto add = [&](int row) {
    const auto end = nearest(row, {last, false}, first);
    if (end && end->last >= row && (spans.empty() || spans.back().last < row))
      spans.push_back({row, end->last});
  };
  if (first > last_old_) {
    add(seen(0, {first, false})->first);
    return spans;
  }
  for (const auto& run : runs_) {
    if (first >= run.old && first < run.old + run.count) add(run.row + first - run.old);
  }
  return spans;
}

}  // namespace svodka::render
