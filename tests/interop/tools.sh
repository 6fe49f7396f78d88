# What the scripts here begin with: where the simulator and the clients are. Installs the clients, at the versions that
# requirements.txt and package-lock.json name, unless they are there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
here=tests/interop
tools=$PWD/target/interop
bundle=openapi/dms-kafka.json
simulator=$PWD/target/debug/dms-kafka-sim

if [ "${SKIP_NETWORK:-}" = 1 ]; then
    echo "left out, because SKIP_NETWORK=1 is set: ${0##*/}"
    exit 0
fi

fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}

# What a registry failed to give.
missing() {
    fail "cannot install what $1 names; is its registry within reach? SKIP_NETWORK=1 leaves out the clients of others"
}

# Whether what was installed into a folder is what is asked for now.
is_installed() {
    cmp -s "$1" "$2/${1##*/}.installed"
}

with_python() {
    python=$tools/venv/bin/python
    is_installed $here/requirements.txt "$tools/venv" && return
    rm -rf "$tools/venv"
    python3 -m venv "$tools/venv" || fail "needs Python 3.10 or newer, with venv"
    "$python" -m pip install --quiet --disable-pip-version-check --requirement $here/requirements.txt ||
        missing $here/requirements.txt
    cp $here/requirements.txt "$tools/venv/requirements.txt.installed"
}

with_node() {
    is_installed $here/package-lock.json "$tools/node" && return
    node --version >"$tools/node.log" 2>&1 || fail "needs Node.js 18 or newer"
    rm -rf "$tools/node"
    mkdir -p "$tools/node"
    cp $here/package.json $here/package-lock.json "$tools/node"
    npm ci --prefix "$tools/node" --ignore-scripts --no-audit --no-fund --silent || missing $here/package-lock.json
    cp $here/package-lock.json "$tools/node/package-lock.json.installed"
}

# The official SDKs write a file into the home folder.
mkdir -p "$tools/home"
export HOME_OF_CLIENTS=$tools/home
cargo build --quiet --package dms-kafka-sim
