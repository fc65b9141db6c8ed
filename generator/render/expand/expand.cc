#include "render/expand/expand.h"

#include <ctemplate/per_expand_data.h>
#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary_interface.h>
#include <ctemplate/template_emitter.h>
#include <ctemplate/template_modifiers.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <set>
#include <sstream>

#include "language/modifiers.h"
#include "render/expand/csv_text.h"
#include "render/expand/expand_room.h"
#include "render/expand/link.h"
#include "render/expand/odf_text.h"
#include "render/expand/watch.h"

namespace svodka::render {
namespace {

using bind::Path;
using bind::Program;
using bind::SectionSlot;
using bind::ValueSlot;
using ctemplate::TemplateDictionaryInterface;
using ctemplate::TemplateString;

constexpr char kKey[] = "template";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// The characters that append_escaped writes in another way.
constexpr auto kEscaped = [] {
  std::array<bool, 256> escaped{};
  for (std::size_t c = 0; c < 0x20; ++c) escaped[c] = true;
  for (const char c : {'&', '<', '>', '"'}) escaped[static_cast<unsigned char>(c)] = true;
  return escaped;
}();

std::string_view escaped(char c, bool word) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\r':
      return "";
    case '\n':
      return word ? "</w:t><w:br/><w:t xml:space=\"preserve\">" : "&#10;";
    case '\t':
      return word ? "</w:t><w:tab/><w:t xml:space=\"preserve\">" : "&#9;";
    default:
      return kReplacement;  // XML cannot hold it; a query can make it: char(1)
  }
}

void append_escaped(std::string_view text, bool word, ctemplate::ExpandEmitter* out) {
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!kEscaped[static_cast<unsigned char>(text[i])]) continue;
    const auto instead = escaped(text[i], word);
    out->Emit(text.data() + plain, i - plain);
    out->Emit(instead.data(), instead.size());
    plain = i + 1;
  }
  out->Emit(text.data() + plain, text.size() - plain);
}

class OdfModifier : public ctemplate::TemplateModifier {
 public:
  void Modify(const char* in, std::size_t inlen, const ctemplate::PerExpandData*,
              ctemplate::ExpandEmitter* out, const std::string&) const override {
    out->Emit(odf_text({in, inlen}));
  }
  bool MightModify(const ctemplate::PerExpandData*, const std::string&) const override { return true; }
};

// The escaping of values that go into a w:t, into an attribute of a Word part, and into the address of a
// link.
class WordModifier : public ctemplate::TemplateModifier {
 public:
  enum class Place { kText, kAttribute, kLink };
  explicit WordModifier(Place place) : place_(place) {}
  void Modify(const char* in, std::size_t inlen, const ctemplate::PerExpandData*,
              ctemplate::ExpandEmitter* out, const std::string&) const override {
    const std::string_view value(in, inlen);
    if (place_ == Place::kLink)
      append_escaped(link_address(value), false, out);
    else
      append_escaped(value, place_ == Place::kText, out);
  }
  bool MightModify(const ctemplate::PerExpandData*, const std::string&) const override { return true; }

 private:
  Place place_;
};

class SinkEmitter : public ctemplate::ExpandEmitter {
 public:
  explicit SinkEmitter(const Expander::Sink& sink) : sink_(sink) {}
  void Emit(char c) override { sink_({&c, 1}); }
  void Emit(const std::string& text) override { sink_(text); }
  void Emit(const char* text) override { sink_(text); }
  void Emit(const char* text, std::size_t length) override { sink_({text, length}); }

 private:
  const Expander::Sink& sink_;
};

// What an embedder made is markup already.
class MarkupModifier : public ctemplate::TemplateModifier {
 public:
  void Modify(const char* in, std::size_t inlen, const ctemplate::PerExpandData*,
              ctemplate::ExpandEmitter* out, const std::string&) const override {
    out->Emit(in, inlen);
  }
};

// ctemplate keeps its modifiers in a registry of its own; they must be in it before a template that names
// them is parsed.
void register_modifiers() {
  static const WordModifier text(WordModifier::Place::kText), attribute(WordModifier::Place::kAttribute),
      link(WordModifier::Place::kLink);
  static const OdfModifier odf;
  static const MarkupModifier markup;
  static const bool once = ctemplate::AddXssSafeModifier("x-word", &text) &&
                           ctemplate::AddXssSafeModifier("x-odf", &odf) &&
                           ctemplate::AddXssSafeModifier("x-attribute", &attribute) &&
                           ctemplate::AddXssSafeModifier("x-link", &link) &&
                           ctemplate::AddXssSafeModifier("x-markup", &markup) && register_csv_modifiers();
  assert(once);
  static_cast<void>(once);
}

