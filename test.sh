#!/usr/bin/env bash
# Builds everything once and runs every test against real brokers.  See --help.
set -uo pipefail
ROOT=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
# shellcheck source=eng/install.sh
source "$ROOT/eng/install.sh"

usage() {
    cat <<HELP
usage: ./test.sh [--only core|brokers|web|e2e]... [--soak]

Installs what is missing, builds with warnings as errors, checks the format, starts the lab's brokers on ports of their own,
runs the tests, and stops what it started. The last line counts them all; the exit code is 0 only if nothing failed.

  --only NAME   only this test project; may be given several times, or as a list: --only core,web
  --soak        also the long runs (tests of the category Soak)
HELP
}

declare -A project_of=([core]=Dashboard.Core.Tests [brokers]=Dashboard.Brokers.Tests [web]=Dashboard.Web.Tests [e2e]=Dashboard.EndToEnd.Tests)
chosen=()
soak=''
while (($#)); do
    case $1 in
    --only) [[ $# -gt 1 ]] || die "--only needs a name"; IFS=, read -ra names <<<"$2"; chosen+=("${names[@]}"); shift ;;
    --only=*) IFS=, read -ra names <<<"${1#*=}"; chosen+=("${names[@]}") ;;
    --soak) soak=1 ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; die "unknown: $1" ;;
    esac
    shift
done
((${#chosen[@]})) || chosen=(core brokers web e2e)
for name in "${chosen[@]}"; do
    [[ -n ${project_of[$name]:-} ]] || die "no such test project: '$name' (core, brokers, web, e2e)"
done

cd -- "$ROOT" || exit 1
RESULTS=$ROOT/artifacts/test-results
rm -rf -- "$RESULTS"
mkdir -p -- "$RESULTS"

passed=0 failed=0 skipped=0
phases=()
lab_started=''

# Runs a phase and notes how long it took.  phase TITLE command...
phase() {
    local title=$1 began=$SECONDS status=0
    shift
    say ""
    say "== $title"
    "$@" || status=$?
    phases+=("$(printf '%5d s  %s%s' $((SECONDS - began)) "$title" "$( ((status == 0)) || printf '  FAILED')")")
    return "$status"
}

stop_lab() {
    [[ -n $lab_started ]] || return 0
    lab_started=''
    "$ROOT/lab/down" --clean
}

# Whatever happens, what was started is stopped, and the count is the last line.
finish() {
    local status=$?
    trap - EXIT
    trap '' INT TERM
    [[ -z $lab_started ]] || phase "Stop the brokers" stop_lab || failed=$((failed + 1))
    ((failed == 0)) || status=$((status == 0 ? 1 : status))
    say ""
    ((${#phases[@]} == 0)) || printf '%s\n' "${phases[@]}"
    say ""
    say "$passed passed, $failed failed, $skipped skipped"
    exit "$status"
}
trap finish EXIT
trap 'warn "interrupted"; exit 130' INT TERM

install() {
    local packages=(ca-certificates curl libsqlite3-0 nodejs npm) name
    for name in "${chosen[@]}"; do
        # Kafka needs Java, its traffic an environment of Python's, and the client's native library a compiler.
        [[ $name == core ]] || packages+=(rabbitmq-server python3-pika openjdk-17-jre-headless python3-venv kcat
            gcc make libzstd-dev liblz4-dev libssl-dev libsasl2-dev libcurl4-openssl-dev zlib1g-dev)
        [[ $name != web ]] || packages+=(jq)
        [[ $name != e2e ]] || packages+=(chromium nginx-light)
    done
    require_packages "${packages[@]}"
    require_dotnet
    say ".NET SDK $("$DOTNET" --version), node $(node --version)"
}

build() { "$DOTNET" build Dashboard.sln -c Release -nologo -v quiet -warnaserror; }
check_format() { "$DOTNET" format Dashboard.sln --verify-no-changes --no-restore; }

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A lab of its own: a demo that runs beside it is not touched, nor is another run of the tests.
start_lab() {
    local base offset taken
    for ((base = 28670; base < 32000; base += 200)); do
        taken=''
        for ((offset = 0; offset < 60; offset++)); do
            if port_taken $((base + offset)); then taken=1; break; fi
        done
        [[ -n $taken ]] || break
    done
    # Never the caller's own LAB_DIR: this one is deleted at the end.
    export LAB_DIR=$ROOT/artifacts/test-lab LAB_PORT_BASE=$base
    lab_started=1
    "$ROOT/lab/up" rabbitmq || return
    local status=0
    "$ROOT/lab/up" kafka || status=$?
    # 3: neither here nor to be fetched. The tests that need it are skipped, with that reason.
    ((status == 0 || status == 3)) || return "$status"
    ((status == 0)) || say "No Kafka here: the tests that need it will be skipped."
}

counter() { grep -oE "<Counters [^>]*" "$1" | grep -oE " $2=\"[0-9]+\"" | grep -oE '[0-9]+' || printf 0; }

# Adds one runner's results to the sum. A runner that left none, or that failed without a failed test, counts as one failure.
run_tests() {
    local project=$1 trx=$RESULTS/$1.trx status=0 total executed ok bad
    local filter='Category!=Soak'
    [[ -z $soak ]] || filter='FullyQualifiedName~.'
    "$DOTNET" test "tests/$project/$project.csproj" -c Release --no-build --nologo --filter "$filter" --results-directory "$RESULTS" \
        --logger "trx;LogFileName=$project.trx" --logger "console;verbosity=minimal" --blame-hang-timeout 10m --blame-hang-dump-type none || status=$?
    if [[ ! -s $trx ]]; then
        warn "$project left no results (exit code $status)"
        failed=$((failed + 1))
        return 1
    fi
    total=$(counter "$trx" total) executed=$(counter "$trx" executed) ok=$(counter "$trx" passed)
    bad=$((executed - ok))
    passed=$((passed + ok)) skipped=$((skipped + total - executed))
    if ((total == 0)); then warn "$project ran no test"; bad=1; fi
    if ((status != 0 && bad == 0)); then warn "$project: the runner failed (exit code $status)"; bad=1; fi
    failed=$((failed + bad))
    ((bad == 0))
}

phase "Install" install || { failed=1; exit 1; }
phase "Build, warnings are errors" build || { failed=1; exit 1; }
phase "Format" check_format || failed=$((failed + 1))
if [[ "${chosen[*]}" != core ]]; then
    if [[ -x lab/up ]]; then
        phase "Start the brokers" start_lab || failed=$((failed + 1))
    else
        say "No lab/up here: no broker is started."
    fi
fi
for name in "${chosen[@]}"; do
    phase "Test ${project_of[$name]}" run_tests "${project_of[$name]}" || true
done
exit 0
