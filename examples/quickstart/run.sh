#!/usr/bin/env bash
# From nothing to a running guest: installs what is missing, builds virt-provision, applies the specs of this folder and shows
# what the guest says on its console. `run.sh --down` removes everything again.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../../tests/host.sh"

boot=/var/lib/libvirt/boot/quickstart
images=/var/lib/libvirt/images/quickstart
console=/var/log/libvirt/qemu/quickstart-console.log

export LIBVIRT_DEFAULT_URI=qemu:///system

up() {
    install_packages "${libvirt_packages[@]}" busybox-static cpio
    start_libvirt
    [ -x "$cli" ] || { say "Building virt-provision (a minute, once)"; publish_cli; }
    if [ ! -s "$boot/vmlinuz" ] || [ ! -s "$boot/initrd" ]; then
        build_guest
    fi

    "$cli" apply --yes "$here"
    wait_for_guest
    say "The same again:"
    "$cli" apply --yes "$here"
    say "Try: virsh console quickstart (leave with Ctrl-]), edit domain.yaml and run: $cli plan $here"
    grep -a '^quickstart: hello' "$console" | tail -n 1
}

down() {
    if [ -x "$cli" ] && libvirt_answers; then
        "$cli" destroy --yes --delete-storage --timeout 1 "$here" # the guest has nothing to save
    fi
    rm -rf "$boot" "$console"
    [ ! -d "$images" ] || rmdir --ignore-fail-on-non-empty "$images"
}

# The guest is Debian's kernel for virtual machines and one static program, busybox, with a script that says hello.
build_guest() (
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT

    say "Fetching Debian's cloud kernel and packing the guest's initramfs"
    package=$(kernel_package) || { update_package_lists; package=$(kernel_package); }
    (cd "$work" && apt-get -qq -o APT::Sandbox::User=root download "$package" </dev/null && dpkg-deb -x ./*.deb kernel)

    mkdir -p "$work/guest/bin" "$work/guest/modules" "$boot"
    cp /bin/busybox "$work/guest/bin/"
    install -m 755 "$here/guest-init.sh" "$work/guest/init"
    install -m 755 "$here/guest-udhcpc.sh" "$work/guest/udhcpc.sh"
    drivers=$(echo "$work"/kernel/lib/modules/*/kernel)
    for module in drivers/virtio/virtio_ring drivers/virtio/virtio drivers/virtio/virtio_pci_modern_dev drivers/virtio/virtio_pci_legacy_dev \
        drivers/virtio/virtio_pci drivers/block/virtio_blk net/core/failover drivers/net/net_failover drivers/net/virtio_net; do
        cp "$drivers/$module.ko" "$work/guest/modules/"
        basename "$module" >>"$work/guest/modules/order"
    done

    cp "$work"/kernel/boot/vmlinuz-* "$boot/vmlinuz"
    (cd "$work/guest" && find . | LC_ALL=C sort | cpio --quiet -o -H newc | gzip -9n) >"$boot/initrd"
    chmod 644 "$boot/vmlinuz" "$boot/initrd"
)

kernel_package() { apt-cache depends linux-image-cloud-amd64 2>/dev/null | awk '/Depends: linux-image-/ { print $2; found = 1; exit } END { exit !found }'; }

wait_for_guest() {
    local deadline=$((SECONDS + 180))
    say "Waiting for the guest"
    until grep -aqs '^quickstart: hello' "$console"; do
        if [ "$SECONDS" -ge "$deadline" ]; then
            say "The guest said nothing like hello within three minutes. Its console:"
            tail -n 20 "$console" >&2 || true
            return 1
        fi
        sleep 0.25
    done
}

case "${1:-}" in
"") up ;;
--down) down ;;
*)
    say "Usage: run.sh [--down]"
    exit 1
    ;;
esac
