#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/finding.h"
#include "base/process.h"
#include "render/word/docx_package.h"

namespace svodka::render {

/// What lays documents out.
struct LayoutProgram {
  std::optional<std::filesystem::path> path;  ///< of LibreOffice's soffice; nothing when there is none
  std::chrono::milliseconds limit{120000};    ///< for one document

  /// LibreOffice as it is found on the PATH.
  static LayoutProgram installed();
};

/// Fills the page numbers of Word documents: the cached results of PAGEREF fields (ECMA-376 part 1,
/// 17.16.5.41), those of tables of contents and those in the text.
///
/// Only a layout knows pages, so LibreOffice lays the document out: a copy of it gets a last section with a
/// heading for each bookmark that is asked for, whose words are a PAGEREF field; the copy is made into a PDF
/// in a private profile, and the headings are read from the PDF's outline. (Its other formats do not always
/// bring fields up to date.) As numbers may change lines, the document is asked again, at most three times in
/// all, until they stay. A section's number format (roman, letters) is put on here: LibreOffice tells plain
/// numbers. LibreOffice breaks pages nearly, not always, as Word does.
class PageNumbers {
 public:
  explicit PageNumbers(LayoutProgram program = LayoutProgram::installed());
  ~PageNumbers();
  PageNumbers(const PageNumbers&) = delete;
  PageNumbers& operator=(const PageNumbers&) = delete;

  /// The package with its page numbers; as it is when it has no PAGEREF field. When they cannot be known (no
  /// LibreOffice, it crashes, hangs or says nothing) the package is left to Word (left_to_word()) and there
  /// is one warning `contents-pages`, once for a missing LibreOffice; after a hang no further document is
  /// tried. `file` names the document in findings at `at`.
  std::string fill(const std::string& file, std::string package, const Position& at, Diagnostics& out);

 private:
  using Names = std::map<std::string, std::string>;
  std::optional<Names> ask(DocxPackage copy, const Names& formats, Text& why);
  ProcessEnd lay_out() const;
  std::string give_up(const std::string& file, const std::string& package, const Position& at,
                      const Text& why, Diagnostics& out);

  LayoutProgram program_;
  std::unique_ptr<ScratchFolder> scratch_;  // LibreOffice's profile and the copies
  std::optional<Text> hopeless_;            // why no further document is tried
  bool told_ = false;
};

/// The package with its tables of contents marked for Word (w:dirty, 17.16.18): on opening it asks its user
/// whether to update fields, and does.
std::string left_to_word(const std::string& package);

}  // namespace svodka::render
