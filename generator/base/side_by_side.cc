#include "base/side_by_side.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

namespace svodka {

void side_by_side(std::size_t items, std::size_t workers,
                  const std::function<void(std::size_t item, std::size_t worker)>& work) {
  std::atomic<std::size_t> next = 0;
  std::vector<std::exception_ptr> thrown(std::max<std::size_t>(1, workers));
  const auto run = [&](std::size_t worker) {
    try {
      for (auto item = next++; item < items; item = next++) work(item, worker);
    } catch (...) {
      thrown[worker] = std::current_exception();
      next = items;
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t worker = 1; worker < workers; ++worker) threads.emplace_back(run, worker);
  run(0);
  for (auto& thread : threads) thread.join();
  for (const auto& error : thrown) {
    if (error) std::rethrow_exception(error);
  }
}

std::size_t threads_for(std::size_t items, int asked) {
  const auto cores = std::max<std::size_t>(1, std::thread::hardware_concurrency());
  const auto wanted = asked > 0 ? static_cast<std::size_t>(asked) : cores;
  return std::max<std::size_t>(1, std::min(wanted, items));
}

}  // namespace svodka
