#include "load/apply_edits.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/utf8.h"
#include "load/csv.h"
#include "load/scalar_source.h"
#include "load/yaml.h"

namespace svodka::load {
namespace {

// An edit with its place in bytes.
struct Cut {
  std::size_t begin = 0, end = 0;
  Edit edit;
};

std::optional<Cut> cut_of(const SourceFile& file, const LineIndex& lines, Edit edit) {
  const auto line = lines.line(edit.at.line);
  if (line.data() == nullptr || edit.at.column < 1) return std::nullopt;
  std::size_t i = 0;
  for (int n = 1; n < edit.at.column; ++n) {
    if (i >= line.size()) return std::nullopt;
    utf8::next(line, i);
  }
  const auto start = i;
  for (int n = 0; n < edit.at.length; ++n) {
    if (i >= line.size()) return std::nullopt;
    utf8::next(line, i);
  }
  const auto base = static_cast<std::size_t>(line.data() - file.text.data());
  return Cut{base + start, base + i, std::move(edit)};
}

std::string with_cuts(const std::string& text, const std::vector<Cut>& cuts) {
  std::string out;
  std::size_t done = 0;
  for (const auto& cut : cuts) {
    out.append(text, done, cut.begin - done).append(cut.edit.text);
    done = cut.end;
  }
  return out.append(text, done);
}

bool is_csv(const std::string& path) { return path.ends_with(".csv"); }

// The table as nodes: a list of rows of cells. The delimiter is the one that the first line has most of; were
// it another, the comparison would still be one of the same pieces.
Node csv_nodes(const SourceFile& file) {
  const auto line = file.text.substr(0, file.text.find('\n'));
  char delimiter = ',';
  for (const char c : {';', '\t'}) {
    if (std::count(line.begin(), line.end(), c) > std::count(line.begin(), line.end(), delimiter))
      delimiter = c;
  }
  Diagnostics ignored;
  Node table{.kind = Node::Kind::kSequence};
  CsvReader reader(file, delimiter);
  for (CsvRow row; reader.next(row, ignored);) {
    Node cells{.kind = Node::Kind::kSequence};
    for (auto& cell : row.cells) {
      Node node{.kind = Node::Kind::kScalar};
      node.scalar = std::move(cell.text);
      node.mark = cell.mark;
      cells.items.push_back(std::move(node));
    }
    table.items.push_back(std::move(cells));
  }
  return table;
}

// Says whether `now` is what the edits make of `was`, value by value.
class Comparison {
 public:
  Comparison(const SourceFile& file, const LineIndex& lines, const std::vector<Cut>& cuts)
      : file_(file), lines_(lines), cuts_(cuts) {}

  bool as_told(const Node& was, const Node& now) const {
    if (was.kind != now.kind || was.items.size() != now.items.size() ||
        was.entries.size() != now.entries.size())
      return false;
    if (was.is_scalar()) return was.scalar == now.scalar || expected(was) == now.scalar;
    for (std::size_t i = 0; i < was.items.size(); ++i) {
      if (!as_told(was.items[i], now.items[i])) return false;
    }
    for (std::size_t i = 0; i < was.entries.size(); ++i) {
      if (was.entries[i].first.scalar != now.entries[i].first.scalar ||
          !as_told(was.entries[i].second, now.entries[i].second))
        return false;
    }
    return true;
  }

 private:
  // What the edits make of a value; of an alias, what they made of the value that it repeats.
  std::string expected(const Node& node) const {
    const auto source = ScalarSource::find(file_, lines_, node.mark.in(file_.path), node.scalar);
    if (!source) {
      const auto told = told_.find(node.scalar);
      return told == told_.end() ? node.scalar : told->second;
    }
    std::vector<ScalarSource::Change> changes;
    for (const auto& cut : cuts_) changes.push_back({cut.begin, cut.end, cut.edit.text});
    return told_[node.scalar] = source->changed(node.scalar, changes);
  }

  const SourceFile& file_;
  const LineIndex& lines_;
  const std::vector<Cut>& cuts_;
  mutable std::map<std::string, std::string> told_;  // values that were changed, and into what
};

std::optional<Node> parsed(const SourceFile& file) {
  if (is_csv(file.path)) return csv_nodes(file);
  Diagnostics found;
  auto root = parse_yaml(file, found);
  return found.has_errors() ? std::nullopt : std::move(root);
}

bool is_sound(const SourceFile& file, const LineIndex& lines, const Node& was, const std::vector<Cut>& cuts) {
  const auto now = parsed({file.path, with_cuts(file.text, cuts)});
  return now && Comparison(file, lines, cuts).as_told(was, *now);
}

}  // namespace

Edited apply_edits(const SourceFile& file, std::vector<Edit> edits) {
  const LineIndex lines(file);
  std::vector<Cut> cuts;
  for (auto& edit : edits) {
    if (auto cut = cut_of(file, lines, std::move(edit))) cuts.push_back(std::move(*cut));
  }
  std::stable_sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) { return a.begin < b.begin; });
  std::vector<Cut> apart;
  for (auto& cut : cuts) {
    if (apart.empty() || cut.begin > apart.back().end ||
        (cut.begin == apart.back().end && cut.end > cut.begin && apart.back().end > apart.back().begin))
      apart.push_back(std::move(cut));
  }
  const auto was = parsed(file);
  std::vector<Cut> made;
  if (was && is_sound(file, lines, *was, apart)) {
    made = std::move(apart);
  } else if (was) {  // one of them does harm: find out which, by leaving each out that does
    for (auto& cut : apart) {
      made.push_back(std::move(cut));
      if (!is_sound(file, lines, *was, made)) made.pop_back();
    }
  }
  Edited result{with_cuts(file.text, made), {}};
  for (auto& cut : made) result.made.push_back(std::move(cut.edit));
  return result;
}

}  // namespace svodka::load
