#!/bin/busybox sh
# shellcheck shell=dash
# The first and only program of the quickstart's guest: finds its disk and its address, says so on the serial console, and stays.
/bin/busybox mkdir -p /proc /sys /dev /etc /tmp
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
/bin/busybox --install -s /bin
export PATH=/bin

while read -r module; do
    insmod "/modules/$module.ko" || echo "quickstart: module $module did not load"
done < /modules/order

ip link set lo up
ip link set eth0 up
hostname quickstart
udhcpc -i eth0 -q -n -t 20 -T 1 -s /udhcpc.sh > /tmp/udhcpc.log 2>&1 || cat /tmp/udhcpc.log

memory=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)
address=$(ip -4 -o address show dev eth0 | awk '{ print $4 }')
disk=$(awk '{ print $1 / 2048 }' /sys/block/vda/size)
echo "quickstart: hello from $(hostname) (Linux $(uname -r)): ${memory} MiB of memory, disk vda of ${disk:-no} MiB, eth0 ${address:-without an address}"

# A shell for `virsh console`; when it is left, the next one starts. A guest that is asked to shut down does.
while true; do
    setsid cttyhack sh -l
done
