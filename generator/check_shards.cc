#include "check_shards.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/files.h"
#include "base/hash.h"
#include "earlier_work.h"
#include "pipeline.h"
#include "publish/ledger/versions.h"

namespace svodka {
namespace fs = std::filesystem;
namespace {

Text make_it(int part, int of, const store::ReportContext& context) {
  return text("создайте её: {}", "make it: {}", shard_command(part, of, context));
}

struct Found {
  fs::path folder;
  publish::Shard shard;
};

// A folder of outputs that a run for a part has left.
std::optional<publish::Shard> shard_in(const fs::path& folder, const std::string& period) {
  const auto manifest = publish::Manifest::read(folder / period);
  if (!manifest || manifest->shard.part < 1 || manifest->shard.part > manifest->shard.of) return std::nullopt;
  return manifest->shard;
}

std::vector<Found> all_shards(const std::vector<fs::path>& folders, const std::string& period,
                              Diagnostics& out) {
  std::vector<Found> found;
  for (const auto& folder : folders) {
    const auto before = found.size();
    if (const auto shard = shard_in(folder, period)) found.push_back({folder, *shard});
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (const auto shard = shard_in(entry.path(), period)) found.push_back({entry.path(), *shard});
    }
    if (found.size() > before) continue;
    out.error({.file = folder.string()}, "no-shard",
              text("здесь нет частей за период {}", "there are no parts for the period {} here", period),
              text("их создаёт svodka build --shard НОМЕР/ВСЕГО --period {}",
                   "svodka build --shard NUMBER/ALL --period {} makes them", period));
  }
  return found;
}

}  // namespace

std::vector<fs::path> find_shards(const std::vector<fs::path>& folders, const store::ReportContext& context,
                                  Diagnostics& out) {
  const auto& period = context.period;
  const auto found = all_shards(folders, period, out);
  if (found.empty()) return {};
  // Folders of another division may have been left behind: the last one that was made is meant.
  std::map<int, fs::file_time_type> divisions;
  for (const auto& [folder, shard] : found) {
    std::error_code error;
    auto& last = divisions[shard.of];
    last = std::max(last, fs::last_write_time(folder / period / "manifest.json", error));
  }
  const auto newer = [](const auto& a, const auto& b) { return a.second < b.second; };
  const int of = std::max_element(divisions.begin(), divisions.end(), newer)->first;
  std::vector<fs::path> shards(static_cast<std::size_t>(of));
  for (const auto& [folder, shard] : found) {
    if (shard.of != of) continue;
    auto& place = shards[static_cast<std::size_t>(shard.part - 1)];
    if (!place.empty()) {
      out.error(
          {.file = folder.string()}, "shard-twice",
          text("часть {}/{} есть и в «{}»", "the part {}/{} is in “{}”, too", shard.part, of, place.string()),
          text("назовите папки частей по одной", "name the folders of the parts one by one"));
    }
    place = folder;
  }
  for (int part = 1; part <= of; ++part) {
    if (shards[static_cast<std::size_t>(part - 1)].empty())
      out.error({.file = folders.front().string()}, "shard-missing",
                text("нет части {}/{}", "the part {}/{} is missing", part, of), make_it(part, of, context));
  }
  if (out.has_errors()) return {};
  return shards;
}

namespace {

// Files by their names, with what their bytes were when a part was made and are now.
class Comparison {
 public:
  explicit Comparison(const publish::Manifest& part) {
    for (const auto& file : part.inputs) then_[file.file] = file.sha256;
    for (const auto& document : part.documents) {
      add_source(document.definition);
      add_source(document.source);
      for (const auto& file : document.fragments) add_source(file);
    }
  }

  /// The names of the files that differ, also of those that are there at one time only.
  std::vector<std::string> changed(const fs::path& root, const std::vector<publish::FileHash>& inputs) const {
    std::set<std::string> names;
    auto gone = then_;
    for (const auto& file : inputs) {
      const auto known = then_.find(file.file);
      if (known == then_.end() || known->second != file.sha256) names.insert(file.file);
      gone.erase(file.file);
    }
    for (const auto& [file, hash] : gone) names.insert(file);
    for (const auto& [file, hash] : sources_) {
      if (sha256_if_there(root / file) != hash) names.insert(file);
    }
    return {names.begin(), names.end()};
  }

