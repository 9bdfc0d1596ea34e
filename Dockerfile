# golive for CI systems and machines without Python: docs/ci/container.md.
#
#     docker build --tag golive .
#     docker run --rm --volume "$PWD:/work:ro" golive check --env prod --offline

# To pin the base for good: --build-arg PYTHON_IMAGE=python@sha256:...
ARG PYTHON_IMAGE=python:3.13-slim-trixie

FROM ${PYTHON_IMAGE} AS build
# Extras such as "fast" or "fast,walkthrough".
ARG EXTRAS=""
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY src src
COPY checks checks
RUN python -m venv --without-pip /opt/golive \
    && python -m pip --python /opt/golive/bin/python install --no-cache-dir --disable-pip-version-check \
        --root-user-action ignore ".${EXTRAS:+[$EXTRAS]}" \
    && /opt/golive/bin/golive --version

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="golive" \
      org.opencontainers.image.description="Go-live readiness for payment API integrations" \
      org.opencontainers.image.licenses="Apache-2.0"
# git lists the files that are read, and the history that is searched.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --create-home --home-dir /home/golive --shell /usr/sbin/nologin golive
COPY --from=build /opt/golive /opt/golive
ENV PATH=/opt/golive/bin:$PATH \
    HOME=/home/golive
USER 10001:10001
WORKDIR /work
ENTRYPOINT ["golive"]
CMD ["--help"]
