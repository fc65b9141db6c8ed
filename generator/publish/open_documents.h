#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"

namespace svodka::publish {

/// Who has a document open in an office program.
struct OpenElsewhere {
  std::string program;  ///< "LibreOffice", "Microsoft Office"
  std::string user;     ///< as the program knows the person; "" when it does not say
};

/// Whether somebody has the document open: the lock file that LibreOffice (".~lock.NAME#", one line:
/// user,account,machine,time,profile;) or Microsoft Office ("~$" in place of the first characters of the
/// name; the user in UTF-16 after the same in the code page of Windows) keeps beside it.
std::optional<OpenElsewhere> open_elsewhere(const std::filesystem::path& document);

/// Whether there is any such lock file in the folder.
bool has_locks(const std::filesystem::path& folder);

/// Warns (document-open) of each of `files` in the folder, which are about to be replaced, that somebody has
/// open: saving it there would put back the old text.
void warn_of_open_documents(const std::filesystem::path& folder, const std::vector<std::string>& files,
                            Diagnostics& out);

}  // namespace svodka::publish
