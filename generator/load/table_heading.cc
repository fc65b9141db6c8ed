#include "load/table_heading.h"

#include <algorithm>
#include <map>

#include "load/scalars.h"

namespace svodka::load {
namespace {

constexpr std::size_t kMostLevels = 5;

std::string on_one_line(std::string_view heading) {
  std::string out;
  for (auto rest = trimmed(heading); !rest.empty();) {
    const auto end = std::min(rest.find_first_of("\r\n"), rest.size());
    out += (out.empty() ? "" : " ") + std::string(trimmed(rest.substr(0, end)));
    rest = trimmed(rest.substr(end));
  }
  return out;
}

std::vector<HeadingWords> words_of(const TableRow& row, std::vector<int>& columns) {
  std::vector<HeadingWords> words;
  for (const auto& cell : row.cells) {
    if (row.is_blank(cell)) continue;
    words.push_back({on_one_line(row.text(cell)), cell.mark});
    columns.push_back(cell.column);
  }
  return words;
}

/// One row of headings: what its cells say, by column.
struct Level {
  const TableRow* row = nullptr;
  std::vector<int> columns;
  std::vector<HeadingWords> words;

  explicit Level(const TableRow& row_) : row(&row_) { words = words_of(row_, columns); }

  const HeadingWords* at(int column) const {
    const auto found = std::lower_bound(columns.begin(), columns.end(), column);
    return found != columns.end() && *found == column
               ? &words[static_cast<std::size_t>(found - columns.begin())]
               : nullptr;
  }
  /// What the column has from a heading to its left that spreads over it.
  const HeadingWords* inherited(int column, const std::vector<MergedCells>& merged) const {
    const auto after = std::upper_bound(columns.begin(), columns.end(), column);
    if (after == columns.begin()) return nullptr;
    const auto index = static_cast<std::size_t>(after - columns.begin()) - 1;
    for (const auto& cells : merged) {
      if (cells.holds(row->line, columns[index]))
        return cells.holds(row->line, column) ? &words[index] : nullptr;
    }
    return &words[index];
  }
};

/// Only those merged cells matter that touch the rows that are looked at.
std::vector<MergedCells> near_rows(const std::vector<MergedCells>& merged,
                                   const std::vector<TableRow>& rows) {
  std::vector<MergedCells> near;
  const int last = rows.empty() ? 0 : rows.back().line;
  for (const auto& cells : merged) {
    if (cells.top <= last && near.size() < 2000) near.push_back(cells);
  }
  return near;
}

std::vector<HeadingPath> paths_of(const std::vector<Level>& levels, const std::vector<MergedCells>& merged) {
  std::vector<HeadingPath> paths;
  std::vector<int> columns;
  for (const auto& level : levels) columns.insert(columns.end(), level.columns.begin(), level.columns.end());
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  for (const int column : columns) {
    HeadingPath path{column, {}};
    bool own_below = false;
    for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
      const auto* words = level->at(column);
      if (words == nullptr && own_below) words = level->inherited(column, merged);
      if (words == nullptr) continue;
      own_below = true;
      path.levels.insert(path.levels.begin(), *words);
    }
    if (!path.levels.empty()) paths.push_back(std::move(path));
  }
  return paths;
}

/// «Участников, чел.» and «Участников (чел.)» without their unit.
std::string without_unit(const std::string& words, const TableColumn& column) {
  for (const auto& [unit, factor] : column.units) {
    for (const auto& ending : {unit, "(" + unit + ")"}) {
      if (!words.ends_with(ending) || words.size() == ending.size()) continue;
      auto rest = trimmed(std::string_view(words).substr(0, words.size() - ending.size()));
      while (rest.ends_with(',') || rest.ends_with(':')) rest = trimmed(rest.substr(0, rest.size() - 1));
      return std::string(rest);
    }
  }
  return words;
}

bool suits(const TableColumn& column, std::size_t level, const std::string& words) {
  if (column.headings[level] == "*") return true;
  const auto found = comparable(words);
  if (found == comparable(column.headings[level])) return true;
  if (level + 1 < column.headings.size()) return false;
  const auto bare = without_unit(found, column);
  return bare == comparable(column.headings[level]) ||
         std::any_of(column.also.begin(), column.also.end(), [&](const auto& other) {
           return found == comparable(other) || bare == comparable(other);
         });
}

/// The definition's headings are the last levels of the path (all of them, when `whole`).
bool suits(const TableColumn& column, const HeadingPath& path, bool whole) {
  const auto count = column.headings.size();
  if (path.levels.size() < count || (whole && path.levels.size() != count)) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (!suits(column, i, path.levels[path.levels.size() - count + i].words)) return false;
  }
  return true;
}

