# shellcheck shell=bash
# The files a Kafka of the lab is given: server.properties, logging, certificates, env file, connections. Sourced by kafka.sh.

# "1" -> 127.0.0.1:P of every node's listener at that offset, separated by commas
kafka_bootstrap() {
    local n joined=''
    for ((n = 1; n <= LAB_KAFKA_NODES; n++)); do joined+="${joined:+,}127.0.0.1:$(kafka_port "$n" "$1")"; done
    printf '%s' "$joined"
}

kafka_write_config() { # NODE
    local n=$1 other voters='' listeners clients factor=$LAB_KAFKA_NODES
    for ((other = 1; other <= LAB_KAFKA_NODES; other++)); do voters+="${voters:+,}$other@127.0.0.1:$(kafka_port "$other" 2)"; done
    clients=PLAINTEXT://127.0.0.1:$(kafka_port "$n" 1)
    [[ $LAB_KAFKA_TLS != 1 ]] || clients+=,SSL://127.0.0.1:$(kafka_port "$n" 3)
    [[ $LAB_KAFKA_SASL != 1 ]] || clients+=,SASL_PLAINTEXT://127.0.0.1:$(kafka_port "$n" 4)
    [[ $LAB_KAFKA_TLS$LAB_KAFKA_SASL != 11 ]] || clients+=,SASL_SSL://127.0.0.1:$(kafka_port "$n" 5)
    listeners=$clients,CONTROLLER://127.0.0.1:$(kafka_port "$n" 2)
    cat <<CONF
process.roles=broker,controller
node.id=$n
broker.rack=rack-$n
controller.quorum.voters=$voters
listeners=$listeners
advertised.listeners=$clients
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL
log.dirs=$KAFKA_DIR/node$n/data
num.network.threads=2
num.io.threads=4
default.replication.factor=$factor
offsets.topic.replication.factor=$factor
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=$factor
transaction.state.log.min.isr=$((factor > 2 ? 2 : 1))
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=$factor
share.coordinator.state.topic.min.isr=$((factor > 2 ? 2 : 1))
share.coordinator.state.topic.num.partitions=4
# The scene leaves a transaction hanging for hours.
transaction.max.timeout.ms=86400000
auto.create.topics.enable=false
delete.topic.enable=true
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
group.consumer.min.session.timeout.ms=5000
# A node that was killed is missed sooner than after 9 s.
broker.heartbeat.interval.ms=1500
broker.session.timeout.ms=${LAB_KAFKA_SESSION_MS:-6000}
log.retention.check.interval.ms=15000
log.cleaner.backoff.ms=5000
file.delete.delay.ms=1000
# The defaults take 128 MB of the heap for compaction and 10 MB of address space for each index.
log.cleaner.dedupe.buffer.size=8388608
log.index.size.max.bytes=1048576
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS;User:lab-admin
allow.everyone.if.no.acl.found=true
CONF
    [[ $LAB_KAFKA_TLS != 1 ]] || kafka_write_tls
    [[ $LAB_KAFKA_SASL != 1 ]] || kafka_write_sasl
}

kafka_write_tls() {
    cat <<CONF
ssl.keystore.type=PEM
ssl.keystore.location=$KAFKA_DIR/tls/server.keystore.pem
ssl.truststore.type=PEM
ssl.truststore.location=$KAFKA_DIR/tls/ca.pem
ssl.client.auth=requested
CONF
}

# SCRAM users are in the cluster's own data since it was formatted; those of PLAIN are told here. Tokens are taken unsigned (Kafka's own validator for
# development): whoever makes one is who it says.
kafka_write_sasl() {
    local listener
    printf 'sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN,OAUTHBEARER\n'
    for listener in sasl_plaintext sasl_ssl; do
        cat <<CONF
listener.name.$listener.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.$listener.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_lab-admin="$LAB_KAFKA_ADMIN_PASSWORD" user_lab-monitor="$LAB_KAFKA_MONITOR_PASSWORD" user_lab-app="$LAB_KAFKA_APP_PASSWORD";
listener.name.$listener.oauthbearer.sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="nobody";
CONF
    done
}

