#include "load/projects_file.h"

#include <algorithm>
#include <map>

#include "base/links.h"
#include "base/utf8.h"
#include "base/wildcard.h"
#include "load/project_folders.h"
#include "load/yaml.h"

namespace svodka::load {
namespace {

namespace fs = std::filesystem;

// "municipalities/berdsk" of "./municipalities//berdsk/".
std::string tidy(const std::string& folder) {
  auto path = fs::path(folder).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  return path.generic_string();
}

// What is wrong with a folder that should hold a project.
struct Fault {
  std::string rule;
  Text message, hint;
};

class ProjectsReader {
 public:
  ProjectsReader(const fs::path& root, Diagnostics& out) : root_(root), here_(real_path(root)), out_(out) {}

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
    for (auto& entry : entries_) {
      if (entry.finding) out_.add(std::move(*entry.finding));
      if (!entry.is_no_project) members.push_back(std::move(entry.member));
    }
    return members;
  }

 private:
  struct Entry {
    RegionMember member;
    fs::path place;
    bool from_wildcard = false;
    bool is_no_project = false;           // a folder of a wildcard that holds none
    std::optional<Finding> finding = {};  // of a wildcard: nobody says better of the folder what it is
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
    if (!has_wildcard(node.scalar)) return add(node, node.scalar, {}, {}, node);
    std::vector<std::pair<std::string, int>> unreadable;
    const auto folders = folders_matching(root_, node.scalar, unreadable);
    bool found = !unreadable.empty();
    std::vector<std::pair<std::string, Fault>> others;
    for (const auto& folder : folders) {
      const auto place = real_path(root_ / folder);
      if (place == here_ || folder == "inputs" || folder == "templates" || folder == "outputs") continue;
      auto fault = fault_of(folder, folder);
      if (fault && fault->rule == "no-project") {
        others.emplace_back(folder, std::move(*fault));
        continue;
      }
      found = true;
      if (find(place) == entries_.end()) put(node, folder, place, true, std::move(fault));
    }
    for (const auto& [folder, code] : unreadable)
      lose_pattern(node, folder, {"project-unreadable", why_unreadable(folder, code), {}});
    if (!found)
      return lose_pattern(node, node.scalar,
                          {"no-project",
                           text("под «{}» нет ни одной папки с проектом",
                                "“{}” matches no folder with a project", node.scalar),
                           hint_for_pattern(node.scalar)});
    for (auto& [folder, fault] : others) put_no_project(node, folder, std::move(fault));
  }

  void lose_pattern(const Node& node, const std::string& name, Fault fault) {
    entries_.push_back({{name, name, name, node.mark.in(kProjectsFile), fault.message, true}, {}});
    error(node, std::move(fault.rule), std::move(fault.message), std::move(fault.hint));
  }

  // Is told unless an entry of its own names the folder.
  void put_no_project(const Node& node, const std::string& folder, Fault fault) {
    const auto place = real_path(root_ / folder);
    if (find(place) != entries_.end()) return;
    auto at = node.mark.in(kProjectsFile);
    entries_.push_back({{folder, folder, folder, at}, place, true, true});
    entries_.back().finding = Finding{Severity::kWarning,       std::move(fault.rule), std::move(at),
                                      std::move(fault.message), std::move(fault.hint), {}};
  }

