#pragma once

namespace svodka {

/// Makes SIGINT, SIGTERM and SIGHUP ask the run to end in order (temporary files removed, whole documents
/// left) instead of killing it.
void catch_interrupts();

/// The signal that asked the run to end; 0 when none did. Long loops look here between documents.
int interrupted();

/// Thrown by throw_if_interrupted(); a command then exits with 128 + signal.
struct Interrupted {
  int signal = 0;
};

void throw_if_interrupted();

}  // namespace svodka
