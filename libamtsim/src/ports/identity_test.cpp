// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "firmware/firmware.h"
#include "odca/bytes.h"
#include "ports/port.h"

namespace odca::amtsim {
namespace {

const std::string kIdentities = ODCA_SOURCE_DIR "/tests/amt/identities/";

TEST(ReadIdentity, TakesTheFingerprintOfTheRomCa) {
  const auto lnl = read_identity(kIdentities + "lnl");
  const auto other = read_identity(kIdentities + "other-device");
  const auto forged = read_identity(kIdentities + "forged");
  ASSERT_TRUE(lnl && other && forged);
  EXPECT_NE(lnl->rom_fingerprint, (std::array<std::uint8_t, 32>{}));
  EXPECT_NE(lnl->rom_fingerprint, other->rom_fingerprint);
  EXPECT_EQ(lnl->rom_fingerprint, forged->rom_fingerprint);
}

TEST(ReadIdentity, HasNoFingerprintWithoutARomCa) {
  const auto identity = read_identity(kIdentities + "no-chain");
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->rom_fingerprint, (std::array<std::uint8_t, 32>{}));
}

TEST(ReadIdentity, FailsForAFolderThatIsNotThere) {
  const auto identity = read_identity(kIdentities + "nobody");
  ASSERT_FALSE(identity);
  EXPECT_EQ(identity.error().reason.text(), "identity-unusable");
}

TEST(PortListen, RefusesAKeyThatIsNotTheLeafs) {
  auto identity = *read_identity(kIdentities + "lnl");
  Firmware firmware(*profile_named("amt20"), identity.rom_fingerprint, 1);
  EXPECT_TRUE(Port::listen(firmware, identity, "127.0.0.1", 0));
  identity.key = read_identity(kIdentities + "other-device")->key;
  const auto port = Port::listen(firmware, identity, "127.0.0.1", 0);
  ASSERT_FALSE(port);
  EXPECT_EQ(port.error().reason.text(), "identity-unusable");
}

TEST(PortListen, RefusesANameForAnAddress) {
  const auto identity = *read_identity(kIdentities + "lnl");
  Firmware firmware(*profile_named("amt20"), identity.rom_fingerprint, 1);
  const auto port = Port::listen(firmware, identity, "localhost", 0);
  ASSERT_FALSE(port);
  EXPECT_EQ(port.error().code, Errc::usage);
}

TEST(PortListen, RefusesAPortThatIsTaken) {
  const auto identity = *read_identity(kIdentities + "lnl");
  Firmware firmware(*profile_named("amt20"), identity.rom_fingerprint, 1);
  const auto first = Port::listen(firmware, identity, "127.0.0.1", 0);
  ASSERT_TRUE(first);
  const auto second = Port::listen(firmware, identity, "127.0.0.1", (*first)->number());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().reason.text(), "port-taken");
}

}  // namespace
}  // namespace odca::amtsim
