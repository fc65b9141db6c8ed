#include <string_view>

#include "cli/commands.h"
#include "publish/pdf/pdf_work.h"

int main(int argc, char** argv) {
  // The program calls itself, so that LibreOffice may crash or hang in a process of its own.
  if (argc == 4 && std::string_view(argv[1]) == svodka::publish::pdf_work::kCommand)
    return svodka::publish::pdf_work::run_worker(argv[2], argv[3]);
  return svodka::cli::run(argc, argv);
}
