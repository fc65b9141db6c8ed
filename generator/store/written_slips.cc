#include "store/written_slips.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "language/slips.h"
#include "store/sqlite.h"
#include "store/text_functions.h"

namespace svodka::store {
namespace {

constexpr const char* kDeclaration =
    "CREATE TABLE x(collection TEXT, _row INTEGER, field TEXT, value TEXT, is_key INTEGER, \"at\" INTEGER, "
    "length INTEGER, piece TEXT, fix TEXT, note TEXT, note_en TEXT, kind TEXT HIDDEN, words TEXT HIDDEN)";
enum ColumnIndex {
  kCollection,
  kRow,
  kField,
  kValue,
  kIsKey,
  kAt,
  kLength,
  kPiece,
  kFix,
  kNote,
  kNoteEn,
  kKind,
  kWords
};

constexpr std::string_view kMisspelt = "misspelt";

// A column of texts.
struct Source {
  std::string collection, field;
  bool is_key = false;
};

// A text that has traits which some kind of slips needs.
struct Candidate {
  std::int64_t row = 0;
  std::uint32_t source = 0;
  language::SlipTraits traits = 0;
};

// Letters of one alphabet alone: no kind of slips has to read the text.
bool is_plain(language::SlipTraits seen) {
  return seen == 0 || seen == language::traits::kCyrillic || seen == language::traits::kLatin;
}

}  // namespace

struct WrittenSlips::Texts {
  sqlite3* connection = nullptr;
  std::unique_ptr<language::Speller> speller;
  std::vector<Source> sources;
  std::optional<std::vector<Candidate>> candidates;  ///< nothing: the texts were not gone through

  /// The texts from the first, with the columns collection, _row, field, value, is_key.
  Query all() const {
    return Query(connection, "SELECT collection, _row, field, value, is_key FROM written_texts");
  }

  std::uint32_t source(const Query& row) {
    const auto collection = row.view(kCollection), field = row.view(kField);
    // The view gives one column after another.
    if (sources.empty() || sources.back().field != field || sources.back().collection != collection)
      sources.push_back({std::string(collection), std::string(field), row.integer(kIsKey) != 0});
    return static_cast<std::uint32_t>(sources.size() - 1);
  }

  const std::vector<Candidate>& with_traits() {
    if (candidates) return *candidates;
    std::vector<Candidate> found;
    sources.clear();
    for (auto row = all(); row.step();) {
      const auto seen = language::slip_traits(row.view(kValue));
      if (!is_plain(seen)) found.push_back({row.integer(kRow), source(row), seen});
    }
    return candidates.emplace(std::move(found));
  }

  Query value_of(const Source& source) const {
    const bool fixed = source.collection == "fixed_texts";
    return Query(connection, "SELECT " + quote_name(fixed ? "value" : source.field) + " FROM " +
                                 quote_name(source.collection) + " WHERE _row = ?");
  }
};

namespace {

using Texts = WrittenSlips::Texts;

struct Table : sqlite3_vtab {
  Texts* texts = nullptr;
};

// Goes through the slips of a kind.
class Cursor : public sqlite3_vtab_cursor {
 public:
  explicit Cursor(Texts& texts) : sqlite3_vtab_cursor(), texts_(texts) {}

  // False when there is no such kind.
  bool start(std::string kind, std::string words) {
    slips_.clear();
    candidates_ = nullptr;
    scan_.reset();
    value_.reset();
    at_ = next_ = 0;
    rowid_ = 0;
    kind_ = std::move(kind);
    words_ = std::move(words);
    finder_ = language::SlipFinder::of(kind_, strings_of(words_));
    if (!finder_ && kind_ != kMisspelt) return false;
    if (!finder_ && !texts_.speller) return true;
    if (finder_ && finder_->needs_traits())
      candidates_ = &texts_.with_traits();
    else
      scan_.emplace(texts_.all());
    fill();
    return true;
  }

  void next() {
    ++rowid_;
    if (++at_ == slips_.size()) fill();
  }

