#pragma once

#include <filesystem>
#include <string>

/// What passes between the program and its PDF workers: a folder with
///
///     kit         the folder of LibreOffice's library
///     limit       seconds for a document
///     jobs        a line a document: "KIND MOMENT NUMBER.EXTENSION"; KIND is pdf or pdf/a-2b
///     0.docx …    the documents; a worker puts 0.pdf beside
///     0.taken     a worker has taken the document upon itself
///     NAME.said   what the worker NAME says: "began 0", then "made 0 PAGES" or "refused 0 REASON"
///     NAME/       LibreOffice's profile of that worker, and its scratch files
namespace svodka::publish::pdf_work {

inline constexpr const char* kArchival = "pdf/a-2b";
inline constexpr const char* kPlain = "pdf";
inline constexpr const char* kCommand = "pdf-worker";  ///< the program's hidden command

/// The worker's side: does what `folder` asks for under this name. Returns the exit code of the process; does
/// not return when LibreOffice brings it down.
int run_worker(const std::filesystem::path& folder, const std::string& name);

/// Makes LibreOffice's profile: nothing is asked, no macro runs, no link is followed, no lock files, numbers
/// as in Russian, and no window's furniture, which takes a quarter of the time of a short document.
void write_profile(const std::filesystem::path& profile, const std::filesystem::path& kit);

/// Which LibreOffice it is, by its bootstraprc and versionrc: "LibreOffice 7.4;40(Build:2)"; "" when it does
/// not say.
std::string release_of(const std::filesystem::path& kit);

}  // namespace svodka::publish::pdf_work
