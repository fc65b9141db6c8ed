#pragma once

#include <charconv>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "package/inflate.h"

namespace svodka::load {

/// The attributes of an element. Prefixes of names do not count: `r:id` is "id".
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  /// The value; "" when there is none.
  std::string_view operator[](std::string_view name) const;

 private:
  const char** pairs_;
};

/// A text that is a number and nothing else.
template <typename Number>
std::optional<Number> number_in(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

/// Takes what a part holds as it is read. Names come without their prefixes.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(std::string_view element, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view) {}
  virtual void characters(std::string_view) {}

  /// Why the part cannot be read further, once refuse() was called.
  const std::optional<Text>& refusal() const { return refusal_; }

 protected:
  void refuse(Text why) { refusal_ = std::move(why); }

 private:
  std::optional<Text> refusal_;
};

/// Reads an XML part of a package in pieces, so that it never stands in memory whole. It is bounded: a
/// document type (and with it all entities but XML's own five), more than 100 levels and a tag of over a
/// megabyte end it with a finding, as broken XML does.
class XmlStream {
 public:
  XmlStream(std::string path, const package::ZipEntry& entry, XmlHandler& handler);
  ~XmlStream();
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;

  /// Reads the next piece; false when there is none, or after a finding.
  bool advance(Diagnostics& out);
  /// All the rest. False after a finding.
  bool read(Diagnostics& out);
  bool sound() const { return sound_; }

 private:
  struct Parser;
  bool fail(Diagnostics& out, const Text& why);

  std::string path_;
  std::string part_;
  package::InflateStream bytes_;
  std::unique_ptr<Parser> parser_;  ///< never null
  bool sound_ = true;
  bool ended_ = false;
};

}  // namespace svodka::load
