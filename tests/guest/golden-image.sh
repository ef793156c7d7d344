#!/usr/bin/env bash
# golden-image.sh OUT: makes a Debian 12 with cloud-init, an SSH server and the guest agent as a qcow2 disk that a BIOS boots, its console on the first serial port.
# Needs root, debootstrap, mke2fs, qemu-img and Debian's archive; nothing is mounted but what debootstrap itself mounts. Takes one to two minutes, and 2 GB while it works.
# Kept where OUT says; a second run finds it and does nothing.
set -euo pipefail
out=${1:?usage: golden-image.sh OUT}
mirror=${MIRROR:-http://deb.debian.org/debian}

# What it is made by tells whether it is still the one that is wanted; a date would not, as a checkout is always new.
recipe=$(sha256sum "$0" | cut -d' ' -f1)
[ ! -s "$out" ] || [ "$(cat "$out.recipe" 2>/dev/null)" != "$recipe" ] || exit 0
mkdir -p "$(dirname "$out")"
exec 9>"$out.lock"
flock 9
[ ! -s "$out" ] || [ "$(cat "$out.recipe" 2>/dev/null)" != "$recipe" ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root

# debootstrap knows no virtual packages: python3-cffi-backend stands for two that cloud-init needs far below.
packages=linux-image-cloud-amd64,initramfs-tools,systemd-sysv,dbus,cloud-init,cloud-guest-utils,openssh-server,qemu-guest-agent,iproute2,udev,python3-cffi-backend
show_log() { tail -n 20 "$work/log" >&2; exit 1; }
debootstrap --foreign --variant=minbase --include="$packages" bookworm "$root" "$mirror" >"$work/log" 2>&1 || show_log

# Between the two halves: nobody reads manuals here, nothing has to survive a power failure, and the initial RAM disk has the drivers of this one machine only.
mkdir -p "$root/etc/dpkg/dpkg.cfg.d" "$root/etc/initramfs-tools/conf.d" "$root/usr/share/initramfs-tools/modules.d"
printf '%s\n' force-unsafe-io path-exclude=/usr/share/doc/* path-exclude=/usr/share/man/* path-exclude=/usr/share/locale/* >"$root/etc/dpkg/dpkg.cfg.d/golden"
printf 'MODULES=list\nCOMPRESS=gzip\n' >"$root/etc/initramfs-tools/conf.d/golden"
printf '%s\n' virtio_pci virtio_blk ext4 >"$root/usr/share/initramfs-tools/modules.d/golden"
DEBIAN_FRONTEND=noninteractive chroot "$root" /debootstrap/debootstrap --second-stage >>"$work/log" 2>&1 || show_log

# It was a machine once, as golden images are: it has a machine ID and an SSH host key, which its clones must not keep.
rm -f "$root"/etc/ssh/ssh_host_* "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*_*
ssh-keygen -q -t ed25519 -N '' -C root@golden -f "$root/etc/ssh/ssh_host_ed25519_key"
tr -d - </proc/sys/kernel/random/uuid >"$root/etc/machine-id"
ln -sf /etc/machine-id "$root/var/lib/dbus/machine-id"
echo 'LABEL=root / ext4 defaults 0 0' >"$root/etc/fstab"
echo golden >"$root/etc/hostname"

# Emulated processors are slow: what no test looks at is not done at each boot.
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer getty@tty1.service systemd-networkd-wait-online.service; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
chroot "$root" systemctl enable systemd-networkd >>"$work/log" 2>&1 || show_log
cat >"$root/etc/cloud/cloud.cfg.d/90-golden.cfg" <<'END'
datasource_list: [NoCloud, None]
ssh_genkeytypes: [ed25519]
cloud_init_modules: [bootcmd, write-files, growpart, resizefs, set_hostname, update_hostname, users-groups, ssh]
cloud_config_modules: [runcmd]
cloud_final_modules: [scripts-user, ssh-authkey-fingerprints, keys-to-console, final-message]
END

mkdir -p "$root/boot/grub"
kernel=$(cd "$root/boot" && echo vmlinuz-*) initrd=$(cd "$root/boot" && echo initrd.img-*)
cat >"$root/boot/grub/grub.cfg" <<END
serial --unit=0 --speed=115200
terminal_output serial
set timeout=0
menuentry Debian {
    linux /boot/$kernel root=LABEL=root ro console=ttyS0,115200 net.ifnames=0 quiet mitigations=off
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
qemu-img convert -f raw -O qcow2 "$work/disk" "$out.part"
rm -f "$out.recipe"
mv "$out.part" "$out"
echo "$recipe" >"$out.recipe"
