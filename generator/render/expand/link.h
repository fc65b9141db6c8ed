#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/finding.h"
#include "bind/resolver.h"

namespace svodka::render {

/// An address as it may stand inside a field code: what would end its quotation is percent-encoded, line
/// breaks go.
std::string link_address(std::string_view address);

/// What a value would be in the code of a field.
enum class CodePlace {
  kWords,    ///< a part of an argument
  kAddress,  ///< the beginning of an address
  kRefused,  ///< the kind of the field, or an argument of a field that loads, runs or asks for something
};

/// The place behind `before`, the field's code up to there (ECMA-376 part 1, 17.16.2).
CodePlace place_in_code(std::string_view before);

/// The address that a link may lead to: http, https, ftp, mailto, tel, or "#bookmark". A bare "www.site.ru",
/// "site.ru/page" or "a@b.ru" gets its scheme. Nothing for anything else ("javascript:", "file:", words).
std::optional<std::string> safe_link(std::string_view address);

/// The code of a HYPERLINK field to a safe address (ECMA-376 part 1, 17.16.5.25), not yet escaped for XML.
std::string link_code(std::string_view address);

/// The finding for a value that a `link` marker cannot lead to.
void report_bad_link(const bind::ValueSlot& marker, std::string_view value, Diagnostics& out);

}  // namespace svodka::render
