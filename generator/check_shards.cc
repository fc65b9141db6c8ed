#include "check_shards.h"

#include <algorithm>
#include <map>

#include "base/files.h"
#include "earlier_work.h"
#include "publish/ledger/versions.h"

namespace svodka {
namespace fs = std::filesystem;
namespace {

Text command(int part, int of) {
  return text("создайте её: svodka build --shard {}/{}", "make it: svodka build --shard {}/{}", part, of);
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

std::vector<fs::path> find_shards(const std::vector<fs::path>& folders, const std::string& period,
                                  Diagnostics& out) {
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
                text("нет части {}/{}", "the part {}/{} is missing", part, of), command(part, of));
  }
  if (out.has_errors()) return {};
  return shards;
}

void check_shards(const std::vector<fs::path>& shards, const store::ReportContext& context,
                  const std::vector<publish::FileHash>& inputs, Diagnostics& out) {
  const auto of = static_cast<int>(shards.size());
  for (int part = 1; part <= of; ++part) {
    const auto& folder = shards[static_cast<std::size_t>(part - 1)];
    const auto manifest = publish::Manifest::read(folder / context.period);
    const Position at{.file = (folder / context.period / "manifest.json").string()};
    if (!manifest) {
      out.error(at, "shard-missing", text("нет части {}/{}", "the part {}/{} is missing", part, of),
                command(part, of));
      continue;
    }
    if (manifest->as_of != context.as_of) {
      out.error(at, "shard-outdated",
                text("часть {}/{} создана на отчётную дату {}, а нужна на {}",
                     "the part {}/{} is as of {}, not as of {}", part, of, manifest->as_of, context.as_of),
                command(part, of));
      continue;
    }
    std::map<std::string, std::string> then;
    for (const auto& file : manifest->inputs) then[file.file] = file.sha256;
    std::string changed;
    for (const auto& file : inputs) {
      const auto known = then.find(file.file);
      if (known == then.end() || known->second != file.sha256) changed = file.file;
      if (known != then.end()) then.erase(known);
    }
    if (!then.empty()) changed = then.begin()->first;
    if (changed.empty()) continue;
    out.error(at, "shard-outdated",
              text("часть {}/{} создана по другим данным: с тех пор изменён «{}»",
                   "the part {}/{} was made of other data: “{}” has changed since", part, of, changed),
              command(part, of));
  }
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
