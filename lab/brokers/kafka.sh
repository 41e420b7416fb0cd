# shellcheck shell=bash
# Apache Kafka (KRaft): one broker or a cluster, everything on 127.0.0.1. Sourced by up, down, status and lab/kafka.
#
# Ports of node N (1..3), from LAB_PORT_BASE + 30 + 10 * (N - 1):
#   +1 clients, plain  +2 controllers  +3 TLS  +4 SASL  +5 SASL over TLS  +9 schema registry stub of the traffic (node 1 only)

KAFKA_RELEASE=4.3.1
KAFKA_DIR=$LAB_DIR/kafka
# What is written down at the first start and kept: LAB_KAFKA_NODES, _TLS, _SASL, the cluster id and the passwords.
KAFKA_LAYOUT=$KAFKA_DIR/layout
# shellcheck source=lab/brokers/kafka_config.sh
source "$LAB_HOME/brokers/kafka_config.sh"
# shellcheck source=lab/brokers/kafka_install.sh
source "$LAB_HOME/brokers/kafka_install.sh"

kafka_port() { printf '%d' $((LAB_PORT_BASE + 30 + 10 * ($1 - 1) + $2)); }

# LAB_NODES, LAB_TLS and LAB_SASL (from the command line) win only while nothing is written down.
kafka_layout() {
    LAB_KAFKA_NODES=1 LAB_KAFKA_TLS=0 LAB_KAFKA_SASL=0
    # shellcheck source=/dev/null
    [[ ! -s $KAFKA_LAYOUT ]] || source "$KAFKA_LAYOUT"
}

kafka_same_options() {
    kafka_layout
    [[ ${LAB_NODES:-$LAB_KAFKA_NODES} == "$LAB_KAFKA_NODES" && (${LAB_TLS:-0} == 0 || $LAB_KAFKA_TLS == 1) &&
        (${LAB_SASL:-0} == 0 || $LAB_KAFKA_SASL == 1) ]]
}

kafka_options() {
    kafka_layout
    printf -- '--nodes %s' "$LAB_KAFKA_NODES"
    [[ $LAB_KAFKA_TLS != 1 ]] || printf ' --tls'
    [[ $LAB_KAFKA_SASL != 1 ]] || printf ' --sasl'
}

# Settles the layout: a first start takes the options, a later one may add listeners, but no nodes: a KRaft quorum keeps its voters.
kafka_settle_layout() {
    kafka_layout
    local nodes=${LAB_NODES:-$LAB_KAFKA_NODES}
    [[ $nodes == "$LAB_KAFKA_NODES" || ! -e $KAFKA_DIR/initialised ]] ||
        die "kafka: the data is that of a cluster of $LAB_KAFKA_NODES nodes; to start with $nodes, delete it first: lab/down kafka --clean"
    [[ -z ${LAB_TLS:-} ]] || LAB_KAFKA_TLS=1
    [[ -z ${LAB_SASL:-} ]] || LAB_KAFKA_SASL=1
    cat >"$KAFKA_LAYOUT.tmp" <<LAYOUT
LAB_KAFKA_NODES=$nodes
LAB_KAFKA_TLS=$LAB_KAFKA_TLS
LAB_KAFKA_SASL=$LAB_KAFKA_SASL
LAB_KAFKA_CLUSTER_ID=${LAB_KAFKA_CLUSTER_ID:-$(head -c 16 /dev/urandom | base64 | tr '+/' 'xy' | cut -c 1-22)}
LAB_KAFKA_ADMIN_PASSWORD=${LAB_KAFKA_ADMIN_PASSWORD:-$(random_password)}
LAB_KAFKA_MONITOR_PASSWORD=${LAB_KAFKA_MONITOR_PASSWORD:-$(random_password)}
LAB_KAFKA_APP_PASSWORD=${LAB_KAFKA_APP_PASSWORD:-$(random_password)}
LAYOUT
    mv -f -- "$KAFKA_LAYOUT.tmp" "$KAFKA_LAYOUT"
    kafka_layout
}

kafka_any_node() {
    local n
    for n in 1 2 3; do alive_pid "$KAFKA_DIR/node$n/pid" >/dev/null && return 0; done
    return 1
}

# Clears away what an interrupted start or a crash has left. Nodes of a cluster that was up and has lost one go on.
kafka_recover() {
    if [[ -e $KAFKA_DIR/ready ]] && kafka_any_node; then
        say "kafka: some nodes are running; starting the others"
    else
        kafka_stop
    fi
}

kafka_start() {
    local n offset
    mkdir -p -- "$KAFKA_DIR"
    # A first start that never came to its end leaves half a cluster: begin again.
    [[ -e $KAFKA_DIR/initialised ]] || rm -rf -- "$KAFKA_DIR"/node[1-3]
    kafka_settle_layout
    for ((n = 1; n <= LAB_KAFKA_NODES; n++)); do
        alive_pid "$KAFKA_DIR/node$n/pid" >/dev/null && continue
        for offset in 1 2 3 4 5; do require_free_port "$(kafka_port "$n" "$offset")" kafka; done
    done
    [[ $LAB_KAFKA_TLS != 1 ]] || kafka_make_certificates
    kafka_write_env
    kafka_write_logging
    kafka_format
    for ((n = 1; n <= LAB_KAFKA_NODES; n++)); do
        alive_pid "$KAFKA_DIR/node$n/pid" >/dev/null || kafka_start_node "$n"
    done
}

