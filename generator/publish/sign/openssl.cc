#include "publish/sign/openssl.h"

#include <fmt/format.h>
#include <openssl/engine.h>
#include <openssl/err.h>

#include <ctime>

namespace svodka::publish {
namespace {

bool load_gost() {
  OPENSSL_init_crypto(OPENSSL_INIT_ENGINE_DYNAMIC, nullptr);
  ENGINE* engine = ENGINE_by_id("gost");
  const bool loaded = engine != nullptr && ENGINE_init(engine) == 1 &&
                      ENGINE_set_default(engine, ENGINE_METHOD_ALL & ~ENGINE_METHOD_RAND) == 1;
  ERR_clear_error();
  return loaded;  // for as long as the program runs
}

}  // namespace

BioPtr reading(std::string_view bytes) {
  return BioPtr(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

std::string written(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

std::string openssl_reason() {
  const auto code = ERR_peek_last_error();
  ERR_clear_error();
  const char* reason = ERR_reason_error_string(code);
  return reason == nullptr ? "unknown" : reason;
}

bool use_gost() {
  static const bool loaded = load_gost();
  return loaded;
}

std::string iso_time(const ASN1_TIME* time) {
  std::tm utc{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &utc) != 1) return {};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

}  // namespace svodka::publish
