// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Invariant: of what the TLS parsers accept, every entry stands whole in the input's handshake layer, the list written
// again in its form reads back as the same list, and cutting the same messages into other records changes nothing.
#include <algorithm>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "input/tls.h"

namespace {

using namespace odca;

constexpr std::size_t kMaxEntries = 16;

void append_number(Bytes& to, std::size_t value, unsigned octets) {
  while (octets-- > 0) to.push_back(static_cast<std::uint8_t>(value >> (8U * octets) & 0xffU));  // one octet
}

/// write_message writes the list in the form in which it was read, without extensions and context.
Bytes write_message(const TlsCertificates& read) {
  const bool newer = read.form == "TLS 1.3 Certificate message";
  Bytes list;
  for (const Bytes& entry : read.entries) {
    append_number(list, entry.size(), 3);
    list.insert(list.end(), entry.begin(), entry.end());
    if (newer) append_number(list, 0, 2);
  }
  Bytes message{11};
  append_number(message, list.size() + 3 + (newer ? 1U : 0U), 3);
  if (newer) message.push_back(0);
  append_number(message, list.size(), 3);
  message.insert(message.end(), list.begin(), list.end());
  return message;
}

Bytes in_records(ByteView messages, std::size_t fragment_size) {
  Bytes stream;
  for (std::size_t at = 0; at < messages.size(); at += fragment_size) {
    const ByteView fragment = messages.subspan(at, std::min(fragment_size, messages.size() - at));
    stream.insert(stream.end(), {22, 3, 3});
    append_number(stream, fragment.size(), 2);
    stream.insert(stream.end(), fragment.begin(), fragment.end());
  }
  return stream;
}

void check_reads_back(const TlsCertificates& read) {
  if (read.entries.size() > kMaxEntries) return;  // the rest was dropped
  const Bytes message = write_message(read);
  if (message.size() > 0xffffff) return;
  const auto again = read_tls_handshake(message, kMaxEntries);
  // Written plainly, a list may come to add up in the other form too; then it is refused, not read as another list.
  if (!again) {
    ODCA_CHECK(again.error().reason == "ambiguous");
    return;
  }
  ODCA_CHECK(again->form != read.form || again->entries == read.entries);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView content(data, size);
  const auto as_stream = read_tls_records(content, kMaxEntries);
  const auto as_messages = read_tls_handshake(content, kMaxEntries);
  for (const auto* read : {&as_stream, &as_messages}) {
    if (!*read) {
      ODCA_CHECK(!read->error().message.empty());
      continue;
    }
    ODCA_CHECK(!(*read)->entries.empty() && (*read)->entries.size() <= kMaxEntries + 1);
    for (const Bytes& entry : (*read)->entries) ODCA_CHECK(!entry.empty() && entry.size() <= size);
    check_reads_back(**read);
  }
  if (!content.empty()) {
    const Bytes records = in_records(content, 1 + data[size - 1]);
    const auto cut = read_tls_records(records, kMaxEntries);
    ODCA_CHECK(!as_messages || (cut && cut->entries == as_messages->entries && cut->form == as_messages->form));
  }
  return 0;
}