  // The first folder on the way that is not there may be misspelt.
  Text hint_for_pattern(const std::string& pattern) const {
    if (auto hint = hint_for_backslash(pattern); !hint.empty()) return hint;
    fs::path so_far;
    for (const auto& part : fs::path(tidy(pattern))) {
      if (has_wildcard(part.string())) break;
      if (!look_at_folder(root_ / so_far / part).is_folder) {
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
    const auto id = words(item, "id"), name = words(item, "name");
    if (folder.empty()) {
      const auto told =
          text("не сказано, где проект: `folder`", "it does not say where the project is: `folder`");
      if (!id.empty() || !name.empty()) put_lost(item, id.empty() ? name : id, told);
      return error(item, "missing-field", told,
                   text("добавьте папку: `{{folder: municipalities/{0}, id: {0}}}`",
                        "add the folder: `{{folder: municipalities/{0}, id: {0}}}`", id.empty() ? "…" : id));
    }
    const auto& at = *item.find("folder");
    if (has_wildcard(folder)) {
      const auto told = text("здесь ожидается одна папка", "one folder is expected here");
      put_lost(at, folder, told);
      return error(at, "wrong-form", told,
                   text("образец пишут сам по себе: `- {}`", "a pattern stands by itself: `- {}`", folder));
    }
    add(at, folder, id, name, item.find("id") != nullptr ? *item.find("id") : at);
  }

  void put_lost(const Node& node, const std::string& name, const Text& why) {
    entries_.push_back({{name, name, name, node.mark.in(kProjectsFile), why}, {}});
  }

  static Text hint_for_backslash(const std::string& words) {
    if (words.find('\\') == std::string::npos) return {};
    auto meant = words;
    std::replace(meant.begin(), meant.end(), '\\', '/');
    return text("пишите `/`: `{}`", "write `/`: `{}`", meant);
  }

  // Why the folder is no project; `words`: as the file calls it.
  std::optional<Fault> fault_of(const std::string& folder, const std::string& words) const {
    const auto path = root_ / folder;
    const auto unreadable = [&](const std::string& shown, int code) {
      return Fault{"project-unreadable", why_unreadable(shown, code),
                   text("дайте себе право читать её, или пусть проект соберёт тот, у кого оно есть",
                        "get the right to read it, or have the project built by somebody who has it")};
    };
    const auto dangling = [&](const std::string& shown) {
      std::error_code error;
      return Fault{
          "no-folder",
          text("«{0}» — ссылка на «{1}», а там ничего нет", "“{0}” is a link to “{1}”, and there is nothing",
               shown, fs::read_symlink(root_ / shown, error).string()),
          {}};
    };
    const auto state = look_at_folder(path);
    if (state.error != 0) return unreadable(folder, state.error);
    if (state.is_dangling) return dangling(folder);
    if (!state.is_folder)
      return Fault{"no-folder", text("нет папки «{}»", "there is no folder “{}”", words),
                   hint_for_folder(words, folder)};
    const auto inputs = look_at_folder(path / "inputs");
    if (inputs.error != 0) return unreadable(folder, inputs.error);
    if (inputs.is_dangling) return dangling(folder + "/inputs");
    if (!inputs.is_folder) {
      const auto near = did_you_mean("inputs", folders_in(path));
      return Fault{"no-project",
                   text("в папке «{}» нет проекта: нет папки inputs",
                        "the folder “{}” is no project: it has no folder inputs", words),
                   near.empty() ? text("новый проект: svodka new {}", "a new project: svodka new {}", folder)
                                : text("переименуйте `{0}` в `inputs`", "rename `{0}` to `inputs`", near)};
    }
    if (is_region(path))
      return Fault{"nested-region",
                   text("в папке «{}» свой {}: регион в регионе не собирается",
                        "the folder “{}” has a {} of its own: a region within a region is not built", words,
                        kProjectsFile),
                   text("назовите здесь его проекты", "name its projects here")};
    return std::nullopt;
  }

  Text hint_for_folder(const std::string& words, const std::string& folder) const {
    if (auto hint = hint_for_backslash(words); !hint.empty()) return hint;
    const fs::path path(folder);
    const auto near = did_you_mean(path.filename().string(), folders_in(root_ / path.parent_path()));
    if (near.empty()) return {};
    return text("возможно, `{}`", "did you mean `{}`?", (path.parent_path() / near).generic_string());
  }

  void add(const Node& node, const std::string& words, std::string id, std::string name,
           const Node& id_node) {
    const auto folder = as_on_disk(root_, tidy(words));
    const auto place = real_path(root_ / folder);
    if (!words.empty() && is_within(here_, place))
      return error(node, "wrong-folder",
                   text("в папке «{}» лежит сам регион", "the folder “{}” holds the region itself", words),
                   text("отчёты самого региона не называют: они и так создаются после проектов",
                        "the region's own reports need not be named: they are made after the projects"));
    if (const auto known = find(place); known != entries_.end()) {
      if (!known->from_wildcard)
        return error(node, "project-twice",
                     text("проект «{}» уже назван (строка {})", "the project “{}” is named already (line {})",
                          words, known->member.at.line));
      entries_.erase(known);
    }
    if (id.empty()) id = fs::path(tidy(words)).filename().string();
    put(node, folder, place, false, fault_of(folder, words), std::move(id), std::move(name), &id_node);
  }

  // With a fault it is lost.
  void put(const Node& node, const std::string& folder, fs::path place, bool from_wildcard,
           std::optional<Fault> fault, std::string id = {}, std::string name = {},
           const Node* id_node = nullptr) {
    if (id.empty() || id == "." || id == "..") id = place.filename().string();
    if (name.empty()) name = id;
    auto at = node.mark.in(kProjectsFile);
    const bool is_bad = id.starts_with('.') || id.find('/') != std::string::npos;
    if (is_bad && !fault) {
      fault =
          Fault{"wrong-id", text("`{}` не годится в имя папки", "`{}` is not fit for a folder's name", id),
                text("уберите `/` и точку в начале", "leave out `/` and a dot at the beginning")};
    }
    Entry entry{{std::move(id), std::move(name), folder, at}, std::move(place), from_wildcard};
    if (fault) {
      if (is_bad && id_node != nullptr && fault->rule == "wrong-id") at = id_node->mark.in(kProjectsFile);
      entry.member.lost = fault->message;
      entry.finding = Finding{Severity::kError,          std::move(fault->rule), std::move(at),
                              std::move(fault->message), std::move(fault->hint), {}};
    }
    entries_.push_back(std::move(entry));
  }

  std::vector<Entry>::iterator find(const fs::path& place) {
    return std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.place == place; });
  }