bool is_open(const TableColumn& column) {
  return std::find(column.headings.begin(), column.headings.end(), "*") != column.headings.end();
}

std::vector<const HeadingPath*> places_of(const TableColumn& column, const std::vector<HeadingPath>& paths) {
  std::vector<const HeadingPath*> found, whole;
  for (const auto& path : paths) {
    if (!suits(column, path, false)) continue;
    found.push_back(&path);
    if (suits(column, path, true)) whole.push_back(&path);
  }
  return whole.size() == 1 ? whole : found;
}

int matches_in(const TableDefinition& table, const std::vector<HeadingPath>& paths) {
  return static_cast<int>(
      std::count_if(table.columns.begin(), table.columns.end(), [&](const TableColumn& column) {
        return std::any_of(paths.begin(), paths.end(),
                           [&](const HeadingPath& path) { return suits(column, path, false); });
      }));
}

std::string in_quotes(const std::string& words) {
  return words.starts_with("«") && words.ends_with("»") ? words : "«" + words + "»";
}

/// Puts columns in their places.
class Binder {
 public:
  Binder(const TableDefinition& table, const Headings& headings, const Origin& origin, const std::string& by,
         Diagnostics& out)
      : table_(table), headings_(headings), origin_(origin), by_(by), out_(out) {}

  std::optional<BoundHeadings> bind() {
    for (const auto& column : table_.columns) {
      if (!is_open(column)) bind_named(column);
    }
    leave_unwanted();
    for (const auto& column : table_.columns) {
      if (is_open(column)) bind_open(column);
    }
    if (!sound_) return std::nullopt;
    report_unused();
    return std::move(bound_);
  }

 private:
  void bind_named(const TableColumn& column) {
    const auto places = places_of(column, headings_.paths);
    if (places.size() == 1) {
      take(column, *places.front());
    } else if (places.empty()) {
      if (!column.optional) report_missing(column);
    } else {
      sound_ = false;
      out_.error(
          origin_.at(places[1]->levels.back().mark), "duplicate-column",
          text("столбец «{}» встречается дважды", "the column “{}” is there twice", column.headings.back()),
          places[1]->levels.size() > column.headings.size()
              ? text("назовите в `columns` и заголовок над ним: «{}»",
                     "name in `columns` the heading above it as well: “{}”", places[1]->shown())
              : Text{});
    }
  }

  void report_missing(const TableColumn& column) {
    sound_ = false;
    std::vector<std::string> names;
    for (const auto& path : headings_.paths) {
      names.push_back(path.levels.back().words);
      if (path.levels.size() > 1) names.push_back(path.shown());
    }
    Finding finding{.rule = "missing-column",
                    .at = column.mark.in(by_),
                    .message = text("в таблице `{}` нет столбца «{}»", "the table `{}` has no column “{}”",
                                    shown_origin(), column.heading()),
                    .hint = suggestion(column.heading(), names)};
    if (finding.hint.empty())
      finding.hint = text(
          "сверьте заголовки таблицы с `columns`; столбцу, которого может не быть, допишите `optional: да`",
          "compare the table's headings with `columns`; a column that may be absent needs `optional: yes`");
    if (!headings_.paths.empty())
      finding.related.push_back({origin_.at(headings_.paths.front().levels.back().mark),
                                 text("заголовки таблицы", "the headings of the table")});
    out_.add(std::move(finding));
  }

