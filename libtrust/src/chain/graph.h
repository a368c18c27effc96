// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// IssuerGraph: the certificates and anchors that a search may use, with name matches as its edges. Nothing in it is
// proved; it only lists possible issuers, and the order in which to try them.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "odca/evidence.h"
#include "odca/trust_store.h"

namespace odca {

/// share_a_role tells whether some role is in both.
bool share_a_role(const Roles& a, const Roles& b);

/// Issuer names a candidate: the index of an anchor of the store, or of a node of the graph.
struct Issuer {
  enum class Kind { anchor, certificate };
  Kind kind = Kind::anchor;
  std::size_t index = 0;
};

/// KeyIdMatch compares a child's authorityKeyIdentifier with an issuer's key identifier. Both are chosen by the maker
/// of the certificate, so they prove nothing and only order candidates.
enum class KeyIdMatch { same, unknown, different };

class IssuerGraph {
 public:
  /// Node is one certificate, however often it was presented or stored.
  struct Node {
    Certificate certificate;
    Origin origin{};
    std::optional<std::size_t> presented_index{};
    std::size_t identity = 0;  ///< see identity()
    bool sound = false;        ///< as an issuer at the time judged: see sound_certificate()
  };

  /// The arguments must outlive the graph. `target` indexes evidence.certificates.
  IssuerGraph(const Evidence& evidence, std::size_t target, const TrustStore& store, const Question& question,
              Time judged_at);

  std::size_t target() const { return target_; }
  std::size_t size() const { return nodes_.size(); }
  std::size_t anchor_count() const { return store_.anchors().size(); }
  const Node& node(std::size_t index) const { return nodes_[index]; }
  const Certificate& certificate(std::size_t index) const { return nodes_[index].certificate; }
  const TrustAnchor& anchor(std::size_t index) const { return store_.anchors()[index]; }

  /// issuers_of lists the certificates and anchors with the node's issuer name, best first. The order depends only on
  /// the contents of certificates and the order of anchors in the store, never on the order of the input.
  const std::vector<Issuer>& issuers_of(std::size_t node);
  /// bearers_of lists the certificates and anchors with this name (a match key), unordered.
  const std::vector<Issuer>& bearers_of(ByteView name) const;
  /// issued_by_name lists the nodes that give this name (a match key) as their issuer, ordered by their hash.
  const std::vector<std::size_t>& issued_by_name(ByteView name) const;
  KeyIdMatch match_key_ids(std::size_t child, Issuer issuer) const;
  /// anchors_equal_to_target lists the anchors that are the target itself, byte for byte.
  std::vector<std::size_t> anchors_equal_to_target() const;

  /// sound tells whether the issuer looks fit to issue at the time judged, for this question.
  bool sound(Issuer issuer) const;
  /// sound_as_target asks less of an anchor that is the target itself: it issues nothing.
  bool sound_as_target(std::size_t anchor) const;
  /// identity numbers the pairs of name and key: equal numbers, same name (by match key) and same key (by its bytes).
  std::size_t identity(Issuer issuer) const;
  std::size_t identity(std::size_t node) const { return nodes_[node].identity; }
  const Name& subject(Issuer issuer) const;
  ByteView spki(Issuer issuer) const;
  const KeyInfo& key(Issuer issuer) const;
  /// path_length is what the issuer allows below itself: its certificate's pathLenConstraint or the anchor's own.
  std::optional<std::uint32_t> path_length(Issuer issuer) const;

 private:
  void add(const Certificate& certificate, const Origin& origin, std::optional<std::size_t> presented_index);
  bool sound_certificate(const Certificate& certificate) const;
  void add_anchor(const TrustAnchor& anchor);
  std::size_t identify(const Name& subject, const Bytes& spki);
  bool usable_anchor(const TrustAnchor& anchor) const;
  std::vector<Issuer> ordered_issuers(std::size_t child) const;

  const TrustStore& store_;
  Time judged_at_;
  std::size_t target_ = 0;
  std::vector<Node> nodes_{};
  std::vector<bool> anchor_sound_{};
  std::vector<std::size_t> anchor_identity_{};
  Roles wanted_{};
  std::map<Fingerprint, std::size_t> by_content_{};
  // The views point into the certificates of nodes_ and the anchors of store_, whose bytes do not move.
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> identities_{};
  std::map<std::string_view, std::vector<Issuer>> by_subject_{};
  std::map<std::string_view, std::vector<std::size_t>> by_issuer_{};
  std::map<std::size_t, std::vector<Issuer>> ordered_{};
};

}  // namespace odca
