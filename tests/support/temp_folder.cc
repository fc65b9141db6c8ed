#include "support/temp_folder.h"

#include <stdlib.h>  // NOLINT: mkdtemp is POSIX, not in <cstdlib>

#include <fstream>
#include <stdexcept>

namespace svodka::test {

TempFolder::TempFolder() {
  auto name = (std::filesystem::temp_directory_path() / "svodka-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void TempFolder::write(const std::string& name, std::string_view bytes) const {
  std::filesystem::create_directories((path_ / name).parent_path());
  std::ofstream(path_ / name, std::ios::binary) << bytes;
}

}  // namespace svodka::test
