#include "load/projects_file.h"

#include <fnmatch.h>

#include <algorithm>
#include <map>

#include "load/yaml.h"

namespace svodka::load {
namespace {

namespace fs = std::filesystem;

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

fs::path real(const fs::path& path) {
  std::error_code error;
  auto found = fs::weakly_canonical(fs::absolute(path, error), error);
  if (!found.has_filename()) found = found.parent_path();
  return found;
}

// "municipalities/berdsk" of "./municipalities//berdsk/".
std::string tidy(const std::string& folder) {
  auto path = fs::path(folder).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  return path.generic_string();
}

bool has_wildcard(const std::string& words) { return words.find_first_of("*?") != std::string::npos; }

std::vector<std::string> folders_in(const fs::path& path) {
  std::vector<std::string> names;
  std::error_code error;
  for (auto at = fs::directory_iterator(path, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    auto name = at->path().filename().string();
    if (name.front() != '.' && is_folder(at->path())) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

// The folders that a pattern means, from `root`.
std::vector<std::string> matching(const fs::path& root, const std::string& pattern) {
  std::vector<std::string> found{""};
  for (const auto& part : fs::path(pattern).lexically_normal()) {
    if (part.empty()) continue;
    std::vector<std::string> next;
    for (const auto& folder : found) {
      const auto under = [&](const std::string& name) { return (fs::path(folder) / name).generic_string(); };
      if (!has_wildcard(part.string())) {
        if (is_folder(root / under(part.string()))) next.push_back(under(part.string()));
        continue;
      }
      for (const auto& name : folders_in(root / folder)) {
        if (::fnmatch(part.c_str(), name.c_str(), FNM_PERIOD) == 0) next.push_back(under(name));
      }
    }
    found = std::move(next);
  }
  return found;
}

class ProjectsReader {
 public:
  ProjectsReader(const fs::path& root, Diagnostics& out) : root_(root), here_(real(root)), out_(out) {}

  std::vector<RegionMember> read(const Node& file) {
    const auto* list = file.find("projects");
    if (file.is_mapping()) known_keys(file, {"projects"});
    if (list == nullptr || !list->is_sequence() || list->items.empty()) {
      error(list == nullptr ? file : *list, "wrong-form",
            text("здесь ожидается список `projects:`", "a list `projects:` is expected here"),
            text("например: `projects: [municipalities/*]`", "for example: `projects: [municipalities/*]`"));
      return {};
    }
    for (const auto& item : list->items) {
      if (item.is_scalar())
        add_words(item);
      else if (item.is_mapping())
        add_mapping(item);
      else
        error(item, "wrong-form",
              text("здесь ожидается папка проекта или его `folder`, `id` и `name`",
                   "a project's folder, or its `folder`, `id` and `name`, are expected here"),
              text("например: `- municipalities/izobilny`", "for example: `- municipalities/izobilny`"));
    }
    refuse_same_ids();
    std::vector<RegionMember> members;
    for (auto& entry : entries_) members.push_back(std::move(entry.member));
    return members;
  }

 private:
  struct Entry {
    RegionMember member;
    fs::path place;
    bool from_wildcard = false;
  };

  void error(const Node& node, std::string rule, Text message, Text hint = {}) {
    Position at = node.mark.in(kProjectsFile);
    if (at.line == 0) at.line = at.column = 1;  // an empty file
    out_.error(std::move(at), std::move(rule), std::move(message), std::move(hint));
  }

  void known_keys(const Node& mapping, const std::vector<std::string>& keys) {
    for (const auto& [key, value] : mapping.entries) {
      if (std::find(keys.begin(), keys.end(), key.scalar) == keys.end())
        error(key, "unknown-key", text("непонятный ключ `{}`", "unknown key `{}`", key.scalar),
              suggestion(key.scalar, keys));
    }
  }

  void add_words(const Node& node) {
    if (!has_wildcard(node.scalar)) return add(node, node.scalar, {}, {});
    bool found = false;
    for (const auto& folder : matching(root_, node.scalar)) {
      const auto place = real(root_ / folder);
      if (!is_folder(place / "inputs") || place == here_) continue;
      found = true;
      if (is_of_its_own(node, folder)) continue;
      if (find(place) == entries_.end()) put(node, folder, place, true);
    }
    if (found) return;
    error(
        node, "no-project",
        text("под «{}» нет ни одной папки с проектом", "“{}” matches no folder with a project", node.scalar),
        hint_for_pattern(node.scalar));
  }

  // The first folder on the way that is not there may be misspelt.
  Text hint_for_pattern(const std::string& pattern) const {
    fs::path so_far;
    for (const auto& part : fs::path(tidy(pattern))) {
      if (has_wildcard(part.string())) break;
      if (!is_folder(root_ / so_far / part)) {
        const auto near = did_you_mean(part.string(), folders_in(root_ / so_far));
        if (!near.empty())
          return text("возможно, `{}`", "did you mean `{}`?", (so_far / near).generic_string());
        break;
      }
      so_far /= part;
    }
    return text("у проекта есть папка inputs", "a project has a folder inputs");
  }

  std::string words(const Node& mapping, std::string_view key) {
    const auto* node = mapping.find(key);
    if (node == nullptr || node->is_null()) return {};
    if (node->is_scalar()) return node->scalar;
    error(*node, "wrong-form", text("здесь ожидается текст", "a text is expected here"),
          text("напишите его без скобок и дефисов: `{}: …`", "write it without brackets and dashes: `{}: …`",
               key));
    return {};
  }

  void add_mapping(const Node& item) {
    known_keys(item, {"id", "folder", "name"});
    const auto folder = words(item, "folder");
    if (folder.empty())
      return error(
          item, "missing-field",
          text("не сказано, где проект: `folder`", "it does not say where the project is: `folder`"));
    if (has_wildcard(folder))
      return error(*item.find("folder"), "wrong-form",
                   text("здесь ожидается одна папка", "one folder is expected here"),
                   text("образец пишут сам по себе: `- {}`", "a pattern stands by itself: `- {}`", folder));
    add(*item.find("folder"), folder, words(item, "id"), words(item, "name"));
  }

  void add(const Node& node, const std::string& words, std::string id, std::string name) {
    const auto folder = tidy(words);
    if (words.empty() || !is_folder(root_ / folder)) {
      const fs::path path(folder);
      const auto near = did_you_mean(path.filename().string(), folders_in(root_ / path.parent_path()));
      const auto meant = (path.parent_path() / near).generic_string();
      return error(node, "no-folder", text("нет папки «{}»", "there is no folder “{}”", words),
                   near.empty() ? Text{} : text("возможно, `{}`", "did you mean `{}`?", meant));
    }
    const auto place = real(root_ / folder);
    if (std::mismatch(place.begin(), place.end(), here_.begin(), here_.end()).first == place.end())
      return error(node, "wrong-folder",
                   text("в папке «{}» лежит сам регион", "the folder “{}” holds the region itself", words),
                   text("отчёты самого региона не называют: они и так создаются после проектов",
                        "the region's own reports need not be named: they are made after the projects"));
    if (!is_folder(place / "inputs"))
      return error(node, "no-project",
                   text("в папке «{}» нет проекта: нет папки inputs",
                        "the folder “{}” is no project: it has no folder inputs", words),
                   text("новый проект: svodka new {}", "a new project: svodka new {}", folder));
    if (is_of_its_own(node, folder)) return;
    if (const auto known = find(place); known != entries_.end()) {
      if (!known->from_wildcard)
        return error(node, "project-twice",
                     text("проект «{}» уже назван (строка {})", "the project “{}” is named already (line {})",
                          words, known->member.at.line));
      entries_.erase(known);
    }
    put(node, folder, place, false, std::move(id), std::move(name));
  }

  bool is_of_its_own(const Node& node, const std::string& folder) {
    if (!is_region(root_ / folder)) return false;
    error(node, "nested-region",
          text("в папке «{}» свой {}: регион в регионе не собирается",
               "the folder “{}” has a {} of its own: a region within a region is not built", folder,
               kProjectsFile),
          text("назовите здесь его проекты", "name its projects here"));
    return true;
  }

  void put(const Node& node, const std::string& folder, fs::path place, bool from_wildcard,
           std::string id = {}, std::string name = {}) {
    if (id.empty()) id = place.filename().string();
    if (name.empty()) name = id;
    if (id.front() == '.' || id.find('/') != std::string::npos)
      return error(node, "wrong-id",
                   text("`{}` не годится в имя папки", "`{}` is not fit for a folder's name", id),
                   text("уберите `/` и точку в начале", "leave out `/` and a dot at the beginning"));
    entries_.push_back({{std::move(id), std::move(name), folder, node.mark.in(kProjectsFile)},
                        std::move(place),
                        from_wildcard});
  }

  std::vector<Entry>::iterator find(const fs::path& place) {
    return std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.place == place; });
  }

  void refuse_same_ids() {
    std::map<std::string, Position> seen;
    std::erase_if(entries_, [&](const Entry& entry) {
      const auto& member = entry.member;
      const auto [first, is_new] = seen.emplace(member.id, member.at);
      if (is_new) return false;
      Finding finding{
          Severity::kError,
          "project-twice",
          member.at,
          text("`{}` — так уже назван другой проект (папка «{}»)",
               "`{}` is what another project is called already (the folder “{}”)", member.id, member.folder),
          text("дайте проекту другое имя: `{{id: …, folder: {}}}`",
               "give the project another id: `{{id: …, folder: {}}}`", member.folder),
          {}};
      if (first->second != member.at)
        finding.related.push_back({first->second, text("первый назван здесь", "the first is named here")});
      out_.add(std::move(finding));
      return true;
    });
  }

  const fs::path& root_;
  const fs::path here_;
  Diagnostics& out_;
  std::vector<Entry> entries_;
};

}  // namespace

bool is_region(const fs::path& root) {
  std::error_code error;
  return fs::is_regular_file(root / kProjectsFile, error);
}

std::vector<RegionMember> read_projects(const fs::path& root, Diagnostics& out) {
  if (!is_region(root)) return {};
  const auto file = read_source(root, kProjectsFile, out);
  if (!file) return {};
  const auto node = parse_yaml(*file, out);
  return node ? ProjectsReader(root, out).read(*node) : std::vector<RegionMember>();
}

}  // namespace svodka::load
