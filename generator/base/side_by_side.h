#pragma once

#include <cstddef>
#include <functional>

namespace svodka {

/// Calls `work(item, worker)` for the items 0, 1, … on so many threads, of which one is the caller's
/// (worker 0). What one throws is thrown here once all have ended, of several the first worker's; the items
/// that were not begun then are not.
void side_by_side(std::size_t items, std::size_t workers,
                  const std::function<void(std::size_t item, std::size_t worker)>& work);

/// As many threads as were asked for, or with 0 one a core; never more than there are items, at least one.
std::size_t threads_for(std::size_t items, int asked);

}  // namespace svodka
