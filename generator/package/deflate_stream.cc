#include "package/deflate_stream.h"

#include <isa-l/igzip_lib.h>
#include <zlib.h>

#include <array>
#include <cassert>
#include <new>

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

  bool pieces = false;
  z_stream zlib{};  // of pieces

  Impl(std::string name, Use use) : pieces(use == Use::kPieces) {
    entry.name = std::move(name);
    entry.deflated = true;
    constexpr int kNoHeader = -15, kMemory = 8;
    if (pieces && ::deflateInit2(&zlib, kLevel, Z_DEFLATED, kNoHeader, kMemory, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
    if (pieces) return;
    isal_deflate_init(&stream);
    stream.level = kLevel;
    stream.level_buf = memory.data();
    stream.level_buf_size = static_cast<std::uint32_t>(memory.size());
  }

  ~Impl() {
    if (pieces) ::deflateEnd(&zlib);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  enum class Then { kMore, kPiece, kEnd };  // what comes after the bytes
  void deflate(std::string_view bytes, Then then) {
    entry.crc = crc32(bytes, entry.crc);
    entry.size += bytes.size();
    if (pieces) return deflate_piece(bytes, then);
    // ISA-L reads through a pointer that could write.
    stream.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<std::uint32_t>(bytes.size());
    stream.end_of_stream = then == Then::kEnd ? 1 : 0;
    do {
      stream.next_out = room.data();
      stream.avail_out = static_cast<std::uint32_t>(room.size());
      [[maybe_unused]] const int result = isal_deflate(&stream);
      assert(result == COMP_OK);
      entry.stored.append(reinterpret_cast<const char*>(room.data()), room.size() - stream.avail_out);
    } while (stream.avail_out == 0);
    assert(stream.avail_in == 0);
  }

  void deflate_piece(std::string_view bytes, Then then) {
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    zlib.avail_in = static_cast<uInt>(bytes.size());
    // A piece ends with a byte (RFC 1951, 3.2.4).
    const int flush = then == Then::kEnd ? Z_FINISH : then == Then::kPiece ? Z_FULL_FLUSH : Z_NO_FLUSH;
    do {
      zlib.next_out = room.data();
      zlib.avail_out = static_cast<uInt>(room.size());
      ::deflate(&zlib, flush);
      entry.stored.append(reinterpret_cast<const char*>(room.data()), room.size() - zlib.avail_out);
    } while (zlib.avail_out == 0);
  }
};

// Not value-initialized: ISA-L sets what it needs, the rest need not be touched.
DeflateStream::DeflateStream(std::string name, Use use) : impl_(new Impl(std::move(name), use)) {}

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
  assert(impl_->pieces);
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
