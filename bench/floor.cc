// The floor under every way to make documents: deflates the parts of a finished document that its data fill,
// copies the others, and writes the file, COUNT times; no template, no data, no XML.
//   bench_floor DOCUMENT COUNT own|LEVEL FOLDER      own: as Svodka deflates; LEVEL: of libdeflate
#include <libdeflate.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>

#include "base/files.h"
#include "package/zip.h"

using namespace svodka;

namespace {

using Deflate = std::function<package::ZipEntry(const std::string& name, const std::string& bytes)>;

Deflate by_libdeflate(int level) {
  const std::shared_ptr<libdeflate_compressor> compressor(libdeflate_alloc_compressor(level),
                                                          libdeflate_free_compressor);
  return [compressor](const std::string& name, const std::string& bytes) {
    std::string packed(libdeflate_deflate_compress_bound(compressor.get(), bytes.size()), '\0');
    packed.resize(libdeflate_deflate_compress(compressor.get(), bytes.data(), bytes.size(), packed.data(),
                                              packed.size()));
    return package::ZipEntry{name, std::move(packed), true, package::crc32(bytes), bytes.size()};
  };
}

bool is_filled(const std::string& part) {
  return part == "word/document.xml" || part.starts_with("word/header") || part.starts_with("word/footer");
}

int make(const std::string& document, int count, const Deflate& deflate,
         const std::filesystem::path& folder) {
  Diagnostics out;
  auto entries = package::read_zip(document, read_file(document), out);
  if (!entries) return EXIT_FAILURE;
  std::vector<std::pair<package::ZipEntry*, std::string>> filled;
  for (auto& entry : *entries) {
    if (is_filled(entry.name)) filled.emplace_back(&entry, package::inflate(document, entry, out).value());
  }
  std::filesystem::create_directories(folder);
  for (int i = 0; i < count; ++i) {
    for (auto& [entry, bytes] : filled) *entry = deflate(entry->name, bytes);
    const auto path = folder / (std::to_string(i) + ".docx");
    write_file(path.string() + "~", package::write_zip(*entries), path);
    rename_file(path.string() + "~", path);
  }
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: bench_floor DOCUMENT COUNT own|LEVEL FOLDER\n";
    return EXIT_FAILURE;
  }
  const std::string how = argv[3];
  const Deflate own = [](const std::string& name, const std::string& bytes) {
    return package::deflate(name, bytes);
  };
  return make(argv[1], std::atoi(argv[2]), how == "own" ? own : by_libdeflate(std::stoi(how)), argv[4]);
}
