#include <doctest/doctest.h>

#include <filesystem>

#include "support/paths.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

TEST_CASE("editor: Neovim shows findings, completes, hovers and jumps in the demonstration") {
  if (shell("/", "command -v nvim >/dev/null").code != 0) {
    MESSAGE("neovim is not installed: no editor to try with");
    return;
  }
  const TempFolder folder;
  for (const char* name : {"inputs", "templates"})
    fs::copy(fs::path(SVODKA_ROOT) / name, folder.path() / name, fs::copy_options::recursive);
  const auto run = shell(folder.path(),
                         "XDG_STATE_HOME=$PWD/.state XDG_CACHE_HOME=$PWD/.cache timeout 280 nvim --headless "
                         "-u NONE -n -c 'luafile " SVODKA_TESTS_DIR "/edit/neovim.lua' 2>.stderr");
  CHECK_EQ(run.code, 0);
  CHECK_EQ(
      run.output,
      "0 unknown-value поле `status` не принимает значения «dnoe» | возможно, `done`\n"
      "clean\n"
      "izobilnaya: МОБУ «Изобильная СОШ»\n"
      "**1.2.1 Определение организаций-партнёров и заключение договоров о сотрудничестве** (plan-items)\n"
      "plan.yaml\n"
      "0:18 нет столбца `nmae` | возможно, `name`\n"
      "stopped\n");
}

}  // namespace
}  // namespace svodka::test
