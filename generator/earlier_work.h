#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "publish/made_records.h"

namespace svodka {

/// Where the documents lie that an interrupted run had made before it ended: an outputs folder within the
/// outputs, outputs/.svodka/unfinished.
std::filesystem::path unfinished_folder(const std::filesystem::path& outputs);

/// Where runs for a part of the documents put them: outputs/.svodka/shards, and there in 3-of-8.
std::filesystem::path shards_folder(const std::filesystem::path& outputs);
std::filesystem::path shard_folder(const std::filesystem::path& outputs, const publish::Shard& shard);

/// Whether a run for a part has put its documents there because nobody told it where.
bool is_own_shard(const std::filesystem::path& shard, const std::filesystem::path& outputs);

/// The part, from 1 to `of`, that a document belongs to: by its name alone, so that all runs agree.
int part_of(const std::string& document, int of);

/// Documents of one period that another run has made elsewhere, in an outputs folder of its own. One of them
/// is taken instead of being made when it is made of the same: then it is the same to the byte.
class EarlierWork {
 public:
  /// `is_spent`: nobody needs what lies there once it is taken, so that files need not be copied.
  EarlierWork(const std::filesystem::path& outputs, const std::string& period, bool is_spent);

  const publish::MadeRecords& records() const { return *records_; }
  bool is_spent() const { return is_spent_; }

  std::optional<publish::MadeRecord> find(const std::string& document) const {
    return records_->find(document);
  }
  /// Its bytes without the mark of a draft; nothing when they are not what they were.
  std::optional<std::string> clean_bytes(const publish::MadeRecord& record) const;

  /// Whether the document that was put in place there is still the same.
  bool is_whole(const publish::MadeRecord& record) const;

  /// The folder of the period there.
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_, clean_folder_;
  bool is_spent_;
  std::unique_ptr<publish::MadeRecords> records_;
};

}  // namespace svodka
