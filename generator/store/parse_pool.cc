#include "store/parse_pool.h"

#include <algorithm>

#include "base/files.h"
#include "base/hash.h"
#include "base/side_by_side.h"
#include "base/source_file.h"
#include "load/pattern.h"
#include "load/record.h"
#include "store/rows.h"

namespace svodka::store {
namespace {

constexpr std::size_t kPiece = 64u << 10;
constexpr std::size_t kMostWaiting = 24u << 20;
constexpr std::size_t kMostThreads = 8;

std::optional<std::string> input_bytes(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error || size > kMaxSourceBytes) return std::nullopt;
  try {
    return read_file(file);
  } catch (const EnvironmentError&) {
    return std::nullopt;
  }
}

}  // namespace

std::string hash_input(const std::filesystem::path& file) {
  const auto bytes = input_bytes(file);
  return bytes ? sha256(*bytes) : "";
}

std::string hash_besides(const std::filesystem::path& root, const std::string& path) {
  if (!load::is_pattern(path)) return hash_input(root / path);
  std::string names;
  for (const auto& file : load::matching_files(root, path)) names += file + "\n";
  return sha256(names);
}

ParsePool::ParsePool(const std::filesystem::path& root, const Tables& tables, std::vector<std::string> paths,
                     int jobs)
    : root_(root), tables_(tables), files_(paths.size()), by_turns_(jobs == 1) {
  for (std::size_t i = 0; i < paths.size(); ++i) files_[i].path = std::move(paths[i]);
  if (files_.empty()) return;
  const auto threads = std::min(kMostThreads, threads_for(files_.size(), jobs));
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

ParsePool::~ParsePool() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void ParsePool::work() {
  for (;;) {
    const std::size_t index = next_file_++;
    if (index >= files_.size()) return;
    std::exception_ptr failure;
    try {
      parse(index);
    } catch (...) {
      failure = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    files_[index].failure = failure;
    files_[index].done = true;
    changed_.notify_all();
    if (stopped_) return;
  }
}

void ParsePool::parse(std::size_t index) {
  Result& result = files_[index].result;
  const std::string& path = files_[index].path;
  auto bytes = input_bytes(root_ / path);
  if (bytes) result.hash = sha256(*bytes);
  // read_source() says why when the bytes are not to be had.
  const auto source = bytes ? make_source(path, std::move(*bytes), result.findings)
                            : read_source(root_, path, result.findings);
  if (!source) return;
  std::string rows;
  const auto take = [&](load::Record&& record) {
    encode_rows(tables_, record, rows);
    if (rows.size() < kPiece) return;
    put(index, std::move(rows));
    rows.clear();
  };
  load::read_input(root_, *source, tables_.schema(), take, result.also_read, result.findings);
  if (!rows.empty()) put(index, std::move(rows));
}

void ParsePool::put(std::size_t index, std::string rows) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return stopped_ || turn_ == index || waiting_ < kMostWaiting; });
  if (stopped_) return;
  waiting_ += rows.size();
  files_[index].pieces.push_back(std::move(rows));
  asked_ = false;
  changed_.notify_all();
  if (by_turns_) changed_.wait(lock, [&] { return stopped_ || asked_; });
}

bool ParsePool::next(std::size_t index, std::string& rows) {
  std::unique_lock lock(mutex_);
  File& file = files_[index];
  turn_ = index;
  asked_ = true;
  changed_.notify_all();
  changed_.wait(lock, [&] { return !file.pieces.empty() || file.done; });
  if (file.pieces.empty()) {
    if (file.failure) std::rethrow_exception(file.failure);
    return false;
  }
  rows = std::move(file.pieces.front());
  file.pieces.pop_front();
  waiting_ -= rows.size();
  changed_.notify_all();
  return true;
}

}  // namespace svodka::store
