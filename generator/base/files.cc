#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/descriptor.h"
#include "base/leftovers.h"
#include "base/links.h"

namespace svodka {
namespace fs = std::filesystem;
namespace {

// What errno says, in both languages for the cases a user meets.
Text reason(int code) {
  switch (code) {
    case ENOSPC:
      return text("нет места на диске", "no space left on the disk");
    case EDQUOT:
      return text("превышена дисковая квота", "the disk quota is exceeded");
    case EACCES:
    case EPERM:
      return text("нет прав доступа", "permission denied");
    case EROFS:
      return text("файловая система только для чтения", "the file system is read-only");
    case ENOENT:
      return text("нет такого файла или папки", "no such file or folder");
    case EISDIR:
      return text("это папка, а не файл", "it is a folder, not a file");
    case ENOTDIR:
      return text("это не папка", "it is not a folder");
    case EMFILE:
    case ENFILE:
      return text("открыто слишком много файлов", "too many open files");
    case EIO:
      return text("ошибка чтения или записи на диск", "the disk failed to read or to write");
    case ETXTBSY:
    case EBUSY:
      return text("файл занят другой программой", "another program is using the file");
    case EFBIG:
      return text("файл больше, чем разрешено", "the file is larger than is allowed");
    case ENAMETOOLONG:
      return text("слишком длинное имя файла", "the file name is too long");
    case EEXIST:
      return text("такой файл уже есть", "it is there already");
    case ENOTEMPTY:
      return text("папка не пуста", "the folder is not empty");
    case ELOOP:
      return text("ссылки ведут по кругу", "links lead in a circle");
    case ENOMEM:
      return text("не хватило памяти", "out of memory");
    case ENXIO:
    case ENODEV:
    case ESTALE:
    case ENOTCONN:
      return text("диск или сетевая папка не отвечает", "the disk or the share does not answer");
    default:
      return text("ошибка системы {} ({})", "{1} (system error {0})", code,
                  std::system_category().message(code));
  }
}

void flush(const fs::path& path, int flags) {
  const Descriptor file(path, flags);
  if (file.get() < 0) fail_with_errno(path, "не удалось открыть", "cannot open", errno);
  int result = 0;
  do {
    result = ::fsync(file.get());
  } while (result != 0 && errno == EINTR);
  // Some file systems cannot flush a folder; that is no fault of the write.
  if (result != 0 && !(errno == EINVAL && (flags & O_DIRECTORY) != 0)) {
    fail_with_errno(path, "не удалось сохранить на диск", "cannot flush to disk", errno);
  }
}

void write_all(int fd, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_with_errno(path, "не удалось записать", "cannot write", errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

bool is_leftover(const std::string& name) {
  return name.starts_with('.') || name.starts_with("~$") || name.ends_with('~');
}

[[noreturn]] void fail_to_read(const fs::path& path, int code) {
  fail_with_errno(path, "не удалось прочитать", "cannot read", code);
}

// The files below a folder, those behind links too. What cannot be read is never passed over: that would mean
// documents of half of the data.
class Walk {
 public:
  Walk(const fs::path& root, const std::vector<std::string>& extensions)
      : root_(root), extensions_(extensions) {}

  std::vector<std::string> files() {
    walk(root_);
    if (!dangling_.empty()) fail_with_dangling();
    std::sort(found_.begin(), found_.end());
    return std::move(found_);
  }

 private:
  void walk(const fs::path& folder) {
    above_.push_back(folder);
    std::error_code error;
    auto each = fs::directory_iterator(folder, error);
    for (; !error && each != fs::directory_iterator(); each.increment(error)) {
      if (!is_leftover(each->path().filename().string())) take(*each);
    }
    if (error) fail_to_read(folder, error.value());
    above_.pop_back();
  }

  void take(const fs::directory_entry& entry) {
    std::error_code error;
    const bool is_link = entry.is_symlink(error);
    if (is_link) {
      const auto target = entry.status(error).type();
      if (target == fs::file_type::not_found || error == std::errc::too_many_symbolic_link_levels)
        return dangling_.push_back(entry.path());
      if (target == fs::file_type::none) fail_to_read(entry.path(), error.value());
    }
    if (entry.is_directory(error)) {
      if (!is_link || may_follow(entry.path())) walk(entry.path());
    } else if (entry.is_regular_file(error) && matches(entry.path().filename().string())) {
      found_.push_back(entry.path().lexically_relative(root_).generic_string());
    }
  }

  bool may_follow(const fs::path& link) const {
    return std::none_of(above_.begin(), above_.end(),
                        [&](const auto& folder) { return leads_up(link, folder); });
  }

  bool matches(const std::string& name) const {
    return std::any_of(extensions_.begin(), extensions_.end(),
                       [&](const std::string& extension) { return name.ends_with(extension); });
  }

  [[noreturn]] void fail_with_dangling() {
    constexpr std::size_t kShown = 5;
    std::sort(dangling_.begin(), dangling_.end());
    if (dangling_.size() == 1) fail_to_read(dangling_.front(), ENOENT);
    Text why = text("ссылки ведут в никуда ({})", "links lead nowhere ({})", dangling_.size());
    for (std::size_t i = 0; i < dangling_.size() && i < kShown; ++i) {
      const auto one = text("{0} «{1}» → «{2}»", "{0} “{1}” → “{2}”", i == 0 ? ":" : ",",
                            dangling_[i].string(), dangling_target(dangling_[i]).string());
      why = {why.ru + one.ru, why.en + one.en};
    }
    if (dangling_.size() > kShown) why = {why.ru + ", …", why.en + ", …"};
    throw EnvironmentError(why);
  }

  const fs::path& root_;
  const std::vector<std::string>& extensions_;
  std::vector<fs::path> above_;  // the folder that is walked and those that it stands in
  std::vector<std::string> found_;
  std::vector<fs::path> dangling_;
};

}  // namespace

void fail_with_errno(const fs::path& path, const char* ru, const char* en, int code) {
  auto why = reason(code);
  if (const auto target = code == ENOENT ? dangling_target(path) : fs::path(); !target.empty())
    why = text("это ссылка на «{}», а там ничего нет", "it is a link to “{}”, and there is nothing",
               target.string());
  const auto place = meant_by(path).string();
  throw EnvironmentError(
      {fmt::format("{} «{}»: {}", ru, place, why.ru), fmt::format("{} “{}”: {}", en, place, why.en)});
}

std::string read_file(const fs::path& path) {
  constexpr std::size_t kRoom = 4096;  // that the end of the file is seen in, and readers may look ahead into
  const Descriptor file(path, O_RDONLY);
  if (file.get() < 0) fail_to_read(path, errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) fail_to_read(path, errno);
  std::string bytes;
  if (S_ISDIR(status.st_mode)) fail_to_read(path, EISDIR);
  bytes.resize(static_cast<std::size_t>(status.st_size) + kRoom);
  std::size_t done = 0;
  for (;;) {
    if (done == bytes.size()) bytes.resize(bytes.size() + kRoom);
    const auto got = ::read(file.get(), bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_to_read(path, errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

std::vector<std::string> list_files(const fs::path& root, const std::vector<std::string>& extensions) {
  std::error_code error;
  if (!fs::is_directory(root, error)) {
    if (fs::is_symlink(root, error) && !fs::exists(root, error)) fail_to_read(root, ENOENT);
    return {};
  }
  return Walk(root, extensions).files();
}

fs::path temporary_beside(const fs::path& path) {
  return path.parent_path() / ("." + path.filename().string().substr(0, 200) + "." + owner_mark() + ".tmp");
}

void make_folder(const fs::path& folder) {
  if (folder.empty()) return;
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) return;
  const int code = error.value();
  auto culprit = folder;  // or a link that leads nowhere above it
  for (auto up = folder; up.has_filename(); up = up.parent_path())
    if (!dangling_target(up).empty()) culprit = up;
  const bool leads_nowhere = !dangling_target(culprit).empty();
  fail_with_errno(culprit, "не удалось создать папку", "cannot make the folder",
                  leads_nowhere ? ENOENT : code);
}

void write_file(const fs::path& path, std::string_view bytes, const fs::path& shown) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (file.get() < 0) fail_with_errno(shown, "не удалось записать", "cannot write", errno);
  write_all(file.get(), bytes, shown);
  if (file.close() != 0) fail_with_errno(shown, "не удалось записать", "cannot write", errno);
}

void flush_file(const fs::path& path) { flush(path, O_RDONLY); }

void flush_folder(const fs::path& folder) {
  flush(folder.empty() ? fs::path(".") : folder, O_RDONLY | O_DIRECTORY);
}

void rename_file(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0)
    fail_with_errno(to, "не удалось записать", "cannot write", errno);
}

void commit_file(const fs::path& temporary, const fs::path& path) {
  flush_file(temporary);
  rename_file(temporary, path);
  flush_folder(path.parent_path());
}

void write_file_atomically(const fs::path& path, std::string_view bytes) {
  make_folder(path.parent_path());
  const auto temporary = temporary_beside(path);
  ScopedRemoval removal(temporary);
  write_file(temporary, bytes, path);
  commit_file(temporary, path);
  removal.release();
}

void write_file_in_place(const fs::path& path, std::string_view bytes) {
  const auto temporary = temporary_beside(path);
  ScopedRemoval removal(temporary);
  try {
    write_file(temporary, bytes, path);
  } catch (
      const EnvironmentError&) {  // the folder is made only when it is missed: thousands of files go into one
    make_folder(path.parent_path());
    write_file(temporary, bytes, path);
  }
  rename_file(temporary, path);
  removal.release();
}

ScopedRemoval::~ScopedRemoval() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove(path_, ignored);
}

}  // namespace svodka
