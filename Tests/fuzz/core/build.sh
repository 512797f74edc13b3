# shellcheck shell=bash
# What the runs of this folder share; source it.
# shellcheck source=../../boards/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../boards/lib.sh"
# shellcheck disable=SC2154 # of lib.sh
fuzz=$root/.build/fuzz-core
fixtures=$root/Tests/PipitCoreTests/Fixtures
names="every_head tasks tasks_bert taught taught_bert matches"
# shellcheck disable=SC2034 # for the scripts that source this
good=$(for name in $names; do printf '%s:' "$fixtures/encoder/$name.pipit"; done)$fixtures/lists/listed.pipit

# copy_core: PipitCore with a plan in which no two buffers share bytes and 64 lie between them, so that one that runs
# into the next is seen, and with checksums that take a hundredth of the time.
copy_core() {
    local plan=$fuzz/core/Memory/MemoryPlan.swift changed
    mkdir -p "$fuzz"
    rm -rf "$fuzz/core"
    cp -r Sources/PipitCore "$fuzz/core"
    sed -i 's/var end: Int { offset &+ bytes }/var end: Int { offset \&+ bytes \&+ 64 }/
        s/func overlapsInTime(_ other: Entry) -> Bool { .* }/func overlapsInTime(_ other: Entry) -> Bool { true }/' \
        "$plan"
    changed=$(diff "$plan" Sources/PipitCore/Memory/MemoryPlan.swift | grep -c '^<')
    [ "$changed" = 2 ] || fail "MemoryPlan.swift has changed"
    sed -i 's/^    mutating func update(_ bytes: ByteView) {/&\n\
        if let fast = fastRemainder(state, bytes) { state = fast; return }/' "$fuzz/core/Bytes/CRC32.swift"
    grep -q fastRemainder "$fuzz/core/Bytes/CRC32.swift" || fail "CRC32.swift has changed"
}

# build NAME SWIFT_FLAG... ENTRY: $fuzz/NAME, the harness with the entry of that file; sanitizers as the flags say.
build() {
    local name=$1 entry=${*: -1} sources flags=("${@:2:$#-2}") c_flags=() objects=$fuzz/$1-objects source
    [ ! -x "$fuzz/$name" ] || [ -n "$(find Sources/PipitCore Sources/PipitKernels Tests/fuzz/core -type f \
        ! -name '*.md' ! -name run ! -name sweep -newer "$fuzz/$name" -print -quit)" ] || return 0
    say "building $name"
    copy_core
    mkdir -p "$objects"
    case ${flags[*]} in
    *address*) c_flags=("-fsanitize=address,undefined" -fno-sanitize-recover=undefined) ;;
    *) c_flags=(-fsanitize=undefined -fsanitize-trap=undefined) ;;
    esac
    find Sources/PipitKernels Tests/fuzz/core -name '*.[cS]' | while read -r source; do
        printf '%s\0-o\0%s\0' "$source" "$objects/$(tr / _ <<<"$source").o"
    done | xargs -0 -n 3 -P "$(nproc)" clang -O2 -g "${c_flags[@]}" -I Sources/PipitKernels/include -c
    mapfile -t sources < <(find "$fuzz/core" "$root/Tests/fuzz/core" -name '*.swift' ! -path '*/entry/*')
    # Where it runs it leaves the module.
    (cd "$fuzz" && swiftc -O -wmo -g -swift-version 6 "${flags[@]}" -parse-as-library -module-name PipitFuzz \
        -package-name pipit -use-ld=lld -I "$root/Sources/PipitKernels/include" "${sources[@]}" "$root/$entry" \
        "$objects"/*.o -Xclang-linker -fsanitize=undefined -o "$fuzz/$name")
}
