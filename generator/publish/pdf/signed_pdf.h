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
  std::string surname;  ///< by which their name is found in the PDF: the mark stands beside it
  std::string moment;   ///< "2020-12-01T09:15:02Z"
};

/// A PDF that is ready for its signature: the visible mark of GOST R 7.0.97 is there, the dictionary of the
/// signature with its /ByteRange, and zeros where the signature goes.
struct PreparedPdf {
  std::string bytes;
  std::size_t contents = 0, contents_end = 0;  ///< where "<000…>" begins and ends

  /// All that is signed: the file without that gap.
  std::string to_be_signed() const;
  /// How many bytes a signature may have.
  std::size_t room() const { return (contents_end - contents) / 2 - 1; }
  /// The PDF with this signature (DER). Throws EnvironmentError when it exceeds the room.
  std::string with(std::string_view signature) const;
};

/// Prepares a PDF for a signature by the owner of this certificate. What there was stays as it is, to the
/// byte, and the rest is appended (ISO 32000-1, 7.5.6 and 12.8). The same arguments give the same bytes on
/// the same machine. Nothing when the bytes are no PDF that settle_pdf() has written. Throws EnvironmentError
/// when a library fails. `named_certificate` (DER) is put into the field as the only one that may sign it
/// (12.7.4.5, seed values), when it is not empty.
std::optional<PreparedPdf> prepare_pdf(const std::string& pdf, const CertificateFacts& certificate,
                                       const PdfSigning& signing, std::size_t room,
                                       const std::string& named_certificate = {});

/// A PDF that prepare_pdf() made, from the bytes that are to be signed, with what it says of itself.
struct WaitingPdf {
  PreparedPdf prepared;
  std::string moment;       ///< PdfSigning::moment
  std::string certificate;  ///< the only one that may sign it, DER
};
/// Nothing when the bytes are something else.
std::optional<WaitingPdf> waiting_pdf(const std::string& to_be_signed);

/// Puts a signature into a PDF: PAdES (ETSI EN 319 142-1: a detached CAdES signature of all bytes but its
/// own, its time in the PDF). As prepare_pdf(); throws EnvironmentError when OpenSSL fails, too.
std::optional<std::string> sign_pdf(const std::string& pdf, const SigningKey& key, const PdfSigning& signing);

/// A signature inside a PDF.
struct PdfSignature {
  std::string signed_bytes;  ///< all that it signs
  std::string cms;           ///< the signature itself, DER, with zeros behind
  std::string moment;        ///< when it was made, as the PDF says: "2020-12-01T09:15:02Z"; may be ""
  bool of_all = false;       ///< it signs the whole file: nothing was added later
};

/// The signatures inside a PDF. One whose /ByteRange leaves out anything but its own /Contents comes without
/// `signed_bytes`. None when it is no PDF.
std::vector<PdfSignature> pdf_signatures(const std::string& pdf);

}  // namespace svodka::publish
