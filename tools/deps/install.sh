#!/bin/sh
# Installs what is missing: Debian packages from debian.txt, then `npm ci`. The only step that
# uses the network. Run by `make deps`; writes the stamp given as $1 when all is there. With a second word, `build`,
# it leaves out what stands below "# To test" there; what stands below "# To attack" only `enemy` asks for.
set -eu
cd "$(dirname "$0")/../.."
stamp=${1:-build/.deps-test}
missing=
case "${2:-}" in
build) end='# To test' ;;
enemy) end= ;;
*) end='# To attack' ;;
esac
while read -r package command rest; do
	[ "$package $command $rest" = "$end" ] && break
	case "$package" in '' | '#'*) continue ;; esac
	if [ -n "${command:-}" ] && command -v "$command" >/dev/null 2>&1; then continue; fi
	state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
	[ "$state" = installed ] || missing="$missing $package"
done <tools/deps/debian.txt

as_root() {
	if [ "$(id -u)" = 0 ]; then
		env DEBIAN_FRONTEND=noninteractive "$@"
	elif command -v sudo >/dev/null 2>&1; then
		sudo env DEBIAN_FRONTEND=noninteractive "$@"
	else
		echo "Faltan paquetes de Debian y no hay sudo. Instálelos como root:$missing" >&2
		exit 1
	fi
}

# Some packages start a daemon when they are installed and at every boot (gammu-smsd, kannel). The tests start their
# own, in folders of their own: nothing is left running on a machine that only wanted to build.
policy=${POLICY_RC_D:-/usr/sbin/policy-rc.d}
held=

hold_daemons() {
	[ -e "$policy" ] && return
	held=1
	trap let_daemons_go EXIT INT TERM
	# shellcheck disable=SC2016  # the inner shell's arguments
	as_root sh -c 'printf "#!/bin/sh\nexit 101\n" >"$1" && chmod 755 "$1"' sh "$policy"
}

let_daemons_go() {
	[ -n "$held" ] && as_root rm -f "$policy"
	held=
	trap - EXIT INT TERM
}

# Only those that came now: one that was there before is its owner's.
disable_daemons() {
	for daemon in gammu-smsd kannel; do
		case " $missing " in *" $daemon "*) as_root update-rc.d "$daemon" disable >/dev/null 2>&1 || true ;; esac
	done
}

install_missing() {
	# shellcheck disable=SC2086  # a list of package names
	as_root apt-get install -y --no-install-recommends $missing
}

if [ -n "$missing" ]; then
	echo "Instalando paquetes de Debian:$missing"
	# The lists of a fresh machine are empty and those of an old one name files that are gone.
	# shellcheck disable=SC2086
	apt-get install -s -qq --no-install-recommends $missing >/dev/null 2>&1 || as_root apt-get update
	hold_daemons
	install_missing || { as_root apt-get update && install_missing; }
	let_daemons_go
	disable_daemons
else
	echo "Los paquetes de Debian ya están."
fi
echo "Instalando los paquetes de npm (package-lock.json)"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
mkdir -p "$(dirname "$stamp")"
touch "$stamp"
