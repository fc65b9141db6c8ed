#include "render/fragments.h"

#include <algorithm>

#include "base/files.h"
#include "base/hash.h"

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

std::string joined(const IncludeChain& chain, const std::string& last) {
  std::string words;
  for (const auto& path : chain) words += path + " → ";
  return words + last;
}

}  // namespace

bool Fragments::may_include(const IncludeChain& chain, const std::string& path, const std::string& name,
                            const Position& at, Diagnostics& out) const {
  if (!stays_below(name)) {
    out.error(at, "include-outside", text("«{}» ведёт в другую папку", "“{}” leads to another folder", name),
              text("вставляются файлы из папки шаблона и из папок в ней",
                   "files of the template's folder and of folders in it can be included"));
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

std::vector<std::string> Fragments::names_beside(const std::string& path) const {
  std::vector<std::string> names;
  std::error_code error;
  const auto folder = root_ / fs::path(path).parent_path();
  for (fs::directory_iterator it(folder.empty() ? "." : folder, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() == fs::path(path).extension()) names.push_back(it->path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<Fragment> Fragments::read(const IncludeChain& chain, const std::string& name,
                                        const Position& at, Diagnostics& out) {
  const fs::path includer(chain.back());
  const auto extension = includer.extension().string();
  auto path = (includer.parent_path() / name).generic_string();
  if (!path.ends_with(extension)) path += extension;
  if (!may_include(chain, path, name, at, out)) return std::nullopt;
  std::error_code error;
  if (!fs::is_regular_file(root_ / path, error)) {
    auto names = names_beside(path);
    std::erase(names, includer.stem().string());
    out.error(at, "missing-include",
              text("нет файла «{}», который надо вставить", "there is no file “{}” to include", path),
              suggestion(fs::path(path).stem().string(), names));
    return std::nullopt;
  }
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
