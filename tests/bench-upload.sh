# shellcheck shell=bash disable=SC2154,SC2034  # sourced by bench.sh, whose functions and names it uses
# A row of bench.sh about uploads: a raw image of 2 GiB, a quarter of it data, through libvirt's stream, beside virsh. What is made is removed between two of
# them, untimed.

upload_pool=${prefix}up
upload_folder=/var/tmp/$upload_pool

remove_upload_bench() {
    [ -d "$upload_folder" ] || return 0
    virsh -q pool-destroy "$upload_pool" >/dev/null 2>&1 || true
    virsh -q pool-undefine "$upload_pool" >/dev/null 2>&1 || true
    rm -rf "$upload_folder"
}

upload_rows() {
    local image=$work/sparse.img at
    truncate -s 2G "$image"
    # From /dev/urandom, for nobody shall find zeros in it.
    for at in 0 256 768 1536; do dd if=/dev/urandom of="$image" bs=1M seek="$at" count=128 conv=notrunc status=none; done
    mkdir -p "$upload_folder"
    virsh -q pool-define-as "$upload_pool" dir --target "$upload_folder" >/dev/null
    virsh -q pool-start "$upload_pool" >/dev/null
    cat >"$work/upload.yaml" <<SPEC
apiVersion: virtprovision/v1
kind: StorageVolume
metadata: {name: ours.img}
spec: {pool: $upload_pool, format: raw, source: {path: $image}}
SPEC
    cat >"$work/upload.sh" <<VIRSH
virsh -q vol-create-as $upload_pool theirs.img 2G --allocation 0 --format raw && virsh -q vol-upload --sparse --pool $upload_pool theirs.img $image
VIRSH
    runs=5
    measure -p "rm -f $upload_folder/*.img; virsh -q pool-refresh $upload_pool >/dev/null; sync" "$cli" apply --yes "$work/upload.yaml" -- sh "$work/upload.sh"
    row "upload of a 2 GiB image, a quarter of it data" 1.25 "virsh vol-upload --sparse"
    upload_peak=$peak
    remove_upload_bench
}
