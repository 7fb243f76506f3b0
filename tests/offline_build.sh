#!/bin/sh
# Suite `offline build`: `make` of a clean copy of the tree, with the packages there and the network
# cut off. Where a network of one's own is forbidden it is skipped, never passed. Then somebody adds a
# module in that very copy (tests/add_a_module.py), so that the tree is built once for both.
set -u
cd "$(dirname "$0")/.." || exit 1
root=$(pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# Only what git knows: a file that nobody added is missed here as in a clone.
git -c "safe.directory=*" ls-files -z | tar -c --null --ignore-failed-read -T - -f - 2>/dev/null | tar -x -C "$work" -f - || exit 1
cd "$work" || exit 1

said=$(make 2>&1 >/dev/null | grep -v '^make')
if [ "$(printf '%s\n' "$said" | wc -l)" = 1 ] && printf '%s' "$said" | grep -q 'make deps'; then
	echo 'ok without dependencies make says one line'
else
	echo "not ok without dependencies make says one line: $(echo $said)"
fi

# Ends the suite with what she says who adds a module.
add_a_module() {
	cd "$root" && python3 tests/add_a_module.py --tree "$work"
	exit $?
}

ln -s "$root/node_modules" node_modules
mkdir build && touch build/.deps
if ! unshare -rn true 2>/dev/null; then
	echo 'skip make without a network: unshare -rn is forbidden here'
	add_a_module
fi
others=$(unshare -rn sh -c 'tail -n +3 /proc/net/dev | grep -vc " lo:"')
[ "$others" = 0 ] || { echo "not ok the network is cut: $others interfaces are left"; exit 1; }
if unshare -rn make >make.log 2>&1 && version=$(build/ayni --version); then
	echo "ok make without a network ($version)"
else
	tail -n 30 make.log
	echo 'not ok make without a network: see above'
	exit 1
fi
warnings=$(grep -c 'warning:' make.log)
if [ "$warnings" = 0 ]; then
	echo 'ok make says no warning'
else
	grep 'warning:' make.log
	echo "not ok make says no warning: $warnings"
fi
add_a_module
