#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "support/golden.h"
#include "support/shell.h"
#include "support/temp_folder.h"

namespace svodka::test {

namespace fs = std::filesystem;

inline constexpr const char* kDocx = "outputs/2026-09/2026-10-01 Информация об исполнении плана.docx";

/// A new project whose report two people approve and one signs, and what its user does with it.
class Project {
 public:
  Project() {
    ok("svodka new . -q");
    std::ofstream report(temp_.path() / "templates/report.yaml", std::ios::app);
    report << "sign-off: {approve: [methodist, head], sign: head}\n";
    std::ofstream authority(temp_.path() / "inputs/authority.yaml", std::ios::app);
    authority << "  outgoing-number: 01-21/{n}\n  outgoing-start: 744\n";
  }

  ShellResult run(const std::string& command) const {
    return shell(temp_.path(), "{ " + command + "; } 2>&1");
  }
  std::string ok(const std::string& command) const {
    const auto result = run(command);
    CHECK_MESSAGE(result.code == 0, command << "\n" << result.output);
    return result.output;
  }
  // The command is refused for this reason.
  void refused(const std::string& command, const std::string& rule) const {
    const auto result = run(command);
    CHECK_MESSAGE(result.code == 1, command << "\n" << result.output);
    CHECK_MESSAGE(result.output.find("[" + rule + "]") != std::string::npos, command << "\n"
                                                                                     << result.output);
  }
  std::string file(const std::string& name) const { return contents(temp_.path() / name); }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(temp_.path() / name, std::ios::binary) << bytes;
  }
  const fs::path& path() const { return temp_.path(); }

  // A test authority and the head's certificate under it.
  void make_keys(const std::string& extra = "") const {
    ok("openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 -utf8 "
       "-subj '/C=RU/O=Тестовый центр/CN=Тестовый центр' 2>&1");
    ok("openssl req -newkey rsa:2048 -nodes -keyout key.pem -out req.pem -utf8 "
       "-subj '/C=RU/O=Управление/SN=Иванова/GN=Анна Петровна/CN=Иванова Анна Петровна' 2>&1");
    ok("openssl x509 -req -in req.pem -CA ca.pem -CAkey ca.key -set_serial 0x0A0B0C -days 365 -out "
       "cert.pem " +
       extra + " 2>&1");
  }

 private:
  TempFolder temp_;
};

}  // namespace svodka::test
