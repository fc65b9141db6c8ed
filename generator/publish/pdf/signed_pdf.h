#pragma once

#include <optional>
#include <string>
#include <vector>

#include "publish/pdf/stamp.h"
#include "publish/sign/certificate.h"

namespace svodka::publish {

/// How a signature inside a PDF is made.
struct PdfSigning {
  std::string name;     ///< of the person who signs
  std::string surname;  ///< by which their name is found on the last page: the mark stands beside it
  std::string moment;   ///< "2020-12-01T09:15:02Z"
};

/// Puts a signature into a PDF: PAdES (ETSI EN 319 142-1: a detached CAdES signature of all bytes but its
/// own) with the visible mark of GOST R 7.0.97. What there was stays as it is, to the byte, and the signature
/// is appended (ISO 32000-1, 7.5.6 and 12.8). Nothing when the bytes are no PDF that settle_pdf() has
/// written. Throws EnvironmentError when OpenSSL or a library fails.
std::optional<std::string> sign_pdf(const std::string& pdf, const SigningKey& key, const PdfSigning& signing);

/// A signature inside a PDF.
struct PdfSignature {
  std::string signed_bytes;  ///< all that it signs
  std::string cms;           ///< the signature itself, DER, with zeros behind
  bool of_all = false;       ///< it signs the whole file: nothing was added later
};

/// The signatures inside a PDF. One whose /ByteRange leaves out anything but its own /Contents comes without
/// `signed_bytes`. None when it is no PDF.
std::vector<PdfSignature> pdf_signatures(const std::string& pdf);

}  // namespace svodka::publish
