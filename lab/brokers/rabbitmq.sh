# shellcheck shell=bash
# RabbitMQ from Debian: one node or a cluster, everything on 127.0.0.1. Sourced by up, down and status.
#
# Ports of node N (1..3), from LAB_PORT_BASE + 10 * (N - 1):
#   +1 epmd (node 1 only)  +2 AMQP  +3 management  +4 prometheus  +5 stream  +6 distribution
#   +7 AMQPS  +8 management over HTTPS  +9 stream over TLS

RABBITMQ_HOME_DIR=/usr/lib/rabbitmq/bin
RABBITMQ_DIR=$LAB_DIR/rabbitmq
# What is written down at the first start and kept: LAB_RABBITMQ_NODES, _TLS and the passwords.
RABBITMQ_LAYOUT=$RABBITMQ_DIR/layout
# shellcheck source=lab/brokers/rabbitmq_config.sh
source "$LAB_HOME/brokers/rabbitmq_config.sh"

rabbitmq_port() { printf '%d' $((LAB_PORT_BASE + 10 * ($1 - 1) + $2)); }

# LAB_NODES and LAB_TLS (from the command line) win only while nothing is written down.
rabbitmq_layout() {
    LAB_RABBITMQ_NODES=1 LAB_RABBITMQ_TLS=0
    # shellcheck source=/dev/null
    [[ ! -s $RABBITMQ_LAYOUT ]] || source "$RABBITMQ_LAYOUT"
}

rabbitmq_installed() { [[ -x $RABBITMQ_HOME_DIR/rabbitmq-server ]] && command -v epmd >/dev/null; }

rabbitmq_here() {
    rabbitmq_installed && say "rabbitmq: $(rabbitmq_version) from Debian" && return
    say "rabbitmq: not installed; lab/up rabbitmq installs it from Debian"
    return 1
}

rabbitmq_version() {
    local folder
    for folder in /usr/lib/rabbitmq/lib/rabbitmq_server-*; do
        [[ -d $folder ]] && printf '%s' "${folder##*-}" && return
    done
    printf '%s' -
}

