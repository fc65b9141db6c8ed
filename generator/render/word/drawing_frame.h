#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "render/word/drawing.h"

namespace svodka::render {

/// What a picture of the template, whose description has a marker, becomes.
struct FramePicture {
  std::shared_ptr<const Picture> picture;  ///< null: the template's picture goes
  PictureOptions options;  ///< a size replaces that of the frame; fit is kContain when not given
  Extent area;             ///< the room of the text there, for sizes in percent
  std::string relation, svg_relation;
  std::string alt;   ///< for the marker's place in the description
  std::string name;  ///< for a description that is empty without it
};

/// Why no picture can take the place of a marker in this attribute of this element; empty when one can: the
/// description of a picture (wp:docPr, pic:cNvPr; ECMA-376 part 1, 20.4.2.5) or of an old one (v:shape).
Text frame_problem(const pugi::xml_node& element, std::string_view attribute);

/// How the picture stands in a frame of this size, which is 0 when the template does not tell.
Placement frame_placement(const FramePicture& with, const Extent& frame);

/// What stands in the description of a picture until fill_frames(). Data cannot say it.
std::string frame_mark(std::size_t number);

/// Puts the pictures into the frames whose descriptions hold their marks: wrapping, place, border, effects
/// and geometry stay, the old picture's crop goes, the size follows the fit.
std::string fill_frames(std::string xml, const std::vector<FramePicture>& pictures);

}  // namespace svodka::render
