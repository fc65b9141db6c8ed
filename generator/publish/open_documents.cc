#include "publish/open_documents.h"

#include <set>
#include <string_view>

#include "base/files.h"
#include "base/utf8.h"

namespace svodka::publish {
namespace fs = std::filesystem;
namespace {

std::string bytes_of(const fs::path& file) {
  try {
    return read_file(file);
  } catch (const EnvironmentError&) {  // on a share its owner may be the only one who may read it
    return {};
  }
}

// The first field of the line that is not empty, of the user's name and the account.
std::string user_of_libreoffice(std::string_view line) {
  std::string field;
  for (std::size_t i = 0, fields = 0; i < line.size() && fields < 2; ++i) {
    if (line[i] == '\\' && i + 1 < line.size()) {
      field += line[++i];
    } else if (line[i] != ',' && line[i] != ';') {
      field += line[i];
    } else if (!field.empty()) {
      return utf8::first_not_xml(field) ? std::string() : field;
    } else {
      ++fields;
    }
  }
  return {};
}

// The length in characters, the name in the code page, filled up to byte 54 (Word) or 55 (Excel), the length
// again in two bytes, the name in UTF-16.
std::string user_of_office(std::string_view bytes) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
  for (const std::size_t at : {std::size_t{54}, std::size_t{55}}) {
    if (bytes.size() < at + 2 || byte(at) != byte(0) || byte(at + 1) != 0) continue;
    std::string name;
    for (std::size_t i = at + 2; i + 1 < bytes.size() && i < at + 2 + 2u * byte(0); i += 2)
      utf8::append(name, static_cast<char32_t>(byte(i) | byte(i + 1) << 8));
    if (!utf8::first_not_xml(name)) return name;
  }
  return {};
}

// The name with "~$": before names of up to six characters (without what follows the dot), in place of the
// first character of seven, of the first two of longer ones.
std::string office_lock(const std::string& name) {
  const auto characters = utf8::length(fs::path(name).stem().string());
  std::size_t from = 0;
  for (std::size_t skip = characters > 7 ? 2 : characters > 6 ? 1 : 0; skip > 0; --skip)
    utf8::next(name, from);
  return "~$" + name.substr(from);
}

std::optional<OpenElsewhere> holder(const fs::path& document, const std::set<std::string>& locks) {
  const auto name = document.filename().string();
  if (const auto lock = ".~lock." + name + "#"; locks.contains(lock))
    return OpenElsewhere{"LibreOffice", user_of_libreoffice(bytes_of(document.parent_path() / lock))};
  if (utf8::first_invalid(name)) return std::nullopt;
  if (const auto lock = office_lock(name); locks.contains(lock))
    return OpenElsewhere{"Microsoft Office", user_of_office(bytes_of(document.parent_path() / lock))};
  return std::nullopt;
}

std::set<std::string> locks_in(const fs::path& folder) {
  std::set<std::string> locks;
  std::error_code error;
  for (fs::directory_iterator each(folder, error), end; !error && each != end; each.increment(error)) {
    auto name = each->path().filename().string();
    if (name.starts_with(".~lock.") || name.starts_with("~$")) locks.insert(std::move(name));
  }
  return locks;
}

}  // namespace

std::optional<OpenElsewhere> open_elsewhere(const fs::path& document) {
  return holder(document, locks_in(document.parent_path()));
}

bool has_locks(const fs::path& folder) { return !locks_in(folder).empty(); }

void warn_of_open_documents(const fs::path& folder, const std::vector<std::string>& files, Diagnostics& out) {
  const auto locks = locks_in(folder);
  for (const auto& file : files) {
    const auto open = holder(folder / file, locks);
    if (!open) continue;
    const auto by = open->user.empty() ? open->program : open->program + ", " + open->user;
    out.warning({.file = (folder / file).lexically_normal().generic_string()}, "document-open",
                text("документ «{}» открыт ({}): на том экране прежний текст",
                     "the document “{}” is open ({}): that screen shows the earlier text", file, by),
                text("закройте его без сохранения и откройте снова: сохранение вернуло бы прежний текст",
                     "close it without saving and open it again: saving would put back the earlier text"));
  }
}

}  // namespace svodka::publish
