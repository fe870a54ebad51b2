# One image for every process of the site: web, live, worker and beat differ in their command alone.
FROM node:22-bookworm-slim AS front-end
WORKDIR /app
COPY creations/studio/package.json creations/studio/package-lock.json creations/studio/
RUN cd creations/studio && npm ci --no-audit --no-fund
COPY creations/studio creations/studio
RUN cd creations/studio && npm run build

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy \
    DJANGO_SETTINGS_MODULE=prosum.settings.production PROSUM_VAR=/var/lib/prosum PATH=/app/.venv/bin:$PATH
RUN pip install --no-cache-dir uv && useradd --system --create-home --uid 10001 prosum && install -d -o prosum /var/lib/prosum
WORKDIR /app
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --locked --no-dev --no-install-project
COPY users users
COPY creations creations
COPY marketplace marketplace
COPY blog blog
COPY platform platform
COPY --from=front-end /app/platform/static/build platform/static/build
RUN uv sync --locked --no-dev \
    && prosum translations compile \
    && SECRET_KEY=only-for-collecting-static-files-xxxx SITE_URL=https://localhost DATABASE_URL=postgresql://x@x/x \
       REDIS_URL=redis://x PROSUM_VAR=/app/var prosum manage collectstatic --noinput
ENV STATIC_ROOT=/app/var/static
USER prosum
VOLUME /var/lib/prosum
EXPOSE 8000 8001
CMD ["prosum", "serve", "web", "--host", "0.0.0.0", "--port", "8000"]
