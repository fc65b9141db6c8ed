#pragma once

#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>

#include "base/finding.h"
#include "render/expand/expand.h"
#include "render/odf/odf_object.h"
#include "render/odf/odf_picture.h"
#include "render/odf/odf_rich.h"

namespace svodka::render {

/// Where a slot that puts in something else than words stands in a part.
struct OdfPlace {
  Extent area;                  ///< the room of the text there, 0 for the page's
  std::string paragraph_style;  ///< text:style-name of its paragraph
  bool in_list = false;
  bool block = false;  ///< it stands for its paragraph: rich text may be paragraphs, lists and tables
  std::optional<Extent> frame;  ///< it stands for a picture of the template, in a frame of this size
};

/// The place of a place-holder in the text of a paragraph.
OdfPlace odf_place(const pugi::xml_node& placeholder);

/// Puts the place-holder for its paragraph when that holds nothing else (but sections). Call when the
/// sections are placed.
void stand_for_paragraph(const pugi::xml_node& placeholder, OdfPlace& place);

/// Finds what is wrong with the options and the place of a slot's embed. `in_text`: `node` is a place-holder
/// in the text of a paragraph, not in an attribute, a field, a description or a property.
void check_odf_embed(const pugi::xml_node& node, bool in_text, const bind::ValueSlot& slot, Diagnostics& out);

/// Makes what the markers of one part of an OpenDocument text put in: pictures, codes, rich text, links and
/// charts.
class OdfEmbedder : public Embedder {
 public:
  /// `template_styles` is styles.xml; `part` tells the names of things in several parts apart.
  OdfEmbedder(OdfPictures& pictures, OdfObjects& objects, const std::map<int, OdfPlace>& places,
              const std::string& template_styles, const std::string& part, Diagnostics& out)
      : pictures_(pictures),
        objects_(objects),
        places_(places),
        template_styles_(template_styles),
        rich_(part),
        out_(out) {}

  std::string embed(const EmbedRequest& request) override;

  /// The expanded part with what it shows in its places, and the styles that this needs.
  std::string finish(std::string xml);

 private:
  std::string rich_text(const EmbedRequest& request, const OdfPlace& place);

  OdfPictures& pictures_;
  OdfObjects& objects_;
  const std::map<int, OdfPlace>& places_;
  const std::string& template_styles_;
  OdfRichText rich_;
  Diagnostics& out_;
};

}  // namespace svodka::render
