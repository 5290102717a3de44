#!/usr/bin/env bash
# Henter den låste utgaven av forvalt og kontrollerer summen før den kjøres. Legger den i ./.forvalt/.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=/dev/null
. .github/forvalt.env
if ! [[ "$FORVALT_SHA256" =~ ^[0-9a-f]{64}$ ]]; then
  echo "::error file=.github/forvalt.env::Fyll inn FORVALT_VERSION og FORVALT_SHA256 (se SHA256SUMS i utgivelsen, linjen for forvalt-linux-amd64)." >&2
  exit 1
fi
mkdir -p .forvalt
curl --fail --silent --show-error --location --proto '=https' --max-time 120 \
  --output .forvalt/forvalt "$FORVALT_RELEASES/$FORVALT_VERSION/forvalt-linux-amd64"
echo "$FORVALT_SHA256  .forvalt/forvalt" | sha256sum --check --quiet
chmod +x .forvalt/forvalt
