# shellcheck shell=bash
# What every lab script shares: folders, ports, messages, process bookkeeping. Sourced, never run.

LAB_HOME=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
LAB_ROOT=$(dirname -- "$LAB_HOME")
LAB_DIR=${LAB_DIR:-$LAB_ROOT/.lab}
# The base lies below the kernel's ephemeral ports (32768 and up), where any outgoing connection may sit already.
LAB_DEFAULT_PORT_BASE=27670
LAB_KNOWN_BROKERS=(rabbitmq kafka)
# What NAME_install and lab/up answer when a broker is neither here nor to be fetched.
LAB_NOT_TO_BE_HAD=3

umask 077

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
die() { warn "$*"; exit 1; }

# Milliseconds of the monotonic clock, for durations.
now_ms() { awk '{ printf "%d", $1 * 1000 }' /proc/uptime; }
seconds_since() { awk -v from="$1" -v to="$(now_ms)" 'BEGIN { printf "%.1f", (to - from) / 1000 }'; }

random_password() { od -An -N12 -tx1 /dev/urandom | tr -d ' \n'; }

# A folder of ../shared, beside this checkout or beside the one that this git worktree belongs to.  shared_folder brokers/NAME
shared_folder() {
    local common
    common=$(git -C "$LAB_ROOT" rev-parse --path-format=absolute --git-common-dir 2>/dev/null) || common=''
    local root
    for root in "$LAB_ROOT" "${common:+$(dirname -- "$common")}"; do
        [[ -n $root && -d $root/../shared/$1 ]] || continue
        (cd -- "$root/../shared/$1" && pwd)
        return 0
    done
    return 1
}

