#include "base/file_name.h"

#include <doctest/doctest.h>

namespace svodka {
namespace {

TEST_CASE("names that differ in case or in the composition of letters have one key, others have two") {
  CHECK_EQ(file_name_key("Report-A.TXT"), file_name_key("report-a.txt"));
  CHECK_EQ(file_name_key("Школа Ё.docx"), file_name_key("школа ё.docx"));
  CHECK_EQ(file_name_key("\u0439"), file_name_key("\u0418\u0306"));  // й; И with a breve
  CHECK_NE(file_name_key("е"), file_name_key("ё"));
  CHECK_NE(file_name_key("и"), file_name_key("й"));
  CHECK_NE(file_name_key("a"), file_name_key("а"));  // Latin and Cyrillic
  CHECK_EQ(file_name_key(""), "");
}

TEST_CASE("what nobody sees in a name is known") {
  for (const char32_t c : {0x07, 0x7F, 0x85, 0xAD, 0x200B, 0x202E, 0x2028, 0x2066, 0xFEFF})
    CHECK(is_invisible(c));
  for (const char32_t c : {U' ', U'\u00A0', U'а', U'№', U'\u0306'}) CHECK_FALSE(is_invisible(c));
}

}  // namespace
}  // namespace svodka
