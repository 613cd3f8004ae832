# The service and its model, nothing to train with: evidence/, service/, models/ and what they import.
#
# The base is pinned to a patch release. To pin it to the byte as well, ask for the tag's digest
#   docker buildx imagetools inspect python:3.11.14-slim-bookworm --format '{{.Manifest.Digest}}'
# and write BASE=python:3.11.14-slim-bookworm@sha256:<digest>.
ARG BASE=python:3.11.14-slim-bookworm

FROM ${BASE} AS build
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
WORKDIR /app
RUN python -m venv /tools && /tools/bin/pip install --no-cache-dir --disable-pip-version-check uv==0.13.9
COPY pyproject.toml uv.lock README.md ./
# The libraries first: they change seldom, and so this layer is kept when only our code does.
RUN /tools/bin/uv sync --locked --no-dev --no-install-project --no-cache
COPY evidence ./evidence
COPY service ./service
COPY models ./models
RUN /tools/bin/uv sync --locked --no-dev --no-editable --no-cache

FROM ${BASE}
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin onrecord
COPY --from=build /app/.venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1 \
    ONRECORD_HOST=0.0.0.0 \
    ONRECORD_PORT=8080 \
    ONRECORD_WORKERS=2 \
    ONRECORD_ACCESS=keys \
    ONRECORD_DATA=/data
# It listens on all addresses, and so asks for keys: `docker exec NAME onrecord keys create cms` makes one. To try it
# without: docker run -e ONRECORD_ACCESS=open -p 127.0.0.1:8080:8080. Keys and feedback are kept in /data.
RUN install -d -o onrecord -m 700 /data
VOLUME /data
WORKDIR /app
USER onrecord
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['ONRECORD_PORT'] + '/readyz', timeout=2)"]
CMD ["onrecord", "serve"]
