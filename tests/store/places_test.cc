#include "store/places.h"

#include <doctest/doctest.h>

using namespace svodka;
using load::FieldValue;

namespace {

FieldValue at(int line, int column, int length) {
  FieldValue value;
  value.mark = {line, column, length};
  return value;
}

}  // namespace

TEST_CASE("the place of every value of a record comes back") {
  load::Record record;
  record.mark = {10, 5, 0};
  record.fields = {at(10, 9, 7), FieldValue{}, at(12, 14, 20),
                   at(9, 3, 1)};  // the last stands above: an alias
  record.fields[2].items = {at(12, 15, 4), at(300, 21, 5)};
  const std::string places = store::encode_places(record);

  CHECK(store::find_place(places, {}) == Mark{10, 5, 0});
  CHECK(store::find_place(places, {0}) == Mark{10, 9, 7});
  CHECK(store::find_place(places, {2}) == Mark{12, 14, 20});
  CHECK(store::find_place(places, {2, 1}) == Mark{300, 21, 5});
  CHECK(store::find_place(places, {3}) == Mark{9, 3, 1});
}

TEST_CASE("an absent value, a path that leads nowhere and damaged bytes have no place") {
  load::Record record;
  record.mark = {1, 1, 0};
  record.fields = {FieldValue{}, at(1, 2, 3)};
  const std::string places = store::encode_places(record);

  CHECK_FALSE(store::find_place(places, {0}));
  CHECK_FALSE(store::find_place(places, {2}));
  CHECK_FALSE(store::find_place(places, {1, 0}));
  CHECK_FALSE(store::find_place(places.substr(0, 3), {1}));
  CHECK_FALSE(store::find_place("", {}));
}
