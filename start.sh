#!/usr/bin/env bash
# Starts the dashboard: a demo with a real RabbitMQ and a real Kafka and traffic on them, or your own brokers.  See --help.
set -euo pipefail
ROOT=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
# shellcheck source=eng/install.sh
source "$ROOT/eng/install.sh"

RUN=$ROOT/artifacts/run # pid, log and marks of what this script started; the log holds the sign-in link
APP=$ROOT/artifacts/app # the published dashboard
LOG=$RUN/dashboard.log

usage() {
    cat <<HELP
usage: ./start.sh                  demo: RabbitMQ and Kafka on loopback with traffic on them, and the dashboard
       ./start.sh --config FILE    the dashboard with your own brokers; nothing else is started
       ./start.sh --stop           stops what this script started

  --detach     give the terminal back and leave the dashboard running
  --port N     listen on 127.0.0.1:N (default: what the configuration says, else 5080)

The dashboard runs until Ctrl+C. A second call says that it runs and prints the sign-in link again.
FILE is like appsettings.json; README.md has the reference of its keys.
HELP
}

config='' port='' detach='' stop=''
while (($#)); do
    case $1 in
    --config) config=${2:?--config needs a file}; shift ;;
    --config=*) config=${1#*=} ;;
    --port) port=${2:?--port needs a number}; shift ;;
    --port=*) port=${1#*=} ;;
    --detach) detach=1 ;;
    --stop) stop=1 ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; die "unknown: $1" ;;
    esac
    shift
done
if [[ -n $config ]]; then
    [[ -f $config ]] || die "no such file: $config"
    config=$(readlink -f -- "$config")
fi
if [[ -n $port ]] && ! { [[ $port =~ ^[0-9]{1,5}$ ]] && ((port >= 1 && port <= 65535)); }; then
    die "--port needs a number from 1 to 65535, not '$port'"
fi

umask 077
mkdir -p -- "$RUN"

# The kernel's start time of a process: a recycled PID never matches.
process_start() { awk '{ sub(/.*\) /, ""); print $20 }' "/proc/$1/stat" 2>/dev/null; }

# Prints the PID of the dashboard that this script started, if it lives.
dashboard_pid() {
    local pid start
    [[ -s $RUN/dashboard.pid ]] || return 1
    read -r pid start <"$RUN/dashboard.pid" || return 1
    [[ -n $start && $(process_start "$pid") == "$start" ]] || return 1
    printf '%s' "$pid"
}

stop_dashboard() {
    local pid i
    if pid=$(dashboard_pid); then
        say "Stopping the dashboard ..."
        kill -TERM "$pid" 2>/dev/null || true
        for ((i = 0; i < 350; i++)); do
            [[ -n $(process_start "$pid") ]] || break
            [[ $(awk '/^State:/ { print $2 }' "/proc/$pid/status" 2>/dev/null) != Z ]] || break
            sleep 0.1
        done
        if ((i == 350)); then
            warn "It did not stop in 35 s: killed."
            kill -KILL "$pid" 2>/dev/null || true
        fi
    fi
    rm -f -- "$RUN/dashboard.pid"
}

# The address of the running dashboard, as a browser on this machine reaches it.
address() {
    sed -nE 's/.*Now listening on: (https?:\/\/[^[:space:]]+).*/\1/p' "$LOG" | head -n 1 | sed -E 's#//(0\.0\.0\.0|\[::\]|\*|\+)#//127.0.0.1#'
}

print_link() {
    # Each link counts once; the dashboard prints the next one when it was used.
    local link
    link=$(grep -oE 'Sign in: https?://[^[:space:]]+' "$LOG" | tail -n 1 | sed 's/^Sign in: //') || true
    say ""
    say "    Open  ${link:-$(address)}"
    say ""
}

if [[ -n $stop ]]; then
    stop_dashboard
    if [[ -e $RUN/lab ]]; then
        "$ROOT/lab/down"
        rm -f -- "$RUN/lab"
    fi
    say "Stopped."
    exit 0
fi

mode=${config:-demo}
if pid=$(dashboard_pid); then
    if [[ $(cat "$RUN/mode") == "$mode" ]]; then
        say "The dashboard runs already (process $pid). Stop it with ./start.sh --stop"
        print_link
        exit 0
    fi
    die "The dashboard runs already, with $(cat "$RUN/mode"). Stop it first: ./start.sh --stop"
fi

packages=(curl libsqlite3-0 nodejs npm)
[[ -n $config ]] || packages+=(rabbitmq-server python3-pika)
require_packages "${packages[@]}"
require_dotnet

say "Building the dashboard ..."
rm -rf -- "$APP"
if ! "$DOTNET" publish "$ROOT/src/Dashboard.Web/Dashboard.Web.csproj" -c Release -o "$APP" -nologo -v quiet -clp:ErrorsOnly >"$RUN/build.log" 2>&1; then
    tail -n 30 "$RUN/build.log" >&2
    die "The build failed; the whole log is $RUN/build.log"
fi

arguments=()
if [[ -z $config ]]; then
    say "Starting RabbitMQ and Kafka and their traffic ..."
    touch "$RUN/lab"
    "$ROOT/lab/up" rabbitmq
    "$ROOT/lab/up" kafka || warn "Kafka did not start, for the reason above; the demo goes on with RabbitMQ alone."
    "$ROOT/lab/traffic" up || warn "Not all the traffic started; the dashboard shows the brokers as they are."
    config=${LAB_DIR:-$ROOT/.lab}/dashboard.json
    export Dashboard__DataFolder=${Dashboard__DataFolder:-$ROOT/data}
fi
arguments+=(--config "$config")
[[ -z $port ]] || arguments+=(--urls "http://127.0.0.1:$port")

say "Starting the dashboard ..."
: >"$LOG"
printf '%s\n' "$mode" >"$RUN/mode"
cd -- "$ROOT"
# In a session of its own: Ctrl+C reaches this script, which then stops the dashboard in order.
setsid "$DOTNET" "$APP/Dashboard.Web.dll" "${arguments[@]}" </dev/null >>"$LOG" 2>&1 &
pid=$!
printf '%s %s\n' "$pid" "$(process_start "$pid")" >"$RUN/dashboard.pid"

interrupted() {
    trap '' INT TERM HUP
    say ""
    stop_dashboard
    [[ ! -e $RUN/lab ]] || say "The brokers and their traffic still run; ./start.sh --stop stops them too."
    exit 0
}
trap interrupted INT TERM HUP

ready=''
for ((i = 0; i < 300; i++)); do
    [[ -n $(dashboard_pid) ]] || break
    url=$(address)
    if [[ -n $url ]] && curl -fsSk --noproxy '*' --max-time 2 -o /dev/null "$url/healthz" 2>/dev/null; then
        ready=1
        break
    fi
    sleep 0.2
done
if [[ -z $ready ]]; then
    warn "The dashboard did not start. Its last words:"
    grep -vE '^[[:space:]]+at ' "$LOG" | tail -n 20 >&2
    if grep -q 'address already in use' "$LOG"; then warn "Another program has that port; choose one: ./start.sh --port 5081"; fi
    stop_dashboard >/dev/null
    exit 1
fi

print_link
say "Log: $LOG"
if [[ -n $detach ]]; then
    say "Stop with ./start.sh --stop"
    exit 0
fi
say "Ctrl+C stops the dashboard."
while status=0; wait "$pid" || status=$?; [[ -n $(dashboard_pid) ]]; do :; done
rm -f -- "$RUN/dashboard.pid"
warn "The dashboard ended by itself (exit code $status). Its last words:"
tail -n 10 "$LOG" >&2
exit 1
