#include "publish/pdf/signed_pdf.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "base/files.h"
#include "base/hash.h"
#include "publish/pdf/qpdf_library.h"
#include "publish/pdf/settle.h"

namespace svodka::publish {
namespace {

constexpr std::size_t kDigits = 10;  // of a number in /ByteRange

std::string hex(std::string_view bytes) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string words;
  for (const char c : bytes) {
    words += kHex[static_cast<unsigned char>(c) >> 4];
    words += kHex[static_cast<unsigned char>(c) & 15];
  }
  return words;
}

// "…startxref 12345 %%EOF": where the last table of objects stands.
std::optional<std::size_t> last_table(const std::string& pdf) {
  constexpr std::string_view kKey = "startxref";
  const auto at = pdf.rfind(kKey);
  if (at == std::string::npos) return std::nullopt;
  const auto table = static_cast<std::size_t>(std::atoll(pdf.c_str() + at + kKey.size()));
  if (table >= pdf.size() || pdf.compare(table, 4, "xref") != 0) return std::nullopt;
  return table;
}

// What is appended to a PDF, by the numbers of the objects that are new or changed.
class Update {
 public:
  Update(const ReadPdf& pdf, const PdfSigning& signing, const StampPlace& place, std::size_t room)
      : pdf_(pdf), signing_(signing), place_(place), room_(room), first_new_(size_of(pdf)) {}

  PreparedPdf appended_to(const std::string& before, std::size_t table, const CertificateFacts& certificate,
                          const std::string& named_certificate) {
    add_objects(certificate, named_certificate);
    std::string bytes = before;
    if (!bytes.ends_with('\n')) bytes += '\n';
    for (const int number : numbers_) put_object(bytes, number);
    put_table(bytes, table);
    if (pdf_.failed()) return {};
    const auto numbers = fmt::format(" {} {} {}", contents_, contents_end_, bytes.size() - contents_end_);
    bytes.replace(range_, numbers.size(), numbers);
    return {std::move(bytes), contents_, contents_end_};
  }

 private:
  static int size_of(const ReadPdf& pdf) {
    return SVODKA_QPDF(qpdf_oh_get_int_value_as_int)(pdf.data(), pdf.get(pdf.trailer(), "/Size"));
  }
  qpdf_oh indirect(qpdf_oh object) const {
    return SVODKA_QPDF(qpdf_make_indirect_object)(pdf_.data(), object);
  }
  int number_of(qpdf_oh object) const { return SVODKA_QPDF(qpdf_oh_get_object_id)(pdf_.data(), object); }
  std::string as_text(qpdf_oh object) const {
    return SVODKA_QPDF(qpdf_oh_unparse_resolved)(pdf_.data(), object);
  }

  // A new array with what an old one holds, if there is one, and one thing more.
  qpdf_oh with_one_more(qpdf_oh old, qpdf_oh item) const {
    const auto array = SVODKA_QPDF(qpdf_oh_new_array)(pdf_.data());
    if (SVODKA_QPDF(qpdf_oh_is_array)(pdf_.data(), old) != QPDF_FALSE) {
      const int count = SVODKA_QPDF(qpdf_oh_get_array_n_items)(pdf_.data(), old);
      for (int i = 0; i < count; ++i) SVODKA_QPDF(qpdf_oh_append_item)
      (pdf_.data(), array, SVODKA_QPDF(qpdf_oh_get_array_item)(pdf_.data(), old, i));
    }
    SVODKA_QPDF(qpdf_oh_append_item)(pdf_.data(), array, item);
    return array;
  }

  int fields() const {
    const auto fields = pdf_.get(pdf_.get(pdf_.root(), "/AcroForm"), "/Fields");
    if (SVODKA_QPDF(qpdf_oh_is_array)(pdf_.data(), fields) == QPDF_FALSE) return 0;
    return SVODKA_QPDF(qpdf_oh_get_array_n_items)(pdf_.data(), fields);
  }

