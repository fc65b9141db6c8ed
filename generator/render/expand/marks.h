#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace svodka::render {

/// Invisible marks round the values of a document that is made to be looked through (not to be kept):
/// characters of the last private plane of Unicode, so that they pass through every format and every pass as
/// letters do.
std::string marked(int id, std::string_view words);

/// A value as it stands in a text without its marks, in bytes.
struct MarkedValue {
  int id = 0;
  std::size_t begin = 0, end = 0;
};

struct UnmarkedText {
  std::string text;
  std::vector<MarkedValue> values;  ///< in the order of their beginnings
};

/// Takes the marks out of a text. A value that was cut apart has the part that is there.
UnmarkedText take_marks(std::string_view text);

/// True when there is any mark in the bytes.
bool has_marks(std::string_view text);

/// The text without marks, also those that were percent-encoded in an address.
std::string without_marks(std::string_view text);

/// The text cut at its marks: `piece` gets what stands between, `open` and `close` the ids.
void walk_marks(std::string_view text, const std::function<void(std::string_view piece)>& piece,
                const std::function<void(int id)>& open, const std::function<void()>& close);

}  // namespace svodka::render