  bool ended() const { return at_ >= slips_.size(); }
  std::int64_t rowid() const { return rowid_; }

  void column(sqlite3_context* context, int index) const {
    const auto& slip = slips_[at_];
    switch (index) {
      case kCollection:
        return give(context, source_.collection);
      case kRow:
        return sqlite3_result_int64(context, row_);
      case kField:
        return give(context, source_.field);
      case kValue:
        return give(context, text_);
      case kIsKey:
        return sqlite3_result_int(context, source_.is_key ? 1 : 0);
      case kAt:
        return sqlite3_result_int64(context, static_cast<std::int64_t>(slip.at));
      case kLength:
        return sqlite3_result_int64(context, static_cast<std::int64_t>(slip.length));
      case kPiece:
        return give(context, slip.said);
      case kFix:
        return slip.fix ? give(context, *slip.fix) : sqlite3_result_null(context);
      case kNote:
        return give_some(context, slip.note.ru);
      case kNoteEn:
        return give_some(context, slip.note.en);
      case kKind:
        return give(context, kind_);
      default:
        return give_some(context, words_);
    }
  }

 private:
  static void give(sqlite3_context* context, const std::string& words) {
    sqlite3_result_text64(context, words.data(), words.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
  static void give_some(sqlite3_context* context, const std::string& words) {
    words.empty() ? sqlite3_result_null(context) : give(context, words);
  }

  language::Slips find(std::string_view text) const {
    return finder_ ? finder_->find(text) : texts_.speller->misspelt(text);
  }

  // Moves on to the next text with slips.
  void fill() {
    at_ = 0;
    slips_.clear();
    while (slips_.empty() && (candidates_ != nullptr ? read_candidate() : read_next())) {
    }
  }

  bool read_candidate() {
    while (next_ < candidates_->size()) {
      const auto& candidate = (*candidates_)[next_++];
      if (!finder_->may_find(candidate.traits)) continue;
      if (!value_ || value_source_ != candidate.source) {
        source_ = texts_.sources[candidate.source];
        value_.emplace(texts_.value_of(source_));
        value_source_ = candidate.source;
      }
      value_->reset();
      if (!value_->bind(1, candidate.row).step()) continue;
      slips_ = find(value_->view(0));
      row_ = candidate.row;
      if (!slips_.empty()) text_ = value_->view(0);
      return true;
    }
    return false;
  }

  bool read_next() {
    if (!scan_ || !scan_->step()) return false;
    slips_ = find(scan_->view(kValue));
    if (slips_.empty()) return true;
    source_ = {scan_->text(kCollection), scan_->text(kField), scan_->integer(kIsKey) != 0};
    row_ = scan_->integer(kRow);
    text_ = scan_->view(kValue);
    return true;
  }

  Texts& texts_;
  std::string kind_, words_;
  std::optional<language::SlipFinder> finder_;
  // One of the two is gone through.
  const std::vector<Candidate>* candidates_ = nullptr;
  std::size_t next_ = 0;
  std::optional<Query> scan_;

  std::optional<Query> value_;  ///< reads a text of the source below
  std::uint32_t value_source_ = 0;

  Source source_;
  std::int64_t row_ = 0;
  std::string text_;
  language::Slips slips_;  ///< of the text
  std::size_t at_ = 0;
  std::int64_t rowid_ = 0;
};

int fail(sqlite3_vtab_cursor* cursor, const std::string& message) {
  auto*& error = cursor->pVtab->zErrMsg;
  sqlite3_free(error);
  error = sqlite3_mprintf("%s", message.c_str());
  return SQLITE_ERROR;
}

// Runs `work`; nothing may be thrown through SQLite.
template <typename Work>
int guarded(sqlite3_vtab_cursor* cursor, Work work) {
  try {
    return work();
  } catch (const std::exception& error) {
    return fail(cursor, error.what());
  }
}

int connect(sqlite3* connection, void* texts, int, const char* const*, sqlite3_vtab** made, char**) {
  const int code = sqlite3_declare_vtab(connection, kDeclaration);
  if (code != SQLITE_OK) return code;
  sqlite3_vtab_config(connection, SQLITE_VTAB_INNOCUOUS);
  auto table = std::make_unique<Table>();
  table->texts = static_cast<Texts*>(texts);
  *made = table.release();
  return SQLITE_OK;
}

int disconnect(sqlite3_vtab* table) {
  delete static_cast<Table*>(table);
  return SQLITE_OK;
}

// The arguments are constraints on the hidden columns.
int best_index(sqlite3_vtab*, sqlite3_index_info* info) {
  std::array<int, 2> given{-1, -1};
  for (int i = 0; i < info->nConstraint; ++i) {
    const auto& constraint = info->aConstraint[i];
    if (constraint.iColumn < kKind || constraint.op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    if (constraint.usable == 0) return SQLITE_CONSTRAINT;  // what it depends on must come first
    given.at(static_cast<std::size_t>(constraint.iColumn - kKind)) = i;
  }
  int arguments = 0;
  for (std::size_t n = 0; n < given.size(); ++n) {
    if (given.at(n) < 0) continue;
    info->aConstraintUsage[given.at(n)] = {++arguments, 1};
    info->idxNum |= 1 << n;
  }
  info->estimatedCost = 1e9;  // all texts are gone through
  info->estimatedRows = 10000;
  return SQLITE_OK;
}

int open(sqlite3_vtab* table, sqlite3_vtab_cursor** made) {
  *made = std::make_unique<Cursor>(*static_cast<Table*>(table)->texts).release();
  return SQLITE_OK;
}

int close(sqlite3_vtab_cursor* cursor) {
  delete static_cast<Cursor*>(cursor);
  return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* cursor, int given, const char*, int, sqlite3_value** values) {
  return guarded(cursor, [&] {
    const std::string kind((given & 1) != 0 ? text_of(*values++) : std::string_view());
    const std::string words((given & 2) != 0 ? text_of(*values) : std::string_view());
    if (static_cast<Cursor*>(cursor)->start(kind, words)) return SQLITE_OK;
    return fail(cursor, kind.empty() ? "written_slips() needs a kind: written_slips('leftovers')"
                                     : "written_slips() knows no kind '" + kind + "'");
  });
}

int next(sqlite3_vtab_cursor* cursor) {
  return guarded(cursor, [&] {
    static_cast<Cursor*>(cursor)->next();
    return SQLITE_OK;
  });
}

int eof(sqlite3_vtab_cursor* cursor) { return static_cast<Cursor*>(cursor)->ended() ? 1 : 0; }

int column(sqlite3_vtab_cursor* cursor, sqlite3_context* context, int index) {
  static_cast<Cursor*>(cursor)->column(context, index);
  return SQLITE_OK;
}

int rowid(sqlite3_vtab_cursor* cursor, sqlite3_int64* id) {
  *id = static_cast<Cursor*>(cursor)->rowid();
  return SQLITE_OK;
}

const sqlite3_module& module() {
  static const sqlite3_module kModule = [] {
    sqlite3_module made{};
    made.xConnect = connect;  // without xCreate: it is there by its name alone
    made.xBestIndex = best_index;
    made.xDisconnect = disconnect;
    made.xOpen = open;
    made.xClose = close;
    made.xFilter = filter;
    made.xNext = next;
    made.xEof = eof;
    made.xColumn = column;
    made.xRowid = rowid;
    return made;
  }();
  return kModule;
}

}  // namespace

WrittenSlips::WrittenSlips(sqlite3* connection) : texts_(std::make_unique<Texts>()) {
  texts_->connection = connection;
  const int code = sqlite3_create_module_v2(connection, kWrittenSlips, &module(), texts_.get(), nullptr);
  if (code != SQLITE_OK) throw SqliteError(code, sqlite3_errmsg(connection));
}

WrittenSlips::~WrittenSlips() = default;

void WrittenSlips::forget() { texts_->candidates.reset(); }

void WrittenSlips::spell_with(std::unique_ptr<language::Speller> speller) {
  texts_->speller = std::move(speller);
}

}  // namespace svodka::store
