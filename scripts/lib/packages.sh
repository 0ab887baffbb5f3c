# Debian packages, by what they are for, and one way to install those that are missing.

# What building and running needs.
build_packages=(
    pkg-config libcurl4-openssl-dev libsqlite3-dev libsodium-dev libyaml-dev libmariadb-dev libhiredis-dev zlib1g-dev
    libutf8proc-dev libwslay-dev libssl-dev libcjose-dev libarchive-dev libxml2-dev libmagic-dev libuchardet-dev
    # What reads the text of documents, each in a process of its own.
    bubblewrap poppler-utils
    esbuild nodejs node-react node-react-dom node-prismjs libjs-katex fonts-katex node-chart.js
)

# What the tests need besides.
test_packages=(
    chromium-headless-shell fonts-noto-cjk node-typescript valgrind python3 python3-venv mariadb-server redis-server util-linux iproute2
    # What the samples in config/ are checked with.
    binutils caddy nginx openssl strace systemd
)

# Installs the named packages that are not there yet; says which. Uses sudo unless root.
install_missing() {
    local missing=() package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "Installing Debian packages: ${missing[*]}" >&2
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    local options=(-y --no-install-recommends -o DPkg::Lock::Timeout=300)
    # We want the programs alone: with these two no package starts a service on this machine.
    local quietly=(env DEBIAN_FRONTEND=noninteractive SYSTEMD_OFFLINE=1 RUNLEVEL=1)
    # On a fresh machine the lists are empty or old. Without a network the packages may be at hand all the same.
    "${as_root[@]}" apt-get -q update >&2 || true
    "${as_root[@]}" "${quietly[@]}" apt-get install "${options[@]}" "${missing[@]}" >&2
}

# The toolchain cannot be had from Debian.
need_swift() {
    command -v swift >/dev/null && return 0
    echo "The Swift toolchain (6.2 or newer) is not on the PATH. Get it from swift.org, then run this again." >&2
    exit 1
}
