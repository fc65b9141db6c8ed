#pragma once

#include <memory>
#include <string>

#include "base/finding.h"
#include "render/expand/expand.h"
#include "render/picture/picture_file.h"
#include "render/picture/picture_options.h"

namespace svodka::render {

/// What an `image` or a `qr` marker shows for one value.
struct ValuePicture {
  std::shared_ptr<const Picture> picture;  ///< null for an empty value and for findings
  PictureOptions options;                  ///< of the marker
  std::string
      name;  ///< what stands for the picture when nobody described it: the field's name, a code's words
};

/// The picture of the folder that the value names, or the QR code of its words.
ValuePicture picture_of_value(const EmbedRequest& request, PictureFolder& folder, Diagnostics& out);

}  // namespace svodka::render
