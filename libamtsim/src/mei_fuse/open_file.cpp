// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "mei_fuse/open_file.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <utility>

#include "firmware/little_endian.h"
#include "wire/apf.h"
#include "wire/clients.h"
#include "wire/pthi.h"

namespace odca::amtsim {

int OpenFile::connect(const amt::Guid& client) {
  if (client_) return EBUSY;
  if (device_.lme != nullptr && client == amt::wire::kLme) {
    conversation_ = device_.lme->open(device_.wake);
    if (conversation_ == nullptr) return EBUSY;
  } else if (!device_.firmware.has_client(client)) {
    return ENOTTY;
  }
  client_ = client;
  return 0;
}

int OpenFile::write(ByteView message) {
  if (!client_) return ENODEV;
  if (message.size() > longest()) return EMSGSIZE;
  if (message.empty()) return 0;
  if (conversation_ != nullptr) {
    conversation_->hear(message);
    return 0;
  }
  Bytes answer = device_.firmware.answer(*client_, message);
  if (!answer.empty()) answers_.push_back(std::move(answer));
  return 0;
}

bool OpenFile::readable() {
  if (answers_.empty() && conversation_ != nullptr)
    if (auto message = conversation_->next()) answers_.push_back(*std::move(message));
  return !answers_.empty();
}

std::optional<Bytes> OpenFile::take(std::size_t at_most) {
  if (!readable()) return std::nullopt;
  const ByteView rest = ByteView(answers_.front()).subspan(taken_);
  const ByteView part = rest.first(std::min(at_most, rest.size()));
  Bytes taken(part.begin(), part.end());
  taken_ += taken.size();
  if (taken_ < answers_.front().size()) return taken;
  answers_.pop_front();
  taken_ = 0;
  return taken;
}

std::size_t OpenFile::longest() const {
  return conversation_ != nullptr ? amt::wire::kLmeMaxMessage : std::size_t{amt::wire::kPthiMaxMessage};
}

Bytes OpenFile::properties() const {
  Bytes out;
  put_u32(out, static_cast<std::uint32_t>(longest()));  // some thousands
  put_u8(out, conversation_ != nullptr ? std::uint8_t{kLmeProtocolVersion} : std::uint8_t{1});
  out.resize(std::tuple_size_v<amt::Guid>);  // it takes the place of the GUID
  return out;
}

}  // namespace odca::amtsim
