#include "package/inflate.h"

#include <libdeflate.h>
#include <zlib.h>

#include <array>

namespace svodka::package {

struct InflateStream::State {
  z_stream zlib{};
  bool open = false;
  bool ended = false;
  std::uint64_t made = 0;
  std::uint32_t crc = 0;
  std::array<char, 128 << 10> piece;

  ~State() {
    if (open) inflateEnd(&zlib);
  }
};

InflateStream::InflateStream(std::string path, const ZipEntry& entry, const ZipLimits& limits)
    : path_(std::move(path)), entry_(entry), limits_(limits), state_(std::make_unique<State>()) {
  if (!entry_.deflated) return;
  auto& zlib = state_->zlib;
  // zlib does not write to its input; its interface only lacks the `const`.
  zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(entry_.stored.data()));
  zlib.avail_in = static_cast<uInt>(entry_.stored.size());
  constexpr int kRaw = -15;  // without zlib's own head, the window of 32 KB (zlib.h, inflateInit2)
  state_->open = inflateInit2(&zlib, kRaw) == Z_OK;
}

InflateStream::~InflateStream() = default;

std::string_view InflateStream::fail(Diagnostics& out, const char* rule, Text message) {
  state_->ended = true;
  sound_ = false;
  out.error({.file = path_, .part = entry_.name}, rule, std::move(message));
  return {};
}

std::string_view InflateStream::next(Diagnostics& out) {
  auto& state = *state_;
  if (state.ended) return {};
  std::string_view piece;
  bool last = false;
  if (!entry_.deflated) {
    piece = std::string_view(entry_.stored).substr(state.made, state.piece.size());
    last = state.made + piece.size() == entry_.stored.size();
  } else {
    auto& zlib = state.zlib;
    zlib.next_out = reinterpret_cast<Bytef*>(state.piece.data());
    zlib.avail_out = static_cast<uInt>(state.piece.size());
    const int code = state.open ? ::inflate(&zlib, Z_NO_FLUSH) : Z_MEM_ERROR;
    last = code == Z_STREAM_END;
    piece = {state.piece.data(), state.piece.size() - zlib.avail_out};
    if (!last && (code != Z_OK || piece.empty()))
      return fail(out, "damaged-package",
                  text("часть «{}» повреждена", "the part “{}” is damaged", entry_.name));
  }
  state.made += piece.size();
  state.crc = libdeflate_crc32(state.crc, piece.data(), piece.size());
  if (state.made > limits_.max_entry_bytes || state.made > entry_.size)
    return fail(out, "package-too-large",
                text("часть «{}» в развёрнутом виде больше, чем заявлено",
                     "the part “{}” is larger when unpacked than it says", entry_.name));
  if (last) {
    state.ended = true;
    if (state.made != entry_.size || state.crc != entry_.crc)
      return fail(out, "damaged-package",
                  text("часть «{}» повреждена", "the part “{}” is damaged", entry_.name));
  }
  return piece;
}

}  // namespace svodka::package
