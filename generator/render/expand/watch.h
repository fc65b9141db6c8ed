#pragma once

#include <string>
#include <string_view>

#include "base/value.h"
#include "bind/resolver.h"

namespace svodka::render {

/// Is told of every value that a document shows, as its words go in.
class ValueWatcher {
 public:
  virtual ~ValueWatcher() = default;
  /// `row` is where the value stands, at `slot.path.index`; `words` are the value after its modifiers, never
  /// empty. Returns what is to be written instead of them. What an embed makes of a value is no words: the
  /// answer is then passed over, but for cells of forms, which become text.
  virtual std::string shown(const bind::ValueSlot& slot, const Row& row, std::string_view words) = 0;
  /// A chart draws the value of a column of `slot.columns`.
  virtual void drawn(const bind::ValueSlot& slot, const Row& row, int column, std::string_view words) = 0;
};

/// While it lives, the watcher is told of all that the templates of this thread expand, whatever their
/// format. With null nobody is told: where a text must be as it is.
class Watching {
 public:
  explicit Watching(ValueWatcher* watcher);
  ~Watching();
  Watching(const Watching&) = delete;
  Watching& operator=(const Watching&) = delete;

  /// The watcher of this thread; null when nobody watches.
  static ValueWatcher* current();

 private:
  ValueWatcher* before_;
};

}  // namespace svodka::render
