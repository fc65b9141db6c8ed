#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/finding.h"
#include "publish/manifest.h"
#include "publish/pdf/pdf.h"
#include "publish/publisher.h"

namespace svodka {

/// «Отчёт.docx» → «Отчёт.pdf».
std::string pdf_name(const std::string& file);

/// The date that PDFs of a report as of this day bear: SOURCE_DATE_EPOCH where it is set, else the day.
std::string pdf_moment(const std::string& as_of);

/// The finding that LibreOffice is not there, for a PDF that is wanted.
void say_no_office(const Position& at, Diagnostics& out);

/// How much may be spent on PDFs.
struct PdfEffort {
  int workers = 0;                 ///< processes at a time; 0: one a core
  std::chrono::seconds limit{60};  ///< for a document
};

/// The PDFs that reports want beside the documents of one run.
class PdfOutputs {
 public:
  /// `folder`: of the period, where PDFs of the last run may stand that are still right; `earlier`: others
  /// where the same may be. `force`: they are made again.
  PdfOutputs(std::filesystem::path folder, const std::string& as_of, bool force,
             std::vector<std::filesystem::path> earlier = {});

  /// A PDF of this document, which will lie in the folder as `file`, is wanted; `at`: the output in the
  /// report's definition, `kind`: "pdf", "pdf/a-2b". Not for several threads at once.
  void want(const std::string& file, const std::function<std::string()>& bytes, const std::string& sha256,
            const std::string& kind, const Position& at);

  /// Makes them and stages them with the documents. What cannot be made is a finding, and all else goes on;
  /// fonts that are not there are warnings.
  void make(publish::Publisher& publisher, const PdfEffort& effort, Diagnostics& out);

  /// The PDFs that make() would put in place, instead of making them, and what it would say before it does.
  std::vector<std::string> due(Diagnostics& out) const;

  /// What was made, by the document's file.
  const std::map<std::string, publish::ManifestPdf>& made() const { return made_; }
  /// PDFs are wanted and LibreOffice is not there.
  bool no_office() const { return no_office_; }
  /// Removes the PDFs of the last run whose documents have changed and that could not be made again.
  void remove_outdated() const;

 private:
  struct Wanted {
    std::string file, sha256, kind, recipe;
    Position at;
  };
  void look_around();
  const publish::ManifestPdf* last(const std::string& file) const;
  bool is_whole(const std::filesystem::path& folder, const publish::ManifestPdf& pdf) const;
  bool take_earlier(const std::string& file, const std::string& recipe);
  const std::string& fonts(const std::string& file, const std::function<std::string()>& bytes,
                           const Position& at);

  std::filesystem::path folder_;
  std::vector<std::filesystem::path> earlier_;
  std::string moment_;
  bool force_;
  std::optional<publish::LibreOffice> office_;
  std::map<std::string, publish::ManifestPdf> last_, made_;  // by the document's file
  std::map<std::string, std::pair<std::filesystem::path, publish::ManifestPdf>> elsewhere_;  // by recipe
  std::vector<std::pair<std::string, std::filesystem::path>> taken_;  // of those, by their names
  std::vector<Wanted> due_;
  std::vector<std::string> wanted_;           // all documents that want one
  std::map<std::string, std::string> fonts_;  // what stands in for fonts, by output
  Diagnostics found_;
  bool no_office_ = false;
};

}  // namespace svodka
