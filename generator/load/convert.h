#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "load/record.h"
#include "load/yaml.h"

namespace svodka::load {

/// A value that a table's definition gives to all of its records.
struct Constant {
  std::size_t field = 0;  ///< of collection->fields
  FieldValue value;
};

/// The rule of Converter::report_mixed_days().
inline constexpr const char* kMixedDays = "date-format-mixed";

/// Makes records of nodes, by the schema: the one place where what people wrote gets its type, be it from
/// YAML or from a table. Every fault is a finding; the value in question is then absent.
class Converter {
 public:
  /// `origin` is the file or sheet that the nodes came from.
  Converter(Origin origin, Diagnostics& out) : origin_(std::move(origin)), out_(out) {}

  /// One record. `constants` fill the fields that it does not give itself.
  Record record(const Collection& collection, const Node& node, const std::vector<Constant>& constants = {});

  /// From now on fields that a record lacks are not told of: a fault of the file has cut it off.
  void cut_off(bool is) { cut_off_ = is; }

  /// Days of the file in two forms (26.10.2020 beside 2020-10-27): an info at each of the first form, with
  /// its fix. To be called at the end of a file.
  void report_mixed_days();

  /// The fields that a mapping gives, without asking for those that it does not.
  std::vector<FieldValue> given_fields(const Collection& collection, const Node& node);

 private:
  /// What is known of each field while its record is read.
  struct Progress {
    std::vector<char> seen;                  ///< given, soundly or not: it is not reported as missing
    std::vector<const Node*> from, to;       ///< the ends of periods
    std::size_t next = 0;                    ///< the field that is likely to come next
    std::vector<Waiver>* waivers = nullptr;  ///< of a record; what stands inside of one has none
  };

  std::vector<FieldValue> fields(const std::vector<Field>& declared, const Node& node, Progress& progress);
  void entry(const std::vector<Field>& declared, const Node& key, const Node& value,
             std::vector<FieldValue>& values, Progress& progress);
  bool waiver(const Node& key, const Node& value, Progress& progress);
  bool period_end(const std::vector<Field>& declared, const Node& key, const Node& value, Progress& progress);
  void close_periods(const std::vector<Field>& declared, std::vector<FieldValue>& values, Progress& progress);
  void require(const std::vector<Field>& declared, const Collection* collection, const Node& node,
               const std::vector<FieldValue>& values, const Progress& progress);
  void report_unknown(const std::vector<Field>& declared, const Node& key);

  FieldValue field(const Field& declared, const Node& node, std::string_view name);
  FieldValue scalar(const Field& declared, const Node& node, std::string_view name);
  FieldValue list(const Field& declared, const Node& node);
  FieldValue nested(const Field& declared, const Node& node, std::string_view name);

  Value integer(const Field& declared, const Node& node, std::string_view name);
  Value number(const Field& declared, const Node& node, std::string_view name);
  Value truth(const Node& node, std::string_view name);
  Value day(const Node& node, std::string_view name);
  Value choice(const Field& declared, const Node& node, std::string_view name);
  void period(const Node& node, std::string_view name, FieldValue& value);
  void days(const Node& node, std::string_view name, FieldValue& value);
  void ends(const Field& declared, const Node& from, const Node& to, FieldValue& value);
  bool in_range(const Field& declared, double number, const Node& node, std::string_view name);

  void wrong(const Node& node, std::string_view name, Text expected, Text hint = {});
  bool report_impossible(const Node& node, std::string_view text);
  void error(const Mark& at, const char* rule, Text message, Text hint = {});

  void saw_day(const Node& node);

  Origin origin_;
  Diagnostics& out_;
  bool cut_off_ = false;
  std::vector<std::pair<Mark, std::string>> dotted_days_;  ///< where «26.10.2020» is written, and the day
  bool saw_iso_day_ = false;
};

}  // namespace svodka::load
