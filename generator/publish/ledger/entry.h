#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace svodka::publish {

/// What an entry of the ledger records.
enum class Action { kApprove, kSign, kRegister };

/// "approve", "sign", "register".
std::string_view to_string(Action action);

/// A file that an entry speaks of, by its bytes.
struct LedgerFile {
  std::string role;  ///< "document", "pdf", "draft", "draft-pdf", "signature", "signed-pdf", "stamped"
  std::string file;  ///< relative to the outputs: "2020-12/Информация.docx"
  std::string sha256;
  std::size_t bytes = 0;
  friend bool operator==(const LedgerFile&, const LedgerFile&) = default;
};

/// Who acted, as the directory of people had it then.
struct LedgerPerson {
  std::string id;    ///< "imc-head"; "" when an entry has no person
  std::string name;  ///< «Условная Ирина Петровна»
  std::string post;
  friend bool operator==(const LedgerPerson&, const LedgerPerson&) = default;
};

/// The certificate that a signature was made with.
struct LedgerCertificate {
  std::string serial, subject, issuer;  ///< the names as OpenSSL writes them (RFC 2253, UTF-8)
  std::string valid_from, valid_to;     ///< "2020-11-30T20:59:59Z"
  std::string sha256;                   ///< of the certificate (DER)
  friend bool operator==(const LedgerCertificate&, const LedgerCertificate&) = default;
};

/// One entry of the ledger: what was done with one version of one document.
///
/// It is stored as JSON text (`body`), whose bytes are hashed as they stand: `hash` is SHA-256 of
/// "PREVIOUS\nSHA-256 of BODY\n", PREVIOUS being the hash of the entry before, or 64 zeros. So an entry can
/// be shown with the chain of all others without showing them.
struct LedgerEntry {
  std::int64_t number = 0;  ///< 1, 2, 3, … without gaps
  std::string time;         ///< "2020-12-01T09:15:02Z", by the clock of the computer
  Action action = Action::kApprove;
  std::string document;  ///< by its name without a version, relative to the outputs
  int version = 1;
  std::string report, title, period, as_of;
  LedgerPerson person;
  bool complete = false;       ///< of an approval: nobody else's is needed
  bool signature_due = false;  ///< of an approval: the report names who signs
  std::vector<LedgerFile> files;
  std::string inputs;  ///< of an approval: name of the list of inputs (Ledger::input_list)
  std::optional<LedgerCertificate> certificate;  ///< of a signature
  std::string outgoing, date;                    ///< of a registration: "01-21/744", "2020-12-01"
  std::string series;  ///< of a registration: the pattern of its number, "01-21/{n}"; "" when it has none
  std::int64_t ordinal = 0;  ///< …and the n in it
  std::string addressee;     ///< of a registration: whom the document is sent to; may be ""
  std::string reason;        ///< why it was done although the data had changed; mostly ""

  std::string body, previous, hash;  ///< as they are stored

  const LedgerFile* file(std::string_view role) const;
};

/// The text that is stored and hashed.
std::string entry_body(const LedgerEntry& entry);

/// Reads entry_body(); nothing when it is none.
std::optional<LedgerEntry> parse_entry(std::string body);

inline constexpr std::string_view kNoEntry =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// The hash of an entry: see LedgerEntry.
std::string chain_hash(std::string_view previous, std::string_view body_sha256);

}  // namespace svodka::publish
