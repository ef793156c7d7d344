# shellcheck shell=bash disable=SC2034
# What the scripts share: packages that are missing, a libvirt that is not running, the binary that is not built.
# Sourced, not run; it changes nothing by being read.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cli="$repository/artifacts/cli/virt-provision"

say() { printf '%s\n' "$*" >&2; }

# install_packages NAME…: installs those Debian packages that are not there yet; fails where that is not possible.
install_packages() {
    local missing=() package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    command -v apt-get >/dev/null || { say "No apt-get here to install: ${missing[*]}"; return 1; }
    [ "$(id -u)" = 0 ] || { say "Only root can install: ${missing[*]}"; return 1; }

    say "Installing ${missing[*]}"
    update_package_lists
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
        install -y --no-install-recommends "${missing[@]}" </dev/null >/dev/null
}

update_package_lists() {
    [ -z "${package_lists_updated:-}" ] || return 0
    apt-get -qq -o DPkg::Lock::Timeout=300 update </dev/null >/dev/null || say "The package lists could not be updated; trying with those at hand."
    package_lists_updated=1
}

libvirt_packages=(libvirt-daemon-system libvirt-clients qemu-system-x86 qemu-utils dnsmasq-base iptables ovmf)

# What the tests start to connect to: an sshd, programs at its far end, a daemon that asks for logins.
connection_packages=(openssh-client openssh-server netcat-openbsd sasl2-bin libsasl2-modules)

libvirt_answers() { virsh -c qemu:///system version >/dev/null 2>&1; }

# start_libvirt: leaves a libvirtd that answers on qemu:///system, started here only when none does.
start_libvirt() {
    command -v virsh >/dev/null || { say "libvirt is not installed."; return 1; }
    share_kvm
    libvirt_answers && return 0
    [ "$(id -u)" = 0 ] || { say "No libvirtd answers on qemu:///system, and only root can start one."; return 1; }

    if [ -d /run/systemd/system ]; then
        systemctl start virtlogd.socket libvirtd.socket
    else
        say "Starting virtlogd and libvirtd (no service manager runs here)."
        pgrep -x virtlogd >/dev/null || virtlogd -d
        pgrep -x libvirtd >/dev/null || libvirtd -d
    fi

    local deadline=$((SECONDS + 60))
    until libvirt_answers; do
        [ "$SECONDS" -lt "$deadline" ] || { say "libvirtd did not answer on qemu:///system within a minute."; return 1; }
        sleep 0.2
    done
}

# Where no udev runs, nobody gives /dev/kvm to its group. libvirt then finds that QEMU can use it as root and cannot as libvirt-qemu,
# calls what it knows of QEMU outdated at every look, and probes anew: seconds per call instead of none.
share_kvm() {
    if [ -c /dev/kvm ] && [ "$(id -u)" = 0 ] && [ "$(stat -c %G /dev/kvm)" = root ] && getent group kvm >/dev/null; then
        chgrp kvm /dev/kvm && chmod 660 /dev/kvm
    fi
}

# publish_native PROJECT FOLDER: compiles a project ahead of time into artifacts/FOLDER; any warning is a failure.
publish_native() {
    command -v dotnet >/dev/null || { say "The .NET SDK 10 is needed to build virt-provision: https://dotnet.microsoft.com/download"; return 1; }
    command -v clang >/dev/null || command -v gcc >/dev/null || install_packages gcc libc6-dev || return 1
    [ -e /usr/include/zlib.h ] || install_packages zlib1g-dev || return 1

    local log status=0
    log=$(mktemp)
    dotnet publish "$repository/$1" -c Release -o "$repository/artifacts/$2" --nologo -v quiet -tl:off </dev/null >"$log" 2>&1 || status=1
    if grep -q 'warning' "$log"; then
        status=1
    fi
    [ "$status" = 0 ] || cat "$log" >&2
    rm -f "$log"
    return "$status"
}

publish_cli() { publish_native src/VirtProvision.Cli cli; }
