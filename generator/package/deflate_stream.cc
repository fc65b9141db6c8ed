#include "package/deflate_stream.h"

#include <isa-l/igzip_lib.h>
#include <zlib.h>

#include <array>
#include <cassert>

namespace svodka::package {
namespace {

constexpr std::uint32_t kLevel = 1;
constexpr std::size_t kRoom = 32u << 10;  // what is deflated is gathered in pieces of this size

}  // namespace

struct DeflateStream::Impl {
  ZipEntry entry;
  std::string waiting;  // for a piece to be full
  isal_zstream stream;
  std::array<std::uint8_t, ISAL_DEF_LVL1_DEFAULT> memory;  // of ISA-L
  std::array<std::uint8_t, kRoom> room;

  explicit Impl(std::string name) {
    entry.name = std::move(name);
    entry.deflated = true;
    isal_deflate_init(&stream);
    stream.level = kLevel;
    stream.level_buf = memory.data();
    stream.level_buf_size = static_cast<std::uint32_t>(memory.size());
  }

  enum class Then { kMore, kPiece, kEnd };  // what comes after the bytes
  void deflate(std::string_view bytes, Then then) {
    entry.crc = crc32(bytes, entry.crc);
    entry.size += bytes.size();
    // ISA-L reads through a pointer that could write.
    stream.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<std::uint32_t>(bytes.size());
    stream.end_of_stream = then == Then::kEnd ? 1 : 0;
    stream.flush =
        then == Then::kPiece ? FULL_FLUSH : NO_FLUSH;  // a piece ends with a byte (RFC 1951, 3.2.4)
    do {
      stream.next_out = room.data();
      stream.avail_out = static_cast<std::uint32_t>(room.size());
      [[maybe_unused]] const int result = isal_deflate(&stream);
      assert(result == COMP_OK);
      entry.stored.append(reinterpret_cast<const char*>(room.data()), room.size() - stream.avail_out);
    } while (stream.avail_out == 0);
    assert(stream.avail_in == 0);
  }
};

// Not value-initialized: ISA-L sets what it needs, the rest need not be touched.
DeflateStream::DeflateStream(std::string name) : impl_(new Impl(std::move(name))) {}

DeflateStream::~DeflateStream() = default;

void DeflateStream::write(std::string_view bytes) {
  auto& waiting = impl_->waiting;
  while (waiting.size() + bytes.size() > kPiece) {
    const auto fits = kPiece - waiting.size();
    if (waiting.empty()) {
      impl_->deflate(bytes.substr(0, fits), Impl::Then::kMore);
    } else {
      waiting += bytes.substr(0, fits);
      impl_->deflate(waiting, Impl::Then::kMore);
      waiting.clear();
    }
    bytes.remove_prefix(fits);
  }
  waiting += bytes;
}

ZipEntry DeflateStream::finish() {
  impl_->deflate(impl_->waiting, Impl::Then::kEnd);
  return std::move(impl_->entry);
}

ZipEntry DeflateStream::finish_piece() {
  impl_->deflate(impl_->waiting, Impl::Then::kPiece);
  return std::move(impl_->entry);
}

void append_piece(ZipEntry& entry, ZipEntry next) {
  assert(entry.deflated && next.deflated);
  entry.stored += next.stored;
  entry.crc =
      static_cast<std::uint32_t>(::crc32_combine(entry.crc, next.crc, static_cast<z_off_t>(next.size)));
  entry.size += next.size;
}

}  // namespace svodka::package
