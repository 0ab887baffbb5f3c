#!/bin/sh
# Bundles each test with esbuild and runs them all with node's own runner.
set -eu
cd "$(dirname "$0")"
root=${ROOT:-/usr}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
NODE_PATH="$root/share/nodejs" "$root/bin/esbuild" test/*.test.ts --bundle --platform=neutral '--external:node:*' --format=esm --target=es2022 \
  "--outdir=$out" --out-extension:.js=.mjs --log-level=warning
node --test "$out"