// `{{V12}}` becomes `{{V12:x-word}}`, so that no value of a part can miss its escaping.
std::string with_modifier(const std::string& body, const char* modifier) {
  std::string out;
  out.reserve(body.size() + 256);
  std::size_t done = 0;
  for (auto at = body.find("{{V"); at != std::string::npos; at = body.find("{{V", done)) {
    auto end = at + 3;
    while (end < body.size() && body[end] >= '0' && body[end] <= '9') ++end;
    out.append(body, done, end - done);
    if (body.compare(end, 2, "}}") == 0) out += modifier;
    done = end;
  }
  out.append(body, done, std::string::npos);
  return out;
}

std::string prepared(const std::string& body, Escape escape) {
  switch (escape) {
    case Escape::kNone:
      return body;
    case Escape::kCsv:
      return with_csv_modifiers(body);
    case Escape::kHtml:
      return "{{%AUTOESCAPE context=\"HTML\"}}" + body;
    case Escape::kXml:
      return "{{%AUTOESCAPE context=\"XML\"}}" + body;
    case Escape::kWord:
    case Escape::kOdf:
      break;
  }
  return "{{%AUTOESCAPE context=\"XML\"}}" +
         with_modifier(body, escape == Escape::kOdf ? ":x-odf" : ":x-word");
}

// The number of a slot from its name: "V12" or "S3"; -1 for a separator, which is asked for as if it were a
// section.
int slot_of(const TemplateString& name) {
  int slot = -1;
  const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), slot);
  return error == std::errc() && end == name.data() + name.size() ? slot : -1;
}

const std::vector<Row> kNoRows;

// The marker on whose behalf rows are looked up, for what may be said of it.
struct Origin {
  int key = 0;  // of its slot: values count up from 0, sections down from -1
  const Position& at;
  const std::string& name;
};

// One expansion: what it found, and room for values that had to be written out.
struct Run {
  const Program& program;
  Diagnostics& out;
  Embedder* embedder;
  ValueWatcher* watcher;
  std::set<std::pair<int, std::string>>
      reported;  // each marker is blamed once for one thing, not for every row
  // ctemplate writes a value before it asks for the next one; a few places in turn are plenty.
  std::array<std::string, 4> written{};
  std::size_t next = 0;

  TemplateString keep(std::string words) {
    auto& place = written.at(next = (next + 1) % written.size());
    place = std::move(words);
    return {place.data(), place.size()};
  }
  void once(const Origin& origin, const char* rule, Text message, Text hint) {
    if (reported.emplace(origin.key, rule).second)
      out.error(origin.at, rule, std::move(message), std::move(hint));
  }
  void no_row(const Origin& origin) {
    once(origin, "no-row",
         text("`{}`: запрос не дал ни одной строки, показать нечего",
              "`{}`: the query gave no row, there is nothing to show", origin.name),
         text("если строки может не быть, поставьте метку внутрь раздела `{{{{#…}}}}`",
              "if the row may be missing, put the marker inside a section `{{{{#…}}}}`"));
  }
  void many_rows(const Origin& origin, std::size_t count) {
    once(origin, "many-rows",
         text("`{}`: запрос дал {} строк, а метка показывает одну",
              "`{}`: the query gave {} rows, the marker shows one", origin.name, count),
         text("повторите раздел `{{{{#…}}}}` или уточните запрос",
              "repeat a section `{{{{#…}}}}`, or narrow the query"));
  }
};

// The rows that a section or value is looked for in. Borrows everything; lives for one step of the expansion.
class RowDictionary : public TemplateDictionaryInterface {
 public:
  RowDictionary(Run& run, const Row* row, const RowDictionary* parent)
      : run_(&run), row_(row), parent_(parent) {}

 protected:
  TemplateString GetValue(const TemplateString& variable) const override {
    const int index = slot_of(variable);
    const ValueSlot& slot = run_->program.values[static_cast<std::size_t>(index)];
    if (!slot.literal.empty()) return {slot.literal.data(), slot.literal.size()};
    const Origin origin{index, slot.at, slot.name};
    const Row* row = reach(slot.path, origin);
    if (row == nullptr) {
      run_->no_row(origin);
      return {"", 0};
    }
    const auto at = static_cast<std::size_t>(slot.path.index);
    if (run_->watcher != nullptr && slot.embed.kind != bind::Embed::Kind::kChart)
      return watched(*row, index, slot, origin);
    if (slot.embed.kind == bind::Embed::Kind::kChart) {
      if (run_->watcher != nullptr) tell_drawn(slot, row->sections[at]);
      return run_->keep(run_->embedder->embed({index, slot, Value(), &row->sections[at]}));
    }
    if (slot.embed)
      return run_->keep(run_->embedder->embed({index, slot, changed(row->values[at], slot, origin)}));
    return written(row->values[at], slot, origin);
  }

