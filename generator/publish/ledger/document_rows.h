#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "publish/manifest.h"
#include "store/document_tables.h"

namespace svodka::publish {

/// A document whose number of pages is asked for.
struct PageQuestion {
  std::string file;    ///< where it lies, relative to the outputs
  std::string sha256;  ///< of its bytes without the mark of a draft
  std::string period;
  bool registered = false;
  int pages = 0;  ///< the answer; 0: not known
};
/// Fills in the answers that it can give.
using CountPages = std::function<void(std::vector<PageQuestion>&)>;

/// The documents of an outputs folder, for queries: those of each period's last build, and those of the
/// ledger. A version of a document is `made` (nobody signs it off), `draft`, `approved`, `signed` or
/// `registered`. Days are those of this computer's time zone. Reads the files when it is asked; throws
/// EnvironmentError then.
class LedgerRows : public store::DocumentRows {
 public:
  /// `page`: a report that tells of documents and makes none itself; it is left out.
  LedgerRows(std::filesystem::path outputs, std::string page)
      : outputs_(std::move(outputs)), page_(std::move(page)) {}

  /// While a build is running: what it has made stands in the place of its period's manifest, and documents
  /// of the report that asks are left out, as they would change with what they say.
  void in_build(std::string period, std::string as_of, std::vector<ManifestEntry> made, std::string asking);
  /// Nobody's name is told, nor what was written by hand: other words stand in their place.
  void hide_people() { hides_people_ = true; }
  /// Who counts pages when a query reads them. Without: the numbers that are known already.
  void count_by(CountPages count) { count_ = std::move(count); }

  Rows documents(bool pages) override;
  Rows steps() override;

 private:
  std::filesystem::path outputs_;
  std::string page_;
  std::string period_, as_of_, asking_;
  std::vector<ManifestEntry> made_;
  CountPages count_;
  bool hides_people_ = false;
};

/// The ledger as it stands, for telling later whether it has changed: register.head by its hash.
FileHash ledger_state(const std::filesystem::path& outputs);
inline constexpr const char* kLedgerState = "outputs/register.head";

/// The numbers of pages that were counted before, by the hash of the document: outputs/.svodka/pages.
class KnownPages {
 public:
  explicit KnownPages(const std::filesystem::path& outputs);
  int of(const std::string& sha256) const;  ///< 0: not known
  /// Keeps a number for good. Nothing is written when it is known already.
  void add(const std::vector<std::pair<std::string, int>>& counted);

 private:
  std::filesystem::path file_;
  std::map<std::string, int> pages_;
};

}  // namespace svodka::publish
