#include <array>
#include <string_view>
#include <utility>

#include "base/files.h"
#include "publish/pdf/pdf_work.h"

namespace svodka::publish::pdf_work {
namespace fs = std::filesystem;
namespace {

struct Setting {
  const char* node;
  const char* name;
  const char* value;
};

// The schemas are in LibreOffice's main.xcd.
constexpr std::array kSettings{
    Setting{"Office.Common/Misc", "FirstRun", "false"},
    Setting{"Office.Common/Misc", "UseLocking", "false"},
    Setting{"Office.Common/Misc", "UseDocumentSystemFileLocking", "false"},
    Setting{"Office.Common/Security/Scripting", "DisableMacrosExecution", "true"},
    Setting{"Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"},
    Setting{"Setup/L10N", "ooSetupSystemLocale", "ru-RU"},
    Setting{"Office.Linguistic/General", "DefaultLocale", "ru-RU"},
};

// Parts of a window that are not drawn: sidebars, and the input line of Calc, without which -nogui packages
// do not open a spreadsheet (their inputbar.ui is missing).
constexpr std::array kHidden{"swriter/10336", "scalc/10336", "scalc/26100"};

std::string hidden(const char* window) {
  return fmt::format(
      "<item oor:path=\"/org.openoffice.Office.Views/Windows\"><node oor:name=\"{}\" oor:op=\"replace\">"
      "<prop oor:name=\"Visible\" oor:op=\"fuse\"><value>false</value></prop>"
      "<prop oor:name=\"WindowState\" oor:op=\"fuse\"><value></value></prop></node></item>\n",
      window);
}

std::string item(const Setting& setting) {
  return fmt::format(
      "<item oor:path=\"/org.openoffice.{}\"><prop oor:name=\"{}\" oor:op=\"fuse\"><value>{}</value></prop>"
      "</item>\n",
      setting.node, setting.name, setting.value);
}

// "7.4" of "ProductKey=LibreOffice 7.4". A profile that this version has not used yet has LibreOffice test
// its drawing first, for as long as five documents take.
std::string version_of(const std::string& release) {
  const auto end = release.find_first_of(";");
  const auto name = release.substr(0, end);
  const auto space = name.rfind(' ');
  return space == std::string::npos ? std::string() : name.substr(space + 1);
}

}  // namespace

std::string release_of(const fs::path& kit) {
  std::string release;
  std::error_code error;
  for (const auto& [file, key] :
       {std::pair{"bootstraprc", "\nProductKey="}, std::pair{"versionrc", "\nbuildid="}}) {
    if (!fs::exists(kit / file, error)) continue;
    const auto words = read_file(kit / file);
    const auto at = words.find(key);
    if (at == std::string::npos) continue;
    const auto start = at + std::string_view(key).size();
    release += (release.empty() ? "" : ";") + words.substr(start, words.find_first_of("\r\n", start) - start);
  }
  return release;
}

void write_profile(const fs::path& profile, const fs::path& kit) {
  std::string xcu =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\" "
      "xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n";
  for (const auto& setting : kSettings) xcu += item(setting);
  for (const auto* window : kHidden) xcu += hidden(window);
  if (const auto version = version_of(release_of(kit)); !version.empty())
    xcu += item({"Setup/Product", "ooSetupLastVersion", version.c_str()});
  make_folder(profile / "user");
  write_file_in_place(profile / "user" / "registrymodifications.xcu", xcu + "</oor:items>\n");
}

}  // namespace svodka::publish::pdf_work
