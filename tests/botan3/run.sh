#!/bin/sh
# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
# Builds and tests the whole project on Debian 13 (trixie), where Botan is version 3: makes a root file system with
# debootstrap, copies the checkout into it and calls `./dev test` there, as on a fresh machine. Arguments go to ctest.
#
#   ODCA_TRIXIE_ROOT   the root to use or to make (default build/trixie); packages that it lacks are installed in it
#   ODCA_SHARED_DATA   the data beside the checkout (default ../shared/data); seen read-only inside
#
# Ends as ctest ends, with 2 when something is wrong, and with 77 when this machine cannot do it.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
say() { printf 'botan3: %s\n' "$*" >&2; }
stop() { status=$1; say "$2"; printf '  hint: %s\n' "$3" >&2; exit "$status"; }
fail() { stop 2 "$1" "$2"; }
skip() { stop 77 "NOT RUN: $1" "$2"; }
there() { command -v "$1" >/dev/null; }

if [ "$(id -u)" != 0 ]; then
  { there sudo && sudo true; } || skip "a root file system wants root" "run as root or with sudo"
  exec sudo env ODCA_TRIXIE_ROOT="${ODCA_TRIXIE_ROOT:-}" ODCA_SHARED_DATA="${ODCA_SHARED_DATA:-}" \
    http_proxy="${http_proxy:-}" "$0" "$@"
fi

# Processes and mounts are in namespaces of this run, so that all of them end with it, however it ends.
if [ "${1:-}" != --inside-namespaces ]; then
  unshare --mount --pid --fork true || skip "this machine lets nobody mount" \
    "run outside of a container, or in a privileged one"
  setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --propagation private "$0" --inside-namespaces \
    "${ODCA_TRIXIE_ROOT:-$top/build/trixie}" "${ODCA_SHARED_DATA:-$top/../shared/data}" "$@"
  exit
fi
root=$2
data=$3
shift 3
PATH=$PATH:/usr/sbin:/sbin
source_inside=/srv/odca-trust
data_inside=/srv/shared/data # beside the checkout, where the tests look

proxy() {  # what apt goes through, unless the environment names another
  [ -z "${http_proxy:-}" ] || { printf '%s' "$http_proxy"; return; }
  ! there apt-config || apt-config dump --format '%v' Acquire::http::Proxy
}

mirror() {  # the first of this machine's own apt sources that has trixie; none: debootstrap's default is asked
  there apt-get || return 0
  release=$(mktemp)
  # shellcheck disable=SC2016  # apt fills in the variable
  for uri in $(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | awk '!seen[$0]++'); do
    rm -f "$release"
    /usr/lib/apt/apt-helper -o Acquire::Retries=0 -o Acquire::http::Timeout=10 download-file \
      "${uri%/}/dists/trixie/Release" "$release" >/dev/null 2>&1 || continue
    grep -qx 'Codename: trixie' "$release" && { printf '%s' "$uri"; break; }
  done
  rm -f "$release"
}

make_root() {  # beside its place first, so that what is in its place is whole
  there debootstrap || skip "there is no debootstrap" "install the package debootstrap"
  rm -rf --one-file-system "$root.part"
  from=$(mirror)
  say "making a trixie root in '$root'"
  # shellcheck disable=SC2086  # no mirror is no word
  debootstrap --force-check-gpg --variant=minbase --include=ca-certificates trixie "$root.part" $from >"$root.log" 2>&1 || {
    tail -n 20 "$root.log" >&2
    grep -qE "Failed getting release file|Couldn't download" "$root.log" && skip "no mirror answers" \
      "see apt's sources and the proxy of this machine, or name a ready root by ODCA_TRIXIE_ROOT"
    fail "debootstrap failed" "the whole log is in '$root.log'"
  }
  mv "$root.part" "$root"
}

copy_checkout() {  # files that git knows or would add, as they are now; the build of the run before stays
  inside=$root$source_inside
  mkdir -p "$inside"
  find "$inside" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf --one-file-system {} +
  files() { git -c safe.directory="$top" -C "$top" ls-files -z "$@"; }
  { files --cached --others --exclude-standard --deduplicate; files --deleted; } | sort -z | uniq -zu |
    tar -C "$top" --null --files-from=- --create --file="$root/tmp/checkout.tar" ||
    fail "cannot list the files of the checkout" "'$top' must be a git checkout"
  tar -C "$inside" --extract --no-same-owner --file="$root/tmp/checkout.tar"
  rm "$root/tmp/checkout.tar"
}

mount_inside() {
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  cp -L --remove-destination /etc/resolv.conf "$root/etc/resolv.conf"
  [ -d "$data" ] || { say "no folder '$data': the tests that want it will skip"; return 0; }
  mkdir -p "$root$data_inside"
  mount --bind "$data" "$root$data_inside"
  mount -o remount,bind,ro "$root$data_inside"
}

in_root() {
  launcher=
  [ ! -x "$root/usr/bin/ccache" ] || launcher=ccache
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 CMAKE_CXX_COMPILER_LAUNCHER="$launcher" \
    http_proxy="$http_proxy" chroot "$root" sh -c "cd $source_inside"' && exec "$@"' sh "$@"
}

http_proxy=$(proxy)
mkdir -p "$(dirname "$root")"
exec 9>"$root.lock"
flock --nonblock 9 || fail "another run uses '$root'" "wait for it, or name another root by ODCA_TRIXIE_ROOT"
[ -e "$root" ] || make_root
grep -qx VERSION_CODENAME=trixie "$root/etc/os-release" ||
  fail "'$root' is not a root of Debian 13" "remove it, or name another one by ODCA_TRIXIE_ROOT"

copy_checkout
mount_inside
in_root ./dev packages || {
  in_root apt-get update -qq -o APT::Update::Error-Mode=any || skip "no mirror answers" \
    "packages are missing in '$root', and its apt sources are out of reach"
  fail "cannot install the packages" "packages.txt must name what Debian 13 has"
}
botan=$(in_root pkg-config --modversion botan-3) || fail "there is no Botan 3 in '$root'" "packages.txt must prefer it"
say "Botan $botan, g++ $(in_root g++ -dumpfullversion), $(in_root cmake --version | head -n 1)"
in_root ./dev test "$@"
