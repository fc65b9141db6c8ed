#pragma once

#include <map>
#include <string>
#include <vector>

#include "package/zip.h"
#include "render/drawing.h"
#include "render/expand.h"
#include "render/picture_file.h"

namespace svodka::render {

/// Makes what the `image` and `qr` markers of one part of an OpenDocument text put in: frames in the line of
/// the text (ODF 1.3 part 3, 10.4), whose files stand in Pictures/.
class OdfPictures : public Embedder {
 public:
  /// `areas` is the room at each slot, 0 for that of the `page`. `part` tells the names of frames apart.
  OdfPictures(PictureFolder& folder, const std::map<int, Extent>& areas, const Extent& page, std::string part,
              Diagnostics& out)
      : folder_(folder), areas_(areas), page_(page), part_(std::move(part)), out_(out) {}

  std::string embed(const EmbedRequest& request) override;

  /// The expanded part with the styles of its frames.
  std::string finish(std::string xml) const;

  /// The files of the frames, each once, and their media types.
  struct File {
    package::ZipEntry entry;
    std::string type;
  };
  const std::map<std::string, File>& files() const { return files_; }

 private:
  std::string image(const char* extension, const char* type, const std::string& bytes);
  std::string style_of(const Placement& placement, const Picture& picture);

  PictureFolder& folder_;
  const std::map<int, Extent>& areas_;
  Extent page_;
  std::string part_;
  Diagnostics& out_;
  std::map<std::string, File> files_;          // by name
  std::map<std::string, std::string> styles_;  // names by properties
  int frames_ = 0;
};

}  // namespace svodka::render
