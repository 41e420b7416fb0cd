# shellcheck shell=bash
# The files a RabbitMQ of the lab is given: rabbitmq.conf, definitions, certificates, env file, connections.

rabbitmq_write_config() { # NODE
    local n=$1 other
    cat <<CONF
listeners.tcp.1 = 127.0.0.1:$(rabbitmq_port "$n" 2)
management.tcp.ip = 127.0.0.1
management.tcp.port = $(rabbitmq_port "$n" 3)
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = $(rabbitmq_port "$n" 4)
stream.listeners.tcp.1 = 127.0.0.1:$(rabbitmq_port "$n" 5)
stream.advertised_host = 127.0.0.1
stream.advertised_port = $(rabbitmq_port "$n" 5)
load_definitions = $RABBITMQ_DIR/definitions.json
collect_statistics_interval = ${LAB_RABBITMQ_STATS_MS:-5000}
vm_memory_high_watermark.absolute = ${LAB_RABBITMQ_MEMORY:-2GB}
disk_free_limit.absolute = 200MB
# The write-ahead log of quorum queues may fill 512 MB by default.
raft.wal_max_size_bytes = 33554432
log.dir = $RABBITMQ_DIR/node$n/log
log.file = rabbit.log
log.file.level = info
log.file.rotation.size = 5242880
log.file.rotation.count = 2
log.console = false
CONF
    if ((LAB_RABBITMQ_NODES > 1)); then
        printf 'cluster_formation.peer_discovery_backend = classic_config\n'
        for ((other = 1; other <= LAB_RABBITMQ_NODES; other++)); do
            printf 'cluster_formation.classic_config.nodes.%d = lab%d@localhost\n' "$other" "$other"
        done
        printf 'cluster_partition_handling = pause_minority\nmnesia_table_loading_retry_timeout = 10000\n'
    fi
    [[ $LAB_RABBITMQ_TLS == 1 ]] || return 0
    local tls=$RABBITMQ_DIR/tls
    cat <<CONF
listeners.ssl.1 = 127.0.0.1:$(rabbitmq_port "$n" 7)
ssl_options.cacertfile = $tls/ca.pem
ssl_options.certfile = $tls/server.pem
ssl_options.keyfile = $tls/server.key
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = false
management.ssl.ip = 127.0.0.1
management.ssl.port = $(rabbitmq_port "$n" 8)
management.ssl.cacertfile = $tls/ca.pem
management.ssl.certfile = $tls/server.pem
management.ssl.keyfile = $tls/server.key
stream.listeners.ssl.1 = 127.0.0.1:$(rabbitmq_port "$n" 9)
CONF
}

