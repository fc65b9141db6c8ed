#include "render/trace.h"

#include <algorithm>
#include <set>

#include "render/expand/marks.h"
#include "render/trace_cells.h"

namespace svodka::render {
namespace {

using How = TracedValue::How;

// A paragraph of the document and the same one with its values.
struct Pair {
  std::size_t own = 0, marked = 0;
};

// Both are made of the same inputs, so they differ only where somebody wrote into the document.
std::vector<Pair> paired(const std::vector<DocumentPiece>& own, const std::vector<UnmarkedText>& marked) {
  constexpr std::size_t kAhead = 50;
  std::vector<Pair> pairs;
  std::size_t at = 0;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    for (auto j = at; j < std::min(own.size(), at + kAhead); ++j) {
      if (own[j].words != marked[i].text) continue;
      pairs.push_back({j, i});
      at = j + 1;
      break;
    }
  }
  return pairs;
}

void add_changes(const std::vector<Pair>& pairs, DocumentTrace& trace) {
  std::set<std::size_t> same;
  for (const auto& pair : pairs) same.insert(pair.own);
  for (std::size_t i = 0; i < trace.pieces.size(); ++i) {
    if (!same.contains(i)) trace.changed.push_back(trace.pieces[i].place);
  }
}

}  // namespace

std::vector<std::size_t> SourceFinder::listed(std::int64_t set) {
  std::vector<std::size_t> indexes;
  for (auto& source : reader_.sources(set)) {
    const auto key = std::to_string(static_cast<int>(source.kind)) + (source.previous ? "<" : "") +
                     source.collection + "." + source.field + "@" + to_string(source.at, Language::kEnglish);
    const auto [at, is_new] = known_.try_emplace(key, sources_.size());
    if (is_new) sources_.push_back(std::move(source));
    indexes.push_back(at->second);
  }
  return indexes;
}

const SourceFinder::Found& SourceFinder::of(const ShownValue& value) {
  const auto set = reader_.join_sets(value.sets), rows = reader_.join_sets(value.rows);
  const auto [at, is_new] = found_.try_emplace({set, rows});
  if (!is_new) return at->second;
  auto& found = at->second;
  found.sources = listed(set);
  found.how = How::kFields;
  if (found.sources.empty()) {
    found.sources = listed(rows);
    found.how = found.sources.empty() ? How::kNothing : How::kRow;
  }
  for (const auto index : found.sources) {
    if (sources_[index].kind == store::RecordSource::Kind::kTable) found.how = How::kTables;
  }
  return found;
}

std::optional<DocumentTrace> trace_document(const std::string& path, const std::string& bytes,
                                            const MarkedDocument& made, const store::Reader& reader,
                                            Diagnostics& out) {
  auto own = document_text(path, bytes, out);
  if (!own) return std::nullopt;
  DocumentTrace trace;
  trace.pieces = std::move(*own);
  Diagnostics unread;
  const bool open = path.ends_with(".ods");  // what LibreOffice makes of the workbook
  const auto made_as = open ? path + ".xlsx" : path;
  const auto with_marks = document_text(made_as, made.bytes, unread).value_or(std::vector<DocumentPiece>());
  SourceFinder finder(reader, trace.sources);
  const auto add = [&](int id, TracedValue value) {
    const auto& shown = made.values.all()[static_cast<std::size_t>(id)];
    const auto& found = finder.of(shown);
    value.name = shown.name;
    value.id = id;
    value.how = found.how;
    value.sources = found.sources;
    trace.values.push_back(std::move(value));
  };
  if (!trace.pieces.empty() && !trace.pieces.front().cells.empty()) {
    const auto clean = document_text(made_as, made.clean, unread).value_or(std::vector<DocumentPiece>());
    if (open) take_formulas(clean, trace.pieces);
    trace_cells(with_marks, clean, made, add, trace);
    return trace;
  }
  std::vector<UnmarkedText> marked;
  for (const auto& piece : with_marks) marked.push_back(take_marks(piece.words));
  const auto pairs = paired(trace.pieces, marked);
  std::vector<bool> placed(made.values.all().size());
  for (const auto& [at, from] : pairs) {
    for (const auto& value : marked[from].values) {
      placed[static_cast<std::size_t>(value.id)] = true;
      const auto words = marked[from].text.substr(value.begin, value.end - value.begin);
      if (!words.empty())
        add(value.id, {.words = words,
                       .place = trace.pieces[at].place,
                       .piece = at,
                       .begin = value.begin,
                       .end = value.end});
    }
  }
  add_changes(pairs, trace);
  for (std::size_t id = 0; id < placed.size(); ++id) {
    if (!placed[id] && !made.values.all()[id].words.empty())
      add(static_cast<int>(id), {.words = made.values.all()[id].words});
  }
  return trace;
}

}  // namespace svodka::render