# Makes the data folders of a first start, and the SCRAM users in them. Passwords go by a file: arguments show in the process list.
kafka_format() {
    local n pids=() failed='' pid node
    for ((n = 1; n <= LAB_KAFKA_NODES; n++)); do
        node=$KAFKA_DIR/node$n
        mkdir -p -- "$node/data" "$node/log"
        kafka_write_config "$n" >"$node/server.properties"
        [[ ! -e $node/data/meta.properties ]] || continue
        {
            printf '%s\n' format -t "$LAB_KAFKA_CLUSTER_ID" -c "$node/server.properties"
            printf -- '--add-scram\nSCRAM-SHA-512=[name=%s,password=%s]\n' lab-admin "$LAB_KAFKA_ADMIN_PASSWORD" \
                lab-monitor "$LAB_KAFKA_MONITOR_PASSWORD" lab-app "$LAB_KAFKA_APP_PASSWORD"
        } >"$node/format.args"
        # Its output names the users' stored keys: kept only until it has worked.
        LOG_DIR=$node/log "$KAFKA_HOME/bin/kafka-storage.sh" "@$node/format.args" >"$node/format.log" 2>&1 </dev/null 9>&- &
        pids+=("$!")
    done
    for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
    [[ -z $failed ]] || { tail -n 5 "$KAFKA_DIR"/node*/format.log >&2; die "kafka: the data folder could not be made"; }
    rm -f -- "$KAFKA_DIR"/node*/format.{args,log}
}

kafka_start_node() {
    local n=$1 node=$KAFKA_DIR/node$1 heap
    heap=${LAB_KAFKA_HEAP:-$( ((LAB_KAFKA_NODES == 1)) && printf 320m || printf 256m)}
    : >"$node/console.log"
    # The program itself, not the distribution's script: its PID is the one we keep, and no setting of another Kafka reaches it.
    (
        unset KAFKA_OPTS KAFKA_JMX_OPTS JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
        cd -- "$node" || exit
        spawn "$node/pid" "$node/console.log" "$KAFKA_DIR" "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xms64m "-Xmx$heap" -XX:+UseSerialGC \
            -Djava.awt.headless=true "-Dkafka.logs.dir=$node/log" "-Dlog4j2.configurationFile=$KAFKA_DIR/log4j2.properties" \
            -cp "$KAFKA_HOME/libs/*" kafka.Kafka "$node/server.properties"
    )
}

kafka_probe() { python3 "$LAB_HOME/brokers/kafka_probe.py" "$(kafka_port "$1" 1)"; } # NODE; prints how many brokers it knows alive

kafka_wait_ready() {
    local n deadline known
    deadline=$(($(now_ms) + ${LAB_START_SECONDS:-90} * 1000))
    for ((n = 1; n <= LAB_KAFKA_NODES; n++)); do
        until known=$(kafka_probe "$n" 2>/dev/null) && [[ $known == "$LAB_KAFKA_NODES" ]]; do
            if ! alive_pid "$KAFKA_DIR/node$n/pid" >/dev/null || (($(now_ms) > deadline)); then
                warn "kafka: node $n did not start; the end of its log ($KAFKA_DIR/node$n/log/server.log):"
                tail -n 15 "$KAFKA_DIR/node$n/console.log" "$KAFKA_DIR/node$n/log/server.log" >&2 2>/dev/null || true
                return 1
            fi
            sleep 0.2
        done
    done
    [[ $LAB_KAFKA_SASL != 1 || -e $KAFKA_DIR/rights ]] || kafka_grant_rights || return 1
    : >"$KAFKA_DIR/initialised"
    : >"$KAFKA_DIR/ready"
}

# Running means: it was ready once, every process lives, and each node knows all the others.
kafka_running() {
    local n known
    [[ -e $KAFKA_DIR/ready ]] || return 1
    kafka_layout
    for ((n = 1; n <= LAB_KAFKA_NODES; n++)); do
        alive_pid "$KAFKA_DIR/node$n/pid" >/dev/null && known=$(kafka_probe "$n" 2>/dev/null) && [[ $known == "$LAB_KAFKA_NODES" ]] || return 1
    done
}

kafka_stop() {
    [[ -d $KAFKA_DIR ]] || return 0
    rm -f -- "$KAFKA_DIR/ready"
    stop_pid_files 15 "$KAFKA_DIR"/node{1,2,3}/pid
    sweep_owner "$KAFKA_DIR"
}

kafka_summary() {
    kafka_layout
    kafka_find || true
    printf '%s, %s, %s' "$(kafka_version)" "$( ((LAB_KAFKA_NODES == 1)) && printf '1 node' || printf '%s nodes' "$LAB_KAFKA_NODES")" \
        "$(kafka_bootstrap 1)"
    [[ $LAB_KAFKA_TLS != 1 ]] || printf ', TLS %s' "$(kafka_port 1 3)"
    [[ $LAB_KAFKA_SASL != 1 ]] || printf ', SASL %s' "$(kafka_port 1 4)"
    [[ $LAB_KAFKA_TLS$LAB_KAFKA_SASL != 11 ]] || printf ', SASL over TLS %s' "$(kafka_port 1 5)"
}

# Four lines for lab/status: version, state, ports, PIDs.
kafka_describe() {
    local state=stopped pids='' pid n alive=0
    kafka_layout
    kafka_find || true
    for ((n = 1; n <= LAB_KAFKA_NODES; n++)); do
        if pid=$(alive_pid "$KAFKA_DIR/node$n/pid"); then pids+="${pids:+,}$pid"; alive=$((alive + 1)); fi
    done
    if [[ -z $KAFKA_HOME ]]; then state='not installed'
    elif kafka_running; then state=running
    elif ((alive > 0)); then state="half ($alive/$LAB_KAFKA_NODES)"
    elif [[ -e $KAFKA_DIR/ready ]]; then state=crashed
    fi
    printf '%s\n%s\n' "$(kafka_version)" "$state"
    printf 'kafka %s\n%s\n' "$(kafka_port 1 1)" "${pids:--}"
}
