#include "base/side_by_side.h"

#include <algorithm>
#include <utility>

namespace svodka {

SideBySide::SideBySide(std::size_t items, std::size_t workers, Work work)
    : items_(items), work_(std::move(work)), thrown_(std::max<std::size_t>(1, workers)) {
  for (std::size_t worker = 1; worker < workers; ++worker)
    threads_.emplace_back([this, worker] { run(worker); });
}

SideBySide::~SideBySide() {
  next_ = items_;
  join();
}

void SideBySide::finish() {
  run(0);
  join();
  for (const auto& error : thrown_) {
    if (error) std::rethrow_exception(error);
  }
}

void SideBySide::run(std::size_t worker) {
  try {
    for (auto item = next_++; item < items_; item = next_++) work_(item, worker);
  } catch (...) {
    thrown_[worker] = std::current_exception();
    next_ = items_;
  }
}

void SideBySide::join() {
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void side_by_side(std::size_t items, std::size_t workers, SideBySide::Work work) {
  SideBySide(items, workers, std::move(work)).finish();
}

namespace {

std::size_t threads_wanted(int asked) {
  return asked > 0 ? static_cast<std::size_t>(asked)
                   : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

}  // namespace

std::size_t threads_for(std::size_t items, int asked) {
  return std::max<std::size_t>(1, std::min(threads_wanted(asked), items));
}

int jobs_of_each(std::size_t items, int asked) {
  return static_cast<int>(std::max<std::size_t>(1, threads_wanted(asked) / std::max<std::size_t>(1, items)));
}

}  // namespace svodka
