#include "base/side_by_side.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace svodka {
namespace {

TEST_CASE("side by side: every item once, by no more than so many workers") {
  for (const std::size_t workers : {1, 2, 5}) {
    std::vector<std::atomic<int>> done(100);
    std::atomic<bool> is_known = true;
    side_by_side(done.size(), workers, [&](std::size_t item, std::size_t worker) {
      ++done[item];
      if (worker >= workers) is_known = false;
    });
    for (const auto& count : done) CHECK_EQ(count.load(), 1);
    CHECK(is_known);
  }
}

TEST_CASE("side by side: what one throws ends the work and comes out") {
  for (const std::size_t workers : {1, 4}) {
    std::atomic<int> begun = 0;
    std::string said;
    try {
      side_by_side(1000, workers, [&](std::size_t item, std::size_t) {
        ++begun;
        if (item == 3) throw std::runtime_error("three");
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      });
    } catch (const std::runtime_error& error) {
      said = error.what();
    }
    CHECK_EQ(said, "three");
    CHECK_LT(begun.load(), 1000);
  }
}

TEST_CASE("side by side: threads as asked, or a core each, but no idle ones") {
  CHECK_EQ(threads_for(10, 3), 3);
  CHECK_EQ(threads_for(2, 3), 2);
  CHECK_EQ(threads_for(0, 0), 1);
  CHECK_GE(threads_for(1000, 0), 1);
}

TEST_CASE("side by side: of four threads, two things have two each, and five have one") {
  CHECK_EQ(jobs_of_each(2, 4), 2);
  CHECK_EQ(jobs_of_each(5, 4), 1);
  CHECK_EQ(jobs_of_each(1, 4), 4);
  CHECK_EQ(jobs_of_each(0, 4), 4);
}

TEST_CASE("side by side: the others begin before the caller takes part") {
  std::atomic<int> done = 0;
  SideBySide work(20, 2, [&](std::size_t, std::size_t worker) {
    if (worker == 1) ++done;
  });
  while (done < 20) std::this_thread::yield();
  work.finish();
  CHECK_EQ(done.load(), 20);
}

TEST_CASE("side by side: without the caller no more is begun, and what is in hand is finished") {
  std::atomic<int> begun = 0, ended = 0;
  {
    const SideBySide work(1'000'000, 3, [&](std::size_t, std::size_t) {
      ++begun;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      ++ended;
    });
    while (begun == 0) std::this_thread::yield();
  }
  CHECK_EQ(begun.load(), ended.load());
  CHECK_LT(begun.load(), 1'000'000);
}

}  // namespace
}  // namespace svodka
