#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "base/finding.h"
#include "render/expand/expand.h"
#include "render/word/docx_chart.h"
#include "render/word/docx_numbering.h"
#include "render/word/docx_package.h"
#include "render/word/docx_picture.h"
#include "render/word/rich_text.h"
#include "render/word/wordml.h"

namespace svodka::render {

/// One Word document while it is made: what its parts share.
struct DocumentInProgress {
  DocxPackage& package;
  const std::filesystem::path& folder;  ///< that names of files in values are relative to
  PictureFolder& pictures;              ///< of that folder
  Extent page;                          ///< the room of the text on a page
  const RichTextStyles& rich;           ///< the styles of the template that rich text takes
  NumberingEditor& numbering;           ///< its lists
  int next_drawing = 1;                 ///< a wp:docPr id that no drawing of the template has
  Diagnostics& out;
  std::set<std::string> charts{};  ///< the parts of the template's charts that are taken
};

/// Makes what the markers of one part put in (bind/embed.h), as WordprocessingML, and adds what it needs to
/// the package.
class DocxEmbedder : public Embedder {
 public:
  DocxEmbedder(DocumentInProgress& document, const std::string& part, const std::map<int, EmbedPlace>& places,
               const std::vector<ChartPlace>& charts)
      : document_(document), places_(places), pictures_(document, part), charts_(document, charts) {}

  std::string embed(const EmbedRequest& request) override;

  /// The expanded part with what could not be put in place by place.
  std::string finish(std::string xml) { return charts_.finish(pictures_.finish(std::move(xml))); }

 private:
  DocumentInProgress& document_;
  const std::map<int, EmbedPlace>& places_;
  DocxPictures pictures_;
  DocxCharts charts_;
};

}  // namespace svodka::render
