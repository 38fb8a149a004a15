# docker build --tag ekoflow . && docker run --rm --user "$(id -u)" --volume "$PWD:/workspace" ekoflow
FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends dpkg-dev libcurl4-openssl-dev libsqlite3-dev libssl-dev libyaml-dev \
        pkg-config python3 xz-utils \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN make package

FROM debian:bookworm-slim
COPY --from=build /source/.build/packages/ekoflow_*.deb /tmp/
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates libpq5 /tmp/ekoflow_*.deb \
    && rm -rf /var/lib/apt/lists/* /tmp/ekoflow_*.deb \
    && useradd --create-home --uid 1000 ekoflow
USER 1000
WORKDIR /workspace
ENTRYPOINT ["ekoflow"]
CMD ["run", "workflows", "--env", "sandbox"]
