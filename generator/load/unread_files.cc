#include "load/unread_files.h"

#include <optional>

#include "base/files.h"
#include "base/utf8.h"

namespace svodka::load {
namespace {

namespace fs = std::filesystem;

// What a YAML file should be called whose name ends in another way; nothing when it is none.
std::optional<std::string> yaml_name(const std::string& name) {
  auto stem = name;
  for (bool tail = true; tail;) {  // some editors add it, and Windows hides it
    tail = utf8::lower(stem).ends_with(".txt");
    if (tail) stem.resize(stem.size() - 4);
  }
  for (const std::string_view end : {".yaml", ".yml"}) {
    if (stem.size() > end.size() && utf8::lower(stem).ends_with(end))
      return stem.substr(0, stem.size() - end.size()) + ".yaml";
  }
  return std::nullopt;
}

void warn(const fs::path& root, const std::string& folder, const std::string& name, Diagnostics& out) {
  const auto proper = yaml_name(name);
  std::error_code error;
  if (!proper || *proper == name) return;
  const auto message = text("файл не читается: имена таких файлов кончаются на «.yaml»",
                            "the file is not read: the names of such files end in “.yaml”");
  if (fs::exists(root / folder / *proper, error))
    out.warning({.file = folder + "/" + name}, "unread-file", message,
                text("рядом уже есть «{}»", "there is a “{}” already", *proper));
  else
    out.warning({.file = folder + "/" + name}, "unread-file", message,
                text("переименуйте его в «{}»", "rename it to “{}”", *proper));
}

}  // namespace

void warn_of_unread_files(const fs::path& root, Diagnostics& out) {
  for (const auto& name : list_files(root / "inputs", {""})) {
    if (!name.ends_with(".yml")) warn(root, "inputs", name, out);
  }
  for (const auto& name : list_files(root / "templates", {""})) {
    if (name.find('/') == std::string::npos) warn(root, "templates", name, out);
  }
}

}  // namespace svodka::load
