// Revocation by CRLs at hand, offline: plain CRLs of the issuer and Intel's indirect CRLs (docs/hierarchy.md 6).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chain/path.h"
#include "odca/evidence.h"
#include "odca/policy.h"
#include "odca/trust_store.h"
#include "odca/verdict.h"
#include "revocation/crl_index.h"
#include "x509/link_proofs.h"

namespace odca {

/// CrlDuty is something that a CRL owes by RFC 5280 section 5 and that does not change what it says.
struct CrlDuty {
  std::string reason{};  ///< slug: "number-missing", "number-critical", …
  std::string message{};
};

struct CertificateRevocation {
  RevocationState state = RevocationState::absent;
  std::string detail{};     ///< which CRL said so, or why none could
  bool suspicious = false;  ///< an indirect CRL lists this serial without naming an issuer
  std::optional<Time> revoked_at{};
  bool budget_spent = false;      ///< not every CRL that might matter could be checked
  std::vector<CrlDuty> duties{};  ///< of the CRLs whose signature was found valid for this certificate
};

/// A CRL is believed when a key above the certificate on its path signed it, or an anchor of the store that bears the
/// CRL issuer's name, or a CA of that name among the store's intermediates and `certificates` that an anchor's key
/// certified: a path may end below the CA that revokes. An anchor beside the path must serve `judged_as`, the role
/// under which the path is judged, or a role of the path's own anchor where that one only stands in for it: who vouches
/// for an enterprise neither clears nor revokes Intel's devices. Of several CRLs of one key and scope the newest
/// decides, but what any of them lists is revoked. check_revocation answers for every step of the path, in its order.
std::vector<CertificateRevocation> check_revocation(const Path& path, AnchorRole judged_as, const CrlIndex& crls,
                                                    const TrustStore& store, Time judged_at,
                                                    const RevocationPolicy& policy, LinkProofs& proofs,
                                                    const std::vector<Presented>& certificates = {});

}  // namespace odca
