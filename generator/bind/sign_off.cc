#include "bind/sign_off.h"

#include "base/suggest.h"

namespace svodka::bind {
namespace {

std::string words(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string() : *text;
}

std::string as_of(const store::Reader& reader) {
  auto statement = reader.prepare("SELECT as_of FROM report");
  return statement.step() ? words(statement.value(0)) : std::string();
}

}  // namespace

std::map<std::string, Official> sign_off_people(const store::Reader& reader) {
  std::map<std::string, Official> people;
  auto statement =
      reader.prepare("SELECT id, name, surname, post, in_office_from, in_office_to FROM sign_off_people");
  while (statement.step()) {
    Official official{words(statement.value(0)), words(statement.value(1)), words(statement.value(2)),
                      words(statement.value(3)), words(statement.value(4)), words(statement.value(5))};
    people[official.id] = std::move(official);
  }
  return people;
}

void check_sign_off(const Report& report, const store::Reader& reader, Diagnostics& out) {
  if (!report.sign_off.wanted()) return;
  const auto people = sign_off_people(reader);
  const auto day = as_of(reader);
  const auto check = [&](const std::string& id, const Mark& mark) {
    const auto found = people.find(id);
    if (found == people.end()) {
      std::vector<std::string> ids;
      for (const auto& [known, official] : people) ids.push_back(known);
      return out.error(
          mark.in(report.path), "unknown-person",
          text("в справочнике нет человека `{}`", "there is no person `{}` in the directory", id),
          suggestion_or_names(id, ids));
    }
    if (!day.empty() && !found->second.in_office(day))
      out.error(mark.in(report.path), "signatory-not-in-office",
                text("{} не занимает должность «{}» на {}", "{} does not hold the post “{}” on {}",
                     found->second.name, found->second.post, day),
                text("назовите в sign-off того, кто занимает её", "name in sign-off who holds it"));
  };
  for (std::size_t i = 0; i < report.sign_off.approve.size(); ++i)
    check(report.sign_off.approve[i], report.sign_off.approve_at[i]);
  if (!report.sign_off.sign.empty()) check(report.sign_off.sign, report.sign_off.sign_at);
}

}  // namespace svodka::bind