  void add_objects(const CertificateFacts& certificate, const std::string& named_certificate) {
    const auto page = SVODKA_QPDF(qpdf_get_page_n)(pdf_.data(), static_cast<std::size_t>(place_.page));
    const auto signature = indirect(pdf_.parsed("<< /Type /Sig >>"));  // written by put_signature()
    signature_ = number_of(signature);
    const auto box = SVODKA_QPDF(qpdf_oh_get_array_item)(pdf_.data(), media_box(page), 0);
    const auto floor = SVODKA_QPDF(qpdf_oh_get_array_item)(pdf_.data(), media_box(page), 1);
    const double left = place_.x + SVODKA_QPDF(qpdf_oh_get_numeric_value)(pdf_.data(), box);
    const double bottom = place_.y + SVODKA_QPDF(qpdf_oh_get_numeric_value)(pdf_.data(), floor);
    const auto widget =
        indirect(pdf_.parsed(fmt::format("<< /Type /Annot /Subtype /Widget /FT /Sig /F 132 /T (Signature{}) "
                                         "/Rect [{:.2f} {:.2f} {:.2f} {:.2f}] "
                                         ">>",
                                         fields() + 1, left, bottom, left + kStampWidth * place_.scale,
                                         bottom + kStampHeight * place_.scale)));
    pdf_.set(widget, "/V", signature);
    pdf_.set(widget, "/P", page);
    const auto appearance = SVODKA_QPDF(qpdf_oh_new_dictionary)(pdf_.data());
    pdf_.set(appearance, "/N", stamp(certificate));
    pdf_.set(widget, "/AP", appearance);
    if (!named_certificate.empty()) {
      pdf_.set(widget, "/SV",
               indirect(pdf_.parsed("<< /Type /SV /Cert << /Type /SVCert /Ff 1 /Subject [<" +
                                    hex(named_certificate) + ">] >> >>")));
    }

    const auto form = pdf_.parsed("<< /SigFlags 3 >>");
    pdf_.set(form, "/Fields", with_one_more(pdf_.get(pdf_.get(pdf_.root(), "/AcroForm"), "/Fields"), widget));
    pdf_.set(pdf_.root(), "/AcroForm", form);
    pdf_.set(page, "/Annots", with_one_more(pdf_.get(page, "/Annots"), widget));

    numbers_ = {number_of(pdf_.root()), number_of(page)};
    constexpr int kMost = 10'000;
    for (int number = first_new_; number < first_new_ + kMost && is_there(number); ++number)
      numbers_.insert(number);
  }

  // Of the page, or of a node above it (ISO 32000-1, 7.7.3.4).
  qpdf_oh media_box(qpdf_oh page) const {
    auto node = page;
    for (int up = 0; up < 64; ++up) {
      const auto box = pdf_.get(node, "/MediaBox");
      if (SVODKA_QPDF(qpdf_oh_is_array)(pdf_.data(), box) != QPDF_FALSE) return box;
      node = pdf_.get(node, "/Parent");
    }
    return pdf_.parsed("[0 0 595 842]");
  }

  bool is_there(int number) const {
    const auto object = SVODKA_QPDF(qpdf_get_object_by_id)(pdf_.data(), number, 0);
    return SVODKA_QPDF(qpdf_oh_is_null)(pdf_.data(), object) == QPDF_FALSE;
  }

  // The mark as a form XObject (ISO 32000-1, 8.10) with the fonts of its own.
  qpdf_oh stamp(const CertificateFacts& certificate) {
    drawn_ = draw_stamp(stamp_words(certificate));
    stamp_ = ReadPdf::of(drawn_);
    const auto form = SVODKA_QPDF(qpdf_oh_new_stream)(pdf_.data());
    if (!stamp_) return form;
    const auto page = SVODKA_QPDF(qpdf_get_page_n)(stamp_->data(), 0);
    unsigned char* content = nullptr;
    std::size_t size = 0;
    SVODKA_QPDF(qpdf_oh_get_page_content_data)(stamp_->data(), page, &content, &size);
    pdf_.replace_stream(form, std::string(reinterpret_cast<const char*>(content), size));
    std::free(content);  // NOLINT: libqpdf has allocated it so
    say_glyphs(stamp_->get(stamp_->get(page, "/Resources"), "/Font"));
    const auto resources =
        SVODKA_QPDF(qpdf_make_indirect_object)(stamp_->data(), stamp_->get(page, "/Resources"));
    const auto dictionary = SVODKA_QPDF(qpdf_oh_get_dict)(pdf_.data(), form);
    pdf_.set(dictionary, "/Type", pdf_.parsed("/XObject"));
    pdf_.set(dictionary, "/Subtype", pdf_.parsed("/Form"));
    pdf_.set(dictionary, "/BBox", pdf_.parsed(fmt::format("[0 0 {} {}]", kStampWidth, kStampHeight)));
    pdf_.set(dictionary, "/Resources",
             SVODKA_QPDF(qpdf_oh_copy_foreign_object)(pdf_.data(), stamp_->data(), resources));
    return form;
  }

