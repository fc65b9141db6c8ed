#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "package/zip.h"

namespace svodka::package {

/// The inflated bytes of an entry one piece after another, so that a large part never stands in memory whole.
class InflateStream {
 public:
  /// `path` names the package in findings. The entry must outlive the stream.
  InflateStream(std::string path, const ZipEntry& entry, const ZipLimits& limits = {});
  ~InflateStream();
  InflateStream(const InflateStream&) = delete;
  InflateStream& operator=(const InflateStream&) = delete;

  /// The next piece, valid until the next call; empty at the end. Damage (also a checksum or a size that is
  /// not as stated) and more bytes than the limits allow are findings, once; the stream ends there.
  std::string_view next(Diagnostics& out);
  /// False once there was a finding.
  bool sound() const { return sound_; }

 private:
  struct State;
  std::string_view fail(Diagnostics& out, const char* rule, Text message);

  std::string path_;
  const ZipEntry& entry_;
  ZipLimits limits_;
  std::unique_ptr<State> state_;  ///< never null
  bool sound_ = true;
};

}  // namespace svodka::package
