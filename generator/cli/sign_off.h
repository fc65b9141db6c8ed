#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/console.h"
#include "publish/sign/certificate.h"
#include "signoff/documents.h"

namespace svodka::cli {

/// The arguments of the commands that work on documents already made.
struct DocumentArguments {
  signoff::Targets targets;
  std::string outputs;
};

void add_document_arguments(CLI::App& command, const Console& console, DocumentArguments& arguments,
                            bool required);

ProjectOptions project_of(const Console& console, const DocumentArguments& arguments);

/// Asks on the terminal without showing what is typed, or reads the first line of a file descriptor when it
/// is not negative.
publish::AskPassphrase ask_passphrase(const Console& console, int descriptor);

/// Prints the findings and returns the exit code.
int finish(const Console& console, const Diagnostics& out);

/// Makes the pages of these documents' periods say how far they have come. What keeps it from doing so is a
/// note: the documents themselves are done.
void refresh_pages(const Console& console, const ProjectOptions& project,
                   const std::vector<publish::LedgerEntry>& entries);

/// «утверждён», «подписан», «зарегистрирован № 01-21/744 от 01.12.2020».
Text entry_words(const publish::LedgerEntry& entry);

/// "2020-12-01" as «01.12.2020».
std::string short_day(const std::string& iso);

/// "2020-12-01T09:15:02Z" in the time zone of this computer: «01.12.2020 12:15».
std::string local_time(const std::string& utc);

}  // namespace svodka::cli
