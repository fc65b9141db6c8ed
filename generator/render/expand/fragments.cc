#include "render/expand/fragments.h"

#include <algorithm>

#include "base/files.h"
#include "base/hash.h"
#include "base/utf8.h"

namespace svodka::render {

namespace fs = std::filesystem;

namespace {

// A way through the folders below the includer's.
bool stays_below(const std::string& name) {
  const fs::path path(name);
  return !path.is_absolute() && std::none_of(path.begin(), path.end(), [](const fs::path& part) {
    return part == ".." || part == "." || part.empty();
  });
}

bool is_below(const fs::path& folder, const fs::path& path) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

void say_outside(const std::string& name, const Position& at, Diagnostics& out) {
  out.error(at, "include-outside", text("«{}» ведёт в другую папку", "“{}” leads to another folder", name),
            text("вставляются файлы из папки шаблона и из папок в ней",
                 "files of the template's folder and of folders in it can be included"));
}

std::string joined(const IncludeChain& chain, const std::string& last) {
  std::string words;
  for (const auto& path : chain) words += path + " → ";
  return words + last;
}

}  // namespace

void refuse_modifiers(const bind::Marker& marker, const Position& at, Diagnostics& out) {
  if (marker.modifiers.empty()) return;
  out.error(at, "modifier-on-include",
            text("у вставки файла не бывает модификатора `{}`", "an included file has no modifier `{}`",
                 marker.modifiers.front().name),
            text("поставьте его у меток внутри файла", "put it on the markers inside the file"));
}

bool Fragments::may_include(const IncludeChain& chain, const std::string& path, const std::string& name,
                            const Position& at, Diagnostics& out) const {
  if (!stays_below(name)) {
    say_outside(name, at, out);
    return false;
  }
  if (std::find(chain.begin(), chain.end(), path) != chain.end()) {
    out.error(at, "include-cycle",
              text("файл вставляет сам себя: {}", "a file includes itself: {}", joined(chain, path)));
    return false;
  }
  if (chain.size() > kDeepest) {
    out.error(
        at, "include-cycle",
        text("вставки вложены глубже {} уровней", "includes are nested deeper than {} levels", kDeepest));
    return false;
  }
  return true;
}

// A link may lead elsewhere in the project; without a project, below the template's folder.
bool Fragments::is_inside(const IncludeChain& chain, const std::string& path) const {
  std::error_code error;
  auto folder = root_.empty() ? fs::path(chain.front()).parent_path() : root_;
  folder = fs::canonical(folder.empty() ? "." : folder, error);
  const auto file = error ? fs::path() : fs::canonical(root_ / path, error);
  return !error && is_below(folder, file);
}

bool Fragments::within_bounds(std::size_t bytes, const Position& at, Diagnostics& out) {
  bytes_ += bytes;
  if (++count_ <= kMost && bytes_ <= kMostBytes) return true;
  if (!full_)
    out.error(at, "too-many-includes",
              text("вставок слишком много: больше {} файлов или {} МБ",
                   "too much is included: more than {} files or {} MB", kMost, kMostBytes >> 20));
  full_ = true;
  return false;
}

std::vector<std::string> Fragments::names_beside(const std::string& path) const {
  std::vector<std::string> names;
  std::error_code error;
  const auto folder = root_ / fs::path(path).parent_path();
  for (fs::directory_iterator it(folder.empty() ? "." : folder, error), end; !error && it != end;
       it.increment(error)) {
    const auto name = it->path().filename().string();
    const bool leftover = name.starts_with('.') || name.starts_with("~");  // of editors
    if (!leftover && it->path().extension() == fs::path(path).extension())
      names.push_back(it->path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<Fragment> Fragments::read(const IncludeChain& chain, const std::string& name,
                                        const Position& at, Diagnostics& out) {
  const fs::path includer(chain.back());
  auto extension = includer.extension().string();
  if (utf8::lower(extension) == ".ott") extension = ".odt";  // what is taken in is a document
  const auto stem = (includer.parent_path() / name).generic_string();
  auto path = stem.ends_with(extension) ? stem : stem + extension;
  if (!may_include(chain, path, name, at, out)) return std::nullopt;
  std::error_code error;
  if (!fs::exists(root_ / path, error) && path != stem) path = stem + utf8::lower(extension);
  if (!fs::is_regular_file(root_ / path, error)) {
    auto names = names_beside(path);
    std::erase(names, includer.stem().string());
    out.error(at, "missing-include",
              text("нет файла «{}», который надо вставить", "there is no file “{}” to include", path),
              suggestion(fs::path(path).stem().string(), names));
    return std::nullopt;
  }
  if (!is_inside(chain, path)) {
    say_outside(name, at, out);
    return std::nullopt;
  }
  if (!within_bounds(fs::file_size(root_ / path, error), at, out)) return std::nullopt;
  try {
    Fragment fragment{path, read_file(root_ / path)};
    used_[path] = sha256(fragment.bytes);
    return fragment;
  } catch (const EnvironmentError& e) {
    out.error(at, "unreadable-file", e.message());
    return std::nullopt;
  }
}

}  // namespace svodka::render
