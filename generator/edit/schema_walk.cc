#include "edit/schema_walk.h"

#include <algorithm>

namespace svodka::edit {
namespace {

using Schemas = std::vector<const Json*>;

constexpr int kDeepest = 20;  // of references and alternatives in one another

void expand(const Json& root, const Json& schema, Schemas& out, int depth = 0) {
  if (!schema.is_object() || depth > kDeepest) return;
  out.push_back(&schema);
  if (const auto ref = schema.find("$ref"); ref != schema.end())
    expand(root, root.at(Json::json_pointer(ref->get<std::string>().substr(1))), out, depth + 1);
  for (const char* several : {"anyOf", "oneOf", "allOf"}) {
    const auto found = schema.find(several);
    if (found == schema.end()) continue;
    for (const auto& each : *found) expand(root, each, out, depth + 1);
  }
}

// What the schemas say of one step further down.
Schemas below(const Json& root, const Schemas& schemas, const Step& step) {
  Schemas out;
  for (const auto* schema : schemas) {
    if (step.is_item()) {
      if (const auto items = schema->find("items"); items != schema->end()) expand(root, *items, out);
      continue;
    }
    const auto properties = schema->find("properties");
    const bool known = properties != schema->end() && properties->contains(step.key);
    const auto others = schema->find("additionalProperties");
    if (known)
      expand(root, properties->at(step.key), out);
    else if (others != schema->end())
      expand(root, *others, out);
  }
  return out;
}

std::string text_under(const Json& schema, const char* key) {
  const auto found = schema.find(key);
  return found != schema.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string first_description(const Schemas& schemas) {
  for (const auto* schema : schemas) {
    if (auto words = text_under(*schema, "description"); !words.empty()) return words;
  }
  return {};
}

bool takes_plain_value(const Schemas& schemas) {
  return std::any_of(schemas.begin(), schemas.end(), [](const Json* schema) {
    if (schema->contains("enum")) return true;
    const auto type = schema->find("type");
    if (type == schema->end()) return false;
    const auto is_plain = [](const Json& name) {
      return name != "object" && name != "array" && name != "null";
    };
    return type->is_array() ? std::any_of(type->begin(), type->end(), is_plain) : is_plain(*type);
  });
}

}  // namespace

Schemas schemas_at(const Json& root, const Path& path) {
  Schemas schemas;
  expand(root, root, schemas);
  for (const auto& step : path) schemas = below(root, schemas, step);
  return schemas;
}

std::vector<KnownKey> keys_of(const Json& root, const Schemas& schemas) {
  std::vector<KnownKey> keys;
  for (const auto* schema : schemas) {
    const auto properties = schema->find("properties");
    if (properties == schema->end()) continue;
    for (const auto& [name, body] : properties->items()) {
      const auto same = [&key = name](const KnownKey& known) { return known.name == key; };
      if (std::any_of(keys.begin(), keys.end(), same)) continue;
      Schemas inside;
      expand(root, body, inside);
      keys.push_back({name, first_description(inside), !takes_plain_value(inside)});
    }
  }
  return keys;
}

std::vector<KnownValue> values_of(const Schemas& schemas) {
  std::vector<KnownValue> values;
  for (const auto* schema : schemas) {
    const auto choices = schema->find("enum");
    const auto words = schema->find("enumDescriptions");
    for (std::size_t i = 0; choices != schema->end() && i < choices->size(); ++i) {
      const auto& choice = (*choices)[i];
      values.push_back({choice.is_string() ? choice.get<std::string>() : choice.dump(),
                        words != schema->end() && i < words->size() ? (*words)[i].get<std::string>() : ""});
    }
    if (text_under(*schema, "type") == "boolean") {
      values.push_back({"true", ""});
      values.push_back({"false", ""});
    }
  }
  return values;
}

Schemas items_of(const Json& root, const Schemas& schemas) { return below(root, schemas, {"", 0}); }

const Json* mark_of(const Schemas& schemas, const char* keyword) {
  for (const auto* schema : schemas) {
    if (const auto found = schema->find(keyword); found != schema->end()) return &*found;
  }
  return nullptr;
}

std::string description_at(const Json& root, const Path& path) {
  return first_description(schemas_at(root, path));
}

}  // namespace svodka::edit
