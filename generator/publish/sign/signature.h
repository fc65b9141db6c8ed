#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "publish/sign/certificate.h"

namespace svodka::publish {

/// Who a signature must lead to.
struct Trust {
  std::filesystem::path ca;   ///< certificates of authorities, PEM; "": chains are not checked
  std::filesystem::path crl;  ///< lists of revoked certificates, PEM or DER; "": not asked
};

/// What a signature says.
struct SignatureFacts {
  CertificateFacts certificate;
  std::string time;  ///< signing time, by the signer's clock: "2020-12-01T09:15:02Z"; "" when it does not say
  std::string digest;    ///< "sha256", "md_gost12_256"
  bool trusted = false;  ///< its chain was checked and is sound
};

/// A signature as CMS in DER, from DER, PEM or the bare base64 of CryptoPro's programs, with nothing behind.
/// Nothing when it is no CMS.
std::optional<std::string> signature_der(const std::string& signature);

/// What a signature says that it is of: the digest of the bytes, and by which algorithm.
struct SignedDigest {
  std::string algorithm;           ///< "sha256", "md_gost12_256"
  std::string value;               ///< binary
  bool names_certificate = false;  ///< it has the signing certificate's attribute, as CAdES-BES wants
};
/// Nothing when it is no CMS, or has no attributes that are signed.
std::optional<SignedDigest> signed_digest(const std::string& signature);
/// The digest of bytes by such an algorithm; "" when OpenSSL does not know it.
std::string digest_of(const std::string& algorithm, std::string_view bytes);

/// Checks a detached signature (CMS; see signature_der) of the bytes: that they are the signed ones, that the
/// certificate is the one that the signature names and covered the signing time; and with `trust` the chain
/// at that time, and that no certificate of it was revoked by then. What is wrong is a finding at `at`, and
/// nothing is returned. `recorded` stands for the signing time where the signature has none.
std::optional<SignatureFacts> check_signature(const Position& at, std::string_view bytes,
                                              const std::string& signature, const Trust& trust,
                                              const std::string& recorded, Diagnostics& out);

}  // namespace svodka::publish
