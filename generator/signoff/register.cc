#include <algorithm>

#include "base/interrupt.h"
#include "language/period.h"
#include "signoff/grounds.h"
#include "signoff/steps.h"

namespace svodka::signoff {
namespace {

using publish::Action;
using publish::Ledger;
using publish::LedgerEntry;
using publish::State;

constexpr std::string_view kPlace = "{n}";

std::string number_of(const std::string& pattern, std::int64_t n) {
  auto words = pattern;
  return words.replace(words.find(kPlace), kPlace.size(), std::to_string(n));
}

// The n of a number that was made by the pattern; 0 when it was not.
std::int64_t ordinal_of(const std::string& pattern, const std::string& number) {
  const auto at = pattern.find(kPlace);
  if (at == std::string::npos) return 0;
  const auto before = pattern.substr(0, at), after = pattern.substr(at + kPlace.size());
  if (number.size() <= before.size() + after.size() || !number.starts_with(before) ||
      !number.ends_with(after))
    return 0;
  const auto digits = number.substr(before.size(), number.size() - before.size() - after.size());
  constexpr std::size_t kMost = 12;
  if (digits.size() > kMost || digits.front() == '0' ||
      digits.find_first_not_of("0123456789") != std::string::npos)
    return 0;
  return std::stoll(digits);
}

class Registration {
 public:
  Registration(const RegisterRequest& request, Diagnostics& out)
      : request_(request), out_(out), grounds_(request.project) {}

  std::vector<LedgerEntry> run() {
    const auto outputs = grounds_.outputs();
    auto documents =
        select(read_documents(outputs), request_.project, request_.targets, Action::kRegister, out_);
    if (!request_.number.empty() && documents.size() > 1) {
      out_.error({.file = "--number"}, "one-number",
                 text("номер один, а документов {}", "one number for {} documents", documents.size()),
                 text("назовите один документ или не указывайте номер",
                      "name one document, or leave the number out"));
    }
    if (!read_date()) return {};
    for (const auto& document : documents) check(document);
    if (request_.reason.empty() && !out_.has_errors()) grounds_.require_same_data(documents, out_);
    if (out_.has_errors() || documents.empty()) return {};
    auto ledger = Ledger::open_or_make(outputs);
    std::vector<LedgerEntry> made;
    for (const auto& document : documents) {
      throw_if_interrupted();
      auto entry = give_number(ledger, document);
      if (!entry) break;
      if (request_.registered) request_.registered(*entry);
      made.push_back(std::move(*entry));
    }
    return made;
  }

 private:
  bool read_date() {
    date_ = request_.date.empty() ? today() : request_.date;
    const auto day = language::parse_day(date_);
    if (!day) {
      out_.error({.file = "--date"}, "bad-date", text("«{}» — не дата", "“{}” is no date", date_),
                 text("нужен день: 2020-12-01", "a day is needed: 2020-12-01"));
      return false;
    }
    date_ = language::iso(*day);
    return true;
  }

  void check(const Document& document) {
    if (!is_due(document, Action::kRegister)) return out_of_order(document);
    if (!request_.by.empty()) grounds_.person(document, request_.by, out_);
    require_unchanged(grounds_.outputs(), document, out_);
    if (!request_.number.empty()) return;
    const auto numbers = grounds_.numbers(document);
    const auto at = numbers.pattern.find(kPlace);
    if (at != std::string::npos && numbers.pattern.find(kPlace, at + 1) == std::string::npos) return;
    out_.error(
        document.at(), "no-number-pattern",
        numbers.pattern.empty()
            ? text("не известен образец исходящего номера", "the pattern of outgoing numbers is not known")
            : text("в образце исходящего номера «{}» должно быть одно {{n}}",
                   "the pattern “{}” of outgoing numbers must have one {{n}}", numbers.pattern),
        text("укажите его в записи об органе (outgoing-number: \"01-21/{{n}}\") или номер: --number",
             "state it in the authority's record (outgoing-number: \"01-21/{{n}}\"), or the number: "
             "--number"));
  }

  void out_of_order(const Document& document) {
    if (const auto* done = document.last(Action::kRegister)) {
      out_.error(document.at(), "out-of-order",
                 text("документ уже зарегистрирован: № {} от {}",
                      "the document is registered already: № {} of {}", done->outgoing, done->date));
      return;
    }
    const bool signature = document.state == State::kApproved;
    out_.error(document.at(), "out-of-order",
               signature ? text("документ ещё не подписан", "the document is not signed yet")
                         : text("документ ещё не утверждён", "the document is not approved yet"));
  }

  // One transaction: the number is chosen and written while nobody else can write.
  std::optional<LedgerEntry> give_number(Ledger& ledger, const Document& document) {
    auto entry = registration_of(document);
    Ledger::Writing writing(ledger);
    if (!is_still_due(ledger, document)) return std::nullopt;
    const auto year = date_.substr(0, 4);
    const auto numbers = grounds_.numbers(document);
    const auto last = ledger.last_of_series(year, numbers.pattern);
    const auto next = last ? last->ordinal + 1 : numbers.start;
    entry.outgoing = request_.number.empty() ? number_of(numbers.pattern, next) : request_.number;
    if (const auto other = ledger.registration(year, entry.outgoing)) {
      out_.error(document.at(), "reg-number-duplicate",
                 text("исходящий номер {} уже присвоен документу «{}»",
                      "outgoing number {} is already given to “{}”", entry.outgoing, other->document));
      return std::nullopt;
    }
    entry.ordinal = ordinal_of(numbers.pattern, entry.outgoing);
    if (entry.ordinal > 0) entry.series = numbers.pattern;
    warn(document, entry, last, next);
    entry = writing.add(std::move(entry));
    writing.commit();
    return entry;
  }

  bool is_still_due(const Ledger& ledger, const Document& document) {
    for (const auto& entry : ledger.entries_of(document.name)) {
      if (entry.version != document.version || entry.action != Action::kRegister) continue;
      auto now = document;
      now.entries.push_back(entry);
      out_of_order(now);
      return false;
    }
    return true;
  }

  void warn(const Document& document, const LedgerEntry& entry, const std::optional<LedgerEntry>& last,
            std::int64_t next) {
    if (entry.ordinal > next && last)
      out_.warning(document.at(), "reg-number-gap",
                   text("в журнале пропущены номера с {} по {}", "the register skips the numbers {} to {}",
                        number_of(entry.series, next), number_of(entry.series, entry.ordinal - 1)));
    if (last && date_ < last->date)
      out_.warning(document.at(), "reg-date-order",
                   text("дата {} раньше даты предыдущего номера: № {} от {}",
                        "the date {} is before that of the number before: № {} of {}", date_, last->outgoing,
                        last->date));
  }

  LedgerEntry registration_of(const Document& document) {
    auto entry = entry_of(document, Action::kRegister);
    entry.date = date_;
    entry.reason = request_.reason;
    entry.addressee = request_.addressee.empty() ? grounds_.numbers(document).addressee : request_.addressee;
    if (!request_.by.empty()) {
      if (auto person = grounds_.person(document, request_.by, out_)) entry.person = std::move(*person);
    }
    const auto& approval = *document.last(Action::kApprove);
    for (const auto& file : approval.files) {
      if (!file.role.starts_with("draft")) entry.files.push_back(file);
    }
    return entry;
  }

  const RegisterRequest& request_;
  Diagnostics& out_;
  Grounds grounds_;
  std::string date_;
};

}  // namespace

std::vector<LedgerEntry> register_documents(const RegisterRequest& request, Diagnostics& out) {
  return Registration(request, out).run();
}

}  // namespace svodka::signoff
