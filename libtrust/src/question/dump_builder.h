// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// DumpBuilder: what all formats have in common. It recognises nothing; it reads items, keeps them in order, and holds
// the limits.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "odca/evidence.h"

namespace odca {

enum class ItemKind { certificate, crl };

/// DumpBuilder collects the items of one input. Once it is full(), everything offered is dropped: the limit that was
/// reached is in the dump, and readers stop.
class DumpBuilder {
 public:
  DumpBuilder(std::string_view label, const Limits& limits) : label_(label), limits_(limits) {}

  const Limits& limits() const { return limits_; }
  bool full() const { return full_; }

  /// add reads an item found at `place` ("PEM block 2, line 41"); what cannot be read becomes unreadable.
  void add(ItemKind kind, ByteView der, std::string_view place);
  /// add_damaged records what may have been an item of this kind, with what the strict reader says about it.
  void add_damaged(ItemKind kind, ByteView der, std::string_view place);
  /// add_refused records an item that was to be of this kind and is not read: reasons "too-big" and "too-deep" reach a
  /// limit.
  void add_refused(ItemKind kind, std::string_view place, Error error);
  /// decode reads base64 of an item of at most the size of a certificate or CRL, whichever is larger, and holds that
  /// limit before anything is decoded. Fails with reason "too-big" or "base64".
  Result<Bytes> decode(std::string_view text) const;
  /// add_unreadable records something that is no certificate or CRL as it stands. What was promised to be a CRL may
  /// have been the one that revokes.
  void add_unreadable(std::string_view place, Error error, std::optional<ItemKind> promised = {});
  void add_note(std::string_view text);
  /// note_unread says that what stands at this place may have been a certificate: see Dump::unread_first.
  void note_unread(std::string_view place);
  /// set_tls_peer records whose key the session has, also when that certificate cannot be read.
  void set_tls_peer(ByteView der);
  void set_tls_peer(const Fingerprint& sha256) { dump_.tls_peer = sha256; }
  const std::optional<Fingerprint>& tls_peer() const { return dump_.tls_peer; }
  /// set_found_instead names what there was, in case it is all there was.
  void set_found_instead(std::string what) { found_instead_ = std::move(what); }
  void set_only_the_chain() { dump_.only_the_chain = true; }
  void set_short_print(ShortPrint print) { dump_.short_print = std::move(print); }
  /// certificates is how many were read so far.
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
  bool recognised_ = false;  ///< something was read, or refused, as a certificate or CRL
};

}  // namespace odca
