#include "render/picture/picture_raster.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <librsvg/rsvg.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <optional>

#include "base/files.h"

namespace svodka::render {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kLongestDrawing = std::chrono::seconds(15);
constexpr rlim_t kMostSeconds = 10;
constexpr int kTooMuch = 1, kNoLibrary = 2;  // how the process that draws ends
constexpr std::size_t kMostMemory = 1u << 30;
constexpr std::size_t kLargestPng = 64u << 20;

// librsvg and the sixty libraries that it needs are loaded by the process that draws: linked, they would make
// every start of the program three times as long.
constexpr char kLibrary[] = "librsvg-2.so.2";

// Its functions, and those of cairo that it brings with it. Nothing is freed: the process ends.
class Library {
 public:
  Library() : handle_(dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL)) {}
  bool loaded() const { return handle_ != nullptr; }

  template <typename Function>
  Function* function(const char* name) const {
    auto* found = reinterpret_cast<Function*>(dlsym(handle_, name));
    if (found == nullptr) _exit(kNoLibrary);
    return found;
  }

 private:
  void* handle_;
};

#define SVODKA_RSVG(library, name) (library).function<decltype(name)>(#name)

struct Size {
  double width = 0, height = 0;
};

// The size that the picture asks for: width and height, one of them and the viewBox, or the viewBox alone.
Size size_of(const Library& library, RsvgHandle* handle) {
  SVODKA_RSVG(library, rsvg_handle_set_dpi)(handle, 96);
  Size size;
  if (SVODKA_RSVG(library, rsvg_handle_get_intrinsic_size_in_pixels)(handle, &size.width, &size.height))
    return size;
  gboolean has_width = 0, has_height = 0, has_box = 0;
  RsvgLength width{}, height{};
  RsvgRectangle box{};
  SVODKA_RSVG(library, rsvg_handle_get_intrinsic_dimensions)
  (handle, &has_width, &width, &has_height, &height, &has_box, &box);
  if (has_box) return {box.width, box.height};
  RsvgRectangle ink{}, logical{};
  if (SVODKA_RSVG(library, rsvg_handle_get_geometry_for_element)(handle, nullptr, &ink, &logical, nullptr))
    return {ink.width, ink.height};
  return {};
}

cairo_status_t append(void* to, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

std::string drawn(const Library& library, RsvgHandle* handle, const Size& size) {
  const double longer = std::max(size.width, size.height);
  const double scale = std::clamp(3.0, 1200 / longer, 3000 / longer);
  const double width = std::max(1.0, size.width * scale), height = std::max(1.0, size.height * scale);
  auto* surface = SVODKA_RSVG(library, cairo_image_surface_create)(
      CAIRO_FORMAT_ARGB32, static_cast<int>(width + 0.5), static_cast<int>(height + 0.5));
  auto* context = SVODKA_RSVG(library, cairo_create)(surface);
  const RsvgRectangle whole{0, 0, width, height};
  if (!SVODKA_RSVG(library, rsvg_handle_render_document)(handle, context, &whole, nullptr)) return {};
  std::string png;
  const auto status = SVODKA_RSVG(library, cairo_surface_write_to_png_stream)(surface, append, &png);
  return status == CAIRO_STATUS_SUCCESS ? png : std::string();
}

// In the process that draws: the size and the PNG; "" when it is no SVG, nothing when it is too much.
std::optional<std::string> draw(const std::string& svg) {
  const Library library;
  if (!library.loaded()) _exit(kNoLibrary);
  auto* handle = SVODKA_RSVG(library, rsvg_handle_new_from_data)(reinterpret_cast<const guint8*>(svg.data()),
                                                                 svg.size(), nullptr);
  if (handle == nullptr) return "";
  const auto size = size_of(library, handle);
  if (!(size.width > 0 && size.height > 0 && size.width < 1e6 && size.height < 1e6)) return "";
  const auto png = drawn(library, handle, size);
  if (png.empty()) return std::nullopt;
  std::string answer(sizeof size, '\0');
  std::memcpy(answer.data(), &size, sizeof size);
  return answer + png;
}

// On top of what the program has already. (The address sanitizer maps terabytes.)
void bound_memory() {
#if !defined(__SANITIZE_ADDRESS__)
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const auto bytes = pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) + kMostMemory;
  const rlimit memory{bytes, bytes};
  setrlimit(RLIMIT_AS, &memory);
#endif
}

[[noreturn]] void child(int pipe, const std::string& svg) {
  const rlimit time{kMostSeconds, kMostSeconds}, no_core{0, 0};
  setrlimit(RLIMIT_CPU, &time);
  setrlimit(RLIMIT_CORE, &no_core);
  bound_memory();
  const int nowhere = open("/dev/null", O_RDWR);  // the libraries' own words are no findings
  for (const int stream : {0, 1, 2}) dup2(nowhere, stream);
  const auto answer = draw(svg);
  if (!answer) _exit(kTooMuch);
  for (std::size_t done = 0; done < answer->size();) {
    const auto written = write(pipe, answer->data() + done, answer->size() - done);
    if (written <= 0) _exit(kTooMuch);
    done += static_cast<std::size_t>(written);
  }
  _exit(0);
}

// What the child writes until it ends; nothing when it takes too long or writes too much.
bool read_all(int pipe, std::string& answer) {
  const auto end = Clock::now() + kLongestDrawing;
  std::array<char, 65536> block{};
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd waiting{pipe, POLLIN, 0};
    if (left <= 0) return false;
    if (poll(&waiting, 1, static_cast<int>(left)) <= 0) continue;
    const auto size = read(pipe, block.data(), block.size());
    if (size == 0) return true;
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 || answer.size() > kLargestPng) return false;
    answer.append(block.data(), static_cast<std::size_t>(size));
  }
}

Raster raster_of(const std::string& answer) {
  Raster raster;
  Size size;
  if (answer.size() <= sizeof size) return raster;
  std::memcpy(&size, answer.data(), sizeof size);
  return {Raster::State::kDrawn, size.width, size.height, answer.substr(sizeof size)};
}

}  // namespace

Raster draw_svg(const std::string& svg) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0)
    fail_with_errno("SVG", "не удалось нарисовать", "cannot draw", errno);
  const pid_t pid = fork();
  if (pid == 0) child(ends[1], svg);
  const int problem = errno;
  close(ends[1]);
  std::string answer;
  const bool ended = pid > 0 && read_all(ends[0], answer);
  close(ends[0]);
  if (pid < 0) fail_with_errno("SVG", "не удалось нарисовать", "cannot draw", problem);
  if (!ended) kill(pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (ended && WIFEXITED(status) && WEXITSTATUS(status) == kNoLibrary) {
    throw EnvironmentError(text("рисунки SVG рисует библиотека {}, а она не установлена (пакет librsvg2-2)",
                                "SVG pictures are drawn by the library {}, which is not installed (package "
                                "librsvg2-2)",
                                kLibrary));
  }
  if (!ended || !WIFEXITED(status) || WEXITSTATUS(status) != 0) return {Raster::State::kTooMuch, 0, 0, {}};
  return raster_of(answer);
}

}  // namespace svodka::render
