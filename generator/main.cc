#include "cli/commands.h"

int main(int argc, char** argv) { return svodka::cli::run(argc, argv); }
