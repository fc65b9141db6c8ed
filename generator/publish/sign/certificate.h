#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/finding.h"
#include "publish/ledger/entry.h"

namespace svodka::publish {

/// What a certificate says of itself.
struct CertificateFacts {
  LedgerCertificate recorded;
  std::string owner;     ///< its common name, or the owner's name in full where it has one
  std::string surname;   ///< attribute SN, as qualified certificates have it; "" when there is none
  bool may_sign = true;  ///< its key usage allows signatures
  bool gost = false;     ///< its key is of a Russian algorithm
};

/// A certificate by itself, without its key.
struct Certificate {
  CertificateFacts facts;
  std::string der;
};

/// A certificate in PEM or DER; of several in PEM the first. Cannot be read: a finding at the file.
std::optional<Certificate> read_certificate(const std::string& file, Diagnostics& out);
/// A certificate in DER; nothing when it is none.
std::optional<Certificate> parse_certificate(const std::string& der);

/// Says when a certificate does not cover this moment ("2020-12-01T09:15:02Z"): `certificate-expired`.
bool covers(const CertificateFacts& certificate, const std::string& time, const Position& at,
            Diagnostics& out);

/// Asks for the passphrase of a file; nothing when nobody answers.
using AskPassphrase = std::function<std::optional<std::string>(const std::string& file)>;

/// A private key with its certificate. Stays in memory; the files are only read.
class SigningKey {
 public:
  /// Reads a private key in PEM (encrypted or not) and its certificate in PEM or DER, or both from a PKCS#12
  /// file
  /// (`certificate` is then empty). RSA, ECDSA, GOST R 34.10-2012. Cannot be read, do not belong together: a
  /// finding at the file.
  static std::optional<SigningKey> read(const std::string& key, const std::string& certificate,
                                        const AskPassphrase& ask, Diagnostics& out);
  ~SigningKey();
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;

  const CertificateFacts& certificate() const;

  /// A detached signature of the bytes: CMS (RFC 5652) in DER with the attributes of CAdES-BES (ETSI EN 319
  /// 122-1: signing time, message digest, signing certificate v2), by SHA-256 or the key's own GOST
  /// R 34.11-2012. Throws EnvironmentError when OpenSSL fails.
  std::string sign(std::string_view bytes) const;
  /// The same for a PDF to hold: without the signing time, which PAdES (ETSI EN 319 142-1, 6.3) wants in the
  /// dictionary of the signature and nowhere else.
  std::string sign_for_pdf(std::string_view bytes) const;

 private:
  struct Impl;
  explicit SigningKey(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace svodka::publish
