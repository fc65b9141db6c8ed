#pragma once

#include <map>
#include <string>

#include "render/expand/expand.h"
#include "render/text/html_picture.h"

namespace svodka::render {

/// Makes what the markers of a text or HTML template put in (bind/embed.h): Markdown as safe HTML or as text
/// for reading, links, and in HTML pictures.
class TextEmbedder : public Embedder {
 public:
  TextEmbedder(PictureFolder& folder, const std::map<int, HtmlPlace>& places, Escape escape, Diagnostics& out)
      : pictures_(folder, places, out), escape_(escape), out_(out) {}

  std::string embed(const EmbedRequest& request) override;

 private:
  std::string link(const EmbedRequest& request, const std::string& value) const;

  HtmlPictures pictures_;
  Escape escape_;
  Diagnostics& out_;
};

/// What text and HTML templates can put in.
bind::Abilities text_abilities(Escape escape);

/// Finds when the template is compiled what is wrong with the place of a `markdown` or a `link` in HTML: they
/// go into text, not into tags.
void check_text_embed(const bind::ValueSlot& slot, Escape escape, std::optional<HtmlPlace> place,
                      Diagnostics& out);

}  // namespace svodka::render
