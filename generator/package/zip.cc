#include "package/zip.h"

#include <libdeflate.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <set>

#include "package/deflate_stream.h"

namespace svodka::package {
namespace {

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
struct FreeDecompressor {
  void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;

constexpr std::uint16_t kDeflated = 8;
// 1 January 1980, midnight: the earliest date of the format, so that the bytes do not depend on the day.
constexpr std::uint16_t kDosTime = 0, kDosDate = 0x21;
constexpr std::uint16_t kUtf8Name = 1u << 11;
constexpr std::uint32_t kUnix = 3, kRegularFile = 0100644;  // who made the entry (APPNOTE 4.4.2), its st_mode

bool leaves_package(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
      name.find('\0') != std::string_view::npos)
    return true;
  if (name.size() > 1 && name[1] == ':') return true;
  for (std::size_t start = 0; start <= name.size();) {
    const auto end = std::min(name.find('/', start), name.size());
    if (name.substr(start, end - start) == "..") return true;
    start = end + 1;
  }
  return false;
}

Archive open_archive(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return nullptr;
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr) zip_source_free(source);
  zip_error_fini(&error);
  return Archive(archive);
}

class Directory {
 public:
  Directory(const std::string& path, Diagnostics& out, const ZipLimits& limits)
      : path_(path), out_(out), limits_(limits) {}

  std::optional<std::vector<ZipEntry>> read(std::string_view bytes) {
    const auto archive = open_archive(bytes);
    if (!archive || bytes.empty())
      return fail("not-a-package", text("это не файл Word или Excel, либо он повреждён",
                                        "it is no Word or Excel file, or it is damaged"));
    const auto count = zip_get_num_entries(archive.get(), 0);
    if (static_cast<std::size_t>(count) > limits_.max_entries) {
      return fail("package-too-large", text("в пакете больше {} частей", "the package has more than {} parts",
                                            limits_.max_entries));
    }
    std::vector<ZipEntry> entries;
    for (zip_int64_t i = 0; i < count; ++i) {
      auto entry = read_entry(archive.get(), static_cast<zip_uint64_t>(i), bytes.size());
      if (!entry) return std::nullopt;
      if (!entry->name.ends_with('/')) entries.push_back(std::move(*entry));
    }
    return entries;
  }

 private:
  std::nullopt_t fail(std::string rule, Text message) {
    out_.error({.file = path_}, std::move(rule), std::move(message),
               text("откройте его в Word или LibreOffice и сохраните заново",
                    "open it in Word or LibreOffice and save it anew"));
    return std::nullopt;
  }

  std::optional<ZipEntry> read_entry(zip_t* archive, zip_uint64_t index, std::size_t package_size) {
    zip_stat_t stat;
    if (zip_stat_index(archive, index, ZIP_FL_ENC_RAW, &stat) != 0)
      return fail("damaged-package",
                  text("оглавление пакета повреждено", "the package's directory is damaged"));
    ZipEntry entry{stat.name, "", stat.comp_method == ZIP_CM_DEFLATE, stat.crc, stat.size};
    if (leaves_package(entry.name))
      return fail("unsafe-package", text("имя части «{}» ведёт за пределы пакета",
                                         "the part's name “{}” leads out of the package", entry.name));
    if (!names_.insert(entry.name).second)
      return fail("damaged-package", text("часть «{}» есть в пакете дважды",
                                          "the part “{}” is in the package twice", entry.name));
    if (stat.encryption_method != ZIP_EM_NONE)
      return fail("encrypted-package",
                  text("файл зашифрован паролем", "the file is encrypted with a password"));
    if (!entry.deflated && stat.comp_method != ZIP_CM_STORE)
      return fail("damaged-package", text("часть «{}» сжата неизвестным способом",
                                          "the part “{}” is compressed in an unknown way", entry.name));
    const bool bomb = entry.size > (1u << 20) &&
                      entry.size / std::max<std::uint64_t>(stat.comp_size, 1) > limits_.max_ratio;
    if (entry.size > limits_.max_entry_bytes || bomb || stat.comp_size > package_size) {
      return fail("package-too-large", text("часть «{}» слишком велика в развёрнутом виде",
                                            "the part “{}” is too large when unpacked", entry.name));
    }
    entry.stored.resize(stat.comp_size);
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive, index, ZIP_FL_COMPRESSED));
    if (!file || zip_fread(file.get(), entry.stored.data(), stat.comp_size) !=
                     static_cast<zip_int64_t>(stat.comp_size)) {
      return fail("damaged-package", text("часть «{}» повреждена", "the part “{}” is damaged", entry.name));
    }
    return entry;
  }

  const std::string& path_;
  Diagnostics& out_;
  const ZipLimits& limits_;
  std::set<std::string> names_;
};

