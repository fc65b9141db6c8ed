#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "load/yaml.h"
#include "load/yaml_errors.h"
#include "load/yaml_places.h"

namespace svodka::load {

using ItemSink = std::function<void(const Node& key, Node&& item)>;

/// Thrown through the parser when reading on makes no sense; the finding has been made.
struct Stop {};

/// A mapping or sequence whose end has not come yet.
struct Frame {
  Node node;
  Node key;                 ///< of a mapping: the key that waits for its value
  bool has_key = false;     ///< of a streamed sequence: it has had an item
  bool drop_value = false;  ///< the key was refused, and with it its value
  bool streamed = false;    ///< its items go to the sink and are not kept
  bool flow = false;
  std::size_t offset = 0;
  YAML::anchor_t anchor = 0;
  std::size_t weight_before = 0;
  std::unordered_map<std::string, Mark> index;  ///< the keys of a large mapping

  Frame(Node node_, std::size_t offset_, YAML::anchor_t anchor_, bool flow_)
      : node(std::move(node_)), flow(flow_), offset(offset_), anchor(anchor_) {}
};

/// Turns the parser's events into nodes, and what they cannot be into findings. With a sink, the values of
/// the root mapping are handed over and forgotten. Any call may throw Stop.
class YamlBuilder : public YAML::EventHandler {
 public:
  YamlBuilder(const SourceFile& file, const ItemSink* sink, const YamlLimits& limits, Diagnostics& out)
      : places_(file), sink_(sink), limits_(limits), out_(out) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { end(); }
  void OnMapEnd() override { end(); }
  Node take_root() { return std::move(root_); }
  const Places& places() const { return places_; }

  SyntaxFault fault_at(const YAML::Exception& error) const;

 private:
  struct Anchored {
    Node node;
    std::size_t weight = 0;
  };

  static std::size_t offset(const YAML::Mark& mark) { return static_cast<std::size_t>(mark.pos); }
  Mark mark_of(const YAML::Mark& mark, int length = 0);
  [[noreturn]] void fail(const Mark& at, const char* rule, Text message, Text hint = {});
  void check_characters(const Node& node);
  void refuse_tag(const YAML::Mark& mark, const std::string& tag);
  Mark scalar_mark(const YAML::Mark& mark, const std::string& value, bool quoted);

  /// The parser names the token after an empty value; people look for it at its key, or at its dash.
  Node null_node(const YAML::Mark& mark);
  bool is_written_null(std::size_t at) const;

  /// A key without a colon is taken by the parser for a key without a value.
  void check_colon(const Frame& frame);
  void report_missing_colon(const Node& key);
  void count(const Node& node);
  void check_weight(const Mark& at);
  void remember(YAML::anchor_t anchor, const Node& node, std::size_t weight);
  void begin(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             bool flow);
  [[noreturn]] void report_root(const Mark& at);
  void end();

  /// An anchor on a whole collection is not kept: OnAlias reports whoever refers to it.
  void finish_streamed(const Frame& frame);
  void add(Node&& node);
  void deliver(Node&& item);
  void take_key(Frame& frame, Node&& key);
  void report_key(const Node& key);
  void check_key(Frame& frame, const Node& key);

  /// Where the mapping already has this key. (A streamed root keeps its keys in the index, for it has no
  /// entries.)
  std::optional<Mark> first_use(Frame& frame, const Node& key);
  void take_value(Frame& frame, Node&& value);

  /// `<<: *defaults`: the fields of another mapping (or of several), where this one does not have them.
  void merge(Node& mapping);

  Places places_;
  const ItemSink* sink_;
  YamlLimits limits_;
  Diagnostics& out_;
  std::vector<Frame> frames_;
  std::unordered_map<YAML::anchor_t, Anchored> anchors_;
  Node root_;
  std::size_t weight_ = 0;
  std::size_t alias_weight_ = 0;
  std::size_t after_ = 0;             ///< end of the last value read
  std::optional<std::size_t> quote_;  ///< where it began, when it was in quotes
};

}  // namespace svodka::load
