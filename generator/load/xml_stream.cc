#include "load/xml_stream.h"

#include <expat.h>

#include <algorithm>
#include <new>

namespace svodka::load {
namespace {

constexpr int kDeepest = 100;
constexpr XML_Index kLongestTag = 1 << 20;

std::string_view local(const char* name) {
  const char* begin = name;
  const char* end = name;
  for (; *end != '\0'; ++end) {  // names are short
    if (*end == ':') begin = end + 1;
  }
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (local(*pair) == name) return pair[1];
  }
  return {};
}

struct XmlStream::Parser {
  XML_Parser expat = XML_ParserCreate(nullptr);
  XmlHandler& handler;
  std::optional<Text> refusal;
  std::exception_ptr thrown;  // expat is C: nothing may fly through it
  int depth = 0;
  XML_Index fed = 0;

  explicit Parser(XmlHandler& handler_) : handler(handler_) {
    if (expat == nullptr) throw std::bad_alloc();
    XML_SetUserData(expat, this);
    XML_SetElementHandler(expat, start, end);
    XML_SetCharacterDataHandler(expat, characters);
    XML_SetStartDoctypeDeclHandler(expat, doctype);
  }
  ~Parser() { XML_ParserFree(expat); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  template <typename Call>
  void guarded(const Call& call) {
    if (thrown || refusal || handler.refusal()) return;  // a few events may follow a stop
    try {
      call();
    } catch (...) {
      thrown = std::current_exception();
    }
    if (thrown || refusal || handler.refusal()) XML_StopParser(expat, XML_FALSE);
  }

  static void start(void* self, const char* name, const char** attributes) {
    auto& parser = *static_cast<Parser*>(self);
    parser.guarded([&] {
      if (++parser.depth > kDeepest)
        parser.refusal =
            text("элементы вложены глубже {} уровней", "elements are nested deeper than {} levels", kDeepest);
      else
        parser.handler.start(local(name), XmlAttributes(attributes));
    });
  }
  static void end(void* self, const char* name) {
    auto& parser = *static_cast<Parser*>(self);
    parser.guarded([&] {
      --parser.depth;
      parser.handler.end(local(name));
    });
  }
  static void characters(void* self, const char* words, int size) {
    auto& parser = *static_cast<Parser*>(self);
    parser.guarded([&] { parser.handler.characters({words, static_cast<std::size_t>(size)}); });
  }
  static void doctype(void* self, const char*, const char*, const char*, int) {
    auto& parser = *static_cast<Parser*>(self);
    parser.guarded([&] { parser.refusal = text("в части объявлен DOCTYPE", "the part declares a DOCTYPE"); });
  }
};

XmlStream::XmlStream(std::string path, const package::ZipEntry& entry, XmlHandler& handler)
    : path_(path),
      part_(entry.name),
      bytes_(std::move(path), entry),
      parser_(std::make_unique<Parser>(handler)) {}

XmlStream::~XmlStream() = default;

bool XmlStream::fail(Diagnostics& out, const Text& why) {
  sound_ = false;
  ended_ = true;
  out.error({.file = path_, .part = part_}, "damaged-package",
            {fmt::format("часть «{}» не читается: {}", part_, why.ru),
             fmt::format("the part “{}” cannot be read: {}", part_, why.en)},
            text("откройте файл в Excel или LibreOffice и сохраните заново",
                 "open the file in Excel or LibreOffice and save it again"));
  return false;
}

bool XmlStream::advance(Diagnostics& out) {
  if (ended_) return false;
  const auto piece = bytes_.next(out);
  if (!bytes_.sound()) {
    ended_ = true;
    sound_ = false;
    return false;
  }
  ended_ = piece.empty();
  const auto code = XML_Parse(parser_->expat, piece.data(), static_cast<int>(piece.size()), ended_);
  if (parser_->thrown) std::rethrow_exception(parser_->thrown);
  if (parser_->refusal) return fail(out, *parser_->refusal);
  if (parser_->handler.refusal()) return fail(out, *parser_->handler.refusal());
  if (code != XML_STATUS_OK) {
    const auto* why = XML_ErrorString(XML_GetErrorCode(parser_->expat));
    return fail(out, text("это не XML ({})", "it is no XML ({})", why));
  }
  parser_->fed += static_cast<XML_Index>(piece.size());
  // A tag without an end would be scanned anew with each piece.
  if (parser_->fed - std::max<XML_Index>(XML_GetCurrentByteIndex(parser_->expat), 0) > kLongestTag)
    return fail(out, text("тег длиннее {} КБ", "a tag is longer than {} KB", kLongestTag >> 10));
  return !ended_;
}

bool XmlStream::read(Diagnostics& out) {
  while (advance(out)) {
  }
  return sound_;
}

}  // namespace svodka::load