// Little-endian numbers of the zip format (APPNOTE 4.4).
void put16(std::string& out, std::uint32_t value) {
  out.push_back(static_cast<char>(value & 0xFF));
  out.push_back(static_cast<char>(value >> 8 & 0xFF));
}

void put32(std::string& out, std::uint64_t value) {
  put16(out, static_cast<std::uint32_t>(value & 0xFFFF));
  put16(out, static_cast<std::uint32_t>(value >> 16 & 0xFFFF));
}

bool is_ascii(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// What the local header and the directory have in common (APPNOTE 4.4.2 to 4.4.11).
void put_common(std::string& out, const ZipEntry& entry) {
  put16(out, 20);
  put16(out, is_ascii(entry.name) ? 0 : kUtf8Name);
  put16(out, entry.deflated ? kDeflated : 0);
  put16(out, kDosTime);
  put16(out, kDosDate);
  put32(out, entry.crc);
  put32(out, entry.stored.size());
  put32(out, entry.size);
  put16(out, static_cast<std::uint32_t>(entry.name.size()));
  put16(out, 0);
}

}  // namespace

std::optional<std::vector<ZipEntry>> read_zip(const std::string& path, std::string_view bytes,
                                              Diagnostics& out, const ZipLimits& limits) {
  return Directory(path, out, limits).read(bytes);
}

std::optional<std::string> inflate(const std::string& path, const ZipEntry& entry, Diagnostics& out,
                                   const ZipLimits& limits) {
  std::string bytes;
  bool whole = entry.size <= limits.max_entry_bytes;
  if (whole && !entry.deflated) {
    bytes = entry.stored;
    whole = bytes.size() == entry.size;
  } else if (whole) {
    bytes.resize(entry.size);
    const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> inflater(
        libdeflate_alloc_decompressor());
    whole = libdeflate_deflate_decompress(inflater.get(), entry.stored.data(), entry.stored.size(),
                                          bytes.data(), bytes.size(), nullptr) == LIBDEFLATE_SUCCESS;
  }
  if (whole && libdeflate_crc32(0, bytes.data(), bytes.size()) == entry.crc) return bytes;
  out.error({.file = path, .part = entry.name}, "damaged-package",
            text("часть «{}» повреждена", "the part “{}” is damaged", entry.name));
  return std::nullopt;
}

std::uint32_t crc32(std::string_view bytes, std::uint32_t before) {
  return libdeflate_crc32(before, bytes.data(), bytes.size());
}

ZipEntry deflate(std::string name, std::string_view bytes) {
  DeflateStream stream(std::move(name));
  stream.write(bytes);
  auto entry = stream.finish();
  return entry.stored.size() < bytes.size() ? entry : store(std::move(entry.name), bytes);
}

ZipEntry store(std::string name, std::string_view bytes) {
  return {std::move(name), std::string(bytes), false, crc32(bytes), bytes.size()};
}

std::string write_zip(const std::vector<ZipEntry>& entries) {
  std::size_t size = 22;
  for (const auto& entry : entries) size += 76 + 2 * entry.name.size() + entry.stored.size();
  std::string out, directory;
  out.reserve(size);
  for (const auto& entry : entries) {
    directory += "PK\x01\x02";
    // Info-ZIP takes a UTF-8 name at its word only from a system that it believes capable of one.
    const bool unix_made = !is_ascii(entry.name);
    put16(directory, 20 | (unix_made ? kUnix << 8 : 0));
    put_common(directory, entry);
    directory.append(6, '\0');  // no comment, disk 0, no internal attributes
    put32(directory, unix_made ? std::uint64_t{kRegularFile} << 16 : 0);
    put32(directory, out.size());
    directory += entry.name;
    out += "PK\x03\x04";
    put_common(out, entry);
    out += entry.name;
    out += entry.stored;
  }
  const auto start = out.size();
  out += directory;
  out += "PK\x05\x06";
  put32(out, 0);
  put16(out, static_cast<std::uint32_t>(entries.size()));
  put16(out, static_cast<std::uint32_t>(entries.size()));
  put32(out, directory.size());
  put32(out, start);
  put16(out, 0);
  return out;
}

}  // namespace svodka::package
