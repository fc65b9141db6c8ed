#pragma once

#include <string>

#include "publish/sign/certificate.h"
#include "render/stamp/signature_stamp.h"

namespace svodka::publish {

using render::StampWords;

/// What the mark says of a certificate.
StampWords stamp_words(const CertificateFacts& certificate);

/// Its size in points (1/72 inch): 75 × 26 mm, to be read without a glass.
inline constexpr double kStampWidth = 213, kStampHeight = 74;

/// A PDF of one page, of this size, that shows the mark; its fonts are embedded. Throws EnvironmentError when
/// libcairo is not installed.
std::string draw_stamp(const StampWords& words);

/// Where a stamp stands: its lower left corner, in points from the page's, how large it is, on which page
/// (from 0).
struct StampPlace {
  double x = 0, y = 0;
  double scale = 1;
  int page = 0;
};

/// The place in a PDF where nothing would be covered: between the post and the name of the person who signs,
/// as the signature by hand would stand, on the last page where it does (annexes may follow); else on the last
/// page below the text, or where else there is room; else small in its lower margin. `surname`: of that
/// person. Asks pdftotext (poppler-utils) where words are; without it the lower margin is taken.
StampPlace stamp_place(const std::string& pdf, int pages, const std::string& surname);

}  // namespace svodka::publish
