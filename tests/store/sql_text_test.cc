#include "store/sql_text.h"

#include <doctest/doctest.h>

using namespace svodka::store;

namespace {

std::string plain(const std::string& sql) { return with_plain_parameters(sql, scan_sql(sql)); }

}  // namespace

TEST_CASE("a dot in a parameter's name becomes a letter SQLite takes, and nothing moves") {
  CHECK(plain("SELECT * FROM a WHERE d = :directions.id") == "SELECT * FROM a WHERE d = :directions$id");
  CHECK(plain(":a.b.c") == ":a$b$c");
  CHECK(plain(":Школа.имя") == ":Школа$имя");
}

TEST_CASE("a parameter ends where its name does") {
  CHECK(plain("x = :a. ") == "x = :a. ");
  CHECK(plain("x = :a.b+c.d") == "x = :a$b+c.d");
}

TEST_CASE("strings, quoted names and comments are left alone") {
  for (const std::string sql :
       {"SELECT ':a.b'", "SELECT \":a.b\"", "SELECT [:a.b]", "SELECT `:a.b`", "SELECT 1 -- :a.b",
        "SELECT /* :a.b */ 1", "SELECT 'it''s :a.b'", "SELECT a.b", "SELECT ':a.b"}) {
    CHECK(plain(sql) == sql);
  }
}

TEST_CASE("a name is read out of its quotes") {
  CHECK(name_of("\"a \"\"b\"\"\"") == "a \"b\"");
  CHECK(name_of("[a b]") == "a b");
  CHECK(name_of("word") == "word");
}
