#include "render/trace_cells.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include "render/expand/marks.h"

namespace svodka::render {
namespace {

constexpr int kMostCells = 200'000;  // of one reference

// A cell of the document: its sheet, name and words.
struct Cell {
  std::size_t piece = 0;
  std::string words, formula;
};
using Sheet = std::map<std::pair<int, int>, Cell>;  // by row and column

std::string sheet_of(const DocumentPiece& piece) {
  return piece.place.en.substr(0, piece.place.en.rfind('!'));
}

std::map<std::string, Sheet> sheets_of(const std::vector<DocumentPiece>& pieces) {
  std::map<std::string, Sheet> sheets;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    auto& sheet = sheets[sheet_of(pieces[i])];
    for (const auto& [name, words] : pieces[i].cells) {
      if (const auto at = cell_at(name)) sheet[{at->second, at->first}] = {i, words, {}};
    }
    for (const auto& [name, formula] : pieces[i].formulas) {
      const auto at = cell_at(name);
      if (!at) continue;
      auto& cell = sheet[{at->second, at->first}];
      cell.piece = i;
      cell.formula = formula;
    }
  }
  return sheets;
}

// A stretch of cells that a formula refers to.
struct Reference {
  std::string sheet;
  int first_column = 0, first_row = 0, last_column = 0, last_row = 0;
};

bool is_word(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '$' || c == '_' ||
         c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

std::string without_dollars(std::string words) {
  words.erase(std::remove(words.begin(), words.end(), '$'), words.end());
  return words;
}

// The cells that a formula names. Names that are no cells (functions, defined names) are passed over.
std::vector<Reference> references_of(const std::string& formula, const std::string& own_sheet) {
  std::vector<Reference> references;
  std::string sheet = own_sheet;
  for (std::size_t i = 0; i < formula.size();) {
    const char c = formula[i];
    if (c == '"' || c == '\'') {
      std::string inside;
      for (++i; i < formula.size(); ++i) {
        if (formula[i] == c && (i + 1 >= formula.size() || formula[i + 1] != c)) break;
        if (formula[i] == c) ++i;
        inside += formula[i];
      }
      ++i;
      if (c == '\'' && i < formula.size() && formula[i] == '!') sheet = inside;
    } else if (is_word(c)) {
      const auto begin = i;
      while (i < formula.size() && is_word(formula[i])) ++i;
      const auto word = formula.substr(begin, i - begin);
      if (i < formula.size() && formula[i] == '!') {
        sheet = word;
      } else if (const auto at = cell_at(without_dollars(word));
                 at && (i >= formula.size() || formula[i] != '(')) {
        if (!references.empty() && begin > 0 && formula[begin - 1] == ':' &&
            references.back().last_row == references.back().first_row) {
          references.back().last_column = at->first;
          references.back().last_row = at->second;
        } else {
          references.push_back({sheet, at->first, at->second, at->first, at->second});
        }
      }
    } else {
      if (c != '!' && c != ':') sheet = own_sheet;
      ++i;
    }
  }
  return references;
}

class FormulaTracer {
 public:
  FormulaTracer(const std::map<std::string, Sheet>& sheets, DocumentTrace& trace)
      : sheets_(sheets), trace_(trace) {
    for (std::size_t i = 0; i < trace.values.size(); ++i) by_place_[trace.values[i].place.en].push_back(i);
  }

  void trace_all() {
    std::vector<TracedValue> made;
    for (const auto& [name, sheet] : sheets_) {
      for (const auto& [at, cell] : sheet) {
        if (cell.formula.empty()) continue;
        const auto place = name + "!" + cell_called(at.second, at.first);
        TracedValue value{
            .name = "=" + cell.formula, .words = cell.words, .place = same_text(place), .piece = cell.piece};
        const auto& found = sources(place, name, at);
        value.sources.assign(found.sources.begin(), found.sources.end());
        value.how = value.sources.empty() ? TracedValue::How::kNothing : found.how;
        made.push_back(std::move(value));
      }
    }
    trace_.values.insert(trace_.values.end(), made.begin(), made.end());
    std::stable_sort(trace_.values.begin(), trace_.values.end(),
                     [](const TracedValue& a, const TracedValue& b) { return a.piece < b.piece; });
  }

 private:
  struct Found {
    std::set<std::size_t> sources;
    TracedValue::How how = TracedValue::How::kFields;
  };

  const Found& sources(const std::string& place, const std::string& sheet, std::pair<int, int> at) {
    const auto [known, is_new] = found_.try_emplace(place);
    if (!is_new) return known->second;  // also of a circle
    Found found;
    if (const auto values = by_place_.find(place); values != by_place_.end()) {
      for (const auto index : values->second)
        take(trace_.values[index].sources, trace_.values[index].how, found);
    }
    const auto on = sheets_.find(sheet);
    const auto cell = on == sheets_.end() ? Sheet::const_iterator() : on->second.find(at);
    if (on != sheets_.end() && cell != on->second.end()) {
      for (const auto& reference : references_of(cell->second.formula, sheet)) follow(reference, found);
    }
    return found_[place] = std::move(found);
  }

  void follow(const Reference& reference, Found& found) {
    const auto on = sheets_.find(reference.sheet);
    if (on == sheets_.end()) return;
    int left = kMostCells;
    for (auto cell = on->second.lower_bound({reference.first_row, reference.first_column});
         cell != on->second.end() && cell->first.first <= reference.last_row && left-- > 0; ++cell) {
      const int column = cell->first.second;
      if (column < reference.first_column || column > reference.last_column) continue;
      const auto& more = sources(reference.sheet + "!" + cell_called(column, cell->first.first),
                                 reference.sheet, cell->first);
      take({more.sources.begin(), more.sources.end()}, more.how, found);
    }
  }

  static void take(const std::vector<std::size_t>& sources, TracedValue::How how, Found& found) {
    found.sources.insert(sources.begin(), sources.end());
    if (how == TracedValue::How::kTables ||
        (how == TracedValue::How::kRow && found.how == TracedValue::How::kFields))
      found.how = how;
  }

  const std::map<std::string, Sheet>& sheets_;
  DocumentTrace& trace_;
  std::map<std::string, std::vector<std::size_t>> by_place_;
  std::map<std::string, Found> found_;
};

// A number may be written again by another program in another way.
bool same_words(const std::string& a, const std::string& b) {
  if (a == b) return true;
  char *end_a = nullptr, *end_b = nullptr;
  const double x = std::strtod(a.c_str(), &end_a), y = std::strtod(b.c_str(), &end_b);
  const bool numbers = !a.empty() && !b.empty() && *end_a == '\0' && *end_b == '\0';
  return numbers && std::abs(x - y) <= 1e-9 * std::max(std::abs(x), std::abs(y));
}

// What a formula gives is whatever program's that computed it last; the formula itself must be the same.
bool same_cell(const Cell& a, const Cell& b) {
  return a.formula == b.formula && (!a.formula.empty() || same_words(a.words, b.words));
}

void add_changes(const std::map<std::string, Sheet>& own, const std::map<std::string, Sheet>& clean,
                 DocumentTrace& trace) {
  const auto add = [&](const std::string& sheet, const std::pair<int, int>& at) {
    trace.changed.push_back(same_text(sheet + "!" + cell_called(at.second, at.first)));
  };
  static const Sheet kNone;
  const auto called = [](const std::map<std::string, Sheet>& sheets,
                         const std::string& name) -> const Sheet& {
    const auto at = sheets.find(name);
    return at == sheets.end() ? kNone : at->second;
  };
  for (const auto& [name, sheet] : own) {
    const auto& before = called(clean, name);
    for (const auto& [at, cell] : sheet) {
      const auto was = before.find(at);
      if (was == before.end() || !same_cell(cell, was->second)) add(name, at);
    }
  }
  for (const auto& [name, sheet] : clean) {
    const auto& now = called(own, name);
    for (const auto& [at, cell] : sheet) {
      if (!now.contains(at)) add(name, at);
    }
  }
}

}  // namespace

std::optional<std::pair<int, int>> cell_at(std::string_view name) {
  constexpr int kColumns = 16'384, kRows = 1'048'576;
  int column = 0, row = 0;
  std::size_t i = 0;
  for (; i < name.size() && name[i] >= 'A' && name[i] <= 'Z' && i < 4; ++i)
    column = column * 26 + (name[i] - 'A' + 1);
  const auto digits = i;
  for (; i < name.size() && name[i] >= '0' && name[i] <= '9' && i < digits + 7; ++i)
    row = row * 10 + (name[i] - '0');
  if (digits == 0 || i == digits || i < name.size() || column > kColumns || row < 1 || row > kRows)
    return std::nullopt;
  return std::pair{column - 1, row - 1};
}

std::string cell_called(int column, int row) {
  std::string letters;
  for (int c = column + 1; c > 0; c = (c - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (c - 1) % 26));
  return letters + std::to_string(row + 1);
}

void take_formulas(const std::vector<DocumentPiece>& from, std::vector<DocumentPiece>& pieces) {
  std::map<std::pair<std::string, std::string>, const std::string*> known;  // by the row's place and the cell
  for (const auto& piece : from) {
    for (const auto& [cell, formula] : piece.formulas)
      known.emplace(std::pair{piece.place.en, cell}, &formula);
  }
  for (auto& piece : pieces) {
    for (auto& [cell, formula] : piece.formulas) {
      const auto same = known.find({piece.place.en, cell});
      if (same != known.end()) formula = *same->second;
    }
  }
}

void trace_cells(const std::vector<DocumentPiece>& with_marks, const std::vector<DocumentPiece>& clean,
                 const MarkedDocument& made, const std::function<void(int id, TracedValue value)>& add,
                 DocumentTrace& trace) {
  const auto sheets = sheets_of(trace.pieces);
  const auto put = [&](const std::string& sheet, int column, int row, int id) {
    const auto on = sheets.find(sheet);
    if (on == sheets.end()) return;
    const auto cell = on->second.find({row, column});
    if (cell == on->second.end() || !cell->second.formula.empty()) return;
    add(id, {.words = cell->second.words,
             .place = same_text(sheet + "!" + cell_called(column, row)),
             .piece = cell->second.piece});
  };
  std::set<std::string> own;  // cells whose texts are marked themselves
  const auto each_mark =
      [&](const std::function<void(const std::string& sheet, std::pair<int, int> at, int id)>& call) {
        for (const auto& piece : with_marks) {
          for (const auto& [name, words] : piece.cells) {
            const auto at = cell_at(name);
            if (!at || !has_marks(words)) continue;
            for (const auto& value : take_marks(words).values) call(sheet_of(piece), *at, value.id);
          }
        }
      };
  each_mark([&](const std::string& sheet, std::pair<int, int> at, int id) {
    if (made.values.all()[static_cast<std::size_t>(id)].name.empty()) return;
    own.insert(sheet + "!" + cell_called(at.first, at.second));
    put(sheet, at.first, at.second, id);
  });
  if (made.cells) {
    each_mark([&](const std::string& sheet, std::pair<int, int> at, int id) {
      for (const auto& [column, other] : made.cells(id, at.first)) {
        if (!made.values.all()[static_cast<std::size_t>(other)].name.empty() &&
            !own.contains(sheet + "!" + cell_called(column, at.second)))
          put(sheet, column, at.second, other);
      }
    });
  }
  FormulaTracer(sheets, trace).trace_all();
  add_changes(sheets, sheets_of(clean), trace);
}

}  // namespace svodka::render
