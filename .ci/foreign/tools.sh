# What the scripts here begin with: where the bundles and the tools are. Installs the tools, at the versions that
# requirements.txt and package-lock.json name, unless they are there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
here=.ci/foreign
tools=target/foreign
bundles=(openapi/*.json tests/widgets/openapi/*.json)

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
    fail "cannot install what $1 names; is its registry within reach? SKIP_NETWORK=1 leaves out the checks with foreign tools"
}

# Whether what was installed into a folder is what is asked for now.
is_installed() {
    cmp -s "$1" "$2/${1##*/}.installed"
}

python=$tools/venv/bin/python
if ! is_installed $here/requirements.txt $tools/venv; then
    rm -rf $tools/venv
    python3 -m venv $tools/venv || fail "needs Python 3.10 or newer, with venv"
    $python -m pip install --quiet --disable-pip-version-check --requirement $here/requirements.txt ||
        missing $here/requirements.txt
    cp $here/requirements.txt $tools/venv/requirements.txt.installed
fi

node_modules=$tools/node/node_modules
if ! is_installed $here/package-lock.json $tools/node; then
    node --eval 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || major == 20 && minor >= 19 ? 0 : 1)' ||
        fail "needs Node.js 20.19 or newer"
    rm -rf $tools/node
    mkdir -p $tools/node
    cp $here/package.json $here/package-lock.json $tools/node
    npm ci --prefix $tools/node --ignore-scripts --no-audit --no-fund --silent || missing $here/package-lock.json
    cp $here/package-lock.json $tools/node/package-lock.json.installed
fi

# Makes a client of each bundle with a generator of openapi-generator, in a folder of its own: `generate python --option=x`.
generate() {
    local generator=$1 bundle folder
    java -version 2>$tools/java.log || fail "needs Java 11 or newer"
    for bundle in "${bundles[@]}"; do
        folder=$tools/$generator/$(basename "$bundle" .json)
        rm -rf "$folder"
        mkdir -p "$folder"
        $tools/venv/bin/openapi-generator-cli generate --generator-name "$generator" --input-spec "$bundle" \
            --output "$folder" "${@:2}" >"$folder.log" 2>&1 || { cat "$folder.log" >&2; fail "no client of $bundle"; }
    done
}
