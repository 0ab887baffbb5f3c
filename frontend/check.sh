#!/bin/sh
# Type check and lint. oxlint comes from PyPI; set OXLINT when it is not on the PATH.
set -eu
cd "$(dirname "$0")"
root=${ROOT:-/usr}
node "$root/share/nodejs/typescript/bin/tsc" --noEmit -p tsconfig.json
"${OXLINT:-oxlint}" --react-plugin --jsx-a11y-plugin --import-plugin --promise-plugin \
  -D correctness -A react-in-jsx-scope -A jsx-a11y/prefer-tag-over-role -A jsx-a11y/control-has-associated-label \
  --deny-warnings src test budget.mjs
