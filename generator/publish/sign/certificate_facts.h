#pragma once

#include "publish/sign/certificate.h"
#include "publish/sign/openssl.h"

namespace svodka::publish {

/// What a certificate that OpenSSL has read says of itself.
CertificateFacts facts_of(X509* certificate);

}  // namespace svodka::publish
