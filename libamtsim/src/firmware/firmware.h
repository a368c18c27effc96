// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Firmware: an AMT as its HECI clients and its ports see it: state, accounts and rules, apart from any transport.
// Written apart from libamt, with which it shares the tables of wire/ alone, or one mistake would hide the other.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "firmware/lme.h"
#include "odca/amt/heci.h"

namespace odca::amtsim {

/// Profile is a generation: what differs between devices but does not change while one runs.
struct Profile {
  std::string name{};         ///< "amt20"
  std::string amt_version{};  ///< "20.0.5"
  std::string build{};        ///< "1966"
  std::string sku{};          ///< "16392"
  std::uint8_t enablement = 0xE2;
  bool tls_enforced = true;
  bool commit_needed = true;  ///< CCM is unfinished without CommitChanges (19 and later)
  bool tls13 = true;
  bool upid = true;
};
/// profile_named knows "amt20"; nothing for an unknown name.
std::optional<Profile> profile_named(std::string_view name);

enum class Mode : std::uint32_t { none = 0, client = 1, admin = 2 };
enum class State : std::uint32_t { pre = 0, in = 1, post = 2 };

/// Seen is what one side sent, counted while it runs: what a test asks the simulator.
struct Seen {
  unsigned sessions = 0;                ///< TCP connections accepted
  unsigned handshakes = 0;              ///< TLS handshakes completed
  std::uint64_t application_bytes = 0;  ///< bytes received inside TLS
  std::uint64_t secret_bytes = 0;       ///< of those: Authorization headers, passwords and what is derived from them
  std::vector<std::string>
      requests{};  ///< "Get AMT_GeneralSettings", "Invoke IPS_HostBasedSetupService.Setup", "PTHI 0x04000010"
  /// How often each request with effects arrived, by what was to be done and not by who carried it: "Setup",
  /// "CommitChanges", "Unprovision", "StopConfiguration", "SetPKIFQDNSuffix", "SetAmtOperationalState".
  std::map<std::string, unsigned> effects{};
  LmeSeen lme{};
};

/// Knobs are faults, off by default but drop_after_commit, which is how hardware is. One name each, as
/// `amt-sim --fault NAME[=N]` takes it.
struct Knobs {
  unsigned not_ready = 0;  ///< PTHI answers NOT_READY to the first N commands
  /// Of a method or PTHI command with effects, which then does nothing: "Setup" -> 1, "Unprovision" -> 0x81C.
  std::map<std::string, std::uint32_t> return_values{};
  bool drop_before_setup = false;         ///< nothing is done, and the connection closes without an answer
  bool drop_after_setup = false;          ///< done, and the connection closes without an answer
  bool drop_after_commit = true;          ///< as hardware mostly does
  bool keep_alive = true;                 ///< sessions carry more than one request
  bool unauthorized_forever = false;      ///< digest never satisfies
  unsigned unauthorized_after_setup = 0;  ///< 401 to the first N requests with right credentials
  LmeKnobs lme{};
};

class Firmware {
 public:
  /// `rom_fingerprint` is the SHA-256 of the DER of the chain's ROM CA, to which the UPID is bound.
  Firmware(Profile profile, std::array<std::uint8_t, 32> rom_fingerprint, std::uint32_t seed);

  // HECI, one message in, one out. An empty answer means that the client is silent. Thread-safe.
  odca::Bytes pthi(odca::ByteView request);
  odca::Bytes watchdog(odca::ByteView request);
  odca::Bytes upid(odca::ByteView request);
  odca::Bytes mkhi(odca::ByteView request);
  /// answer is that of the client `guid`; has_client is false for one that this firmware does not have.
  bool has_client(const odca::amt::Guid& guid) const;
  odca::Bytes answer(const odca::amt::Guid& guid, odca::ByteView request);

  // What the ports ask. Thread-safe. Which requests arrived there, and with what effects, they note themselves; those
  // of HECI are noted here.
  Mode mode() const;
  State state() const;
  const Profile& profile() const { return profile_; }
  std::string realm() const;
  std::string uuid_text() const;
  /// a1_of is MD5(user:realm:password) in hexadecimal of an account that may log in now; nothing for any other.
  std::optional<std::string> a1_of(std::string_view user) const;
  /// presents_odca: the ports show the on-die chain; else the self-signed certificate.
  bool presents_odca() const;
  /// setup is IPS_HostBasedSetupService.Setup, commit and unprovision are
  /// AMT_SetupAndConfigurationService.CommitChanges and .Unprovision: their ReturnValue. One that Knobs::return_values
  /// names is answered, and nothing is done.
  std::uint32_t setup(std::string_view encryption_type, std::string_view a1_hex);
  std::uint32_t commit();
  std::uint32_t unprovision();
  std::string configuration_nonce() const;  ///< base64 of 20 bytes

  Seen seen() const;
  void note(const std::function<void(Seen&)>& change);
  Knobs knobs() const;
  void set_knobs(Knobs knobs);

 private:
  struct Commands;  ///< of PTHI, in pthi_commands.cpp
  // What follows expects that lock_ is held.
  std::optional<std::uint32_t> ordered_answer(const std::string& name) const;
  void become_unprovisioned();
  std::uint32_t set_operational_state(std::uint8_t wanted);

  mutable std::mutex lock_;
  Profile profile_;
  std::array<std::uint8_t, 32> rom_fingerprint_;
  std::uint32_t seed_;
  Mode mode_ = Mode::none;
  State state_ = State::pre;
  std::uint32_t provisionings_ = 0;  ///< how often this device came back to PRE: the realm and the nonce hang on it
  std::string realm_{};
  std::string os_admin_password_{};
  std::optional<std::string> admin_a1_{};
  std::string dns_suffix_{};
  bool enabled_ = true;
  bool odca_ = true;
  bool upid_enabled_ = false;
  Knobs knobs_{};
  Seen seen_{};
};

}  // namespace odca::amtsim
