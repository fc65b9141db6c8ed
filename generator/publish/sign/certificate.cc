#include "publish/sign/certificate.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/files.h"
#include "base/hash.h"
#include "publish/sign/certificate_facts.h"

namespace svodka::publish {
namespace {

std::string attribute(const X509_NAME* name, int nid) {
  const int at = X509_NAME_get_index_by_NID(name, nid, -1);
  if (at < 0) return {};
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  if (size < 0) return {};
  std::string words(reinterpret_cast<char*>(utf8), static_cast<std::size_t>(size));
  OPENSSL_free(utf8);
  return words;
}

std::string one_line(const X509_NAME* name) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
  return written(bio.get());
}

std::string serial_of(X509* certificate) {
  BIGNUM* number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr);
  char* hex = number == nullptr ? nullptr : BN_bn2hex(number);
  std::string words = hex == nullptr ? "" : hex;
  OPENSSL_free(hex);
  BN_free(number);
  return words;
}

std::string owner_of(const X509_NAME* name) {
  const auto surname = attribute(name, NID_surname), given = attribute(name, NID_givenName);
  return surname.empty() || given.empty() ? attribute(name, NID_commonName) : surname + " " + given;
}

// GOST R 34.10-2012 and its elders have object identifiers below 1.2.643.
bool is_gost(X509* certificate) {
  const auto* key = X509_get_X509_PUBKEY(certificate);
  ASN1_OBJECT* algorithm = nullptr;
  if (X509_PUBKEY_get0_param(&algorithm, nullptr, nullptr, nullptr, key) != 1) return false;
  std::array<char, 80> words{};
  OBJ_obj2txt(words.data(), static_cast<int>(words.size()), algorithm, 1);
  return std::string_view(words.data()).starts_with("1.2.643.");
}

int passphrase_callback(char* buffer, int size, int, void* data) {
  const auto& secret = *static_cast<const std::string*>(data);
  if (static_cast<int>(secret.size()) > size) return -1;
  std::copy(secret.begin(), secret.end(), buffer);
  return static_cast<int>(secret.size());
}

bool is_pem(const std::string& bytes) { return bytes.find("-----BEGIN") != std::string::npos; }

bool is_encrypted_pem(const std::string& bytes) {
  return bytes.find("BEGIN ENCRYPTED PRIVATE KEY") != std::string::npos ||
         bytes.find("Proc-Type: 4,ENCRYPTED") != std::string::npos;
}

void cannot_read(const std::string& file, Diagnostics& out, const Text& hint = {}) {
  const auto reason = openssl_reason();
  out.error(
      {.file = file}, "unreadable-key",
      text("ключ или сертификат не читается ({})", "the key or certificate cannot be read ({})", reason),
      hint.empty() && !use_gost() ? text("для ключей ГОСТ нужен пакет libengine-gost-openssl",
                                         "GOST keys need the package libengine-gost-openssl")
                                  : hint);
}

std::optional<std::string> read_small(const std::string& file, Diagnostics& out) {
  constexpr std::uintmax_t kMost = 1u << 20;
  std::error_code error;
  if (std::filesystem::is_regular_file(file, error) && std::filesystem::file_size(file, error) <= kMost)
    return read_file(file);
  out.error({.file = file}, "unreadable-key", text("файла нет", "there is no such file"));
  return std::nullopt;
}

// What a signature is made over: its attributes as DER, a SET OF (RFC 5652, 5.4) in the order of their bytes
// (X.690, 11.6).
std::string attributes_der(const CMS_SignerInfo* signer) {
  std::vector<std::string> attributes;
  std::size_t size = 0;
  for (int i = 0; i < CMS_signed_get_attr_count(signer); ++i) {
    unsigned char* der = nullptr;
    const int length = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(signer, i), &der);
    if (length < 0) return {};
    attributes.emplace_back(reinterpret_cast<char*>(der), static_cast<std::size_t>(length));
    size += attributes.back().size();
    OPENSSL_free(der);
  }
  std::sort(attributes.begin(), attributes.end());
  std::array<unsigned char, 16> head{};
  auto* end = head.data();
  ASN1_put_object(&end, 1, static_cast<int>(size), V_ASN1_SET, V_ASN1_UNIVERSAL);
  std::string set(reinterpret_cast<char*>(head.data()), static_cast<std::size_t>(end - head.data()));
  for (const auto& attribute : attributes) set += attribute;
  return set;
}

