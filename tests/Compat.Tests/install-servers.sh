#!/usr/bin/env bash
# Installs the Debian packages of servers.txt that are missing, without starting any daemon: the suite starts its own. Needs root.
set -euo pipefail
cd "$(dirname "$0")"
export DEBIAN_FRONTEND=noninteractive

exec 9>/tmp/install-servers.lock
flock 9

missing=()
while read -r package; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done < <(grep -v "^#" servers.txt | cut -d" " -f2 | sort -u)
[ ${#missing[@]} = 0 ] && exit 0

# What a package's scripts ask before they start its daemon. One that is there already is the administrator's word, and stays.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi

apt-get -o DPkg::Lock::Timeout=300 update -q
apt-get -o DPkg::Lock::Timeout=300 install -qy --no-install-recommends "${missing[@]}"
