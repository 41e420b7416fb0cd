# shellcheck shell=bash
# Finds or installs what start.sh and test.sh need. Sourced, never run; ROOT is the checkout.

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
die() { warn "$*"; exit 1; }

# No build or compile server stays behind when a script has ended.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
DOTNET=dotnet

# What building librdkafka takes (eng/librdkafka/build); what it is linked to has to be there when it runs, too.
NATIVE_PACKAGES=(gcc g++ make patch libzstd-dev liblz4-dev libssl-dev libsasl2-dev libcurl4-openssl-dev zlib1g-dev)

# What the dashboard, its demo and its tests need from Debian. A package counts as there when its file or command is.
have_package() {
    case $1 in
    libsqlite3-0) ldconfig -p 2>/dev/null | grep -q 'libsqlite3\.so\.0' || /sbin/ldconfig -p 2>/dev/null | grep -q 'libsqlite3\.so\.0' ;;
    libicu72) ldconfig -p 2>/dev/null | grep -q 'libicuuc\.so' || /sbin/ldconfig -p 2>/dev/null | grep -q 'libicuuc\.so' ;;
    nodejs) command -v node >/dev/null ;;
    rabbitmq-server) [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] ;;
    python3-pika) [[ -x /usr/bin/python3 ]] && /usr/bin/python3 -c 'import pika' 2>/dev/null ;;
    openjdk-17-jre-headless) command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java" >/dev/null ;;
    python3-venv) [[ -x /usr/bin/python3 ]] && /usr/bin/python3 -c 'import ensurepip, venv' 2>/dev/null ;;
    lib*-dev | zlib1g-dev) dpkg -s "$1" >/dev/null 2>&1 ;;
    nginx-light) [[ -x /usr/sbin/nginx ]] ;;
    ca-certificates) [[ -s /etc/ssl/certs/ca-certificates.crt ]] ;;
    *) command -v "$1" >/dev/null || [[ -x /usr/bin/$1 ]] ;;
    esac
}

# Installs what is missing of the Debian packages given; without root it prints the one line that does and stops.
require_packages() {
    local package missing=()
    for package in "$@"; do
        [[ " ${missing[*]} " == *" $package "* ]] || have_package "$package" || missing+=("$package")
    done
    ((${#missing[@]})) || return 0

    command -v apt-get >/dev/null || die "Missing here, and there is no apt-get: install by your own means: ${missing[*]}"
    if [[ $EUID -ne 0 ]]; then
        warn "Some Debian packages are missing. Run this once, then this script again:"
        warn "    sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
        exit 2
    fi

    say "Installing from Debian: ${missing[*]} ..."
    local log policy=/usr/sbin/policy-rc.d own_policy=
    log=$(mktemp)
    # A broker that is installed must not come up by itself on its standard ports: we start our own beside it.
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && own_policy=1
    fi
    local failed=
    DEBIAN_FRONTEND=noninteractive apt-get update >"$log" 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1 || failed=1
    [[ -z $own_policy ]] || rm -f -- "$policy"
    if [[ -n $failed ]]; then
        tail -n 15 "$log" >&2
        die "apt-get could not install ${missing[*]}; the whole log is $log"
    fi
    rm -f -- "$log"
}

has_sdk10() { "$1" --list-sdks 2>/dev/null | grep -q '^10\.'; }

# Sets DOTNET to a .NET 10 SDK: the machine's own, or one in .dotnet, put there by Microsoft's own script.
require_dotnet() {
    if has_sdk10 dotnet; then return 0; fi
    DOTNET=$ROOT/.dotnet/dotnet
    if [[ ! -x $DOTNET ]] || ! has_sdk10 "$DOTNET"; then
        require_packages ca-certificates curl libicu72
        say "The .NET 10 SDK is missing: fetching it into .dotnet with https://dot.net/v1/dotnet-install.sh (about 250 MB) ..."
        local script
        script=$(mktemp)
        if ! curl -fsSL --retry 2 --connect-timeout 15 -o "$script" https://dot.net/v1/dotnet-install.sh ||
            ! bash "$script" --channel 10.0 --install-dir "$ROOT/.dotnet" --no-path; then
            rm -f -- "$script"
            die "The .NET 10 SDK could not be fetched. Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again."
        fi
        rm -f -- "$script"
    fi
    export DOTNET_ROOT=$ROOT/.dotnet PATH=$ROOT/.dotnet:$PATH
}
