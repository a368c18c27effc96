// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "record.h"

#include "json/writer.h"
#include "os/new_file.h"

namespace odca::amtsim {
namespace {

std::string_view word_of(Mode mode) {
  switch (mode) {
    case Mode::none:
      return "none";
    case Mode::client:
      return "client";
    case Mode::admin:
      return "admin";
  }
  return "";
}

std::string_view word_of(State state) {
  switch (state) {
    case State::pre:
      return "pre";
    case State::in:
      return "in";
    case State::post:
      return "post";
  }
  return "";
}

}  // namespace

std::string record_of(const Firmware& firmware) {
  const Seen seen = firmware.seen();
  JsonWriter json;
  json.begin_object().key("schema").string("amt-sim-record/1").key("profile").string(firmware.profile().name);
  json.key("uuid").string(firmware.uuid_text());
  json.key("mode").string(word_of(firmware.mode())).key("state").string(word_of(firmware.state()));
  json.key("sessions").number(seen.sessions).key("handshakes").number(seen.handshakes);
  json.key("application_bytes").number(seen.application_bytes).key("secret_bytes").number(seen.secret_bytes);
  json.key("requests").strings(seen.requests).key("effects").begin_object();
  for (const auto& [name, count] : seen.effects) json.key(name).number(count);
  json.end_object();
  json.key("lme").begin_object().key("connections").number(seen.lme.connections);
  json.key("channels").number(seen.lme.channels).key("overruns").number(seen.lme.overruns);
  json.key("violations").number(seen.lme.violations).end_object().end_object();
  return json.take() + '\n';
}

Status write_record(const Firmware& firmware, const std::string& path) {
  return write_file(path, {.replace = Replace::allowed}, as_bytes(record_of(firmware)));
}

}  // namespace odca::amtsim
