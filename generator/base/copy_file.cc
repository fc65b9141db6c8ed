#include "base/copy_file.h"

#include <string>

#include "base/descriptor.h"
#include "base/files.h"

namespace svodka {
namespace {

// Where the kernel cannot copy between the two.
ssize_t copy_piece(int from, int to) {
  std::string piece(256u << 10, '\0');
  const auto got = ::read(from, piece.data(), piece.size());
  for (ssize_t done = 0; done < got;) {
    const auto written = ::write(to, piece.data() + done, static_cast<std::size_t>(got - done));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return -1;
    done += written;
  }
  return got;
}

}  // namespace

void copy_file(const std::filesystem::path& from, const std::filesystem::path& to,
               const std::filesystem::path& shown) {
  constexpr std::size_t kAll = 1u << 30;
  const Descriptor source(from, O_RDONLY);
  if (source.get() < 0) fail_with_errno(from, "не удалось прочитать", "cannot read", errno);
  const Descriptor target(to, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (target.get() < 0) fail_with_errno(shown, "не удалось записать", "cannot write", errno);
  bool by_kernel = true;
  for (;;) {
    auto copied = by_kernel ? ::copy_file_range(source.get(), nullptr, target.get(), nullptr, kAll, 0)
                            : copy_piece(source.get(), target.get());
    if (copied < 0 && errno == EINTR) continue;
    if (by_kernel && copied < 0 && errno != ENOSPC && errno != EDQUOT && errno != EFBIG && errno != EIO) {
      by_kernel = false;
      continue;
    }
    if (copied < 0) fail_with_errno(shown, "не удалось записать", "cannot write", errno);
    if (copied == 0) return;
  }
}

}  // namespace svodka
