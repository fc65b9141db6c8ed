#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/files.h"
#include "pipeline.h"
#include "support/temp_folder.h"

namespace svodka {

using Causes = std::vector<publish::Cause>;

inline constexpr int kSchools = 40;

// A letter and a list for each school, and one list of all.
class Region {
 public:
  Region() {
    std::string schools = "organisations:\n";
    for (int i = 10; i < 10 + kSchools; ++i)
      schools +=
          "  - {id: s" + std::to_string(i) + ", kind: school, name: Школа № " + std::to_string(i) + "}\n";
    write("inputs/schools.yaml", schools);
    write("templates/letter.yaml", R"(title: Письмо
one-per: SELECT id AS school, name AS whom FROM organisations ORDER BY id
outputs:
  - {template: letter.txt, file: "{{school}}.txt"}
  - file: "{{school}}.xlsx"
    sheets:
      - name: Лист
        rows: own
        columns:
          - {header: Школа, value: name}
data:
  own: SELECT name FROM organisations WHERE id = :school
  all: SELECT count(*) AS n FROM organisations
)");
    write("templates/letter.txt", "{{whom}}: одна из {{all.n}}\n");
    write("templates/list.yaml", R"(title: Список
outputs:
  - {template: list.html, file: list.html}
data:
  schools: SELECT name FROM organisations ORDER BY id
)");
    write("templates/list.html", "<ul>{{#schools}}<li>{{name}}</li>{{/schools}}</ul>\n");
  }

  void write(const std::string& file, std::string_view bytes) const { folder_.write(file, bytes); }
  void replace(const std::string& file, const std::string& from, const std::string& to) const {
    auto text = read_file(path() / file);
    const auto at = text.find(from);
    REQUIRE_NE(at, std::string::npos);
    text.replace(at, from.size(), to);
    write(file, text);
  }
  const std::filesystem::path& path() const { return folder_.path(); }
  std::filesystem::path output(const std::string& file) const { return path() / "outputs/2020-12" / file; }

  BuildResult build(BuildOptions options = {}) const {
    Diagnostics out;
    auto result =
        svodka::build({.root = path(), .period = "2020-12", .as_of = "", .outputs = {}}, options, out);
    findings = out.count(Severity::kWarning) + out.count(Severity::kError);
    return result;
  }

  mutable std::size_t findings = 0;

 private:
  test::TempFolder folder_;
};

// The documents that were made, with the reasons; but for the page, which tells of the others.
inline std::map<std::string, Causes> made(const BuildResult& result) {
  std::map<std::string, Causes> documents;
  for (const auto& document : result.documents)
    if (!document.causes.empty() && document.document != "index.html")
      documents[document.document] = document.causes;
  return documents;
}

inline std::map<std::string, std::string> files_of(const Region& region) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(region.path() / "outputs/2020-12"))
    files[entry.path().filename().string()] = read_file(entry.path());
  return files;
}

}  // namespace svodka
