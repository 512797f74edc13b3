# shellcheck shell=bash
# What the board tests share; source it from a script in this folder.
set -eu
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
boards=(host) # first, because the others are compared with it
for descriptor in Boards/*.json; do
    [ "$descriptor" = Boards/host.json ] || boards+=("$(basename "$descriptor" .json)")
done
# shellcheck disable=SC2034 # for the scripts that source this
forge=$root/.build/debug/forge
work=$root/.build/tests
mkdir -p "$work"

say() { printf '%s %s\n' "$(date +%H:%M:%S)" "$*"; }
fail() { say "$*" >&2; exit 1; }

# field BOARD KEY: the values of `"key": "value"`, `"key": number` or `"key": true` in a board's descriptor, one a line.
field() {
    sed -n "s/^ *\"$2\": *\"\(.*\)\",\{0,1\}$/\1/p; s/^ *\"$2\": *\([^\"{[,]*\),\{0,1\}$/\1/p" "Boards/$1.json"
}

# c_flags BOARD: the C compiler's flags in the board's toolset.
c_flags() { sed -n '/"cCompiler"/,/\]/s/^ *"\(-.*\)",\{0,1\}$/\1/p' "$(field "$1" toolset)"; }

# emulate BOARD PROGRAM ARGUMENT...: runs a program on the board's emulated processor.
emulate() {
    local board=$1 emulator
    shift
    emulator=$(field "$board" program | head -n 1)
    if [ -n "$emulator" ]; then
        "$emulator" -cpu "$(field "$board" cpu | tail -n 1)" "$@"
    else
        "$@"
    fi
}

# same EXPECTED ACTUAL: both files hold the same bytes.
same() {
    cmp "$1" "$2" && return 0
    diff --text "$1" "$2" | cut -c 1-200 | head -n 20
    fail "$2 differs from $1"
}
