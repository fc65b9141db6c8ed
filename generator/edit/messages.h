#pragma once

#include <iosfwd>
#include <optional>
#include <string>

namespace svodka::edit {

/// The base protocol of LSP 3.17: a head of `Content-Length: N` and other lines, a blank line, N bytes of
/// JSON.

/// What was read: a message's bytes, or that the head made no sense.
struct Incoming {
  std::string bytes;
  bool sound = true;  ///< false: there was no length, or one that nobody means; reading can go on
};

/// The next message; nothing at the end of the stream, also in the middle of a message.
std::optional<Incoming> read_message(std::istream& in);

/// Writes a message and flushes it.
void write_message(std::ostream& out, const std::string& bytes);

}  // namespace svodka::edit