  std::string shown_origin() const {
    return origin_.sheet.empty() ? origin_.file : origin_.file + ": " + origin_.sheet;
  }

  void leave_unwanted() {
    for (const auto& headings : table_.unwanted) {
      TableColumn column;
      column.headings = headings;
      for (const auto* path : places_of(column, headings_.paths)) used_.push_back(path->column);
    }
  }

  void bind_open(const TableColumn& column) {
    bool any = false;
    for (const auto& path : headings_.paths) {
      if (std::find(used_.begin(), used_.end(), path.column) != used_.end() || !suits(column, path, false))
        continue;
      any = true;
      take(column, path);
    }
    if (!any && !column.optional) report_missing(column);
  }

  void take(const TableColumn& column, const HeadingPath& path) {
    used_.push_back(path.column);
    bound_.columns.push_back({&column, path.column, group_of(column, path)});
  }

  int group_of(const TableColumn& column, const HeadingPath& path) {
    if (column.group < 0) return -1;
    BoundGroup group{&table_.groups[static_cast<std::size_t>(column.group)], {}};
    std::string key = std::to_string(column.group);
    for (const auto& from : group.definition->from_headings) {
      group.words.push_back(path.levels[path.levels.size() - column.headings.size() + from.level]);
      key += "\n" + comparable(group.words.back().words);
    }
    const auto [known, is_new] = groups_.emplace(key, static_cast<int>(bound_.groups.size()));
    if (is_new) bound_.groups.push_back(std::move(group));
    return known->second;
  }

  void report_unused() {
    std::string names;
    for (const auto& path : headings_.paths) {
      if (std::find(used_.begin(), used_.end(), path.column) != used_.end()) continue;
      names += (names.empty() ? "" : ", ") + in_quotes(path.shown());
    }
    if (names.empty()) return;
    out_.info(origin_.at(headings_.paths.front().levels.back().mark), "unused-columns",
              text("столбцы не используются: {}", "columns that are not used: {}", names),
              text("если они нужны, назовите их в `columns` файла `{}`",
                   "if they are wanted, name them in `columns` of `{}`", by_));
  }

  const TableDefinition& table_;
  const Headings& headings_;
  const Origin& origin_;
  const std::string& by_;
  Diagnostics& out_;
  BoundHeadings bound_;
  std::vector<int> used_;
  std::map<std::string, int> groups_;
  bool sound_ = true;
};

}  // namespace

std::string HeadingPath::shown() const {
  std::string out;
  for (const auto& level : levels) out += (out.empty() ? "" : " / ") + level.words;
  return out;
}

Headings find_headings(const TableDefinition& table, const std::vector<TableRow>& rows,
                       const std::vector<MergedCells>& merged) {
  const auto near = near_rows(merged, rows);
  Headings best;
  for (std::size_t height = 1; height <= kMostLevels; ++height) {
    for (std::size_t last = height - 1; last < rows.size(); ++last) {
      if (table.heading > 0 && rows[last].line != table.heading) continue;
      std::vector<Level> levels;
      for (std::size_t i = last + 1 - height; i <= last; ++i) levels.emplace_back(rows[i]);
      if (levels.back().columns.empty()) continue;
      auto paths = paths_of(levels, near);
      const int matches = matches_in(table, paths);
      if (matches > best.matches) best = {last, height, matches, std::move(paths)};
      if (best.matches == static_cast<int>(table.columns.size())) return best;  // none can have more
    }
  }
  return best;
}

std::optional<BoundHeadings> bind_headings(const TableDefinition& table, const Headings& headings,
                                           const Origin& origin, const std::string& by, Diagnostics& out) {
  return Binder(table, headings, origin, by, out).bind();
}

}  // namespace svodka::load
