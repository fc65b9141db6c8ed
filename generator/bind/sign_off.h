#pragma once

#include <map>
#include <string>

#include "bind/report.h"
#include "store/reader.h"

namespace svodka::bind {

/// A person who may approve or sign.
struct Official {
  std::string id, name, surname, post;
  std::string from, to;  ///< first and last day in office (ISO); "" when not known

  bool in_office(const std::string& day) const {
    return (from.empty() || from <= day) && (to.empty() || day <= to);
  }
};

/// The people of the view `sign_off_people`, by id.
std::map<std::string, Official> sign_off_people(const store::Reader& reader);

/// Says who of a report's `sign-off` is not among the people, or not in office on the report's day.
void check_sign_off(const Report& report, const store::Reader& reader, Diagnostics& out);

}  // namespace svodka::bind
