#!/usr/bin/env bash
# Makes the guest of the integration tests, where it is not there yet: Debian's kernel for virtual machines, and busybox as its only program.
# Needs apt-get, busybox-static and cpio; without them the tests that need a guest are skipped.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=/var/lib/libvirt/boot/virt-provision-test-guest

[ ! -s "$target/vmlinuz" ] || [ ! -s "$target/initrd" ] || [ "$target/initrd" -ot "$here/init.sh" ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

package=$(apt-cache depends linux-image-cloud-amd64 2>/dev/null | awk '/Depends: linux-image-/ { print $2; found = 1; exit } END { exit !found }')
(cd "$work" && apt-get -qq -o APT::Sandbox::User=root download "$package" </dev/null && dpkg-deb -x ./*.deb kernel)

mkdir -p "$work/guest/bin" "$work/guest/modules" "$target"
cp /bin/busybox "$work/guest/bin/"
install -m 755 "$here/init.sh" "$work/guest/init"
drivers=$(echo "$work"/kernel/lib/modules/*/kernel)
for module in drivers/virtio/virtio_ring drivers/virtio/virtio drivers/virtio/virtio_pci_modern_dev drivers/virtio/virtio_pci_legacy_dev \
    drivers/virtio/virtio_pci drivers/virtio/virtio_balloon drivers/block/virtio_blk net/core/failover drivers/net/net_failover \
    drivers/net/virtio_net drivers/input/evdev drivers/acpi/button; do
    cp "$drivers/$module.ko" "$work/guest/modules/"
    basename "$module" >>"$work/guest/modules/order"
done

# Into place only when complete: other runs may be starting guests from it.
(cd "$work/guest" && find . | LC_ALL=C sort | cpio --quiet -o -H newc | gzip -9n) >"$work/initrd"
install -m 644 "$work"/kernel/boot/vmlinuz-* "$target/.vmlinuz" && mv "$target/.vmlinuz" "$target/vmlinuz"
install -m 644 "$work/initrd" "$target/.initrd" && mv "$target/.initrd" "$target/initrd"