// OpenSSL 3.0 always adds the signing time: it is taken out, and what remains signed again.
bool sign_without_time(CMS_SignerInfo* signer, EVP_PKEY* key, const EVP_MD* digest) {
  const int time = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1);
  if (time >= 0) X509_ATTRIBUTE_free(CMS_signed_delete_attr(signer, time));
  const auto der = attributes_der(signer);
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  const DigestContextPtr context(EVP_MD_CTX_new());
  std::size_t size = 0;
  if (der.empty() || EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes, der.size()) != 1)
    return false;
  std::vector<unsigned char> signature(size);
  return EVP_DigestSign(context.get(), signature.data(), &size, bytes, der.size()) == 1 &&
         ASN1_STRING_set(CMS_SignerInfo_get0_signature(signer), signature.data(), static_cast<int>(size)) ==
             1;
}

}  // namespace

CertificateFacts facts_of(X509* certificate) {
  CertificateFacts facts;
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  if (size > 0)
    facts.recorded.sha256 = sha256({reinterpret_cast<char*>(der), static_cast<std::size_t>(size)});
  OPENSSL_free(der);
  const auto* subject = X509_get_subject_name(certificate);
  facts.recorded.serial = serial_of(certificate);
  facts.recorded.subject = one_line(subject);
  facts.recorded.issuer = one_line(X509_get_issuer_name(certificate));
  facts.recorded.valid_from = iso_time(X509_get0_notBefore(certificate));
  facts.recorded.valid_to = iso_time(X509_get0_notAfter(certificate));
  facts.owner = owner_of(subject);
  facts.surname = attribute(subject, NID_surname);
  facts.may_sign = (X509_get_key_usage(certificate) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
  facts.gost = is_gost(certificate);
  return facts;
}

std::optional<Certificate> parse_certificate(const std::string& der) {
  use_gost();
  const X509Ptr certificate(d2i_X509_bio(reading(der).get(), nullptr));
  if (!certificate) return std::nullopt;
  return Certificate{facts_of(certificate.get()), der};
}

std::optional<Certificate> read_certificate(const std::string& file, Diagnostics& out) {
  use_gost();
  const auto bytes = read_small(file, out);
  if (!bytes) return std::nullopt;
  const X509Ptr certificate(is_pem(*bytes)
                                ? PEM_read_bio_X509(reading(*bytes).get(), nullptr, nullptr, nullptr)
                                : d2i_X509_bio(reading(*bytes).get(), nullptr));
  if (!certificate) {
    cannot_read(file, out);
    return std::nullopt;
  }
  const BioPtr der(BIO_new(BIO_s_mem()));
  i2d_X509_bio(der.get(), certificate.get());
  return Certificate{facts_of(certificate.get()), written(der.get())};
}

bool covers(const CertificateFacts& certificate, const std::string& time, const Position& at,
            Diagnostics& out) {
  const auto& [serial, subject, issuer, from, to, hash] = certificate.recorded;
  if (from <= time && time <= to) return true;
  out.error(at, "certificate-expired",
            text("сертификат {} не действует на {} (действует с {} по {})",
                 "certificate {} is not valid on {} (it is from {} till {})", serial, time, from, to));
  return false;
}

struct SigningKey::Impl {
  KeyPtr key;
  X509Ptr certificate;
  CertificatesPtr others;  // of its chain
  CertificateFacts facts;

  std::string sign(std::string_view bytes, bool for_pdf) const;

  // Certificates of a PEM file, the owner's first; or one in DER.
  bool read_certificates(const std::string& bytes) {
    const auto bio = reading(bytes);
    if (!is_pem(bytes)) {
      certificate.reset(d2i_X509_bio(bio.get(), nullptr));
      return certificate != nullptr;
    }
    certificate.reset(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (!certificate) return false;
    others.reset(sk_X509_new_null());
    while (X509* other = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))
      sk_X509_push(others.get(), other);
    openssl_reason();  // the end of the file is no failure
    return true;
  }

  // The key; of a PKCS#12 file also the certificates.
  bool read_key(const std::string& file, const AskPassphrase& ask, Diagnostics& out) {
    auto bytes = read_small(file, out);
    if (!bytes) return false;
    std::string secret;
    if (!is_pem(*bytes) || is_encrypted_pem(*bytes)) {
      auto answer = ask(file);
      if (!answer) {
        out.error(
            {.file = file}, "no-passphrase",
            text("ключ закрыт паролем, а спросить его негде", "the key has a passphrase and nobody to ask"),
            text("запустите команду в терминале или укажите --passphrase-fd",
                 "run the command on a terminal, or give --passphrase-fd"));
        return false;
      }
      secret = std::move(*answer);
    }
    if (is_pem(*bytes))
      key.reset(PEM_read_bio_PrivateKey(reading(*bytes).get(), nullptr, passphrase_callback, &secret));
    else
      read_pkcs12(*bytes, secret);
    OPENSSL_cleanse(secret.data(), secret.size());
    OPENSSL_cleanse(bytes->data(), bytes->size());
    if (key) return true;
    cannot_read(file, out,
                text("проверьте пароль и вид файла: PEM или PKCS#12",
                     "check the passphrase and the kind of the file: PEM or PKCS#12"));
    return false;
  }

  bool read_pkcs12(const std::string& bytes, const std::string& secret) {
    const auto bio = reading(bytes);
    const Pkcs12Ptr package(d2i_PKCS12_bio(bio.get(), nullptr));
    if (!package) return false;
    EVP_PKEY* own_key = nullptr;
    X509* own_certificate = nullptr;
    STACK_OF(X509)* chain = nullptr;
    const bool read = PKCS12_parse(package.get(), secret.c_str(), &own_key, &own_certificate, &chain) == 1;
    key.reset(own_key);
    certificate.reset(own_certificate);
    others.reset(chain);
    return read && key && certificate;
  }
};

SigningKey::SigningKey(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;

std::optional<SigningKey> SigningKey::read(const std::string& key_file, const std::string& certificate_file,
                                           const AskPassphrase& ask, Diagnostics& out) {
  use_gost();
  auto impl = std::make_unique<Impl>();
  if (!impl->read_key(key_file, ask, out)) return std::nullopt;
  if (!certificate_file.empty()) {
    const auto certificate = read_small(certificate_file, out);
    if (!certificate) return std::nullopt;
    if (!impl->read_certificates(*certificate)) {
      cannot_read(certificate_file, out);
      return std::nullopt;
    }
  }
  if (!impl->certificate) {
    out.error({.file = key_file}, "no-certificate",
              text("нет сертификата к ключу", "the key has no certificate"),
              text("укажите его: --cert", "give it: --cert"));
    return std::nullopt;
  }
  if (X509_check_private_key(impl->certificate.get(), impl->key.get()) != 1) {
    openssl_reason();
    out.error({.file = certificate_file.empty() ? key_file : certificate_file}, "key-mismatch",
              text("сертификат выдан к другому ключу", "the certificate belongs to another key"));
    return std::nullopt;
  }
  impl->facts = facts_of(impl->certificate.get());
  return SigningKey(std::move(impl));
}

const CertificateFacts& SigningKey::certificate() const { return impl_->facts; }

std::string SigningKey::Impl::sign(std::string_view bytes, bool for_pdf) const {
  constexpr unsigned kFlags = CMS_DETACHED | CMS_BINARY | CMS_CADES | CMS_PARTIAL | CMS_NOSMIMECAP;
  const auto fail = [] {
    throw EnvironmentError(
        text("OpenSSL не создал подпись: {0}", "OpenSSL made no signature: {0}", openssl_reason()));
  };
  int nid = NID_sha256;
  if (facts.gost && EVP_PKEY_get_default_digest_nid(key.get(), &nid) <= 0) fail();
  const EVP_MD* digest = EVP_get_digestbynid(nid);
  const CmsPtr cms(CMS_sign(nullptr, nullptr, others.get(), nullptr, kFlags));
  CMS_SignerInfo* signer = cms && digest != nullptr
                               ? CMS_add1_signer(cms.get(), certificate.get(), key.get(), digest, kFlags)
                               : nullptr;
  const auto content = reading(bytes);
  if (signer == nullptr || CMS_final(cms.get(), content.get(), nullptr, kFlags) != 1) fail();
  if (for_pdf && !sign_without_time(signer, key.get(), digest)) fail();
  const BioPtr der(BIO_new(BIO_s_mem()));
  if (i2d_CMS_bio(der.get(), cms.get()) != 1) fail();
  return written(der.get());
}

std::string SigningKey::sign(std::string_view bytes) const { return impl_->sign(bytes, false); }
std::string SigningKey::sign_for_pdf(std::string_view bytes) const { return impl_->sign(bytes, true); }

}  // namespace svodka::publish
