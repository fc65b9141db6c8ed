#pragma once

#include <string>

#include "render/picture/extent.h"
#include "render/picture/picture.h"
#include "render/picture/picture_options.h"

namespace svodka::render {

/// What of a picture is left out at each side, in thousandths of a percent of it (ECMA-376 part 1, 20.1.8.55
/// srcRect).
struct Crop {
  int left = 0, top = 0, right = 0, bottom = 0;
  friend bool operator==(const Crop&, const Crop&) = default;
};

/// How large a picture stands in the document, and what of it.
struct Placement {
  Extent extent;
  Crop crop;
};

/// The size by the picture's pixels and resolution.
Extent natural_extent(const Picture& picture);

/// A picture in a box: kContain makes the extent smaller than the box, kCover crops the middle out.
Placement fit_into(const Extent& picture, const Extent& box, Fit fit);

/// A picture where a marker stands in the text. One size given: the other follows. None: the natural extent,
/// made smaller to fit `area`, the room that the text has there (0: not known).
Placement place_picture(const Picture& picture, const PictureOptions& options, const Extent& area);

/// What a drawing in a part is made of.
struct DrawingParts {
  std::string relation;      ///< id of the PNG or JPEG
  std::string svg_relation;  ///< id of the SVG; "" when there is none
  int id = 1;                ///< unique in the document
  std::string name;          ///< "Рисунок 1"
  std::string alt;           ///< for those who cannot see it
};

/// A w:drawing with a picture in the line of the text (ECMA-376 part 1, clause 20.4.2.8), with the namespaces
/// it needs but "w".
std::string inline_drawing(const Placement& placement, const DrawingParts& parts);

/// The a:blip of a picture (clause 20.1.8.13); an SVG stands in its extension list, as Office 2016 does it.
std::string blip(const std::string& relation, const std::string& svg_relation);
/// The a:srcRect of a crop, "" for none.
std::string source_rectangle(const Crop& crop);

}  // namespace svodka::render
