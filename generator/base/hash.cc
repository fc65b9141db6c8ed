#include "base/hash.h"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <memory>

#include "base/files.h"

namespace svodka {
namespace {

using Digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string hexadecimal(const Digest& digest, unsigned size) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex.push_back(kDigits[digest[i] >> 4]);
    hex.push_back(kDigits[digest[i] & 15]);
  }
  return hex;
}

[[noreturn]] void fail() {
  throw EnvironmentError(text("OpenSSL не вычислил SHA-256", "OpenSSL failed to compute SHA-256"));
}

}  // namespace

std::string sha256(std::string_view bytes) {
  Digest digest{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) fail();
  return hexadecimal(digest, size);
}

std::string sha256_of_file(const std::filesystem::path& path) {
  constexpr std::size_t kPiece = 256u << 10;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  if (!state || EVP_DigestInit_ex(state.get(), EVP_sha256(), nullptr) != 1) fail();
  std::ifstream file(path, std::ios::binary);
  std::string piece(kPiece, '\0');
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (EVP_DigestUpdate(state.get(), piece.data(), static_cast<std::size_t>(file.gcount())) != 1) fail();
  }
  if (!file.eof()) fail_with_errno(path, "не удалось прочитать", "cannot read", errno);
  Digest digest{};
  unsigned size = 0;
  if (EVP_DigestFinal_ex(state.get(), digest.data(), &size) != 1) fail();
  return hexadecimal(digest, size);
}

std::string sha256_if_there(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) ? sha256_of_file(path) : std::string();
}

}  // namespace svodka
