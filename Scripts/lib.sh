# What the scripts share: where the project is, how they speak, how they install what is missing.
# Sourced, never run. Everything said goes to stderr, so that stdout stays the program's own.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '\033[1m▸ %s\033[0m\n' "$*" >&2; }

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# Refuses, in one sentence, a machine that cannot compile Udkast.
require_swift() {
    command -v swift >/dev/null || fail "Udkast needs a Swift 6.3 toolchain on the PATH; see https://www.swift.org/install"
    local version
    version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
    [ "$(printf '6.3\n%s\n' "${version:-0}" | sort -V | head -n 1)" = 6.3 ] \
        || fail "Udkast needs Swift 6.3 or newer, and this machine has ${version:-an unknown version}; see https://www.swift.org/install"
}

# require_packages NAME… installs the Debian packages that are missing when root, or names them and stops.
require_packages() {
    command -v dpkg-query >/dev/null || fail "this is not Debian or its kin: install the counterparts of: $*"
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] || fail "missing Debian packages; run: sudo apt-get install ${missing[*]}"
    say "installing Debian packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q update >&2
    apt-get -q install -y --no-install-recommends "${missing[@]}" >&2
}

# Makes .venv with the test tools, and again when their list has changed.
require_test_tools() {
    local list=$root/Tests/requirements.txt stamp=$root/.venv/requirements.txt
    cmp -s "$list" "$stamp" && return 0
    command -v python3 >/dev/null && python3 -c 'import ensurepip' 2>/dev/null || require_packages python3 python3-venv
    say "installing the test tools into .venv: $(grep -oE '^[a-z-]+' "$list" | paste -sd ' ')"
    rm -rf "$root/.venv"
    python3 -m venv "$root/.venv" >&2
    "$root/.venv/bin/pip" install --quiet --disable-pip-version-check -r "$list" >&2
    cp "$list" "$stamp"
}
