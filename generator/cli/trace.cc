#include <algorithm>
#include <cstdio>
#include <map>

#include "base/files.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/values.h"
#include "retrace.h"

namespace svodka::cli {
namespace {

namespace fs = std::filesystem;
using render::TracedValue;
using store::RecordSource;

struct Options {
  std::string document, words, format = "text";
};

// A text as it is searched: caseless, any space a space. Keeps where each byte stood.
struct Searched {
  std::string text;
  std::vector<std::size_t> from;
};

Searched searched(std::string_view words) {
  Searched out;
  for (std::size_t i = 0; i < words.size();) {
    const auto start = i;
    const char32_t c = utf8::next(words, i);
    const bool space = c == U' ' || c == 0xA0 || c == 0x202F || c == 0x2009 || c == U'\t' || c == U'\n';
    std::string letter = space ? " " : utf8::lower(std::string(words.substr(start, i - start)));
    out.from.insert(out.from.end(), letter.size(), start);
    out.text += letter;
  }
  out.from.push_back(words.size());
  return out;
}

struct Range {
  std::size_t begin = 0, end = 0;
};

std::vector<Range> occurrences(const std::string& piece, const std::string& words) {
  const auto in = searched(piece);
  const auto wanted = searched(words).text;
  std::vector<Range> ranges;
  if (wanted.empty()) return ranges;
  for (auto at = in.text.find(wanted); at != std::string::npos; at = in.text.find(wanted, at + 1))
    ranges.push_back({in.from[at], in.from[at + wanted.size()]});
  return ranges;
}

bool contains(const std::string& words, const std::string& wanted) {
  return !occurrences(words, wanted).empty();
}

// The values that a passage with these words shows: those that stand in it; of a document that is not text,
// or that somebody wrote into, those that hold the words.
std::vector<std::size_t> values_with(const render::DocumentTrace& trace, const std::string& words) {
  std::vector<std::size_t> found;
  std::map<std::size_t, std::vector<Range>> ranges;
  for (std::size_t i = 0; i < trace.pieces.size(); ++i) {
    if (trace.pieces[i].cells.empty()) ranges[i] = occurrences(trace.pieces[i].words, words);
  }
  for (std::size_t i = 0; i < trace.values.size(); ++i) {
    const auto& value = trace.values[i];
    bool fits = false;
    if (value.end > 0) {
      for (const auto& range : ranges[value.piece])
        fits |= value.begin < range.end && range.begin < value.end;
    } else {
      const auto& place = value.place.en;
      fits = contains(value.words, words) ||
             (!place.empty() && (place == words || place.ends_with("!" + words)));
    }
    if (fits) found.push_back(i);
  }
  return found;
}

class Printer {
 public:
  Printer(const Console& console, const Retraced& traced) : console_(console), trace_(traced.trace) {}

  void print(const std::vector<std::size_t>& values) {
    std::string last;
    for (const auto index : values) {
      const auto& value = trace_.values[index];
      auto place = value.place.in(console_.language);
      if (place.empty()) place = console_.say("не в тексте", "not in the text");
      if (place != last && value.end > 0)
        std::printf("%s: «%s»\n", place.c_str(), around(value).c_str());
      else if (place != last)
        std::printf("%s\n", place.c_str());
      last = place;
      std::printf("  %s  ← %s%s\n", one_line(value.words).c_str(), value.name.c_str(), how(value.how));
      print_sources(value);
    }
  }

 private:
  static constexpr std::size_t kShown = 20;

  static std::string one_line(std::string words) {
    std::replace(words.begin(), words.end(), '\n', ' ');
    return words;
  }

  // The passage that a value stands in, cut to what a line holds.
  std::string around(const TracedValue& value) const {
    constexpr std::size_t kBefore = 40, kAfter = 80;
    const auto& words = trace_.pieces[value.piece].words;
    auto begin = value.begin > kBefore ? value.begin - kBefore : 0;
    auto end = std::min(words.size(), std::max(value.end, value.begin + kAfter) + kBefore);
    while (begin > 0 && (static_cast<unsigned char>(words[begin]) & 0xC0u) == 0x80u) --begin;
    while (end < words.size() && (static_cast<unsigned char>(words[end]) & 0xC0u) == 0x80u) ++end;
    return (begin > 0 ? "…" : "") + one_line(words.substr(begin, end - begin)) +
           (end < words.size() ? "…" : "");
  }

  const char* how(TracedValue::How how) const {
    switch (how) {
      case TracedValue::How::kRow:
        return console_.say("  (не точно: записи, из которых сделана строка)",
                            "  (not exact: the records of its row)");
      case TracedValue::How::kTables:
        return console_.say("  (не точно: запрос не проследить, он читает эти разделы)",
                            "  (not exact: the query cannot be followed, it reads these collections)");
      case TracedValue::How::kNothing:
        return console_.say("  (не из записей: из описания отчёта или о самом запуске)",
                            "  (of no record: the report's definition or the run itself says it)");
      case TracedValue::How::kFields:
        break;
    }
    return "";
  }

  void print_sources(const TracedValue& value) {
    std::size_t shown = 0;
    for (const auto index : value.sources) {
      if (shown++ == kShown && !console_.verbose) {
        std::printf(
            "%s", console_
                      .say(text("    … ещё {} (все: -v или --format json)\n",
                                "    … {} more (all: -v or --format json)\n", value.sources.size() - kShown))
                      .c_str());
        return;
      }
      print_source(trace_.sources[index]);
    }
  }