  // What is so without being said (ISO 32000-1, 9.7.4.3), which cairo leaves out and PDF/A wants said
  // (ISO 19005-2, 6.2.11.3.2).
  void say_glyphs(qpdf_oh fonts) const {
    const auto data = stamp_->data();
    SVODKA_QPDF(qpdf_oh_begin_dict_key_iter)(data, fonts);
    while (SVODKA_QPDF(qpdf_oh_dict_more_keys)(data) != QPDF_FALSE) {
      const auto font = stamp_->get(fonts, SVODKA_QPDF(qpdf_oh_dict_next_key)(data));
      const auto within = stamp_->get(font, "/DescendantFonts");
      if (SVODKA_QPDF(qpdf_oh_is_array)(data, within) == QPDF_FALSE) continue;
      const auto cid = SVODKA_QPDF(qpdf_oh_get_array_item)(data, within, 0);
      const auto type = stamp_->get(cid, "/Subtype");
      if (SVODKA_QPDF(qpdf_oh_is_name_and_equals)(data, type, "/CIDFontType2") != QPDF_FALSE)
        stamp_->set(cid, "/CIDToGIDMap", stamp_->parsed("/Identity"));
    }
  }

  void put_object(std::string& bytes, int number) {
    offsets_[number] = bytes.size();
    bytes += fmt::format("{} 0 obj\n", number);
    const auto object = SVODKA_QPDF(qpdf_get_object_by_id)(pdf_.data(), number, 0);
    if (number == signature_) {
      put_signature(bytes);
    } else if (pdf_.is_stream(object)) {
      const auto held = pdf_.stream(object, /*decoded=*/false);
      const auto dictionary = SVODKA_QPDF(qpdf_oh_get_dict)(pdf_.data(), object);
      pdf_.set(dictionary, "/Length",
               SVODKA_QPDF(qpdf_oh_new_integer)(pdf_.data(), static_cast<long long>(held.size())));
      bytes += as_text(dictionary) + "\nstream\n" + held + "\nendstream";
    } else {
      bytes += as_text(object);
    }
    bytes += "\nendobj\n";
  }

  // Its numbers and its contents are filled in last, in the room that is left for them.
  void put_signature(std::string& bytes) {
    const auto name = SVODKA_QPDF(qpdf_oh_new_unicode_string)(pdf_.data(), signing_.name.c_str());
    bytes += fmt::format(
        "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M ({}) /Name {} /ByteRange [0",
        pdf_date(signing_.moment), as_text(name));
    range_ = bytes.size();
    bytes.append(3 * (kDigits + 1), ' ');
    bytes += "] /Contents ";
    contents_ = bytes.size();
    bytes += "<" + std::string(2 * room_, '0') + ">";
    contents_end_ = bytes.size();
    bytes += " >>";
  }

