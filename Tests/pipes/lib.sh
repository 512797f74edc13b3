# shellcheck shell=bash
# What the tests of Boards/acting/pipes share; source it from a script in this folder.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
page=Boards/acting/pipes/PIPES.md
work=$(mktemp -d)
children=()
# shellcheck disable=SC2317 # the trap calls it
finish() {
    for child in "${children[@]}"; do kill -- "-$child" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT
fail() { printf '%s\n' "$*" >&2; exit 1; }

# The program that was built for this computer, under the name that the page calls it by.
program=$PWD/.build/boards/host/pipit
[ -x "$program" ] || fail "no $program: forge build host makes it"
mkdir "$work/bin"
ln -s "$program" "$work/bin/pipit"
ln -s "$PWD/Boards/acting/pipit-act" "$work/bin/pipit-act"
PATH=$work/bin:$PATH:/usr/sbin # where Debian has its broker

# command PATTERN: the one line of the page's commands that has the words; what stands in /tmp there is in the folder
# of the test, so that two runs do not meet.
command_of_page() {
    local found
    found=$(sed -n 's/^    //p' "$page" | grep -F -- "$1" | sed "s#/tmp/#$work/#g")
    [ "$(printf '%s\n' "$found" | grep -c .)" = 1 ] || fail "$page has not one command with $1: $found"
    printf '%s\n' "$found"
}

# in_background COMMAND: a shell with its children as one group, which ends with the test.
in_background() {
    set -m
    bash -c "$1" &
    children+=($!)
    set +m
}

# until_true SECONDS COMMAND...: waits until the command succeeds.
until_true() {
    local tries=$(($1 * 10))
    shift
    until "$@"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "this did not come true: $*"
        sleep 0.1
    done
}

# many_lines COUNT: so many lines of commands and of texts that are none.
many_lines() {
    awk -F '\t' 'FNR > 1 && !/^#/ { line[++count] = $1 }
        END { for (i = 0; i < lines; i++) print line[i % count + 1] (i % 7 ? "" : " " i) }' \
        lines="$1" FS='\t' Weights/examples/house-garden-robot.tsv Weights/examples/house-garden-robot-other.tsv
}
