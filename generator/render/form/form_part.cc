#include "render/form/form_part.h"

namespace svodka::render {
namespace {

std::string slot(const bind::Resolved& resolved, bool literal) {
  return "{{V" + std::to_string(resolved.slot) + (literal ? ":none}}" : ":x-attribute}}");
}

}  // namespace

std::shared_ptr<const Expander> compile_marked_xml(const std::string& xml, const Position& at,
                                                   const SheetScope* scope, const Shape& shape,
                                                   std::vector<bind::MarkerUse>& uses, Diagnostics& out) {
  if (xml.find("{{") == std::string::npos) return nullptr;
  Diagnostics found;
  bind::Resolver resolver(shape, found);
  const auto scan = bind::scan_markers(xml);
  for (const auto& fault : scan.faults) found.error(at, fault.rule, fault.message, fault.hint);
  std::string body = scope == nullptr ? std::string() : open_scope(*scope, resolver, found);
  std::size_t done = 0;
  for (const auto& marker : scan.markers) {
    body.append(xml, done, marker.offset - done);
    done = marker.offset + marker.length;
    if (body.ends_with('{')) {  // a brace that is text must not join the marker's own
      body.pop_back();
      body += slot(resolver.resolve({bind::Marker::Kind::kValue, "{", {}, 0, 0}, {}), true);
    }
    const auto resolved = resolver.resolve(marker, at);
    body += resolved.kind == bind::Resolved::Kind::kValue ? slot(resolved, marker.name == "{{")
                                                          : bind::slot_marker(resolved);
  }
  body.append(xml, done);
  if (scope != nullptr) body += close_scope(*scope, resolver);
  resolver.finish();
  out.add(found);
  if (found.has_errors()) return nullptr;
  uses.insert(uses.end(), resolver.uses().begin(), resolver.uses().end());
  return std::make_shared<const Expander>(std::move(body), resolver.program(), Escape::kXml);
}

}  // namespace svodka::render
