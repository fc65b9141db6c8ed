#include "render/picture/picture_file.h"

#include <algorithm>
#include <system_error>
#include <vector>

#include "base/files.h"
#include "base/utf8.h"

namespace svodka::render {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostHeld = 256u << 20;

bool is_address(const std::string& value) {
  const auto lower = utf8::lower(value);
  return lower.find("://") != std::string::npos || lower.starts_with("data:") || lower.starts_with("file:");
}

bool is_absolute(const std::string& path) {
  return path.starts_with('/') || (path.size() > 1 && path[1] == ':');
}

// The files beside the one that is missing, for a suggestion.
std::vector<std::string> names_beside(const fs::path& path, const fs::path& shown) {
  std::vector<std::string> names;
  std::error_code problem;
  for (fs::directory_iterator file(path.parent_path(), problem), end; !problem && file != end;
       file.increment(problem)) {
    if (names.size() < 1000) names.push_back((shown.parent_path() / file->path().filename()).string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool is_below(const fs::path& folder, const fs::path& path) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

class Finder {
 public:
  Finder(const PictureSource& source, Diagnostics& out) : source_(source), out_(out) {}

  std::optional<fs::path> find(const fs::path& folder) {
    std::string value = source_.file;
    if (is_address(value)) return address();
    std::replace(value.begin(), value.end(), '\\', '/');
    const auto relative = fs::path(value).lexically_normal();
    if (is_absolute(value) || value.find('\0') != std::string::npos || *relative.begin() == "..")
      return outside();
    std::error_code problem;
    const auto root = fs::canonical(folder.empty() ? fs::path(".") : folder, problem);
    const auto path = problem ? fs::path() : fs::canonical(root / relative, problem);
    if (problem) return missing(folder / relative, relative);
    if (!is_below(root, path)) return outside();
    if (!fs::is_regular_file(path, problem)) return no_file();
    return path;
  }

  std::optional<fs::path> unreadable(const EnvironmentError& error) {
    return fail("picture-unreadable",
                text("`{}`: файл рисунка «{}» не прочитать", "`{}`: the picture's file “{}” cannot be read",
                     source_.marker, source_.file),
                error.message());
  }

 private:
  std::optional<fs::path> address() {
    return fail(
        "picture-outside",
        text("`{}`: «{}» — адрес, а рисунки берутся только из файлов",
             "`{}`: “{}” is an address, pictures are taken from files only", source_.marker, source_.file),
        text("сохраните рисунок в папку проекта и укажите путь к файлу",
             "save the picture in the project folder and give the path of the file"));
  }
  std::optional<fs::path> outside() {
    return fail(
        "picture-outside",
        text("`{}`: путь «{}» ведёт за пределы папки проекта",
             "`{}`: the path “{}” leads out of the project folder", source_.marker, source_.file),
        text("положите рисунок в папку проекта и укажите путь от неё: «фото/школа.jpg»",
             "put the picture into the project folder and give its path from there: “photos/school.jpg”"));
  }
  std::optional<fs::path> missing(const fs::path& path, const fs::path& shown) {
    auto hint = suggestion(shown.string(), names_beside(path, shown));
    if (hint.empty())
      hint = text("путь указывают от папки проекта: «фото/школа.jpg»",
                  "the path is given from the project folder: “photos/school.jpg”");
    return fail("picture-missing",
                text("`{}`: нет файла рисунка «{}»", "`{}`: there is no picture file “{}”", source_.marker,
                     source_.file),
                std::move(hint));
  }
  std::optional<fs::path> no_file() {
    return fail("picture-missing",
                text("`{}`: «{}» — не файл", "`{}`: “{}” is no file", source_.marker, source_.file),
                text("укажите файл рисунка", "give the file of a picture"));
  }
  std::optional<fs::path> fail(std::string rule, Text message, Text hint) {
    out_.error(source_.at, std::move(rule), std::move(message), std::move(hint));
    return std::nullopt;
  }

  const PictureSource& source_;
  Diagnostics& out_;
};

thread_local UsedPictures* listening = nullptr;

}  // namespace

UsedPictures::UsedPictures() : outer_(std::exchange(listening, this)) {}
UsedPictures::~UsedPictures() { listening = outer_; }

void UsedPictures::note(const fs::path& file) {
  if (listening != nullptr) listening->files_.insert(file);
}

std::shared_ptr<const Picture> PictureFolder::read(const PictureSource& source, Diagnostics& out) {
  Finder finder(source, out);
  const auto path = finder.find(folder_);
  if (!path) return nullptr;
  UsedPictures::note(*path);
  try {
    const auto time = fs::last_write_time(*path);
    const auto size = fs::file_size(*path);
    {
      const std::lock_guard lock(mutex_);
      const auto known = known_.find(*path);
      if (known != known_.end() && known->second.time == time && known->second.size == size)
        return known->second.picture;
    }
    if (size > kLargestPictureBytes) {
      refuse_big_picture(source, size, out);
      return nullptr;
    }
    auto picture = read_picture(source, svodka::read_file(*path), out);
    if (!picture) return nullptr;
    return keep(*path, {time, size, std::make_shared<const Picture>(std::move(*picture))});
  } catch (const EnvironmentError& e) {
    finder.unreadable(e);
  } catch (const fs::filesystem_error& e) {
    finder.unreadable(EnvironmentError(same_text(e.code().message())));
  }
  return nullptr;
}

std::shared_ptr<const Picture> PictureFolder::keep(const fs::path& path, Known known) {
  auto picture = known.picture;
  const auto size = picture->bytes.size() + picture->fallback.size();
  const std::lock_guard lock(mutex_);
  if (held_ + size > kMostHeld) {
    known_.clear();
    held_ = 0;
  }
  held_ += size;
  known_[path] = std::move(known);
  return picture;
}

}  // namespace svodka::render
