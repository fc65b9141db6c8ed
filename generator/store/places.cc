#include "store/places.h"

#include "store/bytes.h"

namespace svodka::store {
namespace {

void write_place(ByteWriter& out, const Mark& mark, int line_above,
                 const std::vector<load::FieldValue>& items) {
  const std::int64_t down = mark.line - line_above;
  // 0 says "absent", so the zigzag form moves up by one.
  out.number(((static_cast<std::uint64_t>(down) << 1) ^ static_cast<std::uint64_t>(down >> 63)) + 1);
  out.number(static_cast<std::uint64_t>(mark.column));
  out.number(static_cast<std::uint64_t>(mark.length));
  out.number(items.size());
  for (const auto& item : items) {
    if (item.present()) {
      write_place(out, item.mark, mark.line, item.items);
    } else {
      out.number(0);
    }
  }
}

struct Place {
  Mark mark;
  std::uint64_t items = 0;
};

std::optional<Place> read_place(ByteReader& in, int line_above) {
  const std::uint64_t head = in.number();
  if (head == 0) return std::nullopt;
  const std::uint64_t zigzag = head - 1;
  const std::int64_t down = static_cast<std::int64_t>(zigzag >> 1) ^ -static_cast<std::int64_t>(zigzag & 1);
  Place place;
  place.mark.line = line_above + static_cast<int>(down);
  place.mark.column = static_cast<int>(in.number());
  place.mark.length = static_cast<int>(in.number());
  place.items = in.number();
  return place;
}

void skip_place(ByteReader& in) {
  for (std::uint64_t left = 1; left > 0 && in.ok(); --left) {
    if (const auto place = read_place(in, 0)) left += place->items;
  }
}

}  // namespace

std::string encode_places(const load::Record& record) {
  std::string bytes;
  ByteWriter out(bytes);
  write_place(out, record.mark, 0, record.fields);
  return bytes;
}

std::optional<Mark> find_place(std::string_view places, const std::vector<int>& path) {
  ByteReader in(places);
  auto place = read_place(in, 0);
  for (const int index : path) {
    if (!place || index < 0 || static_cast<std::uint64_t>(index) >= place->items) return std::nullopt;
    for (int i = 0; i < index; ++i) skip_place(in);
    place = read_place(in, place->mark.line);
  }
  if (!place || !in.ok()) return std::nullopt;
  return place->mark;
}

}  // namespace svodka::store
