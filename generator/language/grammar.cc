#include "language/grammar.h"

#include <array>

namespace svodka::language {
namespace {

template <typename What>
struct Named {
  std::string_view name;
  What what;
};

constexpr std::array<Named<Gender>, 16> kGenders{{{"masculine", Gender::kMasculine},
                                                  {"m", Gender::kMasculine},
                                                  {"мужской", Gender::kMasculine},
                                                  {"м", Gender::kMasculine},
                                                  {"feminine", Gender::kFeminine},
                                                  {"f", Gender::kFeminine},
                                                  {"женский", Gender::kFeminine},
                                                  {"ж", Gender::kFeminine},
                                                  {"neuter", Gender::kNeuter},
                                                  {"n", Gender::kNeuter},
                                                  {"средний", Gender::kNeuter},
                                                  {"с", Gender::kNeuter},
                                                  {"plural", Gender::kPlural},
                                                  {"pl", Gender::kPlural},
                                                  {"множественное", Gender::kPlural},
                                                  {"мн", Gender::kPlural}}};

constexpr std::array<Named<Case>, 18> kCaseNames{{{"nominative", Case::kNominative},
                                                  {"именительный", Case::kNominative},
                                                  {"им", Case::kNominative},
                                                  {"genitive", Case::kGenitive},
                                                  {"родительный", Case::kGenitive},
                                                  {"род", Case::kGenitive},
                                                  {"dative", Case::kDative},
                                                  {"дательный", Case::kDative},
                                                  {"дат", Case::kDative},
                                                  {"accusative", Case::kAccusative},
                                                  {"винительный", Case::kAccusative},
                                                  {"вин", Case::kAccusative},
                                                  {"instrumental", Case::kInstrumental},
                                                  {"творительный", Case::kInstrumental},
                                                  {"тв", Case::kInstrumental},
                                                  {"prepositional", Case::kPrepositional},
                                                  {"предложный", Case::kPrepositional},
                                                  {"пр", Case::kPrepositional}}};

template <typename Table>
auto named(const Table& table, std::string_view name) -> std::optional<decltype(table[0].what)> {
  for (const auto& row : table) {
    if (row.name == name) return row.what;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Gender> gender_named(std::string_view name) { return named(kGenders, name); }

std::optional<Case> case_named(std::string_view name) { return named(kCaseNames, name); }

}  // namespace svodka::language
