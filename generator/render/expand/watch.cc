#include "render/expand/watch.h"

namespace svodka::render {
namespace {

thread_local ValueWatcher* watching = nullptr;

}  // namespace

Watching::Watching(ValueWatcher* watcher) : before_(watching) { watching = watcher; }
Watching::~Watching() { watching = before_; }
ValueWatcher* Watching::current() { return watching; }

}  // namespace svodka::render
