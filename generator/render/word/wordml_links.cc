#include "render/word/wordml_links.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "base/utf8.h"
#include "render/word/wordml_ids.h"

namespace svodka::render {
namespace {

constexpr std::string_view kOpen = "<?svodka-own +?>", kClose = "<?svodka-own -?>";

bool has_references(std::string_view body) {
  return body.find("<w:bookmarkStart ") != std::string_view::npos &&
         (body.find(" w:anchor=\"") != std::string_view::npos ||
          body.find("REF ") != std::string_view::npos || body.find("HYPERLINK") != std::string_view::npos);
}

// A name in the XML that may be written otherwise.
struct Name {
  std::size_t offset = 0;
  std::string_view text;
  int repetition = 0;
  bool bookmark = false;
};

// The bookmark that a field's code names; empty when it names none. The code may be an attribute's value.
std::string_view name_in_code(std::string_view code) {
  const auto skip = [&](std::string_view characters) {
    code.remove_prefix(std::min(code.find_first_not_of(characters), code.size()));
  };
  const auto word = [&] { return code.substr(0, code.find_first_of(" \"&")); };
  skip(" \t\r\n");
  const auto kind = utf8::upper(word());
  code.remove_prefix(word().size());
  if (kind == "HYPERLINK") {
    const auto local = code.find("\\l ");
    if (local == std::string_view::npos) return {};
    code.remove_prefix(local + 3);
  } else if (kind != "REF" && kind != "PAGEREF" && kind != "NOTEREF") {
    return {};
  }
  skip(" ");
  if (code.starts_with("&quot;")) code.remove_prefix(6);
  skip("\"");
  return word();
}

std::string_view attribute(std::string_view tag, std::string_view key) {
  const auto at = tag.find(key);
  if (at == std::string_view::npos) return {};
  const auto begin = at + key.size();
  return tag.substr(begin, tag.find('"', begin) - begin);
}

// The names of an expanded part in the order of the text, each in its repetition.
class NameReader {
 public:
  explicit NameReader(std::string_view xml) : xml_(xml) {
    for (auto at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1))
      read(xml.substr(at));
  }
  const std::vector<Name>& names() const { return names_; }
  // Of a repetition the one that it stands in; that of the whole document (0) has -1.
  const std::vector<int>& parents() const { return parents_; }

 private:
  void read(std::string_view rest) {
    if (rest.starts_with(kOpen)) {
      parents_.push_back(current_);
      current_ = static_cast<int>(parents_.size()) - 1;
    } else if (rest.starts_with(kClose)) {
      current_ = std::max(parents_[static_cast<std::size_t>(current_)], 0);
    } else if (rest.starts_with("<w:bookmarkStart ")) {
      add(attribute(tag(rest), " w:name=\""), true);
    } else if (rest.starts_with("<w:hyperlink ")) {
      add(attribute(tag(rest), " w:anchor=\""), false);
    } else if (rest.starts_with("<w:fldSimple ")) {
      add(name_in_code(attribute(tag(rest), " w:instr=\"")), false);
    } else if (rest.starts_with("<w:instrText")) {
      const auto begin = tag(rest).size();
      add(name_in_code(rest.substr(begin, rest.find('<', begin) - begin)), false);
    }
  }
  static std::string_view tag(std::string_view rest) { return rest.substr(0, rest.find('>') + 1); }

  void add(std::string_view name, bool bookmark) {
    if (!name.empty())
      names_.push_back({static_cast<std::size_t>(name.data() - xml_.data()), name, current_, bookmark});
  }

  std::string_view xml_;
  std::vector<Name> names_;
  std::vector<int> parents_{-1};
  int current_ = 0;
};

// New names of bookmarks, found from the repetition that a reference stands in outwards.
class Renamer {
 public:
  explicit Renamer(const NameReader& reader) : parents_(reader.parents()) {
    for (const auto& name : reader.names()) {
      if (!name.bookmark) continue;
      const auto own = free_.take(std::string(name.text));
      by_offset_[name.offset] = own;
      for (int at = name.repetition; at >= 0; at = parents_[static_cast<std::size_t>(at)])
        first_.try_emplace({at, name.text}, own);
    }
  }

  std::string renamed(const Name& name) const {
    if (name.bookmark) return by_offset_.at(name.offset);
    for (int at = name.repetition; at >= 0; at = parents_[static_cast<std::size_t>(at)]) {
      if (const auto found = first_.find({at, name.text}); found != first_.end()) return found->second;
    }
    return std::string(name.text);
  }

 private:
  const std::vector<int>& parents_;
  BookmarkNames free_;
  std::map<std::size_t, std::string> by_offset_;
  std::map<std::pair<int, std::string_view>, std::string> first_;  // of a name in a repetition
};

std::string without_marks(std::string_view xml) {
  std::string out;
  out.reserve(xml.size());
  std::size_t done = 0;
  constexpr auto kMark = kOpen.substr(0, kOpen.size() - 3);
  for (auto at = xml.find(kMark); at != std::string_view::npos; at = xml.find(kMark, done)) {
    out += xml.substr(done, at - done);
    done = at + kOpen.size();
  }
  out += xml.substr(done);
  return out;
}

}  // namespace

std::string mark_repetitions(std::string body) {
  if (!has_references(body)) return body;
  std::string out;
  std::size_t done = 0;
  for (auto at = body.find("{{"); at != std::string::npos; at = body.find("{{", done)) {
    const auto end = body.find("}}", at) + 2;
    const bool open = body[at + 2] == '#', close = body[at + 2] == '/';
    out.append(body, done, at - done);
    if (close) out += kClose;
    out.append(body, at, end - at);
    if (open) out += kOpen;
    done = end;
  }
  out.append(body, done, std::string::npos);
  return out;
}

std::string point_to_own(std::string xml) {
  if (xml.find(kOpen) == std::string::npos) return xml;  // no section has come to anything
  const NameReader reader(xml);
  const Renamer renamer(reader);
  std::string out;
  out.reserve(xml.size() + 256);
  std::size_t done = 0;
  for (const auto& name : reader.names()) {
    out.append(xml, done, name.offset - done);
    out += renamer.renamed(name);
    done = name.offset + name.text.size();
  }
  out.append(xml, done, std::string::npos);
  return without_marks(out);
}

}  // namespace svodka::render
