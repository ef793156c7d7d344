# shellcheck shell=bash disable=SC2154,SC2034  # sourced by bench.sh, whose functions and names it uses
# Rows of bench.sh about clone: layers beside full clones by virt-clone and beside a loop of the tools themselves, and one full clone beside
# qemu-img convert. virt-clone's clones are removed between two of them, untimed, so that the disk need not hold them all.
#
#   CLONES=10 bash tests/bench.sh    as many clones as that instead of 100: virt-clone copies each

clones=${CLONES:-100}
clone_folder=/var/tmp/${prefix}pool
clone_pool=${prefix}pool

# write_original NAME GIB: a stopped domain with an image in which so much is written.
write_original() {
    virsh -q vol-create-as "$clone_pool" "$1.qcow2" "$((2 * $2))G" --format qcow2 >/dev/null
    # A GiB at a time is the most that qemu-io takes.
    local i
    for ((i = 0; i < $2; i++)); do qemu-io -c "write -q -P 0xa5 ${i}G 1G" "$clone_folder/$1.qcow2"; done
    virsh -q pool-refresh "$clone_pool"
    virsh -q define /dev/stdin >/dev/null <<XML
<domain type='qemu'><name>$1</name><memory unit='MiB'>64</memory><os><type arch='x86_64' machine='q35'>hvm</type></os><devices>
<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='$clone_folder/$1.qcow2'/><target dev='vda' bus='virtio'/></disk>
<interface type='network'><source network='default'/><model type='virtio'/></interface></devices></domain>
XML
}

# remove_clones: all but the originals.
remove_clones() {
    local name
    for name in $(virsh list --all --name | grep "^${prefix}c-" || true); do virsh -q undefine "$name" >/dev/null; done
    find "$clone_folder" -name "${prefix}c-*" -delete
    virsh -q pool-refresh "$clone_pool"
}

remove_clone_bench() {
    [ -d "$clone_folder" ] || return 0
    remove_clones || true
    virsh -q undefine "${prefix}gold1" >/dev/null 2>&1 || true
    virsh -q undefine "${prefix}gold2" >/dev/null 2>&1 || true
    virsh -q pool-destroy "$clone_pool" >/dev/null 2>&1 || true
    virsh -q pool-undefine "$clone_pool" >/dev/null 2>&1 || true
    rm -rf "$clone_folder"
}

# virt_clones: the sum of what N full clones take, in ms.
virt_clones() {
    local i start total=0
    for ((i = 1; i <= clones; i++)); do
        start=$(date +%s%N)
        virt-clone -q --original "${prefix}gold1" --name "${prefix}c-1" --file "$clone_folder/${prefix}c-1.qcow2" >/dev/null
        total=$((total + $(date +%s%N) - start))
        remove_clones >/dev/null
    done
    echo $((total / 1000000))
}

write_loop() {
    cat >"$work/loop.sh" <<LOOP
virsh dumpxml --inactive ${prefix}gold1 | sed '/<uuid>/d; /<mac /d' >$work/gold.xml
for i in \$(seq $clones); do
    qemu-img create -q -f qcow2 -F qcow2 -b $clone_folder/${prefix}gold1.qcow2 $clone_folder/${prefix}c-\$i.qcow2
    sed "s|<name>.*</name>|<name>${prefix}c-\$i</name>|; s|${prefix}gold1.qcow2|${prefix}c-\$i.qcow2|" $work/gold.xml >$work/clone.xml
    virsh -q define $work/clone.xml
done
LOOP
    declare -p prefix clone_folder clone_pool >"$work/remove.sh"
    declare -f remove_clones >>"$work/remove.sh"
    echo remove_clones >>"$work/remove.sh"
}

clone_rows() {
    local remove loop_ms loop_ours
    mkdir -p "$clone_folder"
    virsh -q pool-define-as "$clone_pool" dir --target "$clone_folder" >/dev/null
    virsh -q pool-start "$clone_pool" >/dev/null
    write_original "${prefix}gold1" 1
    write_original "${prefix}gold2" 2
    write_loop
    remove="bash $work/remove.sh >/dev/null"

    runs=3
    measure -p "$remove" "$cli" clone -q --original "${prefix}gold1" --name "${prefix}c" --count "$clones" --linked -- bash "$work/loop.sh"
    loop_ours=$ours_ms loop_ms=$theirs_ms
    remove_clones
    theirs_ms=$(virt_clones)
    row "$clones linked clones" 0.1 "virt-clone, $clones of 1 GiB"
    ours_ms=$loop_ours theirs_ms=$loop_ms
    row "$clones linked clones" 1.5 "qemu-img, virsh define"
    clone_peak=$peak

    runs=9
    measure -p "$remove; rm -f $clone_folder/out.qcow2; sync; cat $clone_folder/${prefix}gold2.qcow2 >/dev/null" "$cli" clone -q --original "${prefix}gold2" --name "${prefix}c-1" --file "$clone_folder/${prefix}c-1.qcow2" -- \
        qemu-img convert -O qcow2 "$clone_folder/${prefix}gold2.qcow2" "$clone_folder/out.qcow2"
    row "full clone of 2 GiB" 1.1 "qemu-img convert"
    if [ "$peak" -gt "$clone_peak" ]; then clone_peak=$peak; fi

    runs=3
    measure -p "$remove; rm -f $clone_folder/out.qcow2; sync; cat $clone_folder/${prefix}gold2.qcow2 >/dev/null" "$cli" clone -q --original "${prefix}gold2" --name "${prefix}c-1" --file "$clone_folder/${prefix}c-1.qcow2" -- \
        virt-clone -q --original "${prefix}gold2" --name "${prefix}c-1" --file "$clone_folder/${prefix}c-1.qcow2"
    row "full clone of 2 GiB" 1.0 "virt-clone"

    # Allocated KiB of a clone beside those of its original.
    remove_clones
    "$cli" clone -q --original "${prefix}gold2" --name "${prefix}c-1" --file "$clone_folder/${prefix}c-1.qcow2"
    ours_ms=$(du -k "$clone_folder/${prefix}c-1.qcow2" | cut -f1) theirs_ms=$(du -k "$clone_folder/${prefix}gold2.qcow2" | cut -f1)
    row "allocated of a full clone (KiB)" 1.01 "its original (KiB)"
    remove_clone_bench
}
