#pragma once

#include <qpdf/qpdf-c.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace svodka::publish {

/// libqpdf by its C interface (qpdf/qpdf-c.h). It is loaded when a PDF is met: linked, it would make every
/// start of the program a third longer.
class QpdfLibrary {
 public:
  /// Throws EnvironmentError when it is not installed.
  static const QpdfLibrary& loaded();

  template <typename Function>
  Function* function(const char* name) const {
    return reinterpret_cast<Function*>(find(name));
  }

 private:
  explicit QpdfLibrary(void* handle) : handle_(handle) {}
  void* find(const char* name) const;
  void* handle_;
};

/// A function of libqpdf: SVODKA_QPDF(qpdf_get_root)(pdf.data()).
#define SVODKA_QPDF(name) (::svodka::publish::QpdfLibrary::loaded().function<decltype(name)>(#name))

/// A PDF that libqpdf has read.
class ReadPdf {
 public:
  /// Nothing when the bytes are no whole PDF (ISO 32000-1, 7.5): its table of objects must be sound. The
  /// bytes must outlive it.
  static std::optional<ReadPdf> of(std::string_view bytes);

  qpdf_data data() const { return data_.get(); }
  /// dictionary[key]; null when it has none.
  qpdf_oh get(qpdf_oh dictionary, const char* key) const;
  qpdf_oh root() const;
  qpdf_oh trailer() const;
  void set(qpdf_oh dictionary, const char* key, qpdf_oh value) const;
  /// An object written as PDF has it: "<< /Type /Sig >>".
  qpdf_oh parsed(const std::string& object) const;
  bool is_dictionary(qpdf_oh object) const;
  bool is_stream(qpdf_oh object) const;
  /// What a stream holds, decoded, or as it is stored; "" when it is damaged.
  std::string stream(qpdf_oh object, bool decoded = true) const;
  void replace_stream(qpdf_oh object, const std::string& bytes) const;
  int pages() const;
  /// Whether something went wrong since the last call.
  bool failed() const;
  /// The whole PDF anew, without object streams; the same objects give the same bytes. "" when it fails.
  std::string written() const;

 private:
  struct Free {
    void operator()(qpdf_data data) const;
  };
  std::unique_ptr<std::remove_pointer_t<qpdf_data>, Free> data_;
};

}  // namespace svodka::publish
