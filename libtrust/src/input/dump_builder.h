// DumpBuilder: what all formats have in common. It recognises nothing; it reads items, keeps them in order, and holds
// the limits.
#pragma once

#include <string>
#include <string_view>

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
  /// add_base64 does the same from base64, and holds the size limit before anything is decoded.
  void add_base64(ItemKind kind, std::string_view text, std::string_view place);
  /// add_unreadable records something that is no certificate or CRL at all.
  void add_unreadable(std::string_view place, Error error);
  void add_note(std::string_view text);
  /// set_tls_peer records whose key the session has, also when that certificate cannot be read.
  void set_tls_peer(ByteView der);

  /// finish returns the dump, or an error when nothing was recognised: that of the first unreadable item, else
  /// `otherwise`.
  Result<Dump> finish(InputKind kind, Error otherwise) &&;

 private:
  bool has_room(ItemKind kind);
  Status read(ItemKind kind, ByteView der, std::string_view place);
  void refuse(ItemKind kind, std::string_view place, Error error);
  void keep_unreadable(Unreadable::Kind kind, std::string_view place, Error error);
  void reach(std::string_view limit, std::string message, bool crl = false);

  std::string label_;
  Limits limits_;
  Dump dump_{};
  bool full_ = false;
  bool recognised_ = false;  ///< something was read, or refused, as a certificate or CRL
};

}  // namespace odca
