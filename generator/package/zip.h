#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"

namespace svodka::package {

/// Bounds on a package, against zip bombs.
struct ZipLimits {
  std::size_t max_entries = 10'000;
  std::size_t max_entry_bytes = 512u << 20;  ///< inflated, whatever the entry declares
  std::size_t max_ratio = 200;               ///< inflated : stored, for entries over 1 MB
};

/// One entry of a package as it is stored: compressed bytes and all that is needed to copy them unread.
struct ZipEntry {
  std::string name;
  std::string stored;  ///< the compressed (or stored) bytes
  bool deflated = false;
  std::uint32_t crc = 0;
  std::uint64_t size = 0;  ///< inflated
};

/// Reads the directory of a zip package. Not a zip, encrypted, duplicate names, names that leave the package
/// ("../", absolute, '\\'), over the limits: findings at `path`. Entries in the order of the package.
std::optional<std::vector<ZipEntry>> read_zip(const std::string& path, std::string_view bytes,
                                              Diagnostics& out, const ZipLimits& limits = {});

/// The inflated bytes of an entry; nothing (and a finding) when they are damaged (CRC, size) or over the
/// limits.
std::optional<std::string> inflate(const std::string& path, const ZipEntry& entry, Diagnostics& out,
                                   const ZipLimits& limits = {});

/// An entry from bytes: deflated as DeflateStream says, stored when that is smaller.
ZipEntry deflate(std::string name, std::string_view bytes);

/// An entry from bytes that are packed already.
ZipEntry store(std::string name, std::string_view bytes);

/// The sum that zip and PNG check their bytes by (CRC-32 of ISO 3309); `before`: that of the bytes before.
std::uint32_t crc32(std::string_view bytes, std::uint32_t before = 0);

/// The bytes of a package: entries in the given order, all dated 1980-01-01, no extra fields. The same
/// entries give the same bytes.
std::string write_zip(const std::vector<ZipEntry>& entries);

}  // namespace svodka::package