  // Also those that differ in case only: with --out each has a folder of that name, and not all disks tell
  // these apart.
  void refuse_same_ids() {
    std::map<std::string, const RegionMember*> seen;
    for (auto& entry : entries_) {
      auto& member = entry.member;
      if (entry.is_no_project || entry.place.empty()) continue;
      const auto [first, is_new] = seen.emplace(utf8::lower(member.id), &member);
      if (is_new || entry.finding) continue;
      const auto& other = *first->second;
      const auto told = other.id == member.id
                            ? text("`{}` — так уже назван другой проект (папка «{}»)",
                                   "`{}` is what another project is called already (the folder “{}”)",
                                   member.id, other.folder)
                            : text("`{}` отличается только регистром букв от `{}` (папка «{}»)",
                                   "`{}` differs from `{}` in the case of letters only (the folder “{}”)",
                                   member.id, other.id, other.folder);
      Finding finding{Severity::kError,
                      "project-twice",
                      member.at,
                      told,
                      text("дайте проекту другое имя: `{{id: …, folder: {}}}`",
                           "give the project another id: `{{id: …, folder: {}}}`", member.folder),
                      {}};
      if (other.at != member.at)
        finding.related.push_back({other.at, text("первый назван здесь", "the first is named here")});
      member.lost = told;
      entry.finding = std::move(finding);
    }
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

namespace {

std::optional<Node> read_file_of_projects(const fs::path& root, Diagnostics& out) {
  if (!is_region(root)) return std::nullopt;
  const auto file = read_source(root, kProjectsFile, out);
  return file ? parse_yaml(*file, out) : std::nullopt;
}

}  // namespace

std::vector<RegionMember> list_projects(const fs::path& root, Diagnostics& out) {
  const auto node = read_file_of_projects(root, out);
  return node ? ProjectsReader(root, out).read(*node) : std::vector<RegionMember>();
}

std::vector<RegionMember> read_projects(const fs::path& root, Diagnostics& out) {
  auto members = list_projects(root, out);
  std::erase_if(members, [](const RegionMember& member) { return !member.lost.empty(); });
  return members;
}

void warn_of_misnamed_file(const fs::path& root, Diagnostics& out) {
  if (is_region(root)) return;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root, error)) {
    const auto name = entry.path().filename().string();
    const auto lower = utf8::lower(name);
    if (lower != "projects.yml" && lower != "projects.yaml") continue;
    out.warning(
        {.file = name}, "misnamed-projects",
        text("файл «{}» ничего не значит: список проектов региона называется {}",
             "the file “{}” means nothing: a region's list of projects is called {}", name, kProjectsFile),
        text("переименуйте его в {}", "rename it to {}", kProjectsFile));
  }
}

std::vector<std::string> watched_folders(const fs::path& root) {
  std::vector<std::string> names{"inputs", "templates", kProjectsFile};
  Diagnostics told;  // by the build
  const auto node = read_file_of_projects(root, told);
  const auto* list = node ? node->find("projects") : nullptr;
  if (list == nullptr) return names;
  for (const auto& item : list->items) {
    const auto* folder = item.is_mapping() ? item.find("folder") : &item;
    if (folder == nullptr || folder->scalar.empty()) continue;
    const auto path = as_on_disk(root, tidy(folder->scalar));
    for (const char* each : {"/inputs", "/templates", "/projects.yaml"}) names.push_back(path + each);
  }
  return names;
}

}  // namespace svodka::load
