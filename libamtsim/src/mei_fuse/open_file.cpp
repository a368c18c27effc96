// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "mei_fuse/open_file.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <utility>

#include "firmware/little_endian.h"
#include "wire/pthi.h"

namespace odca::amtsim {

int OpenFile::connect(const amt::Guid& client) {
  if (client_) return EBUSY;
  if (!firmware_.has_client(client)) return ENOTTY;
  client_ = client;
  return 0;
}

int OpenFile::write(ByteView message) {
  if (!client_) return ENODEV;
  if (message.size() > amt::wire::kPthiMaxMessage) return EMSGSIZE;
  Bytes answer = message.empty() ? Bytes{} : firmware_.answer(*client_, message);
  if (!answer.empty()) answers_.push_back(std::move(answer));
  return 0;
}

std::optional<Bytes> OpenFile::take(std::size_t at_most) {
  if (answers_.empty()) return std::nullopt;
  const ByteView rest = ByteView(answers_.front()).subspan(taken_);
  const ByteView part = rest.first(std::min(at_most, rest.size()));
  Bytes taken(part.begin(), part.end());
  taken_ += taken.size();
  if (taken_ < answers_.front().size()) return taken;
  answers_.pop_front();
  taken_ = 0;
  return taken;
}

Bytes OpenFile::properties() {
  Bytes out;
  put_u32(out, std::uint32_t{amt::wire::kPthiMaxMessage});
  put_u8(out, 1);
  out.resize(std::tuple_size_v<amt::Guid>);  // it takes the place of the GUID
  return out;
}

}  // namespace odca::amtsim
