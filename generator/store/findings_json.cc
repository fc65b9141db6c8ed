#include "store/findings_json.h"

#include <nlohmann/json.hpp>

namespace svodka::store {
namespace {

using nlohmann::json;

json json_of(const Text& words) { return json::array({words.ru, words.en}); }

json json_of(const Position& at) {
  return json::array({at.file, at.line, at.column, at.length, at.part, at.paragraph, at.cell, at.around});
}

json json_of(const Finding& finding) {
  json related = json::array();
  for (const auto& other : finding.related)
    related.push_back(json::array({json_of(other.at), json_of(other.message)}));
  return json::array({static_cast<int>(finding.severity), finding.rule, json_of(finding.at),
                      json_of(finding.message), json_of(finding.hint), related});
}

Text text_from(const json& value) { return {value.at(0), value.at(1)}; }

Position position_from(const json& value) {
  return {.file = value.at(0),
          .line = value.at(1),
          .column = value.at(2),
          .length = value.at(3),
          .part = value.at(4),
          .paragraph = value.at(5),
          .cell = value.at(6),
          .around = value.at(7)};
}

Finding finding_from(const json& value) {
  Finding finding;
  finding.severity = static_cast<Severity>(value.at(0).get<int>());
  finding.rule = value.at(1);
  finding.at = position_from(value.at(2));
  finding.message = text_from(value.at(3));
  finding.hint = text_from(value.at(4));
  for (const auto& other : value.at(5))
    finding.related.push_back({position_from(other.at(0)), text_from(other.at(1))});
  return finding;
}

}  // namespace

std::string to_json(const std::vector<Finding>& findings) {
  json list = json::array();
  for (const auto& finding : findings) list.push_back(json_of(finding));
  // A message may quote bytes that are not UTF-8; they are kept as U+FFFD.
  return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool add_from_json(std::string_view text, Diagnostics& out) {
  Diagnostics read;
  try {
    for (const auto& value : json::parse(text)) read.add(finding_from(value));
  } catch (const json::exception&) {
    return false;
  }
  out.add(read);
  return true;
}

}  // namespace svodka::store
