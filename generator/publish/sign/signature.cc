#include "publish/sign/signature.h"

#include <openssl/ess.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <ctime>

#include "base/files.h"
#include "publish/sign/certificate_facts.h"

namespace svodka::publish {
namespace {

bool is_pem(const std::string& bytes) { return bytes.starts_with("-----BEGIN"); }

std::string from_base64(const std::string& bytes) {
  std::string letters;
  for (const char c : bytes) {
    if (std::string_view(" \t\r\n").find(c) == std::string_view::npos) letters += c;
  }
  std::string decoded(letters.size(), '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(decoded.data()),
                                   reinterpret_cast<const unsigned char*>(letters.data()),
                                   static_cast<int>(letters.size()));
  if (size < 0) return {};
  decoded.resize(static_cast<std::size_t>(size));  // zeros stand for the padding
  return decoded;
}

std::string from_pem(const std::string& bytes) {
  char *name = nullptr, *header = nullptr;
  unsigned char* data = nullptr;
  long size = 0;
  if (PEM_read_bio(reading(bytes).get(), &name, &header, &data, &size) != 1) return {};
  std::string decoded(reinterpret_cast<char*>(data), static_cast<std::size_t>(size));
  OPENSSL_free(name);
  OPENSSL_free(header);
  OPENSSL_free(data);
  return decoded;
}

// A SEQUENCE, which DER begins with, is no letter of base64.
std::string binary(const std::string& bytes) {
  if (is_pem(bytes)) return from_pem(bytes);
  return bytes.starts_with("MI") ? from_base64(bytes) : bytes;
}

CmsPtr read_cms(const std::string& bytes) {
  return CmsPtr(d2i_CMS_bio(reading(binary(bytes)).get(), nullptr));
}

CMS_SignerInfo* only_signer(CMS_ContentInfo* cms) {
  STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms);
  return sk_CMS_SignerInfo_num(signers) == 1 ? sk_CMS_SignerInfo_value(signers, 0) : nullptr;
}

// The signing time that the signer's clock gave (RFC 5652, 11.3).
const ASN1_TIME* signing_time(CMS_SignerInfo* signer) {
  const int at = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1);
  if (at < 0) return nullptr;
  X509_ATTRIBUTE* attribute = CMS_signed_get_attr(signer, at);
  const ASN1_TYPE* value = X509_ATTRIBUTE_get0_type(attribute, 0);
  if (value == nullptr) return nullptr;
  if (value->type == V_ASN1_UTCTIME) return value->value.utctime;
  return value->type == V_ASN1_GENERALIZEDTIME ? value->value.generalizedtime : nullptr;
}

// Whether the signature names this very certificate (RFC 5035), so that no other of the same key can be put
// in its place. A plain CMS signature, which names none, passes.
bool names_certificate(CMS_SignerInfo* signer, X509* certificate, STACK_OF(X509) * others) {
  const int at = CMS_signed_get_attr_by_NID(signer, NID_id_smime_aa_signingCertificateV2, -1);
  if (at < 0) return true;
  const ASN1_TYPE* value = X509_ATTRIBUTE_get0_type(CMS_signed_get_attr(signer, at), 0);
  if (value == nullptr || value->type != V_ASN1_SEQUENCE) return false;
  const unsigned char* der = value->value.sequence->data;
  const std::unique_ptr<ESS_SIGNING_CERT_V2, OpensslFree<ESS_SIGNING_CERT_V2, ESS_SIGNING_CERT_V2_free>>
      named(d2i_ESS_SIGNING_CERT_V2(nullptr, &der, value->value.sequence->length));
  STACK_OF(X509)* chain = sk_X509_new_null();  // borrows
  sk_X509_push(chain, certificate);
  for (int i = 0; i < sk_X509_num(others); ++i) {
    if (X509_cmp(sk_X509_value(others, i), certificate) != 0) sk_X509_push(chain, sk_X509_value(others, i));
  }
  const bool named_well = named && OSSL_ESS_check_signing_certs(nullptr, named.get(), chain, 1) == 1;
  sk_X509_free(chain);
  return named_well;
}

std::time_t seconds_of(const std::string& time) {
  std::tm utc{};
  return strptime(time.c_str(), "%Y-%m-%dT%H:%M:%SZ", &utc) == nullptr ? std::time(nullptr) : timegm(&utc);
}

