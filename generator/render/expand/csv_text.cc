#include "render/expand/csv_text.h"

#include <ctemplate/per_expand_data.h>
#include <ctemplate/template_emitter.h>
#include <ctemplate/template_modifiers.h>

namespace svodka::render {
namespace {

constexpr std::string_view kDelimiters = ";,\t\r\n";

std::string guarded(std::string_view words) {
  const bool formula =
      !words.empty() && std::string_view("=+-@\t\r").find(words[0]) != std::string_view::npos;
  return formula ? "'" + std::string(words) : std::string(words);
}

std::string doubled(std::string_view words) {
  std::string out;
  for (const char c : words) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out;
}

class CsvModifier : public ctemplate::TemplateModifier {
 public:
  using Make = std::string (*)(std::string_view);
  explicit CsvModifier(Make make) : make_(make) {}
  void Modify(const char* in, std::size_t inlen, const ctemplate::PerExpandData*,
              ctemplate::ExpandEmitter* out, const std::string&) const override {
    out->Emit(make_({in, inlen}));
  }
  bool MightModify(const ctemplate::PerExpandData*, const std::string&) const override { return true; }

 private:
  Make make_;
};

bool begins_cell(char before) { return before == '\0' || kDelimiters.find(before) != std::string_view::npos; }

}  // namespace

std::string csv_cell(std::string_view words) {
  const auto cell = guarded(words);
  return cell.find_first_of(";,\"\n\r\t") == std::string::npos ? cell : "\"" + doubled(cell) + "\"";
}

std::string csv_quoted(std::string_view words) { return doubled(guarded(words)); }

std::string with_csv_modifiers(const std::string& body) {
  std::string out;
  bool quoted = false;  // the template's own quotes are open
  char before = '\0';   // the last character of the cell, '\0' at the beginning
  for (std::size_t at = 0; at < body.size();) {
    if (body.compare(at, 2, "{{") != 0) {
      if (body[at] == '"') quoted = !quoted;
      out += before = body[at++];
      continue;
    }
    const auto end = std::min(body.find("}}", at), body.size() - 2);
    out += body.substr(at, end - at);
    const bool value = body[at + 2] == 'V' && body.find(':', at) >= end;
    const char after = end + 2 < body.size() ? body[end + 2] : '\n';
    // What section marks leave behind is not known here: the cell may end with them.
    const bool last = begins_cell(after) || body.compare(end + 2, 2, "{{") == 0;
    if (value && quoted)
      out += before == '"' ? ":x-csv-quoted" : ":x-csv-inner";
    else if (value && begins_cell(before))
      out += last ? ":x-csv" : ":x-csv-start";
    out += "}}";
    at = end + 2;
    if (value) before = 'V';
  }
  return out;
}

bool register_csv_modifiers() {
  static const CsvModifier cell(csv_cell), quoted(csv_quoted), start(guarded), inner(doubled);
  return ctemplate::AddXssSafeModifier("x-csv", &cell) &&
         ctemplate::AddXssSafeModifier("x-csv-quoted", &quoted) &&
         ctemplate::AddXssSafeModifier("x-csv-start", &start) &&
         ctemplate::AddXssSafeModifier("x-csv-inner", &inner);
}

}  // namespace svodka::render