# Users, virtual hosts and rights; the broker reads them at each boot. Queues and traffic are the scene's own.
rabbitmq_write_definitions() {
    cat <<JSON
{
  "users": [
    {"name": "lab-admin", "password": "$LAB_RABBITMQ_ADMIN_PASSWORD", "tags": ["administrator"]},
    {"name": "lab-monitor", "password": "$LAB_RABBITMQ_MONITOR_PASSWORD", "tags": ["monitoring"]},
    {"name": "lab-app", "password": "$LAB_RABBITMQ_APP_PASSWORD", "tags": []}
  ],
  "vhosts": [{"name": "/"}, {"name": "shop/eu"}, {"name": "odd <b>names</b> & ünïcödé"}],
  "permissions": [
    {"user": "lab-admin", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"},
    {"user": "lab-admin", "vhost": "shop/eu", "configure": ".*", "write": ".*", "read": ".*"},
    {"user": "lab-admin", "vhost": "odd <b>names</b> & ünïcödé", "configure": ".*", "write": ".*", "read": ".*"},
    {"user": "lab-app", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"},
    {"user": "lab-app", "vhost": "shop/eu", "configure": ".*", "write": ".*", "read": ".*"},
    {"user": "lab-app", "vhost": "odd <b>names</b> & ünïcödé", "configure": ".*", "write": ".*", "read": ".*"},
    {"user": "lab-monitor", "vhost": "/", "configure": "^\$", "write": "^\$", "read": ".*"}
  ]
}
JSON
}

# A certificate authority, one server certificate for every node, one client certificate. Kept until --clean.
rabbitmq_make_certificates() {
    local tls=$RABBITMQ_DIR/tls
    [[ ! -e $tls/done ]] || return 0
    command -v openssl >/dev/null || apt_install rabbitmq openssl
    mkdir -p -- "$tls"
    make_certificates "$tls" || { tail -n 5 "$tls/openssl.log" >&2; die "rabbitmq: making the certificates failed"; }
}

# "amqp 2" -> amqp://127.0.0.1:P of every node, separated by commas
rabbitmq_urls() { # SCHEME OFFSET
    local n joined=''
    for ((n = 1; n <= LAB_RABBITMQ_NODES; n++)); do joined+="${joined:+,}$1://127.0.0.1:$(rabbitmq_port "$n" "$2")"; done
    printf '%s' "$joined"
}

# KEY=VALUE for shells, scripts and tests. Only paths can need quoting.
rabbitmq_write_env() {
    local env=$RABBITMQ_DIR/env
    {
        cat <<ENV
LAB_RABBITMQ_HOST=127.0.0.1
LAB_RABBITMQ_NODES=$LAB_RABBITMQ_NODES
LAB_RABBITMQ_VERSION=$(rabbitmq_version)
LAB_RABBITMQ_AMQP_PORT=$(rabbitmq_port 1 2)
LAB_RABBITMQ_AMQP_URLS=$(rabbitmq_urls amqp 2)
LAB_RABBITMQ_MANAGEMENT_URL=http://127.0.0.1:$(rabbitmq_port 1 3)
LAB_RABBITMQ_MANAGEMENT_URLS=$(rabbitmq_urls http 3)
LAB_RABBITMQ_PROMETHEUS_URL=http://127.0.0.1:$(rabbitmq_port 1 4)/metrics
LAB_RABBITMQ_STREAM_PORT=$(rabbitmq_port 1 5)
LAB_RABBITMQ_EPMD_PORT=$(rabbitmq_port 1 1)
LAB_RABBITMQ_NODENAME=lab1@localhost
LAB_RABBITMQ_HOME=$(printf %q "$RABBITMQ_DIR/home")
LAB_RABBITMQ_ADMIN_USER=lab-admin
LAB_RABBITMQ_ADMIN_PASSWORD=$LAB_RABBITMQ_ADMIN_PASSWORD
LAB_RABBITMQ_MONITOR_USER=lab-monitor
LAB_RABBITMQ_MONITOR_PASSWORD=$LAB_RABBITMQ_MONITOR_PASSWORD
LAB_RABBITMQ_APP_USER=lab-app
LAB_RABBITMQ_APP_PASSWORD=$LAB_RABBITMQ_APP_PASSWORD
LAB_RABBITMQ_TLS=$LAB_RABBITMQ_TLS
ENV
        [[ $LAB_RABBITMQ_TLS != 1 ]] || cat <<ENV
LAB_RABBITMQ_AMQPS_PORT=$(rabbitmq_port 1 7)
LAB_RABBITMQ_AMQPS_URLS=$(rabbitmq_urls amqps 7)
LAB_RABBITMQ_MANAGEMENT_TLS_URL=https://127.0.0.1:$(rabbitmq_port 1 8)
LAB_RABBITMQ_CA_FILE=$(printf %q "$RABBITMQ_DIR/tls/ca.pem")
LAB_RABBITMQ_CLIENT_CERT_FILE=$(printf %q "$RABBITMQ_DIR/tls/client.pem")
LAB_RABBITMQ_CLIENT_KEY_FILE=$(printf %q "$RABBITMQ_DIR/tls/client.key")
ENV
    } >"$env.tmp"
    mv -f -- "$env.tmp" "$env"
}

rabbitmq_connection() { # ID NAME ENVIRONMENT READONLY USER PASSWORD MANAGEMENT AMQP [CA]
    local tls=''
    [[ -z ${9:-} ]] || tls=$(printf ',\n          "Tls": { "CaFile": %s }' "$(json_string "$9")")
    cat <<JSON
      {
        "Id": "$1",
        "Name": "$2",
        "Kind": "rabbitmq",
        "Environment": "$3",
        "ReadOnly": $4,
        "RabbitMq": {
          "ManagementUrls": ["${7//,/\", \"}"],
          "AmqpEndpoints": ["${8//,/\", \"}"],
          "Username": "$5",
          "Password": "$6"$tls
        }
      }
JSON
}

# The dashboard's connections to this broker: what lab/up joins into dashboard.json.
rabbitmq_connections() {
    rabbitmq_connection lab 'Lab RabbitMQ' development false lab-admin "$LAB_RABBITMQ_ADMIN_PASSWORD" \
        "$(rabbitmq_urls http 3)" "$(rabbitmq_urls amqp 2)"
    printf ',\n'
    rabbitmq_connection lab-readonly 'Lab RabbitMQ, read-only' production true lab-monitor "$LAB_RABBITMQ_MONITOR_PASSWORD" \
        "$(rabbitmq_urls http 3)" "$(rabbitmq_urls amqp 2)"
    [[ $LAB_RABBITMQ_TLS == 1 ]] || return 0
    printf ',\n'
    rabbitmq_connection lab-tls 'Lab RabbitMQ over TLS' staging false lab-admin "$LAB_RABBITMQ_ADMIN_PASSWORD" \
        "$(rabbitmq_urls https 8)" "$(rabbitmq_urls amqps 7)" "$RABBITMQ_DIR/tls/ca.pem"
}