  bool IsHiddenSection(const TemplateString& name) const override {
    const int index = slot_of(name);
    if (index < 0) return true;
    const SectionSlot& slot = run_->program.sections[static_cast<std::size_t>(index)];
    const Row* row = reach(slot.path, {-1 - index, slot.at, slot.name});
    bool shown = false;
    if (row != nullptr) {
      const auto at = static_cast<std::size_t>(slot.path.index);
      shown = slot.kind == SectionSlot::Kind::kCondition
                  ? is_truthy(row->values[at])
                  : row->sections[at].size() > static_cast<std::size_t>(slot.first);
    }
    return shown == slot.inverted;
  }

  bool IsUnhiddenSection(const TemplateString& name) const override { return !IsHiddenSection(name); }

  Iterator* CreateSectionIterator(const TemplateString& name) const override;

  void DumpToString(std::string*, int) const override {}
  bool IsHiddenTemplate(const TemplateString&) const override { return true; }
  const char* GetIncludeTemplateName(const TemplateString&, int) const override { return ""; }
  Iterator* CreateTemplateIterator(const TemplateString&) const override;

 private:
  class RowIterator;

  // The row a path ends in; null when a row on the way is missing. Rows on the way that are not single would
  // be shown in part.
  const Row* reach(const Path& path, const Origin& origin) const {
    const RowDictionary* scope = this;
    for (int i = 0; i < path.up; ++i) scope = scope->parent_;
    const Row* row = scope->row_;
    for (const int section : path.through) {
      const auto& rows = row->sections[static_cast<std::size_t>(section)];
      if (rows.empty()) return nullptr;
      if (rows.size() > 1) run_->many_rows(origin, rows.size());
      row = &rows.front();
    }
    return row;
  }

  // The value as its modifiers leave it.
  Value changed(Value value, const ValueSlot& slot, const Origin& origin) const {
    for (const auto& modifier : slot.modifiers) {
      if (const auto problem = language::apply(modifier, value)) {
        run_->once(origin, "value-format",
                   {"`" + slot.name + "`: " + problem->ru, "`" + slot.name + "`: " + problem->en}, {});
        break;
      }
    }
    return value;
  }

  // Where a link leads is the data's only if it leads where links may.
  TemplateString address(const Value& value, const ValueSlot& slot, const Origin& origin) const {
    const auto words = language::to_text(changed(value, slot, origin));
    if (words.empty()) return {"", 0};
    if (auto safe = safe_link(words)) return run_->keep(std::move(*safe));
    if (run_->reported.emplace(origin.key, "unsafe-link").second) report_bad_link(slot, words, run_->out);
    return {"", 0};
  }

  void tell_drawn(const ValueSlot& slot, const std::vector<Row>& rows) const {
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < slot.columns.size(); ++i) {
        const auto words = language::to_text(row.values[i]);
        if (!words.empty()) run_->watcher->drawn(slot, row, static_cast<int>(i), words);
      }
    }
  }

  TemplateString watched(const Row& row, int index, const ValueSlot& slot, const Origin& origin) const {
    auto value = changed(row.values[static_cast<std::size_t>(slot.path.index)], slot, origin);
    const auto words = language::to_text(value);
    auto instead = words.empty() ? words : run_->watcher->shown(slot, row, words);
    if (slot.address) return address(row.values[static_cast<std::size_t>(slot.path.index)], slot, origin);
    if (!slot.embed) return run_->keep(std::move(instead));
    if (slot.embed.kind == bind::Embed::Kind::kCell && !words.empty()) value = std::move(instead);
    return run_->keep(run_->embedder->embed({index, slot, value}));
  }

  TemplateString written(const Value& value, const ValueSlot& slot, const Origin& origin) const {
    if (slot.address) return address(value, slot, origin);
    const auto* words = std::get_if<std::string>(&value);
    if (!slot.modifiers.empty()) return run_->keep(language::to_text(changed(value, slot, origin)));
    return words != nullptr ? TemplateString(words->data(), words->size())
                            : run_->keep(language::to_text(value));
  }

  Run* run_;
  const Row* row_;
  const RowDictionary* parent_;
};

class RowDictionary::RowIterator : public Iterator {
 public:
  RowIterator(const RowDictionary& parent, const std::vector<Row>& rows, std::size_t first, std::size_t end)
      : rows_(rows),
        current_(*parent.run_, nullptr, &parent),
        next_(first),
        end_(std::min(end, rows.size())) {}
  bool HasNext() const override { return next_ < end_; }
  const TemplateDictionaryInterface& Next() override {
    current_.row_ = &rows_[next_++];
    return current_;
  }

 private:
  const std::vector<Row>& rows_;
  RowDictionary current_;
  std::size_t next_, end_;
};

