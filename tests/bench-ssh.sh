# shellcheck shell=bash disable=SC2154  # sourced by bench.sh, whose functions and names it uses
# Rows of bench.sh about hosts reached over ssh: an sshd on the loopback, and the same behind a link on which every byte is 25 ms on its way.

ssh_folder=
ssh_pids=()

remove_ssh_bench() {
    [ ${#ssh_pids[@]} -eq 0 ] || kill "${ssh_pids[@]}" 2>/dev/null || true
    ssh_pids=()
}

# start_ssh_bench: an sshd that lets root in by a key, and a program "ssh" for both sides that knows the way.
start_ssh_bench() {
    install_packages "${connection_packages[@]}"
    ssh_folder=$work/ssh
    ssh_port=$((20000 + $$ % 10000)) far_port=$((30001 + $$ % 10000))
    mkdir -p "$ssh_folder" /run/sshd
    ssh-keygen -q -t ed25519 -N '' -f "$ssh_folder/host"
    ssh-keygen -q -t ed25519 -N '' -f "$ssh_folder/key"
    cat >"$ssh_folder/sshd_config" <<SSHD
Port $ssh_port
ListenAddress 127.0.0.1
HostKey $ssh_folder/host
AuthorizedKeysFile $ssh_folder/key.pub
StrictModes no
UsePAM no
PidFile none
SSHD
    cat >"$ssh_folder/ssh" <<PROGRAM
#!/bin/sh
exec /usr/bin/ssh -i $ssh_folder/key -o UserKnownHostsFile=$ssh_folder/known_hosts -o StrictHostKeyChecking=accept-new -o LogLevel=ERROR "\$@"
PROGRAM
    chmod +x "$ssh_folder/ssh"
    /usr/sbin/sshd -D -f "$ssh_folder/sshd_config" &
    ssh_pids+=($!)
    gcc -O2 -Wall -o "$bench/slow_link" tests/bench/slow_link.c
    "$bench/slow_link" "$far_port" "$ssh_port" 25 &
    ssh_pids+=($!)
    local attempts
    for ((attempts = 0; attempts < 100; attempts++)); do
        "$ssh_folder/ssh" -p "$ssh_port" 127.0.0.1 true 2>/dev/null && "$ssh_folder/ssh" -p "$far_port" 127.0.0.1 true && return
        sleep 0.1
    done
    say "The sshd of the benchmark does not answer."
    return 1
}

# ssh_rows SPECS: a folder of specs whose domains are there as they say.
ssh_rows() {
    local near far near_ms far_ms
    start_ssh_bench
    near="qemu+ssh://127.0.0.1:$ssh_port/system?command=$ssh_folder/ssh"
    far="qemu+ssh://127.0.0.1:$far_port/system?command=$ssh_folder/ssh"
    measure "$cli" -c "$near" plan "$one_spec" -- virsh -c "$near" list --all
    row "plan of one spec over ssh" 1.0 "virsh list --all over ssh"

    measure "$cli" -c "$near" plan "$1" -- "$ssh_folder/ssh" -p "$ssh_port" 127.0.0.1 true
    near_ms=$(awk -v a="$ours_ms" -v b="$theirs_ms" 'BEGIN { print a - b }')
    measure "$cli" -c "$far" plan "$1" -- "$ssh_folder/ssh" -p "$far_port" 127.0.0.1 true
    far_ms=$(awk -v a="$ours_ms" -v b="$theirs_ms" 'BEGIN { print a - b }')
    awk -v near="$near_ms" -v far="$far_ms" -v domains="$read_domains" 'BEGIN {
        trips = (far - near) / 50
        verdict = trips <= 12 && far - near <= 2500 ? "ok" : "MISSED"
        printf "plan of %d domains over ssh, 50 ms away: %.0f ms longer, %.1f round trips beyond those of ssh (<= 12: %s)\n", domains, far - near, trips, verdict
        exit verdict == "MISSED"
    }' || missed=$((missed + 1))
    remove_ssh_bench
}