std::vector<CrlPtr> read_crls(const std::filesystem::path& file) {
  const auto bytes = read_file(file);
  const auto bio = reading(bytes);
  std::vector<CrlPtr> crls;
  if (!is_pem(bytes)) {
    if (auto* crl = d2i_X509_CRL_bio(bio.get(), nullptr)) crls.emplace_back(crl);
  } else {
    while (auto* crl = PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr)) crls.emplace_back(crl);
  }
  openssl_reason();
  return crls;
}

class Checking {
 public:
  Checking(const Position& at, const Trust& trust, Diagnostics& out) : at_(at), trust_(trust), out_(out) {}

  // The chain from the certificate to an authority of `trust.ca`, as it was at that time.
  bool leads_to_authority(X509* certificate, STACK_OF(X509) * others, const std::string& time) {
    const StorePtr store(X509_STORE_new());
    if (X509_STORE_load_file(store.get(), trust_.ca.c_str()) != 1) {
      return fail("unreadable-key",
                  text("сертификаты «{0}» не читаются: {1}", "the certificates “{0}” cannot be read: {1}",
                       trust_.ca.string(), openssl_reason()));
    }
    const StoreContextPtr context(X509_STORE_CTX_new());
    X509_STORE_CTX_init(context.get(), store.get(), certificate, others);
    X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_ANY);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_time(parameters, seconds_of(time));
    if (X509_verify_cert(context.get()) != 1) {
      const int code = X509_STORE_CTX_get_error(context.get());
      openssl_reason();
      return fail("untrusted-signature", text("сертификат не ведёт к доверенному центру: {}",
                                              "the certificate does not lead to a trusted authority: {}",
                                              X509_verify_cert_error_string(code)));
    }
    return trust_.crl.empty() || none_is_revoked(X509_STORE_CTX_get0_chain(context.get()), time);
  }

 private:
  bool fail(const std::string& rule, Text message) {
    out_.error(at_, rule, std::move(message));
    return false;
  }

  // A list of another authority, or one that its authority has not signed, says nothing.
  bool none_is_revoked(const STACK_OF(X509) * chain, const std::string& time) {
    const auto crls = read_crls(trust_.crl);
    bool asked = false;
    for (int i = 0; i + 1 < sk_X509_num(chain); ++i) {
      X509* certificate = sk_X509_value(chain, i);
      EVP_PKEY* issuer = X509_get0_pubkey(sk_X509_value(chain, i + 1));
      for (const auto& crl : crls) {
        if (X509_NAME_cmp(X509_CRL_get_issuer(crl.get()), X509_get_issuer_name(certificate)) != 0) continue;
        if (X509_CRL_verify(crl.get(), issuer) != 1) continue;
        asked |= i == 0;
        X509_REVOKED* revoked = nullptr;
        if (X509_CRL_get0_by_cert(crl.get(), &revoked, certificate) != 1) continue;
        const auto since = iso_time(X509_REVOKED_get0_revocationDate(revoked));
        if (since <= time)
          return fail("certificate-revoked", text("сертификат {} отозван {}", "certificate {} was revoked {}",
                                                  facts_of(certificate).recorded.serial, since));
        out_.warning(
            at_, "certificate-revoked",
            text("сертификат {} отозван {}, после подписания", "certificate {} was revoked {}, later",
                 facts_of(certificate).recorded.serial, since));
      }
    }
    if (asked) return true;
    openssl_reason();
    return fail("no-crl", text("в списке отзыва нет центра, выдавшего сертификат",
                               "the list of revocations is not of the certificate's authority"));
  }

  const Position& at_;
  const Trust& trust_;
  Diagnostics& out_;
};

}  // namespace

std::optional<std::string> signature_der(const std::string& signature) {
  use_gost();
  auto bytes = binary(signature);
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto* const start = at;
  const CmsPtr cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(bytes.size())));
  openssl_reason();
  if (!cms || CMS_get0_SignerInfos(cms.get()) == nullptr) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(at - start));
  return bytes;
}