// A condition has no rows of its own; ctemplate then expands it once with this same dictionary.
TemplateDictionaryInterface::Iterator* RowDictionary::CreateSectionIterator(
    const TemplateString& name) const {
  const int index = slot_of(name);
  const std::vector<Row>* rows = &kNoRows;
  std::size_t first = 0, end = std::string::npos;
  if (index >= 0) {
    const SectionSlot& slot = run_->program.sections[static_cast<std::size_t>(index)];
    const Row* row = reach(slot.path, {-1 - index, slot.at, slot.name});
    if (slot.kind == SectionSlot::Kind::kRows && !slot.inverted && row != nullptr)
      rows = &row->sections[static_cast<std::size_t>(slot.path.index)];
    first = static_cast<std::size_t>(slot.first);
    if (slot.count >= 0) end = first + static_cast<std::size_t>(slot.count);
  }
  return new RowIterator(*this, *rows, first, end);  // NOLINT: ctemplate deletes it
}

TemplateDictionaryInterface::Iterator* RowDictionary::CreateTemplateIterator(const TemplateString&) const {
  return new RowIterator(*this, kNoRows, 0, 0);  // NOLINT: ctemplate deletes it
}

// The slots of values of which ctemplate would leave only Latin letters and digits, or `null`: unquoted
// attributes, names of tags, scripts outside of quotes. It says which escaping it chose only in the dump of a
// template.
std::vector<int> distorted_slots(const std::string& body) {
  const std::unique_ptr<ctemplate::Template> parsed(
      ctemplate::Template::StringToTemplate(body, ctemplate::DO_NOT_STRIP));
  if (!parsed) return {};
  std::string dump;
  parsed->DumpToString(kKey, &dump);
  std::vector<int> slots;
  constexpr std::string_view kNode = "Variable Node: V";
  for (auto at = dump.find(kNode); at != std::string::npos; at = dump.find(kNode, at + 1)) {
    const auto line =
        std::string_view(dump).substr(at + kNode.size(), dump.find('\n', at) - at - kNode.size());
    if (line.ends_with(":H=attribute") || line.ends_with(":J=number"))
      slots.push_back(std::atoi(dump.c_str() + at + kNode.size()));
  }
  return slots;
}

// ctemplate says what it dislikes on std::cerr, for nobody; this keeps it for whoever asks.
class CapturedErrors {
 public:
  CapturedErrors() : lock_(mutex()), before_(std::cerr.rdbuf(words_.rdbuf())) {}
  ~CapturedErrors() { std::cerr.rdbuf(before_); }
  CapturedErrors(const CapturedErrors&) = delete;
  CapturedErrors& operator=(const CapturedErrors&) = delete;
  std::string words() const { return words_.str(); }

 private:
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }
  std::lock_guard<std::mutex> lock_;
  std::ostringstream words_;
  std::streambuf* before_;
};

}  // namespace

struct Expander::Impl {
  Program program;
  ctemplate::TemplateCache cache;
  ExpansionRoom room;
  std::string refusal;
  std::vector<int> distorted;

  void expand(ctemplate::ExpandEmitter& emitter, const Row& root, Diagnostics& out,
              Embedder* embedder) const {
    assert(refusal.empty());
    Run run{program, out, embedder, Watching::current(), {}, {}, 0};
    const RowDictionary dictionary(run, &root, nullptr);
    cache.ExpandNoLoad(kKey, ctemplate::DO_NOT_STRIP, &dictionary, nullptr, &emitter);
  }
};

Expander::Expander(std::string body, Program program, Escape escape) : impl_(std::make_unique<Impl>()) {
  register_modifiers();
  impl_->program = std::move(program);
  impl_->room = ExpansionRoom(body, impl_->program);
  const CapturedErrors errors;
  if (!impl_->cache.StringToTemplateCache(kKey, prepared(body, escape), ctemplate::DO_NOT_STRIP)) {
    impl_->refusal = errors.words().empty() ? "ctemplate: bad template" : errors.words();
  }
  impl_->cache.Freeze();
  if (escape == Escape::kHtml && impl_->refusal.empty())
    impl_->distorted = distorted_slots(prepared(body, escape));
}

Expander::~Expander() = default;
Expander::Expander(Expander&&) noexcept = default;
Expander& Expander::operator=(Expander&&) noexcept = default;

const std::string& Expander::refusal() const { return impl_->refusal; }

const std::vector<int>& Expander::distorted() const { return impl_->distorted; }

std::string Expander::expand(const Row& root, Diagnostics& out, Embedder* embedder) const {
  std::string result;
  result.reserve(impl_->room.of(root));
  ctemplate::StringEmitter emitter(&result);
  impl_->expand(emitter, root, out, embedder);
  return result;
}

void Expander::expand_to(const Sink& sink, const Row& root, Diagnostics& out, Embedder* embedder) const {
  SinkEmitter emitter(sink);
  impl_->expand(emitter, root, out, embedder);
}

}  // namespace svodka::render
