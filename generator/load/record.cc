#include "load/record.h"

#include <algorithm>
#include <set>

#include "load/collect.h"
#include "load/convert.h"
#include "load/table.h"
#include "load/yaml.h"

namespace svodka::load {
namespace {

constexpr const char *kTables = "tables", *kCollect = "collect";

/// Takes the items of one input file as they come.
class InputReader {
 public:
  InputReader(const std::filesystem::path& root, const SourceFile& file, const Schema& schema,
              const RecordSink& sink, Diagnostics& out)
      : root_(root), file_(file), schema_(schema), sink_(sink), out_(out), converter_({file.path, {}}, out) {}

  /// The item before waits until this one comes: the last of a file that breaks off is told apart so.
  void take(const Node& key, Node&& item, std::vector<std::string>& also_read) {
    if (waiting_) read(waiting_->first, waiting_->second, also_read);
    waiting_.emplace(key, std::move(item));
  }

  /// `whole`: the file was read to its end. What a record lacks that a fault has cut off is no news.
  void finish(bool whole, std::vector<std::string>& also_read) {
    converter_.cut_off(!whole);
    if (waiting_) read(waiting_->first, waiting_->second, also_read);
    converter_.report_mixed_days();
  }

 private:
  void read(const Node& key, const Node& item, std::vector<std::string>& also_read) {
    const bool nothing = item.is_null() && item.mark == key.mark;  // `activities:` with nothing below it
    if (key.scalar == kTables) {
      if (!nothing) read_table(root_, file_, item, schema_, sink_, also_read, out_);
      return;
    }
    if (key.scalar == kCollect) {
      if (!nothing) take_returns(item, also_read);
      return;
    }
    const auto* collection = find(key);
    if (collection == nullptr || nothing) return;
    if (!item.is_mapping()) {
      out_.error(item.mark.in(file_.path), "wrong-type",
                 item.is_null() ? text("пустая запись в `{}`", "an empty record in `{}`", collection->name)
                                : text("запись в `{}` должна состоять из полей",
                                       "a record of `{}` must consist of fields", collection->name),
                 text("запишите поля строками `имя: значение`", "write its fields as lines `name: value`"));
    } else if (!is_keyed_by_name(*collection, item)) {
      sink_(converter_.record(*collection, item));
    }
  }

  void take_returns(const Node& item, std::vector<std::string>& also_read) {
    const auto definition = read_collect_definition(file_, item, schema_, out_);
    if (definition) read_returns(root_, file_, *definition, sink_, also_read, out_);
  }

  /// The collection of that name; reports an unknown one once, not for each of its records.
  const Collection* find(const Node& key) {
    if (last_ != nullptr && last_->name == key.scalar) return last_;
    if (const auto* known = schema_.collection(key.scalar)) return last_ = known;
    if (unknown_.insert(key.mark).second) {
      auto hint = suggestion(key.scalar, schema_.names());
      if (hint.empty())
        hint = text("бывают: {}; новую объявляют в inputs/schema.yaml",
                    "there are: {}; a new one is declared in inputs/schema.yaml",
                    fmt::format("{}", fmt::join(schema_.names(), ", ")));
      out_.error(key.mark.in(file_.path), "unknown-collection",
                 text("неизвестная коллекция `{}`", "unknown collection `{}`", key.scalar), std::move(hint));
    }
    return nullptr;
  }

  /// `organisations: {pokrovskaya: {name: …}}`, a mapping where a list of records should be.
  bool is_keyed_by_name(const Collection& collection, const Node& item) {
    const bool looks_so = !collection.key.empty() && !item.entries.empty() &&
                          std::all_of(item.entries.begin(), item.entries.end(), [&](const auto& e) {
                            return e.second.is_mapping() && collection.field(e.first.scalar) == nullptr;
                          });
    if (!looks_so) return false;
    const auto& first = item.entries.front().first;
    out_.error(first.mark.in(file_.path), "not-a-list",
               text("записи `{}` перечисляются списком", "the records of `{}` are a list", collection.name),
               text("вместо `{0}:` запишите `- {1}: {0}`", "instead of `{0}:` write `- {1}: {0}`",
                    first.scalar, collection.key));
    return true;
  }

  const std::filesystem::path& root_;
  const SourceFile& file_;
  const Schema& schema_;
  const RecordSink& sink_;
  Diagnostics& out_;
  Converter converter_;
  const Collection* last_ = nullptr;
  std::set<Mark> unknown_;
  std::optional<std::pair<Node, Node>> waiting_;  ///< key and item
};

}  // namespace

void read_input(const std::filesystem::path& root, const SourceFile& file, const Schema& schema,
                const RecordSink& sink, std::vector<std::string>& also_read, Diagnostics& out) {
  InputReader reader(root, file, schema, sink, out);
  const bool whole = stream_yaml(
      file, [&](const Node& key, Node&& item) { reader.take(key, std::move(item), also_read); }, out);
  reader.finish(whole, also_read);
}

bool is_record_file(std::string_view path) {
  if (!path.starts_with("inputs/") || !(path.ends_with(".yaml") || path.ends_with(".yml"))) return false;
  const auto stem = path.substr(7, path.rfind('.') - 7);
  return stem != "schema" && stem != "checks";
}

}  // namespace svodka::load