  void put_table(std::string& bytes, std::size_t before) const {
    const auto table = bytes.size();
    bytes += "xref\n";
    for (auto at = offsets_.begin(); at != offsets_.end();) {
      auto end = at;
      std::string lines;
      for (int next = at->first; end != offsets_.end() && end->first == next; ++end, ++next)
        lines += fmt::format("{:010} 00000 n \n", end->second);
      bytes += fmt::format("{} {}\n{}", at->first, std::distance(at, end), lines);
      at = end;
    }
    const auto trailer = pdf_.trailer();
    const auto root = SVODKA_QPDF(qpdf_oh_unparse)(pdf_.data(), pdf_.get(trailer, "/Root"));
    bytes +=
        fmt::format("trailer << /Size {} /Root {}", std::max(first_new_, offsets_.rbegin()->first + 1), root);
    const auto info = pdf_.get(trailer, "/Info");
    if (pdf_.is_dictionary(info))
      bytes += fmt::format(" /Info {}", SVODKA_QPDF(qpdf_oh_unparse)(pdf_.data(), info));
    const auto id = SVODKA_QPDF(qpdf_oh_get_array_item)(pdf_.data(), pdf_.get(trailer, "/ID"), 0);
    bytes += fmt::format(" /ID [{} <{}>] /Prev {} >>\nstartxref\n{}\n%%EOF\n", as_text(id),
                         sha256(bytes).substr(0, 32), before, table);
  }

  const ReadPdf& pdf_;
  const PdfSigning& signing_;
  const StampPlace& place_;
  const std::size_t room_;
  const int first_new_;
  int signature_ = 0;
  std::string drawn_;
  std::optional<ReadPdf> stamp_;  // its streams are read until the end
  std::set<int> numbers_;
  std::map<int, std::size_t> offsets_;
  std::size_t range_ = 0, contents_ = 0, contents_end_ = 0;
};

// The dictionaries of the fields of signatures.
std::vector<qpdf_oh> signature_fields(const ReadPdf& pdf) {
  std::vector<qpdf_oh> found;
  const auto fields = pdf.get(pdf.get(pdf.root(), "/AcroForm"), "/Fields");
  if (SVODKA_QPDF(qpdf_oh_is_array)(pdf.data(), fields) == QPDF_FALSE) return found;
  const int count = SVODKA_QPDF(qpdf_oh_get_array_n_items)(pdf.data(), fields);
  for (int i = 0; i < count; ++i) {
    const auto field = SVODKA_QPDF(qpdf_oh_get_array_item)(pdf.data(), fields, i);
    if (SVODKA_QPDF(qpdf_oh_is_name_and_equals)(pdf.data(), pdf.get(field, "/FT"), "/Sig") != QPDF_FALSE)
      found.push_back(field);
  }
  return found;
}

std::string string_in(const ReadPdf& pdf, qpdf_oh object) {
  if (SVODKA_QPDF(qpdf_oh_is_string)(pdf.data(), object) == QPDF_FALSE) return {};
  std::size_t size = 0;
  const char* bytes = SVODKA_QPDF(qpdf_oh_get_binary_string_value)(pdf.data(), object, &size);
  return bytes == nullptr ? std::string() : std::string(bytes, size);
}

// The way back from pdf_date(): "D:20201201091502Z".
std::string moment_of(const std::string& date) {
  constexpr std::size_t kSize = 17;
  if (date.size() != kSize || !date.starts_with("D:") || date.back() != 'Z') return {};
  const auto part = [&](std::size_t at, std::size_t size) { return date.substr(at, size); };
  return fmt::format("{}-{}-{}T{}:{}:{}Z", part(2, 4), part(6, 2), part(8, 2), part(10, 2), part(12, 2),
                     part(14, 2));
}

}  // namespace

std::string PreparedPdf::to_be_signed() const {
  return bytes.substr(0, contents) + bytes.substr(contents_end);
}

std::string PreparedPdf::with(std::string_view signature) const {
  if (signature.size() > room())
    throw EnvironmentError(text("подпись длиннее отведённого ей места", "the signature exceeds its room"));
  auto whole = bytes;
  const auto digits = hex(signature);
  whole.replace(contents + 1, digits.size(), digits);
  return whole;
}

std::optional<PreparedPdf> prepare_pdf(const std::string& pdf, const CertificateFacts& certificate,
                                       const PdfSigning& signing, std::size_t room,
                                       const std::string& named_certificate) {
  const auto table = last_table(pdf);
  const auto read = ReadPdf::of(pdf);
  if (!table || !read || read->pages() < 1) return std::nullopt;
  const auto place = stamp_place(pdf, read->pages(), signing.surname);
  auto prepared =
      Update(*read, signing, place, room).appended_to(pdf, *table, certificate, named_certificate);
  if (prepared.bytes.empty() || !ReadPdf::of(prepared.bytes)) return std::nullopt;
  return prepared;
}

