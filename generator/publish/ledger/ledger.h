#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "publish/ledger/entry.h"

namespace svodka::publish {

/// The ledger of a project's documents, `outputs/register.db`: who approved, signed and registered what, and
/// the bytes that it was.
///
/// A SQLite database (WAL, synchronous=FULL) that only grows: triggers refuse to change or remove a row, and
/// an entry is refused unless it follows the last one. Beside it `register.head` keeps the number and hash of
/// the last entry, so that a ledger cut short is found. Others may read it: the view `documents` gives the
/// state of each version (document, version, period, report, title, state, approvals, signed, outgoing, date,
/// …), the table `entries` everything. Several processes may write at once; they wait for one another. Not
/// for network folders: WAL needs shared memory. Everything here throws EnvironmentError when the ledger
/// cannot be read or written.
class Ledger {
 public:
  static std::filesystem::path place(const std::filesystem::path& outputs);
  /// Nothing when there is no ledger yet.
  static std::optional<Ledger> open(const std::filesystem::path& outputs);
  /// Makes it when there is none.
  static Ledger open_or_make(const std::filesystem::path& outputs);
  ~Ledger();
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;

  const std::filesystem::path& outputs() const;

  std::vector<LedgerEntry> entries() const;
  /// What was done with a document, all its versions, in order.
  std::vector<LedgerEntry> entries_of(std::string_view document) const;
  /// The registration that gave this number in this year; numbers begin anew each year.
  std::optional<LedgerEntry> registration(std::string_view year, std::string_view outgoing) const;
  /// The last registration of a series in a year, by its ordinal.
  std::optional<LedgerEntry> last_of_series(std::string_view year, std::string_view series) const;
  /// The inputs that an approved document was made of: a line "SHA-256  FILE" for each, sorted; "" when there
  /// is no list of that name.
  std::string input_list(std::string_view name) const;

  /// The right to write, held until the object goes: other processes wait. Nothing is kept unless commit() is
  /// called.
  class Writing {
   public:
    explicit Writing(Ledger& ledger);
    ~Writing();
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;

    /// Adds an entry; its number, time and hashes are given to it here. Returns it as it is stored.
    LedgerEntry add(LedgerEntry entry);
    /// Keeps a list of inputs and returns its name. The same list is kept once.
    std::string add_input_list(const std::string& list);
    /// When it returns the entries are on the disk.
    void commit();

   private:
    Ledger& ledger_;
    LedgerEntry last_;
    bool open_ = true;
  };

  /// Recomputes every hash and link, and looks whether the database itself is whole: each fault a finding at
  /// the ledger (its entry as the cell «запись 12»). Returns the entries that could be read.
  std::vector<LedgerEntry> verify(Diagnostics& out) const;

 private:
  struct Impl;
  explicit Ledger(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// This moment by the computer's clock, as entries record it: "2020-12-01T09:15:02Z".
std::string utc_now();

/// The number and hash of the last entry as `register.head` has them.
struct LedgerHead {
  std::int64_t number = 0;
  std::string hash;
};
std::optional<LedgerHead> read_head(const std::filesystem::path& outputs);

/// Checks a chain of entries that were read elsewhere: numbers without gaps, each hash right. `hidden` gives
/// SHA-256 of the body where an entry's body is not shown. Findings at `file`.
void verify_chain(const std::string& file, const std::vector<LedgerEntry>& entries,
                  const std::vector<std::string>& hidden, Diagnostics& out);

}  // namespace svodka::publish
