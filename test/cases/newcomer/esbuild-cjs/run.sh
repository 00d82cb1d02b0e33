#!/bin/sh
# A single CommonJS file for Node (esbuild's default format with --platform=node; what AWS CDK's NodejsFunction, SAM,
# serverless-esbuild, VS Code extensions and Electron make) that imports `clew` must at least load, and log.
# usage: run.sh FOLDER-WITH-node_modules/clew-AND-esbuild
set -e
root=${1:?}; tmp=$(mktemp -d)
cat > "$root/case.js" <<'J'
import { toFile, withAction } from "clew";
toFile(process.argv[2]);
withAction("hello", () => {});
J
(cd "$root" && npx esbuild case.js --bundle --platform=node --outfile="$tmp/case.cjs" --log-level=warning)
cd "$tmp" && node case.cjs case.log && test "$(wc -l < case.log)" = 2 && echo ok
