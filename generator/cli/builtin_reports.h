#pragma once

#include <string>
#include <vector>

#include "cli/console.h"

namespace svodka::cli {

/// The names of the reports that come with the program: "outgoing-register", "covering-letter".
std::vector<std::string> builtin_report_names();

/// Puts the definition and templates of a built-in report into a project's templates/, to be changed there.
/// Nothing is overwritten. Returns the exit code.
int copy_builtin_report(const Console& console, const std::string& name);

/// Writes the register of outgoing documents of a year as a document, .xlsx or .docx by the file's name: by
/// the project's report `outgoing-register` when it has one, else by the built-in one. `period`: of the year;
/// "": the last year that has numbers. Returns the exit code.
int write_register(const Console& console, const std::string& file, const std::string& period,
                   const std::string& outputs);

}  // namespace svodka::cli
