# Two images from one file. `api`: the API, the dispatcher, the migrations; no models, no OpenCV.
# `worker`: the stages, with their models inside.

FROM python:3.12-slim-bookworm AS base
ENV ORT_DISABLE_TELEMETRY=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 OMP_NUM_THREADS=1
RUN useradd --create-home --uid 10001 vouch
WORKDIR /srv/vouch

FROM base AS wheel
COPY deploy/api.lock deploy/api.lock
RUN python -m pip install --require-hashes -r deploy/api.lock
COPY pyproject.toml README.md ./
COPY app app
COPY workers workers
COPY migrations migrations
RUN python -m pip wheel --no-deps --no-build-isolation --wheel-dir /wheels .

FROM base AS api
COPY deploy/api.lock deploy/api.lock
RUN python -m pip install --require-hashes -r deploy/api.lock
COPY --from=wheel /wheels /wheels
RUN python -m pip install --no-deps /wheels/*.whl
USER vouch
EXPOSE 8000
CMD ["vouch", "serve", "--host", "0.0.0.0", "--port", "8000"]

FROM base AS worker
COPY deploy/worker.lock deploy/worker.lock
RUN python -m pip install --require-hashes -r deploy/worker.lock
COPY --from=wheel /wheels /wheels
RUN python -m pip install --no-deps /wheels/*.whl
ENV VOUCH_MODELS_DIR=/srv/vouch/models
RUN vouch models build
USER vouch
CMD ["vouch", "worker"]
