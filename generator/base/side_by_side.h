#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <thread>
#include <vector>

namespace svodka {

/// `work(item, worker)` for the items 0, 1, …, which other threads begin at once while the caller (worker 0)
/// may still do something else.
class SideBySide {
 public:
  using Work = std::function<void(std::size_t item, std::size_t worker)>;

  /// Starts the threads of all workers but the caller's.
  SideBySide(std::size_t items, std::size_t workers, Work work);
  /// Begins no more items, and waits for those that are in hand.
  ~SideBySide();
  SideBySide(const SideBySide&) = delete;
  SideBySide& operator=(const SideBySide&) = delete;

  /// Takes part until all is done. What one of them threw is thrown here, of several the first worker's; the
  /// items that were not begun then are not.
  void finish();

 private:
  void run(std::size_t worker);
  void join();

  const std::size_t items_;
  const Work work_;
  std::atomic<std::size_t> next_ = 0;
  std::vector<std::exception_ptr> thrown_;
  std::vector<std::thread> threads_;  // last: they use the rest
};

/// All of it, with the caller taking part from the beginning.
void side_by_side(std::size_t items, std::size_t workers, SideBySide::Work work);

/// As many threads as were asked for, or with 0 one a core; never more than there are items, at least one.
std::size_t threads_for(std::size_t items, int asked);

/// How many threads each of so many items may take for itself while threads_for() of them are worked on.
int jobs_of_each(std::size_t items, int asked);

}  // namespace svodka
