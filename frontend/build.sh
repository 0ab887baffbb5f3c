#!/bin/sh
# Bundles the pages into dist/ with Debian's esbuild; ROOT may name an unpacked tree instead of /usr.
set -eu
cd "$(dirname "$0")"
root=${ROOT:-/usr}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
rm -rf dist
mkdir -p dist

# esbuild exits 0 on warnings, among them "import will always be undefined", so any output is a failure.
bundle() {
  status=0
  NODE_PATH="$root/share/nodejs:$root/share/javascript" "$root/bin/esbuild" "$@" \
    --bundle --minify --sourcemap --format=esm --target=es2021 --jsx=automatic --define:global=globalThis \
    "--define:process.env.NODE_ENV=\"production\"" --legal-comments=linked \
    --loader:.woff2=file --loader:.woff=empty --loader:.ttf=empty --public-path=/assets \
    --outdir=dist --asset-names='f/[name]-[hash]' --log-level=warning 2>"$log" || status=$?
  if [ "$status" -ne 0 ] || [ -s "$log" ]; then
    cat "$log" >&2
    echo "frontend: the bundle has errors or warnings" >&2
    exit 1
  fi
}

# What is big and seldom needed is a bundle of its own: the page knows its address, and can ask for it a second time.
lazy() {
  bundle "$1=$2" --entry-names='c/[name]-[hash]'
  echo "--define:$3=\"/assets/$(cd dist && echo c/"$1"-*."$4")\""
}
katex=$(lazy katex katex/katex.mjs KATEX_ADDRESS js)
highlight=$(lazy highlight src/markdown/highlight.ts HIGHLIGHT_ADDRESS js)
playground=$(lazy playground styles/playground.css PLAYGROUND_STYLES css)
statistics=$(lazy statistics styles/statistics.css STATISTICS_STYLES css)
extras=$(lazy extras styles/extras.css EXTRAS_STYLES css)
sse=$(lazy sse src/shared/sse.ts SSE_ADDRESS js)
chart=$(lazy chart src/admin/statistics/chart.ts CHART_ADDRESS js)

bundle chat=src/chat/main.tsx admin=src/admin/main.tsx welcome=src/welcome/main.tsx --splitting \
  --entry-names='[name]-[hash]' --chunk-names='c/[name]-[hash]' --metafile=dist/manifest.json \
  "$katex" "$highlight" "$playground" "$statistics" "$extras" "$sse" "$chart"

# Alone: what the chat shared with it would be one file more for the chat.
bundle share=src/share/main.tsx --entry-names='[name]-[hash]' --metafile=dist/share.json "$katex" "$highlight" "$sse"
node merge.mjs dist/manifest.json dist/share.json

# The licences of what is bundled.
for package in node-react node-react-dom node-prismjs libjs-katex fonts-katex node-chart.js; do
  notice="$root/share/doc/$package/copyright"
  [ ! -f "$notice" ] || { echo "== $package"; cat "$notice"; } >>dist/NOTICE.txt
done

find dist -type f \( -name '*.js' -o -name '*.css' -o -name '*.txt' \) -exec gzip -9 -n -k {} +
node budget.mjs dist/manifest.json
