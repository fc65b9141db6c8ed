#pragma once

#include <map>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "render/picture/extent.h"

namespace svodka::render {

/// The frame of a picture that the template has drawn (ODF 1.3 part 3, 10.4.2), when this place-holder stands
/// in its description (svg:desc, svg:title); an empty one otherwise.
pugi::xml_node described_picture(const pugi::xml_node& placeholder);

/// The same for the frame of a document inside of the text (a chart).
pugi::xml_node described_object(const pugi::xml_node& placeholder);

/// Its size, 0 where the template does not tell.
Extent frame_size(const pugi::xml_node& frame);

/// Puts the place-holder where the frame's picture stood, and takes that away; what describes the new picture
/// goes where the marker was. Returns the files that the frame showed.
std::vector<std::string> open_frame(pugi::xml_node frame, const pugi::xml_node& placeholder);

/// What becomes of such a frame.
struct FilledFrame {
  bool gone = false;
  Extent extent;
  std::string clip;  ///< what of the picture is cropped away, "rect(…)"; "" for nothing
  std::string alt;   ///< for the marker's place in the description
  std::string name;  ///< for a description that is empty without it
};

/// What stands for frame number `number` in its place, before its pictures.
std::string odf_frame_mark(std::size_t number);

/// Puts an expanded part's frames right: size, crop and description; wrapping, place and border stay. The
/// styles that this needs are added to `styles` as XML.
std::string fill_odf_frames(const std::string& xml, const std::vector<FilledFrame>& frames,
                            std::string& styles);

}  // namespace svodka::render
