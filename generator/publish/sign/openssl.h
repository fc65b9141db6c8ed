#pragma once

#define OPENSSL_SUPPRESS_DEPRECATED  // engines: GOST has no other way into OpenSSL 3.0 of Debian
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace svodka::publish {

template <typename T, void (*Free)(T*)>
struct OpensslFree {
  void operator()(T* object) const { Free(object); }
};
inline void free_bio(BIO* bio) { BIO_free_all(bio); }
inline void free_store(X509_STORE* store) { X509_STORE_free(store); }
inline void free_certificates(STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); }

using BioPtr = std::unique_ptr<BIO, OpensslFree<BIO, free_bio>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, OpensslFree<EVP_PKEY, EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, OpensslFree<X509, X509_free>>;
using CrlPtr = std::unique_ptr<X509_CRL, OpensslFree<X509_CRL, X509_CRL_free>>;
using CmsPtr = std::unique_ptr<CMS_ContentInfo, OpensslFree<CMS_ContentInfo, CMS_ContentInfo_free>>;
using DigestContextPtr = std::unique_ptr<EVP_MD_CTX, OpensslFree<EVP_MD_CTX, EVP_MD_CTX_free>>;
using Pkcs12Ptr = std::unique_ptr<PKCS12, OpensslFree<PKCS12, PKCS12_free>>;
using StorePtr = std::unique_ptr<X509_STORE, OpensslFree<X509_STORE, free_store>>;
using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, OpensslFree<X509_STORE_CTX, X509_STORE_CTX_free>>;
using CertificatesPtr = std::unique_ptr<STACK_OF(X509), OpensslFree<STACK_OF(X509), free_certificates>>;

/// Reads from bytes that must outlive it.
BioPtr reading(std::string_view bytes);
/// What was written into a memory BIO.
std::string written(BIO* bio);

/// The reason that OpenSSL gives for its last failure, in English; its queue is empty then.
std::string openssl_reason();

/// Makes GOST R 34.10-2012 known to OpenSSL, once. False when the engine is not installed.
bool use_gost();

/// "2020-11-30T20:59:59Z".
std::string iso_time(const ASN1_TIME* time);

}  // namespace svodka::publish
