#!/usr/bin/env bash
# Whole processes side by side in one run: virt-provision beside virsh, virt-install and a C program that uses libvirt.so one call
# after the other, either in turn. Prints medians, ratios and what each ratio should be; fails when one is missed. Everything it makes on the host
# begins with vpbench-, its process id, and is removed at the end.
#
#   bash tests/bench.sh [RUNS]
# shellcheck source-path=SCRIPTDIR/..
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/host.sh

runs=${1:-9}
read_domains=1000
define_domains=500

bench=artifacts/bench
work=$(mktemp -d)
prefix=vpbench-$$-
missed=0
stopwatch="$bench/stopwatch"
one_by_one="$bench/one_by_one"
export LIBVIRT_DEFAULT_URI=qemu:///system
. tests/bench-clone.sh
. tests/bench-upload.sh
. tests/bench-ssh.sh

prepare() {
    install_packages "${libvirt_packages[@]}" gcc libc6-dev libvirt-dev virtinst
    start_libvirt
    say "Building"
    publish_cli
    publish_native tests/VirtProvision.AotSmoke aot-smoke
    mkdir -p "$bench"
    gcc -O2 -Wall -o "$stopwatch" tests/bench/stopwatch.c
    gcc -O2 -Wall -o "$one_by_one" tests/bench/one_by_one.c -lvirt
}

# shellcheck disable=SC2317  # called by the trap
clean_up() {
    local status=$?
    [ ! -x "$one_by_one" ] || "$one_by_one" undefine "$prefix" >/dev/null || true
    remove_clone_bench
    remove_upload_bench
    remove_ssh_bench
    rm -rf "$work"
    exit "$status"
}

# write_specs FOLDER PREFIX COUNT: one domain a file, of the size that real ones have.
write_specs() {
    local i name
    mkdir -p "$1"
    for ((i = 1; i <= $3; i++)); do
        printf -v name '%s%04d' "$2" "$i"
        cat >"$1/$name.yaml" <<SPEC
apiVersion: virtprovision/v1
kind: Domain
metadata:
  name: $name
  labels: {bench: "yes"}
spec:
  type: qemu
  memory: 256MiB
  vcpus: 2
  disks:
    - {name: root, path: /var/lib/libvirt/images/$name.qcow2, format: qcow2, bus: virtio, cache: none}
  networks:
    - {name: lan, network: default, model: virtio}
  serials:
    - {name: console, type: pty}
  graphics:
    - {type: vnc, listen: 127.0.0.1}
SPEC
    done
}

# measure OURS… -- THEIRS…: runs both in turn; sets ours_ms, peak (of ours) and theirs_ms.
measure() {
    local measured
    measured=$("$stopwatch" "$runs" "$@")
    { read -r ours_ms peak; read -r theirs_ms _; } <<<"$measured"
}

# row WHAT LIMIT THEIRS: prints what was last measured as a line of the table; LIMIT is what the ratio may be, or - for no limit.
row() {
    awk -v what="$1" -v ours="$ours_ms" -v theirs="$theirs_ms" -v limit="$2" -v beside="$3" 'BEGIN {
        ratio = ours / theirs
        verdict = limit == "-" ? "" : ratio <= limit ? "ok" : "MISSED"
        printf "%-52s %9.1f %9.1f  %-26s %6.2f  %-7s %s\n", what, ours, theirs, beside, ratio, limit == "-" ? "" : "<= " limit, verdict
        exit verdict == "MISSED"
    }' || missed=$((missed + 1))
}

# Two at once would measure, and remove, each other's work.
exec 9>/run/lock/virt-provision-bench
flock -n 9 || { say "Another tests/bench.sh runs on this host; waiting for it."; flock 9; }

prepare
trap clean_up EXIT
write_specs "$work/read" "${prefix}r" "$read_domains"
write_specs "$work/define" "${prefix}d" "$define_domains"
one_spec="$work/read/${prefix}r0001.yaml"

say "Measuring, each a median of $runs runs (definitions: 5)"
printf '%-52s %9s %9s  %-26s %6s  %-7s\n' "median wall time of the whole process" "ours ms" "theirs ms" "theirs" "ratio" "target"

measure "$cli" validate "$one_spec" -- virsh list --all
row "validate one spec" 1.0 "virsh list --all"
validate_peak=$peak

measure "$cli" install --name "${prefix}x" --memory 256 --disk none --network none --graphics none --import --osinfo debian11 --virt-type qemu --print-xml -- \
    virt-install --name "${prefix}x" --memory 256 --disk none --network none --graphics none --import --osinfo debian11 --virt-type qemu --print-xml
row "install --print-xml" 0.1 "virt-install --print-xml"
install_peak=$peak

measure "$cli" render "$one_spec" -- \
    virt-install --connect test:///default --name "${prefix}x" --memory 256 --disk none --import --osinfo generic --dry-run --print-xml