  void print_source(const RecordSource& source) {
    const auto name = source.collection + (source.field.empty() ? "" : "." + source.field);
    if (source.kind == RecordSource::Kind::kRun) {
      std::printf("    %s: %s\n", console_.say("параметр запуска", "what the run was asked for"),
                  source.field.c_str());
    } else if (source.kind == RecordSource::Kind::kTable) {
      std::printf("    %s\n", name.c_str());
    } else {
      const auto before = source.previous ? console_.say(" (прошлый период)", " (the period before)") : "";
      std::printf("    %s  %s%s\n", to_string(source.at, console_.language).c_str(), name.c_str(), before);
      if (const auto line = line_of(source); !line.empty())
        std::printf("    %6d | %s\n", source.at.line, line.c_str());
    }
  }

  // The line as it stands now; of the period before it may be another one.
  std::string line_of(const RecordSource& source) {
    constexpr std::size_t kWidest = 110;
    if (source.previous || source.at.line <= 0) return {};
    auto known = lines_.find(source.at.file);
    if (known == lines_.end()) known = lines_.emplace(source.at.file, read_lines(source.at.file)).first;
    const auto number = static_cast<std::size_t>(source.at.line);
    if (number > known->second.size()) return {};
    auto line = known->second[number - 1];
    if (utf8::length(line) <= kWidest) return line;
    std::size_t end = 0;
    for (std::size_t letters = 0; letters < kWidest && end < line.size(); ++letters) utf8::next(line, end);
    return line.substr(0, end) + "…";
  }

  std::vector<std::string> read_lines(const std::string& file) const {
    std::vector<std::string> lines;
    std::error_code error;
    if (!fs::is_regular_file(console_.root / file, error)) return lines;
    const auto bytes = read_file(console_.root / file);
    for (std::size_t start = 0; start < bytes.size();) {
      const auto end = std::min(bytes.find('\n', start), bytes.size());
      lines.push_back(bytes.substr(start, end - start));
      if (lines.back().ends_with('\r')) lines.back().pop_back();
      start = end + 1;
    }
    return lines;
  }

  const Console& console_;
  const render::DocumentTrace& trace_;
  std::map<std::string, std::vector<std::string>> lines_;
};

// What a reader must know before trusting the answer.
void warn(const Console& console, const Retraced& traced) {
  const auto& changed = traced.trace.changed;
  if (changed.empty()) return;
  std::string places;
  for (std::size_t i = 0; i < std::min<std::size_t>(changed.size(), 5); ++i)
    places += (i > 0 ? ", " : "") + changed[i].in(console.language);
  if (changed.size() > 5) places += ", …";
  console.note(text("в документе написано не то, что дают записи, из которых он создан: {}",
                    "the document says other things than the records it was made of: {}", places));
}

int run_trace(const Console& console, const Options& options) {
  Diagnostics out;
  const auto traced = retrace(console.root, options.document, out);
  console.print(out.sorted());
  if (!traced) return kFindings;
  std::vector<std::size_t> values;
  if (!options.words.empty())
    values = values_with(traced->trace, options.words);
  else
    for (std::size_t i = 0; i < traced->trace.values.size(); ++i) values.push_back(i);
  if (options.format == "json") {
    std::fputs(publish::trace_json(traced->head, traced->trace, &values).c_str(), stdout);
    return kDone;
  }
  warn(console, *traced);
  if (values.empty()) {
    const auto& changed = traced->trace.changed;
    const bool written =
        std::any_of(traced->trace.pieces.begin(), traced->trace.pieces.end(), [&](const auto& piece) {
          return contains(piece.words, options.words) &&
                 std::any_of(changed.begin(), changed.end(),
                             [&](const auto& place) { return place.ru == piece.place.ru; });
        });
    if (written) return kFindings;  // warn() has said that somebody wrote there
    const bool there = std::any_of(traced->trace.pieces.begin(), traced->trace.pieces.end(),
                                   [&](const auto& piece) { return contains(piece.words, options.words); });
    console.complain(
        there ? text("«{}» стоит в самом шаблоне: из записей здесь ничего нет",
                     "“{}” stands in the template itself: nothing of it is from the records", options.words)
              : text("в документе нет слов «{}»", "the document does not say “{}”", options.words));
    return kFindings;
  }
  Printer(console, *traced).print(values);
  return kDone;
}

}  // namespace

void add_trace(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("trace", console.say("из каких строк файлов взято то, что показывает документ",
                                              "which lines of the inputs a document's values came from"));
  command
      ->add_option("FILE", options->document,
                   console.say("документ из outputs/ПЕРИОД", "a document of outputs/PERIOD"))
      ->required();
  command->add_option("TEXT", options->words,
                      console.say("слова в документе или ячейка (B7); без них — все значения",
                                  "words of the document, or a cell (B7); without: all values"));
  command->add_option("--format", options->format, console.say("вид ответа", "form of the answer"))
      ->type_name("text|json")
      ->check(one_of(console, {"text", "json"}));
  command->footer(console.say("Пример: svodka trace \"outputs/2020-12/отчёт.docx\" \"48 %\"",
                              "Example: svodka trace \"outputs/2020-12/report.docx\" \"48 %\""));
  command->callback([&, options] { action = [&, options] { return run_trace(console, *options); }; });
}

}  // namespace svodka::cli
