#pragma once

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "base/finding.h"
#include "package/zip.h"

namespace svodka::test {

/// The parts of a package by their names, inflated. A package that cannot be read fails the test.
using Parts = std::map<std::string, std::string>;
inline Parts parts_of(const std::string& package) {
  Diagnostics out;
  Parts parts;
  const auto entries = package::read_zip("", package, out);
  REQUIRE(entries);
  for (const auto& entry : *entries) parts[entry.name] = package::inflate("", entry, out).value();
  return parts;
}

}  // namespace svodka::test
