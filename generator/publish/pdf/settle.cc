#include "publish/pdf/settle.h"

#include "publish/pdf/qpdf_library.h"

namespace svodka::publish {
namespace {

void settle_info(const ReadPdf& pdf, const std::string& moment) {
  const auto info = pdf.get(pdf.trailer(), "/Info");
  if (!pdf.is_dictionary(info)) return;
  for (const char* key : {"/CreationDate", "/ModDate"}) {
    if (SVODKA_QPDF(qpdf_oh_is_string)(pdf.data(), pdf.get(info, key)) != QPDF_FALSE)
      pdf.set(info, key, pdf.parsed("(" + pdf_date(moment) + ")"));
  }
}

// PDF/A wants the dates of the XMP metadata to be those of Info.
void settle_metadata(const ReadPdf& pdf, const std::string& moment) {
  const auto metadata = pdf.get(pdf.root(), "/Metadata");
  if (!pdf.is_stream(metadata)) return;
  auto xmp = pdf.stream(metadata);
  for (const std::string name : {"xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"}) {
    const auto open = "<" + name + ">";
    const auto start = xmp.find(open);
    const auto end = xmp.find("</" + name + ">");
    if (start == std::string::npos || end == std::string::npos || end < start) continue;
    xmp.replace(start + open.size(), end - start - open.size(), moment);
  }
  pdf.replace_stream(metadata, xmp);
}

// The header of an ICC profile (ICC.1:2010, 7.2.8) says when lcms made it: six numbers of two bytes.
void settle_profiles(const ReadPdf& pdf) {
  constexpr std::size_t kAt = 24, kHeader = 128;
  const std::string date("\x07\xD0\0\1\0\1\0\0\0\0\0\0", 12);  // 2000-01-01
  const auto intents = pdf.get(pdf.root(), "/OutputIntents");
  if (SVODKA_QPDF(qpdf_oh_is_array)(pdf.data(), intents) == QPDF_FALSE) return;
  const int count = SVODKA_QPDF(qpdf_oh_get_array_n_items)(pdf.data(), intents);
  for (int i = 0; i < count; ++i) {
    const auto intent = SVODKA_QPDF(qpdf_oh_get_array_item)(pdf.data(), intents, i);
    const auto profile = pdf.get(intent, "/DestOutputProfile");
    if (!pdf.is_stream(profile)) continue;
    auto bytes = pdf.stream(profile);
    if (bytes.size() < kHeader) continue;
    bytes.replace(kAt, date.size(), date);
    pdf.replace_stream(profile, bytes);
  }
}

}  // namespace

std::string pdf_date(const std::string& moment) {
  std::string date = "D:";
  for (const char c : moment) {
    if ((c >= '0' && c <= '9') || c == 'Z') date += c;
  }
  return date;
}

std::optional<SettledPdf> settle_pdf(const std::string& bytes, const std::string& moment) {
  const auto pdf = ReadPdf::of(bytes);
  if (!pdf) return std::nullopt;
  settle_info(*pdf, moment);
  settle_metadata(*pdf, moment);
  settle_profiles(*pdf);
  for (const char* key : {"/DocChecksum", "/ID"})  // the /ID is made anew when the PDF is written
    SVODKA_QPDF(qpdf_oh_remove_key)(pdf->data(), pdf->trailer(), key);
  SettledPdf settled{pdf->written(), pdf->pages()};
  if (settled.bytes.empty() || pdf->failed()) return std::nullopt;
  return settled;
}

}  // namespace svodka::publish
