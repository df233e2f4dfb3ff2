# log-gardener as a container: docs/automate.md says how to run it. `npm test` carries these steps out without Docker
# (test/support/package/run-dockerfile.ts), so RUN knows no path but those below WORKDIR.

FROM node:24.21.0-trixie-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json tsconfig.types.json ./
COPY prompts ./prompts
COPY schema ./schema
COPY src ./src
RUN npm run build
RUN npm prune --omit=dev --ignore-scripts

FROM node:24.21.0-trixie-slim
ENV NODE_ENV=production MALLOC_ARENA_MAX=1
WORKDIR /app
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/prompts ./prompts
COPY --from=build /build/schema ./schema
COPY --from=build /build/dist ./dist
COPY container/keep-state.sh ./
# Config, state and worklogs; mount something that lasts. All else may be read-only.
WORKDIR /data
RUN chown 1000:1000 .
USER 1000:1000
VOLUME /data
# Whether the program starts. Whether it reaches Google Cloud and GitHub, `doctor` tells.
HEALTHCHECK --interval=60s --timeout=10s CMD ["/usr/local/bin/node", "/app/dist/main.js", "--version"]
ENTRYPOINT ["/usr/local/bin/node", "--max-semi-space-size=8", "--heap-growing-percent=30", "/app/dist/main.js"]
CMD ["--help"]
