#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"

namespace svodka::publish {

/// What became of a document.
enum class Outcome { kNew, kChanged, kUnchanged };

/// Puts the documents of one run in place, all or none of what was staged.
///
/// `stage` writes a document under a hidden temporary name beside its place; `commit` flushes all of them and
/// then renames them. So a run that fails, or is killed, before `commit` leaves every old document as it was,
/// and at any moment each name holds a whole old or a whole new document. What a killed run left behind is
/// removed by the next one. A document whose bytes are already in place is not written again.
class Publisher {
 public:
  /// `folder` is the folder of the period: outputs/2020-12. Made when missing. With `dry_run` nothing is
  /// written. Throws EnvironmentError (here and below).
  Publisher(std::filesystem::path folder, bool dry_run);
  ~Publisher();
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  /// Stages `bytes` as `file` (a name in the folder). With `force` also when they are already in place.
  /// Several threads may stage at once, each its own file.
  Outcome stage(const std::string& file, std::string_view bytes, bool force = false);

  /// The same with what `write` writes to the path that it is given, which need not be in memory.
  Outcome stage_written(const std::string& file,
                        const std::function<void(const std::filesystem::path&)>& write);

  /// The same with the bytes of another file, which are copied without being in memory.
  /// With `is_spent`, when nobody will need that file, they are not even copied where the disk is the same.
  Outcome stage_copy(const std::string& file, const std::filesystem::path& from, bool is_spent = false);

  /// What `file` will hold once all is in place: what is staged, or what stands there.
  std::string bytes(const std::string& file) const;

  /// Where a library may write a file itself. The name is hidden; whoever asks removes the file.
  std::filesystem::path scratch(const std::string& file) const;

  /// Everything staged appears under its name.
  void commit();

  /// Everything staged is moved to another folder of the same disk instead, made when missing; what this
  /// folder has stays as it is. Not flushed.
  void put_aside(const std::filesystem::path& folder);

 private:
  void flush() const;
  void note(const std::string& file);
  void each_staged(const std::function<void(const std::string& file)>& take);
  Outcome stage_as(const std::string& file, bool same, bool force,
                   const std::function<void(const std::filesystem::path&)>& write);

  std::filesystem::path folder_;
  bool dry_run_;
  std::mutex mutex_;
  std::string staged_;         // names, each with a '\0' behind it: there may be a hundred thousand
  std::size_t count_ = 0;      // of them
  std::size_t committed_ = 0;  // what stands before this is in place
};

/// Holds a project's outputs for one run: a second run at the same time is refused, naming the first one's
/// process (and machine, if that is another), or waits half a minute for it first. The lock goes with the
/// process, however it ends.
class ProjectLock {
 public:
  enum class Patience { kNone, kWait };
  /// Throws EnvironmentError when another process holds it.
  explicit ProjectLock(const std::filesystem::path& outputs, Patience patience = Patience::kNone);
  ~ProjectLock();
  ProjectLock(const ProjectLock&) = delete;
  ProjectLock& operator=(const ProjectLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace svodka::publish
