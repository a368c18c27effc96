// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// DumpBuilder: the common part of all input formats. It parses items, keeps them in order, and enforces the limits.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "odca/evidence.h"

namespace odca {

enum class ItemKind { certificate, crl };

/// DumpBuilder collects the items of one input. Once full(), it drops further items; the dump has the limit reached,
/// and readers should stop.
class DumpBuilder {
 public:
  DumpBuilder(std::string_view label, const Limits& limits) : label_(label), limits_(limits) {}

  const Limits& limits() const { return limits_; }
  bool full() const { return full_; }

  /// add parses an item found at `place` ("PEM block 2, line 41") and records it, or as unreadable.
  void add(ItemKind kind, ByteView der, std::string_view place);
  /// add_damaged records what may be a damaged item of this kind, with the error of the strict parser.
  void add_damaged(ItemKind kind, ByteView der, std::string_view place);
  /// add_refused records an item that claims this kind and is not parsed; reasons "too-big" and "too-deep" reach a
  /// limit.
  void add_refused(ItemKind kind, std::string_view place, Error error);
  /// decode decodes base64 of at most the limit of a certificate or CRL, whichever is larger; the size is checked
  /// before decoding. Fails with reason "too-big" or "base64".
  Result<Bytes> decode(std::string_view text) const;
  /// add_unreadable records an item that is neither a certificate nor a CRL. One that claims (`promised`) to be a CRL
  /// may be the one that revokes.
  void add_unreadable(std::string_view place, Error error, std::optional<ItemKind> promised = {});
  void add_note(std::string_view text);
  /// note_unread records that the item at this place may be a certificate; see Dump::unread_first.
  void note_unread(std::string_view place);
  /// set_tls_peer records the peer's certificate, readable or not.
  void set_tls_peer(ByteView der);
  void set_tls_peer(const Fingerprint& sha256) { dump_.tls_peer = sha256; }
  const std::optional<Fingerprint>& tls_peer() const { return dump_.tls_peer; }
  /// set_found_instead names other content, for the error when there is nothing else.
  void set_found_instead(std::string what) { found_instead_ = std::move(what); }
  void set_only_the_chain() { dump_.only_the_chain = true; }
  void set_short_print(ShortPrint print) { dump_.short_print = std::move(print); }
  /// certificates is the number parsed so far.
  std::size_t certificates() const { return dump_.certificates.size(); }

  /// finish returns the dump, or an error when nothing was recognised: that of the first unreadable item, else
  /// `otherwise`.
  Result<Dump> finish(InputKind kind, Error otherwise) &&;
  /// finish without an error returns the dump as it is, also an empty one.
  Dump finish(InputKind kind) &&;

 private:
  bool has_room(ItemKind kind);
  Status read(ItemKind kind, ByteView der, std::string_view place);
  void refuse(ItemKind kind, std::string_view place, Error error);
  void keep_unreadable(Unreadable::Kind kind, std::string_view place, Error error);
  void reach(ReasonId limit, std::string message, bool crl = false);

  std::string label_;
  Limits limits_;
  Dump dump_{};
  std::string found_instead_{};
  bool full_ = false;
  bool recognised_ = false;  ///< an item was parsed, or refused, as a certificate or CRL
};

}  // namespace odca
