# syntax=docker/dockerfile:1

# Browser libraries (eng/client-libs).
FROM node:20.19.5-bookworm-slim AS client-libs
WORKDIR /client-libs
COPY eng/client-libs/package.json eng/client-libs/package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

# The source of librdkafka (eng/librdkafka).
FROM node:20.19.5-bookworm-slim AS librdkafka
WORKDIR /librdkafka
COPY eng/librdkafka/package.json eng/librdkafka/package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc g++ make patch libc6-dev zlib1g-dev libzstd-dev liblz4-dev libssl-dev libsasl2-dev libcurl4-openssl-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
# Built on the same distribution as it runs on, and before anything else: it changes least.
COPY eng/librdkafka/ eng/librdkafka/
COPY --from=librdkafka /librdkafka/node_modules eng/librdkafka/node_modules
RUN eng/librdkafka/build eng/librdkafka/out/librdkafka.so
# Project files first: the packages are restored again only when these change.
COPY eng/ eng/
COPY src/Directory.Build.props src/Directory.Packages.props src/
COPY src/Dashboard.Core/Dashboard.Core.csproj src/Dashboard.Core/
COPY src/Dashboard.Brokers/Dashboard.Brokers.csproj src/Dashboard.Brokers/
COPY src/Dashboard.Web/Dashboard.Web.csproj src/Dashboard.Web/
RUN dotnet restore src/Dashboard.Web/Dashboard.Web.csproj
COPY --from=client-libs /client-libs/node_modules eng/client-libs/node_modules
COPY .editorconfig appsettings.json ./
COPY wwwroot/ wwwroot/
COPY src/ src/
RUN dotnet publish src/Dashboard.Web/Dashboard.Web.csproj -c Release -o /app --no-restore -p:RestoreClientLibs=false -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS final
# The dashboard stores in SQLite and uses the system's library; librdkafka wants its compressors and SASL; curl is for the health check.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libsqlite3-0 libcurl4t64 libsasl2-2 liblz4-1 libzstd1 curl \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o "$APP_UID" -g "$APP_UID" -m 0700 /data
WORKDIR /app
COPY --from=build /app ./
# On an address that others can reach it only starts with an account: give Dashboard__Auth__BootstrapAdmin__* (see compose.yaml).
ENV ASPNETCORE_URLS=http://0.0.0.0:8080 \
    Dashboard__DataFolder=/data
VOLUME /data
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD curl -fsS -o /dev/null http://127.0.0.1:8080/healthz || exit 1
ENTRYPOINT ["dotnet", "Dashboard.Web.dll"]
