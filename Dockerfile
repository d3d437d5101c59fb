# The real bot; needs BOT_TOKEN. Two volumes: the database in /data, the key ring in /keys. Keep them apart.
ARG BASE=python:3.13-slim
FROM ${BASE}

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data \
    KEY_FILE=/keys/ring.json

# A fixed id, so that the owner of a folder mounted from outside can be set.
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin acompana \
    && install -d -m 0700 -o acompana -g acompana /data /keys

WORKDIR /app
COPY requirements.txt ./
RUN python -m pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore --require-hashes -r requirements.txt

COPY bot ./bot
COPY handlers ./handlers
COPY storage ./storage
COPY locales ./locales
COPY sandbox ./sandbox

USER acompana
VOLUME ["/data", "/keys"]

# The bot finishes what is in hand within 8 seconds; whatever is left stays stored for the next start.
STOPSIGNAL SIGTERM
CMD ["python", "-m", "bot"]
