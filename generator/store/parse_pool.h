#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/finding.h"
#include "store/tables.h"

namespace svodka::store {

/// Reads input files on several threads and hands out their rows in the order of the files.
///
/// What waits is bounded: a thread that is ahead stops while kMostWaiting bytes wait, except the one whose
/// file is next in turn, so the pool cannot stand still. With one job its only thread reads while the taker
/// waits, so that one core is enough for both.
class ParsePool {
 public:
  /// What was learnt of one file besides its rows.
  struct Result {
    std::string hash;                    ///< of the bytes that were parsed; "" when they could not be read
    std::vector<std::string> also_read;  ///< what read_input() says it read besides
    Diagnostics findings;
  };

  /// `jobs`: how many threads read; 0: one a core.
  ParsePool(const std::filesystem::path& root, const Tables& tables, std::vector<std::string> paths,
            int jobs);
  /// Waits for its threads.
  ~ParsePool();
  ParsePool(const ParsePool&) = delete;
  ParsePool& operator=(const ParsePool&) = delete;

  /// Waits for the next piece of the file `index` (encode_rows()); false when there are no more. Files are
  /// taken in order.
  bool next(std::size_t index, std::string& rows);
  /// Of a file whose rows have all been taken.
  const Result& result(std::size_t index) const { return files_[index].result; }

 private:
  struct File {
    std::string path;
    std::deque<std::string> pieces;
    bool done = false;
    std::exception_ptr failure;
    Result result;
  };

  void work();
  void parse(std::size_t index);
  void put(std::size_t index, std::string rows);

  std::filesystem::path root_;
  const Tables& tables_;
  std::vector<File> files_;
  const bool by_turns_;
  std::atomic<std::size_t> next_file_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t turn_ = 0;     ///< the file that is being taken
  std::size_t waiting_ = 0;  ///< bytes in all pieces
  bool asked_ = false;       ///< by_turns_: the taker waits
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

/// The hash of an input file's bytes; "" when it cannot be read or is larger than any input may be (so that
/// it is read, and reported, again and again).
std::string hash_input(const std::filesystem::path& file);

/// The same of what read_input() says it read besides; of a pattern, the hash of the names that it means.
std::string hash_besides(const std::filesystem::path& root, const std::string& path);

}  // namespace svodka::store