rabbitmq_install() {
    local packages=()
    rabbitmq_installed || packages+=(rabbitmq-server)
    command -v python3 >/dev/null || packages+=(python3)
    # Not the broker's own need, but the traffic's: so that there is one line to run, not two.
    /usr/bin/python3 -c 'import pika' 2>/dev/null || packages+=(python3-pika)
    [[ ${LAB_TLS:-} != 1 ]] || command -v openssl >/dev/null || packages+=(openssl)
    ((${#packages[@]})) || return 0
    apt_install rabbitmq "${packages[@]}"
    rabbitmq_installed || die "rabbitmq: the Debian package is installed, but $RABBITMQ_HOME_DIR/rabbitmq-server is not there"
    say "rabbitmq: installed $(rabbitmq_version) (a system service that Debian may have started is not used)"
}

rabbitmq_same_options() {
    rabbitmq_layout
    [[ ${LAB_NODES:-$LAB_RABBITMQ_NODES} == "$LAB_RABBITMQ_NODES" && (${LAB_TLS:-0} == 0 || $LAB_RABBITMQ_TLS == 1) ]]
}

rabbitmq_options() {
    rabbitmq_layout
    printf -- '--nodes %s' "$LAB_RABBITMQ_NODES"
    [[ $LAB_RABBITMQ_TLS != 1 ]] || printf ' --tls'
}

# Settles the layout: a first start takes the options, a later one may only add (more nodes, TLS).
rabbitmq_settle_layout() {
    local admin monitor app
    rabbitmq_layout
    local nodes=${LAB_NODES:-$LAB_RABBITMQ_NODES}
    ((nodes >= LAB_RABBITMQ_NODES)) || [[ ! -e $RABBITMQ_DIR/initialised ]] ||
        die "rabbitmq: the data is that of a cluster of $LAB_RABBITMQ_NODES nodes; to start with $nodes, delete it first: lab/down rabbitmq --clean"
    [[ -z ${LAB_TLS:-} ]] || LAB_RABBITMQ_TLS=1
    admin=${LAB_RABBITMQ_ADMIN_PASSWORD:-$(random_password)}
    monitor=${LAB_RABBITMQ_MONITOR_PASSWORD:-$(random_password)}
    app=${LAB_RABBITMQ_APP_PASSWORD:-$(random_password)}
    cat >"$RABBITMQ_LAYOUT.tmp" <<LAYOUT
LAB_RABBITMQ_NODES=$nodes
LAB_RABBITMQ_TLS=$LAB_RABBITMQ_TLS
LAB_RABBITMQ_ADMIN_PASSWORD=$admin
LAB_RABBITMQ_MONITOR_PASSWORD=$monitor
LAB_RABBITMQ_APP_PASSWORD=$app
LAYOUT
    mv -f -- "$RABBITMQ_LAYOUT.tmp" "$RABBITMQ_LAYOUT"
    rabbitmq_layout
}

# Clears away what an interrupted start or a crash has left. Nodes of a cluster that was up and has lost one go on.
rabbitmq_recover() {
    if [[ -e $RABBITMQ_DIR/ready ]] && alive_pid "$RABBITMQ_DIR/epmd.pid" >/dev/null && rabbitmq_any_node; then
        say "rabbitmq: some nodes are running; starting the others"
    else
        rabbitmq_stop
    fi
}

rabbitmq_any_node() {
    local n
    for n in 1 2 3; do alive_pid "$RABBITMQ_DIR/node$n/pid" >/dev/null && return 0; done
    return 1
}

rabbitmq_start() {
    local n offset
    mkdir -p -- "$RABBITMQ_DIR"
    # A first start that never came to its end leaves half a database: begin again.
    [[ -e $RABBITMQ_DIR/initialised ]] || rm -rf -- "$RABBITMQ_DIR"/node[1-3]
    rabbitmq_settle_layout
    for ((n = 1; n <= LAB_RABBITMQ_NODES; n++)); do
        alive_pid "$RABBITMQ_DIR/node$n/pid" >/dev/null && continue
        for offset in 2 3 4 5 6; do require_free_port "$(rabbitmq_port "$n" "$offset")" rabbitmq; done
    done
    [[ $LAB_RABBITMQ_TLS != 1 ]] || rabbitmq_make_certificates
    rabbitmq_write_env
    rabbitmq_start_epmd
    for ((n = 1; n <= LAB_RABBITMQ_NODES; n++)); do
        alive_pid "$RABBITMQ_DIR/node$n/pid" >/dev/null && continue
        rabbitmq_start_node "$n"
        # New nodes join one after the other; a cluster that exists must come up together.
        [[ -e $RABBITMQ_DIR/initialised ]] || rabbitmq_wait_node "$n" || exit 1
    done
}

rabbitmq_start_epmd() {
    ! alive_pid "$RABBITMQ_DIR/epmd.pid" >/dev/null || return 0
    require_free_port "$(rabbitmq_port 1 1)" rabbitmq
    mkdir -p -- "$RABBITMQ_DIR/home"
    ERL_EPMD_PORT=$(rabbitmq_port 1 1) ERL_EPMD_ADDRESS=127.0.0.1 HOME=$RABBITMQ_DIR/home \
        spawn "$RABBITMQ_DIR/epmd.pid" "$RABBITMQ_DIR/epmd.log" "$RABBITMQ_DIR" epmd
}

rabbitmq_start_node() {
    local n=$1 node=$RABBITMQ_DIR/node$1
    mkdir -p -- "$node/log" "$node/data" "$node/schema"
    rabbitmq_write_config "$n" >"$node/rabbitmq.conf"
    rabbitmq_write_definitions >"$RABBITMQ_DIR/definitions.json"
    printf '[rabbitmq_management,rabbitmq_prometheus,rabbitmq_shovel,rabbitmq_shovel_management,rabbitmq_federation,rabbitmq_federation_management,rabbitmq_stream,rabbitmq_stream_management].\n' \
        >"$node/enabled_plugins"
    : >"$node/console.log"
    (
        rabbitmq_clean_environment
        export HOME=$RABBITMQ_DIR/home RUNNING_UNDER_SYSTEMD=true # exec the VM itself: its PID is the one we keep
        export ERL_EPMD_PORT ERL_EPMD_ADDRESS=127.0.0.1 ERL_CRASH_DUMP_BYTES=0
        ERL_EPMD_PORT=$(rabbitmq_port 1 1)
        export RABBITMQ_NODENAME=lab$n@localhost RABBITMQ_USE_LONGNAME=false
        export RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_CONFIG_FILE=$node/rabbitmq.conf RABBITMQ_ADVANCED_CONFIG_FILE=$node/advanced.config
        export RABBITMQ_ENABLED_PLUGINS_FILE=$node/enabled_plugins RABBITMQ_PID_FILE=$node/rabbitmq.pid
        export RABBITMQ_MNESIA_BASE=$node/data RABBITMQ_LOG_BASE=$node/log RABBITMQ_SCHEMA_DIR=$node/schema
        export RABBITMQ_GENERATED_CONFIG_DIR=$node/schema RABBITMQ_PLUGINS_EXPAND_DIR=$node/plugins
        export RABBITMQ_DIST_PORT RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT
        RABBITMQ_DIST_PORT=$(rabbitmq_port "$n" 6)
        RABBITMQ_NODE_PORT=$(rabbitmq_port "$n" 2)
        # No busy waiting of the VM's schedulers: a lab shares its cores with builds and browsers.
        export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}'
        cd -- "$node" || exit
        spawn "$node/pid" "$node/console.log" "$RABBITMQ_DIR" "$RABBITMQ_HOME_DIR/rabbitmq-server"
    )
}

# Settings of another RabbitMQ in the caller's environment must not reach ours.
rabbitmq_clean_environment() {
    local name
    for name in $(compgen -e RABBITMQ_) $(compgen -e ERL_); do unset "$name" 2>/dev/null || true; done
    unset NOTIFY_SOCKET
}

rabbitmq_probe() { # NODE; prints "VERSION RUNNING_NODES" of a node that serves
    LAB_PROBE_URL=http://127.0.0.1:$(rabbitmq_port "$1" 3) LAB_PROBE_USER=lab-admin LAB_PROBE_PASSWORD=${LAB_RABBITMQ_ADMIN_PASSWORD:-} \
        python3 "$LAB_HOME/brokers/rabbitmq_probe.py"
}

rabbitmq_wait_node() {
    local n=$1 node=$RABBITMQ_DIR/node$1 deadline
    deadline=$(($(now_ms) + ${LAB_START_SECONDS:-90} * 1000))
    until port_taken "$(rabbitmq_port "$n" 3)" && rabbitmq_probe "$n" >/dev/null 2>&1; do
        if ! alive_pid "$node/pid" >/dev/null || (($(now_ms) > deadline)); then
            warn "rabbitmq: node $n did not start; the end of its log ($node/log/rabbit.log):"
            tail -n 15 "$node/console.log" "$node/log/rabbit.log" >&2 2>/dev/null || true
            return 1
        fi
        sleep 0.2
    done
}

rabbitmq_wait_ready() {
    local n
    for ((n = 1; n <= LAB_RABBITMQ_NODES; n++)); do rabbitmq_wait_node "$n" || return 1; done
    local running
    read -r _ running < <(rabbitmq_probe 1)
    [[ $running == "$LAB_RABBITMQ_NODES" ]] || { warn "rabbitmq: $running of $LAB_RABBITMQ_NODES nodes are in the cluster"; return 1; }
    : >"$RABBITMQ_DIR/initialised"
    : >"$RABBITMQ_DIR/ready"
}

# Running means: it was ready once, every process lives, and it answers.
rabbitmq_running() {
    local n
    [[ -e $RABBITMQ_DIR/ready ]] || return 1
    rabbitmq_layout
    alive_pid "$RABBITMQ_DIR/epmd.pid" >/dev/null || return 1
    for ((n = 1; n <= LAB_RABBITMQ_NODES; n++)); do
        alive_pid "$RABBITMQ_DIR/node$n/pid" >/dev/null && rabbitmq_probe "$n" >/dev/null 2>&1 || return 1
    done
}

rabbitmq_stop() {
    [[ -d $RABBITMQ_DIR ]] || return 0
    rm -f -- "$RABBITMQ_DIR/ready"
    # All at once: a node that stops alone would wait for the others at the next start.
    stop_pid_files 25 "$RABBITMQ_DIR"/node{1,2,3}/pid
    stop_pid_files 3 "$RABBITMQ_DIR/epmd.pid"
    sweep_owner "$RABBITMQ_DIR"
}

rabbitmq_summary() {
    rabbitmq_layout
    printf '%s, %s, AMQP 127.0.0.1:%s, management http://127.0.0.1:%s' "$(rabbitmq_version)" \
        "$( ((LAB_RABBITMQ_NODES == 1)) && printf '1 node' || printf '%s nodes' "$LAB_RABBITMQ_NODES")" \
        "$(rabbitmq_port 1 2)" "$(rabbitmq_port 1 3)"
    [[ $LAB_RABBITMQ_TLS != 1 ]] || printf ', AMQPS %s, HTTPS %s' "$(rabbitmq_port 1 7)" "$(rabbitmq_port 1 8)"
}

# Four lines for lab/status: version, state, ports, PIDs.
rabbitmq_describe() {
    local state=stopped pids='' pid n alive=0
    rabbitmq_layout
    for ((n = 1; n <= LAB_RABBITMQ_NODES; n++)); do
        if pid=$(alive_pid "$RABBITMQ_DIR/node$n/pid"); then pids+="${pids:+,}$pid"; alive=$((alive + 1)); fi
    done
    if ! rabbitmq_installed; then state='not installed'
    elif rabbitmq_running; then state=running
    elif ((alive > 0)); then state="half ($alive/$LAB_RABBITMQ_NODES)"
    elif [[ -e $RABBITMQ_DIR/ready ]]; then state=crashed
    fi
    printf '%s\n%s\n' "$(rabbitmq_version)" "$state"
    printf 'amqp %s http %s stream %s\n%s\n' "$(rabbitmq_port 1 2)" "$(rabbitmq_port 1 3)" "$(rabbitmq_port 1 5)" "${pids:--}"
}
