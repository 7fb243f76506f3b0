#!/bin/sh
# fuzz_short.sh - every libFuzzer target for a few seconds over its corpus (SECONDS_EACH, default 10).
# The targets are built with clang in $AYNI_FUZZ_BUILD (default build/fuzz). What is found goes to
# build/fuzz-found; the corpora in tests/fuzz are only read.
set -u
cd "$(dirname "$0")/.." || exit 1
build=${AYNI_FUZZ_BUILD:-build/fuzz}
each=${SECONDS_EACH:-10}
found=$PWD/build/fuzz-found
if ! command -v clang >/dev/null; then
	echo "skip fuzz: no clang"
	exit 0
fi
if [ ! -f "$build/build.ninja" ]; then
	CC=clang meson setup "$build" -Dfuzz=true -Dtests=disabled -Db_sanitize=address,undefined \
		-Db_lundef=false >/dev/null 2>&1 || { echo "not ok fuzz: meson setup $build"; exit 1; }
fi
log=$(mktemp) || exit 1
fresh=$(mktemp -d) || exit 1
trap 'rm -rf "$log" "$fresh"' EXIT
if ! ninja -C "$build" -j 2 >"$log" 2>&1; then
	echo "not ok fuzz: build: $(grep -m1 -E 'error|FAILED' "$log")"
	exit 1
fi
mkdir -p "$found"
failed=0
targets=$(find "$build" -type f -perm -u+x \( -name '*_fuzz' -o -name 'fuzz_*' \) | sort)
if [ -z "$targets" ]; then
	echo "not ok fuzz: no target was built"
	exit 1
fi
for target in $targets; do
	name=$(basename "$target" | sed 's/^fuzz_//; s/_fuzz$//')
	mkdir -p "$fresh/$name"
	set -- "$fresh/$name"
	for corpus in "tests/fuzz/$name" "tests/fuzz/corpus/$name"; do
		[ -d "$corpus" ] && set -- "$@" "$corpus"
	done
	if timeout $((each + 60)) "$target" -max_total_time="$each" -rss_limit_mb=1024 -timeout=5 \
		-print_final_stats=1 -artifact_prefix="$found/$name-" "$@" >"$log" 2>&1; then
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
		echo "ok fuzz $name ($runs runs)"
	else
		echo "not ok fuzz $name: $(grep -m1 -E 'ERROR|SUMMARY|runtime error|BUG' "$log") (see $found)"
		failed=1
	fi
done
exit $failed
