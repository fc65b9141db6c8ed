#pragma once

#include <memory>
#include <string>
#include <vector>

#include "render/expand/expand.h"
#include "render/picture/picture_file.h"
#include "render/word/docx_package.h"
#include "render/word/drawing_frame.h"
#include "render/word/wordml.h"

namespace svodka::render {

struct DocumentInProgress;

/// Notes the room round an `image` or a `qr`, and finds when the template is compiled what is wrong with its
/// options and its place (not for `node` in a field's code, nor in an attribute that describes no picture).
void check_picture(const pugi::xml_node& node, const bind::ValueSlot& slot, EmbedPlace& place,
                   Diagnostics& out);

/// Makes what the `image` and `qr` markers of one part put in: drawings in the line of the text, and pictures
/// for the frames that the template has drawn.
class DocxPictures {
 public:
  DocxPictures(DocumentInProgress& document, const std::string& part) : document_(document), part_(part) {}

  /// What stands for the marker: a drawing, "" for an empty value and for findings, in a description the mark
  /// that finish() looks for.
  std::string put_in(const EmbedRequest& request, const EmbedPlace& place);

  /// The expanded part with its frames filled.
  std::string finish(std::string xml) const;

 private:
  std::string in_line(const FramePicture& made);

  DocumentInProgress& document_;
  const std::string& part_;
  std::vector<FramePicture> frames_;
};

}  // namespace svodka::render
