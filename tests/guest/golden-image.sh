#!/usr/bin/env bash
# golden-image.sh OUT: makes a Debian 12 with cloud-init and an SSH server as a qcow2 disk that a BIOS boots, its console on the first serial port.
# Needs root, debootstrap, mke2fs, qemu-img and Debian's archive; nothing is mounted but what debootstrap itself mounts. Takes two to four minutes, and 3 GB while it works.
# Kept where OUT says; a second run finds it and does nothing.
set -euo pipefail
out=${1:?usage: golden-image.sh OUT}
mirror=${MIRROR:-http://deb.debian.org/debian}

[ ! -s "$out" ] || [ "$out" -ot "$0" ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root

# debootstrap knows no virtual packages: python3-cffi-backend stands for two that cloud-init needs far below.
packages=linux-image-cloud-amd64,initramfs-tools,systemd-sysv,systemd-resolved,dbus,cloud-init,netplan.io,openssh-server,iproute2,sudo,udev,ca-certificates,python3-cffi-backend
debootstrap --variant=minbase --include="$packages" bookworm "$root" "$mirror" >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; exit 1; }

# Where a service manager did not run, some things were left to the first boot. No host keys: cloud-init makes them.
rm -f "$root"/etc/ssh/ssh_host_* "$root/etc/machine-id" "$root"/var/cache/apt/archives/*.deb
touch "$root/etc/machine-id"
echo 'LABEL=root / ext4 defaults 0 1' >"$root/etc/fstab"
echo golden >"$root/etc/hostname"
cat >"$root/etc/cloud/cloud.cfg.d/90-nocloud.cfg" <<'END'
datasource_list: [NoCloud, None]
END

mkdir -p "$root/boot/grub"
kernel=$(cd "$root/boot" && echo vmlinuz-*) initrd=$(cd "$root/boot" && echo initrd.img-*)
cat >"$root/boot/grub/grub.cfg" <<END
serial --unit=0 --speed=115200
terminal_output serial
set timeout=0
menuentry Debian {
    linux /boot/$kernel root=LABEL=root ro console=ttyS0,115200 net.ifnames=0
    initrd /boot/$initrd
}
END

# GRUB's own installer wants a device; its parts do not. The MBR jumps to the second sector, where what follows is loaded from.
(cd "$work" && apt-get -qq -o APT::Sandbox::User=root download grub-pc-bin grub-common </dev/null && for deb in grub-*.deb; do dpkg-deb -x "$deb" grub; done)
"$work/grub/usr/bin/grub-mkimage" -O i386-pc -d "$work/grub/usr/lib/grub/i386-pc" -o "$work/core.img" -p '(hd0,msdos1)/boot/grub' \
    biosdisk part_msdos ext2 linux normal serial terminal configfile search

size=2048 # MiB; the partition begins after the first
truncate -s "${size}M" "$work/disk"
dd if="$work/grub/usr/lib/grub/i386-pc/boot.img" of="$work/disk" bs=440 count=1 conv=notrunc status=none
# The partition table's first entry: active, Linux, from sector 2048; then the mark at the sector's end.
sectors=$((size * 2048 - 2048))
# shellcheck disable=SC2059  # the format is what is made
printf "\\x80\\x20\\x21\\x00\\x83\\xfe\\xff\\xff\\x00\\x08\\x00\\x00$(printf '\\x%02x\\x%02x\\x%02x\\x%02x' $((sectors & 255)) $((sectors >> 8 & 255)) $((sectors >> 16 & 255)) $((sectors >> 24)))" |
    dd of="$work/disk" bs=1 seek=446 conv=notrunc status=none
printf '\x55\xaa' | dd of="$work/disk" bs=1 seek=510 conv=notrunc status=none
dd if="$work/core.img" of="$work/disk" bs=512 seek=1 conv=notrunc status=none
mke2fs -q -t ext4 -L root -d "$root" -E offset=1048576 "$work/disk" "$((size - 1))M"

# Into place only when complete.
mkdir -p "$(dirname "$out")"
qemu-img convert -f raw -O qcow2 "$work/disk" "$out.part"
mv "$out.part" "$out"
