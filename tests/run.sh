#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR/..
# Installs what is missing, builds, runs every test, publishes the native binary and runs that too.
# The last line is `N passed, N failed`. UPDATE_GOLDEN=1 rewrites the golden files.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
. tests/host.sh

passed=0 failed=0 skipped=0
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# count_step NAME COMMAND…: a step of the build that passes or fails as one.
count_step() {
    local name=$1
    shift
    say "== $name"
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        say "FAILED: $name"
    fi
}

skip() {
    skipped=$((skipped + 1))
    say "SKIPPED: $1: $2"
}

# shellcheck disable=SC2317  # called through count_step
build() { dotnet build VirtProvision.sln -c Release --nologo -v quiet -tl:off </dev/null; }

# count_tests PROJECT: runs a test project and adds up what its summary line says; a run without one is a failure.
count_tests() {
    local name output line
    name=$(basename "$1")
    output="$results/$name.txt"
    say "== $name"
    dotnet test "$1" -c Release --no-build --nologo -v quiet -tl:off --logger 'console;verbosity=minimal' \
        --logger "trx;LogFileName=$results/$name.trx" </dev/null >"$output" 2>&1
    grep -vE '\[SKIP\]$|^  Skipped |^Results File|^ *$|^Test run for|^VSTest version|^Starting test execution|^A total of' "$output" | tail -n 200 >&2

    # Why tests were skipped: the console logger leaves it out, the other has it.
    grep -A 3 'outcome="NotExecuted"' "$results/$name.trx" 2>/dev/null | sed -n 's/ *<Message>\([^<]*\).*/\1/p' | sort | uniq -c | sed 's/^ *\([0-9]*\) /Skipped \1: /' >&2 || true

    line=$(grep -oE 'Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+' "$output" | tail -n 1)
    if [ -z "$line" ]; then
        say "FAILED: $name ended without a summary"
        failed=$((failed + 1))
        return
    fi
    read -r f p s < <(tr -dc '0-9 \n' <<<"$line")
    failed=$((failed + f)) passed=$((passed + p)) skipped=$((skipped + s))
}

finish() {
    local tail=""
    [ "$skipped" = 0 ] || tail=", $skipped skipped"
    echo "$passed passed, $failed failed$tail"
    [ "$failed" = 0 ]
    exit
}

# Without these the unit tests run all the same, and what needs them says why it is skipped.
install_packages "${libvirt_packages[@]}" "${connection_packages[@]}" libxml2-utils osinfo-db busybox-static cpio shellcheck || say "Going on without: tests that need it are skipped."
start_libvirt || say "Going on without libvirtd: tests that need it are skipped."

# A guest for the tests that need one; without it they are skipped.
[ "$(id -u)" != 0 ] || bash tests/guest/build.sh || say "Going on without the test guest: tests that need it are skipped."

# And a real Debian, while all else is built.
golden=
if [ "$(id -u)" = 0 ] && install_packages debootstrap e2fsprogs openssh-client util-linux; then
    bash tests/guest/golden-image.sh /var/cache/virt-provision-tests/debian12.qcow2 &
    golden=$!
fi

count_step "build" build
[ "$failed" = 0 ] || finish
count_step "publish the native binary without a warning" publish_cli
count_step "publish the protocol library alone without a warning" publish_native tests/VirtProvision.AotSmoke aot-smoke

[ -z "$golden" ] || wait "$golden" || say "Going on without the Debian disk: tests that need it are skipped."
for project in tests/*.Tests tests/VirtProvision.Integration; do
    count_tests "$project"
done

if libvirt_answers; then
    count_step "the protocol library alone reads from libvirtd" artifacts/aot-smoke/aot-smoke
else
    skip "the protocol library alone reads from libvirtd" "no libvirtd answers on qemu:///system"
fi

if command -v shellcheck >/dev/null; then
    count_step "shellcheck finds nothing" shellcheck -x .ci/run tests/*.sh tests/guest/*.sh examples/*/*.sh
else
    skip "shellcheck finds nothing" "shellcheck is not installed"
fi

finish
