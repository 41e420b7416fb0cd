# shellcheck shell=bash
# Where the lab's Kafka comes from: KAFKA_HOME, ../shared/brokers/kafka, or the Apache release. Sourced by kafka.sh.

KAFKA_HOME=${KAFKA_HOME:-}
KAFKA_DOWNLOADED=$LAB_ROOT/artifacts/brokers/kafka_2.13-$KAFKA_RELEASE

kafka_complete() { compgen -G "$1/libs/kafka_2.13-*.jar" >/dev/null; }

# Sets KAFKA_HOME to what is here already, and KAFKA_FROM to the words for it; fails when there is none.
kafka_find() {
    local shared
    if [[ -n $KAFKA_HOME ]]; then
        KAFKA_FROM=${KAFKA_FROM:-$KAFKA_HOME (KAFKA_HOME)}
    elif shared=$(shared_folder brokers/kafka) && kafka_complete "$shared"; then
        KAFKA_HOME=$shared KAFKA_FROM=$shared
    elif kafka_complete "$KAFKA_DOWNLOADED"; then
        KAFKA_HOME=$KAFKA_DOWNLOADED KAFKA_FROM="the release fetched into $KAFKA_DOWNLOADED"
    else
        return 1
    fi
}

kafka_version() {
    local jar
    for jar in "${KAFKA_HOME:--}"/libs/kafka_2.13-*.jar; do
        [[ -s $jar && $jar =~ kafka_2\.13-([0-9.]+)\.jar$ ]] && printf '%s' "${BASH_REMATCH[1]}" && return
    done
    printf '%s' -
}

kafka_java() { "${JAVA_HOME:+$JAVA_HOME/bin/}java" -version >/dev/null 2>&1; }

kafka_here() {
    if ! kafka_find; then
        say "kafka: not here: KAFKA_HOME is not set, and there is no ../shared/brokers/kafka; lab/up kafka fetches the Apache release where there is a network"
        return 1
    fi
    kafka_complete "$KAFKA_HOME" || { say "kafka: KAFKA_HOME is $KAFKA_HOME, but no Kafka with Scala 2.13 is there"; return 1; }
    kafka_java || { say "kafka: no Java here; lab/up kafka installs it from Debian"; return 1; }
    say "kafka: $(kafka_version) from $KAFKA_FROM"
}

kafka_install() {
    local packages=()
    kafka_find || kafka_download || return
    kafka_complete "$KAFKA_HOME" || die "kafka: KAFKA_HOME is $KAFKA_HOME, but no Kafka with Scala 2.13 is there; unset it, or name the folder with bin/ and libs/"
    kafka_java || packages+=(openjdk-17-jre-headless)
    command -v python3 >/dev/null || packages+=(python3)
    [[ ${LAB_TLS:-} != 1 ]] || command -v openssl >/dev/null || packages+=(openssl)
    ((${#packages[@]} == 0)) || apt_install kafka "${packages[@]}"
    kafka_java || die "kafka: no Java runs here (${JAVA_HOME:+JAVA_HOME is $JAVA_HOME; }17 or newer is needed)"
    say "kafka: $(kafka_version) from $KAFKA_FROM"
}

# Fetches the Apache release and checks its SHA-512. Not having a network is no error of ours: that has a code of its own.
kafka_download() {
    local name=kafka_2.13-$KAFKA_RELEASE folder site archive
    folder=$(dirname -- "$KAFKA_DOWNLOADED") archive=$folder/$name.tgz
    mkdir -p -- "$folder"
    if command -v curl >/dev/null; then
        for site in https://downloads.apache.org https://archive.apache.org/dist; do
            curl -fsSL --connect-timeout 10 -o "$archive.sha512" "$site/kafka/$KAFKA_RELEASE/$name.tgz.sha512" 2>/dev/null || continue
            say "kafka: fetching $site/kafka/$KAFKA_RELEASE/$name.tgz (about 130 MB) ..."
            curl -fsSL --connect-timeout 10 --retry 2 -o "$archive" "$site/kafka/$KAFKA_RELEASE/$name.tgz" || continue
            kafka_check_download "$archive" || die "kafka: $archive is not what its SHA-512 says; delete it and try again"
            tar -xzf "$archive" -C "$folder"
            rm -f -- "$archive" "$archive.sha512"
            kafka_find && return
        done
    fi
    rm -f -- "$archive" "$archive.sha512"
    warn "kafka: not here: KAFKA_HOME is not set, ../shared/brokers/kafka is not there, and the Apache release $KAFKA_RELEASE could not be fetched"
    return "$LAB_NOT_TO_BE_HAD"
}

# Apache writes the sum as "name: AB CD ..." over several lines.
kafka_check_download() {
    local told found
    told=$(sed 's/^.*://' "$1.sha512" | tr -d ' \n\r' | tr 'A-F' 'a-f')
    found=$(sha512sum "$1")
    [[ ${found%% *} == "$told" ]]
}
