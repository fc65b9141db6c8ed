#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"

namespace svodka::publish {

/// The office of this machine.
struct LibreOffice {
  std::filesystem::path program;  ///< soffice
  /// Folder of its library; "" when `program` is something else than LibreOffice's own.
  std::filesystem::path kit;
  std::string release;  ///< what its versionrc says it is; "" when it does not say

  /// The one on the PATH; nothing when there is none.
  static std::optional<LibreOffice> installed();
};

/// A document that a PDF is wanted of.
struct PdfJob {
  std::string file;  ///< its extension says what it is
  std::string bytes;
  bool archival = true;  ///< PDF/A-2b (ISO 19005-2); else PDF 1.6
  std::string moment;    ///< the date that the PDF bears: "2020-12-01T00:00:00Z"
};

/// A PDF, or why there is none.
struct PdfResult {
  std::string bytes;  ///< "": not made
  int pages = 0;
  Text why;
};

/// Makes PDFs: tagged, fonts embedded, the same bytes for the same document (settle.h).
///
/// LibreOfficeKit runs in processes of our own, each with a profile of its own that goes with it; a process
/// makes one document after another, whichever is next. A document on which the process dies is tried once
/// more in a new one; one that takes longer than `limit` is given up; the others go on in a new process. What
/// is not a whole PDF is not taken. Where `office` has no kit its program is called for each document
/// instead. `workers`: processes at a time; 0: one a core. Results in the order of the jobs. Throws
/// EnvironmentError when a process cannot be started, Interrupted.
std::vector<PdfResult> make_pdfs(const LibreOffice& office, const std::vector<PdfJob>& jobs, int workers,
                                 std::chrono::seconds limit = std::chrono::seconds(60));

}  // namespace svodka::publish
