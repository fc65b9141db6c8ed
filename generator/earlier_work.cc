#include "earlier_work.h"

#include <fmt/format.h>

#include "base/files.h"
#include "base/hash.h"
#include "publish/ledger/versions.h"

namespace svodka {
namespace fs = std::filesystem;

fs::path unfinished_folder(const fs::path& outputs) { return outputs / ".svodka" / "unfinished"; }

fs::path shards_folder(const fs::path& outputs) { return outputs / ".svodka" / "shards"; }

fs::path shard_folder(const fs::path& outputs, const publish::Shard& shard) {
  return shards_folder(outputs) / fmt::format("{}-of-{}", shard.part, shard.of);
}

int part_of(const std::string& document, int of) {
  constexpr std::size_t kDigits = 8;
  constexpr int kHexadecimal = 16;
  const auto number = std::stoul(sha256(document).substr(0, kDigits), nullptr, kHexadecimal);
  return static_cast<int>(number % static_cast<unsigned long>(of)) + 1;
}

bool is_own_shard(const fs::path& shard, const fs::path& outputs) {
  std::error_code error;
  return fs::weakly_canonical(shard, error).parent_path() ==
         fs::weakly_canonical(shards_folder(outputs), error);
}

EarlierWork::EarlierWork(const fs::path& outputs, const std::string& period, bool is_spent)
    : folder_(outputs / period),
      clean_folder_(publish::clean_folder(outputs, period)),
      is_spent_(is_spent),
      records_(std::make_unique<publish::MadeRecords>(outputs, folder_, true)) {}

std::optional<std::string> EarlierWork::clean_bytes(const publish::MadeRecord& record) const {
  const bool draft = record.signed_off && record.entry.sha256 != record.clean_sha256;
  const auto file = (draft ? clean_folder_ : folder_) / record.entry.file;
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return std::nullopt;
  auto bytes = read_file(file);
  if (sha256(bytes) != record.clean_sha256) return std::nullopt;
  return bytes;
}

bool EarlierWork::is_whole(const publish::MadeRecord& record) const {
  const auto file = folder_ / record.entry.file;
  std::error_code error;
  return fs::is_regular_file(file, error) && sha256_of_file(file) == record.entry.sha256;
}

}  // namespace svodka
