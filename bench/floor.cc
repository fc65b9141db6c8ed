// The floor under every way to make documents: deflates the parts of a finished document that its data fill,
// copies the others, and writes the file, COUNT times; no template, no data, no XML.
//   bench_floor DOCUMENT COUNT own|LEVEL FOLDER      own: as Svodka deflates; LEVEL: of libdeflate
//   bench_floor TREE all own|LEVEL FOLDER            each document below TREE once (pages: written only);
//   prints the
//                                                    seconds, wall and CPU, of that alone, without reading
//                                                    them before
#include <libdeflate.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  return part == "word/document.xml" || part.starts_with("word/header") || part.starts_with("word/footer") ||
         part.starts_with("xl/worksheets/sheet");
}

// A document whose filled parts are ready to be deflated; a page has no parts.
struct Document {
  std::vector<package::ZipEntry> entries;
  std::vector<std::pair<std::size_t, std::string>> filled;  // entry, bytes
  std::string page;
};

std::optional<Document> read_document(const std::filesystem::path& file) {
  Diagnostics out;
  Document document;
  if (file.extension() == ".html") {
    document.page = read_file(file);
    return document;
  }
  auto entries = package::read_zip(file.string(), read_file(file), out);
  if (!entries) return std::nullopt;
  document.entries = std::move(*entries);
  for (std::size_t i = 0; i < document.entries.size(); ++i) {
    const auto& entry = document.entries[i];
    if (is_filled(entry.name))
      document.filled.emplace_back(i, package::inflate(file.string(), entry, out).value());
  }
  return document;
}

void write_document(Document& document, const Deflate& deflate, const std::filesystem::path& path) {
  for (auto& [entry, bytes] : document.filled)
    document.entries[entry] = deflate(document.entries[entry].name, bytes);
  write_file(path.string() + "~",
             document.entries.empty() ? document.page : package::write_zip(document.entries), path);
  rename_file(path.string() + "~", path);
}

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + time.tv_usec / 1e6; }

double processor_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

int make_all(const std::string& tree, const Deflate& deflate, const std::filesystem::path& folder) {
  std::vector<Document> documents;
  for (const auto& file : list_files(tree, {".docx", ".xlsx", ".html"})) {
    auto document = read_document(std::filesystem::path(tree) / file);
    if (!document) return EXIT_FAILURE;
    documents.push_back(std::move(*document));
  }
  std::filesystem::create_directories(folder);
  const auto start = std::chrono::steady_clock::now();
  const double before = processor_seconds();
  for (std::size_t i = 0; i < documents.size(); ++i)
    write_document(documents[i], deflate, folder / std::to_string(i));
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  std::cout << documents.size() << ' ' << wall.count() << ' ' << processor_seconds() - before << '\n';
  return EXIT_SUCCESS;
}

int make(const std::string& file, int count, const Deflate& deflate, const std::filesystem::path& folder) {
  auto document = read_document(file);
  if (!document) return EXIT_FAILURE;
  std::filesystem::create_directories(folder);
  for (int i = 0; i < count; ++i) write_document(*document, deflate, folder / (std::to_string(i) + ".docx"));
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: bench_floor DOCUMENT|TREE COUNT|all own|LEVEL FOLDER\n";
    return EXIT_FAILURE;
  }
  const std::string how = argv[3];
  const Deflate own = [](const std::string& name, const std::string& bytes) {
    return package::deflate(name, bytes);
  };
  const auto deflate = how == "own" ? own : by_libdeflate(std::stoi(how));
  if (std::string_view(argv[2]) == "all") return make_all(argv[1], deflate, argv[4]);
  return make(argv[1], std::atoi(argv[2]), deflate, argv[4]);
}
