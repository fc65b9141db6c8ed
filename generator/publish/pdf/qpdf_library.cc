#include "publish/pdf/qpdf_library.h"

#include <dlfcn.h>

#include <cstdlib>

#include "base/files.h"

namespace svodka::publish {
namespace {

constexpr char kName[] = "libqpdf.so.29";

EnvironmentError missing() {
  return EnvironmentError(text("для PDF нужна библиотека {} (пакет libqpdf29)",
                               "PDFs need the library {} (package libqpdf29)", kName));
}

}  // namespace

const QpdfLibrary& QpdfLibrary::loaded() {
  static const QpdfLibrary library(dlopen(kName, RTLD_NOW | RTLD_LOCAL));
  if (library.handle_ == nullptr) throw missing();
  return library;
}

void* QpdfLibrary::find(const char* name) const {
  auto* found = dlsym(handle_, name);
  if (found == nullptr) throw missing();
  return found;
}

void ReadPdf::Free::operator()(qpdf_data data) const { SVODKA_QPDF(qpdf_cleanup)(&data); }

std::optional<ReadPdf> ReadPdf::of(std::string_view bytes) {
  ReadPdf pdf;
  pdf.data_.reset(SVODKA_QPDF(qpdf_init)());
  SVODKA_QPDF(qpdf_silence_errors)(pdf.data());
  SVODKA_QPDF(qpdf_set_suppress_warnings)(pdf.data(), QPDF_TRUE);
  SVODKA_QPDF(qpdf_set_attempt_recovery)(pdf.data(), QPDF_FALSE);
  const auto code =
      SVODKA_QPDF(qpdf_read_memory)(pdf.data(), "PDF", bytes.data(), bytes.size(), /*password=*/nullptr);
  if ((code & QPDF_ERRORS) != 0 || pdf.pages() < 0 || pdf.failed()) return std::nullopt;
  return pdf;
}

qpdf_oh ReadPdf::get(qpdf_oh dictionary, const char* key) const {
  return SVODKA_QPDF(qpdf_oh_get_key_if_dict)(data(), dictionary, key);
}

qpdf_oh ReadPdf::root() const { return SVODKA_QPDF(qpdf_get_root)(data()); }

qpdf_oh ReadPdf::trailer() const { return SVODKA_QPDF(qpdf_get_trailer)(data()); }

void ReadPdf::set(qpdf_oh dictionary, const char* key, qpdf_oh value) const {
  SVODKA_QPDF(qpdf_oh_replace_key)(data(), dictionary, key, value);
}

qpdf_oh ReadPdf::parsed(const std::string& object) const {
  return SVODKA_QPDF(qpdf_oh_parse)(data(), object.c_str());
}

bool ReadPdf::is_dictionary(qpdf_oh object) const {
  return SVODKA_QPDF(qpdf_oh_is_dictionary)(data(), object) != QPDF_FALSE;
}

bool ReadPdf::is_stream(qpdf_oh object) const {
  return SVODKA_QPDF(qpdf_oh_is_stream)(data(), object) != QPDF_FALSE;
}

std::string ReadPdf::stream(qpdf_oh object, bool decoded) const {
  unsigned char* bytes = nullptr;
  std::size_t size = 0;
  const auto code = SVODKA_QPDF(qpdf_oh_get_stream_data)(
      data(), object, decoded ? qpdf_dl_generalized : qpdf_dl_none, nullptr, &bytes, &size);
  std::string held;
  if ((code & QPDF_ERRORS) == 0 && bytes != nullptr) held.assign(reinterpret_cast<const char*>(bytes), size);
  std::free(bytes);  // NOLINT: libqpdf has allocated it so
  return held;
}

void ReadPdf::replace_stream(qpdf_oh object, const std::string& bytes) const {
  const auto none = SVODKA_QPDF(qpdf_oh_new_null)(data());
  SVODKA_QPDF(qpdf_oh_replace_stream_data)
  (data(), object, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), none, none);
}

int ReadPdf::pages() const { return SVODKA_QPDF(qpdf_get_num_pages)(data()); }

bool ReadPdf::failed() const {
  if (SVODKA_QPDF(qpdf_has_error)(data()) == QPDF_FALSE) return false;
  SVODKA_QPDF(qpdf_get_error)(data());  // and forgets it
  return true;
}

std::string ReadPdf::written() const {
  if ((SVODKA_QPDF(qpdf_init_write_memory)(data()) & QPDF_ERRORS) != 0) return {};
  SVODKA_QPDF(qpdf_set_deterministic_ID)(data(), QPDF_TRUE);
  SVODKA_QPDF(qpdf_set_object_stream_mode)(data(), qpdf_o_disable);
  if ((SVODKA_QPDF(qpdf_write)(data()) & QPDF_ERRORS) != 0) return {};
  const auto* bytes = SVODKA_QPDF(qpdf_get_buffer)(data());
  return {reinterpret_cast<const char*>(bytes), SVODKA_QPDF(qpdf_get_buffer_length)(data())};
}

}  // namespace svodka::publish