# A JSON string literal of $1 (paths and names of our own: no control characters).
json_string() { local s=${1//\\/\\\\}; printf '"%s"' "${s//\"/\\\"}"; }

# A lab keeps the ports it runs on: what is given is for a lab that stands still, and is remembered for the next command.
init_lab_dir() {
    mkdir -p -- "$LAB_DIR"
    LAB_DIR=$(cd -- "$LAB_DIR" && pwd)
    local remembered='' given=${LAB_PORT_BASE:-}
    [[ ! -s $LAB_DIR/port-base ]] || remembered=$(<"$LAB_DIR/port-base")
    LAB_PORT_BASE=${given:-${remembered:-$LAB_DEFAULT_PORT_BASE}}
    if [[ ! $LAB_PORT_BASE =~ ^[0-9]{4,5}$ ]] || ((LAB_PORT_BASE < 1024 || LAB_PORT_BASE > 65400)); then
        die "LAB_PORT_BASE must be a number between 1024 and 65400, not '$LAB_PORT_BASE'"
    fi
    if [[ -n $remembered && $LAB_PORT_BASE != "$remembered" ]] && lab_is_running; then
        die "the lab in $LAB_DIR runs on the ports from $remembered on, not $LAB_PORT_BASE; stop it first (LAB_PORT_BASE=$remembered lab/down), or choose another LAB_DIR"
    fi
    printf '%s\n' "$LAB_PORT_BASE" >"$LAB_DIR/port-base"
    export LAB_DIR LAB_PORT_BASE
}

lab_is_running() {
    local name
    for name in "${LAB_KNOWN_BROKERS[@]}"; do
        [[ -z $(owned_pids "$LAB_DIR/$name") ]] || return 0
    done
    return 1
}

# One up, down or traffic command at a time per lab folder. The kernel lets go of the lock when the holder dies.
lock_lab() {
    exec 9>"$LAB_DIR/.lock"
    flock -w 120 9 || die "another lab command has been working in $LAB_DIR for two minutes; try again when it is done"
}

known_broker() {
    local name
    for name in "${LAB_KNOWN_BROKERS[@]}"; do [[ $name == "$1" ]] && return 0; done
    return 1
}

load_broker() {
    known_broker "$1" || die "no such broker: '$1' (there is: ${LAB_KNOWN_BROKERS[*]})"
    # shellcheck source=/dev/null
    source "$LAB_HOME/brokers/$1.sh"
}

# ---- processes -------------------------------------------------------------------------------------------------
# A pid file holds "PID START", START being the kernel's start time of that process: a recycled PID never matches.

process_start() {
    local stat fields
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
    read -ra fields <<<"${stat##*) }"
    printf '%s' "${fields[19]}"
}

# Starts "$@" in a session of its own. It writes its own pid file before it becomes the program, so that an
# interrupted caller leaves no process behind that nobody knows.  spawn PIDFILE LOGFILE OWNER command...
spawn() {
    local pid_file=$1 log_file=$2 owner=$3
    shift 3
    # shellcheck disable=SC2016
    LAB_OWNER=$owner setsid --fork bash -c '
        set -e
        stat=$(<"/proc/$$/stat"); stat=${stat##*) }; set -- "$1" $stat -- "${@:2}"
        printf "%s %s\n" "$$" "${21}" >"$1.tmp"; mv -f "$1.tmp" "$1"
        while [[ $1 != -- ]]; do shift; done; shift
        exec "$@"' spawn "$pid_file" "$@" </dev/null >>"$log_file" 2>&1 9>&-
    local waited=0
    until [[ -s $pid_file ]]; do
        ((waited++ < 100)) || return 1
        sleep 0.05
    done
}

# Prints the PID if the process of the pid file is alive.
alive_pid() {
    local pid start
    [[ -s $1 ]] || return 1
    read -r pid start <"$1" || return 1
    [[ $(process_start "$pid" 2>/dev/null) == "$start" ]] || return 1
    [[ $(awk '/^State:/ { print $2 }' "/proc/$pid/status" 2>/dev/null) != Z ]] || return 1
    printf '%s' "$pid"
}

# Every process that was started for OWNER, children included: they carry LAB_OWNER in their environment.
owned_pids() {
    local file pid
    while read -r file; do
        pid=${file#/proc/}
        printf '%s\n' "${pid%/environ}"
    done < <(grep -lzxF -- "LAB_OWNER=$1" /proc/[0-9]*/environ 2>/dev/null)
    return 0
}

wait_gone() { # PID TENTHS
    local i
    for ((i = 0; i < $2; i++)); do
        [[ -d /proc/$1 ]] && [[ $(awk '/^State:/ { print $2 }' "/proc/$1/status" 2>/dev/null) != Z ]] || return 0
        sleep 0.1
    done
    return 1
}

# TERM to all at once, and KILL to those that are still there after SECONDS.  stop_pid_files SECONDS PIDFILE...
stop_pid_files() {
    local seconds=$1 file pid pids=()
    shift
    for file in "$@"; do
        if pid=$(alive_pid "$file"); then
            kill -TERM "$pid" 2>/dev/null || true
            pids+=("$pid")
        fi
    done
    for pid in "${pids[@]}"; do
        wait_gone "$pid" $((seconds * 10)) && continue
        warn "process $pid did not stop in $seconds s: killed"
        kill -KILL "$pid" 2>/dev/null || true
        wait_gone "$pid" 50 || true
    done
    rm -f -- "$@"
}

# Ends what is left of OWNER after its main processes have stopped.
sweep_owner() {
    local pid
    for pid in $(owned_pids "$1"); do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in $(owned_pids "$1"); do wait_gone "$pid" 20 || kill -KILL "$pid" 2>/dev/null || true; done
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

require_free_port() {
    ! port_taken "$1" || die "$2: port $1 on 127.0.0.1 is in use by another program; stop it, or choose LAB_PORT_BASE=NUMBER (now $LAB_PORT_BASE)"
}

# ---- Debian packages -------------------------------------------------------------------------------------------

# Installs the packages, or says the one line that does.  apt_install NAME package...
apt_install() {
    local name=$1
    shift
    if [[ $EUID -ne 0 ]]; then
        warn "$name: not installed. Run this once, then try again:"
        warn "    sudo apt-get install -y --no-install-recommends $*"
        exit 2
    fi
    command -v apt-get >/dev/null || die "$name: apt-get is not here; install these Debian packages by your own means: $*"
    say "$name: installing $* from Debian ..."
    local log=$LAB_DIR/apt.log
    export DEBIAN_FRONTEND=noninteractive
    if ! apt-get install -y --no-install-recommends "$@" >"$log" 2>&1; then
        # A machine that never ran "update" has no package lists.
        { apt-get update && apt-get install -y --no-install-recommends "$@"; } >>"$log" 2>&1 ||
            { tail -n 15 "$log" >&2; die "$name: installation failed; the whole log is $log"; }
    fi
}

# A certificate authority, a server and a client certificate in FOLDER, and the file "done".  make_certificates FOLDER
make_certificates() {
    (
        cd -- "$1" || exit
        exec 2>openssl.log
        openssl req -x509 -newkey rsa:2048 -nodes -sha256 -days 825 -subj '/O=Broker Dashboard lab/CN=Lab CA' \
            -addext basicConstraints=critical,CA:true -addext keyUsage=critical,keyCertSign,cRLSign -keyout ca.key -out ca.pem
        printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' >server.ext
        openssl req -newkey rsa:2048 -nodes -subj '/O=Broker Dashboard lab/CN=localhost' -keyout server.key -out server.csr
        openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -sha256 -days 825 -extfile server.ext -out server.pem
        printf 'extendedKeyUsage=clientAuth\n' >client.ext
        openssl req -newkey rsa:2048 -nodes -subj '/O=Broker Dashboard lab/CN=lab-app' -keyout client.key -out client.csr
        openssl x509 -req -in client.csr -CA ca.pem -CAkey ca.key -CAcreateserial -sha256 -days 825 -extfile client.ext -out client.pem
        rm -f -- *.csr *.ext
        [[ -s server.pem && -s client.pem ]] && : >"done"
    )
}

# ---- the dashboard's configuration -----------------------------------------------------------------------------

# Joins the connections of every broker that is set up into one appsettings-style file.
write_dashboard_config() {
    local name joined='' fragment
    for name in "${LAB_KNOWN_BROKERS[@]}"; do
        [[ -s $LAB_DIR/$name/connections.json ]] || continue
        fragment=$(<"$LAB_DIR/$name/connections.json")
        joined+="${joined:+,
}$fragment"
    done
    if [[ -z $joined ]]; then
        rm -f -- "$LAB_DIR/dashboard.json"
    else
        printf '{\n  "Dashboard": {\n    "Connections": [\n%s\n    ]\n  }\n}\n' "$joined" >"$LAB_DIR/dashboard.json.tmp"
        mv -f -- "$LAB_DIR/dashboard.json.tmp" "$LAB_DIR/dashboard.json"
    fi
}
