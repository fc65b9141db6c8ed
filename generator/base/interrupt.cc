#include "base/interrupt.h"

#include <csignal>
#include <initializer_list>

namespace svodka {
namespace {

// A signal handler can reach nothing but a static of this type.
volatile std::sig_atomic_t received = 0;

void remember(int signal) {
  received = signal;
  std::signal(signal, SIG_DFL);  // a second Ctrl-C ends a run that hangs
}

}  // namespace

void catch_interrupts() {
  received = 0;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, remember);
}

int interrupted() { return received; }

void throw_if_interrupted() {
  if (received != 0) throw Interrupted{received};
}

}  // namespace svodka
