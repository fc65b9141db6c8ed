#include "load/schema.h"

#include <algorithm>

#include "base/embedded.h"
#include "load/schema_reader.h"

namespace svodka::load {
namespace {

constexpr const char* kProjectSchema = "inputs/schema.yaml";

}  // namespace

const Field* Collection::field(std::string_view wanted) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == wanted; });
  return found == fields.end() ? nullptr : &*found;
}

const Collection* Schema::collection(std::string_view wanted) const {
  const auto found = std::find_if(collections.begin(), collections.end(),
                                  [&](const Collection& c) { return c.name == wanted; });
  return found == collections.end() ? nullptr : &*found;
}

std::vector<std::string> Schema::names() const {
  std::vector<std::string> out;
  for (const auto& each : collections) out.push_back(each.name);
  return out;
}

Schema builtin_schema_definition() {
  static const Schema kSchema = [] {  // read once, as the built-in rules are
    Schema schema;
    Diagnostics never_any;  // a test reads the built-in schema and looks
    extend_schema(schema, {"schema.yaml", std::string(builtin_schema())}, never_any);
    return schema;
  }();
  return kSchema;
}

void extend_schema(Schema& schema, const SourceFile& file, Diagnostics& out) {
  if (const auto root = parse_yaml(file, out)) SchemaReader(schema, file, out).read(*root);
}

Schema project_schema(const std::filesystem::path& root, Diagnostics& out) {
  auto schema = builtin_schema_definition();
  std::error_code error;
  if (!std::filesystem::exists(root / kProjectSchema, error)) return schema;
  if (const auto file = read_source(root, kProjectSchema, out)) extend_schema(schema, *file, out);
  return schema;
}

}  // namespace svodka::load
