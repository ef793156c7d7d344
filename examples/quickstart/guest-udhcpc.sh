#!/bin/busybox sh
# shellcheck shell=dash disable=SC2154
# What udhcpc runs with the lease it was given.
[ "$1" = bound ] || exit 0
ip address add "$ip/$mask" dev "$interface"
[ -z "$router" ] || ip route add default via "$router" dev "$interface"
[ -z "$hostname" ] || hostname "$hostname"
