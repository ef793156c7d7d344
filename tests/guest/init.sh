#!/bin/busybox sh
# shellcheck shell=dash
# The only program of the test guest: loads drivers, so that devices can come and go, says that it is up, and powers off when the button is pressed.
/bin/busybox mkdir -p /proc /sys /dev
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
/bin/busybox --install -s /bin
export PATH=/bin

while read -r module; do
    insmod "/modules/$module.ko" || echo "test guest: module $module did not load"
done < /modules/order

for name in /sys/class/input/event*/device/name; do
    if [ "$(cat "$name")" = "Power Button" ]; then
        event=${name%/device/name}
        event=/dev/input/${event##*/}
    fi
done

# What the guest sees of its disks, in sectors of 512 bytes: now, and whenever it changes.
sizes() {
    for disk in /sys/block/vd*; do
        [ ! -e "$disk/size" ] || echo "test guest: ${disk##*/} $(cat "$disk/size")"
    done
}
last=$(sizes)
echo "$last"
while sleep 1; do
    now=$(sizes)
    [ "$now" = "$last" ] || echo "$now"
    last=$now
done &

# An address for its first network port, where there is one; what is said on the console is said back.
if [ -e /sys/class/net/eth0 ]; then
    { ip link set eth0 up && udhcpc -i eth0 -q -n -t 20 -T 1 -s /bin/true > /dev/null 2>&1 && echo "test guest: leased"; } &
fi
while read -r words; do
    echo "test guest: heard $words"
done < /dev/console &

echo "test guest: up"
head -c 1 "$event" > /dev/null
echo "test guest: down"
poweroff -f