# Everybody may do everything, lab-monitor may only look: what is denied wins. On the cluster the operations are named one by one: All would be Delete too, which lets
# everybody delete every topic whatever is said of it, and cannot be denied, because the tool takes it for no operation of a cluster. Who may alter may look, too.
kafka_grant_rights() {
    local pids=() pid failed=''
    : >"$KAFKA_DIR/rights.log"
    kafka_acl --allow-principal 'User:*' --operation All --topic '*' --group '*' --transactional-id '*' & pids+=("$!")
    kafka_acl --deny-principal User:lab-monitor --operation Write --operation Create --operation Delete --operation Alter --operation AlterConfigs --topic '*' & pids+=("$!")
    kafka_acl --deny-principal User:lab-monitor --operation Read --operation Delete --group '*' & pids+=("$!")
    kafka_acl --allow-principal 'User:*' --deny-principal User:lab-monitor --operation Create --operation Alter --operation AlterConfigs --operation IdempotentWrite --cluster & pids+=("$!")
    for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
    [[ -z $failed ]] || { tail -n 5 "$KAFKA_DIR/rights.log" >&2; warn "kafka: the users' rights could not be set"; return 1; }
    : >"$KAFKA_DIR/rights"
}

kafka_acl() {
    LOG_DIR=$KAFKA_DIR/node1/log timeout 60 "$KAFKA_HOME/bin/kafka-acls.sh" --bootstrap-server "$(kafka_bootstrap 1)" \
        --add --force "$@" >>"$KAFKA_DIR/rights.log" 2>&1 </dev/null 9>&-
}

kafka_write_logging() {
    cat >"$KAFKA_DIR/log4j2.properties" <<'CONF'
status = error
appender.file.type = RollingFile
appender.file.name = file
appender.file.fileName = ${sys:kafka.logs.dir}/server.log
appender.file.filePattern = ${sys:kafka.logs.dir}/server.log.%i
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = [%d] %p %m (%c)%n
appender.file.policies.type = Policies
appender.file.policies.size.type = SizeBasedTriggeringPolicy
appender.file.policies.size.size = 5MB
appender.file.strategy.type = DefaultRolloverStrategy
appender.file.strategy.max = 2
rootLogger.level = info
rootLogger.appenderRef.file.ref = file
# Each denied request would be a line.
logger.authorizer.name = kafka.authorizer.logger
logger.authorizer.level = error
CONF
}

# A certificate authority, one server certificate for every node, one client certificate. Kept until --clean.
kafka_make_certificates() {
    local tls=$KAFKA_DIR/tls
    [[ ! -e $tls/done ]] || return 0
    command -v openssl >/dev/null || apt_install kafka openssl
    mkdir -p -- "$tls"
    make_certificates "$tls" || { tail -n 5 "$tls/openssl.log" >&2; die "kafka: making the certificates failed"; }
    cat -- "$tls/server.key" "$tls/server.pem" >"$tls/server.keystore.pem"
}