 private:
  void add_source(const publish::FileHash& file) {
    if (!file.file.empty()) sources_[file.file] = file.sha256;
  }
  std::map<std::string, std::string> then_, sources_;
};

}  // namespace

std::string shard_command(int part, int of, const store::ReportContext& context) {
  auto command = fmt::format("svodka build --shard {}/{} --period {}", part, of, context.period);
  if (usual_as_of(context.period) != context.as_of) command += " --as-of " + context.as_of;
  return command;
}

void check_shards(const std::vector<fs::path>& shards, const fs::path& root,
                  const store::ReportContext& context, const std::vector<publish::FileHash>& inputs,
                  Diagnostics& out) {
  const auto of = static_cast<int>(shards.size());
  for (int part = 1; part <= of; ++part) {
    const auto& folder = shards[static_cast<std::size_t>(part - 1)];
    const auto manifest = publish::Manifest::read(folder / context.period);
    const Position at{.file = (folder / context.period / "manifest.json").string()};
    const auto hint = make_it(part, of, context);
    if (!manifest) {
      out.error(at, "shard-missing", text("нет части {}/{}", "the part {}/{} is missing", part, of), hint);
      continue;
    }
    if (manifest->as_of != context.as_of) {
      out.error(at, "shard-outdated",
                text("часть {}/{} создана на отчётную дату {}, а нужна на {}",
                     "the part {}/{} is as of {}, not as of {}", part, of, manifest->as_of, context.as_of),
                hint);
      continue;
    }
    NamedFiles changed;
    for (const auto& file : Comparison(*manifest).changed(root, inputs)) changed.add(file);
    if (changed.count == 0) continue;
    const auto names = changed.words();
    out.error(
        at, "shard-outdated",
        text("часть {0}/{1} создана по другим файлам: с тех пор изменён {2}",
             "the part {0}/{1} was made of other files: {3} has changed since", part, of, names.ru, names.en),
        hint);
  }
}

void say_lacking(const NamedFiles& documents, bool lost, int part, const std::vector<fs::path>& shards,
                 const store::ReportContext& context, const Position& at, Diagnostics& out) {
  const auto of = static_cast<int>(shards.size());
  const auto names = documents.words();
  const auto command = shard_command(part, of, context);
  const auto manifest = publish::Manifest::read(shards[static_cast<std::size_t>(part - 1)] / context.period);
  const auto errors = manifest && !lost ? manifest->errors : 0;
  out.error(at, "not-in-shards",
            lost ? text("часть {0}/{1} потеряла документы, которые создала ({2}): {3}",
                        "the part {0}/{1} has lost documents that it had made ({2}): {4}", part, of,
                        documents.count, names.ru, names.en)
                 : text("часть {0}/{1} не создала документов ({2}): {3}",
                        "the part {0}/{1} has not made documents ({2}): {4}", part, of, documents.count,
                        names.ru, names.en),
            errors > 0
                ? text("при её создании были ошибки ({0}): исправьте их, затем {1}",
                       "there were errors when it was made ({0}): correct them, then {1}", errors, command)
                : make_it(part, of, context));
}

std::vector<std::unique_ptr<publish::ProjectLock>> hold_shards(const std::vector<fs::path>& shards,
                                                               const fs::path& outputs) {
  std::vector<std::unique_ptr<publish::ProjectLock>> locks;
  for (std::size_t i = 0; i < shards.size(); ++i) {
    if (!is_own_shard(shards[i], outputs)) continue;
    try {
      locks.push_back(std::make_unique<publish::ProjectLock>(shards[i]));
    } catch (const EnvironmentError& error) {
      const auto& why = error.message();
      throw EnvironmentError(
          text("часть {0}/{1}: {2}", "the part {0}/{1}: {3}", i + 1, shards.size(), why.ru, why.en));
    }
  }
  return locks;
}

void forget_shards(const std::vector<fs::path>& shards, const fs::path& outputs, const std::string& period) {
  std::error_code error;
  for (const auto& shard : shards) {
    if (!is_own_shard(shard, outputs)) continue;
    fs::remove_all(shard / period, error);
    fs::remove_all(publish::clean_folder(shard, period), error);
    if (publish::period_folders(shard).empty()) fs::remove(shard / ".svodka" / "made.db", error);
  }
}

}  // namespace svodka
