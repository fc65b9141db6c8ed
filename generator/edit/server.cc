#include "edit/server.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <istream>
#include <mutex>
#include <ostream>
#include <thread>

#include "base/files.h"
#include "edit/messages.h"

namespace svodka::edit {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kPause = std::chrono::milliseconds(25);      // in the typing, after which a check begins
constexpr auto kPatience = std::chrono::milliseconds(250);  // with typing that never pauses

struct Outcome {
  std::shared_ptr<const Analysis> analysis;
  Text failure;
  Texts checked;
};

// Checks on a thread of its own, one text at a time.
class Checker {
 public:
  explicit Checker(std::function<void(Outcome)> done) : done_(std::move(done)), thread_([this] { work(); }) {}
  ~Checker() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  Checker(const Checker&) = delete;
  Checker& operator=(const Checker&) = delete;

  void check(ProjectOptions project, Texts texts) {
    const std::lock_guard lock(mutex_);
    next_.emplace(std::move(project), std::move(texts));
    changed_.notify_all();
  }

 private:
  void work() {
    std::optional<Analyst> analyst;
    for (;;) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stopped_ || next_; });
      if (stopped_) return;
      auto [project, texts] = std::move(*next_);
      next_.reset();
      lock.unlock();
      Outcome outcome{nullptr, {}, std::move(texts)};
      try {
        if (!analyst) analyst.emplace(std::move(project));
        outcome.analysis = analyst->analyse(outcome.checked.by_path);
      } catch (const EnvironmentError& error) {
        outcome.failure = error.message();
      } catch (const std::exception& error) {
        outcome.failure = text("внутренняя ошибка: {}", "internal error: {}", error.what());
      }
      done_(std::move(outcome));
    }
  }

  std::function<void(Outcome)> done_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<std::pair<ProjectOptions, Texts>> next_;
  bool stopped_ = false;
  std::thread thread_;  // last: it uses the rest
};

// What the threads leave for the one that talks to the editor.
class Inbox {
 public:
  void put(Incoming message) {
    const std::lock_guard lock(mutex_);
    messages_.push_back(std::move(message));
    changed_.notify_all();
  }
  void put(Outcome outcome) {
    const std::lock_guard lock(mutex_);
    outcome_ = std::move(outcome);
    changed_.notify_all();
  }
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  struct Content {
    std::deque<Incoming> messages;
    std::optional<Outcome> outcome;
    bool closed = false;
  };
  /// Waits until something comes, or until the time.
  Content take(std::optional<Clock::time_point> until) {
    std::unique_lock lock(mutex_);
    const auto come = [&] { return !messages_.empty() || outcome_ || closed_; };
    until ? void(changed_.wait_until(lock, *until, come)) : changed_.wait(lock, come);
    return {std::exchange(messages_, {}), std::exchange(outcome_, std::nullopt), closed_};
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Incoming> messages_;
  std::optional<Outcome> outcome_;
  bool closed_ = false;
};

bool is_exit(const std::string& bytes) {
  if (bytes.find("exit") == std::string::npos) return false;
  const auto message = Json::parse(bytes, nullptr, false);
  return message.is_object() && message.value("method", Json()) == "exit";
}

// What has been cancelled while it waited here need not be worked out.
void cancel_waiting(const std::deque<Incoming>& messages, Session& session) {
  for (const auto& message : messages) {
    if (message.bytes.find("$/cancelRequest") == std::string::npos) continue;
    const auto json = Json::parse(message.bytes, nullptr, false);
    if (json.is_object() && json.value("method", Json()) == "$/cancelRequest" && json.contains("params") &&
        json["params"].is_object() && json["params"].contains("id"))
      session.cancel(json["params"]["id"]);
  }
}

}  // namespace

int serve(std::istream& in, std::ostream& out, const ServerOptions& options) {
  // std::cin is tied to std::cout: each read would flush what this thread is in the middle of writing, and a
  // piece of an answer would go out twice.
  auto* const tied = in.tie(nullptr);
  Inbox inbox;
  std::thread reader([&] {
    while (auto message = read_message(in)) {
      const bool last = is_exit(message->bytes);
      inbox.put(std::move(*message));
      if (last) break;
    }
    inbox.close();
  });
  Session session(options, [&](const Json& message) {
    write_message(out, message.dump(-1, ' ', false, Json::error_handler_t::replace));
  });
  {
    Checker checker([&](Outcome outcome) { inbox.put(std::move(outcome)); });
    bool checking = false;
    std::optional<Clock::time_point> changed, first_changed;
    while (!session.finished()) {
      std::optional<Clock::time_point> due;
      if (changed && !checking) due = std::min(*changed + kPause, *first_changed + kPatience);
      auto content = inbox.take(due);
      cancel_waiting(content.messages, session);
      for (const auto& message : content.messages) session.receive(message.bytes);
      if (content.outcome) {
        checking = false;
        if (content.outcome->analysis)
          session.take(std::move(content.outcome->analysis), content.outcome->checked);
        else
          session.take_failure(content.outcome->failure);
      }
      if (content.messages.empty() && content.closed) break;
      const auto now = Clock::now();
      if (session.wants_check() && !content.messages.empty()) {
        changed = now;
        if (!first_changed) first_changed = now;
      }
      if (!changed || checking || now < std::min(*changed + kPause, *first_changed + kPatience)) continue;
      changed = first_changed = std::nullopt;
      checking = true;
      checker.check(session.project(), session.texts());
    }
  }
  reader.join();
  in.tie(tied);
  return session.exit_code();
}

}  // namespace svodka::edit
