#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/finding.h"
#include "bind/resolver.h"
#include "render/expand/expand.h"
#include "render/picture/picture_file.h"

namespace svodka::render {

/// Where a picture's marker stands in HTML: the whole address of an image (src="{{photo:image}}") or text.
enum class HtmlPlace { kSource, kText };

/// What stands round a marker of HTML tells its place; nothing inside of a tag where no address of an image
/// is.
std::optional<HtmlPlace> html_place(std::string_view before, std::string_view after);

/// Finds when the template is compiled what is wrong with the place and the options of an `image` or a `qr`.
void check_html_picture(const bind::ValueSlot& slot, std::optional<HtmlPlace> place, Diagnostics& out);

/// Makes what `image` and `qr` markers put in: data: addresses (RFC 2397), so that the page is one file.
class HtmlPictures : public Embedder {
 public:
  HtmlPictures(PictureFolder& folder, const std::map<int, HtmlPlace>& places, Diagnostics& out)
      : folder_(folder), places_(places), out_(out) {}

  std::string embed(const EmbedRequest& request) override;

 private:
  PictureFolder& folder_;
  const std::map<int, HtmlPlace>& places_;
  Diagnostics& out_;
};

}  // namespace svodka::render