std::optional<SignedDigest> signed_digest(const std::string& signature) {
  use_gost();
  const auto cms = read_cms(signature);
  openssl_reason();
  CMS_SignerInfo* signer = cms ? only_signer(cms.get()) : nullptr;
  if (signer == nullptr) return std::nullopt;
  const int at = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_messageDigest, -1);
  if (at < 0) return std::nullopt;
  const ASN1_TYPE* value = X509_ATTRIBUTE_get0_type(CMS_signed_get_attr(signer, at), 0);
  if (value == nullptr || value->type != V_ASN1_OCTET_STRING) return std::nullopt;
  X509_ALGOR* digest = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &digest, nullptr);
  const char* name = OBJ_nid2sn(OBJ_obj2nid(digest->algorithm));
  const auto* octets = value->value.octet_string;
  return SignedDigest{name == nullptr ? "" : name,
                      {reinterpret_cast<const char*>(ASN1_STRING_get0_data(octets)),
                       static_cast<std::size_t>(ASN1_STRING_length(octets))},
                      CMS_signed_get_attr_by_NID(signer, NID_id_smime_aa_signingCertificateV2, -1) >= 0};
}

std::string digest_of(const std::string& algorithm, std::string_view bytes) {
  use_gost();
  const EVP_MD* digest = EVP_get_digestbyname(algorithm.c_str());
  std::string value(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  if (digest == nullptr ||
      EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(value.data()), &size, digest,
                 nullptr) != 1)
    return {};
  value.resize(size);
  return value;
}

std::optional<SignatureFacts> check_signature(const Position& at, std::string_view bytes,
                                              const std::string& signature, const Trust& trust,
                                              const std::string& recorded, Diagnostics& out) {
  const bool gost = use_gost();
  const auto cms = read_cms(signature);
  if (!cms) {
    openssl_reason();
    out.error(at, "bad-signature", text("это не подпись CMS", "it is no CMS signature"));
    return std::nullopt;
  }
  ASN1_OCTET_STRING** inside = CMS_get0_content(cms.get());
  if (inside != nullptr && *inside != nullptr) {
    out.error(at, "bad-signature", text("документ вложен в подпись", "the document is inside the signature"),
              text("подпишите отсоединённой подписью (detached)", "make a detached signature"));
    return std::nullopt;
  }
  const auto content = reading(bytes);
  constexpr unsigned kFlags = CMS_BINARY | CMS_DETACHED | CMS_NO_SIGNER_CERT_VERIFY;
  if (CMS_verify(cms.get(), nullptr, nullptr, content.get(), nullptr, kFlags) != 1) {
    const auto reason = openssl_reason();
    out.error(at, "bad-signature",
              text("подпись не сходится с документом ({})", "the signature does not match the document ({})",
                   reason),
              gost ? Text{}
                   : text("подписи ГОСТ проверяются с пакетом libengine-gost-openssl",
                          "GOST signatures are checked with the package libengine-gost-openssl"));
    return std::nullopt;
  }
  CMS_SignerInfo* signer = only_signer(cms.get());
  if (signer == nullptr) {
    out.error(at, "bad-signature",
              text("подписей в файле {}, а нужна одна", "the file has {} signatures instead of one",
                   sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms.get()))));
    return std::nullopt;
  }
  X509* certificate = nullptr;
  X509_ALGOR* digest = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, &certificate, &digest, nullptr);
  if (certificate == nullptr) {
    out.error(at, "bad-signature",
              text("в подписи нет сертификата подписавшего", "the signature lacks its signer's certificate"));
    return std::nullopt;
  }
  const CertificatesPtr others(CMS_get1_certs(cms.get()));
  if (!names_certificate(signer, certificate, others.get())) {
    openssl_reason();
    out.error(at, "bad-signature",
              text("сертификат в подписи не тот, что подписан", "the certificate is not the one signed for"));
    return std::nullopt;
  }
  SignatureFacts facts;
  facts.certificate = facts_of(certificate);
  facts.time = iso_time(signing_time(signer));
  if (const char* name = OBJ_nid2sn(OBJ_obj2nid(digest->algorithm))) facts.digest = name;
  const auto& time = facts.time.empty() ? recorded : facts.time;
  if (!covers(facts.certificate, time, at, out)) return std::nullopt;
  if (trust.ca.empty()) return facts;
  if (!Checking(at, trust, out).leads_to_authority(certificate, others.get(), time)) return std::nullopt;
  facts.trusted = true;
  return facts;
}

}  // namespace svodka::publish