row "render one spec" - "virt-install --print-xml"

"$cli" apply --yes "$work/read" >/dev/null
measure artifacts/aot-smoke/aot-smoke "${prefix}r" -- "$one_by_one" read "${prefix}r"
row "read the XML of $read_domains domains" 0.5 "C, one by one"

measure "$cli" plan --detailed-exitcode "$work/read" -- "$one_by_one" read "${prefix}r"
row "plan of $read_domains specs, nothing to change" 1.5 "C, reading one by one"
plan_peak=$peak
ssh_rows "$work/read"
"$one_by_one" undefine "${prefix}r" >/dev/null

# The C program defines what our apply made, dumped.
"$cli" apply --yes "$work/define" >/dev/null
for ((i = 1; i <= define_domains; i++)); do
    printf -v name '%sd%04d' "$prefix" "$i"
    virsh dumpxml --inactive "$name" >"$work/$name.xml"
done

runs=5
# What it prints would stand among the figures.
measure -p "$one_by_one undefine ${prefix}d >/dev/null" "$cli" apply --yes "$work/define" -- "$one_by_one" define "$work/${prefix}"d*.xml
row "apply that defines $define_domains domains" 1.0 "C, defining one by one"

# How they stand, each held to what it remembers, beside virsh, which has to be asked for the addresses of one after the other (of these it says
# that they don't run).
cat >"$work/virsh-loop" <<LOOP
#!/bin/sh
virsh list --all >/dev/null
for i in 0001 0002 0003 0004 0005 0006 0007 0008 0009 0010; do virsh domifaddr "${prefix}d\$i" >/dev/null 2>&1 || true; done
LOOP
chmod +x "$work/virsh-loop"
measure "$cli" status -- "$work/virsh-loop"
theirs_ms=$(awk -v ten="$theirs_ms" -v domains="$define_domains" 'BEGIN { print ten * domains / 10 }')
row "status of $define_domains domains" 0.1 "virsh domifaddr loop (10, scaled)"

for file in "$work/${prefix}"d*.xml; do
    sed -i '/^  <metadata>/,/^  <\/metadata>/d' "$file"
done
"$one_by_one" undefine "${prefix}d" >/dev/null
"$one_by_one" define "$work/${prefix}"d*.xml >/dev/null

# The same domains as others made them, without our memory, are edited: beside a loop over libvirt's C library, and beside a loop of virt-xml over a few of them.
measure -p "$one_by_one patch ${prefix}d 262144 >/dev/null" "$cli" xml --quiet "${prefix}d*" --edit --memory 512 -- "$one_by_one" patch "${prefix}d" 524288
row "xml: one field of $define_domains domains" 1.0 "C, one by one"
cat >"$work/virt-xml-loop" <<LOOP
#!/bin/sh
for i in 0001 0002 0003 0004 0005 0006 0007 0008 0009 0010; do virt-xml "${prefix}d\$i" --edit --memory 384 >/dev/null; done
LOOP
chmod +x "$work/virt-xml-loop"
measure -p "$one_by_one patch ${prefix}d 262144 >/dev/null" "$cli" xml --quiet "${prefix}d*" --edit --memory 512 -- "$work/virt-xml-loop"
theirs_ms=$(awk -v ten="$theirs_ms" -v domains="$define_domains" 'BEGIN { print ten * domains / 10 }')
row "xml: one field of $define_domains domains" 0.02 "virt-xml loop (10, scaled)"
cat >"$work/patch.yaml" <<SPEC
apiVersion: virtprovision/v1
kind: DomainPatch
metadata: {name: $prefix}
spec:
  match: {names: ["${prefix}d*"]}
  patch: {memory: 512MiB}
SPEC
measure -p "$cli destroy --yes $work/patch.yaml >/dev/null; $one_by_one patch ${prefix}d 262144 >/dev/null" "$cli" apply --yes "$work/patch.yaml" -- "$one_by_one" patch "${prefix}d" 524288
row "apply of a patch of $define_domains domains" 1.0 "C, one by one"
"$cli" destroy --yes "$work/patch.yaml" >/dev/null
"$one_by_one" undefine "${prefix}d" >/dev/null

clone_rows
upload_rows

echo
awk -v peak="$validate_peak" -v plan="$plan_peak" -v install="$install_peak" -v clone="$clone_peak" 'BEGIN {
    verdict = (peak > 40 * 1024) ? "MISSED" : "ok"
    cloned = (clone > 80 * 1024) ? "MISSED" : "ok"
    printf "peak memory: validate %.1f MiB (<= 40: %s), clone %.1f MiB (<= 80: %s), install --print-xml %.1f MiB, plan of 1,000 specs %.1f MiB\n", peak / 1024, verdict, clone / 1024, cloned, install / 1024, plan / 1024
    exit verdict == "MISSED" || cloned == "MISSED"
}' || missed=$((missed + 1))
exit $((missed > 0))