std::optional<WaitingPdf> waiting_pdf(const std::string& to_be_signed) {
  constexpr std::string_view kRange = "/ByteRange [0 ", kContents = "] /Contents ";
  const auto range = to_be_signed.rfind(kRange);
  if (range == std::string::npos) return std::nullopt;
  const char* at = to_be_signed.c_str() + range + kRange.size();
  char* end = nullptr;
  WaitingPdf waiting;
  auto& [bytes, contents, contents_end] = waiting.prepared;
  contents = std::strtoull(at, &end, 10);
  contents_end = std::strtoull(end, &end, 10);
  constexpr std::size_t kMost = 1u << 20;
  if (contents < kContents.size() || contents > to_be_signed.size() || contents_end < contents + 2 ||
      contents_end - contents > kMost || !to_be_signed.substr(0, contents).ends_with(kContents))
    return std::nullopt;
  bytes = to_be_signed.substr(0, contents) + "<" + std::string(contents_end - contents - 2, '0') + ">" +
          to_be_signed.substr(contents);
  const auto read = ReadPdf::of(bytes);
  if (!read) return std::nullopt;
  for (const auto& field : signature_fields(*read)) {
    waiting.moment = moment_of(string_in(*read, read->get(read->get(field, "/V"), "/M")));
    const auto subjects = read->get(read->get(read->get(field, "/SV"), "/Cert"), "/Subject");
    if (SVODKA_QPDF(qpdf_oh_is_array)(read->data(), subjects) != QPDF_FALSE)
      waiting.certificate = string_in(*read, SVODKA_QPDF(qpdf_oh_get_array_item)(read->data(), subjects, 0));
  }
  if (waiting.moment.empty() || waiting.certificate.empty()) return std::nullopt;
  return waiting;
}

std::optional<std::string> sign_pdf(const std::string& pdf, const SigningKey& key,
                                    const PdfSigning& signing) {
  constexpr std::size_t kSpare = 256;  // signatures of one key are not always equally long
  const auto room = key.sign_for_pdf("").size() + kSpare;
  const auto prepared = prepare_pdf(pdf, key.certificate(), signing, room);
  if (!prepared) return std::nullopt;
  return prepared->with(key.sign_for_pdf(prepared->to_be_signed()));
}

std::vector<PdfSignature> pdf_signatures(const std::string& pdf) {
  std::vector<PdfSignature> found;
  const auto read = ReadPdf::of(pdf);
  if (!read) return found;
  const auto data = read->data();
  for (const auto& field : signature_fields(*read)) {
    const auto signature = read->get(field, "/V");
    if (!read->is_dictionary(signature)) continue;  // a field that waits for one
    PdfSignature one;
    one.cms = string_in(*read, read->get(signature, "/Contents"));
    one.moment = moment_of(string_in(*read, read->get(signature, "/M")));
    const auto range = read->get(signature, "/ByteRange");
    std::vector<std::size_t> numbers;
    for (int n = 0; n < 4 && SVODKA_QPDF(qpdf_oh_is_array)(data, range) != QPDF_FALSE; ++n)
      numbers.push_back(static_cast<std::size_t>(
          SVODKA_QPDF(qpdf_oh_get_int_value)(data, SVODKA_QPDF(qpdf_oh_get_array_item)(data, range, n))));
    // The gap must be the hexadecimal digits of this very signature.
    const bool sound = numbers.size() == 4 && numbers[0] == 0 && numbers[1] < numbers[2] &&
                       numbers[2] <= pdf.size() && numbers[3] <= pdf.size() - numbers[2] &&
                       numbers[2] - numbers[1] == 2 * one.cms.size() + 2 && pdf[numbers[1]] == '<' &&
                       pdf[numbers[2] - 1] == '>';
    if (sound) {
      one.signed_bytes = pdf.substr(0, numbers[1]) + pdf.substr(numbers[2], numbers[3]);
      one.of_all = numbers[2] + numbers[3] == pdf.size();
    }
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace svodka::publish
