#pragma once

#include <map>
#include <string>
#include <vector>

#include "package/zip.h"
#include "render/expand/expand.h"
#include "render/odf/odf_frame.h"
#include "render/picture/picture_file.h"
#include "render/word/drawing.h"

namespace svodka::render {

/// Makes what the `image` and `qr` markers of one part of an OpenDocument text put in: frames in the line of
/// the text (ODF 1.3 part 3, 10.4), whose files stand in Pictures/.
class OdfPictures {
 public:
  /// `part` tells the names of frames in the parts of a document apart.
  OdfPictures(PictureFolder& folder, const Extent& page, std::string part, Diagnostics& out)
      : folder_(folder), page_(page), part_(std::move(part)), out_(out) {}

  /// The frame for one slot, "" for an empty value and for findings. `area` is the room of the text there, 0
  /// for that of the page.
  std::string put_in(const EmbedRequest& request, const Extent& area);

  /// The pictures for the place of one that the template has drawn in a frame of this size.
  std::string put_in_frame(const EmbedRequest& request, const Extent& frame, const Extent& area);

  /// The expanded part with its frames as they should be (odf_frame.h). Call once, before styles().
  std::string finish(std::string xml);
  /// The automatic styles of the frames so far, as XML.
  std::string styles() const;

  /// The files of the frames, each once, and their media types.
  struct File {
    package::ZipEntry entry;
    std::string type;
  };
  const std::map<std::string, File>& files() const { return files_; }

 private:
  std::string images(const Picture& picture);
  std::string image(const char* extension, const char* type, const std::string& bytes);
  std::string style_of(const Placement& placement, const Picture& picture);

  PictureFolder& folder_;
  Extent page_;
  std::string part_;
  Diagnostics& out_;
  std::map<std::string, File> files_;          // by name
  std::map<std::string, std::string> styles_;  // names by properties
  int frames_ = 0;
  std::vector<FilledFrame> filled_;  // of the template
  std::string filled_styles_;
};

}  // namespace svodka::render
