#pragma once

#include <optional>
#include <string>

namespace svodka::publish {

/// A PDF whose bytes are made by its contents alone.
struct SettledPdf {
  std::string bytes;
  int pages = 0;
};

/// LibreOffice's PDF without what differs between two runs: the clock in the Info dictionary, in the XMP
/// metadata and in the header of the ICC profile gives way to `moment` ("2020-12-01T00:00:00Z"), its checksum
/// goes, and the /ID is made from the contents. What the PDF shows, and what makes it PDF/A, stays. Nothing
/// when the bytes are no whole PDF. Throws EnvironmentError when libqpdf is not installed.
std::optional<SettledPdf> settle_pdf(const std::string& bytes, const std::string& moment);

/// "2020-12-01T00:00:00Z" as ISO 32000-1, 7.9.4 writes it: "D:20201201000000Z".
std::string pdf_date(const std::string& moment);

}  // namespace svodka::publish
