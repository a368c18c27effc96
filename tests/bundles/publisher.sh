# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# A publisher of bundles for tests: a POSIX shell library, to be read with '.'. Its keys are throwaway keys: the
# passphrase stands below, and a guess at it costs as little as the program allows.
#
#   . publisher.sh
#   new_publisher DIR                  keys and root document 1, signed: DIR/root.json
#   publish DIR VERSION [FRAGMENT]     DIR/bundle-VERSION.atb, signed; FRAGMENT is a file of YAML that goes into the
#                                      manifest ('anchors: …', 'deny: …'); relative names in it start at DIR
#   rotate_release_key DIR OLD NEW     the next root document, in which release key OLD (a number) is replaced by a new
#                                      key with the number NEW
#
# Beside these: DIR/root-1.key to root-3.key (two of three sign; encrypted, as root keys have to be), DIR/release-1.key
# to release-3.key (two of three sign; not encrypted, which saves time), DIR/root-N.json, DIR/manifest-VERSION.yaml,
# DIR/bundle-VERSION.unsigned. Everything that fails ends the function with status 1 and a message on standard error.
#
# Time: what is made is made "now", or at SOURCE_DATE_EPOCH. PUBLISHER_BASE (default 'embedded') is the manifest's base;
# PUBLISHER_EXPIRES, a time, is when bundles expire; PUBLISHER_ROOT_EXPIRES, a time, when root documents do.
#
# PUBLISHER_ROOT_KEYS=1 makes root-1.key alone, for those who do not rotate: making and opening a root key takes time.

PUBLISHER_PASSPHRASE='correct horse battery staple'

# publisher_run COMMAND...: quiet unless it fails.
publisher_run() {
  publisher_said=$("$@" 2>&1) && return 0
  printf '%s\n' "publisher: '$*' failed:" "$publisher_said" >&2
  return 1
}

# publisher_key FILE: a new key. It is encrypted.
publisher_key() {
  publisher_run trust-bundle key new "$1" --cost interactive --passphrase-fd 3 3<<END
$PUBLISHER_PASSPHRASE
END
}

# publisher_release_key FILE: a new key that only a release may have.
publisher_release_key() {
  publisher_run trust-bundle key new "$1" --unencrypted
}

# publisher_sign FILE KEY KEY [OPTION...]: two signatures.
publisher_sign() {
  publisher_file=$1 publisher_first=$2 publisher_second=$3
  shift 3
  publisher_run trust-bundle sign "$publisher_file" --key "$publisher_first" --key "$publisher_second" \
    --passphrase-fd 3 --yes "$@" 3<<END
$PUBLISHER_PASSPHRASE
$PUBLISHER_PASSPHRASE
END
}

# publisher_key_id FILE
publisher_key_id() {
  trust-bundle key show "$1" | sed -n 's/^key id: *//p'
}

# publisher_last_root DIR: the number of the last root document.
publisher_last_root() {
  publisher_number=1
  while [ -e "$1/root-$((publisher_number + 1)).json" ]; do publisher_number=$((publisher_number + 1)); done
  printf '%s\n' "$publisher_number"
}

new_publisher() {
  mkdir -p "$1" || return 1
  for publisher_name in 1 2 3; do publisher_release_key "$1/release-$publisher_name.key" || return 1; done
  if [ "${PUBLISHER_ROOT_KEYS:-3}" = 1 ]; then publisher_one_root_key "$1"; else publisher_three_root_keys "$1"; fi || return 1
  cp "$1/root-1.json" "$1/root.json"
}

publisher_one_root_key() {
  publisher_key "$1/root-1.key" && publisher_root_init "$1" --root-key "$1/root-1.key" || return 1
  publisher_run trust-bundle sign "$1/root-1.json" --key "$1/root-1.key" --passphrase-fd 3 --yes 3<<END
$PUBLISHER_PASSPHRASE
END
}

publisher_three_root_keys() {
  for publisher_name in 1 2 3; do publisher_key "$1/root-$publisher_name.key" || return 1; done
  publisher_root_init "$1" \
    --root-key "$1/root-1.key" --root-key "$1/root-2.key" --root-key "$1/root-3.key" --root-threshold 2 || return 1
  publisher_sign "$1/root-1.json" "$1/root-1.key" "$1/root-2.key"
}

# publisher_root_init DIR OPTION...: root document 1, not signed.
publisher_root_init() {
  publisher_folder=$1
  shift
  publisher_run trust-bundle root init --out "$publisher_folder/root-1.json" "$@" \
    --release-key "$publisher_folder/release-1.key" --release-key "$publisher_folder/release-2.key" \
    --release-key "$publisher_folder/release-3.key" --release-threshold 2 \
    ${PUBLISHER_ROOT_EXPIRES:+--expires "$PUBLISHER_ROOT_EXPIRES"}
}

# publisher_manifest DIR VERSION [FRAGMENT]: to standard output.
publisher_manifest() {
  printf 'format: amt-trust-manifest/1\nversion: %s\nroots:\n' "$2"
  publisher_root=1
  publisher_end=$(publisher_last_root "$1")
  while [ "$publisher_root" -le "$publisher_end" ]; do
    printf '  - root-%s.json\n' "$publisher_root"
    publisher_root=$((publisher_root + 1))
  done
  if [ "${PUBLISHER_BASE-embedded}" ]; then printf 'base: %s\n' "${PUBLISHER_BASE-embedded}"; fi
  if [ "${PUBLISHER_EXPIRES-}" ]; then printf 'expires: %s\n' "$PUBLISHER_EXPIRES"; fi
  if [ "${3-}" ]; then cat "$3"; fi
}

publish() {
  publisher_manifest "$@" > "$1/manifest-$2.yaml" || return 1
  publisher_run trust-bundle build "$1/manifest-$2.yaml" --out "$1/bundle-$2.unsigned" || return 1
  # the first and the last release key, so that a replaced second one does not matter
  publisher_sign "$1/bundle-$2.unsigned" "$1/${PUBLISHER_SIGNER_1:-release-1}.key" \
    "$1/${PUBLISHER_SIGNER_2:-release-3}.key" --out "$1/bundle-$2.atb"
}

rotate_release_key() {
  publisher_before=$(publisher_last_root "$1")
  publisher_after=$((publisher_before + 1))
  publisher_release_key "$1/release-$3.key" || return 1
  publisher_run trust-bundle root rotate "$1/root-$publisher_before.json" --out "$1/root-$publisher_after.json" \
    --drop "$(publisher_key_id "$1/release-$2.key")" --release-key "$1/release-$3.key" \
    ${PUBLISHER_ROOT_EXPIRES:+--expires "$PUBLISHER_ROOT_EXPIRES"} || return 1
  publisher_sign "$1/root-$publisher_after.json" "$1/root-1.key" "$1/root-2.key" \
    --previous "$1/root-$publisher_before.json"
}
