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
    default:
      return same_text(std::system_category().message(code));
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

}  // namespace

void fail_with_errno(const fs::path& path, const char* ru, const char* en, int code) {
  const auto why = reason(code);
  const auto place = meant_by(path).string();
  throw EnvironmentError(
      {fmt::format("{} «{}»: {}", ru, place, why.ru), fmt::format("{} “{}”: {}", en, place, why.en)});
}

std::string read_file(const fs::path& path) {
  constexpr std::size_t kRoom = 4096;  // that the end of the file is seen in, and readers may look ahead into
  const Descriptor file(path, O_RDONLY);
  if (file.get() < 0) fail_with_errno(path, "не удалось прочитать", "cannot read", errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) fail_with_errno(path, "не удалось прочитать", "cannot read", errno);
  std::string bytes;
  if (S_ISDIR(status.st_mode)) fail_with_errno(path, "не удалось прочитать", "cannot read", EISDIR);
  bytes.resize(static_cast<std::size_t>(status.st_size) + kRoom);
  std::size_t done = 0;
  for (;;) {
    if (done == bytes.size()) bytes.resize(bytes.size() + kRoom);
    const auto got = ::read(file.get(), bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_with_errno(path, "не удалось прочитать", "cannot read", errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

std::vector<std::string> list_files(const fs::path& root, const std::vector<std::string>& extensions) {
  std::vector<std::string> found;
  std::error_code error;
  if (!fs::is_directory(root, error)) return found;
  // A folder passed over in silence would mean documents of half of the data.
  auto last = root;
  const auto need = [&] {
    if (error) fail_with_errno(last, "не удалось прочитать", "cannot read", error.value());
  };
  auto it = fs::recursive_directory_iterator(root, error);
  for (need(); it != fs::recursive_directory_iterator(); it.increment(error), need()) {
    last = it->path();
    const auto name = it->path().filename().string();
    if (is_leftover(name)) {
      if (it->is_directory(error)) it.disable_recursion_pending();
      continue;
    }
    if (!it->is_regular_file(error)) continue;
    const auto matches = [&](const std::string& extension) { return name.ends_with(extension); };
    if (std::any_of(extensions.begin(), extensions.end(), matches)) {
      found.push_back(it->path().lexically_relative(root).generic_string());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

fs::path temporary_beside(const fs::path& path) {
  return path.parent_path() / ("." + path.filename().string().substr(0, 200) + "." + owner_mark() + ".tmp");
}

void make_folder(const fs::path& folder) {
  if (folder.empty()) return;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) fail_with_errno(folder, "не удалось создать папку", "cannot make the folder", error.value());
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