# KEY=VALUE for shells, scripts and tests. Only paths can need quoting.
kafka_write_env() {
    local env=$KAFKA_DIR/env
    {
        cat <<ENV
LAB_KAFKA_HOME=$(printf %q "$KAFKA_HOME")
LAB_KAFKA_NODES=$LAB_KAFKA_NODES
LAB_KAFKA_VERSION=$(kafka_version)
LAB_KAFKA_BOOTSTRAP=$(kafka_bootstrap 1)
LAB_KAFKA_REGISTRY_URL=http://127.0.0.1:$(kafka_port 1 9)
LAB_KAFKA_REGISTRY_PORT=$(kafka_port 1 9)
LAB_KAFKA_ADMIN_USER=lab-admin
LAB_KAFKA_ADMIN_PASSWORD=$LAB_KAFKA_ADMIN_PASSWORD
LAB_KAFKA_MONITOR_USER=lab-monitor
LAB_KAFKA_MONITOR_PASSWORD=$LAB_KAFKA_MONITOR_PASSWORD
LAB_KAFKA_APP_USER=lab-app
LAB_KAFKA_APP_PASSWORD=$LAB_KAFKA_APP_PASSWORD
LAB_KAFKA_TLS=$LAB_KAFKA_TLS
LAB_KAFKA_SASL=$LAB_KAFKA_SASL
ENV
        [[ $LAB_KAFKA_TLS != 1 ]] || cat <<ENV
LAB_KAFKA_TLS_BOOTSTRAP=$(kafka_bootstrap 3)
LAB_KAFKA_CA_FILE=$(printf %q "$KAFKA_DIR/tls/ca.pem")
LAB_KAFKA_CLIENT_CERT_FILE=$(printf %q "$KAFKA_DIR/tls/client.pem")
LAB_KAFKA_CLIENT_KEY_FILE=$(printf %q "$KAFKA_DIR/tls/client.key")
ENV
        [[ $LAB_KAFKA_SASL != 1 ]] || printf 'LAB_KAFKA_SASL_BOOTSTRAP=%s\n' "$(kafka_bootstrap 4)"
        [[ $LAB_KAFKA_TLS$LAB_KAFKA_SASL != 11 ]] || printf 'LAB_KAFKA_SASL_TLS_BOOTSTRAP=%s\n' "$(kafka_bootstrap 5)"
    } >"$env.tmp"
    mv -f -- "$env.tmp" "$env"
    printf '%s\n' "$LAB_KAFKA_MONITOR_PASSWORD" >"$KAFKA_DIR/monitor-password"
}

kafka_connection() { # ID NAME ENVIRONMENT READONLY BOOTSTRAP [SECTION: further lines of the section, each ending in a comma]
    cat <<JSON
      {
        "Id": "$1",
        "Name": "$2",
        "Kind": "kafka",
        "Environment": "$3",
        "ReadOnly": $4,
        "Kafka": {
          "BootstrapServers": ["${5//,/\", \"}"],
          ${6:-}"SchemaRegistry": { "Url": "http://127.0.0.1:$(kafka_port 1 9)" }
        }
      }
JSON
}

# The dashboard's connections to this broker: what lab/up joins into dashboard.json.
kafka_connections() {
    local admin monitor tls break=$'\n          '
    admin="\"Sasl\": { \"Mechanism\": \"SCRAM-SHA-512\", \"Username\": \"lab-admin\", \"Password\": \"$LAB_KAFKA_ADMIN_PASSWORD\" },$break"
    monitor="\"Sasl\": { \"Mechanism\": \"PLAIN\", \"Username\": \"lab-monitor\", \"PasswordFile\": $(json_string "$KAFKA_DIR/monitor-password") },$break"
    tls="\"Tls\": { \"CaFile\": $(json_string "$KAFKA_DIR/tls/ca.pem") },$break"
    kafka_connection lab-kafka 'Lab Kafka' development false "$(kafka_bootstrap 1)"
    if [[ $LAB_KAFKA_TLS == 1 ]]; then
        printf ',\n'
        kafka_connection lab-kafka-tls 'Lab Kafka over TLS' staging false "$(kafka_bootstrap 3)" "\"Security\": { \"Protocol\": \"ssl\" },$break$tls"
    fi
    if [[ $LAB_KAFKA_SASL == 1 ]]; then
        printf ',\n'
        kafka_connection lab-kafka-sasl 'Lab Kafka with SCRAM' staging false "$(kafka_bootstrap 4)" \
            "\"Security\": { \"Protocol\": \"sasl_plaintext\" },$break$admin"
        printf ',\n'
        kafka_connection lab-kafka-readonly 'Lab Kafka, read-only' production true "$(kafka_bootstrap 4)" \
            "\"Security\": { \"Protocol\": \"sasl_plaintext\" },$break$monitor"
    fi
    if [[ $LAB_KAFKA_TLS$LAB_KAFKA_SASL == 11 ]]; then
        printf ',\n'
        kafka_connection lab-kafka-sasl-tls 'Lab Kafka with SCRAM over TLS' staging false "$(kafka_bootstrap 5)" \
            "\"Security\": { \"Protocol\": \"sasl_ssl\" },$break$admin$tls"
    fi
}
